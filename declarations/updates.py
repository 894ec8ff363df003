"""What is new among the documents, for feed readers: the latest published, changed or withdrawn."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.common.formatted import printable
from declarations import library
from declarations.models import Document, DocumentVersion
from members.models import Body

FACETS = ("kind", "body", "language")
"""By which somebody may follow a part; the library has more."""
SHOWN = 50
BEGINNING = datetime(1996, 1, 1, tzinfo=UTC)
"""When a feed without documents was last changed: there was nothing before the Conference."""


class Entry(NamedTuple):
    """One document in the feed."""

    permalink: str
    title: str
    kind: str
    kind_label: str
    published_at: datetime
    changed_at: datetime
    pages: list[tuple[str, str]]
    """Language and address."""
    files: list[tuple[DocumentVersion, str]]
    """Each with its address."""
    summary: str


def latest(asked: dict[str, Any]) -> list[Any]:
    """The documents for everybody that changed last, within the facets asked for."""
    wanted = library.narrowed(Document.objects.public(), asked).order_by().values("pk")
    changed = Document.objects.filter(pk__in=wanted).with_changes().order_by("-changed_at", "-pk")[:SHOWN]
    versions = DocumentVersion.objects.filter(frozen_at__isnull=False).select_related("public_file")
    return list(changed.prefetch_related(library.published(versions)))


def title(asked: dict[str, Any], body: Body | None) -> str:
    """What the feed is called: of all documents, or of which part."""
    parts = [_("What is new among the documents of the Regional Conference on Migration")]
    if "kind" in asked:
        parts.append(str(dict(Document.Kind.choices)[asked["kind"]]))
    if body:
        parts.append(body.name)
    if "language" in asked:
        parts.append(_("files in %(language)s") % {"language": library.language_name(asked["language"])})
    return " · ".join(parts)


def entries(request: HttpRequest, documents: list[Any]) -> Iterator[Entry]:
    """The documents as the feed tells of them, in the language that is active."""
    for document in documents:
        yield Entry(
            permalink=request.build_absolute_uri(document.permalink),
            title=printable(document.title),
            kind=document.kind,
            kind_label=document.get_kind_display(),
            published_at=document.published_at,
            changed_at=document.changed_at,
            pages=in_both_languages(request, document),
            files=[] if document.is_withdrawn else [(one, address(request, one, document)) for one in newest(document)],
            summary=printable(summary(document)),
        )


def in_both_languages(request: HttpRequest, document: Document) -> list[tuple[str, str]]:
    """The document's page in each language."""
    found = []
    for language in ("es", "en"):
        with override(language):
            path = reverse("declarations:document-detail", args=[document.symbol])
        found.append((language, request.build_absolute_uri(path)))
    return found


def newest(document: Any) -> list[DocumentVersion]:
    """The highest published version of each language."""
    by_language = {one.language: one for one in sorted(document.published, key=lambda one: one.number)}
    return [by_language[language] for language in sorted(by_language, reverse=True)]


def address(request: HttpRequest, version: DocumentVersion, document: Document) -> str:
    version.document = document
    return request.build_absolute_uri(version.permalink)


def summary(document: Document) -> str:
    """What it is about; of a withdrawn document, why it was withdrawn."""
    if document.is_withdrawn:
        return _("Withdrawn: %(reason)s") % {"reason": document.withdrawal_reason}
    return document.summary
