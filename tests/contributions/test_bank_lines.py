"""What is proposed for the lines of a statement, what a person makes of them, and bank against ledger."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contributions import bank_statements, camt053, matching, payments, reconciling
from contributions.bank_statements import Recorded
from contributions.matching import Certainty
from contributions.models import BankAccount, BankLine, Entry, Invoice, Payment
from crm_portal.common.files import kinds
from crm_portal.common.files.uploads import checked_upload
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party, PartyAlias
from tests.contributions.bank_files import entry, march, message, statement
from tests.contributions.factories import assessed, outstanding, paid, payment
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def account(history):
    return BankAccount.objects.create(name="Operating account", ending="4321")


@pytest.fixture
def invoices(people):
    return assessed(people["st_coord"])


@pytest.fixture
def desk(people):
    client = Client()
    sign_in_past_second_factor(client, people["st_assist"])
    return client


def imported(account, by, *entries, **parts):
    moved = sum(Decimal(one["amount"]) * (-1 if one.get("sign") == "DBIT" else 1) for one in entries)
    opening = Decimal(parts.pop("opening", "1000.00"))
    each = [
        entry(**{"reference": f"R-{number}", "payer": "", "words": ""} | one) for number, one in enumerate(entries, 1)
    ]
    content = message(statement(*each, opening=str(opening), closing=str(opening + moved), **parts))
    file = checked_upload(SimpleUploadedFile("march.xml", content), [kinds.XML])
    made = bank_statements.import_statement(account, file, camt053.read(file.content, account), by=by)
    return list(made.lines.order_by("number"))


def proposed(line):
    found = matching.proposals([line], currency="USD").get(line.pk)
    return found and (found.party and found.party.slug, found.certainty, " ".join(found.reasons))


def test_each_clue_is_told_and_weighed(account, people, invoices):
    mexico = invoices["mx"]
    PartyAlias.objects.create(party=Party.objects.get(slug="mx"), name="Secretaría de Relaciones Exteriores")
    squeezed = mexico.symbol.replace("/", " ").lower()
    cases = [
        ({"amount": str(mexico.amount_usd), "words": f"pago {mexico.symbol}"}, "mx", Certainty.SURE),
        ({"amount": "10.00", "words": squeezed}, "mx", Certainty.LIKELY),
        ({"amount": "10.00", "payer": "SECRETARIA DE  RELACIONES EXTERIORES, México D.F."}, "mx", Certainty.LIKELY),
        ({"amount": "10.00", "payer": "BZ"}, "bz", Certainty.LIKELY),
        ({"amount": str(mexico.amount_usd)}, "mx", Certainty.POSSIBLE),
        ({"amount": "10.00", "payer": "Embajada de México en Panamá"}, None, Certainty.POSSIBLE),
        ({"amount": "10.00", "payer": "Gobierno de Belice", "words": mexico.symbol}, "mx", Certainty.POSSIBLE),
        ({"amount": "10.01", "payer": "John Smith", "words": "CRM/ST/1999/INV/001"}, None, None),
    ]

    lines = imported(account, people["st_assist"], *(parts for parts, _party, _certainty in cases))
    found = [proposed(line) for line in lines]

    assert [one and one[:2] for one in found] == [(party, sure) if sure else None for _parts, party, sure in cases]
    assert found[0][2] == f"It names the invoice {mexico.symbol}. The amount is what {mexico.symbol} leaves open."
    assert found[5][2] == "Mexico: The payer's name holds “Mexico”. Panama: The payer's name holds “Panama”."
    assert found[6][2].endswith("Belize: The payer's name holds “Belice”.")


def test_an_amount_that_two_countries_owe_names_neither(account, people, invoices):
    alike = [one for one in invoices.values() if one.amount_usd == invoices["bz"].amount_usd]

    [line] = imported(account, people["st_assist"], {"amount": str(invoices["bz"].amount_usd)})

    assert len(alike) > 1
    assert proposed(line)[0] is None


def test_a_proposal_that_is_taken_becomes_a_payment_that_another_person_confirms(account, people, invoices, desk):
    mexico = invoices["mx"]
    [line] = imported(account, people["st_assist"], {"amount": str(mexico.amount_usd), "words": mexico.symbol})
    before = Entry.objects.count()
    page = desk.get(line.statement.get_absolute_url())

    sent = {"party": mexico.party_id, "invoice": mexico.pk, "bank_reference": "R-1"}
    assert all(f'name="{name}" value="{value}"' in page.text for name, value in sent.items())
    answers = [desk.post(line.get_absolute_url(), sent).status_code for _twice in range(2)]

    made = Payment.objects.get()
    line.refresh_from_db()
    assert (answers, line.state, line.payment, line.decided_by) == ([302, 200], "recorded", made, people["st_assist"])
    assert (made.party_id, made.amount_usd, made.value_on, made.status) == (
        mexico.party_id,
        mexico.amount_usd,
        march(10),
        "recorded",
    )
    assert Entry.objects.count() == before
    with pytest.raises(TransitionNotAllowed, match="another person confirms it"):
        payments.confirm(made, by=people["st_assist"])
    payments.confirm(made, by=people["st_coord"])
    assert outstanding()[mexico.number] == 0


def test_what_was_proposed_is_corrected_with_charges_and_another_country(account, people, invoices, desk):
    [line] = imported(account, people["st_assist"], {"amount": "4975.00", "words": invoices["mx"].symbol})
    belize = invoices["bz"]

    sent = {"party": belize.party_id, "charges_usd": "25", "bank_reference": "R-1"}
    wrong = desk.post(line.get_absolute_url(), sent | {"invoice": invoices["mx"].pk})
    desk.post(line.get_absolute_url(), sent)

    made = Payment.objects.get()
    assert "This invoice is another country" in wrong.text
    assert (made.party_id, made.amount_usd, made.charges_usd) == (belize.party_id, Decimal("5000.00"), Decimal("25.00"))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"party": "0"},
        {"charges_usd": "-1"},
        {"charges_usd": "1e400"},
        {"charges_usd": "NaN"},
        {"charges_usd": "1.234"},
        {"bank_reference": ""},
        {"bank_reference": "x" * 65},
        {"bank_reference": "R\u202e1"},
        {"invoice": "999999"},
    ],
)
def test_b4_what_no_payment_can_be_is_told_and_nothing_is_recorded(account, people, invoices, desk, sent):
    [line] = imported(account, people["st_assist"], {"amount": "100.00"})
    valid = {"party": invoices["mx"].party_id, "bank_reference": "R-1"} if sent else {}

    answer = desk.post(line.get_absolute_url(), valid | sent)

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert (Payment.objects.count(), BankLine.objects.get().state) == (0, "open")


def test_a_payment_that_was_recorded_by_hand_is_not_recorded_again(account, people, invoices):
    before = payment("mx", "500.00", people["st_assist"], reference="r-1 ", charges_usd=Decimal("20.00"))
    other = payment("bz", "70.00", people["st_assist"], reference="R-2")

    same, differs = imported(account, people["st_assist"], {"amount": "480.00"}, {"amount": "71.00"})

    assert (same.state, same.payment) == ("recorded", before)
    assert differs.state == "open"
    assert proposed(differs) == (
        "bz",
        Certainty.POSSIBLE,
        "A payment with this bank reference is recorded already, of USD 70.",
    )
    told = Recorded(other.party, "R-2")
    with pytest.raises(TransitionNotAllowed, match="recorded already"):
        bank_statements.record(differs, told, by=people["st_assist"])


def test_a_payment_recorded_after_the_import_is_linked(account, people, invoices):
    [line] = imported(account, people["st_assist"], {"amount": "480.00"})
    by_hand = payment("mx", "480.00", people["st_coord"], reference="R-1")

    linked = bank_statements.record(line, Recorded(by_hand.party, "R-1"), by=people["st_assist"])

    assert (linked, Payment.objects.count()) == (by_hand, 1)


def test_a_line_waits_again_once_its_payment_is_rejected(account, people, invoices):
    [line] = imported(account, people["st_assist"], {"amount": "480.00"})
    told = Recorded(Party.objects.get(slug="mx"), "R-1")
    made = bank_statements.record(line, told, by=people["st_assist"])
    with pytest.raises(TransitionNotAllowed, match="Its payment counts"):
        bank_statements.take_up(line, by=people["st_assist"])

    payments.reject(made, reason="Another country", by=people["st_coord"])
    again = bank_statements.take_up(line, by=people["st_assist"])

    assert (again.state, again.payment) == ("open", None)
    assert bank_statements.record(line, told, by=people["st_assist"]) != made


def test_an_account_in_another_currency_keeps_amount_and_rate(people, invoices):
    colones = BankAccount.objects.create(name="Colones", ending="4321", currency="CRC")
    content = message(statement(entry("505000.00", currency="CRC"), opening="", closing="", currency="CRC"))
    file = checked_upload(SimpleUploadedFile("march.xml", content), [kinds.XML])
    made = bank_statements.import_statement(colones, file, camt053.read(file.content, colones), by=people["st_assist"])
    told = Recorded(Party.objects.get(slug="cr"), "REF-1", amount_usd=Decimal("1000.00"))

    with pytest.raises(TransitionNotAllowed, match="Say how many USD came"):
        bank_statements.record(made.lines.get(), Recorded(told.party, "REF-1"), by=people["st_assist"])
    done = bank_statements.record(made.lines.get(), told, by=people["st_assist"])

    assert (done.amount_usd, done.original_amount, done.original_currency, done.rate) == (
        Decimal("1000.00"),
        Decimal("505000.00"),
        "CRC",
        Decimal("505"),
    )


def test_bank_and_ledger_differ_by_what_is_told(account, people, invoices, desk):
    by = people["st_assist"]
    lines = imported(
        account,
        by,
        {"amount": "500.00"},
        {"amount": "70.00"},
        {"amount": "8.00"},
        {"amount": "3.00"},
        {"amount": "40.00", "sign": "DBIT"},
    )
    confirmed = bank_statements.record(lines[0], Recorded(Party.objects.get(slug="mx"), "R-1"), by=by)
    payments.confirm(confirmed, by=people["st_coord"])
    bank_statements.record(lines[1], Recorded(Party.objects.get(slug="bz"), "R-2"), by=by)
    bank_statements.set_aside(lines[2], note="Interest", by=by)
    paid("ca", "900.00", people, value_on=march(5), charges_usd=Decimal("10.00"))

    found = reconciling.reconciled(march(31))

    assert (found.bank_usd, found.ledger_usd) == (Decimal("1541.00"), Decimal("1390.00"))
    assert [(each.label, each.amount_usd) for each in found.differences] == [
        ("What was on the account before the first statement", Decimal("1000.00")),
        ("Came in and waits to be recorded", Decimal("3.00")),
        ("Recorded as payments that are not in the ledger by that day", Decimal("70.00")),
        ("Came in and was set aside as no contribution", Decimal("8.00")),
        ("Went out by the statements: charges and expenditures", Decimal("-40.00")),
        ("Payments in the ledger that stand in no statement", Decimal("-890.00")),
    ]
    assert sum(each.amount_usd for each in found.differences) == found.difference_usd
    page = desk.get(f"{lines[0].statement.get_absolute_url()}reconciliation/").text
    assert all(figure in page for figure in ("1,541.00", "1,390.00", "151.00", "-890.00"))


def test_bank_and_ledger_agree_where_all_is_recorded(account, people, invoices):
    [line] = imported(account, people["st_assist"], {"amount": "500.00"}, opening="0.00")
    made = bank_statements.record(line, Recorded(Party.objects.get(slug="mx"), "R-1"), by=people["st_assist"])
    payments.confirm(made, by=people["st_coord"])

    found = reconciling.reconciled(march(31))

    assert (found.difference_usd, found.differences) == (0, [])
    assert reconciling.reconciled(date(2026, 3, 30)) is None


def test_five_hundred_lines_cost_no_more_queries_than_five(
    account, people, invoices, desk, django_assert_max_num_queries
):
    names = [invoice.symbol for invoice in invoices.values()]
    [line, *_] = imported(
        account,
        people["st_assist"],
        *({"amount": f"{number}.00", "words": names[number % len(names)]} for number in range(1, 501)),
    )
    pages = [f"{line.statement.get_absolute_url()}{rest}" for rest in ("", "?state=open&page=3", "reconciliation/")]

    for path in ["/en/intranet/contributions/bank/", *pages, line.get_absolute_url()]:
        desk.get(path)
        with django_assert_max_num_queries(15):
            assert desk.get(path).status_code == 200
    assert Invoice.objects.count() == len(names)
