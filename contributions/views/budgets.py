"""The pages of budgets: what was approved, what was said of it, and what was spent of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Sum
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import budget_execution, budgeting
from contributions.bar_charts import bars
from contributions.budget_forms import CommentForm
from contributions.matrix import BUDGET, VOUCHER
from contributions.models import (
    Budget,
    BudgetAgreement,
    BudgetComment,
    BudgetStatement,
    BudgetTransfer,
    Expenditure,
)
from contributions.rules import speaks_for
from contributions.views.as_of import asked_day, files_shown, refused, wanted_file
from crm_portal.common.csv_file import csv_file
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document
from members.readers import readers
from members.requests import SignedInRequest
from members.roles import Role

ROWS_ON_A_PAGE = 50
FORMATS = {"pdf": budget_execution.PDF, "xlsx": budget_execution.TABLE}


def budget_of(request: SignedInRequest, pk: int) -> Budget:
    """A budget that the person reads. Raises Http404."""
    return get_object_or_404(Budget.objects.visible_to(request.user).select_related("decision_document"), pk=pk)


@require_safe
def budget_list(request: SignedInRequest) -> HttpResponse:
    """The budgets, the latest first, with their totals."""
    if not request.user.has_perm("contributions.read_budget"):
        raise Http404
    found = Budget.objects.visible_to(request.user).annotate(total_usd=Sum("lines__amount_usd"))
    context = {"budgets": found, "today": timezone.localdate(), "readers": readers(BUDGET, request.user)}
    return render(request, "contributions/budget_list.html", context)


@require_safe
def budget_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One budget: its execution up to a day, its transfers, its decision, and what delegations say of it."""
    return shown(request, budget_of(request, pk), CommentForm())


def shown(request: SignedInRequest, budget: Budget, comment_form: CommentForm) -> HttpResponse:
    """The page of a budget."""
    user, asked = request.user, asked_day(request.GET)
    table = budget_execution.execution(budget, asked.day)
    is_settled = budget.status in {Budget.Status.APPROVED, Budget.Status.CLOSED}
    agreements = list(BudgetAgreement.objects.visible_to(user).filter(budget=budget, round=budget.round))
    own = speaks_for(user, Role.HOD) if user.has_perm("contributions.agree_budget", budget) else None
    statements = BudgetStatement.objects.visible_to(user).filter(budget=budget).values("pk")
    document = budget.decision_document
    context = {
        "budget": budget,
        "table": table,
        "chart": bars([(row.label, row.spent_usd, row.allotted_usd) for row in table.rows]),
        "as_of": asked.day,
        "as_of_form": asked.form,
        "is_settled": is_settled,
        "transfers": BudgetTransfer.objects.visible_to(user).filter(budget=budget, decided_on__lte=asked.day)
        if is_settled
        else (),
        "decision_document": document
        if document and Document.objects.visible_to(user).filter(pk=document.pk).exists()
        else None,
        "comments": BudgetComment.objects.visible_to(user).filter(budget=budget).select_related("party", "written_by"),
        "comment_form": comment_form
        if budget.status == Budget.Status.SUBMITTED and user.has_perm("contributions.comment_budget", budget)
        else None,
        "agreements": sorted(agreement.party.name for agreement in agreements),
        "may_agree": own is not None
        and budget.status == Budget.Status.EXAMINED
        and own.pk not in {agreement.party_id for agreement in agreements},
        "may_read_vouchers": is_settled and user.standing.level(VOUCHER),
        **(files_shown(user, FORMATS.values(), statements) if is_settled else {}),
        "readers": readers(BUDGET, user),
        "desk": reverse("admin:contributions_budget_change", args=[budget.pk])
        if user.has_perm("contributions.change_budget")
        else "",
    }
    return render(request, "contributions/budget_detail.html", context)


@require_safe
def budget_csv(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The table of the execution, for spreadsheets, as it stands on the page."""
    budget, asked = settled(request, pk), asked_day(request.GET)
    if refused(request, asked):
        return redirect(budget)
    header, *rows = budget_execution.lines(budget_execution.execution(budget, asked.day))
    name = _("budget-execution-%(number)d-%(day)s") % {"number": budget.pk, "day": asked.day.isoformat()}
    return csv_file(name, header, rows)


def settled(request: SignedInRequest, pk: int) -> Budget:
    """A budget with an execution, that the person reads. Raises Http404 while nothing can be spent under it."""
    return get_object_or_404(Budget.objects.visible_to(request.user).approved(), pk=pk)


@require_POST
def budget_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the table of a day made into a PDF or a spreadsheet."""
    budget, asked = settled(request, pk), asked_day(request.POST)
    wanted = wanted_file(request, FORMATS)
    if wanted is None or refused(request, asked):
        return redirect(budget)
    kind, language = wanted
    with transaction.atomic():
        statement, _is_new = BudgetStatement.objects.get_or_create(budget=budget, as_of=asked.day)
        pdf.ask(kind, statement, language=language, by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(f"{budget.get_absolute_url()}?as_of={asked.day.isoformat()}#printouts")


@require_POST
def budget_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say something of a budget while it is examined."""
    budget = budget_of(request, pk)
    require_perm(request.user, "contributions.comment_budget", budget)
    party = speaks_for(request.user, Role.RCGM, Role.PRESIDENCY_TEAM)
    if party is None:
        raise Http404
    form = CommentForm(request.POST)
    if not form.is_valid():
        return shown(request, budget, form)
    try:
        budgeting.comment(
            budget, party, form.cleaned_data["text"], by=request.user, heading=form.cleaned_data["heading"]
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your comment is kept."))
    return redirect(f"{budget.get_absolute_url()}#comments")


@require_POST
def budget_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one's country agrees with a budget."""
    budget = budget_of(request, pk)
    require_perm(request.user, "contributions.agree_budget", budget)
    party = speaks_for(request.user, Role.HOD)
    if party is None:
        raise Http404
    try:
        budgeting.agree(budget, party, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is recorded that your country agrees."))
    return redirect(budget)


@require_safe
def expenditure_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The expenditures of a budget one by one, with their vouchers, for those who may read these."""
    if not request.user.has_perm("contributions.view_expenditure"):
        raise Http404
    budget = settled(request, pk)
    rows = Expenditure.objects.visible_to(request.user).filter(budget=budget)
    page = Paginator(rows.select_related("voucher", "recorded_by", "decided_by", "entry"), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"budget": budget, "page": page, "readers": readers(VOUCHER, request.user)}
    return render(request, "contributions/expenditure_list.html", context)
