"""The pages of the half-yearly reports of the Secretariat, for the members, the auditor and whoever writes them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.csv_file import csv_file
from crm_portal.common.permissions import require_perm
from crm_portal.site import report_content, reporting
from crm_portal.site.models import ActivityReport

FILES_SHOWN = 10


def visible(request: HttpRequest, pk: int) -> ActivityReport:
    """The report, or a 404 that says nothing more."""
    found = ActivityReport.objects.visible_to(request.user).select_related("replaces", "issued_by")
    return get_object_or_404(found, pk=pk)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports that the reader may open, the latest time first."""
    if not request.user.has_perm("site.read_activityreport"):
        raise Http404
    reports = list(ActivityReport.objects.visible_to(request.user).defer("figures").select_related("replaces"))
    replaced = {report.replaces_id for report in reports if report.is_issued}
    context = {"reports": [(report, report.pk in replaced) for report in reports]}
    return render(request, "site/report_list.html", context)


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a report, and the files made of it."""
    report = visible(request, pk)
    shown = list(reporting.files(report, request.user).select_related("file", "asked_by")[:FILES_SHOWN])
    editions: Any = ActivityReport.objects.visible_to(request.user).defer("figures")
    context = {
        "report": report,
        "parts": report_content.parts(report),
        "correction": editions.filter(replaces=report).first(),
        "files": shown,
        "is_under_way": any(one.is_under_way for one in shown),
        "to_be_made": reporting.to_be_made(report, shown),
    }
    return render(request, "site/report_detail.html", context)


@require_safe
def report_table(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One of its tables as CSV."""
    report = visible(request, pk)
    table = report_content.tables(report).get(number)
    if table is None:
        raise Http404
    header, *rows = report_content.lines(table)
    return csv_file(f"{reporting.file_name(report)}-{number}", header, rows)


@require_POST
def report_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file made in a language: the PDF, or the tables as a spreadsheet."""
    report = visible(request, pk)
    require_perm(request.user, "site.read_activityreport", report)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
        return redirect(report)
    is_table = request.POST.get("form") == "tables"
    reporting.ask_for_file(report, is_table=is_table, language=language, by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(report)
