"""The statement of account of a country, and the table of who has paid, as at any day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import printouts, status_table
from contributions.matrix import OTHER_CONTRIBUTION, OWN_CONTRIBUTION
from contributions.models import Contributor, Reckoning
from contributions.statements import statement
from contributions.views.as_of import asked_day, files_shown, refused, wanted_file
from crm_portal.common.csv_file import csv_file
from members.models import Party
from members.readers import readers
from members.requests import SignedInRequest

STATEMENT_FORMATS = {"pdf": printouts.STATEMENT, "xlsx": printouts.STATEMENT_TABLE}
STATUS_FORMATS = {"pdf": printouts.STATUS, "xlsx": printouts.STATUS_TABLE}


def contributor(request: SignedInRequest, slug: str) -> Contributor:
    """A country whose papers the person reads. Raises Http404."""
    return get_object_or_404(Contributor.objects.visible_to(request.user), slug=slug)


def files_of(request: SignedInRequest, party: Party | None, formats: dict[str, str]) -> dict[str, Any]:
    """The files made of a country's statements, or of the table, as far as somebody may have them."""
    seen = Reckoning.objects.visible_to(request.user).filter(party=party)
    return files_shown(request.user, formats.values(), seen.values("pk"))


@require_safe
def statement_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a country was asked for and has paid, line by line, at the end of a day."""
    country, asked = contributor(request, slug), asked_day(request.GET)
    context = {
        "country": country,
        "statement": statement(country, asked.day),
        "title": printouts.statement_title(country, asked.day),
        "as_of": asked.day,
        "as_of_form": asked.form,
        "readers": readers(OWN_CONTRIBUTION, request.user),
        "csv": reverse("contributions:statement-csv", args=[slug]),
        "print": reverse("contributions:statement-print", args=[slug]),
        "page": reverse("contributions:statement", args=[slug]),
        **files_of(request, country, STATEMENT_FORMATS),
    }
    return render(request, "contributions/statement.html", context)


@require_safe
def statement_csv(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The statement for spreadsheets, as it stands on the page."""
    country, asked = contributor(request, slug), asked_day(request.GET)
    if refused(request, asked):
        return redirect("contributions:statement", slug=slug)
    header, *lines = printouts.statement_lines(statement(country, asked.day))
    words = {"country": slug, "day": asked.day.isoformat()}
    return csv_file(_("statement-%(country)s-%(day)s") % words, header, lines)


@require_POST
def statement_print(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have the statement of a day made into a PDF or a spreadsheet."""
    country = contributor(request, slug)
    page = reverse("contributions:statement", args=[slug])
    return printed(request, STATEMENT_FORMATS, country, page)


def reads_status(request: SignedInRequest) -> None:
    """Raises Http404 for whoever may not know who has paid."""
    if not request.user.has_perm("contributions.read_status"):
        raise Http404


@require_safe
def status(request: SignedInRequest) -> HttpResponse:
    """Who has paid, who has paid ahead, and for how long what is open is due, at the end of a day."""
    reads_status(request)
    asked = asked_day(request.GET)
    table = status_table.status_table(asked.day)
    parties = [row.party.pk for row in table.rows if row.party]
    context = {
        "table": table,
        "ages": list(status_table.Age),
        "bars": status_table.bars(table),
        "links": set(Contributor.objects.visible_to(request.user).filter(pk__in=parties).values_list("pk", flat=True)),
        "title": status_table.title_of(asked.day),
        "as_of": asked.day,
        "as_of_form": asked.form,
        "readers": readers(OTHER_CONTRIBUTION, request.user),
        "csv": reverse("contributions:status-csv"),
        "print": reverse("contributions:status-print"),
        "page": reverse("contributions:status"),
        **files_of(request, None, STATUS_FORMATS),
    }
    return render(request, "contributions/status.html", context)


@require_safe
def status_csv(request: SignedInRequest) -> HttpResponseBase:
    """The table for spreadsheets, as it stands on the page."""
    reads_status(request)
    asked = asked_day(request.GET)
    if refused(request, asked):
        return redirect("contributions:status")
    header, *lines = status_table.lines(status_table.status_table(asked.day))
    return csv_file(_("status-of-contributions-%(day)s") % {"day": asked.day.isoformat()}, header, lines)


@require_POST
def status_print(request: SignedInRequest) -> HttpResponse:
    """Have the table of a day made into a PDF or a spreadsheet."""
    reads_status(request)
    return printed(request, STATUS_FORMATS, None, reverse("contributions:status"))


def printed(request: SignedInRequest, formats: dict[str, str], party: Party | None, page: str) -> HttpResponse:
    """Have a file made of a day, and back to the page."""
    asked = asked_day(request.POST)
    wanted = wanted_file(request, formats)
    if wanted is None or refused(request, asked):
        return redirect(page)
    kind, language = wanted
    day = asked.day
    printouts.ask_for_reckoning(kind, party, day, language=language, by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(f"{page}?as_of={day.isoformat()}#printouts")
