"""The pages on which a case is filed: the own cases, a draft step by step, its submission, and taking it back.

Each page that shows something personal has it logged first, in the page's own transaction: no log, no page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed, verbs_from
from members.requests import SignedInRequest
from reserve_fund import eligibility, evidence_files, filing, filing_steps, personal_data
from reserve_fund.case_readers import case_readers
from reserve_fund.filing_forms import FileForm, StepForm, WithdrawalForm
from reserve_fund.filing_steps import BY_NUMBER, STEPS
from reserve_fund.filing_worklist import WHAT_NEXT
from reserve_fund.models import CAP_USD, Case
from reserve_fund.row_security import within_the_fund
from reserve_fund.transitions import TRANSITIONS

ON_A_PAGE = 25
form_page = require_http_methods(["GET", "HEAD", "POST"])
NOT_SAVED = 422  # said to the script that saves meanwhile; people read the page


# The own cases


@require_safe
@within_the_fund
def my_case_list(request: SignedInRequest) -> HttpResponse:
    """The own cases, the last changed first, with what to do next."""
    if not request.user.has_perm("reserve_fund.begin_case"):
        raise Http404
    own = Case.objects.visible_to(request.user).filter(requested_by=request.user)
    page = Paginator(own.select_related("stay", "return_to"), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(case, WHAT_NEXT[Case.Status(case.status)]) for case in page]
    return render(request, "reserve_fund/my_cases.html", {"rows": rows, "page": page})


@form_page
@within_the_fund
def case_begin(request: SignedInRequest) -> HttpResponse:
    """What one needs at hand; by POST, a new case."""
    if not request.user.has_perm("reserve_fund.begin_case"):
        raise Http404
    if request.method == "POST":
        return redirect("reserve_fund:case-draft", pk=filing.begin(by=request.user).pk)
    return render(request, "reserve_fund/case_begin.html", {"cap": CAP_USD})


# A draft


def case_for(request: SignedInRequest, pk: UUID, permission: str = "reserve_fund.write_case") -> Any:
    """A case with which the person may do this, and how many `files` it has. Raises Http404, PermissionDenied."""
    seen = Case.objects.visible_to(request.user).select_related("stay", "return_to").annotate(files=Count("evidence"))
    case = get_object_or_404(seen, pk=pk)
    require_perm(request.user, permission, case)
    return case


def opened(request: SignedInRequest, case: Case) -> dict[str, Any]:
    """All that is known of the person, once it is logged that it is opened. Raises what hinders it."""
    return personal_data.opened(case, by=request.user, purpose=personal_data.Purpose.FILE)


def of_a_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page of a case its transaction; what the case does not admit now is said on the page with its state."""

    @wraps(view)
    def answered(request: SignedInRequest, pk: UUID, **more: Any) -> Any:
        try:
            return within_the_fund(view)(request, pk, **more)
        except TransitionNotAllowed as refusal:
            if is_script(request):
                return JsonResponse({"said": str(refusal)}, status=NOT_SAVED)
            messages.error(request, str(refusal))
            return redirect("reserve_fund:case-detail", pk=pk)

    return answered


def is_script(request: HttpRequest) -> bool:
    """Whether it is the script that saves meanwhile, and not somebody who waits for a page."""
    return not request.accepts("text/html")


@require_safe
@of_a_case
def case_draft(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far each step is, what IOM asks for, and what the rules say so far."""
    case = case_for(request, pk)
    if not case.is_editable:
        return redirect(case)
    person = opened(request, case)
    given = filing_steps.answers(case, person)
    outcome = eligibility.examined(case, person, timezone.localdate())
    steps = filing_steps.progress(given, outcome, case.files)
    context = {
        "case": case,
        "asked_for": filing.asked_for(case) if case.status == Case.Status.RETURNED else "",
        "steps": [(step, step.url(case), progress) for step, progress in steps],
        "outcome": outcome,
        "unmet": links(case, outcome),
        "met": [finding for finding in outcome.findings if finding.is_met],
    }
    return render(request, "reserve_fund/case_draft.html", context)


def links(case: Case, outcome: eligibility.Outcome) -> list[tuple[str, eligibility.Finding]]:
    """What is not met, with the field in which it is written."""
    return [(filing_steps.url_of(case, finding), finding) for finding in outcome.unmet]


@form_page
@of_a_case
def case_step(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """One step. What is well-formed is kept, whole or not; what is not is shown again beside its fault."""
    case = case_for(request, pk)
    step = BY_NUMBER.get(number)
    if step is None or step.form is None:
        raise Http404
    if request.method == "POST":
        return step_sent(request, case, step.form(request.POST), step)
    if not case.is_editable:
        return redirect(case)
    form = step.form(given=filing_steps.answers(case, opened(request, case)))
    return step_page(request, case, form, step)


def step_sent(request: SignedInRequest, case: Case, form: StepForm, step: filing_steps.Step) -> HttpResponse:
    """Keep what a step brought, and lead on; the script that saves meanwhile is told, and stays."""
    form.is_valid()
    keep(case, form, by=request.user)
    if is_script(request):
        return JsonResponse({"said": said_of(form)})
    if form.errors:
        opened(request, case)
        return step_page(request, case, form, step)
    if "later" in request.POST:
        messages.success(request, _("The step is saved. You can go on whenever you like."))
        return redirect("reserve_fund:case-draft", pk=case.pk)
    return redirect(BY_NUMBER[step.number + 1].url(case))


def keep(case: Case, form: StepForm, *, by: Any) -> None:
    """Keep what is well-formed of a step. Raises TransitionNotAllowed."""
    filing.editable(case)
    if answers := form.answers():
        filing.save(case, answers, by=by)
    if amounts := form.amounts():
        filing.save_costs(case, amounts, by=by)


def said_of(form: StepForm) -> str:
    """That a step was saved meanwhile, and which answers were not."""
    now = time_format(timezone.localtime(), "H:i")
    if not form.errors:
        return _("Saved at %(time)s.") % {"time": now}
    left = ", ".join(str(form[name].label) for name in form.errors if name in form.fields)
    words = {"time": now, "fields": left}
    return _("Saved at %(time)s, but not these answers, which need another look: %(fields)s.") % words


def step_page(request: SignedInRequest, case: Case, form: StepForm, step: filing_steps.Step) -> HttpResponse:
    """The page of a step. To be called once it is logged that the person is opened."""
    context = {"case": case, "form": form, "step": step, "steps": len(STEPS), "cap": CAP_USD}
    return render(request, "reserve_fund/case_step.html", context)


# Its files


@form_page
@of_a_case
def case_files(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The files of a draft, and one more."""
    case = case_for(request, pk)
    if not case.is_editable:
        return redirect(case)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        try:
            filing.add_file(case, form.cleaned_data["kind"], form.cleaned_data["file"], by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, _("The file is added."))
            return redirect("reserve_fund:case-files", pk=case.pk)
    opened(request, case)
    files = evidence_files.named(case)
    context = {"case": case, "form": form, "files": files, "step": STEPS[-1], "steps": len(STEPS)}
    return render(request, "reserve_fund/case_files.html", context | {"purpose": personal_data.Purpose.FILE})


@form_page
@of_a_case
def case_file_remove(request: SignedInRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Ask whether a file is to go; by POST it does."""
    case = case_for(request, pk)
    if not case.is_editable:
        return redirect(case)
    found = get_object_or_404(case.evidence.exclude(name=None), pk=file)
    if request.method == "POST":
        filing.remove_file(found, by=request.user)
        messages.success(request, _("The file is removed."))
        return redirect("reserve_fund:case-files", pk=case.pk)
    opened(request, case)
    name = next(name for file, name in evidence_files.named(case) if file == found)
    context = {"case": case, "file": found, "name": name}
    return render(request, "reserve_fund/case_file_remove.html", context)


# Submitting and taking back


@form_page
@of_a_case
def case_submit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """All answers once more; by POST the case goes to IOM, or the page says what it still lacks."""
    case = case_for(request, pk, "reserve_fund.submit_case")
    if not case.is_editable:
        return redirect(case)
    refused: list[Any] = []
    if request.method == "POST":
        try:
            filing.submit(case, by=request.user)
        except filing.NotEligibleError as refusal:
            refused = links(case, refusal.outcome)
        else:
            return redirect("reserve_fund:case-receipt", pk=case.pk)
    person = opened(request, case)
    given = filing_steps.answers(case, person)
    context = {
        "case": case,
        "refused": refused,
        "outcome": eligibility.examined(case, person, timezone.localdate()),
        "steps": [(step, step.url(case), filing_steps.told(step, given)) for step in STEPS if step.form],
        "total": filing_steps.total(given),
        "files": case.files,
        "files_url": STEPS[-1].url(case),
        "readers": case_readers(case, request.user),
    }
    return render(request, "reserve_fund/case_check.html", context)


@require_safe
@of_a_case
def case_receipt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """That the case was submitted, under which number, and what happens next."""
    case = case_for(request, pk)
    if case.status != Case.Status.SUBMITTED:
        return redirect(case)
    return render(request, "reserve_fund/case_receipt.html", {"case": case})


@form_page
@of_a_case
def case_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a case back, for a reason."""
    case = case_for(request, pk, "reserve_fund.withdraw_case")
    if "withdraw" not in verbs_from(TRANSITIONS, case.status):
        raise TransitionNotAllowed(_("A case in this state is not withdrawn."))
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        filing.withdraw(case, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The case %(number)s is withdrawn.") % {"number": case.number})
        return redirect("reserve_fund:my-case-list")
    return render(request, "reserve_fund/case_withdraw.html", {"case": case, "form": form})


@form_page
@of_a_case
def case_withdraw_consent(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask whether to note that the person has withdrawn the consent; by POST it is noted, for good."""
    case = case_for(request, pk, "reserve_fund.withdraw_consent_case")
    if not case.is_open or case.consent_withdrawn_at:
        raise TransitionNotAllowed(_("For this case there is no consent to withdraw."))
    if request.method == "POST":
        filing.withdraw_consent(case, by=request.user)
        messages.success(request, _("It is noted that the consent was withdrawn; nothing personal opens any more."))
        is_own = case.requested_by_id == request.user.pk
        return redirect(reverse("reserve_fund:my-case-list") if is_own else case)
    is_before_travel = "withdraw" in verbs_from(TRANSITIONS, case.status)
    context = {"case": case, "is_before_travel": is_before_travel}
    return render(request, "reserve_fund/case_withdraw_consent.html", context)
