"""`./run check` and `./run fix`: everything that is judged without running the portal."""

import subprocess
import time
from collections.abc import Callable

from crm_portal.local import system_packages, translations
from crm_portal.local.printing import say
from crm_portal.local.workplace import MANAGE, PYTHON, TaskError, servers, state_folder

SHOWN_LINES = 60


def passes(command: list[str]) -> Callable[[], None]:
    """A check that the command ends well; its output is the TaskError's message when it does not."""

    def check() -> None:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            raise TaskError("\n".join(done.stdout.rstrip().splitlines()[-SHOWN_LINES:]))

    return check


CHECKS = {
    "format": passes([*PYTHON, "ruff", "format", "--check", "--quiet", "."]),
    "lint": passes([*PYTHON, "ruff", "check", "--quiet", "."]),
    "types": passes([*PYTHON, "mypy", "."]),
    "templates": passes([*PYTHON, "djlint", "templates", "--lint"]),
    "migrations": passes([*MANAGE, "makemigrations", "--check", "--dry-run"]),
    "django": passes([*MANAGE, "check"]),
    "translations": translations.check,
}
FIXES = [
    [*PYTHON, "ruff", "format", "."],
    [*PYTHON, "ruff", "check", "--fix", "."],
]


def check(arguments: list[str]) -> int:
    """Run every check, or those named; 0 if all passed."""
    if unknown := set(arguments) - set(CHECKS):
        raise TaskError(f"There is no check called {', '.join(sorted(unknown))}; there are: {', '.join(CHECKS)}.")
    chosen = arguments or list(CHECKS)
    if "translations" in chosen:
        system_packages.ensure(system_packages.GETTEXT)
    with servers(state_folder() / "test", durable=False):
        failed = [name for name in chosen if not report(name)]
    say(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def report(name: str) -> bool:
    """Run one check and print its line, after what it found; whether it passed."""
    began = time.monotonic()
    try:
        CHECKS[name]()
    except TaskError as error:
        say(str(error))
        verdict = "FAILED"
    else:
        verdict = "ok"
    say(f"{name:<18}{verdict:<8}{time.monotonic() - began:5.1f} s")
    return verdict == "ok"


def fix(_: list[str]) -> int:
    """Format and repair what can be; 0 unless something is left that a person must repair."""
    return max(subprocess.run(command, check=False).returncode for command in FIXES)
