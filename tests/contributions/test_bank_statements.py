"""Importing bank statements: shown before it is stored, stored once, and nothing recorded by it."""

import threading
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import translation

from contributions import bank_statements, camt053
from contributions.models import BankAccount, BankLine, BankStatement, Entry
from crm_portal.common.audit.models import Deed
from crm_portal.common.files import kinds
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.uploads import checked_upload
from crm_portal.common.workflow import TransitionNotAllowed
from tests.contributions.bank_files import entry, message, statement, table
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

BANK = "/en/intranet/contributions/bank/"
PAGE = f"{BANK}import/"
WRITING = {"separator": ",", "numbers": ".", "dates": "%Y-%m-%d"}
MARCH = message(statement(entry(), entry("250.50", "DBIT", "REF-2", details=""), closing="5749.50"))
KEPT = (BankStatement, BankLine, PrivateFile, Entry, Deed)


@pytest.fixture
def assistant(people):
    return people["st_assist"]


@pytest.fixture
def desk(assistant):
    return signed_in(assistant)


@pytest.fixture
def account(history):
    return BankAccount.objects.create(name="Operating account", ending="4321")


def signed_in(person):
    client = Client()
    sign_in_past_second_factor(client, person)
    return client


def send(client, account, content=MARCH, name="march.xml", **more):
    return client.post(PAGE, {"account": account.pk, "file": SimpleUploadedFile(name, content), **WRITING, **more})


def confirm(client, shown, **more):
    """Press the button under what was shown."""
    form = shown.context["form"]
    sent = {
        "confirmed": shown.context["in_page"],
        "name": form.cleaned_data["file"].name,
        "account": form.data["account"],
        **WRITING,
    }
    return client.post(PAGE, sent | more)


def imported(account, by, content=MARCH):
    file = checked_upload(SimpleUploadedFile("march.xml", content), [kinds.XML])
    return bank_statements.import_statement(account, file, camt053.read(file.content, account), by=by)


def numbers():
    return [model.objects.count() for model in KEPT]


def test_a_statement_is_shown_and_nothing_is_stored_before_it_is_confirmed(desk, account):
    shown = send(desk, account)

    assert numbers() == [0, 0, 0, 0, 0]
    assert (shown.context["preview"].waiting, shown.context["preview"].outgoing) == (1, 1)
    assert "From 1,000.00 to 5,749.50: the lines add up to the difference." in shown.text

    done = confirm(desk, shown)

    made = BankStatement.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, made.get_absolute_url())
    assert numbers() == [1, 2, 1, 0, 1]
    assert (made.format, made.opening, made.closing) == ("camt.053", Decimal("1000.00"), Decimal("5749.50"))
    assert list(made.lines.values_list("number", "amount", "state", "reason", "payer")) == [
        (1, Decimal("5000.00"), "open", "", "Tesorería de México"),
        (2, Decimal("-250.50"), "set_aside", "outgoing", ""),
    ]


def test_b6_a_file_that_was_imported_changes_nothing_a_second_time(desk, account):
    shown = send(desk, account)
    confirm(desk, shown)
    before = numbers()

    again, resent = send(desk, account), confirm(desk, shown)

    assert [answer.status_code for answer in (again, resent)] == [302, 302]
    assert "Nothing was changed." in desk.get(again.headers["Location"]).text
    assert numbers() == before


def test_a_table_is_imported_as_its_writing_was_chosen(desk, account):
    text = "Fecha;Importe;Referencia;Ordenante\n10/03/2026;1.234,56;R-1;Belice"
    writing = {"separator": ";", "numbers": ",", "dates": "%d/%m/%Y"}

    confirm(desk, send(desk, account, text.encode(), "marzo.csv", **writing), **writing)

    assert list(BankLine.objects.values_list("amount", "payer", "state")) == [(Decimal("1234.56"), "Belice", "open")]
    assert BankStatement.objects.get().format == "csv"


def test_a_table_whose_writing_nobody_chose_is_not_read(desk, account):
    answer = send(desk, account, table().encode(), "march.csv", separator="", numbers="", dates="")

    assert set(answer.context["form"].errors) == {"separator", "numbers", "dates"}


def test_b6_rows_with_faults_are_named_and_nothing_is_stored(desk, account):
    rows = [f"2026-03-10,,{number}.00,USD,R-{number},México," for number in range(1, 301)]
    rows[9], rows[99] = "10/03/2026,,5.00,USD,R-10,,", '2026-03-10,,"5,00",USD,R-100,,'

    answer = send(desk, account, table(*rows).encode(), "march.csv")

    faults = [(fault.row, fault.column) for fault in answer.context["faults"]]
    assert faults == [(11, "date"), (101, "amount")]
    assert numbers() == [0, 0, 0, 0, 0]


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [%s]>' + MARCH.partition(b"?>")[2]
HOSTILE = {
    "XXE": ("a.xml", DOCTYPE % b'<!ENTITY x SYSTEM "file:///etc/passwd">', "fetches something"),
    "billion laughs": ("a.xml", DOCTYPE % b'<!ENTITY a "ha"><!ENTITY b "&a;&a;">', "unpacks to far more"),
    "DOCTYPE alone": ("a.xml", DOCTYPE % b"", "unpacks to far more"),
    "latin-1": ("a.xml", MARCH.decode().encode("latin-1"), "not in UTF-8"),
    "declared latin-1": ("a.xml", MARCH.replace(b'"UTF-8"', b'"ISO-8859-1"'), "not in UTF-8"),
    "UTF-16": ("a.xml", MARCH.decode().encode("utf-16"), "not in UTF-8"),
    "NUL": ("a.xml", MARCH.replace(b"REF-1", b"RE\0-1"), "not in UTF-8"),
    "cut": ("a.xml", MARCH[:-20], "damaged or not complete"),
    "a web page": ("a.xml", b"<html><script>alert(1)</script></html>", "not what the name says"),
    "with a script": ("a.xml", MARCH.replace(b"REF-1", b"<script>x</script>"), "not what the name says"),
    "100,000 levels": ("a.xml", b"<a>" * 100_000, "damaged or not complete"),
    "too large": ("a.xml", MARCH.replace(b"</Document>", b" " * 1_100_000 + b"</Document>"), "larger than 1 MB"),
    "another kind": ("a.pdf", b"%PDF-1.7", "Files of this kind are not accepted"),
    "table in latin-1": ("a.csv", table("2026-03-10,,1.00,USD,R,México,").encode("latin-1"), "not in UTF-8"),
    "table in UTF-16": ("a.csv", table("2026-03-10,,1.00,USD,R,México,").encode("utf-16"), "not in UTF-8"),
    "table with NUL": ("a.csv", table("2026-03-10,,1.00,USD,R,Mé\0xico,").encode(), "not what the name says"),
    "table with a formula": ("a.csv", table("2026-03-10,,1.00,USD,R,=1+1,").encode(), "holds formulas"),
    "table of 100,000 rows": ("a.csv", table(*(["2026-03-10,,1"] * 100_000)).encode(), "larger than 1 MB"),
    "table of 10,000 rows": ("a.csv", table(*(["2026-03-10,,1"] * 10_000)).encode(), "more than 5000 rows"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_b6_a_hostile_file_is_answered_with_a_sentence_and_not_stored(desk, account, name):
    file, content, sentence = HOSTILE[name]

    answer = send(desk, account, content, file)

    assert (answer.status_code, numbers()) == (200, [0, 0, 0, 0, 0])
    assert sentence in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"confirmed": "", "name": "a.xml"},
        {"confirmed": "?", "name": "a.xml"},
        {"confirmed": "QQ==", "name": ""},
        {"confirmed": "QQ==", "name": "a.pdf"},
        {"confirmed": "QQ==", "name": "../\0.xml"},
        {"account": "999999"},
        {"account": "x' OR 1=1", "separator": "|", "numbers": "%", "dates": "%s"},
    ],
)
def test_what_no_page_of_ours_sends_is_answered_with_a_sentence(desk, account, sent):
    answer = desk.post(PAGE, {"account": account.pk, **WRITING} | sent)

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert numbers() == [0, 0, 0, 0, 0]


def test_b6_what_a_payer_wrote_is_no_formula_in_the_table_that_leaves(desk, account, assistant):
    made = imported(account, assistant, message(statement(entry(payer="=cmd|' /C calc'!A0", words="@SUM(1)"))))

    text = desk.get(f"{BANK}{made.pk}/lines.csv").text

    assert "'=cmd|' /C calc'!A0" in text
    assert "'@SUM(1)" in text
    assert ",5000.00," in text


def test_a_line_of_another_statement_does_not_wait_twice(account, assistant):
    imported(account, assistant)
    quarter = statement(entry(), entry("7.00", reference="REF-3"), closing="6007.00", begins="2026-01-01")

    reading = camt053.read(ContentFile(message(quarter)), account)
    would = bank_statements.preview(account, reading)
    made = imported(account, assistant, message(quarter))

    assert (would.waiting, would.repeated, len(would.overlapping)) == (1, 1, 1)
    assert list(made.lines.values_list("state", "reason")) == [("set_aside", "repeated"), ("open", "")]


def test_a_statement_that_is_missing_between_two_is_told(account, assistant):
    imported(account, assistant)
    may = statement(
        entry(reference="M", day="2026-05-02"),
        opening="1.00",
        closing="5001.00",
        begins="2026-05-01",
        ends="2026-05-31",
    )

    would = bank_statements.preview(account, camt053.read(ContentFile(message(may)), account))

    assert would.breaks_with == BankStatement.objects.get()


def test_a_line_is_set_aside_with_a_reason_and_taken_up_again(desk, account, assistant):
    line, spent = imported(account, assistant).lines.order_by("number")
    path = line.get_absolute_url()

    refused = desk.post(f"{path}set-aside/", {"note": ""})
    desk.post(f"{path}set-aside/", {"note": "Interest"})
    line.refresh_from_db()
    aside = (line.state, line.reason, line.note, line.decided_by)
    twice = desk.post(f"{path}set-aside/", {"note": "Again"}, follow=True)
    desk.post(f"{path}take-up/")
    desk.post(f"{spent.get_absolute_url()}take-up/")
    line.refresh_from_db()
    spent.refresh_from_db()

    assert refused.status_code == 200
    assert aside == ("set_aside", "other", "Interest", assistant)
    assert "not possible in the state" in twice.text
    assert (line.state, line.reason, line.note, spent.state) == ("open", "", "", "set_aside")


@pytest.mark.parametrize(
    ("role", "reads", "imports"),
    [
        ("st_assist", 200, 200),
        ("st_coord", 200, 200),
        ("auditor", 200, 403),
        ("st_it", 404, 404),
        ("focal", 404, 404),
        ("hod", 404, 404),
    ],
)
def test_bank_statements_are_the_secretariats_and_the_auditor_reads(account, people, role, reads, imports):
    made = imported(account, people["st_assist"])
    line = made.lines.get(number=1)
    client = signed_in(people[role])

    read = [
        client.get(path).status_code for path in (BANK, made.get_absolute_url(), f"{made.get_absolute_url()}lines.csv")
    ]
    file = client.head(made.file.get_absolute_url()).status_code
    written = [client.get(PAGE).status_code, client.post(f"{line.get_absolute_url()}set-aside/", {}).status_code]

    assert (read, file, written) == ([reads] * 3, reads, [imports] * 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_import_a_file_at_once_import_it_once():
    """With real connections, once into one account and once into two."""
    from tests.conftest import load_history

    load_history()
    by = seated("asistente", "st_assist", "iom")
    accounts = [BankAccount.objects.create(name=name, ending="4321") for name in ("One", "Two")]
    for contents, chosen in ((MARCH, [accounts[0]] * 2), (MARCH + b"\n", accounts)):
        start, outcomes = threading.Barrier(2), []

        def attempt(account, contents=contents, start=start, outcomes=outcomes):
            try:
                start.wait()
                with translation.override("en"):  # a thread begins with the language of the settings
                    imported(account, by, contents)
                outcomes.append("imported")
            except TransitionNotAllowed as refusal:
                outcomes.append("Nothing was changed." in str(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=attempt, args=[account]) for account in chosen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(map(str, outcomes)) == ["True", "imported"]
    assert numbers()[:3] == [2, 4, 2]
