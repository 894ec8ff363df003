"""The staff's desk for what stands on the public pages beside documents, and for the half-yearly reports."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationStackedInline

from crm_portal.common.admin_preview import PreviewedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.registry import Text
from crm_portal.site import newsroom, reporting
from crm_portal.site.models import ActivityReport, News, Notice, PageText, ReportText


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


class ReportTextInline(TranslationStackedInline):
    """The written parts of a report, of which it may do without some."""

    model = ReportText
    extra = 0
    max_num = len(ReportText.Place)
    fields = ("place", "title", "text")


def explain_issuing(reports: Sequence[ActivityReport]) -> Iterable[Text]:
    """What is missing, or who reads it from then on."""
    for report in reports:
        yield reporting.what_is_missing(report) or _(
            "It gets its number, and its figures stay as they are now. Focal points, heads of delegation, RCGM "
            "delegates, the Presidency and the auditor can read it from then on. Nothing is mailed."
        )


def explain_sending(reports: Sequence[ActivityReport]) -> Iterable[Text]:
    """How many letters leave."""
    for report in reports:
        number = len(reporting.still_without(report))
        said = ngettext(
            "%(number)d focal point or RCGM delegate gets a letter with the address of the report.",
            "%(number)d focal points and RCGM delegates get a letter with the address of the report.",
            number,
        )
        yield said % {"number": number}


@admin.register(ActivityReport)
class ActivityReportAdmin(TransitionsModelAdmin):
    table = reporting.TRANSITIONS
    status_field = "status"
    transitions = (
        AdminTransition(
            "issue", gettext_lazy("Issue"), reporting.issue, gettext_lazy("It is issued."), explain_issuing
        ),
        AdminTransition(
            "send",
            gettext_lazy("Send to focal points and RCGM delegates"),
            reporting.send,
            gettext_lazy("The letters are on their way."),
            explain_sending,
        ),
        AdminTransition(
            "correct",
            gettext_lazy("Begin a corrected edition"),
            reporting.correct,
            gettext_lazy("The corrected edition stands in the list as a draft."),
            lambda _reports: [
                gettext_lazy(
                    "What is issued stays as it is. The new edition begins with the same texts and with the figures of "
                    "today; once it is issued, it names the one that it replaces."
                )
            ],
        ),
    )
    list_display = ["name", "status", "issued_at", "replaces"]
    list_filter = ["status"]
    fields = ["starts_on", "last_on", "replaces", "status", "issued_at", "issued_by"]
    readonly_fields = ["replaces", "status", "issued_at", "issued_by"]
    inlines = [ReportTextInline]

    @admin.display(description=gettext_lazy("report"), ordering="starts_on")
    def name(self, report: ActivityReport) -> str:
        return str(report)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A corrected edition is about the days of the one that it replaces."""
        own = ["starts_on", "last_on"] if obj is not None and obj.replaces_id else []
        return [*self.readonly_fields, *own]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The half-year that was over last, unless the address names the days."""
        half = reporting.HalfYear.ended_by(timezone.localdate())
        return {"starts_on": half.starts_on, "last_on": half.last_on, **super().get_changeform_initial_data(request)}

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The places for texts are there once the days are saved."""
        return super().get_inlines(request, obj) if obj is not None else []

    def save_model(self, request: HttpRequest, obj: ActivityReport, form: Any, change: Any) -> None:
        if change:
            reporting.save_days(obj)
        else:
            reporting.begin(obj, by=request.user)

    def has_change_permission(self, request: HttpRequest, obj: ActivityReport | None = None) -> bool:
        """Not of what is issued: Django's own question does not say which report is meant."""
        return request.user.has_perm("site.change_activityreport", obj)
