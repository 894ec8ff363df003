"""Hardening, rows F9 and F10: whatever is pressed twice or by many at once is done once, and nothing is spent twice."""

from datetime import date
from decimal import Decimal

import pytest

from contributions import assessing, invoicing, payments, scales
from contributions.models import Account, Allocation, ContributionPeriod, Entry, Invoice, Payment, Refund, Scale
from contributions.simulation import amounts
from crm_portal.common.audit.models import Deed
from crm_portal.common.ledger.verifying import verify
from crm_portal.common.outbox.models import Letter
from tests.at_once import at_once
from tests.contributions.factories import assessed, outstanding, payment, period

pytestmark = pytest.mark.django_db(transaction=True)


def test_f10_fifty_who_press_at_once_do_it_once(people):
    """Assessing, confirming, refunding: numbers have neither gaps nor doubles, and a loser is told so."""
    coord, assist = people["st_coord"], people["st_assist"]
    year = period()

    assessed = at_once(50, lambda _: assessing.assess(ContributionPeriod(pk=year.pk), by=coord))

    assert assessed == ["TransitionNotAllowed"] * 49 + ["done"]
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 12))

    recorded = payment("mx", "40000", assist)
    confirmed = at_once(50, lambda _: payments.confirm(Payment.objects.get(pk=recorded.pk), by=coord))

    assert confirmed == ["TransitionNotAllowed"] * 49 + ["done"]
    assert list(outstanding(party=recorded.party).values()) == [Decimal(0)]

    going_back = [
        payments.record_refund(
            Refund(
                payment=recorded,
                amount_usd=Decimal("6636"),
                value_on=recorded.value_on,
                bank_reference=f"OUT-{number}",
                note="Paid too much",
            ),
            by=assist,
        )
        for number in range(20)
    ]
    refunded = at_once(20, lambda index: payments.confirm_refund(going_back[index], by=coord))

    assert refunded == ["TransitionNotAllowed"] * 19 + ["done"]  # F9: the same dollars go back once
    assert verify(Entry, []).fault == ""


def test_f9_many_payments_for_one_invoice_settle_no_more_than_it(people):
    """Twenty payments of a fifth each, confirmed at once, with twenty submits of the same form before."""
    coord, assist = people["st_coord"], people["st_assist"]
    invoice = next(each for each in assessing.assess(period(), by=coord) if each.party.slug == "pa")

    submitted = at_once(20, lambda _: payment("pa", "1000", assist, reference="SAME"))
    meant = [payment("pa", "1000", assist, shares={invoice: "1000"}) for _ in range(19)]
    meant.append(Payment.objects.get(bank_reference="SAME"))
    confirmed = at_once(20, lambda index: payments.confirm(meant[index], by=coord))

    assert submitted == ["TransitionNotAllowed"] * 19 + ["done"]
    # Whoever meant it for the invoice after it was settled is refused, and may mean it for another.
    assert confirmed.count("done") in {5, 6}
    assert outstanding(pk=invoice.pk) == {invoice.number: Decimal(0)}
    settled = Allocation.objects.filter(invoice=invoice, entry__isnull=False)
    assert sum(each.amount_usd for each in settled) == Decimal(5000)
    receipts = Payment.objects.filter(status="confirmed").order_by("receipt_number")
    numbers = list(receipts.values_list("receipt_number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Account.objects.filter(kind="bank").count() == 1
    assert verify(Entry, []).fault == ""


def test_f10_an_invoice_that_many_send_at_once_is_sent_once(people):
    invoice = assessed(people["st_coord"])["mx"]

    sent = at_once(10, lambda _: invoicing.send(Invoice.objects.get(pk=invoice.pk), by=people["st_coord"]))

    assert sent == ["TransitionNotAllowed"] * 9 + ["done"]
    assert Letter.objects.filter(kind="invoice").count() == 1


def test_f10_of_scales_for_one_day_that_are_approved_at_once_one_is(people):
    """The same draft by many, and two that begin on the same day: one comes into force, and it ends the one before."""
    printed = Scale.objects.get()
    drafts = [
        scales.draft(amounts(printed), by=people["st_assist"], valid_from=date(2090, 1, 1), drafted_from=printed)
        for _ in range(2)
    ]
    decided = {
        "approved_by_es": "Viceministros(as)",
        "approved_by_en": "Vice-Ministers",
        "decided_on": date(2026, 6, 1),
    }
    Scale.objects.filter(status="draft").update(**decided)

    approved = at_once(
        20, lambda index: scales.approve(Scale.objects.get(pk=drafts[index % 2].pk), by=people["st_coord"])
    )

    assert approved == ["TransitionNotAllowed"] * 19 + ["done"]
    printed.refresh_from_db()
    assert (printed.valid_until, Scale.objects.approved().count()) == (date(2090, 1, 1), 2)
    assert Deed.objects.filter(verb="contributions.approve_scale").count() == 1
