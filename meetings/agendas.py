"""The agenda of a meeting as somebody may read it: sessions, their items, and the papers under each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import get_language, ngettext

from crm_portal.common.registry import Text
from declarations.models import Consultation, Document
from meetings import attendance, closing
from meetings.models import AgendaItem, ItemDocument, Meeting, Outcome, Session


class Item(NamedTuple):
    """One item, its number among those that the reader sees, its papers, and what it takes up."""

    number: int
    item: AgendaItem
    papers: list[ItemDocument]
    consultation: Consultation | None = None
    """The one that it takes up, where the reader may know of it."""


class Sitting(NamedTuple):
    """One session with its items; `missing` names what its minimum agenda lacks, for those who write it."""

    session: Session
    items: list[Item]
    missing: list[Text]

    @property
    def has_papers(self) -> bool:
        return any(item.papers for item in self.items)


def agenda(user: Any, meeting: Meeting, sessions: Iterable[Session], *, for_writers: bool = False) -> list[Sitting]:
    """The sessions given with what somebody may read of each. Two queries, a third where consultations are on it."""
    sittings = list(sessions)
    if not sittings:
        return []
    items: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in AgendaItem.objects.visible_to(user).filter(session__meeting=meeting).select_related("axis"):
        items[item.session_id].append(item)
    papers: dict[int, list[ItemDocument]] = defaultdict(list)
    found = ItemDocument.objects.visible_to(user).filter(item__session__meeting=meeting)
    for paper in found.select_related("version__document", "version__file", "version__public_file"):
        papers[paper.item_id].append(paper)
    carried = taken_up(user, [item for listed in items.values() for item in listed])
    return [
        Sitting(
            session,
            [
                Item(number, item, papers[item.pk], carried.get(item.consultation_id))
                for number, item in enumerate(items[session.pk], start=1)
            ],
            attendance.missing_items(session, {item.minimum for item in items[session.pk]}) if for_writers else [],
        )
        for session in sittings
    ]


def taken_up(user: Any, items: Iterable[AgendaItem]) -> dict[int | None, Consultation]:
    """The consultations that items take up, as far as somebody may know of them, by their numbers."""
    numbers = {item.consultation_id for item in items if item.consultation_id}
    if not numbers:
        return {}
    return {one.pk: one for one in Consultation.objects.visible_to(user).filter(pk__in=numbers)}


def fingerprint(sittings: Iterable[Sitting]) -> str:
    """A short word that changes whenever what a reader sees of an agenda does."""
    told = [
        (
            (sitting.session.pk, sitting.session.changed_at),
            [
                (
                    (one.item.pk, str(one.item), one.item.taken_up_at, one.item.finished_at, one.item.result),
                    [paper.pk for paper in one.papers],
                )
                for one in sitting.items
            ],
        )
        for sitting in sittings
    ]
    return sha256(repr(told).encode()).hexdigest()[:16]


def outcomes(user: Any, meeting: Meeting) -> list[Document]:
    """The documents that came out of a meeting, as far as somebody may read them."""
    found = Outcome.objects.visible_to(user).filter(meeting=meeting).select_related("document")
    return [outcome.document for outcome in found]


class Place(NamedTuple):
    """Where a document was discussed; of a meeting that adopted or produced it, who was present."""

    meeting: Any
    """With `is_outcome`, and `others` that came out of it."""
    attended: closing.Attended | None


def discussed_at(user: Any, document: Document) -> dict[str, Any]:
    """Where a document was adopted and by whom, or lay under an item, and what else came out there; one query.

    Only what the reader may know; of the other outcomes those for everybody.
    """
    adopted = Outcome.objects.visible_to(user).filter(document=document, meeting=OuterRef("pk"))
    pinned = ItemDocument.objects.visible_to(user).filter(
        version__document=document, item__session__meeting=OuterRef("pk")
    )
    others = Outcome.objects.visible_to(AnonymousUser()).filter(meeting=OuterRef("pk")).exclude(document=document)
    told = JSONObject(symbol="document__symbol", title=f"document__title_{get_language()}")
    found = Meeting.objects.select_related("host").annotate(
        is_outcome=Exists(adopted),
        others=ArraySubquery(others.values(told=told)),
        presences_told=closing.presences_of(),
    )
    return {
        "places": [
            Place(meeting, closing.attended(meeting.presences_told) if meeting.is_outcome else None)
            for meeting in found.filter(Q(is_outcome=True) | Exists(pinned))
        ]
    }


def taken_up_at(user: Any, consultation: Consultation) -> dict[str, Any]:
    """On which agendas a consultation stands, as far as the reader may know; one query."""
    items = AgendaItem.objects.visible_to(user).filter(consultation=consultation)
    return {"items": items.select_related("session__meeting").order_by("session__starts_at", "order")}


def public_by_axis() -> dict[int, int]:
    """How many agenda items that everybody may read belong to each axis of the Plan of Action, by its number."""
    items = AgendaItem.objects.visible_to(AnonymousUser()).exclude(axis=None)
    return Counter(items.order_by().values_list("axis__number", flat=True))


def said_of_items(number: int) -> str:
    """A number of agenda items, in words."""
    return ngettext("%(number)d agenda item", "%(number)d agenda items", number) % {"number": number}
