"""What everybody may know of a published file, by its SHA-256."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm_portal.common.verifying import Finding, Standing
from declarations.instruments import withdrawn
from declarations.library import language_name
from declarations.models import Document, DocumentRelation, DocumentVersion

TAKES_ITS_PLACE = (DocumentRelation.Kind.REPLACES, DocumentRelation.Kind.CORRECTS)


def versions_of(sha256: str) -> Iterator[Finding]:
    """The published versions of documents for everybody that are these very bytes; of a language the highest alone."""
    public = Document.objects.public()
    found = DocumentVersion.objects.filter(
        document__in=public, frozen_at__isnull=False, public_file__sha256=sha256
    ).select_related("document")
    for version in found.newest():
        document = version.document
        standing, remark = Standing.CURRENT, ""
        if document.is_withdrawn:
            standing, remark = Standing.WITHDRAWN, withdrawn(document)
        elif words := what_took_its_place(version):
            standing, remark = Standing.SUPERSEDED, words
        facts = [
            f"{document.get_kind_display().capitalize()}, {document.symbol}",
            _("Version %(number)d, %(language)s, %(status)s")
            % {
                "number": version.number,
                "language": language_name(version.language),
                "status": version.get_translation_status_display(),
            },
            _("Published on %(day)s") % {"day": date_format(timezone.localtime(version.frozen_at), "DATE_FORMAT")},
        ]
        yield Finding(document.title, facts, document.get_absolute_url(), standing, remark)


def what_took_its_place(version: DocumentVersion) -> str:
    """The later version, or the document that replaces or corrects this one; empty where there is none."""
    later = DocumentVersion.objects.filter(
        Q(number__gt=version.number), document=version.document, language=version.language, frozen_at__isnull=False
    )
    if latest := later.order_by("-number").first():
        return _("Version %(number)d has been published since.") % {"number": latest.number}
    relation = DocumentRelation.objects.filter(
        other=version.document, kind__in=TAKES_ITS_PLACE, document__in=Document.objects.public()
    ).select_related("document")
    if newer := relation.first():
        return _("See %(document)s, which replaces or corrects it.") % {"document": newer.document}
    return ""
