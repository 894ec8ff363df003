"""The steps that the Presidency takes with a consultation. Source, lines 709-734.

Each locks the consultation; its letters leave on commit. Deciding that there is consensus is the Presidency's, and it
is never found in silence (consensus.py).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit, numbers, waking
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import clock, consensus, letters, people
from declarations.consultations.drafting import newest_text
from declarations.consultations.filing_dossiers import FILE_TASK
from declarations.consultations.locking import last_round, locked, step
from declarations.consultations.transitions import OUTCOME_VERBS
from declarations.models import Addressee, Consultation, Extension, Reminder, Round
from members.models import Party
from members.working_days import LIBRARY

Status, Stage = Consultation.Status, Round.Stage


def troika_asked(day: date) -> list[Party]:
    """The other two of the Troika: the Presidency itself proposes. One of them may be missing (ambiguities D7).

    Raises TransitionNotAllowed where the record has neither.
    """
    found = people.others_of_troika(day)
    if not found:
        raise TransitionNotAllowed(
            _("The record has neither a previous nor a coming presidency: there is no Troika to consult.")
        )
    asked = list(Party.objects.filter(pk__in=found))
    clock.refuse_without_zone(asked)
    return asked


@transaction.atomic
def submit(
    consultation: Consultation,
    *,
    by: Any,
    last_on: date | None = None,
    text_seen: str = "",
    now: datetime | None = None,
) -> Round:
    """Present the course of action to the Troika, if wanted with a last day for its reaction. Source, lines 711-714.

    `text_seen` is the mark of the text that was looked at. Raises TransitionNotAllowed.
    """
    consultation = step(consultation, "submit")
    now = now or timezone.now()
    newest_text(consultation, seen=text_seen)
    asked = troika_asked(timezone.localdate(now))
    attempt = consultation.rounds.filter(stage=Stage.TROIKA).count() + 1
    days = None if last_on is None else dict.fromkeys((party.pk for party in asked), last_on)
    round_ = put_to(consultation, Stage.TROIKA, asked, days, by=by, now=now, attempt=attempt)
    save(consultation, "submit", by, number=round_.text.number)
    return round_


@transaction.atomic
def take_back(consultation: Consultation, *, by: Any, now: datetime | None = None) -> None:
    """Take the text back from the Troika to change it; what was answered stays. Raises TransitionNotAllowed."""
    consultation = step(consultation, "take_back")
    end_round_of_troika(consultation, now or timezone.now())
    save(consultation, "take_back", by)
    round_ = last_round(consultation)
    letters.tell_taken_back(round_, people.told(round_), by=by)


@transaction.atomic
def agree(consultation: Consultation, *, by: Any, now: datetime | None = None) -> None:
    """Record the consensus of the Troika.

    Raises TransitionNotAllowed where one has not answered or is against, and where the Troika is another since.
    """
    consultation = step(consultation, "agree")
    now, round_ = now or timezone.now(), last_round(consultation)
    if people.has_another_troika(round_, timezone.localdate(now)):
        raise TransitionNotAllowed(
            _("The presidency has passed on, and the Troika is another: take the text back and present it anew.")
        )
    consensus.refuse_without(round_)
    end_round_of_troika(consultation, now)
    save(consultation, "agree", by)


@transaction.atomic
def open_round(
    consultation: Consultation,
    *,
    by: Any,
    basis: str = Round.Basis.OWN,
    edited: Mapping[int, date] | None = None,
    reasons: Mapping[str, str] | None = None,
    days_seen: str = "",
    text_seen: str = "",
    now: datetime | None = None,
) -> Round:
    """Put the text to all members for five working days: the first round, or the second. Source, lines 716-727.

    `edited` has other last days by the party's number, which takes reasons in both languages. `days_seen` and
    `text_seen` are the marks of the days and of the text that were looked at. Raises TransitionNotAllowed.
    """
    is_first = locked(consultation.pk).status != Status.BETWEEN
    verb, stage = ("open_first", Stage.FIRST) if is_first else ("open_second", Stage.SECOND)
    consultation = step(consultation, verb)
    now = now or timezone.now()
    newest_text(consultation, seen=text_seen)
    members = clock.members_on(timezone.localdate(now))
    planned = clock.plan(members, now, basis, edited)
    if days_seen and days_seen != clock.mark(planned):
        raise TransitionNotAllowed(_("The days come out otherwise by now: look at them again before you send."))
    round_ = begin_round(consultation, stage, by=by, now=now)
    round_.basis, round_.calendar = basis, LIBRARY
    if any(one.is_edited for one in planned):
        say(round_, "edited_reason", reasons or {})
    round_.closes_at = clock.closes_at(planned)
    round_.save()
    put_on_record(consultation, now)
    ask(
        round_,
        [
            Addressee(
                round=round_,
                party=one.party,
                time_zone=one.party.time_zone,
                counted=one.counted_on,
                skipped=one.kept,
                computed_on=one.counting.last_on,
                sent_last_on=one.last_on,
                last_on=one.last_on,
                due_at=one.due_at,
            )
            for one in planned
        ],
        by=by,
    )
    save(consultation, verb, by, number=round_.text.number)
    return round_


@transaction.atomic
def ask_members(
    consultation: Consultation, *, last_on: date, by: Any, text_seen: str = "", now: datetime | None = None
) -> Round:
    """Put a question to all members until the end of a day, each in its own time zone. Source, lines 801-802.

    It is not the procedure, and decides nothing. `text_seen` is the mark of the text that was looked at. Raises
    TransitionNotAllowed.
    """
    consultation = step(consultation, "ask")
    now = now or timezone.now()
    newest_text(consultation, seen=text_seen)
    members = clock.members_on(timezone.localdate(now))
    days = dict.fromkeys((party.pk for party in members), last_on)
    put_on_record(consultation, now)
    round_ = put_to(consultation, Stage.QUESTION, members, days, by=by, now=now)
    save(consultation, "ask", by)
    return round_


def put_to(
    consultation: Consultation,
    stage: str,
    parties: Collection[Party],
    days: Mapping[int, date] | None,
    *,
    by: Any,
    now: datetime,
    attempt: int = 1,
) -> Round:
    """A round without working days: until a day that was chosen, or until somebody ends it.

    Raises TransitionNotAllowed for a day that is over somewhere.
    """
    due = {party.pk: clock.end_of(days[party.pk], party.time_zone) for party in parties} if days else {}
    if due and min(due.values()) <= now:
        raise TransitionNotAllowed(_("The last day lies ahead."))
    round_ = begin_round(consultation, stage, by=by, now=now, attempt=attempt)
    round_.closes_at = max(due.values()) if due else None
    round_.save()
    ask(
        round_,
        [
            Addressee(
                round=round_,
                party=party,
                time_zone=party.time_zone,
                sent_last_on=days[party.pk] if days else None,
                last_on=days[party.pk] if days else None,
                due_at=due.get(party.pk),
            )
            for party in parties
        ],
        by=by,
    )
    return round_


def begin_round(consultation: Consultation, stage: str, *, by: Any, now: datetime, attempt: int = 1) -> Round:
    """The round, on the newest text; not saved yet."""
    text = newest_text(consultation)
    return Round(consultation=consultation, stage=stage, attempt=attempt, text=text, sent_at=now, sent_by=by)


def ask(round_: Round, addressees: list[Addressee], *, by: Any) -> None:
    """Open a cell for each country, say when it is reminded, and write to those who answer for it."""
    for one in addressees:
        if not round_.is_of_troika and (only := people.only_focal_point(one)):
            one.respondent, one.named_at = only, round_.sent_at
    Addressee.objects.bulk_create(addressees)
    Reminder.objects.bulk_create(
        reminder for one in addressees for reminder in clock.reminders(one, since=round_.sent_at)
    )
    letters.ask(round_, people.told(round_), by=by)


def put_on_record(consultation: Consultation, now: datetime) -> None:
    """Number it, the first time that it is put to the members."""
    if consultation.opened_at is None:
        consultation.opened_at = now
        consultation.year = timezone.localdate(now).year
        consultation.number = numbers.allocate(f"consultation {consultation.year}")


def end_round_of_troika(consultation: Consultation, now: datetime) -> None:
    """Take no more answers of the Troika; its round may be over already."""
    round_ = last_round(consultation)
    if round_.closed_at is None:
        round_.closed_at = end_of(round_, now)
        round_.save(update_fields=["closed_at"])
        Reminder.objects.filter(addressee__round=round_).settle_needless(now)


def end_of(round_: Round, now: datetime) -> datetime:
    """The moment at which a round is over that somebody ends: its own, where that went by unnoticed."""
    return now if round_.closes_at is None else min(now, round_.closes_at)


@transaction.atomic
def extend(
    round_: Round, *, until: date, reasons: Mapping[str, str], by: Any, now: datetime | None = None
) -> Extension:
    """Give every country of a running round until the end of a later day, for reasons in both languages.

    Nothing else gives a running round more time: a holiday announced since does not. Raises TransitionNotAllowed.
    """
    consultation = locked(round_.consultation_id)
    now = now or timezone.now()
    round_ = Round.objects.select_related("consultation").get(pk=round_.pk)
    if not round_.is_open(now) or round_.closes_at is None:
        raise TransitionNotAllowed(_("This round takes no answers any more, or has no last day."))
    cells = list(round_.addressees.all())
    if any(until <= one.last_on for one in cells if one.last_on):
        raise TransitionNotAllowed(_("The new day is later than the last day of every country."))
    extension = Extension(round=round_, until=until, by=by, at=now)
    say(extension, "reason", reasons)
    extension.save()
    for cell in cells:
        cell.last_on, cell.due_at = until, clock.end_of(until, cell.time_zone)
        cell.save(update_fields=["last_on", "due_at"])
    round_.closes_at = max(cell.due_at for cell in cells if cell.due_at)
    round_.save(update_fields=["closes_at"])
    Reminder.objects.filter(addressee__round=round_).settle_needless(now)
    Reminder.objects.bulk_create(reminder for cell in cells for reminder in clock.reminders(cell, since=now))
    audit.record("declarations.extend_consultation", consultation, by=by)
    letters.tell_more_time(extension, people.told(round_), by=by)
    return extension


@transaction.atomic
def open_positions(round_: Round, *, by: Any, now: datetime | None = None) -> None:
    """Let the members read each other's positions before the round is over. Raises TransitionNotAllowed."""
    consultation = locked(round_.consultation_id)
    now = now or timezone.now()
    round_ = Round.objects.get(pk=round_.pk)
    if round_.is_of_troika or not round_.is_open(now):
        raise TransitionNotAllowed(_("Only the positions of a running round of the members can be opened to them."))
    if round_.positions_opened_at is not None:
        raise TransitionNotAllowed(_("The members read the positions of this round already."))
    round_.positions_opened_at, round_.positions_opened_by = now, by
    round_.save(update_fields=["positions_opened_at", "positions_opened_by"])
    audit.record("declarations.open_positions_consultation", consultation, by=by)


@transaction.atomic
def skip(consultation: Consultation, reasons: Mapping[str, str], *, by: Any, now: datetime | None = None) -> None:
    """Pass over the second round, for a reason in both languages, since nobody wants the text changed (ambiguities D5).

    Raises TransitionNotAllowed, also where a country has not answered or is against.
    """
    consultation = step(consultation, "skip")
    consensus.refuse_without(last_round(consultation))
    say(consultation, "skip_reason", reasons)
    consultation.skipped_at = now or timezone.now()
    save(consultation, "skip", by)


@transaction.atomic
def declare(
    consultation: Consultation, outcome: str, reasons: Mapping[str, str], *, by: Any, now: datetime | None = None
) -> None:
    """Declare what came of it, for a reason in both languages. Source, lines 729-734; ambiguities D6.

    Adopted is only what every member has agreed to in so many words. To withdraw ends a running round at once. Raises
    TransitionNotAllowed.
    """
    consultation = step(consultation, OUTCOME_VERBS[Consultation.Outcome(outcome)])
    now = now or timezone.now()  # once it is locked: nobody has answered after that
    if outcome == Consultation.Outcome.ADOPTED:
        consensus.refuse_without(last_round(consultation))
    say(consultation, "outcome_reason", reasons)
    running = consultation.rounds.filter(closed_at=None).first()
    if running is not None:
        running.closes_at = running.closed_at = end_of(running, now)
        running.save(update_fields=["closes_at", "closed_at"])
        Reminder.objects.filter(addressee__round=running).settle_needless(now)
    consultation.outcome = outcome
    consultation.declared_at, consultation.declared_by = now, by
    save(consultation, "declare", by)
    if running is not None or consultation.opened_at is None:
        letters.tell_outcome(consultation, people.informed(consultation), by=by)


@transaction.atomic
def report(consultation: Consultation, texts: Mapping[str, str], *, by: Any, now: datetime | None = None) -> None:
    """Tell all members the result, in both languages. Source, lines 731-734. Raises TransitionNotAllowed."""
    consultation = step(consultation, "report")
    say(consultation, "report", texts)
    consultation.reported_at, consultation.reported_by = now or timezone.now(), by
    save(consultation, "report", by)
    letters.tell_outcome(consultation, people.informed(consultation), by=by)


def say(row: Consultation | Round | Extension, name: str, texts: Mapping[str, str]) -> None:
    """Put a text in both languages into a row. Raises TransitionNotAllowed where one lacks."""
    for code in ("es", "en"):
        value = texts.get(code, "").replace("\r\n", "\n").strip()
        if not value:
            raise TransitionNotAllowed(_("The members read this in both languages: write it in both."))
        setattr(row, f"{name}_{code}", value)


def save(consultation: Consultation, verb: str, by: Any, **more: Any) -> None:
    """Keep the new state and that the step was taken."""
    consultation.save()  # all of it: modeltranslation keeps a text in three columns
    audit.record(f"declarations.{verb}_consultation", consultation, by=by, **more)
    transaction.on_commit(lambda: waking.wake(FILE_TASK))
