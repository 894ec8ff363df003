"""The PDFs that were asked for, row by row."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.pdf.kinds import PrintoutKind, kinds
from crm_portal.common.verifying import Finding


class PrintoutQuerySet(models.QuerySet["Printout"]):
    def visible_to(self, user: Any) -> Self:
        """The PDFs about rows that a person may see."""
        admitted = Q(pk__in=[])
        for kind in kinds.values():
            rows = kind.seen_by_person(user).values_list("pk", flat=True)
            admitted |= Q(kind=kind.name, about_id__in=rows)
        return self.filter(admitted)

    def of(self, kind: str, about: models.Model) -> Self:
        """Those about one row, the latest first."""
        return self.filter(kind=kind, about_id=about.pk)


class Printout(models.Model):
    """One PDF that somebody, or the calendar, asked for: about which row, in which language, and how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be made")
        MAKING = "making", _("is being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    kind = models.CharField(_("kind"), max_length=40)
    about_id = models.BigIntegerField(_("number of the row"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    begun_at = models.DateTimeField(_("begun"), null=True)
    made_at = models.DateTimeField(_("made"), null=True)
    file = models.OneToOneField(PrivateFile, models.PROTECT, null=True, related_name="printout", verbose_name=_("file"))

    objects = PrintoutQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("PDF")
        verbose_name_plural = _("PDFs")
        indexes = [models.Index(fields=["kind", "about_id", "-asked_at"], name="printout_of_a_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_id", "language"],
                condition=Q(state__in=["waiting", "making"]),
                name="printout_asked_for_once",
                violation_error_message=_("This PDF is being made already."),
            ),
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False, made_at__isnull=False)
                | (~Q(state="ready") & Q(file__isnull=True, made_at__isnull=True)),
                name="printout_ready_with_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id} ({self.language})"

    @property
    def kind_of(self) -> PrintoutKind:
        return kinds[self.kind]

    @property
    def is_under_way(self) -> bool:
        """Whether looking again will tell more."""
        return self.state in {self.State.WAITING, self.State.MAKING}


def readable_files(user: Any) -> Q:
    """The files of the PDFs that a person may have."""
    return Q(pk__in=Printout.objects.visible_to(user).filter(file__isnull=False).values("file"))


def verified(sha256: str) -> Iterator[Finding]:
    """What everybody may know of the PDFs that are these very bytes."""
    for printout in Printout.objects.filter(file__sha256=sha256, state=Printout.State.READY).order_by("pk"):
        tell = printout.kind_of.verify
        if tell is not None and (finding := tell(printout)):
            yield finding
