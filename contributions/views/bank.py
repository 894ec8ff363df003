"""Bank statements: the list, the import with what it would store, one statement with its lines, and one line."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import bank_csv, matching, reconciling
from contributions import bank_statements as workflow
from contributions.bank_forms import BankStatementForm, ConfirmedForm, RecordLineForm, SetAsideForm
from contributions.matrix import VOUCHER
from contributions.models import BankAccount, BankLine, BankStatement
from crm_portal.common.csv_file import csv_file
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.readers import readers
from members.requests import SignedInRequest

STATEMENTS_A_PAGE = 20
LINES_A_PAGE = 25
LINES_SHOWN = 50
FAULTS_SHOWN = 200


def must_read(request: SignedInRequest) -> None:
    """Raises Http404 for whoever reads no bank statement: for them there are none."""
    if not request.user.has_perm("contributions.read_bankstatement"):
        raise Http404


@require_safe
def bank_statement_list(request: SignedInRequest) -> HttpResponse:
    """The statements that were imported, the newest first, with what waits in each."""
    must_read(request)
    found = BankStatement.objects.visible_to(request.user).with_waiting().select_related("account", "imported_by")
    page = Paginator(found.order_by("-ends_on", "-pk"), STATEMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "accounts": BankAccount.objects.count(),
        "may_import": request.user.has_perm("contributions.import_bankstatement"),
        "readers": readers(VOUCHER, request.user),
    }
    return render(request, "contributions/bank_statement_list.html", context)


def bank_statement_import(request: SignedInRequest) -> HttpResponse:
    """Read a statement: say what is wrong in which row, or show what it would store; store it once confirmed.

    What was read waits in the page alone. It is inspected and read again when it is confirmed.
    """
    must_read(request)
    require_perm(request.user, "contributions.import_bankstatement")
    form, reading = BankStatementForm(), None
    is_confirmed = "confirmed" in request.POST
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = BankStatementForm(request.POST, ConfirmedForm(request.POST).chosen if is_confirmed else request.FILES)
        reading = form.reading() if form.is_valid() else None
    if reading is not None:
        before = workflow.imported_before(form.cleaned_data["file"].sha256)
        if before:
            messages.warning(request, workflow.refusal_of(before))
            return redirect(before)
        if is_confirmed and not reading.faults:
            return imported(request, form, reading)
        context = seen(form, reading)
    context |= {"form": form, "columns": bank_csv.COLUMNS, "has_accounts": BankAccount.objects.exists()}
    return render(request, "contributions/bank_statement_import.html", context)


def imported(request: SignedInRequest, form: BankStatementForm, reading: Any) -> HttpResponse:
    """Store what was confirmed, and show it."""
    found = form.cleaned_data
    try:
        statement = workflow.import_statement(found["account"], found["file"], reading, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("contributions:bank-statement-list")
    messages.success(request, _("The statement is imported. No payment was recorded."))
    return redirect(statement)


def seen(form: BankStatementForm, reading: Any) -> dict[str, Any]:
    """What the page shows of a file that was read."""
    account = form.cleaned_data["account"]
    would = None if reading.faults else workflow.preview(account, reading)
    return {
        "reading": reading,
        "faults": reading.faults[:FAULTS_SHOWN],
        "preview": would,
        "lines": would.lines[:LINES_SHOWN] if would else [],
        "account": account,
        "in_page": form.in_page,
    }


def read_statement(request: SignedInRequest, pk: int) -> BankStatement:
    """A statement that the person reads. Raises Http404."""
    found = BankStatement.objects.visible_to(request.user).select_related("account", "file", "imported_by")
    return get_object_or_404(found, pk=pk)


@require_safe
def bank_statement(request: SignedInRequest, pk: int) -> HttpResponse:
    """One statement: its balances and its lines, those that wait with what is proposed for them."""
    statement = read_statement(request, pk)
    state = request.GET.get("state", "")
    lines = (
        BankLine.objects.visible_to(request.user)
        .filter(statement=statement)
        .select_related("payment__party")
        .order_by("number")
    )
    if state in BankLine.State.values:
        lines = lines.filter(state=state)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    for line in shown:
        line.statement = statement
    proposed = matching.proposals(shown, currency=statement.account.currency)
    numbers = dict(statement.lines.values_list("state").annotate(number=Count("pk")).order_by())
    context = {
        "statement": statement,
        "page": page,
        "rows": [(line, proposed.get(line.pk)) for line in shown],
        "state": state,
        "query": f"state={state}" if state else "",
        "counts": [(value, label, numbers.get(value, 0)) for value, label in BankLine.State.choices],
        "statement_lines": sum(numbers.values()),
        "may_decide": request.user.has_perm("contributions.decide_bankline"),
        "readers": readers(VOUCHER, request.user),
    }
    return render(request, "contributions/bank_statement_detail.html", context)


@require_safe
def bank_statement_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The lines of a statement as a table of values."""
    statement = read_statement(request, pk)
    header = [
        BankLine._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # of columns, which all have one
        for name in ("number", "booked_on", "value_on", "amount", "bank_reference", "payer", "words", "state", "reason")
    ]
    rows = (
        [
            line.number,
            line.booked_on,
            line.value_on,
            line.amount,
            line.bank_reference,
            line.payer,
            line.words,
            line.get_state_display(),
            line.get_reason_display(),
        ]
        for line in BankLine.objects.visible_to(request.user).filter(statement=statement).order_by("number")
    )
    return csv_file(f"bank-statement-{statement.pk}", header, rows)


def read_line(request: SignedInRequest, pk: int) -> BankLine:
    """A line of a statement that the person reads. Raises Http404, and PermissionDenied where it is only read."""
    found = BankLine.objects.visible_to(request.user).select_related("statement__account", "payment__party")
    line = get_object_or_404(found, pk=pk)
    require_perm(request.user, "contributions.decide_bankline", line)
    return line


@require_POST
def bank_line_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a line is no contribution."""
    line = read_line(request, pk)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return line_page(request, line, aside=form)
    try:
        workflow.set_aside(line, note=form.cleaned_data["note"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The line is set aside."))
    return redirect(line.statement)


@require_POST
def bank_line_take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a line wait again that was set aside."""
    line = read_line(request, pk)
    try:
        workflow.take_up(line, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The line waits again."))
    return redirect(line.statement)


def bank_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """One line: what is proposed for it; by POST it is recorded as a payment, which another person confirms."""
    line = read_line(request, pk)
    if request.method != "POST":
        return line_page(request, line)
    form = RecordLineForm(request.POST, line=line)
    if not form.is_valid():
        return line_page(request, line, form=form)
    try:
        payment = workflow.record(line, form.told, by=request.user)
    except TransitionNotAllowed as refusal:
        form.add_error(None, str(refusal))
        return line_page(request, line, form=form)
    said = _("The payment of %(party)s is recorded. Another person confirms it.")
    messages.success(request, said % {"party": payment.party})
    return redirect(f"{line.statement.get_absolute_url()}?state={BankLine.State.OPEN}")


def line_page(
    request: SignedInRequest,
    line: BankLine,
    *,
    form: RecordLineForm | None = None,
    aside: SetAsideForm | None = None,
) -> HttpResponse:
    """The page of a line, with the form that was refused where one was."""
    line.refresh_from_db(fields=["state", "reason", "note", "payment"])
    proposal = matching.proposals([line], currency=line.statement.account.currency).get(line.pk)
    proposed = {"party": proposal.party, "invoice": proposal.invoice} if proposal else {}
    initial = {"bank_reference": line.bank_reference, **proposed}
    context = {
        "line": line,
        "proposal": proposal,
        "form": form or RecordLineForm(line=line, initial=initial),
        "aside": aside or SetAsideForm(),
        "may_take_up": workflow.may_be_taken_up(line),
    }
    return render(request, "contributions/bank_line.html", context)


@require_safe
def bank_reconciliation(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the bank and the ledger say at the end of the statement, and what stands between them."""
    statement = read_statement(request, pk)
    context = {"statement": statement, "found": reconciling.reconciled(statement.ends_on)}
    return render(request, "contributions/bank_reconciliation.html", context)
