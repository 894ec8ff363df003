"""Programs and libraries that no wheel brings: installed by apt-get where that is allowed, else named in a command."""

import os
import shutil
import subprocess
import time
from ctypes.util import find_library
from typing import NamedTuple

from crm_portal.local.printing import say, say_seconds
from crm_portal.local.workplace import TaskError


class SystemPackage(NamedTuple):
    """A Debian package, and the names its program goes by, any one of which will do; or the libraries it brings."""

    name: str
    programs: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()


PANGO = SystemPackage("libpangoft2-1.0-0", libraries=("pango-1.0", "pangoft2-1.0"))
"""What WeasyPrint draws with; it brings Pango and HarfBuzz along."""
SUBSETTING = SystemPackage("libharfbuzz-subset0", libraries=("harfbuzz-subset",))
FOR_PDFS = (PANGO, SUBSETTING)
CHROMIUM = SystemPackage("chromium", ("chromium", "chromium-browser", "google-chrome"))
GETTEXT = SystemPackage("gettext", ("xgettext",))
WRK = SystemPackage("wrk", ("wrk",))
WAIT = ("-o", "DPkg::Lock::Timeout=300")
"""How one of us waits for another who installs: five minutes at most."""


def is_installed(package: SystemPackage) -> bool:
    if package.libraries:
        return all(find_library(library) for library in package.libraries)
    return any(shutil.which(program) for program in package.programs)


def as_administrator() -> list[str] | None:
    """What to put before apt-get, or None where it may not be used."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    may_use_sudo = (
        shutil.which("sudo")
        and not subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False
        ).returncode
    )
    return ["sudo", "-n"] if may_use_sudo else None


def ensure(package: SystemPackage) -> None:
    """Install the package unless its program is there. Raises TaskError with the command that would."""
    if is_installed(package):
        return
    by_hand = f"sudo apt-get install {package.name}"
    prefix = as_administrator()
    if prefix is None:
        raise TaskError(f"This task needs {needed(package)}, which is not installed. Install it with: {by_hand}")
    say(f"installing {package.name} …")
    began = time.monotonic()
    install = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", *WAIT, "install", package.name]
    done = attempt(install)
    if done.returncode:  # the lists of a fresh machine are empty or old
        attempt([*prefix, "apt-get", "-q", *WAIT, "update"])
        done = attempt(install)
    if done.returncode or not is_installed(package):
        end = "\n".join(f"{done.stdout}{done.stderr}".splitlines()[-5:])
        raise TaskError(f"{end}\n{package.name} could not be installed. Install it with: {by_hand}")
    say_seconds(package.name, began)


def needed(package: SystemPackage) -> str:
    return (package.programs or package.libraries)[0]


def attempt(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
