"""The pages of cases for whoever handles and decides them, and the state of a case for whoever referred it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common import audit
from crm_portal.common.audit.models import Access
from crm_portal.common.files.sending import SECURITY
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.requests import SignedInRequest
from reserve_fund import (
    assisting,
    eligibility,
    erasing,
    evidence_files,
    filing,
    fund_money,
    letters,
    personal_data,
    queue,
)
from reserve_fund.case_forms import (
    DayForm,
    FindForm,
    KeepForm,
    OpeningForm,
    PaymentForm,
    PurposeForm,
    QueueFilter,
    ReasonForm,
    RefundForm,
)
from reserve_fund.case_readers import case_readers
from reserve_fund.models import Case, Determination, Disbursement, Evidence, Reservation
from reserve_fund.models.cases import COMMITTED
from reserve_fund.row_security import for_person, within_the_fund
from reserve_fund.steps import BY_VERB, DAY, REASON, Step, offered
from reserve_fund.transitions import TRANSITIONS

ON_A_PAGE = 50
DECISIONS = Prefetch("determinations", Determination.objects.select_related("by"))
TAKE_BACK = "reserve_fund.take_payment_back_case"


def handles_cases(request: HttpRequest) -> None:
    """Raises Http404 for whoever has no desk of the Fund: only IOM and the coordinator do."""
    if not request.user.has_perm("reserve_fund.handle_case"):
        raise Http404


def case_of(request: SignedInRequest, pk: UUID) -> Case:
    """The case, for whoever may know of it. Raises Http404."""
    found = Case.objects.visible_to(request.user).select_related("stay", "return_to", "referred_for", "officer")
    return get_object_or_404(found, pk=pk)


@require_safe
@within_the_fund
def case_list(request: SignedInRequest) -> HttpResponse:
    """The desk: what waits, what the Fund has, and the cases, urgent and old ones first."""
    handles_cases(request)
    user, today = request.user, timezone.localdate()
    counted = queue.counts(user, today)
    chosen = next((part for part, _number in counted if part.name == request.GET.get("part")), None)
    form = QueueFilter(request.GET)
    found = Case.objects.visible_to(user).select_related("stay", "return_to", "officer")
    if chosen:
        found = found.filter(chosen.rows)
    elif form.is_valid() and form.cleaned_data["state"] not in {"", "all"}:
        found = found.filter(status=form.cleaned_data["state"])
    elif not (form.is_valid() and form.cleaned_data["state"] == "all"):
        found = found.open()
    page = Paginator(found.longest_waiting_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "parts": counted,
        "chosen": chosen,
        "form": form,
        "page": page,
        "rows": [(case, queue.days_waiting(case, now)) for case in page.object_list],
        "query": urlencode({name: request.GET[name] for name in ("part", "state") if request.GET.get(name)}),
        "standing": fund_money.standing(today) if user.has_perm("reserve_fund.read_ledger") else None,
        "may_find": user.has_perm("reserve_fund.search_beneficiary"),
    }
    return render(request, "reserve_fund/case_list.html", context)


@within_the_fund
def case_find(request: SignedInRequest) -> HttpResponse:
    """Cases by the number of an identity document; the search is logged, and the number stands in no address."""
    if not request.user.has_perm("reserve_fund.search_beneficiary"):
        raise Http404
    form, found = FindForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        found = personal_data.found_by_document(asked["number"], by=request.user, purpose=asked["purpose"])
    return render(request, "reserve_fund/case_find.html", {"form": form, "found": found})


def shown(request: SignedInRequest, case: Case, **more: Any) -> dict[str, Any]:
    """What the page of a case shows without opening anything personal."""
    user = request.user
    handles = user.has_perm("reserve_fund.handle_case") and case.submitted_at is not None
    opening = bool(handles and personal_data.readable(user, case)) and not case.consent_withdrawn_at
    if handles:
        prefetch_related_objects([case], "vulnerabilities", "costs", DECISIONS)
    costs = list(case.costs.all()) if handles else []
    reservation = Reservation.objects.filter(case=case).first() if handles else None
    context = {
        "case": case,
        "handles": handles,
        "is_own": case.requested_by_id == user.pk,
        "decisions": [(row, "") for row in case.determinations.all()] if handles else [],
        "situations": case.vulnerabilities.all() if handles else [],
        "costs": costs,
        "costs_total": sum(line.amount_usd for line in costs),
        "reservation": reservation,
        "held": fund_money.held(case, reservation) if reservation else None,
        "payments": case.disbursements.select_related("entry__reversed_by").prefetch_related("refunds")
        if reservation
        else [],
        "steps": offered(user, case) if handles else [],
        "may_pay": handles and assisting.may_pay(case, user) and user.has_perm("reserve_fund.pay_case", case),
        "may_refund": handles and user.has_perm("reserve_fund.refund_case", case),
        "may_take_back": handles and case.status in COMMITTED and user.has_perm(TAKE_BACK, case),
        "readers": case_readers(case, user),
        "may_keep": handles and user.has_perm("reserve_fund.hold_case", case),
        "may_withdraw": case.status in TRANSITIONS["withdraw"][0] and case.requested_by_id == user.pk,
        "may_withdraw_consent": case.is_open
        and not case.consent_withdrawn_at
        and user.has_perm("reserve_fund.withdraw_consent_case", case),
        "opening_form": OpeningForm(is_in_charge=personal_data.is_in_charge(user, case))
        if opening and not case.erased_at
        else None,
    }
    return context | more


@require_safe
@within_the_fund
def case_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A case without anything personal; for whoever referred it, its state."""
    case = case_of(request, pk)
    if case.is_editable and case.requested_by_id == request.user.pk:
        return redirect("reserve_fund:case-draft", pk=case.pk)
    context = shown(request, case)
    if context["handles"]:  # what it tells of a person's situation is a reading too, whoever the person is
        audit.record_access(request.user, case, Access.Action.VIEW)
    return render(request, "reserve_fund/case_detail.html", context)


@require_POST
@within_the_fund
def case_person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same page with the person, once the purpose is said; it is logged, and shown by no address of its own."""
    case, user = case_of(request, pk), request.user
    if not personal_data.readable(user, case) or (case.is_editable and case.requested_by_id == user.pk):
        raise PermissionDenied
    form = OpeningForm(request.POST, is_in_charge=personal_data.is_in_charge(user, case))
    if not form.is_valid():
        return render(request, "reserve_fund/case_detail.html", shown(request, case, opening_form=form))
    purpose = form.cleaned_data["purpose"]
    try:
        person = personal_data.opened(case, by=user, purpose=purpose)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(case)
    if reason := form.cleaned_data.get("reason"):
        personal_data.note_opened(case, reason, by=user)
        letters.alert_opened(by=user)
    is_whole = evidence_files.readable(user, case)
    context = shown(
        request,
        case,
        is_whole=is_whole,
        person=[(personal_data.COLUMNS[name].verbose_name, value) for name, value in person.items() if value],
        purpose=personal_data.Purpose(purpose),
        opening_form=None,
    )
    day = timezone.localdate()
    context["outcome"] = eligibility.examined(case, person, day) if is_whole else filing.outcome(case)
    if is_whole:  # to others nothing is shown that may name somebody
        key = personal_data.key_of(case)
        reasons = personal_data.reasons(case, key)
        context["files"] = evidence_files.named(case, key)
        context["decisions"] = [(row, reasons.get(row.pk, "")) for row, _none in context["decisions"]]
    return render(request, "reserve_fund/case_detail.html", context)


def form_of(step: Step, request: SignedInRequest) -> Form:
    """What a step asks for: a reason, a day, or nothing."""
    form = {REASON: ReasonForm, DAY: DayForm}.get(step.asks, Form)
    return form(request.POST if request.method == "POST" else None)


@within_the_fund
def case_do(request: SignedInRequest, pk: UUID, verb: str) -> HttpResponse:
    """A step with a case: what will happen, and by POST that it does."""
    case = case_of(request, pk)
    if (step := BY_VERB.get(verb)) is None:
        raise Http404
    require_perm(request.user, f"reserve_fund.{verb}_case", case)
    form = form_of(step, request)
    if request.method == "POST" and form.is_valid():
        try:
            step.take(case, form.cleaned_data.get("given"), by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": step.label})
            return redirect(case)
    return render(request, "reserve_fund/case_do.html", {"case": case, "step": step, "form": form})


@within_the_fund
def case_pay(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record a payment for a case."""
    case = case_of(request, pk)
    require_perm(request.user, "reserve_fund.pay_case", case)
    form = PaymentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        try:
            assisting.pay(case, asked.pop("kind"), asked.pop("amount_usd"), by=request.user, **asked)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error("voucher", refusal)
        else:
            messages.success(request, _("The payment was recorded."))
            return redirect(case)
    context = {"case": case, "form": form, "held": fund_money.held(case)}
    return render(request, "reserve_fund/case_pay.html", context)


@within_the_fund
def case_refund(request: SignedInRequest, pk: UUID, payment: int) -> HttpResponse:
    """Record what came back of a payment."""
    case = case_of(request, pk)
    require_perm(request.user, "reserve_fund.refund_case", case)
    disbursement = get_object_or_404(Disbursement, case=case, pk=payment)
    form = RefundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        try:
            fund_money.refund(disbursement, asked.pop("amount_usd"), by=request.user, **asked)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The refund was recorded."))
            return redirect(case)
    return render(request, "reserve_fund/case_refund.html", {"case": case, "form": form, "payment": disbursement})


@require_POST
def evidence_download(request: SignedInRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A file of a case, opened for whoever has said what for. What it is called stands in no address."""
    form = PurposeForm(request.POST)
    name, kind, content = opened_file(request, pk, file, form)
    headers = {
        "Content-Type": kind.content_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        **SECURITY,
    }
    return HttpResponse(content, headers=headers)


def opened_file(request: SignedInRequest, pk: UUID, file: UUID, form: PurposeForm) -> Any:
    """Name, kind and bytes of a file; the reading is logged and committed before anything is sent."""
    with for_person(request.user):
        found = get_object_or_404(Evidence.objects.select_related("case"), pk=file, case=case_of(request, pk))
        if not form.is_valid():
            raise PermissionDenied
        try:
            return evidence_files.opened(found, by=request.user, purpose=form.cleaned_data["purpose"])
        except (TransitionNotAllowed, FileNotFoundError):
            raise Http404 from None


@within_the_fund
def case_keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the personal data of a case beyond their time, let them go, or erase them before it."""
    case = case_of(request, pk)
    require_perm(request.user, "reserve_fund.hold_case", case)
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = form.cleaned_data["verb"]
        try:
            if verb == KeepForm.ERASE:
                require_perm(request.user, "reserve_fund.erase_case", case)
                erasing.erase_on_order(case, by=request.user)
            else:
                assisting.hold(case, by=request.user, is_held=verb == KeepForm.HOLD)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(case)
    return render(request, "reserve_fund/case_keep.html", {"case": case})


@within_the_fund
def payment_take_back(request: SignedInRequest, pk: UUID, payment: int) -> HttpResponse:
    """Take a payment back that was recorded wrongly: what will happen, and by POST that it does."""
    case = case_of(request, pk)
    require_perm(request.user, TAKE_BACK, case)
    paid = get_object_or_404(Disbursement.objects.standing().select_related("case", "entry"), case=case, pk=payment)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            assisting.take_payment_back(paid, by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The payment was taken back."))
            return redirect(case)
    return render(request, "reserve_fund/payment_take_back.html", {"case": case, "form": form, "payment": paid})
