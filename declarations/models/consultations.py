"""Consultations between two meetings: the proposed course of action, the rounds it goes through, and their outcome.

Source, lines 698-740. The Troika phase is the Troika's and the Presidency's alone, the later rounds are all members'.
What a country answered is in positions.py.
"""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from declarations.matrix import CONSULT_MEMBERS, CONSULT_TROIKA
from declarations.models.documents import Document
from members.roles import PPT, SECRETARIAT
from members.standing import Standing

CONDUCT = frozenset({PPT, *SECRETARIAT})
"""Whoever conducts a consultation sees all of it: the Presidency, and the Secretariat on its instruction."""


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: Any) -> Self:
        """The consultations that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """All for whoever conducts them; those put to the Troika for the Troika; those put to the members for these."""
        if standing.holds(*CONDUCT):
            return self.all()
        seen = Q(pk__in=[])
        if standing.level(CONSULT_TROIKA) >= Level.READ:
            seen |= Q(pk__in=Round.objects.filter(stage=Round.Stage.TROIKA).values("consultation"))
        if standing.level(CONSULT_MEMBERS) >= Level.READ:
            seen |= Q(opened_at__isnull=False)
        return self.filter(seen)

    def carried(self) -> Self:
        """Those that a meeting is to take up."""
        return self.filter(outcome=Consultation.Outcome.CARRIED, opened_at__isnull=False)

    def ended(self) -> Self:
        """Those whose outcome is declared, or that were reported."""
        return self.filter(status__in=ENDED)

    def under_way(self) -> Self:
        """Those that are neither declared nor ended."""
        return self.exclude(status__in=ENDED)


class Consultation(models.Model):
    """One matter on which the Presidency seeks the position of the members between two meetings."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("consultation procedure")
        QUESTION = "question", _("simple consultation")

    class Status(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        WITH_TROIKA = "with_troika", _("with the Troika")
        AGREED = "agreed", _("agreed by the Troika")
        FIRST_ROUND = "first_round", _("first round")
        BETWEEN = "between", _("after the first round")
        SECOND_ROUND = "second_round", _("second round")
        ASKED = "asked", _("open for answers")
        ANSWERED = "answered", pgettext_lazy("consultation", "answered")
        DECLARED = "declared", _("outcome declared")
        REPORTED = "reported", _("reported to the members")

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("consultation", "adopted")
        NO_CONSENSUS = "no_consensus", _("no consensus")
        WITHDRAWN = "withdrawn", pgettext_lazy("consultation", "withdrawn")
        CARRIED = "carried", _("carried to a meeting")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    title = models.CharField(_("title"), max_length=200)
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("begun by")
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("put to the members"), null=True, editable=False)
    skip_reason = models.TextField(_("why there is no second round"), blank=True, editable=False)
    skipped_at = models.DateTimeField(_("second round passed over"), null=True, editable=False)
    outcome = models.CharField(
        pgettext_lazy("consultation", "outcome"), max_length=12, choices=Outcome, blank=True, editable=False
    )
    outcome_reason = models.TextField(_("reason of the outcome"), blank=True, editable=False)
    declared_at = models.DateTimeField(_("declared"), null=True, editable=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("declared by"),
    )
    report = models.TextField(_("report to the members"), blank=True, editable=False)
    reported_at = models.DateTimeField(_("reported"), null=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reported by"),
    )
    dossier = models.OneToOneField(
        Document, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("dossier")
    )
    troika_dossier = models.OneToOneField(
        Document, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("dossier of the Troika")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="consultation_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(opened_at=None, number=None, year=None)
                | Q(opened_at__isnull=False, number__isnull=False, year__isnull=False),
                name="consultation_open_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", declared_at=None, declared_by=None)
                | Q(declared_at__isnull=False, declared_by__isnull=False) & ~Q(outcome="") & ~Q(outcome_reason=""),
                name="consultation_outcome_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="procedure", status__in=["reported", "declared"]) & ~Q(outcome="")
                | Q(kind="procedure", outcome="")
                & Q(status__in=["draft", "with_troika", "agreed", "first_round", "between", "second_round", "answered"])
                | Q(kind="question", outcome="", status__in=["draft", "asked", "answered", "reported"])
                | Q(kind="question", outcome="withdrawn", status__in=["declared", "reported"]),
                name="consultation_outcome_fits_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("declarations:consultation-detail", args=[self.pk])

    @property
    def symbol(self) -> str:
        """How the consultation is cited once it was put to the members; before that it has none.

        Numbered any earlier, a hole in the numbers would tell of a Troika phase.
        """
        return f"CRM/CONS/{self.year}/{self.number:02}" if self.number else ""

    @property
    def is_procedure(self) -> bool:
        """Whether it is the procedure of the source and no simple consultation."""
        return self.kind == self.Kind.PROCEDURE

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


ENDED = (Consultation.Status.DECLARED, Consultation.Status.REPORTED)


class ConsultationTextQuerySet(models.QuerySet["ConsultationText"]):
    def visible_to(self, user: Any) -> Self:
        """The texts that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """Every one for whoever conducts consultations; to others those of the rounds they see."""
        if standing.holds(*CONDUCT):
            return self.all()
        return self.filter(pk__in=Round.objects.seen_by(standing).values("text"))


class ConsultationText(models.Model):
    """One version of the proposed course of action. What a round was held on is never changed: the database refuses."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="texts", verbose_name=_("consultation"))
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("proposed course of action"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = ConsultationTextQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "number"]
        verbose_name = _("text of a consultation")
        verbose_name_plural = _("texts of consultations")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultation_text_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}, {self.number}"


class TextAttachmentQuerySet(models.QuerySet["TextAttachment"]):
    def visible_to(self, user: Any) -> Self:
        """The attachments of the texts that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        return self.filter(text__in=ConsultationText.objects.seen_by(standing))


class TextAttachment(models.Model):
    """A file that goes with one version of a text; the next version has the same until its writers take it away."""

    text = models.ForeignKey(
        ConsultationText, models.CASCADE, related_name="attachments", verbose_name=_("text of a consultation")
    )
    file = models.ForeignKey(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    objects = TextAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = _("attachment of a consultation")
        verbose_name_plural = _("attachments of consultations")
        constraints = [models.UniqueConstraint(fields=["text", "file"], name="text_attachment_once")]

    def __str__(self) -> str:
        return str(self.file_id)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> Self:
        """The rounds that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """The Troika phase for the Troika, the members' rounds for the members, both for whoever conducts them."""
        if standing.holds(*CONDUCT):
            return self.all()
        of_troika = Q(stage=Round.Stage.TROIKA)
        seen = Q(pk__in=[])
        if standing.level(CONSULT_TROIKA) >= Level.READ:
            seen |= of_troika
        if standing.level(CONSULT_MEMBERS) >= Level.READ:
            seen |= ~of_troika
        return self.filter(seen)

    def open(self, now: datetime) -> Self:
        """The rounds in which answers are taken at a moment; `Round.is_open` asks a row the same."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=now), closed_at=None)

    def shown_to_members(self, now: datetime) -> Self:
        """The members' rounds in which each country reads the others' answers: over, or opened by the Presidency."""
        return self.exclude(stage=Round.Stage.TROIKA).filter(
            Q(closes_at__lte=now) | Q(positions_opened_at__isnull=False)
        )


class Round(models.Model):
    """One time that a text was put to countries: to the Troika, to the members once or twice, or as a mere question.

    It ends at the moment stored here, whether or not the scheduler is awake then; `closed_at` says that it was noted.
    """

    class Stage(models.TextChoices):
        TROIKA = "troika", _("Troika")
        FIRST = "first", _("first round")
        SECOND = "second", _("second round")
        QUESTION = "question", _("simple consultation")

    class Basis(models.TextChoices):
        OWN = "own", _("each country's own calendar; the round ends with the last")
        SEAT = "seat", _("the calendar of Costa Rica, the seat of the Secretariat")
        ANY = "any", _("no day that is a holiday in any member country")
        WEEKENDS = "weekends", _("weekends alone")

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="rounds", verbose_name=_("consultation")
    )
    stage = models.CharField(_("phase"), max_length=8, choices=Stage)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    text = models.ForeignKey(
        ConsultationText, models.PROTECT, related_name="rounds", verbose_name=_("text of a consultation")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("sent by")
    )
    basis = models.CharField(_("working days"), max_length=8, choices=Basis, blank=True)
    calendar = models.CharField(_("calendar used"), max_length=60, blank=True, editable=False)
    edited_reason = models.TextField(_("why days were changed"), blank=True)
    closes_at = models.DateTimeField(_("ends"), null=True)
    closed_at = models.DateTimeField(_("ended"), null=True, editable=False)
    positions_opened_at = models.DateTimeField(_("positions opened to the members"), null=True, editable=False)
    positions_opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("round of a consultation")
        verbose_name_plural = _("rounds of consultations")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "stage", "attempt"], name="round_once"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(closed_at=None), name="round_one_open_at_a_time"
            ),
            models.CheckConstraint(condition=Q(stage="troika") | Q(attempt=1), name="round_repeated_by_troika_alone"),
            models.CheckConstraint(
                condition=Q(stage="troika") | Q(closes_at__isnull=False), name="round_of_members_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(stage="troika") | Q(closed_at=None) | Q(closed_at=F("closes_at")),
                name="round_of_members_ended_as_stored",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["first", "second"]) & ~Q(basis="")
                | Q(stage__in=["troika", "question"], basis=""),
                name="round_of_working_days_has_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}, {self.get_stage_display()}"

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken at that moment; `RoundQuerySet.open` asks the database the same."""
        return self.closed_at is None and (self.closes_at is None or now < self.closes_at)

    @property
    def days_in_words(self) -> str:
        """How its working days were counted, in a sentence; empty where it has none."""
        return str(DAYS_IN_WORDS[Round.Basis(self.basis)]) if self.basis else ""

    @property
    def is_of_troika(self) -> bool:
        return self.stage == self.Stage.TROIKA


DAYS_IN_WORDS = {
    Round.Basis.OWN: _("Each country has five working days of its own, and the round ends with the last of them."),
    Round.Basis.SEAT: _("Five working days of Costa Rica, the seat of the Secretariat, for every country."),
    Round.Basis.ANY: _("Five days, for every country, that are a working day in each of them."),
    Round.Basis.WEEKENDS: _("Five days from Monday to Friday, for every country, whatever holidays there are."),
}


class Extension(models.Model):
    """That the Presidency gave a running round more time: until which day, and why. Only added."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="extensions", verbose_name=_("round of a consultation")
    )
    until = models.DateField(_("until the end of"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("extension of a round")
        verbose_name_plural = _("extensions of rounds")

    def __str__(self) -> str:
        return f"{self.round_id}: {self.until}"
