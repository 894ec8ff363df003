"""What is open at a meeting beyond its audiences, brought in line after its sessions, items or papers change."""

from typing import Any

from django.db import transaction

from meetings import admissions, authorising, delegations
from meetings.locking import locked
from meetings.models import AgendaItem, ItemGrant, Meeting


@transaction.atomic
def bring_in_line(meeting: Meeting, *, by: Any) -> None:
    """Open and close what follows from express invitations, seats behind closed doors, and authorisations."""
    meeting = locked(meeting)
    admissions.reconcile(meeting, by=by)
    delegations.admit_seat_holders(meeting)
    authorised = ItemGrant.objects.filter(item__session__meeting=meeting, revoked_at=None).values("item")
    for item in AgendaItem.objects.filter(pk__in=authorised).order_by("pk"):
        authorising.keep_in_step(item, by=by)
