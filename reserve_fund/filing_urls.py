"""The addresses of filing a case, step by step."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reserve_fund.views import filing

urlpatterns = [
    path(_("intranet/reserve-fund/my-cases/"), filing.my_case_list, name="my-case-list"),
    path(_("intranet/reserve-fund/my-cases/begin/"), filing.case_begin, name="case-begin"),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/"), filing.case_draft, name="case-draft"),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/step/<int:number>/"), filing.case_step, name="case-step"),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/files/"), filing.case_files, name="case-files"),
    path(
        _("intranet/reserve-fund/my-cases/<uuid:pk>/files/<uuid:file>/remove/"),
        filing.case_file_remove,
        name="case-file-remove",
    ),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/submit/"), filing.case_submit, name="case-submit"),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/receipt/"), filing.case_receipt, name="case-receipt"),
    path(_("intranet/reserve-fund/my-cases/<uuid:pk>/withdraw/"), filing.case_withdraw, name="case-withdraw"),
    path(
        _("intranet/reserve-fund/my-cases/<uuid:pk>/withdraw-consent/"),
        filing.case_withdraw_consent,
        name="case-withdraw-consent",
    ),
]
