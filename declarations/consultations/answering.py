"""What a country says in a round, and who says it: one position, by one named respondent. Source, lines 716-727.

Ambiguities D9: the last position counts, and those before it stay on record.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import letters, people
from declarations.consultations.drafting import DOOR
from declarations.consultations.locking import locked
from declarations.models import Addressee, Position, Reminder

Choice = Position.Choice
NEEDS_TEXT = (Choice.AGREE_WITH_COMMENTS, Choice.PROPOSE_CHANGE, Choice.OBJECT)


def cell(addressee: Addressee, at: datetime | None) -> tuple[Addressee, datetime]:
    """The country's cell, locked with its consultation, and the moment once it is: answers are in order.

    Raises TransitionNotAllowed once no more answers are taken.
    """
    locked(addressee.round.consultation_id)
    now = at or timezone.now()
    found = Addressee.objects.select_related("round__consultation", "party", "respondent")
    addressee = found.select_for_update(of=("self",)).get(pk=addressee.pk)
    if not addressee.round.is_open(now):
        raise TransitionNotAllowed(_("This round is over: it takes no more answers."))
    return addressee, now


@transaction.atomic
def answer(
    addressee: Addressee,
    choice: str,
    text: str = "",
    *,
    by: Any,
    file: CheckedUpload | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Position:
    """Record the position of a country, by its respondent; whoever answers first where nobody was named becomes it.

    The head of delegation may always answer, and is the respondent from then on. `seen` is how many answers there were
    when the page was opened. Raises TransitionNotAllowed once the round is over, where somebody else answers for the
    country, and where its answer was changed in the meantime.
    """
    addressee, now = cell(addressee, now)
    if addressee.respondent_id != by.pk:
        if people.respondent_acts(addressee) and not people.may_name(by, addressee):
            raise TransitionNotAllowed(
                _("%(name)s answers for your country in this round.") % {"name": addressee.respondent}
            )
        put_in_charge(addressee, by, by=by, now=now)
    return record(addressee, choice, text, by=by, file=file, seen=seen, now=now)


@transaction.atomic
def record_for(
    addressee: Addressee, choice: str, text: str = "", *, mail: CheckedUpload, by: Any, now: datetime | None = None
) -> Position:
    """Record a position that came by mail, with the mail. Raises TransitionNotAllowed once the round is over."""
    addressee, now = cell(addressee, now)
    return record(addressee, choice, text, by=by, file=mail, now=now, on_behalf=True)


def record(
    addressee: Addressee,
    choice: str,
    text: str,
    *,
    by: Any,
    file: CheckedUpload | None,
    now: datetime,
    seen: int | None = None,
    on_behalf: bool = False,
) -> Position:
    """The next position of a country; the same one sent twice is recorded once."""
    text = text.replace("\r\n", "\n").strip()
    if (choice in NEEDS_TEXT) != bool(text):
        raise TransitionNotAllowed(_("Say what the comment, the change or the reason is."))
    last = addressee.positions.order_by("-number").first()
    if (
        last
        and file is None
        and not on_behalf
        and (last.choice, last.text, last.answered_by_id) == (choice, text, by.pk)
    ):
        return last
    if seen is not None and seen != (last.number if last else 0):
        raise TransitionNotAllowed(
            _("The answer was changed since you opened this page: see what is recorded. Send once more to change it.")
        )
    position = Position.objects.create(
        addressee=addressee,
        number=last.number + 1 if last else 1,
        choice=choice,
        text=text,
        language=translation.get_language() or "es",
        file=store(file, by=by, door=DOOR) if file else None,
        on_behalf=on_behalf,
        answered_by=by,
        answered_at=now,
    )
    Reminder.objects.filter(addressee=addressee).settle_needless(now)
    audit.record("declarations.record_position", position, by=by, number=position.number)
    to = people.reminded(addressee)
    letters.confirm(position, to if by in to or on_behalf else [*to, by], by=by)
    return position


@transaction.atomic
def name_respondent(addressee: Addressee, person: Any, *, by: Any, now: datetime | None = None) -> None:
    """Say who answers for a country until the round is over. Raises TransitionNotAllowed for who may not answer."""
    addressee, now = cell(addressee, now)
    if not people.may_answer_for(addressee).filter(pk=person.pk).exists():
        raise TransitionNotAllowed(_("This person does not act for the country."))
    put_in_charge(addressee, person, by=by, now=now)


def put_in_charge(addressee: Addressee, person: Any, *, by: Any, now: datetime) -> None:
    addressee.respondent, addressee.named_by, addressee.named_at = person, by, now
    addressee.save(update_fields=["respondent", "named_by", "named_at"])
    audit.record("declarations.name_respondent", addressee, by=by, respondent=person.pk)
