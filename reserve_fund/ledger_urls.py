"""The addresses of the Fund's ledger."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from reserve_fund.views import ledger

urlpatterns: list[URLPattern] = [
    path(_("intranet/reserve-fund/ledger/"), ledger.ledger, name="ledger"),
    path(_("intranet/reserve-fund/ledger/statement.csv"), ledger.ledger_csv, name="ledger-csv"),
    path(_("intranet/reserve-fund/ledger/half-years.csv"), ledger.half_years_csv, name="ledger-half-years-csv"),
    path(_("intranet/reserve-fund/ledger/statement/print/"), ledger.statement_print, name="ledger-statement-print"),
    path(_("intranet/reserve-fund/ledger/report/print/"), ledger.report_print, name="ledger-report-print"),
    path(_("intranet/reserve-fund/replenishments/"), ledger.replenishment_list, name="replenishment-list"),
    path(_("intranet/reserve-fund/replenishments/new/"), ledger.replenishment_record, name="replenishment-record"),
    path(
        _("intranet/reserve-fund/replenishments/<int:pk>/take-back/"),
        ledger.replenishment_take_back,
        name="replenishment-take-back",
    ),
]
