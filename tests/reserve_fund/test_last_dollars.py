"""Hardening, row F9: whoever races for the last dollars, nobody spends what is not there, and losers are told."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, Sum

from crm_portal.common.ledger.verifying import verify
from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund import deciding, filing, fund_money
from reserve_fund.models import Case, Entry, Replenishment, Reservation
from reserve_fund.row_security import for_the_clock
from tests.at_once import at_once
from tests.members.factories import seated
from tests.reserve_fund.factories import approved, fund_people, paid, replenished, step, under_review
from tests.sizes import size

pytestmark = pytest.mark.django_db(transaction=True)

OFFICERS = 20
ALIKE, UNLIKE, BESIDE = size(ci=(2, 1, 1), full=(80, 60, 60))
"""How often they race: for cases of one amount, of several, and while cases are cancelled, sent back and changed."""

COSTS = ("600.00", "250.00", "999.99", "1000.00", "0.01", "333.33")


class Desk:
    """Twenty officers, each with a case to approve that another has taken up."""

    def __init__(self):
        self.people = fund_people()
        self.officers = []
        self.made = 0
        self.cases = []
        self.costs = {}

    def lay_out(self, costs):
        """As many cases as there are officers: those that were not approved before, and new ones of these costs."""
        with for_the_clock():
            waiting = Case.objects.filter(pk__in=[case.pk for case in self.cases], status=Case.Status.UNDER_REVIEW)
            self.cases = list(waiting)
        while len(self.cases) < OFFICERS:
            cost = costs[self.made % len(costs)]
            case = under_review(self.people, costs=cost, document_number=f"D{self.made}")
            self.cases.append(case)
            self.costs[case.pk] = Decimal(cost)
            self.made += 1
        if not self.officers:  # not sooner: each is written to about every case that is handed in
            self.officers = [seated(f"officer-{number}", "iom_fund", "iom") for number in range(OFFICERS)]

    def fill(self, available):
        """So much to commit, whatever there was."""
        missing = Decimal(available) - fund_money.standing(date.max).available
        if missing > 0:
            replenished(self.people, str(missing), f"transfer {self.made} {missing}")

    def race(self, *beside):
        """Everybody approves, and what else is done at the same moment; {case: what became of its approval}."""
        told = {}

        def attempt(number):
            if number >= OFFICERS:
                return beside[number - OFFICERS]()
            case = self.cases[number]
            try:
                step(deciding.approve, case, self.officers[number])
            except TransitionNotAllowed as refusal:
                told[case.pk] = str(refusal)
                raise
            told[case.pk] = "done"

        outcomes = at_once(OFFICERS + len(beside), attempt)

        assert len(outcomes) == OFFICERS + len(beside)  # nobody met with an error that has no sentence
        assert "IntegrityError" not in outcomes
        assert set(told) == {case.pk for case in self.cases}
        assert_the_fund_holds_what_it_promised()
        return told


def assert_the_fund_holds_what_it_promised():
    """What is committed is what is held for the approved cases and is no more than there is."""
    standing = fund_money.standing(date.max)
    with for_the_clock():
        approved = set(Case.objects.filter(status=Case.Status.APPROVED).values_list("pk", flat=True))
        rows = Reservation.objects.filter(case__in=approved)
        kept = rows.aggregate(usd=Sum(F("amount_usd") - F("released_usd")))["usd"] or Decimal(0)
        spent = rows.aggregate(usd=Sum("case__disbursements__amount_usd"))["usd"] or Decimal(0)
        of_others = Reservation.objects.exclude(case__in=approved).exclude(released_usd=F("amount_usd"))
        assert not of_others.exists()
        assert rows.count() == len(approved)
    assert standing.available >= 0
    assert standing.committed == kept - spent


def test_f9_of_twenty_who_approve_at_once_as_many_succeed_as_there_is_money_for(history):
    desk = Desk()
    for round_number in range(ALIKE):
        desk.lay_out(["600.00"])
        affordable = (1, 4, 0, 2, 7)[round_number % 5]
        desk.fill(affordable * 600 + Decimal("599.99"))

        told = desk.race()

        refused = [words for words in told.values() if words != "done"]
        assert len(refused) == OFFICERS - affordable
        assert all("USD" in words for words in refused)
        assert fund_money.standing(date.max).available == Decimal("599.99")
    assert verify(Entry, []).fault == ""


def test_f9_whoever_is_refused_asked_for_more_than_is_left(history):
    """Cases of different costs, so that a later one may still fit where another does not."""
    desk, chance = Desk(), random.Random(7)
    for _round in range(UNLIKE):
        desk.lay_out(COSTS)
        desk.fill(chance.randint(1, 4000))
        before = fund_money.standing(date.max).available

        told = desk.race()

        after = fund_money.standing(date.max).available
        succeeded = {pk for pk, words in told.items() if words == "done"}
        assert before - sum(desk.costs[pk] for pk in succeeded) == after
        assert all(desk.costs[pk] > after for pk in set(told) - succeeded)
    assert verify(Entry, []).fault == ""


def test_f9_nothing_is_overdrawn_while_cases_are_cancelled_paid_sent_back_and_changed(history):
    """Also while a replenishment is taken back, and the same case is approved by two."""
    desk = Desk()
    people = desk.people
    for round_number in range(BESIDE):
        desk.fill(1200)
        leaving = approved(people, document_number=f"L{round_number}")
        staying = approved(people, document_number=f"S{round_number}")
        came = replenished(people, "600.00", f"doubtful {round_number}")
        desk.lay_out(["600.00"])
        sent_back, twice = desk.cases[0], desk.cases[1]
        before = fund_money.standing(date.max).available

        told = desk.race(
            lambda case=leaving: step(deciding.cancel, case, people["third"], "Sin vuelo"),
            lambda case=staying, number=round_number: paid(people, case, "100.00", f"V-{number}"),
            lambda case=sent_back: step(deciding.send_back, case, people["third"], "Falta la constancia"),
            lambda case=sent_back: step(filing.save_costs, case, people["consulate"], {"ticket": Decimal("1000.00")}),
            lambda case=twice: step(deciding.approve, case, people["third"]),
            lambda money=came: fund_money.take_back(money, "Sin fondos", by=people["payer"]),
        )

        with for_the_clock():
            now = Case.objects.in_bulk([leaving.pk, sent_back.pk, *(case.pk for case in desk.cases)])
            committed = sum(now[case.pk].status == Case.Status.APPROVED for case in desk.cases)
            assert Reservation.objects.filter(case=twice).count() <= 1
        came.refresh_from_db()
        gone = Decimal(600) if came.reversed_by_id else Decimal(0)
        assert now[leaving.pk].status == Case.Status.CANCELLED
        assert (told[sent_back.pk] == "done") == (now[sent_back.pk].status == Case.Status.APPROVED)
        assert before + 600 - gone - 600 * committed == fund_money.standing(date.max).available
        assert committed >= 1
    assert verify(Entry, []).fault == ""


def test_f10_money_that_is_sent_by_many_at_once_is_recorded_once(history):
    """Also as the very first of a ledger, whose accounts are opened with it."""
    people = fund_people()

    sent = at_once(20, lambda _: replenished(people, "100.00", "the same"))
    opened = at_once(
        2,
        lambda number: fund_money.replenish(
            Replenishment(
                kind="opening",
                amount_usd=Decimal("5.00"),
                received_on=date(2026, 1, 1),
                reference=f"opening {number}",
            ),
            by=people["officer"],
        ),
    )
    taken_back = at_once(
        20, lambda _: fund_money.take_back(Replenishment.objects.get(), "Duplicado", by=people["payer"])
    )

    assert sent == ["TransitionNotAllowed"] * 19 + ["done"]
    assert opened == ["TransitionNotAllowed"] * 2
    assert taken_back == ["TransitionNotAllowed"] * 19 + ["done"]
    assert (Entry.objects.count(), fund_money.standing(date.max).balance) == (2, 0)
    assert verify(Entry, []).fault == ""
