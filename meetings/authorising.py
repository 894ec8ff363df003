"""The workflow of an authorisation: the Presidency lets one observer country intervene on one item, beforehand.

It opens the item and its papers to that country, and nothing else. Source, lines 275-280 and 436-442; ambiguity C1.
"""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from declarations import publishing
from declarations.models import Document, DocumentGrant
from meetings import letters
from meetings.invitees import category_of
from meetings.locking import locked
from meetings.models import AgendaItem, ItemDocument, ItemGrant, Meeting
from meetings.speaking import seats_of
from members.models import Attendance, Audience, Party, PartyStatus

BEFOREHAND = (Meeting.Status.PLANNED, Meeting.Status.CONVENED, Meeting.Status.OPEN)


def countries(meeting: Meeting) -> Any:
    """The observer countries of a meeting's days."""
    seats = seats_of(meeting).filter(status=PartyStatus.Status.OBSERVER)
    return Party.objects.filter(pk__in=seats.values("party"), kind=Party.Kind.STATE)


@transaction.atomic
def authorise(item: AgendaItem, party: Party, *, by: Any, reason: str) -> ItemGrant:
    """Let an observer country intervene on an item, until the meeting is over; its people are told.

    Raises TransitionNotAllowed: for organisations, without a reason, when the meeting is over or has no last day,
    behind closed doors, at the Troika's, for an item that members do not read, and where it is authorised already.
    """
    item = locked_item(item)
    meeting = item.session.meeting
    if meeting.status not in BEFOREHAND or meeting.last_on is None or meeting.last_on < timezone.localdate():
        raise TransitionNotAllowed(_("Authorisations are given before a meeting is over, and once its days are known."))
    seats = seats_of(meeting).filter(party=party).select_related("party")
    if Attendance.Participant.OBSERVER_COUNTRY not in map(category_of, seats):
        raise TransitionNotAllowed(_("Observer countries alone are authorised to intervene on an item."))
    if not may_be_opened(item):
        raise TransitionNotAllowed(_("This item is for fewer than the members: nobody else is authorised on it."))
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why: it is kept on record."))
    grant = ItemGrant(item=item, party=party, reason=reason.strip(), granted_by=by, valid_from=timezone.localdate())
    grant.valid_until = meeting.last_on + timedelta(days=1)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        if "itemgrant_once_a_country" not in str(error):
            raise
        raise TransitionNotAllowed(_("%(party)s is authorised on this item already.") % {"party": party}) from error
    audit.record("meetings.authorise_agendaitem", item, by=by, grant=grant.pk)
    open_papers(grant, by=by)
    letters.tell_of_authorisation(grant, by=by)
    return grant


@transaction.atomic
def revoke(grant: ItemGrant, *, by: Any) -> ItemGrant:
    """End an authorisation, and close the papers that it opened; its people are told. Raises TransitionNotAllowed."""
    item = locked_item(grant.item)
    grant = ItemGrant.objects.select_for_update(of=("self",)).select_related("party").get(pk=grant.pk)
    if grant.revoked_at is not None:
        raise TransitionNotAllowed(_("This authorisation was revoked already."))
    grant.item = item
    grant.valid_until = min(grant.valid_until or timezone.localdate(), timezone.localdate())
    grant.revoked_at, grant.revoked_by = timezone.now(), by
    grant.save(update_fields=["valid_until", "revoked_at", "revoked_by"])
    for paper in grant.papers.all():
        publishing.close_to(paper, by=by)
    audit.record("meetings.revoke_itemgrant", item, by=by, grant=grant.pk)
    letters.tell_of_authorisation(grant, by=by)
    return grant


@transaction.atomic
def keep_in_step(item: AgendaItem, *, by: Any) -> None:
    """After an item or its papers have changed: open what was added, close what was taken away.

    An authorisation on what may no longer be opened is revoked.
    """
    item = locked_item(item)
    for grant in ItemGrant.objects.on(timezone.localdate()).filter(item=item, revoked_at=None).select_related("party"):
        grant.item = item
        if not may_be_opened(item):
            revoke(grant, by=by)
            continue
        belonging = papers_to_open(item)
        for paper in grant.papers.on(timezone.localdate()).exclude(document__in=belonging):
            publishing.close_to(paper, by=by)
        open_papers(grant, by=by)


def open_papers(grant: ItemGrant, *, by: Any) -> None:
    """Open to the country the papers under the item that are not open to it by this authorisation."""
    opened = grant.papers.on(timezone.localdate()).values("document")
    for document in papers_to_open(grant.item).exclude(pk__in=opened):
        paper = DocumentGrant(document=document, party=grant.party, reason=grant.reason)
        paper.valid_from, paper.valid_until = timezone.localdate(), grant.valid_until
        grant.papers.add(publishing.open_to(paper, by=by))


def papers_to_open(item: AgendaItem) -> Any:
    """The documents under an item that are for just those whom its session is for."""
    session = item.session
    same = Q(audience=session.audience)
    if session.audience == Audience.BODY:
        same &= Q(body=session.body_id)
    pinned = ItemDocument.objects.filter(item=item).values("version__document")
    return Document.objects.filter(same, pk__in=pinned).exclude(audience=Audience.PUBLIC)


def may_be_opened(item: AgendaItem) -> bool:
    return AgendaItem.objects.may_be_opened().filter(pk=item.pk).exists()


def locked_item(item: AgendaItem) -> AgendaItem:
    """The row, for the length of the transaction, after its meeting's."""
    meeting = locked(item.session.meeting)
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("session").get(pk=item.pk)
    item.session.meeting = meeting
    return item
