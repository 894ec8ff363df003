"""The public page of the scale."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contributions.models import Scale
from crm_portal.common import money
from crm_portal.common.page_cache import public_page
from crm_portal.common.templatetags.portal import percent


@public_page()
@require_safe
def scale(request: HttpRequest) -> HttpResponse:
    """The scale in force: amounts from the decision, shares derived, the total computed. Source, lines 1049-1125."""
    current = Scale.objects.on(timezone.localdate()).first()
    shares = list(current.shares.select_related("party").order_by("-amount_usd", "order")) if current else []
    total = current.total_usd() if current else Decimal()
    percentages = [money.percentage(share.amount_usd, total) for share in shares]
    largest = max((share.amount_usd for share in shares), default=Decimal(1))
    rows = [
        {
            "country": share.party.name,
            "url": share.party.member_url,
            "amount": money.shown(share.amount_usd),
            "percent": percent(percentage),
            "bar_width": money.percentage(share.amount_usd, largest),
        }
        for share, percentage in zip(shares, percentages, strict=True)
    ]
    context = {
        "scale": current,
        "rows": rows,
        "total": money.shown(total),
        "whole": percent(money.percentage(total, total), places=0) if total else "",
        "sum_of_percentages": sum(percentages, Decimal()),
    }
    return render(request, "contributions/scale.html", context)
