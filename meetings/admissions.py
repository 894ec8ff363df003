"""What an express invitation opens: that meeting's sessions, their items and papers, and nothing else.

Source, lines 925-928 and 1451-1457. `reconcile` brings what is open in line with what should be. An invitation
opens nothing for anybody else and runs it alone; a session, an item or a paper goes through `opening.bring_in_line`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from declarations import publishing
from declarations.models import Document, DocumentGrant
from meetings import attendance
from meetings.models import ItemDocument, Meeting, MeetingInvitation, Session
from members.models import Attendance, Circle, CircleAdmission

LONGEST_REASON = 250


@transaction.atomic
def reconcile(meeting: Meeting, *, by: Any) -> None:
    """Open to the parties that are expressly invited what their invitation opens, and close what it does not.

    A session that the rules open by invitation gets a circle, which admits those parties. Items with the session's own
    audience carry it, items for fewer do not. Papers of such items, for the session's own audience, are opened by
    grants. What is behind closed doors stays closed. To be called with the meeting's row locked.
    """
    expressly = MeetingInvitation.objects.filter(meeting=meeting, party__isnull=False, is_express=True)
    invitations = list(expressly.select_related("party"))
    standing = [one for one in invitations if one.is_standing]
    opened = {one.pk: attendance.parts_by_invitation(meeting, one.category) for one in standing}
    sessions = list(Session.objects.select_for_update(of=("self",)).filter(meeting=meeting).select_related("circle"))
    for session in sessions:
        admit(session, [one for one in standing if session.part in opened[one.pk]], invitations)
        attendance.settle_items(session)
    papers = papers_by_part(meeting)
    for one in invitations:
        parts = opened.get(one.pk, set())
        grant(one, {document for part in parts for document in papers[part]}, by=by)


def admit(session: Session, admitted: Iterable[MeetingInvitation], invitations: Iterable[MeetingInvitation]) -> None:
    """Admit these parties to a session, and none of the others that were expressly invited to the meeting."""
    parties = {one.party_id for one in admitted if one.party_id}
    if session.circle is None:
        if not parties:
            return
        session.circle = Circle.objects.create(name=f"{session.meeting}: {session}"[: attendance.MOST_LETTERS])
        session.save(update_fields=["circle", "changed_at"])
    there = CircleAdmission.objects.filter(circle=session.circle)
    others = {one.party_id for one in invitations} - parties
    there.filter(party__in=others).delete()
    known = set(there.on(timezone.localdate()).filter(party__in=parties).values_list("party", flat=True))
    for party_id in parties - known:
        CircleAdmission.objects.update_or_create(
            circle=session.circle, party_id=party_id, valid_from=timezone.localdate(), defaults={"valid_until": None}
        )


def papers_by_part(meeting: Meeting) -> dict[str, set[Document]]:
    """The documents that lie under items with their session's audience and have that same audience and body."""
    found: dict[str, set[Document]] = defaultdict(set)
    papers = ItemDocument.objects.filter(item__session__meeting=meeting)
    for paper in papers.select_related("item__session", "version__document"):
        session, document = paper.item.session, paper.version.document
        is_own = (document.audience, document.body_id) == (session.audience, session.body_id)
        if is_own and paper.item.audience == session.audience and session.part != Attendance.Part.CLOSED_DOOR:
            found[session.part].add(document)
    return found


def grant(invitation: MeetingInvitation, documents: set[Document], *, by: Any) -> None:
    """Open these documents to the party for this invitation, and end the grants that it gave for others."""
    in_force = invitation.grants.on(timezone.localdate()).select_related("document")
    for given in in_force:
        if given.document not in documents:
            publishing.close_to(given, by=by)
    reason = _("Express invitation: %(meeting)s") % {"meeting": invitation.meeting}
    for document in documents - {given.document for given in in_force}:
        made = DocumentGrant(
            document=document,
            party=invitation.party,
            reason=Truncator(reason).chars(LONGEST_REASON),
            valid_from=timezone.localdate(),
        )
        invitation.grants.add(publishing.open_to(made, by=by))
