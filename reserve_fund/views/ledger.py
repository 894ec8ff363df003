"""The pages of the Fund's ledger: what stands on it, the statement of a time, half-years, and money that comes in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.common.csv_file import csv_download, csv_file
from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.readers import readers
from members.requests import SignedInRequest
from reserve_fund import fund_money, fund_statement, printouts
from reserve_fund.fund_statement import COLUMNS, Half, HalfYears, Statement, cells, half_years, statement
from reserve_fund.ledger_forms import FileForm, ReplenishmentForm, ReportFileForm, TakeBackForm, TimeForm
from reserve_fund.matrix import FUND_LEDGER
from reserve_fund.models import Replenishment

ON_A_PAGE = 40
FILES_SHOWN = 6
MOST_LINES_ON_PAPER = 1500
"""Above which a PDF would take its worker too long."""


@dataclass(frozen=True)
class Time:
    """The days that a statement is asked for, with their form; the half-year until today where they are wrong."""

    form: TimeForm
    since: date
    as_of: date

    @property
    def is_wrong(self) -> bool:
        """Whether something was asked for that is no time."""
        return self.form.is_bound

    @property
    def query(self) -> str:
        """The days as a part of addresses."""
        return urlencode({"since": self.since.isoformat(), "as_of": self.as_of.isoformat()})


def asked_time(values: Any) -> Time:
    """The days that somebody asks for."""
    is_asked = "since" in values or "as_of" in values
    form = TimeForm(values if is_asked else None)
    given = form.cleaned_data if form.is_valid() else {}
    as_of = given.get("as_of") or timezone.localdate()
    since = given.get("since") or Half.of(as_of).starts_on
    is_wrong = is_asked and not form.is_valid()
    return Time(form if is_wrong else TimeForm(initial={"since": since, "as_of": as_of}), since, as_of)


def reads(request: SignedInRequest) -> None:
    """Raises Http404 for whoever reads nothing of the ledger."""
    if not request.user.has_perm("reserve_fund.read_ledger"):
        raise Http404


def reads_entries(request: SignedInRequest) -> None:
    """Raises Http404 for whoever does not read the ledger entry by entry."""
    if not request.user.has_perm("reserve_fund.read_entry"):
        raise Http404


@require_safe
def ledger(request: SignedInRequest) -> HttpResponse:
    """What stands on the Fund and what moved in a time; for members, the totals of the half-years that have ended."""
    reads(request)
    user = request.user
    through = fund_statement.last_entry()
    known = half_years(through=through)
    context = {
        "totals": known,
        "rows": [cells(total) for total in reversed(known.ended)],
        "columns": COLUMNS,
        "report_form": ReportFileForm(ended=known.ended),
        "readers": readers(FUND_LEDGER, user),
        "may_record": user.has_perm("reserve_fund.record_replenishment"),
        **files_shown(user),
    }
    if user.has_perm("reserve_fund.read_entry"):
        context |= of_a_time(request, through)
    return render(request, "reserve_fund/ledger.html", context)


def of_a_time(request: SignedInRequest, through: int) -> dict[str, Any]:
    """What stood on the Fund at the end of a time, and a page of its entries."""
    time = asked_time(request.GET)
    found = statement(time.since, time.as_of, through=through)
    page = Paginator(found.entries, ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "time": time,
        "standing": fund_money.standing(time.as_of),
        "statement": found,
        "page": page,
        "lines": found.lines_of(page.object_list, is_first=page.number == 1),
        "title_of_time": printouts.statement_title(time.since, time.as_of),
        "file_form": FileForm(),
    }


def files_shown(user: Any) -> dict[str, Any]:
    """The latest papers of the Fund that somebody may have."""
    kinds = [kind.name for kind in printouts.KINDS]
    found = Printout.objects.visible_to(user).filter(kind__in=kinds).select_related("file", "asked_by")
    files = list(found[:FILES_SHOWN])
    return {"files": files, "is_under_way": any(one.is_under_way for one in files)}


@require_safe
def ledger_csv(request: SignedInRequest) -> HttpResponseBase:
    """The statement of a time for spreadsheets, whole."""
    reads_entries(request)
    time = asked_time(request.GET)
    if time.is_wrong:
        return refused(request, time.form)
    lines = fund_statement.statement_lines(statement(time.since, time.as_of))
    words = {"first": time.since.isoformat(), "last": time.as_of.isoformat()}
    return csv_download(_("fund-statement-%(first)s-%(last)s") % words, next(lines), lines)


@require_safe
def half_years_csv(request: SignedInRequest) -> HttpResponseBase:
    """The half-years that have ended, for spreadsheets."""
    reads(request)
    header, *lines = fund_statement.half_year_lines(half_years().ended)
    return csv_file(_("fund-half-years"), header, lines)


@require_POST
def statement_print(request: SignedInRequest) -> HttpResponse:
    """Have the statement of a time made into a PDF or a spreadsheet."""
    reads_entries(request)
    time, form = asked_time(request.POST), FileForm(request.POST)
    if time.is_wrong:
        return refused(request, time.form)
    if not form.is_valid():
        return refused(request, form)
    found, given = statement(time.since, time.as_of), form.cleaned_data
    if given["format"] == "pdf" and is_too_long(found):
        messages.error(request, _("So many entries fill no PDF: choose a shorter time, or take the spreadsheet."))
    else:
        printouts.ask_for_statement(found, given["format"], language=given["language"], by=request.user)
        messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(f"{reverse('reserve_fund:ledger')}?{time.query}#printouts")


def is_too_long(found: Statement) -> bool:
    """Whether a statement has more lines than go on paper."""
    return found.entries[MOST_LINES_ON_PAPER : MOST_LINES_ON_PAPER + 1].exists()


@require_POST
def report_print(request: SignedInRequest) -> HttpResponse:
    """Have the report of a half-year that has ended made into a PDF or a spreadsheet."""
    reads(request)
    known: HalfYears = half_years()
    form = ReportFileForm(request.POST, ended=known.ended)
    if not form.is_valid():
        return refused(request, form)
    given = form.cleaned_data
    printouts.ask_for_report(given["half"], given["format"], language=given["language"], by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(f"{reverse('reserve_fund:ledger')}#printouts")


def refused(request: SignedInRequest, form: forms.Form) -> HttpResponse:
    """Back to the ledger's page, with a sentence for each thing that was wrong with what a link or button sent."""
    for field in form:
        for error in field.errors:
            messages.error(request, f"{field.label}: {error}")
    return redirect("reserve_fund:ledger")


# Money that comes in


@require_safe
def replenishment_list(request: SignedInRequest) -> HttpResponse:
    """What came in, the latest first."""
    reads_entries(request)
    user = request.user
    rows = Replenishment.objects.visible_to(user).select_related("party", "entry", "recorded_by", "reversed_by")
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_record": user.has_perm("reserve_fund.record_replenishment"),
        "may_take_back": user.has_perm("reserve_fund.take_back_replenishment"),
    }
    return render(request, "reserve_fund/replenishment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def replenishment_record(request: SignedInRequest) -> HttpResponse:
    """Record money that came in; what is sent twice is recorded once."""
    reads_entries(request)
    require_perm(request.user, "reserve_fund.record_replenishment")
    form = ReplenishmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            fund_money.replenish(form.save(commit=False), by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The money is recorded, and the ledger has it."))
            return redirect("reserve_fund:replenishment-list")
    return render(request, "reserve_fund/replenishment_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def replenishment_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take money back out of the ledger, for a reason; another person does than who recorded it."""
    found = Replenishment.objects.visible_to(request.user).select_related("party", "recorded_by", "reversed_by")
    replenishment = get_object_or_404(found, pk=pk)
    require_perm(request.user, "reserve_fund.take_back_replenishment", replenishment)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            fund_money.take_back(replenishment, form.cleaned_data["reason"], by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is taken back: an entry of today reverses it."))
            return redirect("reserve_fund:replenishment-list")
    context = {"form": form, "replenishment": replenishment}
    return render(request, "reserve_fund/replenishment_take_back.html", context)
