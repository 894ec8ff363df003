"""What the staff write for the public beside documents: news, notices above every page, and the pages' own texts."""

from datetime import datetime
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, matrix, visible_to
from crm_portal.common.formatted import HELP
from crm_portal.common.sourced import Sourced

validate_link = RegexValidator(
    r"^(/(?!/)|https://)[^\s\\]*$", _("An address on this site that begins with “/”, or one with https://.")
)


class NewsQuerySet(models.QuerySet["News"]):
    def public(self) -> Self:
        """What everybody may read now: published, and its moment has come."""
        return self.filter(status=News.Status.PUBLISHED, published_at__lte=timezone.now())

    def visible_to(self, user: Any) -> Self:
        """The news that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Any) -> Self:
        """The public ones; all of them for whoever works on drafts."""
        return self.all() if standing.level(matrix["draft_news"]) >= Level.READ else self.public()


class News(models.Model):
    """Something to be told, in both languages; public from its moment on."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, for lists and for search engines.")
    )
    text = models.TextField(_("text"), blank=True, help_text=HELP)
    not_before = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Once published, it opens at this moment, time of Costa Rica. Empty: at once."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="news_published_at", condition=Q(status="draft") | Q(published_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news-detail", args=[self.pk])


class NoticeQuerySet(models.QuerySet["Notice"]):
    def not_over(self, now: datetime) -> Self:
        """Those that are shown at a moment, and those of the time after."""
        return self.filter(Q(shown_until=None) | Q(shown_until__gt=now))


class Notice(models.Model):
    """A sentence above every page, for as long as it matters."""

    class Tone(models.TextChoices):
        CALM = "calm", _("information")
        ALERT = "alert", _("warning")

    text = models.CharField(_("text"), max_length=250)
    tone = models.CharField(_("tone"), max_length=5, choices=Tone, default=Tone.CALM)
    link = models.CharField(
        _("leads to"),
        max_length=200,
        blank=True,
        validators=[validate_link],
        help_text=_("Where one reads more: an address on this site that begins with “/”, or one with https://."),
    )
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until somebody fills this in.")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice above every page")
        verbose_name_plural = _("notices above every page")
        ordering = ["-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(shown_until=None) | Q(shown_until__gt=F("shown_from")),
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class PageText(Sourced):
    """A text that stands at one place of a page. Which places there are is the pages' affair, what they say is not."""

    slot = models.SlugField(_("slot"), max_length=60, unique=True, editable=False)
    page = models.CharField(_("page"), max_length=60, editable=False, db_comment="The name of the page's URL.")
    place = models.CharField(_("place on the page"), max_length=80, editable=False)
    is_line = models.BooleanField(_("one paragraph"), default=False, editable=False)
    text = models.TextField(_("text"), help_text=HELP)

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        ordering = ["page", "pk"]

    def __str__(self) -> str:
        return self.place

    def get_absolute_url(self) -> str:
        return reverse(self.page)
