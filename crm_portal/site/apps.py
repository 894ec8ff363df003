from datetime import datetime, timedelta
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import registry, retention
from crm_portal.common.outbox import kinds
from crm_portal.common.pdf import kinds as pdf_kinds

DEEDS = {
    "site.publish_news": _("published the news item"),
    "site.take_back_news": _("took the news item back"),
    "site.begin_activityreport": _("began the half-yearly report"),
    "site.issue_activityreport": _("issued the half-yearly report"),
    "site.correct_activityreport": _("began a corrected edition of the half-yearly report"),
    "site.send_activityreport": _("sent the half-yearly report to focal points and RCGM delegates"),
    "site.print_activityreport": _("had a file of the half-yearly report made"),
}

PUBLIC = ("News", "Notice", "PageText")
"""The models that public pages show."""


class SiteConfig(AppConfig):
    name = "crm_portal.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from crm_portal.site import history_loader, news, notices, reporting  # models: once the apps are ready

        registry.history_loaders.add(registry.HistoryLoader(5, history_loader.load))
        registry.home_panels.add(registry.HomePanel("news", 10, "site/_home_news.html", lambda request: news.latest()))
        registry.public_pages.add(registry.PublicPages(50, news.public_pages))
        registry.public_rows.add(registry.PublicRows(50, "news-detail", news.public_rows))
        registry.search_sources.add(news.SOURCE)
        registry.deed_labels.update(DEEDS)
        registry.moments += [news.has_opened, notices.has_changed]
        registry.public_tables.update(self.get_model(name)._meta.db_table for name in PUBLIC)
        registry.intranet_pages.add(
            registry.IntranetEntry(
                28, _("Half-yearly reports"), "report-list", lambda user: user.has_perm("site.read_activityreport")
            )
        )
        registry.worklists.add(registry.Worklist(15, reporting.tasks))
        pdf_kinds.register(*reporting.printout_kinds())
        kinds.register(reporting.letter_kind())
        registry.footer.add(
            registry.Entry(4, _("News"), "news-list"),
            registry.Entry(80, _("Verify a file"), "verify"),
            registry.Entry(92, _("Privacy"), "privacy"),
            registry.Entry(94, _("Terms of use"), "terms"),
        )
        registry.personal_data.add(registry.PersonalData(80, "admin_log", own_admin_log))
        retention.retentions.add(
            retention.Retention(
                order=40,
                name="admin log",
                kind=_("List of recent actions in the administration"),
                keeps=timedelta(days=365),
                since=_("the action"),
                ends=_("It is removed."),
                delete=remove_admin_log,
            ),
            retention.Retention(
                order=70,
                name="technical logs",
                kind=_("Technical logs of the web server: network address, page and time"),
                keeps=None,
                since="",
                ends=_("They are bounded by size and not by time: the oldest lines give way to new ones."),
            ),
        )


def own_admin_log(user: Any) -> list[Any]:
    """What a person did in the administration, as Django lists it; what was changed is in the record of changes."""
    from django.contrib.admin.models import LogEntry  # no model may be imported before the apps are ready

    return list(
        LogEntry.objects.filter(user=user).values("action_time", "action_flag", "content_type__model", "object_id")
    )


def remove_admin_log(before: datetime) -> int:
    from django.contrib.admin.models import LogEntry  # as above

    return LogEntry.objects.filter(action_time__lt=before).delete()[0]
