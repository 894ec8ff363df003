"""The public page of the Fund."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.common import money
from crm_portal.common.page_cache import public_page
from reserve_fund.models import CAP_USD, Rule, Vulnerability


@public_page()
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Whom the Fund assists, up to which amount, by whose decision, and who may ask. Source, lines 1618-1689."""
    situations = list(Vulnerability.objects.all())
    context = {
        "cap": money.shown(CAP_USD),
        "ordinary": [each for each in situations if each.decided_by == Vulnerability.DecidedBy.IOM],
        "special": [each for each in situations if each.decided_by == Vulnerability.DecidedBy.JOINT],
        "rules": Rule.objects.all(),
    }
    return render(request, "reserve_fund/rules.html", context)
