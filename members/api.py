"""The API's part about who takes part, in which bodies, and who presides: all of it public."""

from datetime import date
from typing import Annotated

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from crm_portal.common.api import REFUSALS, SLUG, OneOf, Words, words
from crm_portal.common.sourced import Precision
from members.models import Body, Party, PartyStatus, PresidencyTerm

router = Router(tags=["participants"])
Slug = Annotated[str, Field(pattern=SLUG, max_length=50)]


class Seat(Schema):
    """A status held over a time; `valid_until` is the first day on which it no longer holds."""

    status: Annotated[str, OneOf(PartyStatus.Status)]
    valid_from: date | None
    valid_until: date | None
    precision: Annotated[str, OneOf(Precision)]


class PartyRecord(Schema):
    """A state, organisation or network, and the seats it has held."""

    slug: str
    kind: Annotated[str, OneOf(Party.Kind)]
    name: Words
    acronym: Words
    iso2: str | None
    iso3: str | None
    website: str | None
    seats: list[Seat]


class PartyList(Schema):
    parties: list[PartyRecord]


class PartyQuery(Schema):
    kind: Annotated[str, OneOf(Party.Kind)] | None = None
    status: Annotated[str, OneOf(PartyStatus.Status)] | None = Field(
        None, description="Held at some time, not only now."
    )


class Presidency(Schema):
    """A term as Presidency Pro-Témpore; `ends_on` is the first day that is no longer part of it."""

    party: str
    name: Words
    starts_on: date
    ends_on: date
    precision: Annotated[str, OneOf(Precision)]
    boundaries: Annotated[str, OneOf(PresidencyTerm.Basis)]
    theme: Words
    conference_number: int | None


class PresidencyList(Schema):
    presidencies: list[Presidency]


class PresidencyQuery(Schema):
    party: Slug | None = Field(None, description="The slug of a country.")


class BodyRecord(Schema):
    """A body of the Conference; `reports_to` and `part_of` are slugs of others."""

    slug: str
    kind: Annotated[str, OneOf(Body.Kind)]
    status: Annotated[str, OneOf(Body.Status)]
    name: Words
    acronym: Words
    role: Words
    composition: Words
    frequency: Words
    reports_to: str | None
    part_of: str | None
    established_on: date | None
    precision: Annotated[str, OneOf(Precision)]


class BodyList(Schema):
    bodies: list[BodyRecord]


class BodyQuery(Schema):
    kind: Annotated[str, OneOf(Body.Kind)] | None = None


def parties() -> QuerySet[Party]:
    """The parties that hold or held a seat, or stand in the list of partners."""
    seats = PartyStatus.objects.order_by("valid_from", "pk")
    shown = Party.objects.filter(Q(statuses__isnull=False) | Q(partnerships__isnull=False)).distinct()
    return shown.order_by("slug").prefetch_related(Prefetch("statuses", queryset=seats, to_attr="seats"))


def party_record(party: Party) -> PartyRecord:
    return PartyRecord(
        slug=party.slug,
        kind=party.kind,
        name=words(party, "name"),
        acronym=words(party, "acronym"),
        iso2=party.iso2 or None,
        iso3=party.iso3 or None,
        website=party.website or None,
        seats=[
            Seat(status=seat.status, valid_from=seat.valid_from, valid_until=seat.valid_until, precision=seat.precision)
            for seat in party.seats  # type: ignore[attr-defined]  # prefetched above
        ],
    )


@router.get("/parties", response={200: PartyList, **REFUSALS}, summary="States, organisations and networks")
def party_list(request: HttpRequest, asked: Query[PartyQuery]) -> PartyList:
    """Every party with a seat on record, by its slug. Not paged: there are some dozens."""
    found = parties()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.status:
        found = found.filter(statuses__status=asked.status)
    return PartyList(parties=[party_record(party) for party in found])


@router.get("/parties/{slug}", response={200: PartyRecord, **REFUSALS}, summary="One party")
def party_detail(request: HttpRequest, slug: Annotated[Slug, Path()]) -> PartyRecord:
    """One party, for a country by its ISO code of two letters: `mx`."""
    return party_record(get_object_or_404(parties(), slug=slug))


@router.get("/presidencies", response={200: PresidencyList, **REFUSALS}, summary="Presidencies Pro-Témpore")
def presidency_list(request: HttpRequest, asked: Query[PresidencyQuery]) -> PresidencyList:
    """Every term on record, the latest first."""
    terms = PresidencyTerm.objects.select_related("party")
    if asked.party:
        terms = terms.filter(party__slug=asked.party)
    return PresidencyList(
        presidencies=[
            Presidency(
                party=term.party.slug,
                name=words(term.party, "name"),
                starts_on=term.starts_on,
                ends_on=term.ends_on,
                precision=term.precision,
                boundaries=term.boundaries_basis,
                theme=words(term, "theme"),
                conference_number=term.conference_number,
            )
            for term in terms
        ]
    )


@router.get("/bodies", response={200: BodyList, **REFUSALS}, summary="Bodies of the Conference")
def body_list(request: HttpRequest, asked: Query[BodyQuery]) -> BodyList:
    """Every body, in the order of the structure; also those that were proposed or have ended."""
    bodies = Body.objects.select_related("reports_to", "part_of")
    if asked.kind:
        bodies = bodies.filter(kind=asked.kind)
    return BodyList(bodies=[body_record(body) for body in bodies])


def body_record(body: Body) -> BodyRecord:
    return BodyRecord(
        slug=body.slug,
        kind=body.kind,
        status=body.status,
        name=words(body, "name"),
        acronym=words(body, "acronym"),
        role=words(body, "role"),
        composition=words(body, "composition"),
        frequency=words(body, "frequency"),
        reports_to=body.reports_to.slug if body.reports_to else None,
        part_of=body.part_of.slug if body.part_of else None,
        established_on=body.established_on,
        precision=body.precision,
    )
