"""Letting in again somebody who has lost every way to sign in."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def open(self) -> Self:
        """Requests that wait for the second colleague."""
        return self.filter(confirmed_at=None, withdrawn_at=None)


class FactorReset(models.Model):
    """A colleague asked that a person's second factors and password be taken away, and another one agreed or not.

    The row is the record of it: nothing here is changed after it was confirmed or withdrawn.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factor_resets", verbose_name=_("person")
    )
    reason = models.TextField(_("reason"), help_text=_("How you know that it is this person who asks."))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("letting a person in again")
        verbose_name_plural = _("letting people in again")
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="factor_reset_is_not_asked_by_the_person"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("asked_by"))),
                name="factor_reset_takes_two_other_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="factor_reset_confirmation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="factor_reset_withdrawal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None), name="factor_reset_ends_once"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                name="factor_reset_one_open_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%Y-%m-%d}"
