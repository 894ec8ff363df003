"""Who reads what is for an audience: derived from body and part of the meeting, asked in one place.

Source: lines 640-696, 716-727, 851-936 and 1043-1048, as the access matrix reads them (members/matrix.py).
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from crm_portal.common.access import Level, Protected
from members.matrix import (
    AD_HOC_PAPER,
    AGENDA_PAPER,
    CLOSED_PAPER,
    CONSULTATION_PAPER,
    DRAFT_PAPER,
    MEMBERS_PAPER,
    NETWORK_PAPER_OTHER,
    NETWORK_PAPER_OWN,
    PLENARY_PAPER,
    PRESIDENCY_PAPER,
    PUBLISHED_PAPER,
    RCGM_PAPER,
    SECRETARIAT_PAPER,
    TROIKA_PAPER,
)
from members.models.audiences import Audience, Circle, WithAudience
from members.models.bodies import Attendance, Body
from members.roles import Role
from members.standing import Standing

RCGM, TROIKA_BODY = "rcgm", "troika"
"""Bodies of which rules speak by name."""

ROWS: dict[Audience, Protected] = {
    Audience.PUBLIC: PUBLISHED_PAPER,
    Audience.PLENARY: PLENARY_PAPER,
    Audience.RCGM: RCGM_PAPER,
    Audience.AGENDA: AGENDA_PAPER,
    Audience.MEMBERS: MEMBERS_PAPER,
    Audience.CONSULTED: CONSULTATION_PAPER,
    Audience.CIRCLE: CLOSED_PAPER,
    Audience.TROIKA: TROIKA_PAPER,
    Audience.PRESIDENCY: PRESIDENCY_PAPER,
    Audience.SECRETARIAT: SECRETARIAT_PAPER,
}
"""The row of the matrix that an audience stands for; `BODY` has one for each kind of body."""


def released(standing: Standing, day: date) -> Q:
    return Q(released_on__lte=day)


def of_the_rrocm(standing: Standing, day: date) -> Q:
    return Q(is_open_to_rrocm=True)


def of_no_network(standing: Standing, day: date) -> Q:
    return ~Q(body__kind=Body.Kind.NETWORK)


def of_own_network(standing: Standing, day: date) -> Q:
    return Q(body__in=standing.body_ids)


def of_the_rcgm(standing: Standing, day: date) -> Q:
    return Q(body__slug=RCGM)


CONDITIONS: dict[tuple[str, str], Callable[[Standing, date], Q]] = {
    (PLENARY_PAPER.name, Role.OBS_COUNTRY): released,
    (PLENARY_PAPER.name, Role.OBS_ORG): released,
    (PLENARY_PAPER.name, Role.RROCM): of_the_rrocm,
    (RCGM_PAPER.name, Role.RROCM): of_the_rrocm,
    (AD_HOC_PAPER.name, Role.RROCM): of_the_rrocm,
    (AGENDA_PAPER.name, Role.OBS_ORG): of_no_network,
    (AGENDA_PAPER.name, Role.LIAISON): of_own_network,
    (AGENDA_PAPER.name, Role.RCGM): of_the_rcgm,
    (DRAFT_PAPER.name, Role.LIAISON): of_own_network,
    (DRAFT_PAPER.name, Role.RCGM): of_the_rcgm,
}
"""What the matrix says beside a cell: a role reads the papers of that row under this condition only."""


def admits(standing: Standing, day: date | None = None) -> Q:
    """The rows of a `WithAudience` that a standing's roles, bodies and circles admit to, whatever state they are in.

    This is the one reading of an audience: lists, files, searches and counts all start from it.
    """
    day = day or timezone.localdate()
    admitted = Q(audience=Audience.PUBLIC) | Q(circle__in=Circle.objects.admitting(standing, day))
    for row, papers in scopes(standing):
        admitted |= read_by(row, papers, standing, day)
    return admitted


def scopes(standing: Standing) -> list[tuple[Protected, Q]]:
    """The rows of the matrix that need a role, each with the papers it speaks of."""
    ad_hoc = Q(body__kind=Body.Kind.AD_HOC)
    without_role = {Audience.PUBLIC, Audience.CIRCLE}
    whole = [(row, Q(audience=audience)) for audience, row in ROWS.items() if audience not in without_role]
    return [
        *whole,
        (NETWORK_PAPER_OWN, Q(audience=Audience.BODY, body__in=standing.body_ids)),
        (NETWORK_PAPER_OTHER, Q(audience=Audience.BODY) & ~ad_hoc),
        (AD_HOC_PAPER, Q(audience=Audience.BODY) & ad_hoc),
    ]


def read_by(row: Protected, papers: Q, standing: Standing, day: date) -> Q:
    """Of the papers that a row of the matrix speaks of, those that a standing reads."""
    read = Q(pk__in=[])
    for role in standing.roles & row.roles(Level.READ):
        condition = CONDITIONS.get((row.name, role))
        if condition is None:
            return papers
        read |= papers & condition(standing, day)
    return read


def row_of(paper: WithAudience, standing: Standing) -> Protected:
    """The row of the matrix that says how far a standing may go with a paper that is no draft any more."""
    audience = Audience(paper.audience)
    if audience != Audience.BODY:
        return ROWS[audience]
    if paper.body and paper.body.kind == Body.Kind.AD_HOC:
        return AD_HOC_PAPER
    return NETWORK_PAPER_OWN if paper.body and paper.body.pk in standing.body_ids else NETWORK_PAPER_OTHER


def roles_of(audience: str, body: Body | None) -> frozenset[str]:
    """The roles that an audience reaches; none for a circle, which is by person."""
    if audience == Audience.CIRCLE:
        return frozenset()
    if audience != Audience.BODY:
        return ROWS[Audience(audience)].roles(Level.READ)
    return (AD_HOC_PAPER if body and body.kind == Body.Kind.AD_HOC else NETWORK_PAPER_OWN).roles(Level.READ)


def is_wider(audience: str, than: str, body: Body | None) -> bool:
    """Whether an audience reaches somebody whom the other does not."""
    return bool(roles_of(audience, body) - roles_of(than, body))


def derived(body: Body | None, part: str) -> Audience:
    """Whom the papers of one part of a body's meetings are for, by the rules of attendance on record.

    `part` is one of `Attendance.Part`. What no rule speaks of is the Secretariat's alone.
    """
    if body is None:
        return Audience.SECRETARIAT
    if part == Attendance.Part.CLOSED_DOOR:
        return Audience.CIRCLE
    attendance = body.attendance.filter(part=part, may_attend=Attendance.Answer.YES)
    comes = set(attendance.values_list("participant", flat=True))
    widest_first = [
        (body.slug == TROIKA_BODY, Audience.TROIKA),
        (Attendance.Participant.OBSERVER_COUNTRY in comes, Audience.PLENARY),
        (body.slug == RCGM and Attendance.Participant.OBSERVER_ORGANISATION in comes, Audience.RCGM),
        (body.kind in {Body.Kind.NETWORK, Body.Kind.AD_HOC}, Audience.BODY),
        (Attendance.Participant.MEMBER in comes, Audience.MEMBERS),
    ]
    return next((audience for holds, audience in widest_first if holds), Audience.SECRETARIAT)
