"""Documents: what the Conference has said and worked with, in versions that are never changed once published."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.access import visible_to
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.sourced import Sourced
from declarations.models.plan import Subtheme, Theme
from members.audience import admits, read_by
from members.matrix import DRAFT_PAPER
from members.models import Attendance, Audience, Grant, WithAudience
from members.models.audiences import GrantQuerySet
from members.models.parties import validate_time_zone
from members.roles import SECRETARIAT
from members.standing import VISITOR, Standing

SYMBOL = r"^CRM(/[A-Z0-9-]+){3}/[0-9]{2,}$"


class DocumentQuerySet(models.QuerySet["Document"]):
    def public(self) -> Self:
        """What everybody may read now: published for all, its moment come; and what was withdrawn, as a tombstone."""
        return self.filter(out_now(), audience=Audience.PUBLIC)

    def with_changes(self) -> Any:  # the type checker cannot know what is added here
        """Each with `changed_at`: when it was published, a later version was, or it was withdrawn."""
        frozen = Max("versions__frozen_at")  # the greatest of those that are: PostgreSQL passes over what is null
        return self.annotate(changed_at=Greatest("published_at", frozen, "withdrawn_at"))

    def visible_to(self, user: Any) -> Self:
        """The documents that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """What a standing reads: the public ones, those of its audiences, and what a grant opens to it."""
        if standing == VISITOR:  # what follows comes to the same, by way of more tables
            return self.public()
        day = timezone.localdate()
        granted = DocumentGrant.objects.on(day).to(standing).values("document")
        return self.filter(read_with(standing, day) | Q(pk__in=granted))

    def with_unpublished_for(self, standing: Standing) -> Self:
        """The documents whose unpublished versions a standing reads, should it read the document.

        Of what is provisional or final everybody who reads it; of drafts, and of what comes after publication, whoever
        reads drafts.
        """
        agreed = Q(status__in=[Document.Status.PROVISIONAL, Document.Status.FINAL])
        return self.filter(agreed | read_by(DRAFT_PAPER, ~agreed, standing, timezone.localdate()))


def out_now() -> Q:
    """What was published and whose moment has come; `Document.is_public` asks a row the same."""
    return Q(status__in=OUT, published_at__lte=timezone.now())


def unfinished() -> Q:
    """What is read where drafts are; `Document.is_unfinished` asks a row the same.

    What is meant for all is, until it is published and its moment has come, a draft of the members'.
    """
    return Q(status=Document.Status.DRAFT) | (Q(audience=Audience.PUBLIC) & ~out_now())


def read_with(standing: Standing, day: date) -> Q:
    """The documents that a standing reads by audience and state; grants come on top."""
    return admits(standing, day) & (~unfinished() | read_by(DRAFT_PAPER, unfinished(), standing, day))


class Document(WithAudience, Sourced):
    """One document in all its versions and languages; known by its symbol once it is published."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("declaration")
        JOINT_COMMUNIQUE = "joint_communique", _("joint communiqué")
        EXTRAORDINARY = "extraordinary_declaration", _("extraordinary declaration")
        CONCLUSIONS = "conclusions", _("conclusions")
        RECOMMENDATIONS = "recommendations", _("recommendations")
        GUIDELINES = "guidelines", _("guidelines")
        FRAMEWORK = "framework", _("general framework")
        COMPILATION = "compilation", _("compilation of papers")
        PROCEEDINGS = "proceedings", _("proceedings")
        MATRIX = "matrix", _("comparative matrix")
        PUBLICATION = "publication", _("publication")
        REPORT = "report", _("report")
        WORK_PLAN = "work_plan", _("work plan")
        CONCEPT_NOTE = "concept_note", _("concept note")
        AGENDA = "agenda", _("agenda")
        PARTICIPANTS = "participants", _("list of participants")
        STATEMENT = "statement", _("statement")
        PRESENTATION = "presentation", pgettext_lazy("slides", "presentation")
        WORKING_PAPER = "working_paper", _("working paper")
        CORRIGENDUM = "corrigendum", _("corrigendum")
        OTHER = "other", _("other document")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROVISIONAL = "provisional", _("provisional")
        FINAL = "final", _("final")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Authentic(models.TextChoices):
        SPANISH = "es", _("Spanish")
        ENGLISH = "en", _("English")
        BOTH = "both", _("both languages")

    symbol = models.CharField(  # noqa: DJ001  # unique once there is one, and there is none before publication
        _("symbol"), max_length=60, unique=True, null=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    title = models.CharField(_("title"), max_length=400)
    summary = models.TextField(_("summary"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    session_number = models.PositiveSmallIntegerField(
        _("meeting of the year"),
        null=True,
        blank=True,
        help_text=_("Where the body met more than once that year: 1 for the first meeting."),
    )
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    authentic_language = models.CharField(_("authentic language"), max_length=4, choices=Authentic, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    embargo_until = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("Once published, it opens at this moment. Empty: at once.")
    )
    embargo_time_zone = models.CharField(
        _("time zone of that moment"), max_length=50, default="America/Costa_Rica", validators=[validate_time_zone]
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason of the withdrawal"),
        max_length=250,
        blank=True,
        help_text=_("Everybody reads it in the place of a withdrawn document. Fill it in before you withdraw one."),
    )
    widening_reason = models.CharField(
        _("why for more than its body and session"),
        max_length=250,
        blank=True,
        help_text=_("Asked for where the audience is wider than the rules of attendance give."),
    )
    part = models.CharField(
        _("part of the meeting"),
        max_length=20,
        choices=Attendance.Part,
        blank=True,
        help_text=_("With the body it says whom the document is for."),
    )
    themes = models.ManyToManyField(Theme, through="DocumentTheme", related_name="documents", verbose_name=_("themes"))
    note = models.TextField(_("note for the staff"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-dated_on", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            models.Index(fields=["status", "audience", "-year"], name="document_shown"),
            models.Index(fields=["kind", "-year"], name="document_of_a_kind"),
            models.Index(  # what the search asks of each document that it counts for a visitor
                fields=["published_at", "id"],
                include=["kind", "year"],
                condition=Q(audience="public", status__in=["published", "withdrawn"]),
                name="document_public",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(symbol=None) | Q(symbol__regex=SYMBOL), name="document_symbol_is_one"),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(symbol__isnull=False, published_at__isnull=False),
                name="document_published_has_a_symbol",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                | ~Q(status="withdrawn") & Q(withdrawn_at=None),
                name="document_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(audience="circle", circle__isnull=False) | ~Q(audience="circle"),
                name="document_for_a_circle_has_one",
                violation_error_message=_("Name the circle of people whom this document is for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.title}" if self.symbol else self.title

    def get_absolute_url(self) -> str:
        """Its page: for everybody, or in the intranet."""
        if self.is_public:
            return reverse("declarations:document-detail", args=[self.symbol])
        return reverse("declarations:paper-detail", args=[self.pk])

    @property
    def permalink(self) -> str:
        """The address that stays: the latest version, in the reader's language."""
        return reverse("permalink:latest", args=[self.symbol])

    @property
    def is_public(self) -> bool:
        """Whether everybody may read of it now; `DocumentQuerySet.public` asks the database the same."""
        return bool(
            self.status in OUT
            and self.audience == Audience.PUBLIC
            and self.published_at
            and self.published_at <= timezone.now()
        )

    @property
    def is_unfinished(self) -> bool:
        """Whether it is read where drafts are; `unfinished` asks the database the same."""
        return self.status == self.Status.DRAFT or (self.audience == Audience.PUBLIC and not self.is_public)

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN


OUT = (Document.Status.PUBLISHED, Document.Status.WITHDRAWN)


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, user: Any) -> Self:
        """The versions whose file somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """The published versions of the documents seen, others where they are read; of a withdrawn one the staff's."""
        seen = self.filter(document__in=Document.objects.seen_by(standing))
        if not standing.holds(*SECRETARIAT):
            seen = seen.exclude(document__status=Document.Status.WITHDRAWN)
        unpublished = Document.objects.with_unpublished_for(standing)
        return seen.filter(Q(frozen_at__isnull=False) | Q(document__in=unpublished))

    def newest(self) -> Self:
        """The highest version of each language."""
        return self.order_by("document_id", "language", "-number").distinct("document_id", "language")


class DocumentVersion(models.Model):
    """One file of a document: a version in a language. Once published the database refuses to change its bytes."""

    class Translation(models.TextChoices):
        AUTHENTIC = "authentic", _("authentic")
        OFFICIAL = "official", _("official translation")
        COURTESY = "courtesy", _("courtesy translation")

    class TextState(models.TextChoices):
        WAITING = "waiting", _("is being read")
        READ = "read", _("read")
        NO_TEXT = "no_text", _("no text: scanned")
        FAILED = "failed", _("could not be read")

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", verbose_name=_("document"))
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    translation_status = models.CharField(_("status of the text"), max_length=10, choices=Translation)
    translates = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )
    file = models.OneToOneField(
        PrivateFile, models.PROTECT, related_name="document_version", verbose_name=_("file as it was brought")
    )
    public_file = models.OneToOneField(
        PrivateFile,
        models.PROTECT,
        null=True,
        related_name="published_version",
        editable=False,
        verbose_name=_("file as it is published"),
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    text_state = models.CharField(_("text"), max_length=8, choices=TextState, default=TextState.WAITING, editable=False)
    text_attempts = models.PositiveSmallIntegerField(_("attempts to read it"), default=0, editable=False)
    text_begun_at = models.DateTimeField(_("reading begun"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts to prepare it"), default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    frozen_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number", "language"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["document", "number", "language"], name="version_once_per_language"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | (Q(public_file__isnull=False) & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="version_frozen_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, v{self.number} {self.language}"

    @property
    def served_file(self) -> PrivateFile:
        """What is handed out: the published copy, and before publication the file as it was brought."""
        return self.public_file or self.file

    @property
    def permalink(self) -> str:
        """The address of these very bytes; before publication, that of the file."""
        if not self.frozen_at:
            return self.served_file.get_absolute_url()
        return reverse(
            "permalink:version", args=[self.document.symbol, self.number, self.language, self.served_file.kind]
        )

    def is_older_than_its_source(self, known: Iterable["DocumentVersion"]) -> bool:
        """Whether the text it translates has a later version than the one it was made from, among those given.

        They are the ones that a reader may see: a version that is not published yet tells nobody of itself.
        """
        source = self.translates
        return source is not None and any(
            other.language == source.language and other.number > source.number for other in known
        )


class PartQuerySet[P: models.Model](models.QuerySet[P]):
    """Rows that belong to a document and are read with it."""

    def visible_to(self, user: Any) -> Self:
        """Those of the documents that somebody may read."""
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentTheme(models.Model):
    """A document belongs to a theme, and perhaps to one of its sub-themes."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="classifications", verbose_name=_("document"))
    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="classifications", verbose_name=pgettext_lazy("plan of action", "theme")
    )
    subtheme = models.ForeignKey(
        Subtheme, models.PROTECT, null=True, blank=True, related_name="classifications", verbose_name=_("sub-theme")
    )
    is_proposed = models.BooleanField(
        _("proposed"), default=False, help_text=_("The portal's own reading, which nobody has confirmed.")
    )

    objects = PartQuerySet["DocumentTheme"].as_manager()

    class Meta:
        ordering = ["document", "theme"]
        verbose_name = _("theme of a document")
        verbose_name_plural = _("themes of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "theme", "subtheme"], nulls_distinct=False, name="document_theme_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.subtheme or self.theme}"

    def clean(self) -> None:
        super().clean()
        if self.subtheme and self.subtheme.theme_id != self.theme_id:
            raise ValidationError({"subtheme": _("This sub-theme belongs to another theme.")})


class DocumentRelation(models.Model):
    """How one document stands to another."""

    class Kind(models.TextChoices):
        IMPLEMENTS = "implements", _("implements")
        CORRECTS = "corrects", _("corrects")
        REPLACES = "replaces", _("replaces")
        ANNEXED = "annexed_to", _("is annexed to")
        CITES = "cites", _("refers to")

    document = models.ForeignKey(Document, models.CASCADE, related_name="relations", verbose_name=_("document"))
    kind = models.CharField(_("relation"), max_length=12, choices=Kind)
    other = models.ForeignKey(Document, models.PROTECT, related_name="related_from", verbose_name=_("other document"))

    objects = PartQuerySet["DocumentRelation"].as_manager()

    class Meta:
        ordering = ["document", "kind", "pk"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "other"], name="relation_once"),
            models.CheckConstraint(
                condition=~Q(document=F("other")),
                name="relation_to_another",
                violation_error_message=_("A document is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.other}"


class Paragraph(models.Model):
    """One numbered paragraph of an instrument, side by side in both languages."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="paragraphs", verbose_name=_("document"))
    order = models.PositiveSmallIntegerField(_("place"))
    number = models.CharField(_("number"), max_length=12, blank=True, help_text=_("As printed; empty for a heading."))
    text = models.TextField(_("text"))

    objects = PartQuerySet["Paragraph"].as_manager()

    class Meta:
        ordering = ["document", "order"]
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="paragraph_order_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}".strip()


class DocumentGrant(Grant):
    """One document opened to one party or person beyond its audience."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="grants", verbose_name=_("document"))

    objects = GrantQuerySet["DocumentGrant"].as_manager()

    class Meta(Grant.Meta):
        ordering = ["document", "pk"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")


class OldAddress(models.Model):
    """An address of an earlier site that leads to a document."""

    path = models.CharField(
        _("old address"), max_length=300, unique=True, help_text=_("The path, from the first slash.")
    )
    document = models.ForeignKey(Document, models.CASCADE, related_name="old_addresses", verbose_name=_("document"))

    class Meta:
        ordering = ["path"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.path
