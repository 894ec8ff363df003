"""The workflow of a news item: drafted, published in both languages, taken back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from crm_portal.site.models import News

Status = News.Status
TRANSITIONS: Transitions = {
    "publish": ((Status.DRAFT,), Status.PUBLISHED),
    "take_back": ((Status.PUBLISHED,), Status.DRAFT),
}


@transaction.atomic
def publish(news: News, *, by: Any) -> News:
    """Show it to everybody, now or from its moment on. Raises TransitionNotAllowed while a language lacks its text."""
    news = News.objects.select_for_update().get(pk=news.pk)
    news.status = next_status(TRANSITIONS, "publish", news.status)
    if not is_in_both_languages(news, "title", "text"):
        raise TransitionNotAllowed(_("Write its title and its text in both languages, and save, before."))
    now = timezone.now()
    news.published_at = max(now, news.not_before or now)
    news.save(update_fields=["status", "published_at"])
    audit.record("site.publish_news", news, by=by)
    return news


@transaction.atomic
def take_back(news: News, *, by: Any) -> News:
    """Show it no more; its address answers as one that never was. Raises TransitionNotAllowed."""
    news = News.objects.select_for_update().get(pk=news.pk)
    news.status = next_status(TRANSITIONS, "take_back", news.status)
    news.save(update_fields=["status"])
    audit.record("site.take_back_news", news, by=by)
    return news
