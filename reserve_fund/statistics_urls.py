"""The addresses of the statistics: released ones for everybody, and the desk where they are prepared."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reserve_fund.views import public, statistics

urlpatterns = [
    path(_("reserve-fund/statistics/"), public.statistics, name="statistics"),
    path(_("reserve-fund/statistics/<int:year>-<int:half>/"), public.statistics_half_year, name="statistics-half-year"),
    path(
        _("reserve-fund/statistics/<int:year>-<int:half>/<slug:table>.csv"),
        public.statistics_csv,
        name="statistics-csv",
    ),
    path(
        _("reserve-fund/statistics/<int:year>-<int:half>/figures.json"), public.statistics_json, name="statistics-json"
    ),
    path(_("intranet/reserve-fund/statistics/"), statistics.publication_list, name="publication-list"),
    path(
        _("intranet/reserve-fund/statistics/<int:year>-<int:half>/"),
        statistics.publication_detail,
        name="publication-detail",
    ),
    path(
        _("intranet/reserve-fund/statistics/<int:year>-<int:half>/prepare/"),
        statistics.publication_prepare,
        name="publication-prepare",
    ),
    path(
        _("intranet/reserve-fund/statistics/<int:year>-<int:half>/release/"),
        statistics.publication_release,
        name="publication-release",
    ),
    path(
        _("intranet/reserve-fund/statistics/<int:year>-<int:half>/all-figures/"),
        statistics.publication_figures,
        name="publication-figures",
    ),
]
