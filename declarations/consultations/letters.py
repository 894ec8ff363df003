"""The letters about consultations. Each is asked again, just before it leaves, whether its reader still may know."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from declarations.models import Addressee, Consultation, Extension, Position, Round
from members.letters import absolute, presidency
from members.models import User

if TYPE_CHECKING:
    from crm_portal.common.outbox.models import Letter

ROUND, REMINDER, RECEIPT = "consultation-round", "consultation-reminder", "consultation-receipt"
EXTENDED, TAKEN_BACK = "consultation-extended", "consultation-taken-back"
ENDED, OUTCOME = "consultation-ended", "consultation-outcome"


def sees(letter: "Letter", rows: Any) -> bool:
    """Whether the reader of a letter may still see the row that it is about."""
    return bool(letter.recipient and rows.visible_to(letter.recipient).filter(pk=letter.about_pk).exists())


def sees_consultation(letter: "Letter") -> bool:
    return sees(letter, Consultation.objects)


def sees_round(letter: "Letter") -> bool:
    return sees(letter, Round.objects)


def reads_answer(letter: "Letter") -> bool:
    """Whether the reader still reads what the country said, and has not come to act for another one since."""
    said = Position.objects.filter(addressee=int(letter.about_pk))
    return bool(letter.recipient and said.visible_to(letter.recipient).exists())


def still_awaited(letter: "Letter") -> bool:
    """Whether a country's answer is still missing and would still be taken: mail may have waited for days."""
    open_cells = Addressee.objects.missing().filter(round__in=Round.objects.open(timezone.now()))
    return sees(letter, open_cells)


KINDS = (
    LetterKind(
        ROUND,
        _("A consultation awaits the country's answer"),
        template="mail/consultation_round",
        subject=_("Consultation: %(title)s"),
        reply_to=presidency,
        may_still=sees_round,
    ),
    LetterKind(
        REMINDER,
        _("Reminder of a consultation"),
        template="mail/consultation_reminder",
        subject=_("Reminder, consultation: %(title)s"),
        reply_to=presidency,
        may_still=still_awaited,
    ),
    LetterKind(
        RECEIPT,
        _("Receipt of a country's position"),
        template="mail/consultation_receipt",
        subject=_("Position received: %(title)s"),
        reply_to=presidency,
        may_still=reads_answer,
    ),
    LetterKind(
        EXTENDED,
        _("A round of a consultation has more time"),
        template="mail/consultation_extended",
        subject=_("More time, consultation: %(title)s"),
        reply_to=presidency,
        may_still=sees_round,
    ),
    LetterKind(
        TAKEN_BACK,
        _("A consultation was taken back from the Troika"),
        template="mail/consultation_taken_back",
        subject=_("Taken back to be changed: %(title)s"),
        reply_to=presidency,
        may_still=sees_round,
    ),
    LetterKind(
        ENDED,
        _("A round of a consultation has ended"),
        template="mail/consultation_ended",
        subject=_("The round has ended: %(title)s"),
        reply_to=presidency,
        may_still=sees_round,
    ),
    LetterKind(
        OUTCOME,
        _("Outcome of a consultation"),
        template="mail/consultation_outcome",
        subject=_("Outcome of the consultation: %(title)s"),
        reply_to=presidency,
        may_still=sees_consultation,
    ),
)


def moment(at: Any, time_zone: str) -> str:
    """A moment in words: the day, the hour, and whose time it is."""
    local = timezone.localtime(at, ZoneInfo(time_zone))
    return formats.date_format(local, "DATETIME_FORMAT")


def write(kind: str, recipient: User, about: models.Model, consultation: Consultation, *, by: Any, **more: Any) -> None:
    """One letter; `more` has values, or functions that give them in the reader's language."""
    with translation.override(recipient.language):
        context = {
            "title": str(consultation),
            "is_procedure": consultation.is_procedure,
            "link": absolute(consultation.get_absolute_url()),
            **{name: value() if callable(value) else value for name, value in more.items()},
        }
    outbox.post(kind, to=recipient, about=about, context=context, by=by)


def due(addressee: Addressee) -> Any:
    """By when a country answers, in its own time; nothing where no day was set."""
    if addressee.due_at is None:
        return ""
    return lambda: moment(addressee.due_at, addressee.time_zone)


def ask(round_: Round, recipients: Iterable[tuple[User, int]], *, by: Any) -> None:
    """Put the text to those asked, each with the country's own last moment."""
    tell_of_round(ROUND, round_, recipients, by=by)


def tell_more_time(extension: Extension, recipients: Iterable[tuple[User, int]], *, by: Any) -> None:
    """Tell those asked until when they have now, and why."""
    tell_of_round(EXTENDED, extension.round, recipients, by=by, reason=lambda: extension.reason)


def tell_of_round(
    kind: str, round_: Round, recipients: Iterable[tuple[User, int]], *, by: Any, **more: Callable[[], str]
) -> None:
    cells = {one.party_id: one for one in round_.addressees.all()}
    stage = round_.get_stage_display
    for recipient, country in recipients:
        own = due(cells[country])
        write(kind, recipient, round_, round_.consultation, by=by, stage=lambda: str(stage()), due=own, **more)


def tell_taken_back(round_: Round, recipients: Iterable[tuple[User, int]], *, by: Any) -> None:
    """Tell the Troika that the text it has is being changed, and is put to it anew."""
    tell_of_round(TAKEN_BACK, round_, recipients, by=by)


def remind(addressee: Addressee, recipients: Iterable[User], *, by: Any) -> None:
    """Remind one country of a round it has not answered."""
    consultation = addressee.round.consultation
    page = addressee.get_absolute_url
    for recipient in recipients:
        write(REMINDER, recipient, addressee, consultation, by=by, due=due(addressee), link=lambda: absolute(page()))


def confirm(position: Position, recipients: Iterable[User], *, by: Any) -> None:
    """Tell those who answer for a country that its position was recorded, when, and until when it may be changed."""
    addressee = position.addressee
    for recipient in recipients:
        write(
            RECEIPT,
            recipient,
            addressee,
            addressee.round.consultation,
            by=by,
            choice=lambda: str(position.get_choice_display()),
            at=lambda: moment(position.answered_at, addressee.time_zone),
            until=lambda: moment(addressee.round.closes_at, addressee.time_zone) if addressee.round.closes_at else "",
            on_behalf=position.on_behalf,
        )


def tell_ended(round_: Round, recipients: Iterable[User], *, replied: int, asked: int) -> None:
    """Tell that a round is over, and how many answered; who did, stands in the portal."""
    stage = round_.get_stage_display
    for recipient in recipients:
        write(
            ENDED,
            recipient,
            round_,
            round_.consultation,
            by=None,
            stage=lambda: str(stage()),
            replied=replied,
            asked=asked,
        )


def tell_outcome(consultation: Consultation, recipients: Iterable[User], *, by: Any) -> None:
    """Tell the result, with the Presidency's report or its reason."""
    for recipient in recipients:
        write(
            OUTCOME,
            recipient,
            consultation,
            consultation,
            by=by,
            outcome=lambda: str(consultation.get_outcome_display()) if consultation.outcome else "",
            words=lambda: consultation.report or consultation.outcome_reason,
        )
