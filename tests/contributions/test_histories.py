"""Whatever happens to a country's money, in whatever order: nothing is lost, and every figure says the same."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions import invoicing, payments
from contributions.models import Account, Assessment, ContributionPeriod, Entry, Invoice, Payment, Refund
from contributions.statements import statement
from crm_portal.common.ledger.balances import balances
from crm_portal.common.ledger.verifying import verify
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from tests.contributions.factories import outstanding, payment, period
from tests.sizes import size

EVER = date(2099, 1, 1)
CENTS = st.integers(min_value=1, max_value=1_200_000).map(lambda cents: Decimal(cents) / 100)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), CENTS, st.integers(0, 900)),
        st.tuples(st.just("reverse"), st.integers(0, 5)),
        st.tuples(st.just("refund"), st.integers(0, 5), CENTS),
        st.tuples(st.just("cancel"), st.integers(0, 5)),
        st.tuples(st.just("again"), st.integers(0, 5)),
        st.tuples(st.just("assess")),
    ),
    min_size=1,
    max_size=12,
)


def nth(rows, place):
    found = list(rows)
    return found[place % len(found)] if found else None


def happen(step, people):
    """One step, or nothing where it may not happen."""
    assist, coord = people["st_assist"], people["st_coord"]
    match step:
        case "pay", amount, days_ago:
            came_on = timezone.localdate() - timedelta(days=days_ago)
            payments.confirm(payment("pa", amount, assist, value_on=came_on), by=coord)
        case "reverse", place:
            if found := nth(Payment.objects.order_by("pk"), place):
                payments.reverse(found, reason="x", by=coord)
        case "refund", place, amount:
            if found := nth(Payment.objects.order_by("pk"), place):
                back = Refund(payment=found, amount_usd=amount, value_on=timezone.localdate(), note="x")
                back.bank_reference = f"OUT-{Refund.objects.count()}"
                payments.confirm_refund(payments.record_refund(back, by=assist), by=coord)
        case "cancel", place:
            if found := nth(Invoice.objects.filter(party__slug="pa").order_by("pk"), place):
                invoicing.cancel(found, reason="x", by=coord)
        case "again", place:
            if found := nth(Invoice.objects.filter(party__slug="pa").order_by("pk"), place):
                invoicing.issue_again(found, by=coord)
        case ("assess",):  # one country is enough: test_assessing.py has all
            year = 2010 + ContributionPeriod.objects.count()
            found = period(date(year, 1, 1), date(year, 12, 31), date(year, 6, 30))
            owed = Assessment.objects.create(period=found, party=Party.objects.get(slug="pa"), amount_usd=Decimal(5000))
            invoicing.issue([owed], due_on=found.due_on, by=coord)


def live(steps, people):
    """The steps, as far as each may happen."""
    for step in steps:
        try:
            with transaction.atomic():
                happen(step, people)
        except TransitionNotAllowed:
            continue


@settings(
    max_examples=size(ci=30, full=10_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_the_figures_agree_after_any_history(people, steps):
    """Hardening, rows B4 and G3: debits are credits, the statement is the ledger, what is rebuilt is what is shown."""
    panama = Party.objects.get(slug="pa")
    with transaction.atomic():
        live(steps, people)
        stands = balances(Entry, as_of=EVER)
        receivable, credit = (
            stands.get(Account.objects.of(kind, party=panama).pk, Decimal(0)) for kind in ("receivable", "credit")
        )
        open_ = outstanding(party=panama)
        confirmed = Payment.objects.filter(party=panama, status="confirmed").with_unspent()

        assert sum(stands.values()) == 0
        assert statement(panama, EVER).balance_usd == receivable + credit
        assert sum(open_.values()) == receivable
        assert all(left >= 0 for left in open_.values())
        assert sum(each.unspent for each in confirmed) == -credit
        assert credit == 0 or receivable == 0
        assert verify(Entry, []).fault == ""
        transaction.set_rollback(True)
