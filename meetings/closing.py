"""What closing a meeting asks for: its standing items decided, who was present, and the documents that came out of it.

Practice records which countries were present and which were not, since absences matter; a body's outcome goes up from
the network's report by the conclusions of the RCGM to the declaration of the Vice-Ministers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document
from meetings.invitees import invited_parties
from meetings.locking import locked
from meetings.models import AgendaItem, Delegate, Meeting, Outcome, PartyPresence
from members.models import Party, PartyStatus

Kind, Status = Meeting.Kind, Meeting.Status
MOST_FOUND = 10


# Whether a meeting can be closed


def refuse_undecided(meeting: Meeting, by: Any) -> None:
    """Raises TransitionNotAllowed naming the standing items of which nobody said what became of them.

    What is behind closed doors is named to those admitted alone.
    """
    undecided = AgendaItem.objects.undecided().filter(session__meeting=meeting)
    if not undecided.exists():
        return
    named = [f"“{item}”" for item in undecided & AgendaItem.objects.visible_to(by)]
    if not named:
        raise TransitionNotAllowed(_("Items that you cannot see stand undecided. The Presidency decides them."))
    raise TransitionNotAllowed(
        _("Say of each of these items whether it is done or carried over: %(items)s.") % {"items": ", ".join(named)}
    )


def refuse_unrecorded(meeting: Meeting) -> None:
    """Raises TransitionNotAllowed saying of how many members that were to come nobody recorded whether they did.

    A workshop or the like is closed without it.
    """
    if meeting.is_hosted:
        return
    recorded = PartyPresence.objects.filter(meeting=meeting).values_list("party", flat=True)
    if missing := len({called.party.pk for called in roll(meeting).members}.difference(recorded)):
        said = ngettext(
            "Record first who was present: this is not known yet of %(number)d member.",
            "Record first who was present: this is not known yet of %(number)d members.",
            missing,
        )
        raise TransitionNotAllowed(said % {"number": missing})


# Who was present


class Called(NamedTuple):
    """A party that is called, and whether somebody of its delegation was noted as attending."""

    party: Party
    was_noted: bool


class Roll(NamedTuple):
    """The parties to call: those that were to come, members apart from the others, and all others with a seat."""

    members: list[Called]
    observers: list[Called]
    others: list[Called]

    def noted(self) -> set[int]:
        """The parties with which the roll begins, for a person to check."""
        return {called.party.pk for parties in self for called in parties if called.was_noted}


def roll(meeting: Meeting) -> Roll:
    """The parties by name that may be present at a meeting, by the seats of its first day. Four queries."""
    attending = Delegate.objects.filter(delegation__meeting=meeting, attended_at__isnull=False)
    noted = Exists(attending.filter(delegation__party=OuterRef("party")))
    to_come = {party.pk for party in invited_parties(meeting)}
    seats = PartyStatus.objects.on(meeting.starts_on or timezone.localdate()).select_related("party")
    found = Roll([], [], [])
    for seat in sorted(seats.annotate(was_noted=noted), key=lambda seat: seat.party.name):
        called = Called(seat.party, seat.was_noted)
        if seat.party_id not in to_come:
            found.others.append(called)
        elif seat.status == PartyStatus.Status.MEMBER:
            found.members.append(called)
        else:
            found.observers.append(called)
    return found


@transaction.atomic
def record_presences(meeting: Meeting, present: Collection[int], *, by: Any) -> None:
    """Record the parties that came, by their numbers: of each that was to come, whether it did; and any other.

    May be corrected while the meeting is in session. Raises TransitionNotAllowed before and after.
    """
    meeting = locked(meeting)
    if meeting.status != Status.OPEN:
        raise TransitionNotAllowed(_("Who is present is recorded while the meeting is in session."))
    told = dict.fromkeys((party.pk for party in invited_parties(meeting)), False) | dict.fromkeys(present, True)
    PartyPresence.objects.filter(meeting=meeting).exclude(party__in=told).delete()
    PartyPresence.objects.bulk_create(
        [PartyPresence(meeting=meeting, party_id=party, is_present=is_present) for party, is_present in told.items()],
        update_conflicts=True,
        unique_fields=["meeting", "party"],
        update_fields=["is_present"],
    )
    audit.record("meetings.record_presences", meeting, by=by, present=len(present))


class Attended(NamedTuple):
    """Who was present at a meeting and which members were not, by their names in the reader's language."""

    members: list[str]
    absent: list[str]
    others: list[str]


def presences_of() -> ArraySubquery:
    """The presences of each meeting of a query, within that query, for `attended`."""
    return ArraySubquery(PartyPresence.objects.public().filter(meeting=OuterRef("pk")).told())


def attended(told: Iterable[Mapping[str, Any]]) -> Attended | None:
    """Who was present and who was not; None where nobody recorded it. An observer's absence is not told."""
    found: dict[tuple[bool, bool], list[str]] = defaultdict(list)
    for one in told:
        found[one["is_member"], one["is_present"]].append(one["name"])
    if not found:
        return None
    return Attended(found[True, True], found[True, False], found[False, True])


# What came out of it


@transaction.atomic
def link_outcome(meeting: Meeting, document: Document, *, by: Any) -> Outcome:
    """Say that a document came out of a meeting, on the day or later. Raises TransitionNotAllowed before it is open."""
    meeting = locked(meeting)
    if meeting.status not in {Status.OPEN, Status.CLOSED, Status.ARCHIVED}:
        raise TransitionNotAllowed(_("Documents come out of a meeting once it is open."))
    outcome, is_new = Outcome.objects.get_or_create(meeting=meeting, document=document)
    if is_new:
        audit.record("meetings.link_outcome", meeting, by=by, document=document.symbol)
    return outcome


def found_documents(user: Any, meeting: Meeting, symbol: str) -> list[Document]:
    """The documents with such a symbol that somebody may read and that are not linked to the meeting yet."""
    linked = Outcome.objects.filter(meeting=meeting).values("document")
    found = Document.objects.visible_to(user).filter(symbol__icontains=symbol).exclude(pk__in=linked)
    return list(found.order_by("symbol", "pk")[:MOST_FOUND])


class Link(NamedTuple):
    """One meeting of a chain with what came out of it."""

    meeting: Meeting
    documents: list[Document]


RANK = {Kind.RCGM: 1, Kind.CONFERENCE: 2}
"""Networks and groups report to the RCGM, and it concludes for the Vice-Ministers."""


def chain(user: Any, meeting: Meeting) -> list[Link]:
    """What came out of the meeting and of those held together with it, from the networks up to the Vice-Ministers.

    As far as somebody may read it. Two queries.
    """
    together = Q(pk=meeting.pk) | Q(held_with=meeting) | Q(held_with__held_with=meeting)
    held = Meeting.objects.visible_to(user).filter(pk__in=Meeting.objects.filter(together).values("pk"))
    documents: dict[int, list[Document]] = defaultdict(list)
    outcomes = Outcome.objects.visible_to(user).filter(meeting__in=held.values("pk")).select_related("document")
    for outcome in outcomes.order_by("pk"):
        documents[outcome.meeting_id].append(outcome.document)
    in_order = sorted(held, key=lambda one: (RANK.get(Kind(one.kind), 0), one.pk))
    return [Link(one, documents[one.pk]) for one in in_order]
