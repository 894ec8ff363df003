"""The addresses of the Fund: its public pages, and those of the intranet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reserve_fund import case_urls, filing_urls, ledger_urls, statistics_urls
from reserve_fund.views import public

app_name = "reserve_fund"
urlpatterns = [
    path(_("reserve-fund/"), public.rules, name="rules"),
    *statistics_urls.urlpatterns,
    *filing_urls.urlpatterns,
    *ledger_urls.urlpatterns,
    *case_urls.urlpatterns,
]
