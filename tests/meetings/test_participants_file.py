"""Participants from a table: every fault named by row and column and nothing stored, or all in one transaction."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm_portal.common.files.models import PrivateFile
from meetings import delegations, participants_file
from meetings.delegations import Entry
from meetings.models import Delegate, Delegation
from members.models import Party
from tests.meetings.factories import convened, session
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/meetings/reunion/participants/import/"
HEADER = "party,full_name,position,institution,email,is_head"
PARTIES = ["mx", "CAN", "Costa Rica", "Estados Unidos", "unhcr", "co", "GT", "bz", "HND", "pa"]


@pytest.fixture
def held(presidency):
    made = convened(presidency)
    session(made)
    session(made, "closed_door")
    return made


@pytest.fixture
def desk(coordinator):
    client = Client()
    sign_in_past_second_factor(client, coordinator)
    return client


def send(client, text, encoding="utf-8"):
    return client.post(PAGE, {"file": SimpleUploadedFile("lista.csv", text.encode(encoding))})


def rows(number):
    return [
        f"{PARTIES[at % 5] if at % 5 != 3 else 'mx'},Persona {at},Asesora,Instituto,p{at}@example.org,no"
        for at in range(number)
    ]


def faults(answer):
    return [(fault.row, fault.column) for fault in answer.context["faults"]]


def test_three_thousand_rows_with_seven_wrong_are_refused_naming_these_seven(held, desk, django_assert_max_num_queries):
    lines = rows(3000)
    lines[9] = "atlantis,Persona,,,,no"
    lines[99] = "mx,,,,,no"
    lines[499] = f"mx,{'x' * 400},,,,no"
    lines[999] = "mx,Ana \u202egnp.exe,,,,no"
    lines[1499] = "mx,Otra Persona,,,no address,no"
    lines[1999] = "mx,Persona 0,,,,no"
    lines[2999] = "mx,Alguien,,,,perhaps"

    with django_assert_max_num_queries(20):
        answer = send(desk, "\n".join([HEADER, *lines]))

    expected = ["party", "full_name", "full_name", "full_name", "email", "full_name", "is_head"]
    assert faults(answer) == list(zip([11, 101, 501, 1001, 1501, 2001, 3001], expected, strict=True))
    assert [str(fault.reason) for fault in answer.context["faults"]] == [
        "No country or organisation has this name or code.",
        "This field is required.",
        "Ensure this value has at most 150 characters (it has 400).",
        "This holds characters that cannot be seen, or that change the direction of writing. Type it anew.",
        "Enter a valid email address.",
        "The same person stands in row 2.",
        "Write yes or no.",
    ]
    assert (Delegation.objects.count(), Delegate.objects.count(), PrivateFile.objects.count()) == (0, 0, 0)


def test_a_correct_file_is_shown_and_stored_at_once_when_confirmed(held, desk, django_assert_max_num_queries):
    answer = send(desk, "\n".join([HEADER, *rows(3000)]))

    shown = [(party.slug, number) for party, number in answer.context["counts"]]
    assert shown == [("ca", 600), ("cr", 600), ("mx", 1200), ("unhcr", 600)]
    assert (Delegation.objects.count(), PrivateFile.objects.count()) == (0, 0)

    with django_assert_max_num_queries(60):
        done = desk.post(PAGE, {"confirmed": answer.context["text"]})

    assert done.status_code == 302
    assert (Delegation.objects.count(), Delegate.objects.count()) == (4, 3000)

    again = desk.post(PAGE, {"confirmed": answer.context["text"]})
    assert (again.status_code, Delegate.objects.count()) == (302, 3000)


@pytest.mark.parametrize(
    ("text", "encoding", "sentence"),
    [
        ("mx,Ana,,,,no\nca,Eva,,,,no", "utf-8", "These are missing: party, full_name."),
        ("party,position\nmx,Jefa", "utf-8", "These are missing: full_name."),
        (HEADER, "utf-8", "there are no rows"),
        ("\n\n  \n", "utf-8", "The file holds no rows."),
        (f"{HEADER}\nmx,José,,,,no", "latin-1", "The text is not in UTF-8"),
        (f"{HEADER}\nmx,José,,,,no", "utf-16", "The text is not in UTF-8"),
        (f"{HEADER}\nmx,An\x00a,,,,no", "utf-8", "The content is not what the name says"),
        (f"{HEADER}\nmx,=1+1,,,,no", "utf-8", "The table holds formulas"),
        (f'{HEADER}\nmx,"Ana,,,,no', "utf-8", "This is no table with separated values"),
        (f'{HEADER}\nmx,"A"na,,,,no', "utf-8", "This is no table with separated values"),
        (f"{HEADER}\nmx,Ana,,,,no,more", "utf-8", "more cells than there are columns"),
        (f"{HEADER}\n,Ana,,,,no", "utf-8", "Say which country or organisation"),
        (f"{HEADER}\npg,Ana,,,,no", "utf-8", "No country or organisation has this name or code."),
        (f"{HEADER}\nmx,Ana,,,,yes\nmx,Eva,,,,yes", "utf-8", "row 2 names one already"),
        (f"{HEADER}\n" + "mx,Ana,,,,no\n" * 5001, "utf-8", "more than 5000 rows"),
        (HEADER + "\n" + "x" * 1_100_000, "utf-8", "larger than 1 MB"),
        ("", "utf-8", "file is empty"),
    ],
)
def test_a_file_that_is_no_table_is_answered_with_a_sentence(held, desk, text, encoding, sentence):
    answer = send(desk, text, encoding)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Delegation.objects.exists()


def test_no_file_and_a_forged_confirmation_are_answered_with_a_sentence(held, desk):
    missing = desk.post(PAGE, {})
    forged = desk.post(PAGE, {"confirmed": f"{HEADER}\natlantis,<script>,,,,no"})

    assert (missing.status_code, forged.status_code) == (200, 200)
    assert faults(forged) == [(2, "party")]
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "is_head;email;institution;position;full_name;party\nsí;;;Jefa;José Ñandú;MÉXICO\n",
        "\ufeffParte,Nombre completo,Cargo,Jefe\r\nMEX,José Ñandú,Jefa,x\r\n\r\n",
        "country\tname\tposition\thead\nmexico\tJosé  Ñandú\tJefa\tYES",
    ],
)
def test_columns_in_any_order_language_and_separation_are_understood(held, text):
    reading = participants_file.read(text, held)

    assert reading.faults == []
    assert {party.slug: entries for party, entries in reading.entries.items()} == {
        "mx": [Entry("José Ñandú", position="Jefa", is_head=True)]
    }


def test_a_party_that_does_not_come_is_a_fault(presidency):
    group = convened(presidency, kind="rcgm", ordinal=1)

    reading = participants_file.read(f"{HEADER}\nco,Ana,,,,no\nmx,Eva,,,,no", group)

    assert [(fault.row, fault.column, fault.reason) for fault in reading.faults] == [
        (2, "party", "It is not invited to this meeting.")
    ]


def test_a_file_changes_who_is_there_and_another_head_takes_the_place(held, desk, coordinator):
    mexico = Party.objects.get(slug="mx")
    entries = [Entry("Ana", is_head=True), Entry("Eva", has_seat=True), Entry("Sol")]
    delegations.register(held, mexico, entries, by=coordinator)

    answer = desk.post(PAGE, {"confirmed": f"{HEADER}\nmx,EVA,Viceministra,,,yes\nmx,Luz,,,,no"})

    rows = Delegate.objects.order_by("pk").values_list("full_name", "position", "is_head", "has_seat")
    assert answer.status_code == 302
    assert list(rows) == [
        ("Ana", "", False, False),
        ("EVA", "Viceministra", True, True),
        ("Sol", "", False, False),
        ("Luz", "", False, False),
    ]


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [("st_assist", "iom", 200), ("presidency_team", "cr", 403), ("focal", "mx", 403), ("auditor", "ca", 403)],
)
def test_the_secretariat_alone_registers_people_of_many_parties(held, role, slug, status):
    client = Client()
    sign_in_past_second_factor(client, seated("somebody", role, slug))

    sent = client.post(PAGE, {"confirmed": f"{HEADER}\nmx,Ana,,,,no"})

    assert client.get(PAGE).status_code == status
    assert sent.status_code == (302 if status == 200 else 403)
    assert Delegate.objects.exists() is (status == 200)
