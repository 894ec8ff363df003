"""What the members pages show, put together for their templates."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import page_cache
from crm_portal.common.registry import Text
from members.models import Attendance, Body, Partnership, Party, PartyStatus, PresidencyTerm, Provision
from members.models.presidency import Troika, neighbours


class Office(NamedTuple):
    """The presidency as a page speaks of it: the term in force, or the last on record and word that it is the last."""

    term: PresidencyTerm | None
    is_current: bool
    heading: str
    note: str
    troika: str


def office(day: date, around: Troika | None = None) -> Office:
    """The presidency on a day. Where none is in force, the last on record and the Troika as it then was.

    `around` is asked of the database unless it is known already.
    """
    around = around or PresidencyTerm.objects.around(day)
    term = around.current
    if term is None:
        return Office(None, is_current=False, heading=_("Presidency Pro-Témpore"), note="", troika="")
    is_current = term.is_in_force(day)
    heading = _("Presidency Pro-Témpore %(years)s") % {"years": term.years}
    note = "" if is_current else _("As of %(years)s: no later presidency is on record.") % {"years": term.years}
    if not is_current and around.next:
        note = _("As of %(years)s. The next presidency on record begins in %(next)s.") % {
            "years": term.years,
            "next": around.next.starts_on.year,
        }
    troika = _("Troika: %(previous)s · %(current)s · %(next)s") % {
        "previous": around.previous.party.name if around.previous else _("not on record"),
        "current": term.party.name,
        "next": around.next.party.name if around.next else _("to be designated"),
    }
    return Office(term, is_current=is_current, heading=heading, note=note, troika=troika)


def missing_presidency() -> str | None:
    """What the staff are asked when nobody presides today by the record."""
    if PresidencyTerm.objects.on(timezone.localdate()).exists():
        return None
    return _("No presidency is on record for today. Please add the current one under “Presidency terms”.")


def terms(found: Iterable[PresidencyTerm], day: date) -> list[dict[str, Any]]:
    """Terms as the list component takes them, the latest first."""
    return [
        {
            "year": term.years,
            "country": term.party.name,
            "url": term.party.member_url,
            "theme": term.theme,
            "theme_language": term.theme_language,
            "is_current": term.is_in_force(day),
        }
        for term in sorted(found, key=lambda each: each.starts_on, reverse=True)
    ]


def timeline(every_term: list[PresidencyTerm], day: date) -> list[dict[str, Any]]:
    """Every term, the latest first, and a row in the place of each hole that the record has between two."""
    rows = terms(every_term, day)
    latest_first = sorted(every_term, key=lambda each: each.starts_on, reverse=True)
    for place, (later, earlier) in reversed(list(enumerate(pairwise(latest_first), start=1))):
        if later.follows(earlier):
            continue
        first, last = earlier.ends_on.year, (later.starts_on - timedelta(days=1)).year
        years = str(first) if first == last else f"{first}-{last}"
        rows.insert(place, {"year": years, "country": _("No presidency on record"), "is_hole": True})
    return rows


def places(members: Iterable[Party], current: PresidencyTerm | None) -> list[dict[str, Any]]:
    """Member countries as the map takes them; the one that presides is marked."""
    return [
        {
            "iso2": member.iso2,
            "name": member.name,
            "url": member.member_url,
            "is_current": current is not None and current.party_id == member.pk,
        }
        for member in members
    ]


def by_kind(points: QuerySet[Provision]) -> Mapping[str, list[Provision]]:
    """Provisions under their kind, for templates to name."""
    grouped: dict[str, list[Provision]] = {}
    for point in points:
        grouped.setdefault(point.kind, []).append(point)
    return grouped


def by_part(rules: Iterable[Attendance]) -> list[tuple[str, list[Attendance]]]:
    """Who may attend, under each part of the meeting."""
    grouped: dict[str, list[Attendance]] = {}
    for rule in rules:
        grouped.setdefault(rule.get_part_display(), []).append(rule)
    return list(grouped.items())


def related(body: Body) -> list[dict[str, str]]:
    """The bodies that this one stands in a line with, each with the word for how."""
    above = [pk for pk in (body.reports_to_id, body.part_of_id, body.successor_id) if pk]
    found = Body.objects.filter(Q(pk__in=above) | Q(reports_to=body) | Q(part_of=body) | Q(successor=body))
    others = list(found.only("name", "slug", "reports_to", "part_of", "successor"))
    lines: list[tuple[str, Callable[[Body], bool]]] = [
        (_("Reports to"), lambda other: other.pk == body.reports_to_id),
        (_("Part of"), lambda other: other.pk == body.part_of_id),
        (_("Expected successor"), lambda other: other.pk == body.successor_id),
        (_("Receives the reports of"), lambda other: other.reports_to_id == body.pk),
        (_("Includes"), lambda other: other.part_of_id == body.pk),
        (_("Would succeed"), lambda other: other.successor_id == body.pk),
    ]
    return [
        {"label": label, "value": other.name, "url": other.get_absolute_url()}
        for label, holds in lines
        for other in others
        if holds(other)
    ]


def figures() -> list[tuple[Text, int]]:
    """What can be counted about the Conference; one query."""
    day = timezone.localdate()
    rows: list[Any] = [  # each of a model of its own
        PartyStatus.objects.on(day).annotate(what=F("status")),
        PresidencyTerm.objects.begun(day).annotate(what=Value("term", CharField())),
        Partnership.objects.annotate(what=Value("partnership", CharField())),
    ]
    groups = [each.order_by().values("what").annotate(number=Count("pk")) for each in rows]
    first, *others = (each.values_list("what", "number") for each in groups)
    counted = defaultdict(int, first.union(*others, all=True).order_by())
    return [
        (_("member countries"), counted[PartyStatus.Status.MEMBER]),
        (_("observer countries and organisations"), counted[PartyStatus.Status.OBSERVER]),
        (_("presidencies since 1996"), counted["term"]),
        (_("partner organisations"), counted["partnership"]),
    ]


BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y = 210, 108, 24, 44
SIDE = [Body.Kind.CHAIR, Body.Kind.SECRETARIAT, Body.Kind.ADVISORY]
"""Kinds drawn in a column of their own beside the chain, in this order: the Secretariat's line to the Presidency passes
no other box. Source, line 632."""


class Line(NamedTuple):
    """A line of a box's text, and how far below the box's top it stands."""

    text: str
    y: int


class Box(NamedTuple):
    """A body with its place in the chart, in the chart's own units."""

    body: Body
    x: int
    y: int
    lines: list[Line]


class Chart(NamedTuple):
    """The chain of bodies from `reports_to`, the Presidency and its Secretariat beside it, the rest below."""

    boxes: list[Box]
    links: list[str]
    width: int
    height: int


def chart(bodies: list[Body]) -> Chart:
    """Lay out the bodies: each level of the reporting chain is a row; bodies without a line stand in the last row."""
    chain, beside, apart = arranged(bodies)
    boxes: dict[int, Box] = {}
    columns = max((len(row) for row in chain), default=1)
    row_width = columns * (BOX_WIDTH + GAP_X)
    for level, row in enumerate(chain):
        indent = (row_width - len(row) * (BOX_WIDTH + GAP_X)) // 2
        for place, body in enumerate(row):
            boxes[body.pk] = box(body, indent + place * (BOX_WIDTH + GAP_X), level * (BOX_HEIGHT + GAP_Y))
    for level, body in enumerate(beside):
        boxes[body.pk] = box(body, row_width + GAP_X, level * (BOX_HEIGHT + GAP_Y))
    below = max(len(chain), len(beside)) * (BOX_HEIGHT + GAP_Y)
    across = columns + 1
    for place, body in enumerate(apart):
        column, row_number = place % across, place // across
        boxes[body.pk] = box(body, column * (BOX_WIDTH + GAP_X), below + row_number * (BOX_HEIGHT + GAP_Y))
    links = [line(boxes[body.pk], boxes[body.reports_to_id]) for body in bodies if body.reports_to_id in boxes]
    rows_apart = -(-len(apart) // across)
    return Chart(
        boxes=list(boxes.values()),
        links=links,
        width=row_width + BOX_WIDTH + GAP_X,
        height=below + rows_apart * (BOX_HEIGHT + GAP_Y),
    )


def arranged(bodies: list[Body]) -> tuple[list[list[Body]], list[Body], list[Body]]:
    """The rows of the chain from the top, the column beside it, and the bodies whose line is not stated."""
    beside = sorted((body for body in bodies if body.kind in SIDE), key=lambda body: SIDE.index(Body.Kind(body.kind)))
    others = [body for body in bodies if body.kind not in SIDE]
    reported_to = {body.reports_to_id for body in others}
    level = [body for body in others if body.reports_to_id is None and body.pk in reported_to]
    chain = []
    while level:
        chain.append(level)
        above = {body.pk for body in level}
        level = [body for body in others if body.reports_to_id in above]
    placed = {body.pk for row in chain for body in row}
    apart = [body for body in others if body.pk not in placed and body.part_of_id is None]
    return chain, beside, apart


def box(body: Body, x: int, y: int) -> Box:
    words = wrapped(body.name)
    first = (BOX_HEIGHT - len(words) * LINE_HEIGHT) // 2 + BASELINE
    return Box(body, x, y, [Line(text, first + place * LINE_HEIGHT) for place, text in enumerate(words)])


LINE_LENGTH, MOST_LINES, LINE_HEIGHT, BASELINE = 26, 5, 18, 13


def wrapped(name: str) -> list[str]:
    """A name broken into lines that fit a box, since SVG text does not wrap; the full name is the link's name."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > LINE_LENGTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]


def line(lower: Box, upper: Box) -> str:
    """The path from a body up to the one it reports to."""
    middle = lower.x + BOX_WIDTH // 2
    end = upper.x + BOX_WIDTH // 2
    turn = lower.y - GAP_Y // 2
    return f"M{middle} {lower.y}V{turn}H{end}V{upper.y + BOX_HEIGHT}"


def home_presidency(request: HttpRequest) -> dict[str, Any]:
    """The home page's opening: who presides, and the members on the map."""
    day = timezone.localdate()
    found = office(day, neighbours(every_term(request), day))
    members = Party.objects.with_status(PartyStatus.Status.MEMBER, day).only("name", "slug", "iso2")
    return {"office": found, "places": places(members, found.term if found.is_current else None)}


MOST_TERMS = 8


def home_terms(request: HttpRequest) -> dict[str, Any]:
    """The latest presidencies."""
    day = timezone.localdate()
    begun = [term for term in every_term(request) if term.starts_on <= day]
    return {"terms": terms(begun[:MOST_TERMS], day)}


def every_term(request: HttpRequest) -> list[PresidencyTerm]:
    """Every presidency, the latest first; asked once for all parts of the home page."""
    return page_cache.known(request, "presidencies", lambda: list(PresidencyTerm.objects.shown()))
