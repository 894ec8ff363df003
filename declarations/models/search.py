"""What the search knows of documents: the words of their titles, summaries and files, kept by the database itself.

Triggers (migration 0002) write the entries and their words, so that no way to change a document passes them by.
"""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import visible_to
from declarations.models.documents import Document, DocumentVersion

if TYPE_CHECKING:
    from members.standing import Standing


class VersionText(models.Model):
    """What the file of one version says; apart from the version, whose pages have no use for megabytes of text."""

    version = models.OneToOneField(
        DocumentVersion, models.CASCADE, primary_key=True, related_name="read_text", verbose_name=_("version")
    )
    text = models.TextField(_("text of the file"))
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("text of a version")
        verbose_name_plural = _("texts of versions")

    def __str__(self) -> str:
        return str(self.version)


class IndexEntryQuerySet(models.QuerySet["IndexEntry"]):
    def visible_to(self, user: Any) -> Self:
        """The entries that somebody may find something by."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those of the documents seen; with the words of unpublished versions where these may be read as well."""
        drafts = Q(is_draft=True, document__in=Document.objects.with_unpublished_for(standing))
        return self.filter(Q(is_draft=False) | drafts, document__in=Document.objects.seen_by(standing))

    def one_per_document(self) -> Self:
        """Of these entries the one that knows most of each document."""
        return self.exclude(is_draft=False, document__in=self.filter(is_draft=True).values("document"))


class IndexEntry(models.Model):
    """The words by which a document is found: what is published of it, or that with what is not published yet."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="entries", verbose_name=_("document"))
    is_draft = models.BooleanField(_("with unpublished versions"))
    languages = models.CharField(_("languages of its files"), max_length=5, blank=True)
    es = SearchVectorField(_("words in Spanish"))
    en = SearchVectorField(_("words in English"))

    objects = IndexEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        indexes = [
            GinIndex(fields=["es"], name="index_entry_es", fastupdate=False),
            GinIndex(fields=["en"], name="index_entry_en", fastupdate=False),
            models.Index(fields=["document"], condition=Q(is_draft=True), name="index_entry_draft"),
        ]
        constraints = [models.UniqueConstraint(fields=["document", "is_draft"], name="index_entry_once")]

    def __str__(self) -> str:
        return str(self.document)


class KnownWord(models.Model):
    """A word of a title or name that everybody may read; what was meant by a misspelt one is looked for among them."""

    word = models.CharField(_("word"), max_length=40, unique=True)
    plain = models.CharField(_("word without accents"), max_length=60)
    uses = models.PositiveIntegerField(_("number of titles"))

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        indexes = [GinIndex(OpClass("plain", name="gin_trgm_ops"), name="known_word_likeness")]

    def __str__(self) -> str:
        return self.word
