"""The public pages of the Fund: what it is, and the statistics that were released."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common import money
from crm_portal.common.csv_file import csv_file
from crm_portal.common.page_cache import public_page
from reserve_fund.fund_statement import Half
from reserve_fund.models import CAP_USD, Publication, Rule, Vulnerability
from reserve_fund.published_tables import data, in_words, kept, lines
from reserve_fund.suppression import ENOUGH


@public_page()
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Whom the Fund assists, up to which amount, by whose decision, and who may ask. Source, lines 1618-1689."""
    situations = list(Vulnerability.objects.all())
    latest = Publication.objects.released().first()
    context = {
        "cap": money.shown(CAP_USD),
        "ordinary": [each for each in situations if each.decided_by == Vulnerability.DecidedBy.IOM],
        "special": [each for each in situations if each.decided_by == Vulnerability.DecidedBy.JOINT],
        "rules": Rule.objects.all(),
        "latest": headline(latest) if latest else None,
        "enough": ENOUGH,
    }
    return render(request, "reserve_fund/rules.html", context)


def headline(publication: Publication) -> dict[str, Any]:
    """The totals of a half-year."""
    found = kept(publication)
    return {"half": half_of(publication), "cases": found.cases, "amount_usd": found.amount_usd}


def half_of(publication: Publication) -> Half:
    return Half(publication.year, publication.half)


@public_page()
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The latest half-year that was released, and all before it."""
    return render(request, "reserve_fund/statistics.html", content(Publication.objects.released().first()))


@public_page()
@require_safe
def statistics_half_year(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """One half-year that was released."""
    return render(request, "reserve_fund/statistics.html", content(released(year, half)) | {"is_one": True})


@public_page()
@require_safe
def statistics_csv(request: HttpRequest, year: int, half: int, table: str) -> HttpResponse:
    """A table of a half-year as a table of values."""
    publication = released(year, half)
    found = in_words(half_of(publication), kept(publication)).named(table)
    if found is None:
        raise Http404
    header, *rows = lines(found)
    return csv_file(f"{_('reserve-fund')}-{year}-{half}-{table}", header, rows)


@public_page()
@require_safe
def statistics_json(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """A half-year for programs."""
    publication = released(year, half)
    return JsonResponse(data(in_words(half_of(publication), kept(publication)), publication))


def released(year: int, half: int) -> Publication:
    """The statistics of a half-year that everybody reads. Raises Http404."""
    return get_object_or_404(Publication.objects.released(), year=year, half=half)


def content(shown: Publication | None) -> dict[str, Any]:
    """What the page tells of a half-year, and which there are besides it."""
    return {
        "publication": shown,
        "found": in_words(half_of(shown), kept(shown)) if shown else None,
        "halves": [headline(each) for each in Publication.objects.released()],
        "enough": ENOUGH,
    }
