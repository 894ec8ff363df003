"""The API's part about meetings: those that were convened."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from crm_portal.common.api import REFUSALS, SLUG, OneOf, Words, words
from crm_portal.common.sourced import Precision
from meetings.models import Meeting

router = Router(tags=["meetings"])
FIRST_YEAR, LAST_YEAR = 1996, 2100


class MeetingRecord(Schema):
    """A meeting: `starts_on` and `last_on` are its first and its last day, as precise as `precision` says."""

    slug: str
    kind: Annotated[str, OneOf(Meeting.Kind)]
    number: int | None
    title: Words
    theme: Words
    status: Annotated[str, OneOf(Meeting.Status)]
    format: Annotated[str, OneOf(Meeting.Format)]
    year: int
    starts_on: date | None
    last_on: date | None
    precision: Annotated[str, OneOf(Precision)]
    time_zone: str
    host: str | None
    place: Words
    bodies: list[str]
    basis: Annotated[str, OneOf(Meeting.Basis)]


class MeetingList(Schema):
    meetings: list[MeetingRecord]


class MeetingQuery(Schema):
    kind: Annotated[str, OneOf(Meeting.Kind)] | None = None
    body: Annotated[str, Field(pattern=SLUG, max_length=50)] | None = Field(None, description="The slug of a body.")
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None


@router.get("/meetings", response={200: MeetingList, **REFUSALS}, summary="Meetings of the Conference")
def meeting_list(request: HttpRequest, asked: Query[MeetingQuery]) -> MeetingList:
    """Every meeting that was convened, the latest first."""
    meetings = Meeting.objects.public().select_related("host").prefetch_related("bodies")
    if asked.kind:
        meetings = meetings.filter(kind=asked.kind)
    if asked.body:
        meetings = meetings.filter(bodies__slug=asked.body)
    if asked.year:
        meetings = meetings.filter(year=asked.year)
    return MeetingList(meetings=[record(meeting) for meeting in meetings])


def record(meeting: Meeting) -> MeetingRecord:
    return MeetingRecord(
        slug=meeting.slug,
        kind=meeting.kind,
        number=meeting.ordinal,
        title=words(meeting, "title"),
        theme=words(meeting, "theme"),
        status=meeting.status,
        format=meeting.format,
        year=meeting.year,
        starts_on=meeting.starts_on,
        last_on=meeting.last_on,
        precision=meeting.precision,
        time_zone=meeting.time_zone,
        host=meeting.host.slug if meeting.host else None,
        place=words(meeting, "place"),
        bodies=[body.slug for body in meeting.bodies.all()],
        basis=meeting.basis,
    )
