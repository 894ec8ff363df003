"""The staff's desk for what stands on the public pages beside documents: news, notices, the pages' own texts."""

from collections.abc import Iterable, Sequence

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.admin_preview import PreviewedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.registry import Text
from crm_portal.site import newsroom
from crm_portal.site.models import News, Notice, PageText


def explain_publishing(items: Sequence[News]) -> Iterable[Text]:
    """Who reads it, and from when."""
    for news in items:
        if news.not_before and news.not_before > now():
            moment = date_format(localtime(news.not_before), "DATETIME_FORMAT")
            yield _("“%(title)s” opens to everybody on %(moment)s, time of Costa Rica.") % {
                "title": news,
                "moment": moment,
            }
        else:
            yield _("Everybody reads “%(title)s” at once, also in the feed of news.") % {"title": news}


@admin.register(News)
class NewsAdmin(TransitionsModelAdmin, PreviewedModelAdmin):
    preview_template = "site/_news_item.html"
    change_form_template = PreviewedModelAdmin.change_form_template
    table = newsroom.TRANSITIONS
    status_field = "status"
    transitions = (
        AdminTransition(
            "publish",
            gettext_lazy("Publish"),
            newsroom.publish,
            gettext_lazy("It is published."),
            explain_publishing,
        ),
        AdminTransition(
            "take_back",
            gettext_lazy("Take it back"),
            newsroom.take_back,
            gettext_lazy("It is a draft again, and nobody else reads it any more."),
        ),
    )
    list_display = ["title", "status", "published_at", "changed_at"]
    list_filter = ["status"]
    readonly_fields = ["status", "published_at", "changed_at"]
    fields = ["title", "summary", "text", "not_before", "status", "published_at", "changed_at"]


@admin.register(Notice)
class NoticeAdmin(PreviewedModelAdmin):
    preview_template = "site/_notice.html"
    list_display = ["text", "tone", "shown_from", "shown_until", "is_shown"]
    list_filter = ["tone"]
    fields = ["text", "tone", "link", "shown_from", "shown_until"]

    @admin.display(boolean=True, description=gettext_lazy("shown now"))
    def is_shown(self, notice: Notice) -> bool:
        moment = timezone.now()
        return notice.shown_from <= moment and (notice.shown_until is None or notice.shown_until > moment)


@admin.register(PageText)
class PageTextAdmin(PreviewedModelAdmin):
    preview_template = "site/_page_text.html"
    list_display = ["place", "page_address"]
    fields = ["place", "text"]
    readonly_fields = ["place"]

    @admin.display(description=gettext_lazy("page"))
    def page_address(self, text: PageText) -> str:
        return text.get_absolute_url()
