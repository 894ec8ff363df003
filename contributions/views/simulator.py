"""The simulator of scales and the drafts that come of it, for those who examine them. Drafting is the Secretariat's."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import scale_files, scales
from contributions.matrix import SCALE_DRAFT
from contributions.models import Scale, ScaleDraft
from contributions.scale_forms import DraftForm, Method, PrintForm, SimulationForm
from contributions.simulation import compare, present_amounts, table
from crm_portal.common.csv_file import csv_file
from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.readers import readers
from members.requests import SignedInRequest

FILES_SHOWN = 6


def for_readers(view: Any) -> Any:
    """Pages that are there for those who read drafts of scales; to everybody else they do not exist."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not request.user.has_perm("contributions.read_scaledraft"):
            raise Http404
        answer: HttpResponse = view(request, *args, **named)
        return answer

    return answered


@require_safe
@for_readers
def scale_drafts(request: SignedInRequest) -> HttpResponse:
    """What is being drafted, and every scale that was approved."""
    drafts = ScaleDraft.objects.visible_to(request.user).filter(status=Scale.Status.DRAFT)
    context = {
        "drafts": drafts.select_related("drafted_by").order_by("-drafted_at", "-pk"),
        "versions": Scale.objects.visible_to(request.user).approved(),
        "readers": readers(SCALE_DRAFT, request.user),
    }
    return render(request, "contributions/scale_drafts.html", context)


@require_safe
@for_readers
def scale_simulate(request: SignedInRequest) -> HttpResponse:
    """Try another total, other shares or other amounts: what each country would contribute. Changes nothing."""
    last, present = present_amounts()
    form = SimulationForm(present, request.GET if "method" in request.GET else None)
    form.is_valid()  # so that the page has what comes of it
    return simulation_page(request, last, form, DraftForm())


def simulation_page(
    request: SignedInRequest, last: Scale | None, form: SimulationForm, draft_form: DraftForm
) -> HttpResponse:
    """The page with what was asked and what comes of it."""
    shares_asked = form.is_bound and form.data.get("method") == Method.SHARES
    context = {
        "last": last,
        "form": form,
        "draft_form": draft_form,
        "comparison": compare(form.present, form.new) if form.new else None,
        "query": urlencode(form.asked) if form.is_bound else "",
        "may_draft": request.user.has_perm("contributions.draft_scale"),
        "sum_of_weights": form.sum_of_weights if form.new and shares_asked else None,
    }
    return render(request, "contributions/scale_simulate.html", context)


@require_safe
@for_readers
def scale_simulation_csv(request: SignedInRequest) -> HttpResponse:
    """A simulation as a table of values; one that cannot be computed leads back to the page that says why."""
    _last, present = present_amounts()
    form = SimulationForm(present, request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('contributions:scale-simulate')}?{urlencode(form.asked)}")
    header, *lines = table(compare(present, form.new))
    return csv_file(_("scale-simulation"), header, lines)


@require_POST
@for_readers
def scale_draft_create(request: SignedInRequest) -> HttpResponse:
    """Keep a simulation as a draft of the next scale."""
    require_perm(request.user, "contributions.draft_scale")
    last, present = present_amounts()
    form, draft_form = SimulationForm(present, request.POST), DraftForm(request.POST)
    if not form.is_valid() or not draft_form.is_valid():
        return simulation_page(request, last, form, draft_form)
    said = draft_form.cleaned_data
    try:
        draft = scales.draft(
            form.new,
            by=request.user,
            valid_from=said["valid_from"],
            drafted_from=last,
            justification=(said["justification_es"], said["justification_en"]),
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return simulation_page(request, last, form, draft_form)
    messages.success(request, _("The draft is kept. Those who examine it find it here."))
    return redirect("contributions:scale-draft", pk=draft.pk)


def drafted(request: SignedInRequest, pk: int) -> ScaleDraft:
    """A draft that the reader may see. Raises Http404."""
    drafts = ScaleDraft.objects.visible_to(request.user).select_related("drafted_from", "drafted_by")
    return get_object_or_404(drafts, pk=pk)


@require_safe
def scale_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft beside the scale it was drafted from, its reasons, and the files made of it."""
    draft = drafted(request, pk)
    kinds = [kind.name for kind in scale_files.KINDS]
    files = Printout.objects.visible_to(request.user).filter(kind__in=kinds, about_id=draft.pk)
    made = list(files.select_related("file", "asked_by")[:FILES_SHOWN])
    context = {
        "draft": draft,
        "title": scale_files.title(draft),
        "comparison": scale_files.compared(draft),
        "form": PrintForm(initial={"language": request.LANGUAGE_CODE}),
        "files": made,
        "is_under_way": any(one.is_under_way for one in made),
        "may_decide": request.user.has_perm("contributions.change_scale"),
        "readers": readers(SCALE_DRAFT, request.user),
    }
    return render(request, "contributions/scale_draft.html", context)


@require_POST
def scale_draft_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have one of the files made."""
    draft = drafted(request, pk)
    form = PrintForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data
        scale_files.ask_for_file(draft, wanted["kind"], language=wanted["language"], by=request.user)
        messages.success(request, _("The file is being made; that takes a few seconds."))
    else:
        messages.error(request, _("Choose the file and its language."))
    return redirect("contributions:scale-draft", pk=pk)


@require_safe
def scale_draft_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The comparison as a table of values, at once."""
    draft = drafted(request, pk)
    header, *lines = table(scale_files.compared(draft))
    return csv_file(scale_files.file_name(draft), header, lines)
