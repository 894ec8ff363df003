"""Half-years of the Fund as the public reads them: fixed tables, kept as they were released."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from reserve_fund.matrix import FUND_STATS

if TYPE_CHECKING:
    from members.standing import Standing


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: Any) -> Self:
        """Those that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those released by everybody; drafts by whoever prepares and releases them."""
        return self.all() if standing.level(FUND_STATS) >= Level.WRITE else self.released()

    def released(self) -> Self:
        """Those that everybody reads."""
        return self.filter(released_at__isnull=False)


class Publication(models.Model):
    """The tables of one half-year, with small cells held back. Once released nothing of them changes."""

    year = models.PositiveSmallIntegerField(_("year"))
    half = models.PositiveSmallIntegerField(
        _("half-year"), choices=[(1, _("January to June")), (2, _("July to December"))]
    )
    tables = models.JSONField(_("tables"), editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-half"]
        verbose_name = _("statistics of a half-year")
        verbose_name_plural = _("statistics of half-years")
        constraints = [
            models.UniqueConstraint(fields=["year", "half"], name="publication_of_a_half_year_once"),
            models.CheckConstraint(condition=Q(half__in=[1, 2]), name="publication_of_a_half"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_by=models.F("prepared_by")),
                name="publication_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"
