"""The desk where the statistics of a half-year are prepared and released. For all others these pages do not exist."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common import audit
from crm_portal.common.audit.models import Access
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.requests import SignedInRequest
from reserve_fund import publishing_statistics as workflow
from reserve_fund.fund_statement import Half
from reserve_fund.models import Case, Publication
from reserve_fund.personal_data import Purpose
from reserve_fund.published_tables import in_full, in_words, kept
from reserve_fund.row_security import within_the_fund
from reserve_fund.statistics import counted, past_half_years
from reserve_fund.suppression import ENOUGH

PREPARE, RELEASE = "reserve_fund.prepare_publication", "reserve_fund.release_publication"


class ReleaseForm(forms.Form):
    """That somebody has looked at the very tables that will be public."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    is_read = forms.BooleanField(
        label=gettext_lazy("I have looked at these tables. Once released they are public and never change."),
        error_messages={"required": gettext_lazy("Confirm that you have looked at the tables.")},
    )


def refuse_others(request: SignedInRequest) -> None:
    """Raises Http404 for whoever neither prepares nor releases statistics: for them there are no drafts."""
    if not (request.user.has_perm(PREPARE) or request.user.has_perm(RELEASE)):
        raise Http404


def past(year: int, half: int) -> Half:
    """A half-year that is over and in which costs may have been settled. Raises Http404."""
    asked = Half(year, half)
    if asked not in past_half_years(timezone.localdate()):
        raise Http404
    return asked


def prepared(request: SignedInRequest, half: Half) -> Publication | None:
    """What was prepared of a half-year, if the person may see it."""
    found = Publication.objects.visible_to(request.user).filter(year=half.year, half=half.half)
    return found.select_related("prepared_by", "released_by").first()


@require_safe
def publication_list(request: SignedInRequest) -> HttpResponse:
    """The half-years that are over, the latest first, each with how far its statistics are."""
    refuse_others(request)
    found = Publication.objects.visible_to(request.user).defer("tables")
    by_half = {Half(each.year, each.half): each for each in found}
    halves = past_half_years(timezone.localdate())
    context = {
        "rows": [(half, by_half.get(half)) for half in halves],
        "may_prepare": request.user.has_perm(PREPARE),
    }
    return render(request, "reserve_fund/publication_list.html", context)


@require_safe
def publication_detail(request: SignedInRequest, year: int, half: int) -> HttpResponse:
    """A half-year as the public will read it, or reads it, with the steps that the person may take."""
    refuse_others(request)
    return shown(request, past(year, half))


def shown(request: SignedInRequest, half: Half, form: ReleaseForm | None = None) -> HttpResponse:
    """The page of a half-year, with the form for its release while there is something to release."""
    publication = prepared(request, half)
    is_draft = publication is not None and not publication.released_at
    may_release = is_draft and request.user.has_perm(RELEASE)
    seen = publication.prepared_at.isoformat() if publication else ""
    context = {
        "half": half,
        "publication": publication,
        "found": in_words(half, kept(publication)) if publication else None,
        "may_prepare": request.user.has_perm(PREPARE) and (publication is None or is_draft),
        "form": (form or ReleaseForm(initial={"seen": seen})) if may_release else None,
        "enough": ENOUGH,
        "prepared_it": publication is not None and publication.prepared_by_id == request.user.pk,
        "crumbs": [{"label": _("Statistics of the Fund"), "url": reverse("reserve_fund:publication-list")}],
    }
    return render(request, "reserve_fund/publication_detail.html", context)


@require_POST
def publication_prepare(request: SignedInRequest, year: int, half: int) -> HttpResponse:
    """Count a half-year and keep what may be printed of it, in the place of an earlier draft."""
    refuse_others(request)
    require_perm(request.user, PREPARE)
    asked = past(year, half)
    try:
        workflow.prepare(asked, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The statistics are prepared. The coordinator looks at them and releases them."))
    return redirect("reserve_fund:publication-detail", year, half)


@require_POST
def publication_release(request: SignedInRequest, year: int, half: int) -> HttpResponse:
    """Publish what was prepared, by another person than prepared it."""
    refuse_others(request)
    require_perm(request.user, RELEASE)
    asked = past(year, half)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return shown(request, asked, form)
    try:
        workflow.release(asked, form.cleaned_data["seen"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The statistics are released: everybody reads them."))
    return redirect("reserve_fund:publication-detail", year, half)


@require_safe
@within_the_fund
def publication_figures(request: SignedInRequest, year: int, half: int) -> HttpResponse:
    """All figures of a half-year, small ones too. They may tell of a person, so that they were read is logged first."""
    refuse_others(request)
    asked = past(year, half)
    audit.record_access(request.user, Case, Access.Action.VIEW, why=Purpose.SUPERVISE.value)
    context = {
        "half": asked,
        "found": in_words(asked, in_full(counted(asked))),
        "crumbs": [
            {"label": _("Statistics of the Fund"), "url": reverse("reserve_fund:publication-list")},
            {"label": asked.label, "url": reverse("reserve_fund:publication-detail", args=[year, half])},
        ],
    }
    return render(request, "reserve_fund/publication_figures.html", context)
