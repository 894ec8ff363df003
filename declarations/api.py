"""The API's part about documents and the Plan of Action: what whoever asks may read, and nothing of what is hidden."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from ninja import Path, Query, Router, Schema
from pydantic import Field

from crm_portal.common.api import REFUSALS, SLUG, OneOf, Words, words
from declarations import instruments, library, reading
from declarations.models import Axis, Document, DocumentRelation, DocumentVersion, Subtheme, Theme
from declarations.models.documents import SYMBOL

router = Router(tags=["documents"])
MOST_A_PAGE, FURTHEST_PAGE = 100, 100_000
Language = Literal["es", "en"]
Slug = Annotated[str, Field(pattern=SLUG, max_length=50)]
Symbol = Annotated[str, Path(pattern=SYMBOL, max_length=60, examples=["CRM/GEN/2014/LIN/01"])]
LIST = "/api/v1/documents"


class DocumentQuery(Schema):
    """The facets of the library, the order, and the page."""

    kind: Annotated[str, OneOf(Document.Kind)] | None = None
    year: int | None = Field(None, ge=1990, le=2100)
    body: Slug | None = Field(None, description="The slug of a body.")
    axis: int | None = Field(None, ge=1, le=9, description="The number of an axis of the Plan of Action.")
    theme: Slug | None = Field(None, description="The slug of a theme of the Plan of Action.")
    language: Language | None = Field(None, description="With a published file in this language.")
    presidency: Slug | None = Field(None, description="The slug of a country: the years in which it presided.")
    order: Literal["newest", "oldest", "title"] = Field("newest", description="`title` is the English one's order.")
    page: int = Field(1, ge=1, le=FURTHEST_PAGE)
    page_size: int = Field(25, ge=1, le=MOST_A_PAGE)

    def facets(self) -> dict[str, Any]:
        """The facets asked for, by name."""
        return self.model_dump(exclude={"order", "page", "page_size"}, exclude_none=True)


class DocumentEntry(Schema):
    """A document in a list. A draft has neither symbol nor permalink nor an address in the API."""

    symbol: str | None
    kind: Annotated[str, OneOf(Document.Kind)]
    status: Annotated[str, OneOf(Document.Status)]
    title: Words
    year: int
    dated_on: date | None
    place: str | None
    body: str | None
    languages: list[Language]
    permalink: str | None
    detail: str | None
    pages: dict[Language, str] = Field(description="Its page for people, in each language.")


class DocumentList(Schema):
    """One page of the documents asked for; `total` counts those of all pages."""

    total: int
    page: int
    page_size: int
    previous: str | None
    next: str | None
    documents: list[DocumentEntry]


class Classification(Schema):
    """A theme of the Plan of Action; `is_proposed` says that it is the portal's own reading."""

    axis: int
    theme: str
    name: Words
    subtheme: Words | None
    is_proposed: bool


class Version(Schema):
    """A published file; its `address` always gives these very bytes, and is null once the document was withdrawn."""

    number: int
    language: str
    translation_status: Annotated[str, OneOf(DocumentVersion.Translation)]
    is_older_than_its_source: bool
    published_at: datetime | None
    format: str
    size: int
    sha256: str
    address: str | None


class ParagraphRecord(Schema):
    """A paragraph of an instrument; `number` as printed, null for a heading."""

    number: str | None
    text: Words


class Related(Schema):
    """How this document stands to another, or, where `is_reverse`, the other to this one."""

    relation: Annotated[str, OneOf(DocumentRelation.Kind)]
    is_reverse: bool
    symbol: str | None
    title: Words


class DocumentRecord(DocumentEntry):
    """A document whole. `text_sha256` is of the paragraphs of a language: number, tab and text, a line feed between."""

    summary: Words
    authentic_language: Annotated[str, OneOf(Document.Authentic)] | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: Words | None
    themes: list[Classification]
    versions: list[Version]
    paragraphs: list[ParagraphRecord]
    text_sha256: dict[str, str]
    related: list[Related]


class SubthemeRecord(Schema):
    number: int
    name: Words
    documents: int


class ThemeRecord(Schema):
    slug: str
    name: Words
    documents: int
    subthemes: list[SubthemeRecord]


class AxisRecord(Schema):
    number: int
    name: Words
    themes: list[ThemeRecord]


class PlanOfAction(Schema):
    """Axes, their themes and what each comprises, with how many documents whoever asks may read of each."""

    axes: list[AxisRecord]


@router.get("/documents", response={200: DocumentList, **REFUSALS}, summary="Documents by facets")
def document_list(request: HttpRequest, asked: Query[DocumentQuery]) -> DocumentList:
    """One page of the documents that all facets hold for. A page past the last is empty."""
    found = library.narrowed(Document.objects.visible_to(request.user), asked.facets())
    total = found.count()
    start = (asked.page - 1) * asked.page_size
    published = DocumentVersion.objects.filter(frozen_at__isnull=False).only("document", "language")
    rows = found.order_by(*library.ORDERS[asked.order]).select_related("body")
    shown = rows.prefetch_related(library.published(published))
    has_next = start + asked.page_size < total
    return DocumentList(
        total=total,
        page=asked.page,
        page_size=asked.page_size,
        previous=page_address(request, asked, asked.page - 1) if asked.page > 1 else None,
        next=page_address(request, asked, asked.page + 1) if has_next else None,
        documents=[DocumentEntry(**entry(request, document)) for document in shown[start : start + asked.page_size]],
    )


def page_address(request: HttpRequest, asked: DocumentQuery, page: int) -> str:
    values = asked.model_dump(mode="json", exclude_none=True, exclude_unset=True) | {"page": page}
    return request.build_absolute_uri(f"{LIST}?{urlencode(values)}")


def entry(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What a list and a page say alike of a document; `published` are its published versions."""
    pages = {}
    for language in ("es", "en"):
        with override(language):
            pages[language] = request.build_absolute_uri(document.get_absolute_url())
    symbol = document.symbol
    published: list[DocumentVersion] = document.published  # type: ignore[attr-defined]  # prefetched
    return {
        "symbol": symbol,
        "kind": document.kind,
        "status": document.status,
        "title": words(document, "title"),
        "year": document.year,
        "dated_on": document.dated_on,
        "place": document.place or None,
        "body": document.body.slug if document.body else None,
        "languages": sorted({version.language for version in published}),
        "permalink": request.build_absolute_uri(document.permalink) if symbol else None,
        "detail": request.build_absolute_uri(f"{LIST}/{symbol}") if symbol else None,
        "pages": pages,
    }


@router.get("/documents/{path:symbol}", response={200: DocumentRecord, **REFUSALS}, summary="One document")
def document_detail(request: HttpRequest, symbol: Symbol) -> DocumentRecord:
    """A document by its symbol, slashes included: its versions, texts and themes, and what stands around it."""
    with transaction.atomic():
        seen = Document.objects.visible_to(request.user)
        document: Any = get_object_or_404(seen.select_related("body"), symbol=symbol)
        reading.record(request.user, document, "view")  # of a closed-door paper: no record, no answer
    versions = document.versions.filter(frozen_at__isnull=False).select_related("public_file", "translates")
    document.published = list(versions.order_by("-number", "language"))
    paragraphs = list(document.paragraphs.all())
    return DocumentRecord(
        **entry(request, document),
        summary=words(document, "summary"),
        authentic_language=document.authentic_language or None,
        published_at=document.published_at,
        withdrawn_at=document.withdrawn_at,
        withdrawal_reason=words(document, "withdrawal_reason") if document.is_withdrawn else None,
        themes=[
            Classification(
                axis=one.theme.axis.number,
                theme=one.theme.slug,
                name=words(one.theme, "name"),
                subtheme=words(one.subtheme, "name") if one.subtheme else None,
                is_proposed=one.is_proposed,
            )
            for one in document.classifications.select_related("theme__axis", "subtheme")
        ],
        versions=[version_record(request, document, version) for version in document.published],
        paragraphs=[
            ParagraphRecord(number=paragraph.number or None, text=words(paragraph, "text")) for paragraph in paragraphs
        ],
        text_sha256={
            language: instruments.text_sha256(paragraphs, language) for language in instruments.languages_of(paragraphs)
        },
        related=list(related(document, seen)),
    )


def version_record(request: HttpRequest, document: Any, version: DocumentVersion) -> Version:
    """One published file. Whether its source has a later version is told by the published ones alone."""
    version.document = document
    file = version.served_file
    return Version(
        number=version.number,
        language=version.language,
        translation_status=version.translation_status,
        is_older_than_its_source=version.is_older_than_its_source(document.published),
        published_at=version.frozen_at,
        format=file.kind,
        size=file.size,
        sha256=version.sha256,
        address=None if document.is_withdrawn else request.build_absolute_uri(version.permalink),
    )


def related(document: Document, seen: Any) -> "list[Related]":
    """Its relations, both ways, to documents that whoever asks may read."""
    rows = DocumentRelation.objects.filter(
        Q(document=document, other__in=seen) | Q(other=document, document__in=seen)
    ).select_related("document", "other")
    found = []
    for row in rows:
        is_reverse = row.other_id == document.pk
        other = row.document if is_reverse else row.other
        found.append(
            Related(relation=row.kind, is_reverse=is_reverse, symbol=other.symbol, title=words(other, "title"))
        )
    return found


@router.get("/plan-of-action", response={200: PlanOfAction, **REFUSALS}, summary="The Plan of Action")
def plan_of_action(request: HttpRequest) -> PlanOfAction:
    """The axes with their themes and sub-themes. Source, lines 189-194 and 1126-1230."""
    seen = Q(classifications__document__in=Document.objects.visible_to(request.user))
    counted = Count("classifications__document", filter=seen, distinct=True)
    subthemes = Subtheme.objects.annotate(documents_seen=counted)
    themes = Theme.objects.annotate(documents_seen=counted).prefetch_related(Prefetch("subthemes", queryset=subthemes))
    axes: Any = Axis.objects.prefetch_related(Prefetch("themes", queryset=themes))
    return PlanOfAction(
        axes=[
            AxisRecord(
                number=axis.number,
                name=words(axis, "name"),
                themes=[
                    ThemeRecord(
                        slug=theme.slug,
                        name=words(theme, "name"),
                        documents=theme.documents_seen,
                        subthemes=[
                            SubthemeRecord(number=one.number, name=words(one, "name"), documents=one.documents_seen)
                            for one in theme.subthemes.all()
                        ],
                    )
                    for theme in axis.themes.all()
                ],
            )
            for axis in axes
        ]
    )
