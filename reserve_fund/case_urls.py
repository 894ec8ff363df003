"""The addresses of cases, for whoever handles and decides them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reserve_fund.views import cases

urlpatterns = [
    path(_("intranet/reserve-fund/"), cases.case_list, name="case-list"),
    path(_("intranet/reserve-fund/find/"), cases.case_find, name="case-find"),
    path(_("intranet/reserve-fund/cases/<uuid:pk>/"), cases.case_detail, name="case-detail"),
    path(_("intranet/reserve-fund/cases/<uuid:pk>/person/"), cases.case_person, name="case-person"),
    path(_("intranet/reserve-fund/cases/<uuid:pk>/do/<slug:verb>/"), cases.case_do, name="case-do"),
    path(_("intranet/reserve-fund/cases/<uuid:pk>/pay/"), cases.case_pay, name="case-pay"),
    path(
        _("intranet/reserve-fund/cases/<uuid:pk>/payments/<int:payment>/refund/"), cases.case_refund, name="case-refund"
    ),
    path(
        _("intranet/reserve-fund/cases/<uuid:pk>/payments/<int:payment>/take-back/"),
        cases.payment_take_back,
        name="payment-take-back",
    ),
    path(_("intranet/reserve-fund/cases/<uuid:pk>/keep/"), cases.case_keep, name="case-keep"),
    path(
        _("intranet/reserve-fund/cases/<uuid:pk>/files/<uuid:file>/"), cases.evidence_download, name="evidence-download"
    ),
]
