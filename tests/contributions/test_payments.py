"""Money that comes: by two people, spread over invoices, and never lost on the way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contributions import payments
from contributions.models import Account, Allocation, Entry, Payment, Refund
from contributions.statements import statement
from crm_portal.common.ledger.balances import balances
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from tests.contributions.factories import assessed, outstanding, paid, payment

EVER = date(2099, 1, 1)


def on(kind, slug=None):
    party = Party.objects.get(slug=slug) if slug else None
    return balances(Entry, as_of=EVER).get(Account.objects.of(kind, party=party).pk, Decimal(0))


@pytest.fixture
def panama(people):
    """Two invoices of USD 5,000 each, of 2026 and of 2027."""
    first = assessed(people["st_coord"])["pa"]
    second = assessed(
        people["st_coord"], starts_on=date(2027, 1, 1), last_on=date(2027, 12, 31), due_on=date(2027, 3, 31)
    )["pa"]
    return first, second


def test_nothing_counts_before_it_is_confirmed(people, panama):
    payment("pa", "5000", people["st_assist"])

    assert outstanding(party=panama[0].party) == {panama[0].number: Decimal(5000), panama[1].number: Decimal(5000)}
    assert on("bank") == 0


def test_whoever_recorded_it_does_not_confirm_it(people, panama):
    recorded = payment("pa", "5000", people["st_coord"])

    with pytest.raises(TransitionNotAllowed, match="another person confirms it"):
        payments.confirm(recorded, by=people["st_coord"])
    settled = paid("pa", "10", people)
    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        Payment.objects.filter(pk=settled.pk).update(decided_by=settled.recorded_by)


@pytest.mark.parametrize(
    ("amount", "shares", "left_of_first", "left_of_second", "ahead"),
    [
        ("5000", {}, 0, 5000, 0),
        ("1250.50", {}, "3749.50", 5000, 0),  # a part
        ("7000", {}, 0, 3000, 0),  # over two, the oldest first
        ("12000", {}, 0, 0, 2000),  # more than is owed: kept ahead
        ("3000", {1: "3000"}, 5000, 2000, 0),  # meant for the second
        ("6000", {0: "1000", 1: "5000"}, 4000, 0, 0),
        ("6000", {1: "1000"}, 0, 4000, 0),  # what is not meant for one goes to the oldest
    ],
)
def test_a_payment_settles_what_it_is_meant_for_then_the_oldest(
    people, panama, amount, shares, left_of_first, left_of_second, ahead
):
    paid("pa", amount, people, shares={panama[place]: part for place, part in shares.items()})

    assert outstanding(party=panama[0].party) == {
        panama[0].number: Decimal(left_of_first),
        panama[1].number: Decimal(left_of_second),
    }
    assert on("credit", "pa") == -Decimal(ahead)
    assert on("receivable", "pa") == Decimal(left_of_first) + Decimal(left_of_second)
    assert on("bank") == Decimal(amount)


def test_money_paid_before_the_invoice_settles_it_when_it_is_issued(people):
    paid("mx", "33364", people, value_on=date(2025, 12, 1))

    invoice = assessed(people["st_coord"])["mx"]

    assert outstanding(party=invoice.party) == {invoice.number: Decimal(0)}
    assert outstanding(invoice.issued_on - timedelta(days=1), party=invoice.party) == {}
    assert on("credit", "mx") == 0


def test_charges_are_the_secretariats(people, panama):
    settled = paid("pa", "5000", people, charges_usd=Decimal(35))

    assert (on("bank"), on("charges"), outstanding(pk=panama[0].pk)) == (4965, 35, {panama[0].number: Decimal(0)})
    assert settled.receipt_symbol == f"CRM/ST/{settled.receipt_year}/REC/001"


def test_a_bank_reference_is_taken_once(people):
    payment("pa", "10", people["st_assist"], reference="SWIFT 77")

    with pytest.raises(TransitionNotAllowed, match="recorded already"):
        payment("mx", "10", people["st_assist"], reference=" swift 77 ")

    assert Payment.objects.count() == 1


def test_the_reference_of_a_rejected_payment_is_free_again(people, panama):
    wrong = payment("pa", "10", people["st_assist"], reference="A", shares={panama[0]: "10"})
    payments.reject(wrong, reason="No such transfer", by=people["st_coord"])

    assert Allocation.objects.count() == 0
    assert paid("pa", "10", people, reference="A").status == "confirmed"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value_on": date(2099, 1, 1)}, "lies in the future"),
        ({"shares": {"pa": "11"}}, "More is meant for invoices"),
        ({"shares": {"mx": "5"}}, "its own country alone"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(people, values, said):
    invoices = assessed(people["st_coord"])
    shares = {invoices[slug]: part for slug, part in values.pop("shares", {}).items()}

    with pytest.raises(TransitionNotAllowed, match=said):
        payment("pa", "10", people["st_assist"], shares=shares, **values)

    assert Payment.objects.count() == 0


def test_shares_that_no_longer_fit_stop_the_confirmation_and_lose_nothing(people, panama):
    late = payment("pa", "5000", people["st_assist"], shares={panama[0]: "5000"})
    paid("pa", "5000", people, shares={panama[0]: "5000"})

    with pytest.raises(TransitionNotAllowed, match="0 are outstanding, less than the USD 5,000"):
        payments.confirm(late, by=people["st_coord"])

    late.refresh_from_db()
    assert (late.status, late.allocations.count(), on("bank")) == ("recorded", 1, Decimal(5000))


def test_a_payment_taken_back_leaves_everything_as_before(people, panama):
    settled = paid("pa", "7000", people, charges_usd=Decimal(7))

    payments.reverse(settled, reason="The bank took it back.", by=people["st_coord"])

    assert outstanding(party=panama[0].party) == {panama[0].number: Decimal(5000), panama[1].number: Decimal(5000)}
    assert (on("bank"), on("charges"), on("credit", "pa"), on("receivable", "pa")) == (0, 0, 0, 10000)
    assert paid("pa", "7000", people, reference=settled.bank_reference).receipt_number == 2


def refund(settled, amount, by, **values):
    values = {"value_on": date(2026, 4, 1), "bank_reference": "OUT-1", "note": "Paid twice", **values}
    return payments.record_refund(Refund(payment=settled, amount_usd=Decimal(amount), **values), by=by)


def test_what_was_paid_too_much_goes_back(people, panama):
    settled = paid("pa", "12000", people)

    payments.confirm_refund(refund(settled, "2000", people["st_assist"]), by=people["st_coord"])

    assert (on("bank"), on("credit", "pa")) == (10000, 0)
    with pytest.raises(TransitionNotAllowed, match="Only USD 0 of this payment settle nothing"):
        refund(settled, "0.01", people["st_assist"], bank_reference="OUT-2")
    with pytest.raises(TransitionNotAllowed, match="was refunded: take the refund back first"):
        payments.reverse(settled, reason="x", by=people["st_coord"])


def test_a_refund_that_came_back_is_the_countrys_again(people, panama):
    settled = paid("pa", "12000", people)
    back = refund(settled, "2000", people["st_assist"])
    payments.confirm_refund(back, by=people["st_coord"])

    payments.reverse_refund(back, reason="Account closed", by=people["st_coord"])

    assert (on("bank"), on("credit", "pa")) == (12000, -2000)
    payments.reverse(settled, reason="Now all of it", by=people["st_coord"])
    assert (on("bank"), on("credit", "pa"), on("receivable", "pa")) == (0, 0, 10000)


def test_a_refund_takes_two(people, panama):
    settled = paid("pa", "12000", people)

    with pytest.raises(TransitionNotAllowed, match="another person"):
        payments.confirm_refund(refund(settled, "1", people["st_coord"]), by=people["st_coord"])


def test_the_statement_is_the_ledger_read_by_its_country(people, panama):
    settled = paid("pa", "7000", people, value_on=panama[0].issued_on, reference="R1")
    payments.reverse(settled, reason="Bounced", by=people["st_coord"])

    found = statement(panama[0].party, EVER)

    assert [
        (str(line.what), line.reference, line.charged_usd, line.paid_usd, line.balance_usd) for line in found.lines
    ] == [
        ("Invoice", panama[0].symbol, 5000, 0, 5000),
        ("Invoice", panama[1].symbol, 5000, 0, 10000),
        ("Payment", "R1", 0, 7000, 3000),
        ("Payment taken back", "R1", 7000, 0, 10000),
    ]
    assert found.balance_usd == on("receivable", "pa") + on("credit", "pa")


def test_a_past_day_reads_alike_whatever_is_posted_back_into_it(people, panama):
    """Hardening, row G4."""
    paid("pa", "1000", people)
    day = date(2026, 6, 30)
    before = statement(panama[0].party, day)

    paid("pa", "2000", people)  # of 1 February, confirmed after

    assert statement(panama[0].party, day, through=before.through) == before
    assert statement(panama[0].party, day) != before
