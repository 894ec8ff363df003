"""A document in the words of schema.org, for search engines."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.models import Document, DocumentVersion

TYPES = {
    Document.Kind.REPORT: "Report",
    Document.Kind.PROCEEDINGS: "Report",
    Document.Kind.PRESENTATION: "PresentationDigitalDocument",
}
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""What would end the element that holds the data, or begin another."""


def described(request: HttpRequest, document: Document, files: Iterable[DocumentVersion]) -> dict[str, Any]:
    """What the document is, who issued it, where it stays, and its newest files with their hashes."""
    organisation = {"@type": "Organization", "name": _("Regional Conference on Migration")}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Document.Kind(document.kind), "DigitalDocument"),
        "@id": request.build_absolute_uri(document.permalink),
        "url": request.build_absolute_uri(document.get_absolute_url()),
        "identifier": document.symbol,
        "name": document.title,
        "inLanguage": get_language(),
        "datePublished": document.dated_on.isoformat() if document.dated_on else str(document.year),
        "author": organisation,
        "publisher": organisation,
    }
    if document.summary:
        told["abstract"] = document.summary
    if encodings := [encoding(request, version) for version in files]:
        told["encoding"] = encodings
    return told


def encoding(request: HttpRequest, version: DocumentVersion) -> dict[str, Any]:
    """One file."""
    return {
        "@type": "MediaObject",
        "contentUrl": request.build_absolute_uri(version.permalink),
        "encodingFormat": version.served_file.kind_of.content_type,
        "inLanguage": version.language,
        "contentSize": str(version.served_file.size),
        "sha256": version.sha256,
    }


def as_json(told: dict[str, Any]) -> SafeString:
    """The data for an element of a page: nothing in it ends the element."""
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ESCAPES))  # noqa: S308  # escaped just here
