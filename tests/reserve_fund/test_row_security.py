"""The second wall: with the filter by person left out, the database still shows nobody another's cases. A6."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from reserve_fund import fund_money
from reserve_fund.models import (
    Beneficiary,
    Case,
    CaseKey,
    CostLine,
    Determination,
    Disbursement,
    Evidence,
    Refund,
    Reservation,
)
from reserve_fund.row_security import for_person, for_the_clock
from tests.members.factories import seated
from tests.reserve_fund.factories import (
    TRAFFICKED,
    approved,
    draft,
    fresh,
    fund_people,
    paid,
    replenished,
    under_review,
)

TABLES = (Case, Beneficiary, CaseKey, CostLine, Determination, Disbursement, Evidence, Reservation)


@pytest.fixture
def people(history):
    found = fund_people()
    replenished(found)
    return found


@pytest.fixture
def cases(people):
    """One of each: a draft, an ordinary case with everything, a special one not referred, a special one decided."""
    special = approved(people, (TRAFFICKED,))
    ordinary = approved(people)
    paid(people, ordinary)
    return {
        "draft": draft(people),
        "ordinary": ordinary,
        "special under review": under_review(people, (TRAFFICKED,)),
        "special": special,
        "of another": draft(people, by="other consulate"),
    }


def test_a6_refunds_are_shown_with_their_payments(people, cases):
    with for_the_clock():
        [payment] = cases["ordinary"].disbursements.all()
        fund_money.refund(payment, Decimal("1.00"), on=payment.paid_on, reference="R", by=people["third"])
    with for_person(fresh(people["officer"])):
        of_the_desk = Refund.objects.count()
    with for_person(fresh(people["coordinator"])):
        of_the_coordinator = Refund.objects.count()

    assert (of_the_desk, of_the_coordinator, Refund.objects.count()) == (1, 0, 0)


def unfiltered():
    """What the tables show to a query that forgets who asks."""
    return {model.__name__: model.objects.count() for model in TABLES}


def test_a6_outside_of_a_block_there_are_no_cases(cases):
    assert set(unfiltered().values()) == {0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reserve_fund_case_vulnerabilities")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("consulate", {"draft", "ordinary", "special under review", "special"}),
        ("other consulate", {"of another"}),
        ("officer", {"ordinary", "special under review", "special"}),
        ("coordinator", {"special"}),
    ],
)
def test_a6_each_finds_what_is_theirs_without_any_filter(people, cases, who, found):
    with for_person(fresh(people[who])):
        seen = set(Case.objects.all())
        visible = set(Case.objects.visible_to(fresh(people[who])))
        of_others = [model.objects.exclude(case__in=[cases[name] for name in found]).count() for model in TABLES[1:]]

    assert seen == visible == {cases[name] for name in found}
    assert set(of_others) == {0}


@pytest.mark.parametrize("role", ["focal", "hod", "rcgm", "obs_org", "st_assist", "st_it", "auditor", "liaison_x"])
def test_a6_others_find_nothing(people, cases, role):
    network = "net-trafficking" if role == "liaison_x" else None
    who = fresh(seated(f"some-{role.replace('_', '-')}", role, "mx", network=network))

    with for_person(who):
        assert set(unfiltered().values()) == {0}


def test_a6_a_superuser_finds_nothing(people, cases, django_user_model):
    glass = django_user_model.objects.create_superuser("glass@example.org", "x" * 14)

    with for_person(glass):
        assert set(unfiltered().values()) == {0}
        assert not Case.objects.visible_to(glass).exists()


def test_what_was_shown_ends_with_the_block(people, cases):
    with for_person(fresh(people["consulate"])):
        inside = Case.objects.count()
        with for_the_clock():
            everything = Case.objects.count()
        again = Case.objects.count()

    assert (inside, everything, again, Case.objects.count()) == (4, 5, 4, 0)


def test_nobody_writes_where_nothing_is_shown(people, cases):
    with for_person(fresh(people["other consulate"])):
        assert Case.objects.filter(pk=cases["draft"].pk).update(is_urgent=True) == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            CostLine.objects.create(case=cases["draft"], kind="escort", amount_usd=1)


def test_the_setting_is_of_the_transaction_and_not_of_the_connection(people, cases):
    """A pooled connection would carry it into the next request otherwise."""
    with for_person(fresh(people["officer"])), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fund.scopes', true)")
        inside = cursor.fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fund.scopes', true)")
        after = cursor.fetchone()[0]

    assert (inside, after or "") == ("desk,own", "")
