"""The pages of projects: who pays for what, what came in, what was spent, and which reports are owed."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contributions import project_accounts
from contributions.bar_charts import bars
from contributions.matrix import PROJECT
from contributions.models import Project, ProjectExpenditure, ProjectReceipt, ProjectReport
from contributions.views.as_of import asked_day
from crm_portal.common.csv_file import csv_file
from members.readers import readers
from members.requests import SignedInRequest


@require_safe
def project_list(request: SignedInRequest) -> HttpResponse:
    """The projects, with what came in, what was spent and what is left."""
    if not request.user.has_perm("contributions.read_project"):
        raise Http404
    today = timezone.localdate()
    found = Project.objects.visible_to(request.user).select_related("donor")
    context = {
        "accounts": project_accounts.project_accounts(found, today),
        "today": today,
        "readers": readers(PROJECT, request.user),
    }
    return render(request, "contributions/project_list.html", context)


@require_safe
def project_csv(request: SignedInRequest) -> HttpResponseBase:
    """The same table, for spreadsheets."""
    if not request.user.has_perm("contributions.read_project"):
        raise Http404
    today = timezone.localdate()
    found = Project.objects.visible_to(request.user).select_related("donor")
    header, *rows = project_accounts.lines(project_accounts.project_accounts(found, today), today)
    return csv_file(_("projects-%(day)s") % {"day": today.isoformat()}, header, rows)


@require_safe
def project_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One project up to a day; for those who may read vouchers, each amount with its own."""
    user, asked = request.user, asked_day(request.GET)
    found = Project.objects.visible_to(user).select_related("donor", "axis", "agreement")
    project = get_object_or_404(found, pk=pk)
    [account] = project_accounts.project_accounts([project], asked.day)
    today = timezone.localdate()
    reports = ProjectReport.objects.visible_to(user).filter(project=project).select_related("file")
    context = {
        "project": project,
        "account": account,
        "chart": bars(
            [
                (_("Received, of the budget"), account.received_usd, project.budget_usd),
                (_("Spent, of the budget"), account.spent_usd, project.budget_usd),
            ]
        ),
        "as_of": asked.day,
        "as_of_form": asked.form,
        "reports": [(report, report.is_overdue(today)) for report in reports],
        "receipts": ProjectReceipt.objects.visible_to(user).filter(project=project),
        "expenditures": ProjectExpenditure.objects.visible_to(user).filter(project=project).select_related("voucher"),
        "may_read_vouchers": user.has_perm("contributions.view_projectexpenditure"),
        "readers": readers(PROJECT, user),
        "desk": reverse("admin:contributions_project_change", args=[project.pk])
        if user.has_perm("contributions.change_project")
        else "",
    }
    return render(request, "contributions/project_detail.html", context)
