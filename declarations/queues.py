"""What waits for translators."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import ngettext

from declarations.models import Document, DocumentVersion


def outdated() -> QuerySet[DocumentVersion]:
    """The newest translation of each document, where its source has a later version than the one it was made from."""
    later = DocumentVersion.objects.filter(document=OuterRef("document"))
    newer = later.filter(language=OuterRef("language"), number__gt=OuterRef("number"))
    source = later.filter(language=OuterRef("translates__language"), number__gt=OuterRef("translates__number"))
    return DocumentVersion.objects.filter(Exists(source), ~Exists(newer), translates__isnull=False)


def waiting_translations() -> str | None:
    """For the first page of the desk: how many translations are older than their source."""
    number = outdated().exclude(document__status=Document.Status.WITHDRAWN).count()
    if not number:
        return None
    text = ngettext(
        "%(number)d translation is older than the text it translates.",
        "%(number)d translations are older than the text they translate.",
        number,
    )
    return text % {"number": number}
