"""The floor of a meeting: who speaks, requests and invitations, and authorisations on an item."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.access import Level
from crm_portal.common.permissions import require_perm
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import authorising, floor, speaking
from meetings.forms.speaking import AllotForm, AuthoriseForm, InviteForm, RefuseForm, RequestForm
from meetings.matrix import SPEAKING_SLOT
from meetings.menu import menu
from meetings.models import AgendaItem, ItemGrant, Meeting, SpeakingSlot
from members.models import Party
from members.readers import readers
from members.requests import SignedInRequest


def asked_for(request: SignedInRequest, slug: str) -> Meeting:
    """The meeting, for those whom its floor concerns. Raises Http404."""
    if request.user.standing.level(SPEAKING_SLOT) < Level.READ:
        raise Http404
    return get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)


@require_safe
def speaking_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who speaks in each session, as far as I may know of it, and what waits to be decided or answered."""
    meeting = asked_for(request, slug)
    is_going_on = meeting.status in speaking.TAKES_SLOTS
    grants = ItemGrant.objects.visible_to(request.user).filter(
        item__session__meeting=meeting, item__in=AgendaItem.objects.visible_to(request.user).values("pk")
    )
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "floors": floor.floors(request.user, meeting),
        "grants": grants.select_related("item__session", "party").order_by("item__session", "item__order", "pk"),
        "may_request": is_going_on and request.user.has_perm("meetings.request_speakingslot"),
        "may_invite": is_going_on and request.user.has_perm("meetings.invite_speakingslot"),
        "may_authorise": is_going_on and request.user.has_perm("meetings.authorise_agendaitem"),
        "may_revoke": request.user.has_perm("meetings.revoke_itemgrant"),
        "readers": readers(SPEAKING_SLOT, request.user),
    }
    return render(request, "meetings/speaking_list.html", context)


def answered(
    request: SignedInRequest, meeting: Meeting, form: forms.Form, act: Callable[..., Any], **words: Text
) -> HttpResponse:
    """A form page: shown, refused beside its fields, or done. `words` has `title`, `lead`, `button` and `done`."""
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, **form.cleaned_data)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(words["done"]))
            return redirect("meetings:speaking-list", slug=meeting.slug)
    context = {"meeting": meeting, "menu": menu(request.user, meeting), "form": form, **words}
    return render(request, "meetings/speaking_form.html", context)


def speaking_request(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for the floor for my organisation, country or network."""
    meeting = asked_for(request, slug)
    require_perm(request.user, "meetings.request_speakingslot")
    party = speaking.own_party(request.user)
    if party is None:
        raise Http404
    is_country = party.kind == Party.Kind.STATE
    sessions = speaking.takes_speakers(meeting).visible_to(request.user).attended_with(request.user.standing)
    items = AgendaItem.objects.visible_to(request.user).filter(session__in=sessions.values("pk"))
    if is_country:  # statements alone, but on what it is authorised to speak about
        items = items.filter(grants__in=ItemGrant.objects.visible_to(request.user).filter(revoked_at=None))
    form = RequestForm(request.POST or None, sessions=sessions, items=items)
    return answered(
        request,
        meeting,
        form,
        lambda session, **asked: speaking.request(session, party, **asked),
        title=_("Ask to make a statement") if is_country else _("Ask for a speaking slot"),
        lead=_("The Presidency and the Secretariat decide. You are told by mail."),
        button=_("Send the request"),
        done=_("The request is sent. The Presidency and the Secretariat decide."),
    )


def speaking_invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite an observer or the RNCOM to speak."""
    meeting = asked_for(request, slug)
    require_perm(request.user, "meetings.invite_speakingslot")
    sessions = speaking.takes_speakers(meeting).visible_to(request.user)
    items = AgendaItem.objects.visible_to(request.user).filter(session__in=sessions.values("pk"))
    form = InviteForm(request.POST or None, sessions=sessions, items=items, parties=speaking.speakers(meeting))
    return answered(
        request,
        meeting,
        form,
        speaking.invite,
        title=_("Invite to speak"),
        lead=_("Observer countries make statements. The invitation is sent by mail at once."),
        button=_("Send the invitation"),
        done=_("The invitation is sent."),
    )


def slot_of(request: SignedInRequest, slug: str, pk: int, verb: str) -> tuple[Meeting, SpeakingSlot]:
    """The slot that is spoken of, for whoever may do this with it. Raises Http404 and PermissionDenied."""
    meeting = asked_for(request, slug)
    slots = SpeakingSlot.objects.visible_to(request.user).filter(session__meeting=meeting)
    slot = get_object_or_404(slots.select_related("session__meeting", "party"), pk=pk)
    require_perm(request.user, f"meetings.{verb}_speakingslot", slot)
    return meeting, slot


def speaking_allot(request: SignedInRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Say for how long a party speaks, and in which place."""
    meeting, slot = slot_of(request, slug, pk, verb)
    form = AllotForm(request.POST or None, initial={"minutes": slot.minutes, "order": slot.order})
    act = {"allot": speaking.allot, "arrange": speaking.arrange}[verb]
    return answered(
        request,
        meeting,
        form,
        lambda **said: act(slot, **said),
        title=_("Allot a speaking slot"),
        lead=f"{slot.session}: {slot}",
        button=_("Save and tell the party"),
        done=_("The slot is allotted, and the party is told."),
    )


def speaking_refuse(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Decline a request, saying why."""
    meeting, slot = slot_of(request, slug, pk, "refuse")
    return answered(
        request,
        meeting,
        RefuseForm(request.POST or None),
        lambda **said: speaking.refuse(slot, **said),
        title=_("Decline a request to speak"),
        lead=f"{slot.session}: {slot}",
        button=_("Decline and tell the party"),
        done=_("The request is declined, and the party is told."),
    )


@require_POST
def speaking_do(request: SignedInRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """What needs no more words: accept, decline or withdraw one's own, or take an invitation back."""
    acts: dict[str, Callable[..., Any]] = {
        "recall": speaking.recall,
        **{each: lambda slot, by: speaking.answer(slot, verb, by=by) for each in ("accept", "decline", "withdraw")},
    }
    if verb not in acts:
        raise Http404
    meeting, slot = slot_of(request, slug, pk, verb)
    try:
        acts[verb](slot, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: the slot is %(state)s.") % {"state": done_state(verb)})
    return redirect("meetings:speaking-list", slug=meeting.slug)


def done_state(verb: str) -> Text:
    return speaking.TRANSITIONS[verb][1].label


def item_authorise(request: SignedInRequest, slug: str) -> HttpResponse:
    """Authorise an observer country to intervene on one item."""
    meeting = asked_for(request, slug)
    require_perm(request.user, "meetings.authorise_agendaitem")
    items = AgendaItem.objects.visible_to(request.user).may_be_opened().filter(session__meeting=meeting)
    form = AuthoriseForm(request.POST or None, parties=authorising.countries(meeting), items=items)
    return answered(
        request,
        meeting,
        form,
        authorising.authorise,
        title=_("Authorise an observer country on one item"),
        lead=_("It opens this item and its papers to that country until the meeting is over, and nothing else."),
        button=_("Authorise and tell the country"),
        done=_("The country is authorised, and its people are told."),
    )


@require_POST
def item_revoke(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End an authorisation on an item."""
    meeting = asked_for(request, slug)
    grants = ItemGrant.objects.visible_to(request.user).filter(item__session__meeting=meeting)
    grant = get_object_or_404(grants.select_related("item"), pk=pk)
    require_perm(request.user, "meetings.revoke_itemgrant", grant)
    try:
        authorising.revoke(grant, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The authorisation is revoked, and its people are told."))
    return redirect("meetings:speaking-list", slug=meeting.slug)
