"""What the clock does with consultations: it ends rounds at their stored moment, and reminds who has not answered.

Each round and each reminder is settled in a transaction of its own, once, however late the worker comes to it and
however many of them do.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import letters, people
from declarations.consultations.locking import locked, step
from declarations.consultations.sweeping import each_by_itself
from declarations.models import Addressee, Reminder, Round

CLOSES = {
    Round.Stage.FIRST: "close_first",
    Round.Stage.SECOND: "close_second",
    Round.Stage.QUESTION: "close_question",
}
"""What the end of a round does to its consultation; that of the Troika's leaves it to the Presidency to go on."""
AT_MOST_EVERY = timedelta(hours=1)
"""How often the same country is reminded by hand."""


def keep(now: datetime | None = None) -> None:
    """Do what is due at a moment."""
    now = now or timezone.now()
    over = list(Round.objects.filter(closed_at=None, closes_at__lte=now).values_list("pk", flat=True))
    due = list(Reminder.objects.due(now).values_list("pk", flat=True))
    each_by_itself([partial(close, number, now) for number in over])
    each_by_itself([partial(remind_when_due, number, now) for number in due])


@transaction.atomic
def close(number: int, now: datetime) -> None:
    """Note that a round is over, since the moment stored with it; nothing where somebody was faster."""
    consultation = locked(Round.objects.values_list("consultation", flat=True).get(pk=number))
    round_ = Round.objects.select_related("consultation").get(pk=number)
    if round_.closed_at is not None or round_.closes_at is None or round_.closes_at > now:
        return
    round_.closed_at = round_.closes_at
    round_.save(update_fields=["closed_at"])
    Reminder.objects.filter(addressee__round=round_).settle_needless(now)
    if verb := CLOSES.get(Round.Stage(round_.stage)):
        consultation = step(consultation, verb)
        consultation.save(update_fields=["status"])
    audit.record("declarations.close_round", consultation, by=None, stage=round_.stage)
    asked = round_.addressees.count()
    replied = asked - round_.addressees.missing().count()
    answering = [person for person, _country in people.told(round_)]
    to = {person.pk: person for person in [*people.conductors(), *answering]}
    letters.tell_ended(round_, to.values(), replied=replied, asked=asked)


@transaction.atomic
def remind_when_due(number: int, now: datetime) -> None:
    """Send one reminder, unless it is needless by now: answered, over, or overtaken by a later one that is due too."""
    found = Reminder.objects.select_related("addressee__round__consultation", "addressee__respondent")
    reminder = found.select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
    if reminder is None or reminder.state != Reminder.State.WAITING:
        return
    addressee = reminder.addressee
    later = addressee.reminders.filter(due_at__gt=reminder.due_at, due_at__lte=now)
    is_overtaken = later.exclude(state=Reminder.State.NEEDLESS).exists()  # another worker may have sent it already
    is_needless = is_overtaken or addressee.positions.exists() or not addressee.round.is_open(now)
    to = [] if is_needless else people.reminded(addressee)
    reminder.state = Reminder.State.SENT if to else Reminder.State.NEEDLESS
    reminder.settled_at = now
    reminder.save(update_fields=["state", "settled_at"])
    letters.remind(addressee, to, by=None)


@transaction.atomic
def remind_missing(round_: Round, *, by: Any, now: datetime | None = None) -> int:
    """Remind those who have not answered, now; how many countries.

    Raises TransitionNotAllowed where all have answered, the round is over, or they were reminded within the hour.
    """
    consultation = locked(round_.consultation_id)
    now = now or timezone.now()
    round_ = Round.objects.get(pk=round_.pk)
    lately = Reminder.objects.filter(state=Reminder.State.SENT, settled_at__gt=now - AT_MOST_EVERY)
    asked = Addressee.objects.filter(round=round_).missing().exclude(pk__in=lately.values("addressee"))
    found = asked.select_related("round__consultation", "respondent", "party")
    to = {addressee.pk: people.reminded(addressee) for addressee in found}
    missing = [addressee for addressee in found if to[addressee.pk]]
    if not round_.is_open(now) or not missing:
        raise TransitionNotAllowed(
            _("Nobody is to be reminded: all have answered, the round is over, or it was done within the last hour.")
        )
    by_hand = {"kind": Reminder.Kind.BY_HAND, "state": Reminder.State.SENT, "due_at": now, "settled_at": now}
    Reminder.objects.bulk_create(Reminder(addressee=addressee, **by_hand) for addressee in missing)
    for addressee in missing:
        letters.remind(addressee, to[addressee.pk], by=by)
    audit.record("declarations.remind_consultation", consultation, by=by, number=len(missing))
    return len(missing)
