"""Items that member countries put forward, accepted or refused with a reason. Source, lines 682-685."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from meetings import attendance, items, letters
from meetings.locking import locked
from meetings.models import AgendaItem, ItemProposal, Session

Status = ItemProposal.Status
TRANSITIONS: Transitions = {
    "accept": ((Status.PROPOSED,), Status.ACCEPTED),
    "refuse": ((Status.PROPOSED,), Status.REFUSED),
    "withdraw": ((Status.PROPOSED,), Status.WITHDRAWN),
}


@transaction.atomic
def propose(proposal: ItemProposal, *, by: Any) -> ItemProposal:
    """Put an item forward. Raises TransitionNotAllowed once the meeting is over."""
    items.refuse_written(locked(proposal.meeting))
    proposal.proposed_by, proposal.proposed_at = by, timezone.now()
    proposal.save(force_insert=True)
    audit.record("meetings.propose_itemproposal", proposal, by=by)
    return proposal


@transaction.atomic
def accept(proposal: ItemProposal, *, session: Session, by: Any) -> AgendaItem:
    """Take a proposal onto the agenda of a session, as its last item. Raises TransitionNotAllowed.

    Its title stands in both languages until somebody translates it.
    """
    proposal = decided(proposal, "accept", by)
    item = AgendaItem(session=session, axis=proposal.axis, minutes=proposal.minutes, presenter=proposal.party.name)
    for code, _name in settings.LANGUAGES:
        setattr(item, f"title_{code}", proposal.title)
    proposal.item = items.write(attendance.inherit(item), by=by)
    proposal.save()
    audit.record("meetings.accept_itemproposal", proposal, by=by)
    letters.tell_proposer(proposal, by=by)
    return proposal.item


@transaction.atomic
def refuse(proposal: ItemProposal, *, reason: str, by: Any) -> None:
    """Refuse a proposal, with a reason that the country reads. Raises TransitionNotAllowed."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why the proposal is refused."))
    proposal = decided(proposal, "refuse", by)
    proposal.reason = reason.strip()
    proposal.save()
    audit.record("meetings.refuse_itemproposal", proposal, by=by)
    letters.tell_proposer(proposal, by=by)


@transaction.atomic
def withdraw(proposal: ItemProposal, *, by: Any) -> None:
    """Take a proposal back before it is decided. Raises TransitionNotAllowed."""
    proposal = decided(proposal, "withdraw", by)
    proposal.save()
    audit.record("meetings.withdraw_itemproposal", proposal, by=by)


def decided(proposal: ItemProposal, verb: str, by: Any) -> ItemProposal:
    """The proposal, locked, in the state that a verb leads to; whoever calls keeps it."""
    found = ItemProposal.objects.select_for_update(of=("self",)).select_related("meeting", "party", "proposed_by")
    proposal = found.get(pk=proposal.pk)
    proposal.status = next_status(TRANSITIONS, verb, proposal.status)
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    return proposal
