"""What happens when a program is missing."""

import pytest

from crm_portal.local import system_packages
from crm_portal.local.workplace import TaskError

ABSENT = system_packages.SystemPackage("no-such-package", ("no-such-program",))


ABSENT_LIBRARY = system_packages.SystemPackage("no-such-package", libraries=("no-such-library",))


def test_where_nothing_may_be_installed_the_command_is_named(monkeypatch):
    monkeypatch.setattr(system_packages, "as_administrator", lambda: None)

    with pytest.raises(TaskError) as refusal:
        system_packages.ensure(ABSENT)

    assert str(refusal.value) == (
        "This task needs no-such-program, which is not installed. Install it with: sudo apt-get install no-such-package"
    )


def test_a_library_is_looked_for_by_its_name(monkeypatch):
    monkeypatch.setattr(system_packages, "as_administrator", lambda: None)

    with pytest.raises(TaskError, match="This task needs no-such-library, which is not installed"):
        system_packages.ensure(ABSENT_LIBRARY)

    for package in system_packages.FOR_PDFS:
        system_packages.ensure(package)  # the tests themselves need them
