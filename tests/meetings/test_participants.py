"""The list of participants: one list for page, PDF and table, in protocol order, for those who come."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.utils.translation import override

from crm_portal.common.pdf import workflow as printing
from crm_portal.common.pdf.models import Printout
from meetings import delegations, participants
from meetings.delegations import Entry
from meetings.models import Delegate, ParticipantList
from members.models import Party
from tests.meetings.factories import convened, session
from tests.members.factories import seated
from tests.pdf.reading import read, words_of
from tests.signing_in import sign_in_past_second_factor

LIST = "/en/intranet/meetings/reunion/participants/"
ORDER = {
    "es": ["cr", "gt", "bz", "ca", "sv", "us", "mx", "co", "unhcr", "rrocm", "st", "guest"],
    "en": ["cr", "gt", "bz", "ca", "sv", "mx", "us", "co", "unhcr", "rrocm", "st", "guest"],
}
"""Presidency, host, members by the alphabet of the language, observers, civil society, Secretariat, guests."""


def signed_in(somebody):
    client = Client()
    sign_in_past_second_factor(client, somebody)
    return client


@pytest.fixture
def held(presidency, coordinator):
    """A conference hosted by Guatemala under the Presidency of Costa Rica, to which all sorts of parties come."""
    made = convened(presidency, host="gt")
    session(made)
    Party.objects.create(kind="secretariat", slug="st", name_es="Secretaría", name_en="Secretariat")
    Party.objects.create(kind="process", slug="guest", name_es="Proceso", name_en="Process")
    for slug in sorted(ORDER["es"]):
        entries = [Entry(f"Segunda {slug}", email=f"{slug}@example.org"), Entry(f"Jefa {slug}", is_head=True)]
        delegations.register(made, Party.objects.get(slug=slug), entries, by=coordinator)
    return made


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_list_is_in_protocol_order_with_each_head_first(held, language):
    with override(language):
        lines = participants.participants(held)

    expected = [f"{who} {slug}" for slug in ORDER[language] for who in ("Jefa", "Segunda")]
    assert [line.full_name for line in lines] == expected
    assert [line.distinction for line in lines if line.distinction] == (
        ["Presidencia Pro-Témpore"] * 2 if language == "es" else ["Presidency Pro-Témpore"] * 2
    ) + [lines[2].distinction] * 2


def test_accents_do_not_move_a_name():
    names = ["Zelandia", "Óscar", "Oman", "Ómicron", "El Salvador", "Ángola", "Angola", "España", "Esopo"]

    assert sorted(names, key=participants.alphabetical) == [
        "Angola",
        "Ángola",
        "El Salvador",
        "Esopo",
        "España",
        "Oman",
        "Ómicron",
        "Óscar",
        "Zelandia",
    ]


def made(held, kind, language="en"):
    printout = printing.ask(kind, held, language=language, by=None)
    printing.make_next()
    printout.refresh_from_db()
    assert printout.state == "ready"
    return printout


def sheet(printout):
    with printout.file.open() as content:
        book = openpyxl.load_workbook(io.BytesIO(content.read()))
    return [tuple(value or "" for value in row) for row in book.active.iter_rows(values_only=True)]


@pytest.mark.parametrize("attended", [False, True], ids=["announced", "attended"])
def test_page_pdf_table_and_csv_hold_the_same_people_in_the_same_order(held, coordinator, attended):
    for delegate in Delegate.objects.filter(full_name__startswith="Jefa"):
        delegate.set_tick("attended", coordinator)
        delegate.save()
    suffix, query = ("-attended", "?attended") if attended else ("", "")
    client = signed_in(coordinator)
    expected = [line.full_name for line in participants.participants(held, attended=attended)]

    page = [line.full_name for line in client.get(LIST + query).context["lines"]]
    table = sheet(made(held, f"participants{suffix}-table"))
    text = client.get(f"{LIST}participants.csv{query}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    words = words_of(made(held, f"participants{suffix}"))

    assert len(expected) == (12 if attended else 24)
    assert page == expected == [row[2] for row in table[1:]] == [row[2] for row in lines[1:]]
    positions = [words.find(name) for name in expected]
    assert positions == sorted(positions)
    assert positions[0] > 0


def test_no_cell_of_a_table_is_a_formula_and_no_file_has_an_address(held, coordinator):
    Delegate.objects.filter(full_name="Jefa mx").update(position="=HYPERLINK(1)", institution="@cmd\x0b")

    rows = sheet(made(held, "participants-table"))
    text = signed_in(coordinator).get(f"{LIST}participants.csv").content.decode()

    (row,) = [row for row in rows if row[2] == "Jefa mx"]
    assert row[3:5] == ("'=HYPERLINK(1)", "'@cmd")
    assert "'=HYPERLINK(1)" in text
    assert not any("example.org" in str(cell) for row in rows for cell in row)
    assert "example.org" not in text


@pytest.mark.parametrize(
    ("role", "slug", "status", "sees_addresses"),
    [
        ("st_coord", "iom", 200, True),
        ("st_assist", "iom", 200, True),
        ("presidency_team", "cr", 200, True),
        ("focal", "ca", 200, False),
        ("hod", "ca", 200, False),
        ("obs_country", "co", 200, False),
        ("obs_org", "unhcr", 200, False),
        ("rrocm", "rrocm", 200, False),
        ("st_it", "iom", 200, False),
        ("iom_fund", "iom", 404, False),
        ("auditor", "ca", 404, False),
        ("fund_requester", "mx", 404, False),
    ],
)
def test_those_who_come_read_names_and_the_presidency_and_the_secretariat_addresses(
    held, role, slug, status, sees_addresses
):
    client = signed_in(seated("somebody", role, slug))

    answer = client.get(LIST)
    asked = client.post(f"{LIST}print/", {"kind": "participants", "language": "es"}).status_code

    assert (answer.status_code, asked) == (status, 302 if status == 200 else 404)
    assert ("Jefa mx" in answer.content.decode()) is (status == 200)
    assert ("mx@example.org" in answer.content.decode()) is sees_addresses


def test_an_observer_whose_category_does_not_come_reads_no_list_page_or_file(presidency):
    group = convened(presidency, kind="rcgm", ordinal=1)
    session(group, "session")
    delegations.register(group, Party.objects.get(slug="mx"), [Entry("Ana Prueba")], by=presidency)
    printout = made(group, "participants")
    country, organisation = seated("co", "obs_country", "co"), seated("org", "obs_org", "unhcr")

    pages = [signed_in(somebody).get(LIST).status_code for somebody in (country, organisation)]
    lists = [ParticipantList.objects.visible_to(somebody).count() for somebody in (country, organisation)]
    files = [Printout.objects.visible_to(each).filter(pk=printout.pk).exists() for each in (country, organisation)]

    assert (pages, lists, files) == ([404, 200], [0, 1], [False, True])


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "handover", "language": "es"}, {"kind": "participants", "language": "fr"}]
)
def test_a_file_that_there_is_not_is_not_made(held, coordinator, sent):
    answer = signed_in(coordinator).post(f"{LIST}print/", sent, follow=True)

    assert "Choose the file and its language." in answer.content.decode()
    assert not Printout.objects.exists()


def test_the_pdf_is_tagged_and_says_in_which_language_it_is(held):
    found = read(made(held, "participants", "es")).root_object

    assert (found["/Lang"], found["/MarkInfo"]["/Marked"]) == ("es", True)
    assert "/StructTreeRoot" in found
