"""The public pages of the scale: the one in force, and every version with its validity and legal basis."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contributions.models import Scale, Share
from crm_portal.common import money
from crm_portal.common.csv_file import csv_file
from crm_portal.common.page_cache import public_page
from crm_portal.common.templatetags.portal import percent
from declarations.models import Document


@public_page()
@require_safe
def scale(request: HttpRequest) -> HttpResponse:
    """The scale in force: amounts from the decision, shares derived, the total computed. Source, lines 1049-1125."""
    return render(request, "contributions/scale.html", content(Scale.objects.on(timezone.localdate()).first()))


@public_page()
@require_safe
def scale_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One approved scale, whether it is in force, was, or will be."""
    version = get_object_or_404(Scale.objects.approved(), pk=pk)
    return render(request, "contributions/scale.html", content(version) | {"is_version": True})


@public_page()
@require_safe
def scale_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """An approved scale as a table of values, its total last."""
    version = get_object_or_404(Scale.objects.approved(), pk=pk)
    shares = in_order(version)
    total = sum((share.amount_usd for share in shares), Decimal("0.00"))
    lines = [
        (share.party.iso2, share.party.name, share.amount_usd, money.percentage(share.amount_usd, total))
        for share in shares
    ]
    lines.append(("", _("Total"), total, Decimal("100.00")))
    header = (_("Code"), _("Country"), _("USD a year"), _("Share, %"))
    return csv_file(_("scale-of-contributions-%(day)s") % {"day": version.valid_from.isoformat()}, header, lines)


def in_order(version: Scale | None) -> list[Share]:
    """The shares of a scale, the largest first."""
    return list(version.shares.select_related("party").order_by("-amount_usd", "order")) if version else []


def content(shown: Scale | None) -> dict[str, Any]:
    """What the page says of a scale, and which versions there are besides it."""
    shares = in_order(shown)
    total = sum((share.amount_usd for share in shares), Decimal())
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
    versions = list(Scale.objects.approved().annotate(total=Sum("shares__amount_usd", default=Decimal())))
    decisions = Document.objects.public().in_bulk([each.decision_id for each in versions if each.decision_id])
    today = timezone.localdate()
    return {
        "scale": shown,
        "rows": rows,
        "total": money.shown(total),
        "whole": percent(money.percentage(total, total), places=0) if total else "",
        "sum_of_percentages": sum(percentages, Decimal()),
        "versions": [(each, decisions.get(each.decision_id), each.holds_on(today)) for each in versions],
        "decision": decisions.get(shown.decision_id) if shown else None,
        "is_in_force": bool(shown and shown.holds_on(today)),
        "is_to_come": bool(shown and shown.valid_from > today),
    }
