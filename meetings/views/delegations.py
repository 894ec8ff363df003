"""Delegations: registered by each party, looked at by Presidency and Secretariat, listed for those who come."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.csv_file import csv_file
from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import delegations as workflow
from meetings import participants, participants_file
from meetings.forms.delegations import (
    EMPTY_ROWS,
    MORE_ROWS,
    MOST_BYTES,
    DelegationForm,
    ParticipantsForm,
    PrintForm,
    TravelForm,
    rows,
)
from meetings.invitees import invited_parties
from meetings.matrix import DELEGATION, PARTICIPANTS, TRAVEL
from meetings.menu import menu
from meetings.models import Delegate, Delegation, Meeting, ParticipantList, TravelData
from meetings.models.delegations import Tick
from meetings.rules import own_party
from members.models import Party
from members.readers import readers
from members.requests import SignedInRequest

PEOPLE_A_PAGE = 50
FILES_SHOWN = 8
FAULTS_SHOWN = 200


def convened(request: SignedInRequest, slug: str) -> Meeting:
    """A meeting to which people may come. Raises Http404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user).public().select_related("host"), slug=slug)


def my_delegation(request: SignedInRequest, slug: str) -> HttpResponse:
    """The delegation of my party in one form: people are added, changed and taken out."""
    meeting = convened(request, slug)
    party = own_party(request.user, meeting)
    if party is None:
        raise Http404
    delegation = Delegation.objects.visible_to(request.user).filter(meeting=meeting, party=party).first()
    there = list(Delegate.objects.visible_to(request.user).filter(delegation=delegation).order_by("-is_head", "pk"))
    page = Paginator(there, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    seats, known = workflow.has_seats(meeting, party), workflow.known_people(meeting, party, there)
    written: list[dict[str, Any]] = [
        {"pk": each.pk, **{name: getattr(each, name) for name in workflow.WRITTEN}} for each in page
    ]
    form, people = DelegationForm(known=known), rows(written, empty=EMPTY_ROWS, has_seats=seats)
    if request.method == "POST":
        form = DelegationForm(request.POST, request.FILES, known=known)
        people = rows([], empty=EMPTY_ROWS, has_seats=seats, data=request.POST)
        if "more" in request.POST:
            if request.FILES:
                messages.info(request, _("Choose the letter again before you save: a file does not wait in a form."))
            people = rows(people.as_written, empty=EMPTY_ROWS + MORE_ROWS, has_seats=seats)
            form = DelegationForm(initial={"known": request.POST.getlist("known")}, known=known)
        elif form.is_valid() & people.is_valid():
            entries = [*people.entries, *form.added]
            try:
                workflow.register(meeting, party, entries, by=request.user, letter=form.cleaned_data["letter"])
            except TransitionNotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The delegation is saved."))
                return redirect(request.get_full_path())
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "party": party,
        "delegation": delegation,
        "form": form,
        "people": people,
        "page": page,
        "may_register": meeting.status in workflow.REGISTERING,
        "seats": workflow.no_seat_left(meeting) if seats else "",
        "readers": readers(DELEGATION, request.user),
    }
    return render(request, "meetings/my_delegation.html", context)


@require_safe
def delegation_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every delegation with its people and what is known of each, and who has not registered one."""
    meeting = convened(request, slug)
    if not request.user.has_perm("meetings.see_every_delegation"):
        raise Http404
    seen = Delegation.objects.visible_to(request.user).filter(meeting=meeting)
    found = list(seen.select_related("party", "letter", "registered_by"))
    people: dict[int, list[Delegate]] = {each.pk: [] for each in found}
    for delegate in (
        Delegate.objects.visible_to(request.user).filter(delegation__meeting=meeting).order_by("-is_head", "pk")
    ):
        people[delegate.delegation_id].append(delegate)
    registered = {each.party_id for each in found}
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "delegations": sorted(
            ((each, people[each.pk]) for each in found),
            key=lambda pair: participants.alphabetical(pair[0].party.name),
        ),
        "missing": [party for party in invited_parties(meeting) if party.pk not in registered],
        "ticks": [
            (tick, workflow.why_not(meeting, tick), request.user.has_perm(f"meetings.tick_{tick}_delegate"))
            for tick in Tick
        ],
        "may_import": request.user.has_perm("meetings.import_participants"),
        "readers": readers(DELEGATION, request.user),
    }
    return render(request, "meetings/delegation_list.html", context)


@require_POST
def delegate_tick(request: SignedInRequest, pk: int, tick: str) -> HttpResponse:
    """Set one of a delegate's three ticks, or take it back."""
    seen = Delegate.objects.visible_to(request.user).select_related("delegation__meeting")
    delegate = get_object_or_404(seen, pk=pk)
    if tick not in Tick.values:
        raise Http404
    require_perm(request.user, f"meetings.tick_{tick}_delegate", delegate)
    try:
        workflow.tick(delegate, Tick(tick), is_set=request.POST.get("set") == "yes", by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    page = reverse("meetings:delegation-list", args=[delegate.delegation.meeting.slug])
    return redirect(f"{page}#delegate-{delegate.pk}")


def delegation_travel(request: SignedInRequest, pk: int) -> HttpResponse:
    """When people come and what they need: of all for whoever registers or receives them, to each the own."""
    delegation = get_object_or_404(Delegation.objects.select_related("meeting", "party"), pk=pk)
    seen = Delegate.objects.visible_to(request.user).filter(delegation=delegation).order_by("-is_head", "pk")
    if not Delegation.objects.visible_to(request.user).contains(delegation) and not seen.exists():
        raise Http404
    people = Paginator(seen, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    told = {each.delegate_id: each for each in TravelData.objects.visible_to(request.user).filter(delegate__in=people)}
    own = []
    for each in people:
        each.delegation = delegation  # or each would be asked for again
        if request.user.has_perm("meetings.write_traveldata", each):
            own.append(each)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not own:
        raise PermissionDenied
    may_write = bool(own) and delegation.meeting.status in workflow.REGISTERING
    forms = [(each, TravelForm(posted, instance=told.get(each.pk), prefix=f"travel-{each.pk}")) for each in own]
    if posted is not None and is_valid(form for _each, form in forms):
        try:
            workflow.write_travel(delegation, {each.pk: form.told for each, form in forms}, by=request.user)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The travel data are saved."))
        return redirect(request.get_full_path())
    context = {
        "meeting": delegation.meeting,
        "menu": menu(request.user, delegation.meeting),
        "delegation": delegation,
        "forms": forms,
        "told": [(each, told[each.pk]) for each in people if each.pk in told],
        "page": people,
        "may_write": may_write,
        "readers": readers(TRAVEL, request.user),
    }
    return render(request, "meetings/delegation_travel.html", context)


def is_valid(forms: Iterable[TravelForm]) -> bool:
    """Whether every form can be understood; each is asked, so that each shows what is wrong with it."""
    return not [form for form in forms if not form.is_valid()]


def listed(request: SignedInRequest, slug: str) -> ParticipantList:
    """The list of a meeting's participants, where the reader may have it. Raises Http404."""
    return get_object_or_404(ParticipantList.objects.visible_to(request.user).select_related("host"), slug=slug)


@require_safe
def participant_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who was announced, or attended, in protocol order, and the files made of it."""
    meeting = listed(request, slug)
    attended = "attended" in request.GET
    files = Printout.objects.visible_to(request.user).filter(
        kind__in=[kind.name for kind in participants.KINDS], about_id=meeting.pk
    )
    made = list(files.select_related("file", "asked_by")[:FILES_SHOWN])
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "attended": attended,
        "own": Delegate.objects.filter(delegation__meeting=meeting, person=request.user).first(),
        "lines": participants.participants(meeting, attended=attended),
        "with_addresses": request.user.has_perm("meetings.see_every_delegation"),
        "form": PrintForm(initial={"language": request.LANGUAGE_CODE}),
        "files": made,
        "is_under_way": any(one.is_under_way for one in made),
        "readers": readers(PARTICIPANTS, request.user),
    }
    return render(request, "meetings/participant_list.html", context)


@require_POST
def participant_print(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have one of the files made."""
    meeting = listed(request, slug)
    require_perm(request.user, "meetings.read_participants", meeting)
    form = PrintForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data
        participants.ask_for_file(meeting, wanted["kind"], language=wanted["language"], by=request.user)
        messages.success(request, _("The file is being made; that takes a few seconds."))
    else:
        messages.error(request, _("Choose the file and its language."))
    return redirect("meetings:participant-list", slug=slug)


@require_safe
def participant_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list as a table of values, at once."""
    meeting = listed(request, slug)
    attended = "attended" in request.GET
    header, *lines = participants.table(meeting, attended=attended)
    return csv_file(participants.file_name(meeting, attended=attended), header, lines)


def participant_import(request: SignedInRequest, slug: str) -> HttpResponse:
    """Read a table of participants: say what is wrong in which row, or show what it holds; store it once confirmed.

    What was read waits in the page alone. It is read again when it is confirmed.
    """
    meeting = convened(request, slug)
    require_perm(request.user, "meetings.import_participants", meeting)
    form, reading, text = ParticipantsForm(), None, ""
    if request.method == "POST" and "confirmed" in request.POST:
        text = request.POST["confirmed"][:MOST_BYTES]
        reading = participants_file.read(text, meeting)
    elif request.method == "POST":
        form = ParticipantsForm(request.POST, request.FILES)
        if form.is_valid():
            text = form.text
            reading = participants_file.read(text, meeting)
    if reading and not reading.faults and "confirmed" in request.POST:
        try:
            number = workflow.enter(meeting, reading.entries, by=request.user)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(number)d people are registered.") % {"number": number})
            return redirect("meetings:delegation-list", slug=slug)
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "form": form,
        "reading": reading,
        "faults": reading.faults[:FAULTS_SHOWN] if reading else [],
        "counts": counts(reading.entries) if reading else [],
        "text": text,
        "columns": participants_file.COLUMNS,
        "may_register": meeting.status in workflow.REGISTERING,
    }
    return render(request, "meetings/participant_import.html", context)


def counts(entries: dict[Party, list[Any]]) -> list[tuple[Party, int]]:
    """How many people a file names for each party, by the alphabet."""
    return sorted(
        ((party, len(people)) for party, people in entries.items()),
        key=lambda pair: participants.alphabetical(pair[0].name),
    )
