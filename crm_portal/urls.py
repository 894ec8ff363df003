"""Every address of the portal. Apps are included by name, so the frame imports none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from crm_portal.site import errors, intranet, news, reports, sitemap, views
from crm_portal.site.api_door import api
from crm_portal.site.csp_reports import csp_report
from crm_portal.site.my_data import my_data
from crm_portal.site.search import search
from crm_portal.site.verify import verify

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("accounts/", include("members.account_urls")),
    path("accounts/invitation/", include("members.invitation_urls")),
    path("calendar/", include("members.calendar_urls")),
    path("admin/", admin.site.urls),
    path("d/", include("declarations.permalink_urls")),
    path("files/", include("crm_portal.common.files.urls")),
    re_path(r"^api/v1/(?P<path>[\s\S]*)\Z", api, name="api"),  # whatever is asked there is answered in JSON
    path("csp-report", csp_report, name="csp-report"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.sitemap_part, name="sitemap-part"),
    path("favicon.ico", views.favicon, name="favicon"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("accessibility/"), views.accessibility, name="accessibility"),
        path(_("intranet/"), intranet.home, name="intranet"),
        path(_("intranet/who-may-see-what/"), intranet.access_matrix, name="access-matrix"),
        path(_("privacy/"), views.privacy, name="privacy"),
        path(_("terms/"), views.terms, name="terms"),
        path(_("news/"), news.news_list, name="news-list"),
        path(_("news/<int:pk>/"), news.news_detail, name="news-detail"),
        path(_("news/updates.atom"), news.news_updates, name="news-updates"),
        path(_("search/"), search, name="search"),
        path(_("verify/"), verify, name="verify"),
        path(_("intranet/my-data/"), my_data, name="my-data"),
        path(_("intranet/reports/"), reports.report_list, name="report-list"),
        path(_("intranet/reports/<int:pk>/"), reports.report_detail, name="report-detail"),
        path(_("intranet/reports/<int:pk>/print/"), reports.report_print, name="report-print"),
        path(_("intranet/reports/<int:pk>/table-<int:number>.csv"), reports.report_table, name="report-table"),
        path("intranet/", include("crm_portal.common.audit.urls")),
        path("", include("members.urls")),
        path("", include("declarations.urls")),
        path("", include("meetings.urls")),
        path("", include("contributions.urls")),
        path("", include("reserve_fund.urls")),
    ),
]
handler400 = "crm_portal.site.errors.bad_request"
handler403 = "crm_portal.site.errors.permission_denied"
handler404 = "crm_portal.site.errors.page_not_found"
handler429 = errors.too_many_requests  # allauth calls it, and wants the function itself
handler500 = "crm_portal.site.errors.server_error"
