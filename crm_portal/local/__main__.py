"""./run [task]: the portal's own tasks. Without a task it serves."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

from crm_portal.local import checking, preparing, services, serving, system_packages, translations, workplace
from crm_portal.local.programs import StopRequest
from crm_portal.local.workplace import MANAGE, PYTHON, SETTINGS, TEST_SETTINGS, TaskError

FULL = "--full"
INTERRUPTED = 130


def test(arguments: list[str]) -> int:
    """Become pytest; it starts servers of its own in the state folder's test/."""
    for package in (system_packages.CHROMIUM, *system_packages.FOR_PDFS):
        system_packages.ensure(package)
    translations.compile_all()
    if FULL in arguments:
        os.environ["PORTAL_TEST_FULL"] = "1"
    command = [*PYTHON, "pytest", *(argument for argument in arguments if argument != FULL)]
    os.execv(command[0], command)  # no shell is wanted


def run_with_servers(command: list[str], *, prepared: bool = False) -> int:
    """Run the command beside the servers: those of a portal that is serving, else our own for as long as it takes."""
    with ExitStack() as stack:
        try:
            stack.enter_context(workplace.servers(workplace.state_folder()))
        except services.StateInUseError:
            prepared = False
        if prepared:
            preparing.prepare(StopRequest(), demo=workplace.has_demo())
        return subprocess.run(command, check=False).returncode


def manage(arguments: list[str]) -> int:
    return run_with_servers([*MANAGE, *arguments])


def bench(arguments: list[str]) -> int:
    """The public pages' speed, or with `security` the timings of the hardening plan, whose files the tests have."""
    if arguments == ["security"]:
        return run_with_servers([*PYTHON, "tests.bench_security"], prepared=True)
    if arguments[:1] in (["search"], ["ledger"], ["fund-ledger"]):
        measure = f"bench_{arguments[0].replace('-', '_')}"
        return run_with_servers([*PYTHON, "crm_portal.local.scratch_bench", measure, *arguments[1:]])
    system_packages.ensure(system_packages.WRK)
    return run_with_servers([*PYTHON, "crm_portal.local.bench", *arguments], prepared=True)


def messages(_: list[str]) -> int:
    system_packages.ensure(system_packages.GETTEXT)
    translations.gather_here()
    return 0


def print_tasks(_: list[str]) -> int:
    print("./run [task]")
    for name, task in TASKS.items():
        print(f"  {name:<10}{task.purpose}")
    print("PORT chooses the port (8000), PORTAL_STATE the folder for everything that is kept (.local), PORTAL_DEMO=0")
    print("leaves the demo data out; DATABASE_URL, MIGRATION_DATABASE_URL and REDIS_URL replace the embedded servers.")
    return 0


class Task(NamedTuple):
    perform: Callable[[list[str]], int]
    purpose: str
    settings: str = SETTINGS


TASKS = {
    "serve": Task(serving.serve, "prepare everything and serve on http://localhost:PORT/ until Ctrl-C; the default"),
    "test": Task(
        test, "every test, at the size of continuous integration; --full prints the large figures", TEST_SETTINGS
    ),
    "check": Task(checking.check, "format, lint, types, templates, migrations, translations", TEST_SETTINGS),
    "fix": Task(checking.fix, "format, and repair what the linters can"),
    "messages": Task(messages, "bring the translation file up to date with the sources"),
    "bench": Task(
        bench,
        "the public pages against a bare Django view; bench search: 100,000 documents; bench ledger and "
        "bench fund-ledger: 1,000,000 entries; bench security: timings",
    ),
    "manage": Task(manage, "Django's own commands, beside the servers: ./run manage shell"),
    "help": Task(print_tasks, "this list"),
}
OTHER_NAMES = {"-h": "help", "--help": "help"}


def main() -> int:
    name, *arguments = sys.argv[1:] or ["serve"]
    task = TASKS.get(OTHER_NAMES.get(name, name))
    if not task:
        print(f"There is no task called {name}; ./run help lists them.", file=sys.stderr)
        return 2
    try:
        workplace.prepare_environment(task.settings)
        return task.perform(arguments)
    except (TaskError, services.ServicesError) as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our lines is gone; Python would complain once more while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
