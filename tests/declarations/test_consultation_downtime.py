"""The scheduler, the worker or the mail server is away for a while, or several people and clocks come at once.

Each round ends once, at its stored moment; each reminder is settled once; no answer is taken after the end.
"""

import os
import signal
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from crm_portal.common import waking
from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox import sending
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import answering, conducting, keeping_time, letters
from declarations.models import Addressee, Position, Reminder, Round
from tests.at_once import at_once
from tests.conftest import as_owner
from tests.declarations.consulting import (
    FRIDAY,
    MEMBERS,
    REASONS,
    after_first_round,
    agreed,
    asked,
    both,
    cell,
    consulting_people,
    everybody_says,
    fresh,
    in_first_round,
    in_second_round,
    preside_around,
    refreshed,
    running,
    say,
    written_to,
)
from tests.members.factories import seated
from tests.outbox.mail_server import MailServer
from tests.outbox.processes import child_of, empty_queue, wait_for, worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TASK = "declarations.tasks.keep_consultations"
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    preside_around(2026)
    return consulting_people()


def on_weekdays(people):
    """A first round in which all countries have until the same day."""
    consultation = agreed(people, FRIDAY - DAY)
    conducting.open_round(consultation, by=people["ppt"], basis="weekends", now=FRIDAY)
    return refreshed(consultation)


def settled(consultation):
    """How many reminders of the running round are in which state, by their kind."""
    found = Reminder.objects.filter(addressee__round=running(consultation)).values_list("kind", "state")
    return {pair: list(found).count(pair) for pair in sorted(set(found))}


def closings(consultation):
    return Deed.objects.filter(verb="declarations.close_round", object_id=str(consultation.pk)).count()


def mails_to(kind, consultation, *rows):
    """How often each person was written to about one of these rows."""
    found = list(
        Letter.objects.filter(kind=kind, about_pk__in=[str(row.pk) for row in rows]).values_list("recipient", flat=True)
    )
    return {person: found.count(person) for person in set(found)}


# The scheduler is away


def test_back_after_the_end_a_round_is_closed_once_at_its_stored_moment(consulters):
    consultation = in_first_round(consulters)
    closes_at = running(consultation).closes_at

    for late in (3 * DAY, 4 * DAY, 4 * DAY):
        keeping_time.keep(closes_at + late)

    assert refreshed(consultation).status == "between"
    assert (running(consultation).closed_at, closings(consultation)) == (closes_at, 1)
    assert settled(consultation) == {("day_before", "needless"): 11, ("half_time", "needless"): 11}
    assert (written_to(letters.REMINDER), len(written_to(letters.ENDED))) == ([], len(MEMBERS) + 3)


def test_back_between_the_last_reminder_and_the_end_only_the_last_is_sent(consulters):
    consultation = on_weekdays(consulters)
    at = running(consultation).addressees.earliest("due_at").due_at - HOUR

    keeping_time.keep(at)
    keeping_time.keep(at)
    keeping_time.keep(at + timedelta(minutes=1))

    assert settled(consultation) == {("day_before", "sent"): 11, ("half_time", "needless"): 11}
    assert written_to(letters.REMINDER) == sorted(f"focal-{slug}" for slug in MEMBERS)


def test_back_after_half_the_time_that_reminder_is_sent_once(consulters):
    consultation = on_weekdays(consulters)
    at = FRIDAY + 5 * DAY

    keeping_time.keep(at)
    keeping_time.keep(at + HOUR)

    assert settled(consultation) == {("day_before", "waiting"): 11, ("half_time", "sent"): 11}
    assert len(written_to(letters.REMINDER)) == len(MEMBERS)


def test_a_reminder_is_overtaken_by_a_later_one_that_another_worker_has_sent(consulters):
    """Two workers are back: one has the first reminder in its hand while the other sends the second."""
    consultation = on_weekdays(consulters)
    first, second = cell(consultation, "mx").reminders.order_by("due_at")
    at = second.due_at + HOUR
    keeping_time.remind_when_due(second.pk, at)

    keeping_time.remind_when_due(first.pk, at)

    first.refresh_from_db()
    assert (first.state, written_to(letters.REMINDER)) == ("needless", ["focal-mx"])


def test_a_reminder_is_overtaken_by_one_that_was_sent_by_hand(consulters):
    consultation = on_weekdays(consulters)
    keeping_time.remind_missing(running(consultation), by=consulters["ppt"], now=FRIDAY + 5 * DAY)

    keeping_time.keep(FRIDAY + 5 * DAY + HOUR)

    assert settled(consultation) == {
        ("by_hand", "sent"): 11,
        ("day_before", "waiting"): 11,
        ("half_time", "needless"): 11,
    }
    assert len(written_to(letters.REMINDER)) == len(MEMBERS)


def test_who_has_answered_is_not_reminded(consulters):
    consultation = on_weekdays(consulters)
    everybody_says(consulters, consultation, {"mx": None, "us": None}, at=FRIDAY + HOUR)

    keeping_time.keep(FRIDAY + 5 * DAY)

    assert written_to(letters.REMINDER) == ["focal-mx", "focal-us"]


def test_after_more_time_the_new_reminders_alone_are_sent(consulters):
    consultation = on_weekdays(consulters)
    conducting.extend(
        running(consultation), until=date(2026, 9, 30), reasons=both("x"), by=consulters["ppt"], now=FRIDAY + DAY
    )

    keeping_time.keep(FRIDAY + 6 * DAY + 15 * HOUR)  # both of the old moments have gone by

    assert settled(consultation) == {
        ("day_before", "needless"): 11,
        ("day_before", "waiting"): 11,
        ("half_time", "needless"): 11,
        ("half_time", "waiting"): 11,
    }
    assert written_to(letters.REMINDER) == []


def test_each_round_that_ended_in_the_meantime_is_closed_at_its_own_moment(consulters):
    later = FRIDAY + 35 * DAY
    second, first = in_second_round(consulters, later), in_first_round(consulters, later)
    question = asked(consulters, later, last_on=date(2026, 10, 19))
    ends = {row.pk: running(row).closes_at for row in (first, second, question)}

    keeping_time.keep(later + 60 * DAY)

    assert {row.pk: running(row).closed_at for row in (first, second, question)} == ends
    assert [refreshed(row).status for row in (first, second, question)] == ["between", "answered", "answered"]


# Two clocks at once


@committed
def test_two_clocks_at_once_close_and_tell_once(people):
    consultation = in_first_round(people)
    closes_at = running(consultation).closes_at

    outcomes = at_once(4, lambda _index: keeping_time.keep(closes_at))

    assert (outcomes, closings(consultation)) == (["done"] * 4, 1)
    assert running(consultation).closed_at == closes_at
    assert set(mails_to(letters.ENDED, consultation, running(consultation)).values()) == {1}


@committed
@pytest.mark.parametrize("at", [FRIDAY + 5 * DAY, FRIDAY + 7 * DAY])
def test_two_clocks_at_once_remind_each_country_once(people, at):
    consultation = on_weekdays(people)

    outcomes = at_once(4, lambda _index: keeping_time.keep(at))
    keeping_time.keep(at)

    assert outcomes == ["done"] * 4
    assert Reminder.objects.filter(due_at__lte=at, state="waiting").count() == 0
    assert written_to(letters.REMINDER) == sorted(f"focal-{slug}" for slug in MEMBERS)
    assert Reminder.objects.filter(addressee__round=running(consultation), state="sent").count() == 11


# A worker is killed


@pytest.fixture
def owner(transactional_db):
    """A session of its own, that holds a lock at which a worker waits."""
    with as_owner(connection.settings_dict["NAME"]) as session:
        yield session


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()


@pytest.mark.slow
@committed
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done_and_the_next_one_finishes(people, owner, tmp_path):
    """It has closed one round, and is about to close the other, when it dies."""
    empty_queue()
    first, second = in_first_round(people), in_first_round(people, FRIDAY + HOUR)
    rounds = [running(first), running(second)]
    held = Reminder.objects.filter(addressee__round=rounds[1]).first()
    owner.execute("BEGIN")
    owner.execute("SELECT 1 FROM declarations_reminder WHERE id = %s FOR UPDATE", [held.pk])

    with worker(9, tmp_path / "worker.log") as process:
        waking.wake(TASK)
        wait_for(somebody_waits)
        before = [refreshed(row).status for row in (first, second)]
        at_death = [closings(row) for row in (first, second)]
        os.kill(wait_for(lambda: child_of(process)), signal.SIGKILL)
        time.sleep(0.2)
        owner.execute("ROLLBACK")
        wait_for(lambda: closings(second) == 1)
        waking.wake(TASK)
        time.sleep(1)

    assert (before, at_death) == (["between", "first_round"], [1, 0])
    assert [refreshed(row).status for row in (first, second)] == ["between", "between"]
    assert [closings(row) for row in (first, second)] == [1, 1]
    for row, round_ in zip((first, second), rounds, strict=True):
        assert running(row).closed_at == round_.closes_at
        assert set(mails_to(letters.ENDED, row, round_).values()) == {1}
    assert Reminder.objects.exclude(state="needless").count() == 0


# The mail server is away


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    settings.MAILERS = {
        "default": {
            "BACKEND": "crm_portal.common.outbox.transport.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 0.5},
        }
    }
    yield server
    server.stop()


def test_letters_wait_for_the_mail_server_and_leave_once_without_what_is_needless_by_then(consulters, mail_server):
    now = timezone.now()
    consultation = asked(consulters, now - 4 * DAY, last_on=timezone.localdate(now) + 3 * DAY)
    keeping_time.keep(now)
    sending.send_due()
    waiting = set(Letter.objects.filter(kind=letters.REMINDER).values_list("state", flat=True))
    say(consultation, consulters["focal-mx"], "agree", at=now)

    mail_server.start()
    sending.send_due(timezone.now() + HOUR)
    sending.send_due(timezone.now() + 2 * HOUR)

    assert waiting == {"queued"}
    states = Letter.objects.filter(kind=letters.REMINDER).values_list("recipient__email", "state")
    assert sorted(states) == sorted(
        (f"focal-{slug}@example.org", "cancelled" if slug == "mx" else "sent") for slug in MEMBERS
    )
    sent = Letter.objects.filter(state="sent")
    assert sorted(mail_server.message_ids) == sorted(letter.message_id for letter in sent)
    assert {letter.state for letter in Letter.objects.exclude(kind=letters.REMINDER)} == {"sent"}


def test_a_reminder_that_waited_past_the_end_of_its_round_is_not_sent(consulters, mail_server):
    now = timezone.now()
    consultation = asked(consulters, now - 4 * DAY, last_on=timezone.localdate(now) + 3 * DAY)
    keeping_time.keep(now)
    Round.objects.filter(pk=running(consultation).pk).update(closes_at=timezone.now())

    mail_server.start()
    sending.send_due()

    assert set(Letter.objects.filter(kind=letters.REMINDER).values_list("state", flat=True)) == {"cancelled"}


# Several people at once


@committed
def test_of_two_who_answer_for_a_country_at_once_one_is_its_respondent(people):
    second = seated("second", "focal", "mx", valid_from=date(2020, 1, 1))
    consultation = in_first_round(people)
    answerers, choices = [people["focal-mx"], second], [("agree", ""), ("object", "No.")]

    outcomes = at_once(
        2,
        lambda index: answering.answer(
            cell(consultation, "mx"), *choices[index], by=fresh(answerers[index]), now=FRIDAY + HOUR
        ),
    )

    position = Position.objects.get(addressee=cell(consultation, "mx"))
    assert outcomes == ["TransitionNotAllowed", "done"]
    assert cell(consultation, "mx").respondent == position.answered_by


@committed
def test_the_same_answer_sent_five_times_at_once_is_recorded_once(people):
    consultation = in_first_round(people)

    outcomes = at_once(5, lambda _index: say(consultation, people["focal-mx"], "object", "No.", at=FRIDAY + HOUR))

    assert (outcomes, cell(consultation, "mx").positions.count()) == (["done"] * 5, 1)
    assert mails_to(letters.RECEIPT, consultation, cell(consultation, "mx")) == {people["focal-mx"].pk: 1}


@committed
def test_no_answer_is_taken_after_the_end_while_the_clock_closes(people):
    """Some hurry to answer until the last moment, and go on afterwards, while two clocks come by."""
    consultation = in_first_round(people)
    closes_at = timezone.now() + timedelta(seconds=1.5)
    Round.objects.filter(pk=running(consultation).pk).update(closes_at=closes_at)
    taken = []

    def hurry(index):
        slug = MEMBERS[index]
        for number in range(1000):
            if timezone.now() > closes_at + timedelta(seconds=0.5):
                return
            if index < 2:
                keeping_time.keep()
            else:
                try:
                    answering.answer(
                        cell(consultation, slug), "object", f"No. {number}", by=fresh(people[f"focal-{slug}"])
                    )
                    taken.append(slug)
                except TransitionNotAllowed:
                    pass

    outcomes = at_once(5, hurry)

    positions = Position.objects.filter(addressee__round=running(consultation))
    assert (outcomes, running(consultation).closed_at, closings(consultation)) == (["done"] * 5, closes_at, 1)
    assert positions.count() == len(taken) > 0
    assert [one for one in positions if one.answered_at >= closes_at] == []


@committed
@pytest.mark.parametrize("outcomes", [("no_consensus", "withdrawn"), ("adopted", "withdrawn"), ("carried", "carried")])
def test_of_two_outcomes_declared_at_once_one_counts(people, outcomes):
    consultation = after_first_round(people)
    conducting.skip(consultation, REASONS, by=people["ppt"])

    found = at_once(2, lambda index: conducting.declare(consultation, outcomes[index], REASONS, by=people["ppt"]))

    assert found == ["TransitionNotAllowed", "done"]
    assert refreshed(consultation).outcome in outcomes
    assert Deed.objects.filter(verb="declarations.declare_consultation").count() == 1


@committed
def test_two_rounds_opened_at_once_are_one_round_and_one_number(people):
    consultations = [agreed(people), agreed(people)]

    outcomes = at_once(
        4, lambda index: conducting.open_round(consultations[index % 2], by=people["ppt"], now=FRIDAY + DAY)
    )

    numbers = sorted(refreshed(row).number for row in consultations)
    assert (outcomes, numbers) == (["TransitionNotAllowed"] * 2 + ["done"] * 2, [1, 2])
    assert Round.objects.filter(stage="first").count() == 2


@committed
def test_an_answer_that_came_first_lies_before_the_end_that_withdrawing_makes(people):
    """Whoever withdraws waits for the answer that is being recorded."""
    consultation = asked(people, timezone.now() - DAY, last_on=timezone.localdate() + 5 * DAY)
    begun = threading.Event()

    def withdraw():
        begun.set()
        try:
            conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])
        finally:
            connection.close()

    other = threading.Thread(target=withdraw)
    with transaction.atomic():
        answering.locked(consultation.pk)
        other.start()
        begun.wait(10)
        time.sleep(0.3)
        position = answering.answer(cell(consultation, "mx"), "agree", by=fresh(people["focal-mx"]))
    other.join(30)

    assert refreshed(consultation).outcome == "withdrawn"
    assert position.answered_at < running(consultation).closes_at


@committed
def test_a_country_is_not_reminded_twice_by_hand_at_once(people):
    consultation = in_first_round(people)

    outcomes = at_once(
        3, lambda _index: keeping_time.remind_missing(running(consultation), by=people["ppt"], now=FRIDAY + HOUR)
    )

    assert outcomes == ["TransitionNotAllowed"] * 2 + ["done"]
    assert (Addressee.objects.count(), len(written_to(letters.REMINDER))) == (13, 11)
