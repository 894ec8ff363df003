"""Consultations under chance: whoever tries whatever in whatever order, at whatever moment and as often as may be.

No path leads to an outcome that the countries did not give, and nothing that was said is ever lost.
"""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import answering, conducting, drafting, keeping_time, letters
from declarations.models import Addressee, Consultation, Position, Reminder, Round
from members.models import PresidencyTerm
from tests.declarations.consulting import (
    REASONS,
    SAN_JOSE,
    TEXTS,
    both,
    fresh,
    note,
    preside_around,
    refreshed,
    running,
)
from tests.sizes import size

MOST = 2
"""How many consultations there are at once."""
CONSENTS = {"agree", "agree_comments", "no_comment"}
WORDS = {"agree": "", "no_comment": "", "agree_comments": "Una nota.", "propose_change": "Añádase.", "object": "No."}
ACTORS = ("ppt", "coordinator", "assistant", "troika", "coming", "focal-mx", "hod", "rcgm")
OPEN_IN = {"first_round": "first", "second_round": "second", "asked": "question"}
"""The round that runs in a state; in all others but the Troika's none does."""
PUT_TO_MEMBERS = {
    ("procedure", "draft"): [set()],
    ("procedure", "with_troika"): [set()],
    ("procedure", "agreed"): [set()],
    ("procedure", "first_round"): [{"first"}],
    ("procedure", "between"): [{"first"}],
    ("procedure", "second_round"): [{"first", "second"}],
    ("procedure", "answered"): [{"first"}, {"first", "second"}],
    ("procedure", "declared"): [set(), {"first"}, {"first", "second"}],
    ("procedure", "reported"): [{"first"}, {"first", "second"}],
    ("question", "draft"): [set()],
    ("question", "asked"): [{"question"}],
    ("question", "answered"): [{"question"}],
    ("question", "declared"): [set(), {"question"}],
    ("question", "reported"): [{"question"}],
}
"""The rounds of the members that there may have been in each state."""
OUTCOMES = {
    ("procedure", "declared"): {"adopted", "no_consensus", "withdrawn", "carried"},
    ("procedure", "reported"): {"adopted", "no_consensus", "withdrawn", "carried"},
    ("question", "declared"): {"withdrawn"},
    ("question", "reported"): {"", "withdrawn"},
}
"""The outcomes that a state may have; the others have none."""


class NotForThem(Exception):
    """The page would not have been shown to this person."""


class Consulting(RuleBasedStateMachine):
    """What people and the clock do, each time as a page would: the permission first, then the step."""

    which = st.integers(0, MOST - 1)
    actor = st.sampled_from(ACTORS)
    choice = st.sampled_from(sorted(WORDS))

    def __init__(self, people):
        super().__init__()
        self.people = people
        self.now = datetime(timezone.localdate().year, 1, 15, 10, 0, tzinfo=SAN_JOSE)
        self.positions, self.settled, self.ended = {}, {}, {}
        self.around = transaction.atomic()
        self.around.__enter__()

    def teardown(self):
        try:
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    # How a step is taken

    def consultation(self, which):
        return Consultation.objects.order_by("pk")[which : which + 1].first()

    def attempt(self, actor, verb, take, *, about=None, told=None):
        """Take a step as a page does; whether it was taken, in which case it stands on record."""
        person = fresh(self.people[actor])
        try:
            with transaction.atomic():
                if not person.has_perm(f"declarations.{verb}_consultation", about):
                    raise NotForThem
                take(person)
        except (TransitionNotAllowed, NotForThem, Round.DoesNotExist):
            return False
        deed = Deed.objects.first()
        assert (deed.verb, deed.by_id) == (f"declarations.{told or verb}_consultation", person.pk)
        return True

    def say(self, actor, cell, choice):
        """What a country answers; recorded where it says something new."""
        person, before = fresh(self.people[actor]), cell.positions.count()
        try:
            with transaction.atomic():
                if not person.has_perm("declarations.answer_addressee", cell):
                    raise NotForThem
                position = answering.answer(cell, choice, WORDS[choice], by=person, now=self.now)
        except (TransitionNotAllowed, NotForThem):
            return
        assert cell.round.is_open(self.now)
        assert position == cell.positions.latest("number")
        if cell.positions.count() > before:
            assert Deed.objects.filter(verb="declarations.record_position", object_id=str(position.pk)).count() == 1

    def cells(self, which):
        row = self.consultation(which)
        last = row and row.rounds.order_by("sent_at", "pk").last()
        return Addressee.objects.filter(round=last).select_related("round__consultation", "party") if last else []

    # What people do

    @initialize()
    def somebody_begins(self):
        self.begin("procedure", "ppt")

    @rule(kind=st.sampled_from(["procedure", "question"]), actor=actor)
    def begin(self, kind, actor):
        if Consultation.objects.count() < MOST:
            self.attempt(actor, "begin", lambda by: drafting.begin(kind, TEXTS, by=by))

    @rule(which=which, actor=actor, language=st.sampled_from(["", "es"]))
    def write(self, which, actor, language):
        texts = TEXTS if language == "" else TEXTS | {"text_es": f"Otro texto, {self.now:%d}."}
        if row := self.consultation(which):
            self.attempt(actor, "write", lambda by: drafting.write(row, texts, by=by))

    @rule(which=which, actor=actor, days=st.sampled_from([None, -1, 5]))
    def submit(self, which, actor, days):
        last_on = None if days is None else self.now.date() + timedelta(days=days)
        if row := self.consultation(which):
            self.attempt(actor, "submit", lambda by: conducting.submit(row, last_on=last_on, by=by, now=self.now))

    @rule(which=which, actor=actor, verb=st.sampled_from(["take_back", "agree"]))
    def take_back_or_agree(self, which, actor, verb):
        if row := self.consultation(which):
            self.attempt(actor, verb, lambda by: getattr(conducting, verb)(row, by=by, now=self.now))

    @rule(which=which, actor=actor, basis=st.sampled_from(Round.Basis.values))
    def open_round(self, which, actor, basis):
        if row := self.consultation(which):
            verb = "open_second" if row.status == "between" else "open_first"
            self.attempt(actor, verb, lambda by: conducting.open_round(row, basis=basis, by=by, now=self.now))

    @rule(which=which, actor=actor, days=st.sampled_from([-1, 2, 12]))
    def ask(self, which, actor, days):
        day = self.now.date() + timedelta(days=days)
        if row := self.consultation(which):
            self.attempt(actor, "ask", lambda by: conducting.ask_members(row, last_on=day, by=by, now=self.now))

    @rule(which=which, actor=actor)
    def skip(self, which, actor):
        if row := self.consultation(which):
            self.attempt(actor, "skip", lambda by: conducting.skip(row, REASONS, by=by, now=self.now))

    @rule(which=which, actor=actor, outcome=st.sampled_from(Consultation.Outcome.values))
    def declare(self, which, actor, outcome):
        if row := self.consultation(which):
            self.attempt(actor, "declare", lambda by: conducting.declare(row, outcome, REASONS, by=by, now=self.now))

    @rule(which=which, actor=actor)
    def report(self, which, actor):
        if row := self.consultation(which):
            self.attempt(actor, "report", lambda by: conducting.report(row, REASONS, by=by, now=self.now))

    @rule(which=which, actor=actor, days=st.sampled_from([1, 9, 20]))
    def extend(self, which, actor, days):
        until = self.now.date() + timedelta(days=days)
        if row := self.consultation(which):
            self.attempt(
                actor,
                "extend",
                lambda by: conducting.extend(running(row), until=until, reasons=both("x"), by=by, now=self.now),
            )

    @rule(which=which, actor=actor)
    def open_positions(self, which, actor):
        if row := self.consultation(which):
            self.attempt(
                actor, "open_positions", lambda by: conducting.open_positions(running(row), by=by, now=self.now)
            )

    @rule(which=which, actor=actor)
    def remind(self, which, actor):
        if row := self.consultation(which):
            self.attempt(actor, "remind", lambda by: keeping_time.remind_missing(running(row), by=by, now=self.now))

    @rule(which=which, actor=actor, choice=choice, times=st.integers(1, 2))
    def answer(self, which, actor, choice, times):
        for cell in self.cells(which):
            if cell.party.slug in {"mx", "pa", "gt"}:
                for _ in range(times):
                    self.say(actor, cell, choice)

    @rule(which=which, choice=choice)
    def all_answer(self, which, choice):
        """All agree, but for one of them."""
        for cell in self.cells(which):
            self.say(f"focal-{cell.party.slug}", cell, choice if cell.party.slug == "gt" else "agree")

    @rule(which=which, actor=actor, choice=choice)
    def record(self, which, actor, choice):
        person = fresh(self.people[actor])
        for cell in [cell for cell in self.cells(which) if cell.party.slug == "us"]:
            try:
                with transaction.atomic():
                    if not person.has_perm("declarations.record_position", cell):
                        raise NotForThem
                    answering.record_for(cell, choice, WORDS[choice], mail=note(), by=person, now=self.now)
            except (TransitionNotAllowed, NotForThem):
                continue
            assert (actor, cell.round.is_open(self.now)) == ("coordinator", True)

    @rule(which=which, actor=actor, named=st.sampled_from(["focal-mx", "hod", "rcgm", "focal-us"]))
    def name(self, which, actor, named):
        person = fresh(self.people[actor])
        for cell in [cell for cell in self.cells(which) if cell.party.slug == "mx"]:
            try:
                with transaction.atomic():
                    if not person.has_perm("declarations.name_addressee", cell):
                        raise NotForThem
                    answering.name_respondent(cell, self.people[named], by=person, now=self.now)
            except (TransitionNotAllowed, NotForThem):
                continue
            assert (actor, named in {"focal-mx", "hod"}) == ("hod", True)

    # What is likely, or chance would not get far

    @rule(which=which, choice=choice, does_skip=st.booleans())
    def go_on(self, which, choice, does_skip):
        """What the Presidency would do next, once those who were asked have answered."""
        row = self.consultation(which)
        if row is None:
            return
        match row.status:
            case "draft":
                self.submit(which, "ppt", None)
                self.ask(which, "ppt", 12)
            case "with_troika":
                self.all_answer(which, choice)
                self.take_back_or_agree(which, "ppt", "agree")
            case "agreed":
                self.open_round(which, "ppt", "own")
            case "first_round" | "second_round" | "asked":
                self.all_answer(which, choice)
                self.until_the_end(which, timedelta(hours=1))
            case "between":
                if does_skip:
                    self.skip(which, "ppt")
                else:
                    self.open_round(which, "ppt", "seat")
            case "answered":
                self.declare(which, "ppt", "adopted")
                self.report(which, "ppt")
            case "declared":
                self.report(which, "ppt")

    # What the clock does

    @rule(hours=st.sampled_from([1, 13, 40, 75, 200]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(times=st.integers(1, 3))
    def the_clock_comes_by(self, times):
        for _ in range(times):
            keeping_time.keep(self.now)

    @rule(which=which, late=st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(days=4)]))
    def until_the_end(self, which, late):
        row = self.consultation(which)
        round_ = row and row.rounds.filter(closed_at=None, closes_at__gt=self.now).first()
        if round_:
            self.now = round_.closes_at + late
            keeping_time.keep(self.now)
            assert Round.objects.get(pk=round_.pk).closed_at == round_.closes_at

    # What always holds

    @invariant()
    def each_consultation_is_in_a_state_that_there_is(self):
        for row in Consultation.objects.prefetch_related("rounds"):
            rounds = list(row.rounds.all())
            state = (row.kind, row.status)
            asked = {one.stage for one in rounds if one.stage != "troika"}
            open_now = [one.stage for one in rounds if one.closed_at is None]
            assert asked in PUT_TO_MEMBERS[state]
            assert row.outcome in OUTCOMES.get(state, {""})
            if row.status == "with_troika":
                assert open_now in ([], ["troika"])
            else:
                assert open_now == [OPEN_IN[row.status]] if row.status in OPEN_IN else open_now == []
            assert bool(row.number) == bool(row.opened_at) == bool(asked)
            assert (asked == {"first"} and state == ("procedure", "answered")) <= bool(row.skipped_at)
            if row.outcome == "adopted":
                self.is_consented_to(row)

    def is_consented_to(self, row):
        cells = Addressee.objects.filter(round=running(row)).with_choice()
        assert {cell.choice for cell in cells} <= CONSENTS
        assert len(cells) == 11

    @invariant()
    def no_position_is_lost_and_none_is_late(self):
        found = {row["id"]: row for row in Position.objects.values()}
        assert {key: found.get(key) for key in self.positions} == self.positions
        self.positions = found
        late = [
            one.pk
            for one in Position.objects.select_related("addressee__round")
            for end in (one.addressee.round.closes_at, one.addressee.round.closed_at)
            if end is not None and one.answered_at > end
        ]
        assert late == []

    @invariant()
    def a_round_ends_once_as_stored(self):
        ended = {one.pk: (one.closes_at, one.closed_at) for one in Round.objects.exclude(closed_at=None)}
        assert {key: ended.get(key) for key in self.ended} == self.ended
        self.ended = ended
        assert not [one.pk for one in Round.objects.exclude(stage="troika").exclude(closed_at=None) if not ends(one)]

    @invariant()
    def a_reminder_is_settled_once_and_written_once(self):
        rows = list(Reminder.objects.values_list("pk", "addressee", "state", "settled_at"))
        settled = {pk: (state, at) for pk, _cell, state, at in rows if state != "waiting"}
        assert {key: settled.get(key) for key in self.settled} == self.settled
        self.settled = settled
        sent = [str(cell) for _pk, cell, state, _at in rows if state == "sent"]
        written = list(Letter.objects.filter(kind=letters.REMINDER).values_list("about_pk", "recipient"))
        assert [pair for pair in set(written) if written.count(pair) > sent.count(pair[0])] == []

    @invariant()
    def numbers_have_no_gaps(self):
        found = sorted(Consultation.objects.exclude(number=None).values_list("year", "number"))
        years = [year for year, _number in found]
        assert found == [(year, number + 1) for year in sorted(set(years)) for number in range(years.count(year))]


def ends(round_):
    return round_.closed_at == round_.closes_at


@pytest.fixture
def people(consulters):
    """With the Troika of today: rights are asked of today."""
    PresidencyTerm.objects.filter(starts_on__gte=date(2025, 1, 1)).delete()
    preside_around(timezone.localdate().year)
    return consulters


def test_no_path_leads_to_an_outcome_that_the_countries_did_not_give(people):
    run_state_machine_as_test(
        lambda: Consulting(people),
        settings=settings(
            max_examples=size(ci=30, full=1000),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_course_that_is_likely_is_taken(people):
    """The test above is of use only where consultations get far."""
    machine = Consulting(people)
    machine.begin("procedure", "ppt")
    machine.begin("question", "coordinator")
    courses = [[], []]

    for which, course in enumerate(courses):
        for _ in range(8):
            machine.go_on(which, "agree", False)
            machine.each_consultation_is_in_a_state_that_there_is()
            course.append(refreshed(machine.consultation(which)).status)
    machine.teardown()

    assert courses == [
        ["with_troika", "agreed", "first_round", "between", "second_round", "answered", "reported", "reported"],
        ["asked", "answered", "reported", *["reported"] * 5],
    ]
