"""The course of cases under chance: whatever anybody tries in whatever order, no path leads to money without the right
people, and the books agree with the cases.
"""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund import assisting, deciding, filing, fund_money
from reserve_fund.models import Case, Determination, Disbursement, Reservation, Vulnerability
from reserve_fund.models.cases import COMMITTED
from reserve_fund.row_security import for_the_clock
from tests.reserve_fund.factories import TRAFFICKED, draft, fund_people, paid, replenished, step
from tests.sizes import size

TODAY = timezone.localdate
VERBS = {
    "submit": lambda case, who: step(filing.submit, case, who),
    "withdraw": lambda case, who: step(filing.withdraw, case, who, "ya no viaja"),
    "withdraw consent": lambda case, who: step(filing.withdraw_consent, case, who),
    "write": lambda case, who: step(filing.save, case, who, {"situation": "otra"}),
    "become ordinary": lambda case, who: step(filing.save, case, who, {"vulnerabilities": ordinary()}),
    "take": lambda case, who: step(deciding.take, case, who),
    "hand over": lambda case, who: step(deciding.hand_over, case, who, "enfermedad"),
    "send back": lambda case, who: step(deciding.send_back, case, who, "falta algo"),
    "refer": lambda case, who: step(deciding.refer, case, who),
    "approve": lambda case, who: step(deciding.approve, case, who),
    "reject": lambda case, who: step(deciding.reject, case, who, "no cumple"),
    "cancel": lambda case, who: step(deciding.cancel, case, who, "sin vuelo"),
    "arrange travel": lambda case, who: step(assisting.arrange_travel, case, who, TODAY()),
    "depart": lambda case, who: step(assisting.record_departure, case, who),
    "arrive": lambda case, who: step(assisting.confirm_arrival, case, who, TODAY()),
    "take back": lambda case, who: step(take_back, case, who),
    "settle": lambda case, who: step(assisting.settle, case, who),
    "close": lambda case, who: step(assisting.close, case, who),
}
ACTORS = ("consulate", "officer", "payer", "third", "coordinator")
LIKELY = (
    *("submit", "take", "refer", "approve", "approve", "pay", "arrange travel", "depart", "arrive", "settle", "close"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from([*VERBS, "pay", *LIKELY]), st.sampled_from(ACTORS), st.integers(0, 2)),
    min_size=8,
    max_size=30,
)


def take_back(case, *, by):
    """The first payment that stands, if there is one."""
    payment = Disbursement.objects.standing().filter(case=case).select_related("case", "entry").first()
    if payment:
        assisting.take_payment_back(payment, by=by)


def ordinary():

    return list(Vulnerability.objects.filter(code="ELD"))


@pytest.fixture
def people(history):
    found = fund_people()
    replenished(found, "1500.00")
    return found


def attempt(people, cases, verb, actor, place, number):
    case = cases[place]
    if verb == "pay":
        paid({**people, "payer": people[actor]}, case, "100.00", reference=f"V-{number}")
    else:
        VERBS[verb](case, people[actor])


def check(case):
    """What must hold of a case, whatever happened."""
    case = Case.objects.get(pk=case.pk)
    reservation = Reservation.objects.filter(case=case).first()
    approvals = Determination.objects.filter(case=case, round=case.round, verdict="approve")
    people = {row.by_id for row in approvals}
    if reservation:
        institutions = {row.institution for row in approvals}
        special = case.vulnerabilities.filter(decided_by="joint").exists()
        assert case.requested_by_id not in people | {reservation.made_by_id}
        assert institutions == ({"iom", "secretariat"} if special else {"iom"})
        assert len(people) == len(institutions)
        assert reservation.amount_usd <= 1000
    assert (case.status in COMMITTED or case.status in {"settled", "closed"}) <= bool(reservation)
    payers = set(Disbursement.objects.filter(case=case).values_list("paid_by", flat=True))
    assert not payers & (people | {case.requested_by_id})
    return fund_money.held(case)


@settings(
    max_examples=size(ci=12, full=1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_no_path_leads_to_money_without_the_right_people(people, steps):
    with transaction.atomic():
        cases = [
            draft(people, costs="900.00"),
            draft(people, (TRAFFICKED,), costs="700.00"),
            draft(people, costs="300.00", by="officer"),
        ]
        for number, (verb, actor, place) in enumerate(steps):
            try:
                with transaction.atomic():
                    attempt(people, cases, verb, actor, place, number)
            except (TransitionNotAllowed, Case.DoesNotExist):
                pass
        with for_the_clock():
            held = sum((check(case) for case in cases), Decimal("0.00"))
            spent = Disbursement.objects.standing().aggregate(sum=Sum("amount_usd"))["sum"] or Decimal("0.00")
        found = fund_money.standing(timezone.localdate())
        assert (found.committed, found.spent, found.available >= 0) == (held, spent, True)
        transaction.set_rollback(True)


def test_a_course_that_is_likely_is_taken(people):
    """The test above is of use only where cases get far."""
    case = draft(people, (TRAFFICKED,), costs="700.00")
    course = [
        ("submit", "consulate"),
        ("take", "officer"),
        ("refer", "officer"),
        ("approve", "coordinator"),
        ("approve", "third"),
        ("pay", "payer"),
        ("arrange travel", "officer"),
        ("depart", "officer"),
        ("arrive", "officer"),
        ("settle", "payer"),
        ("close", "payer"),
    ]
    for number, (verb, actor) in enumerate(course):
        attempt(people, [case], verb, actor, 0, number)

    with for_the_clock():
        assert check(case) == 0
        assert Case.objects.get(pk=case.pk).status == Case.Status.CLOSED
