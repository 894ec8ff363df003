"""When a letter may do what: the only writer of its state. Each verb locks the row and says no in a sentence.

A letter is *sending* in the database before the first word to the mail server. Whatever happens to the worker then, the
row tells that the mail may have left: it turns *uncertain*, repeats itself once under the same Message-ID, and if that
is cut short too, it waits for the staff.
"""

import logging
import random
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.common import waking
from crm_portal.common.outbox import rendering
from crm_portal.common.outbox.kinds import DIGEST, LetterKind, kinds
from crm_portal.common.outbox.models import AddressTrouble, Letter, MailPreference, daily
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

logger = logging.getLogger(__name__)

State = Letter.State
SEND_TASK = "crm_portal.common.outbox.tasks.send_due_letters"
TRANSITIONS: Transitions = {
    "queue": ([State.DRAFT], State.QUEUED),
    "begin": ([State.QUEUED, State.UNCERTAIN], State.SENDING),
    "mark_sent": ([State.SENDING, State.UNCERTAIN], State.SENT),
    "hold": ([State.SENDING], State.QUEUED),
    "doubt": ([State.SENDING], State.UNCERTAIN),
    "fail": ([State.QUEUED, State.UNCERTAIN, State.SENDING], State.FAILED),
    "resend": ([State.FAILED, State.BOUNCED, State.UNCERTAIN], State.QUEUED),
    "confirm_sent": ([State.UNCERTAIN], State.SENT),
    "cancel": ([State.DRAFT, State.QUEUED, State.UNCERTAIN], State.CANCELLED),
    # A server on the same machine may return a mail before the worker has noted that it took it.
    "mark_bounced": ([State.SENDING, State.UNCERTAIN, State.SENT], State.BOUNCED),
}

FIRST_WAIT, LONGEST_WAIT, GIVE_UP_AFTER = timedelta(seconds=30), timedelta(hours=1), timedelta(days=3)
GRACE = timedelta(minutes=3)
"""A row that is *sending* for longer has lost its worker: no dialogue lasts so long with 10 s for each answer."""
REPEAT_AFTER = timedelta(minutes=1)
DIGEST_HOUR = time(7)


# Writing


def draft(
    kind: str,
    *,
    to: Any = None,
    address: str = "",
    language: str = "",
    context: Mapping[str, Any] | None = None,
    about: models.Model | None = None,
    subject: str = "",
    text: str = "",
    reply_to: str = "",
    by: Any = None,
) -> Letter:
    """Write a letter to a person with an account, or to an address, in the recipient's language.

    `subject` and `text` take the place of what the kind's template says, `reply_to` of where its answers go. Raises
    ValidationError when a part cannot stand in a mail (a line break in the subject for one), ValueError when the
    context holds more than plain words.
    """
    sort = kinds[kind]
    context = dict(context or {})
    rendering.refuse_rich(context)
    language = language or (to.language if to else Letter.Language.SPANISH)
    if text:
        said = rendering.Words(subject or rendering.subject_line(sort, language, context), text, "")
    else:
        said = rendering.words(sort, language, context)
    letter = Letter(
        recipient=to,
        address=(address or (to.email if to else "")).lower(),
        language=language,
        kind=kind,
        context={} if sort.is_secret else context,
        subject=subject or said.subject,
        text=said.text,
        html=said.html,
        reply_to=reply_to,
        is_public=sort.is_public,
        is_secret=sort.is_secret,
        about_model=about._meta.label_lower if about else "",
        about_pk=str(about.pk) if about else "",
        created_by=by,
    )
    letter.full_clean()
    letter.save(force_insert=True)
    return letter


@transaction.atomic
def post(kind: str, **parts: Any) -> Letter:
    """Write a letter and queue it at once, for kinds that need nobody's Send. Raises as `draft` and `queue` do."""
    return queue(draft(kind, **parts), by=parts.get("by"))


@transaction.atomic
def edit(letter: Letter, *, subject: str, text: str) -> Letter:
    """Change what a draft says; its HTML follows the text. Raises TransitionNotAllowed, ValidationError."""
    letter = locked(letter)
    if not letter.is_editable:
        raise TransitionNotAllowed(_("Only a draft can be changed."))
    if text != letter.text:
        letter.text, letter.html = text, ""
    letter.subject = subject
    letter.full_clean()
    letter.save(update_fields=["subject", "text", "html"])
    return letter


# Sending, from the staff's side


@transaction.atomic
def queue(letter: Letter, *, by: Any) -> Letter:
    """Send: let the letter leave as soon as may be, or with the recipient's next summary.

    Raises TransitionNotAllowed, also when a kind that needs somebody's Send comes without one.
    """
    letter = locked(letter)
    kind = kinds.get(letter.kind)
    if kind is None or (kind.needs_send and by is None):
        raise TransitionNotAllowed(_("This letter leaves only when somebody presses Send."))
    if not letter.text.strip():
        raise TransitionNotAllowed(_("This letter has no text yet."))
    now = timezone.now()
    if kind.allows_digest and letter.recipient and daily(letter.recipient):
        letter.priority, letter.next_attempt_at = Letter.Priority.DIGEST, next_digest_at(letter.recipient, now)
    else:
        letter.next_attempt_at = now
    letter.queued_at, letter.queued_by = now, by
    move(letter, "queue", "priority", "next_attempt_at", "queued_at", "queued_by")
    transaction.on_commit(lambda: waking.wake(SEND_TASK))
    return letter


@transaction.atomic
def resend(letter: Letter, *, by: Any) -> Letter:
    """Send again what failed, came back or is uncertain, to the person's address of today. Raises TransitionNotAllowed.

    It keeps its Message-ID, so that a mailbox which has it already can tell.
    """
    letter = locked(letter)
    if letter.carried_by_id:
        raise TransitionNotAllowed(_("This letter is part of a daily summary: resend the summary."))
    if letter.is_secret and not letter.text:
        raise TransitionNotAllowed(_("Its link was removed when it ended: a new one has to be asked for."))
    if letter.recipient and not letter.is_secret:
        letter.address = letter.recipient.email
    now = timezone.now()
    letter.queued_at = letter.next_attempt_at = now
    letter.queued_by, letter.error, letter.was_repeated, letter.sent_at = by, "", False, None
    move(
        letter,
        "resend",
        "address",
        "queued_at",
        "next_attempt_at",
        "queued_by",
        "error",
        "was_repeated",
        "sent_at",
    )
    transaction.on_commit(lambda: waking.wake(SEND_TASK))
    return letter


@transaction.atomic
def cancel(letter: Letter, *, by: Any = None, reason: str = "") -> Letter:
    """Keep a letter from leaving. Raises TransitionNotAllowed once it has left."""
    letter = locked(letter)
    if letter.carried_by_id:
        raise TransitionNotAllowed(_("This letter is part of a daily summary: cancel the summary."))
    letter.error = reason or (_("Cancelled by %(person)s.") % {"person": by} if by else "")
    move(letter, "cancel", "error")
    return letter


@transaction.atomic
def confirm_sent(letter: Letter, *, by: Any) -> Letter:
    """Somebody knows that an uncertain letter arrived. Raises TransitionNotAllowed."""
    letter = locked(letter)
    letter.sent_at, letter.error = letter.sending_at, _("%(person)s says that it arrived.") % {"person": by}
    letter.next_attempt_at = None
    move(letter, "confirm_sent", "sent_at", "error", "next_attempt_at")
    return letter


# Sending, from the worker's side


@transaction.atomic
def begin_next(now: datetime) -> Letter | None:
    """Take the next letter that is due, unless nothing is; from here on it may have left.

    A letter that may not leave any more, as the recipient has been deactivated or may not see its subject now, is
    cancelled with the reason on the way.
    """
    due = Letter.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
    while letter := due.due(now).order_by("next_attempt_at", "pk").first():
        try:
            with transaction.atomic():
                obstacle = prepare(letter, now)
        except Exception as error:  # a kind's own check failed: its letter must not keep the others
            logger.error("Letter %d could not be checked (%s).", letter.pk, type(error).__name__)
            obstacle = ("fail", _("What it depends on could not be checked."))
        letter.next_attempt_at = None
        if obstacle:
            verb, letter.error = obstacle
            move(letter, verb, "error", "next_attempt_at")
            continue
        letter.was_repeated = letter.state == State.UNCERTAIN
        letter.attempts += 1
        letter.sending_at = now
        move(letter, "begin", "reply_to", "was_repeated", "attempts", "sending_at", "next_attempt_at")
        return letter
    return None


def prepare(letter: Letter, now: datetime) -> tuple[str, str] | None:
    """Ready a letter for leaving; or the verb that it ends with instead, and why."""
    kind = kinds.get(letter.kind)
    if kind is None:
        return "fail", _("The portal does not know this kind of letter any more.")
    if why := why_not(letter, kind, now):
        return "cancel", why
    if letter.kind == DIGEST.name and not render_digest(letter, now):
        return "cancel", _("Nothing is left to be summed up.")
    letter.reply_to = letter.reply_to or kind.reply_to()
    return None


@transaction.atomic
def mark_sent(letter: Letter) -> None:
    """The mail server took it. Raises TransitionNotAllowed."""
    letter = locked(letter)
    letter.sent_at, letter.error, letter.next_attempt_at = timezone.now(), "", None
    move(letter, "mark_sent", "sent_at", "error", "next_attempt_at")


@transaction.atomic
def hold(letter: Letter, *, words: str) -> None:
    """Not now: try again later, each time after twice the wait, until it has waited for days.

    `words` are the server's. Raises TransitionNotAllowed.
    """
    attempt, letter = letter.attempts, locked(letter)
    refuse_stale(letter, attempt)
    letter.error = words
    if letter.queued_at and timezone.now() - letter.queued_at > GIVE_UP_AFTER:
        move(letter, "fail", "error")
        return
    letter.next_attempt_at = timezone.now() + wait_before(letter.attempts + 1)
    move(letter, "hold", "error", "next_attempt_at")


def hold_all(until: datetime) -> int:
    """The mail server cannot be reached: nothing that is due is tried before `until`. Returns how many wait."""
    return Letter.objects.due(timezone.now()).update(next_attempt_at=until)


@transaction.atomic
def fail(letter: Letter, *, words: str) -> None:
    """It cannot be delivered, and trying again would not help. Raises TransitionNotAllowed."""
    attempt, letter = letter.attempts, locked(letter)
    refuse_stale(letter, attempt)
    letter.error, letter.next_attempt_at = words, None
    move(letter, "fail", "error", "next_attempt_at")


@transaction.atomic
def doubt(letter: Letter, *, words: str) -> None:
    """Nobody can know whether it left. The first time it repeats itself, then it waits. Raises TransitionNotAllowed."""
    attempt, letter = letter.attempts, locked(letter)
    refuse_stale(letter, attempt)
    letter.error = words
    letter.next_attempt_at = None if letter.was_repeated else timezone.now() + REPEAT_AFTER
    move(letter, "doubt", "error", "next_attempt_at")


def doubt_lost(now: datetime) -> int:
    """Letters whose worker is gone in the middle of sending become uncertain. Returns how many."""
    lost = Letter.objects.filter(state=State.SENDING, sending_at__lt=now - GRACE)
    for letter in lost:
        try:
            doubt(letter, words=_("The worker stopped in the middle of sending."))
        except TransitionNotAllowed:
            continue  # another sweep was quicker
    return len(lost)


@transaction.atomic
def mark_bounced(letter: Letter, *, words: str) -> Letter:
    """The mail came back; its address is noted as not working. Raises TransitionNotAllowed."""
    letter = locked(letter)
    letter.sent_at, letter.error = letter.sent_at or letter.sending_at, words
    letter.next_attempt_at = None
    move(letter, "mark_bounced", "sent_at", "error", "next_attempt_at")
    AddressTrouble.objects.get_or_create(address=letter.address, defaults={"reason": words})
    return letter


# Daily summaries


def gather_digests(now: datetime) -> int:
    """Put what is due for daily summaries into one letter for each person. Returns how many it made.

    Two at once share the people between them and never one person's letters: whoever has the person's preference locked
    takes all that waits for that person, also what somebody else has locked a moment longer.
    """
    waiting = Letter.objects.due_for_digest(now).values("recipient")
    people = MailPreference.objects.filter(user__in=waiting).order_by("user").values_list("pk", flat=True)
    return sum(gather_for(number, now) for number in people)


@transaction.atomic
def gather_for(preference: int, now: datetime) -> bool:
    """Put what is due for one person into a letter; whether there was anything, and nobody else is at it."""
    locked = MailPreference.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    found = locked.filter(pk=preference).first()
    if found is None:
        return False
    due = Letter.objects.due_for_digest(now).filter(recipient=found.user)
    items = list(due.select_for_update(of=("self",)).order_by("queued_at", "pk"))
    if not items:
        return False
    # The words come when it is sent: until then an item may have become none of the recipient's business.
    digest = draft(DIGEST.name, to=found.user, context={"day": day_of(found.user, now)}, text="…")
    Letter.objects.filter(pk__in=[item.pk for item in items]).update(carried_by=digest)
    queue(digest, by=None)
    return True


def render_digest(digest: Letter, now: datetime) -> bool:
    """Give a summary its words, of those letters alone that may still go. Whether any is left."""
    left = []
    for item in digest.items.filter(state=State.QUEUED).select_related("recipient").select_for_update(of=("self",)):
        if obstacle := prepare(item, now):
            verb, item.error = obstacle
            move(item, verb, "error")
        else:
            left.append(item)
    if left:
        left.sort(key=lambda item: (item.queued_at, item.pk))
        said = rendering.digest_words(day_of(digest.recipient, now), digest.language, left)
        digest.text, digest.html = said.text, said.html
        digest.save(update_fields=["text", "html"])
    return bool(left)


def next_digest_at(person: Any, now: datetime) -> datetime:
    """The next seven o'clock in a person's time zone."""
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    moments = (datetime.combine(today + timedelta(days=days), DIGEST_HOUR, zone) for days in (0, 1))
    return next(moment for moment in moments if moment > now)


def day_of(person: Any, now: datetime) -> str:
    """The day it is for a person, in words."""
    with override(person.language):
        return formats.date_format(now.astimezone(ZoneInfo(person.time_zone)), "DATE_FORMAT")


# What the verbs share


def locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=letter.pk)


def move(letter: Letter, verb: str, *changed: str) -> None:
    """Take a locked letter to its next state, with the other changed fields, and the letters it carries along."""
    letter.state = next_status(TRANSITIONS, verb, letter.state)
    fields = {"state", *changed}
    if letter.is_secret and letter.state in Letter.ENDED:
        letter.text = letter.html = ""
        letter.context = {}
        fields |= {"text", "html", "context"}
    letter.save(update_fields=fields)
    if letter.kind == DIGEST.name:
        follow(letter)


def follow(digest: Letter) -> None:
    """The letters in a daily summary end as it ends, and wait again when it is sent again."""
    items = Letter.objects.filter(carried_by=digest)
    if digest.state == State.QUEUED:
        items.filter(state__in=[State.FAILED, State.BOUNCED]).update(state=State.QUEUED, sent_at=None)
    elif digest.state in Letter.ENDED:
        items.exclude(state=State.CANCELLED).update(state=digest.state, sent_at=digest.sent_at)


def refuse_stale(letter: Letter, attempt: int) -> None:
    """Raises TransitionNotAllowed when another attempt has begun since."""
    if letter.attempts != attempt:
        raise TransitionNotAllowed(_("Another attempt has begun since."))


def wait_before(attempt: int) -> timedelta:
    """How long to wait before an attempt, the second being the first to wait; spread, so that not all come at once."""
    doublings = min(max(attempt - 2, 0), 10)
    wait: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)


def why_not(letter: Letter, kind: LetterKind, now: datetime) -> str:
    """Why a queued letter may not leave any more; empty when it may."""
    if letter.recipient and not letter.recipient.is_active:
        return _("The recipient's account is not active any more.")
    if kind.good_for and letter.queued_at and now - letter.queued_at > kind.good_for:
        return _("It waited so long that what it says no longer holds.")
    if not about_is_visible(letter) or not kind.may_still(letter):
        return _("The recipient may no longer see what it is about.")
    return ""


def about_is_visible(letter: Letter) -> bool:
    """Whether what a letter is about is there, and within the recipient's sight where the model draws that line."""
    if not letter.about_model:
        return True
    try:
        rows: Any = apps.get_model(letter.about_model)._default_manager
    except LookupError:
        return False
    if letter.recipient and hasattr(rows, "visible_to"):
        rows = rows.visible_to(letter.recipient)
    try:
        return bool(rows.filter(pk=letter.about_pk).exists())
    except (ValueError, ValidationError):
        return False


def recipient_of(address: str) -> Any:
    """The person whose account has an address; None where nobody's has."""
    return get_user_model()._default_manager.filter(email=address.lower()).first()
