"""Papers are pinned to the items of an agenda, and taken off again."""

from typing import Any

from django.db import transaction

from crm_portal.common import audit
from meetings import opening
from meetings.locking import locked
from meetings.models import ItemDocument


@transaction.atomic
def pin(paper: ItemDocument, *, by: Any) -> ItemDocument:
    """Put a version under an item, and open it to the parties that are expressly invited where it is for them."""
    meeting = locked(paper.item.session.meeting)
    paper.added_by = paper.added_by or by
    paper.save()
    audit.record("meetings.pin_itemdocument", paper, by=by, version=paper.version_id)
    opening.bring_in_line(meeting, by=by)
    return paper


@transaction.atomic
def unpin(paper: ItemDocument, *, by: Any) -> None:
    """Take a paper off its item; whoever read it only since it lay there reads it no longer."""
    meeting = locked(paper.item.session.meeting)
    audit.record("meetings.unpin_itemdocument", paper, by=by, version=paper.version_id)
    paper.delete()
    opening.bring_in_line(meeting, by=by)
