"""The Plan of Action: axes, their themes, and what each theme comprises. Source, lines 189-194 and 1126-1230."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.sourced import Sourced


class Axis(Sourced):
    """One of the three axes of the Plan of Action."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["number"]
        verbose_name = _("axis")
        verbose_name_plural = _("axes")

    def __str__(self) -> str:
        return self.name


class Theme(Sourced):
    """A theme of an axis."""

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="themes", verbose_name=_("axis"))
    slug = models.SlugField(_("short name in addresses"), unique=True)
    order = models.PositiveSmallIntegerField(_("place in the axis"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["axis", "order"]
        verbose_name = pgettext_lazy("plan of action", "theme")
        verbose_name_plural = _("themes")
        constraints = [models.UniqueConstraint(fields=["axis", "order"], name="theme_order_once_per_axis")]

    def __str__(self) -> str:
        return self.name


class Subtheme(Sourced):
    """One matter that a theme comprises."""

    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="subthemes", verbose_name=pgettext_lazy("plan of action", "theme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        ordering = ["theme", "number"]
        verbose_name = _("sub-theme")
        verbose_name_plural = _("sub-themes")
        constraints = [models.UniqueConstraint(fields=["theme", "number"], name="subtheme_number_once_per_theme")]

    def __str__(self) -> str:
        return self.name
