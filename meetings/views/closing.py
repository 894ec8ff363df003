"""The page on which a meeting is closed: what is undecided, who was present, and what came out of it."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import closing as workflow
from meetings.forms.closing import OutcomeForm, PresencesForm, SymbolForm
from meetings.menu import menu
from meetings.models import AgendaItem, Meeting, PartyPresence
from meetings.steps import STEPS
from members.requests import SignedInRequest


def closed_by(request: SignedInRequest, slug: str) -> Meeting:
    """A meeting that the person may close. Raises Http404 where it is not seen, PermissionDenied where others do."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("host"), slug=slug)
    require_perm(request.user, "meetings.close_meeting", meeting)
    return meeting


@require_safe
def closing(request: SignedInRequest, slug: str) -> HttpResponse:
    """What closing the meeting still asks for."""
    return shown(request, closed_by(request, slug))


def shown(request: SignedInRequest, meeting: Meeting, form: PresencesForm | None = None) -> HttpResponse:
    """The page, with the form of presences as it was filled in where something is wrong with it."""
    is_open = meeting.status == Meeting.Status.OPEN
    seen = AgendaItem.objects.visible_to(request.user).filter(pk=OuterRef("pk"))
    undecided = AgendaItem.objects.undecided().filter(session__meeting=meeting).select_related("session")
    items = list(undecided.annotate(is_seen=Exists(seen))) if is_open else []
    told = list(PartyPresence.objects.visible_to(request.user).filter(meeting=meeting).told())
    search = SymbolForm(request.GET if "symbol" in request.GET else None)
    is_searched = search.is_bound and search.is_valid()
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "is_open": is_open,
        "undecided": [item for item in items if item.is_seen],
        "has_hidden": any(not item.is_seen for item in items),
        "results": AgendaItem.Result,
        "attended": workflow.attended(told),
        "chain": workflow.chain(request.user, meeting),
        "search": search,
        "is_searched": is_searched,
        "found": workflow.found_documents(request.user, meeting, search.cleaned_data["symbol"]) if is_searched else [],
        "step": STEPS["close"],
    }
    if is_open:
        roll = workflow.roll(meeting)
        recorded = {one["party"] for one in told}
        came = {one["party"] for one in told if one["is_present"]} if told else roll.noted()
        context["form"] = form or PresencesForm(roll=roll, came=came)
        missing = {called.party.pk for called in roll.members}.difference(recorded)
        context["unrecorded"] = 0 if meeting.is_hosted else len(missing)
    return render(request, "meetings/closing.html", context)


@require_POST
def presences_record(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record who is present."""
    meeting = closed_by(request, slug)
    require_perm(request.user, "meetings.record_presences", meeting)
    form = PresencesForm(request.POST, roll=workflow.roll(meeting))
    if not form.is_valid():
        return shown(request, meeting, form)
    try:
        workflow.record_presences(meeting, form.came(), by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Recorded: who came and who did not. It can be corrected until the meeting is closed.")
        )
    return redirect("meetings:closing", slug=slug)


@require_POST
def outcome_link(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that a document came out of the meeting."""
    meeting = closed_by(request, slug)
    require_perm(request.user, "meetings.link_outcome", meeting)
    form = OutcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose one of the documents that were found."))
        return redirect("meetings:closing", slug=slug)
    try:
        workflow.link_outcome(meeting, form.cleaned_data["document"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The document is linked."))
    return redirect("meetings:closing", slug=slug)
