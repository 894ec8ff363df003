"""Meetings in the intranet: what is planned, who attends which session, and the steps that the Presidency takes."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed, verbs_from
from meetings import agendas, workflow
from meetings.matrix import HELD_MEETING, PLANNED_MEETING
from meetings.menu import menu
from meetings.models import AgendaItem, Meeting, MeetingVisit, Session
from meetings.models.meetings import SETTLED
from meetings.steps import STEPS
from meetings.views.public import shown
from members.readers import readers
from members.requests import SignedInRequest

LATEST = 20


@require_safe
def my_meeting_list(request: SignedInRequest) -> HttpResponse:
    """The meetings that are planned or coming, and the last ones held, as far as I may know of them."""
    if not request.user.standing.roles:
        raise Http404
    today = timezone.localdate()
    seen = shown(Meeting.objects.visible_to(request.user))
    ahead = seen.exclude(status__in=SETTLED)
    coming = list(ahead.exclude(last_on__lt=today).order_by("year", "starts_on", "pk"))
    held = [meeting for meeting in seen[: LATEST + len(coming)] if meeting not in coming]
    return render(request, "meetings/my_meeting_list.html", {"coming": coming, "held": held[:LATEST]})


@require_safe
def my_meeting(request: SignedInRequest, slug: str) -> HttpResponse:
    """One meeting: its days, its sessions that are open to me, and what may be done with it now."""
    if not request.user.standing.roles:
        raise Http404
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("host", "previous"), slug=slug)
    possible = verbs_from(workflow.TRANSITIONS, meeting.status)
    since = None
    if request.method == "GET" and not request.user.looks_through:
        since = MeetingVisit.objects.begin_or_go_on(meeting, request.user, timezone.now())
    context = {
        "meeting": meeting,
        "since": since,
        "menu": menu(request.user, meeting),
        "bodies": list(meeting.bodies.all()),
        "held_with": Meeting.objects.visible_to(request.user).filter(held_with=meeting),
        **programme(request.user, meeting),
        "outcomes": agendas.outcomes(request.user, meeting),
        "steps": [
            step
            for verb, step in STEPS.items()
            if verb in possible and request.user.has_perm(f"meetings.{verb}_meeting", meeting)
        ],
        "missing": workflow.what_is_missing(meeting) if "convene" in possible else "",
        "readers": readers(HELD_MEETING if meeting.is_public else PLANNED_MEETING, request.user),
    }
    return render(request, "meetings/my_meeting.html", context)


def programme(user: Any, meeting: Meeting) -> dict[str, Any]:
    """The sessions as somebody sees them now, with what that person may do with their items."""
    is_writer = user.has_perm("meetings.decide_agendaitem")
    sessions = Session.objects.visible_to(user).filter(meeting=meeting)
    sittings = agendas.agenda(user, meeting, sessions, for_writers=is_writer)
    return {
        "meeting": meeting,
        "sittings": sittings,
        "fingerprint": agendas.fingerprint(sittings),
        "may_decide": is_writer and meeting.status == Meeting.Status.OPEN,
        "results": AgendaItem.Result,
    }


@require_safe
def meeting_now(request: SignedInRequest, slug: str) -> HttpResponse:
    """The sessions alone, for a page that asks again; nothing (204) while they are as that page has them."""
    if not request.user.standing.roles:
        raise Http404
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    context = programme(request.user, meeting)
    if request.GET.get("seen") == context["fingerprint"] and meeting.status == Meeting.Status.OPEN:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "meetings/_now.html", context)


@require_POST
def meeting_do(request: SignedInRequest, slug: str, verb: str) -> HttpResponse:
    """Take one step of the meeting's life."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    if verb not in STEPS:
        raise Http404
    require_perm(request.user, f"meetings.{verb}_meeting", meeting)
    try:
        STEPS[verb].run(meeting, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(STEPS[verb].page or "meetings:my-meeting", slug=slug)
    messages.success(request, str(STEPS[verb].done))
    return redirect("meetings:my-meeting", slug=slug)


@require_POST
def item_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether an item is done or carried over to the next meeting."""
    items = AgendaItem.objects.visible_to(request.user).select_related("session__meeting")
    item = get_object_or_404(items, pk=pk)
    require_perm(request.user, "meetings.decide_agendaitem", item)
    result = request.POST.get("result", "")
    if result not in AgendaItem.Result.values:
        raise Http404
    try:
        workflow.decide(item, result, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    page = "meetings:closing" if "closing" in request.POST else "meetings:my-meeting"
    return redirect(page, slug=item.session.meeting.slug)
