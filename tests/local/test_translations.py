"""What the translation check finds."""

import gettext

import pytest

from crm_portal.local import translations
from crm_portal.local.workplace import TaskError

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entry(identifier, string, mark=""):
    return f'{mark}msgid "{identifier}"\nmsgstr "{string}"\n\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project whose page says “Members” and “Meetings”; returns the writer of its .po file."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    page = '{% load i18n %}{% translate "Members" %}{% translate "Meetings" %}'
    (tmp_path / "templates/page.html").write_text(page)

    def write(*entries):
        po_file = tmp_path / translations.PO_FILE
        po_file.parent.mkdir(parents=True, exist_ok=True)
        po_file.write_text(HEADER + "".join(entries))
        return po_file

    return write


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        ([entry("Members", "Miembros"), entry("Meetings", "Reuniones")], []),
        ([entry("Members", "Miembros"), entry("Meetings", "")], ["not translated: Meetings"]),
        ([entry("Members", "Miembros"), entry("Meetings", "Reuniones", "#, fuzzy\n")], ["fuzzy: Meetings"]),
        ([entry("Members", "Miembros")], ["not in the file (./run messages adds it): Meetings"]),
        (
            [entry("Members", "Miembros"), entry("Meetings", "Reuniones"), entry("Old", "Viejo")],
            ["no longer used (./run messages drops it): Old"],
        ),
    ],
)
def test_each_fault_is_named(project, entries, faults):
    project(*entries)

    assert translations.faults() == faults


def test_a_file_is_compiled_when_it_is_newer(project):
    po_file = project(entry("Members", "Miembros"))

    translations.compile_all()
    first = po_file.with_suffix(".mo").stat().st_mtime_ns
    translations.compile_all()

    assert po_file.with_suffix(".mo").stat().st_mtime_ns == first
    with po_file.with_suffix(".mo").open("rb") as mo_file:
        assert gettext.GNUTranslations(mo_file).gettext("Members") == "Miembros"


def test_a_broken_file_is_named(project):
    po_file = project('msgid "Members\n')

    with pytest.raises(TaskError, match=r"django\.po cannot be read"):
        translations.read_catalog(po_file)
