"""Declarations and guidelines as text: paragraphs in both languages, of which the portal makes a PDF in each.

The PDFs are public documents' alone. They are made when a document is out, and again when something in it has changed:
nobody has to ask for them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm_portal.common.audit.tracking import history_of
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.verifying import Finding, Standing
from declarations.library import language_name
from declarations.models import Document, DocumentVersion, Paragraph
from members.models import Audience

LANGUAGES = ("es", "en")
KIND = "instrument"


class Fingerprint(NamedTuple):
    """A SHA-256, and what it is of. A PDF cannot hold its own."""

    of: str
    sha256: str


def text_in(paragraph: Paragraph, language: str) -> str:
    """The paragraph in a language; nothing stands in for a text that is missing."""
    return getattr(paragraph, f"text_{language}") or ""


def languages_of(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The languages in which no paragraph is missing."""
    if not paragraphs:
        return []
    return [language for language in LANGUAGES if all(text_in(paragraph, language) for paragraph in paragraphs)]


def text_sha256(paragraphs: Sequence[Paragraph], language: str) -> str:
    """The SHA-256 of a text: each paragraph's number, a tab and its words, a line feed between two, in UTF-8."""
    lines = [f"{paragraph.number}\t{text_in(paragraph, language)}" for paragraph in paragraphs]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# Which PDFs there are to be


def last_change() -> Greatest:
    """When the text of a document, its title or its files last changed, by the record of changes."""
    of_text = history_of(Paragraph).objects.filter(document=OuterRef("pk")).order_by().values("document")
    of_record = history_of(Document).objects.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    of_files = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by().values("document")
    parts = [
        of_text.annotate(last=Max("pgh_created_at")),
        of_record.annotate(last=Max("pgh_created_at")),
        of_files.annotate(last=Max("frozen_at")),
    ]
    return Greatest(*(Subquery(part.values("last"), output_field=DateTimeField()) for part in parts))


def printed() -> Any:
    """The documents of which PDFs are made: for everybody, not withdrawn, with paragraphs."""
    return (
        Document.objects.public()
        .exclude(status=Document.Status.WITHDRAWN)
        .filter(Exists(Paragraph.objects.filter(document=OuterRef("pk"))))
    )


def due(language: str) -> Any:
    """Of those the ones whose text is whole in a language and of which no PDF was asked for since the last change."""
    missing = Q(**{f"text_{language}": ""}) | Q(**{f"text_{language}": None})
    asked = Printout.objects.filter(
        kind=KIND, about_id=OuterRef("pk"), language=language, asked_at__gte=OuterRef("changed_last")
    )
    gaps = Paragraph.objects.filter(missing, document=OuterRef("pk"))
    return printed().annotate(changed_last=last_change()).filter(~Exists(asked), ~Exists(gaps))


def ask_where_due() -> int:
    """Have the PDFs made that are missing or older than what they show; how many were asked for."""
    wanted = [(document, language) for language in LANGUAGES for document in due(language)]
    for document, language in wanted:
        pdf.ask(KIND, document, language=language, by=None)
    return len(wanted)


def latest(user: Any, document: Document, language: str) -> Printout | None:
    """The PDF of a document as it stands, in a language, for somebody who may see it."""
    return ready(user, document, language).select_related("file").first()


def ready(user: Any, document: Document, language: str) -> QuerySet[Printout]:
    """The PDFs made of a document in a language, the newest first; none of what was withdrawn."""
    made = Printout.objects.visible_to(user).of(KIND, document).filter(state=Printout.State.READY, language=language)
    return made.none() if document.is_withdrawn else made.order_by("-made_at")


def paragraphs(user: Any, document: Document, language: str) -> list[Any]:
    """The paragraphs of a document, each with `pdf_bytes`, the size of the PDF of them all; one query."""
    size = ready(user, document, language).values("file__size")[:1]
    return list(document.paragraphs.annotate(pdf_bytes=Subquery(size)))


# What stands in them


def kind() -> PrintoutKind:
    """The PDF of an instrument, for the registry of PDFs."""
    return PrintoutKind(
        name=KIND,
        label=gettext_lazy("Text of an instrument"),
        template="pdf/instrument.html",
        # A closed-door paper is read on record only, which the way to a PDF does not keep.
        seen_by_person=lambda user: Document.objects.visible_to(user).exclude(audience=Audience.CIRCLE),
        about=lambda pk: Document.objects.select_related("body").get(pk=pk),
        title=lambda document: document.title,
        file_name=lambda document: f"{document.symbol}-{get_language()}".replace("/", "-"),
        content=content,
        verify=verify,
    )


def content(document: Document) -> Mapping[str, Any]:
    """What the PDF shows, in the language that is active."""
    import segno  # the worker alone draws codes

    language = get_language() or LANGUAGES[0]
    paragraphs = list(document.paragraphs.all())
    permalink = f"{settings.PORTAL_ORIGIN}{document.permalink}"
    code = segno.make(permalink, error="m", micro=False)
    return {
        "document": document,
        "paragraphs": [(paragraph.number, text_in(paragraph, language)) for paragraph in paragraphs],
        "permalink": permalink,
        "code": code.svg_data_uri(border=0, dark="#17252b"),
        "fingerprint": fingerprint(document, paragraphs, language),
        "is_translation": document.authentic_language not in {"", Document.Authentic.BOTH, language},
    }


def fingerprint(document: Document, paragraphs: Sequence[Paragraph], language: str) -> Fingerprint:
    """Of the file that was published in the language, else in the authentic one; without a file, of the text."""
    published = document.versions.filter(frozen_at__isnull=False)
    for code in (language, document.authentic_language):
        if version := published.filter(language=code).order_by("-number").first():
            words = {"number": version.number, "language": language_name(version.language)}
            return Fingerprint(_("the file published as version %(number)d, %(language)s") % words, version.sha256)
    return Fingerprint(_("this text, as the portal's API gives it (text_sha256)"), text_sha256(paragraphs, language))


# What the portal says of them


def verify(printout: Printout) -> Finding | None:
    """What everybody may know of such a PDF."""
    document = Document.objects.public().filter(pk=printout.about_id).first()
    if document is None:
        return None
    later = Printout.objects.of(KIND, document).filter(
        language=printout.language, state=Printout.State.READY, made_at__gt=printout.made_at
    )
    standing, remark = Standing.CURRENT, ""
    if document.is_withdrawn:
        standing, remark = Standing.WITHDRAWN, withdrawn(document)
    elif later.exists():
        standing, remark = Standing.SUPERSEDED, _("The portal has made it anew since.")
    made_at = date_format(timezone.localtime(printout.made_at), "DATETIME_FORMAT")
    facts = [
        f"{document.get_kind_display().capitalize()}, {document.symbol}",
        _("Text in %(language)s, made into a PDF by the portal on %(moment)s")
        % {"language": language_name(printout.language), "moment": made_at},
    ]
    return Finding(document.title, facts, document.get_absolute_url(), standing, remark)


def withdrawn(document: Document) -> str:
    """When and why it was."""
    return _("Withdrawn on %(day)s: %(reason)s") % {
        "day": date_format(timezone.localtime(document.withdrawn_at), "DATE_FORMAT"),
        "reason": document.withdrawal_reason,
    }
