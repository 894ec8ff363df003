"""The agenda in the intranet: written, proposed to, sent out for comment, adopted, and taken up item by item."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Consultation
from meetings import agenda_versions, agendas, items, proposals
from meetings.forms.agenda import AcceptForm, CommentForm, ItemForm, ProposalForm, RefuseForm, SendOutForm
from meetings.menu import menu
from meetings.models import AgendaItem, AgendaVersion, ItemComment, ItemProposal, Meeting, Session, VersionItem
from members.models import Party
from members.requests import SignedInRequest

STEPS = {"up": -1, "down": 1}
DISCUSSIONS = {"take_up": items.take_up, "finish": items.finish}
FILES_SHOWN = 4


def with_agenda(user: Any) -> QuerySet[Meeting]:
    """The meetings of which somebody may read the agenda: those known, and those one is asked about before."""
    known = Meeting.objects.visible_to(user).values("pk")
    asked = AgendaVersion.objects.visible_to(user).values("meeting")
    return Meeting.objects.filter(Q(pk__in=known) | Q(pk__in=asked))


def meeting_or_404(request: SignedInRequest, slug: str) -> Meeting:
    """The meeting, for whoever speaks for a delegation, presides or serves."""
    if not request.user.has_perm("meetings.read_agenda"):
        raise Http404
    return get_object_or_404(with_agenda(request.user).select_related("host"), slug=slug)


def page_of(meeting: Meeting) -> str:
    """The address of a meeting's agenda."""
    return reverse("meetings:agenda", args=[meeting.slug])


def attempt(request: SignedInRequest, step: Callable[[], Any], done: str) -> bool:
    """Take a step and say what came of it; whether it was taken."""
    try:
        step()
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


@require_safe
def agenda(request: SignedInRequest, slug: str) -> HttpResponse:
    """Versions that went out, what was proposed, and for its writers the agenda as it stands now."""
    meeting = meeting_or_404(request, slug)
    user = request.user
    is_writer = user.has_perm("meetings.write_agendaitem") and not meeting.is_over
    sessions = Session.objects.readable_to(user).filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "menu": menu(user, meeting),
        "versions": list(AgendaVersion.objects.visible_to(user).filter(meeting=meeting)),
        "is_writer": is_writer,
        "sittings": agendas.agenda(user, meeting, sessions, for_writers=True) if is_writer else [],
        "proposals": list(
            ItemProposal.objects.visible_to(user).filter(meeting=meeting).select_related("party", "axis", "decided_by")
        ),
        "may_propose": user.has_perm("meetings.propose_itemproposal", meeting) and not meeting.is_over,
        "may_decide": user.has_perm("meetings.accept_itemproposal", meeting) and not meeting.is_over,
        "may_send_out": user.has_perm("meetings.send_out_agendaversion", meeting) and not meeting.is_over,
        "own_countries": user.standing.own_countries,
        "waiting": ItemProposal.Status.PROPOSED,
    }
    return render(request, "meetings/agenda.html", context)


# Writing


def item_edit(request: SignedInRequest, slug: str = "", pk: int | None = None) -> HttpResponse:
    """Write an item, in a session that the writer reads."""
    found = AgendaItem.objects.visible_to(request.user).select_related("session__meeting")
    item = get_object_or_404(found, pk=pk) if pk else AgendaItem()
    meeting = item.session.meeting if pk else meeting_or_404(request, slug)
    require_perm(request.user, "meetings.write_agendaitem", item if pk else None)
    sessions = Session.objects.readable_to(request.user).filter(meeting=meeting)
    carried = Consultation.objects.visible_to(request.user).carried()
    form = ItemForm(request.POST or None, instance=item, sessions=sessions, consultations=carried)
    if request.method == "POST" and form.is_valid():
        written = form.save(commit=False)
        if attempt(request, lambda: items.write(written, by=request.user), _("The item is on the agenda.")):
            return redirect("meetings:agenda", slug=meeting.slug)
    context = {"meeting": meeting, "form": form, "item": item if pk else None, "menu": menu(request.user, meeting)}
    return render(request, "meetings/item_form.html", context)


def own_item(request: SignedInRequest, pk: int) -> AgendaItem:
    """An item that somebody sees and may write."""
    item = get_object_or_404(AgendaItem.objects.visible_to(request.user).select_related("session__meeting"), pk=pk)
    require_perm(request.user, "meetings.write_agendaitem", item)
    return item


@require_POST
def item_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = own_item(request, pk)
    attempt(request, lambda: items.remove(item, by=request.user), _("The item is off the agenda."))
    return redirect("meetings:agenda", slug=item.session.meeting.slug)


@require_POST
def item_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    item = own_item(request, pk)
    step = STEPS.get(request.POST.get("direction", ""))
    if step is None:
        raise Http404
    try:
        items.move(item, step, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page_of(item.session.meeting)}#item-{item.pk}")


@require_POST
def agenda_order(request: SignedInRequest, slug: str, session: int) -> HttpResponse:
    """Put the items of a session in the order in which they were dragged."""
    meeting = meeting_or_404(request, slug)
    require_perm(request.user, "meetings.write_agendaitem")
    sitting = get_object_or_404(Session.objects.readable_to(request.user).filter(meeting=meeting), pk=session)
    numbers = [int(number) for number in request.POST.getlist("item") if number.isdecimal()]
    try:
        items.put_in_order(sitting, numbers, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page_of(meeting)}#session-{sitting.pk}")


@require_POST
def item_discuss(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open or end the discussion of an item."""
    item = own_item(request, pk)
    step = DISCUSSIONS.get(request.POST.get("verb", ""))
    if step is None:
        raise Http404
    try:
        step(item, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:my-meeting", slug=item.session.meeting.slug)


# Versions


def agenda_send_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the preliminary agenda out, after a page that says to whom it goes and what it lacks."""
    meeting = meeting_or_404(request, slug)
    require_perm(request.user, "meetings.send_out_agendaversion", meeting)
    form = SendOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_day: Any = form.cleaned_data["comments_until"]
        until = datetime.combine(last_day, time(23, 59, 59), tzinfo=ZoneInfo(meeting.time_zone))
        done = _("The preliminary agenda is sent out.")
        if attempt(request, lambda: agenda_versions.send_out(meeting, comments_until=until, by=request.user), done):
            return redirect("meetings:agenda", slug=slug)
    context = {
        "meeting": meeting,
        "form": form,
        "missing": agenda_versions.missing(meeting),
        "menu": menu(request.user, meeting),
    }
    return render(request, "meetings/agenda_send_out.html", context)


@require_POST
def agenda_adopt(request: SignedInRequest, slug: str) -> HttpResponse:
    """Adopt the agenda as it stands."""
    meeting = meeting_or_404(request, slug)
    require_perm(request.user, "meetings.adopt_agendaversion", meeting)
    attempt(request, lambda: agenda_versions.adopt(meeting, by=request.user), _("The agenda is adopted."))
    return redirect("meetings:agenda", slug=slug)


def version_or_404(request: SignedInRequest, slug: str, number: int) -> AgendaVersion:
    """A version of which the reader may see something."""
    meeting = meeting_or_404(request, slug)
    versions = AgendaVersion.objects.visible_to(request.user).filter(meeting=meeting)
    version = get_object_or_404(versions.select_related("made_by"), number=number)
    version.meeting = meeting
    return version


@require_safe
def agenda_version(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One version: its items, what delegations said of each, and what changed since the version before."""
    version = version_or_404(request, slug, number)
    seen = AgendaVersion.objects.visible_to(request.user).filter(meeting=version.meeting)
    before = seen.filter(number__lt=number).first()
    is_newest = not seen.filter(number__gt=number).exists()
    files = Printout.objects.visible_to(request.user).of(agenda_versions.KIND, version).select_related("file")
    shown = list(files[:FILES_SHOWN])
    context = {
        "version": version,
        "meeting": version.meeting,
        "menu": menu(request.user, version.meeting),
        "groups": agenda_versions.read(request.user, version),
        "before": before,
        "changes": agenda_versions.changes(request.user, before, version) if before else [],
        "may_comment": is_newest and version.takes_comments and request.user.has_perm("meetings.comment_versionitem"),
        "files": shown,
        "may_print": agenda_versions.whole_for(request.user).contains(version),
        "is_under_way": any(one.is_under_way for one in shown),
        "languages": settings.LANGUAGES,
    }
    return render(request, "meetings/agenda_version.html", context)


@require_POST
def agenda_print(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Have the agenda made into a PDF in a language."""
    version = version_or_404(request, slug, number)
    if not agenda_versions.whole_for(request.user).contains(version):
        raise PermissionDenied
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
        return redirect(version)
    agenda_versions.ask_for_file(version, language=language, by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(version)


def item_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what my delegation thinks of an item; until the deadline it can be said anew."""
    found = VersionItem.objects.visible_to(request.user).select_related("version__meeting")
    item = get_object_or_404(found, pk=pk)
    require_perm(request.user, "meetings.comment_versionitem", item)
    party = get_object_or_404(Party, pk__in=request.user.standing.party_ids)
    said = ItemComment.objects.filter(item=item, party=party).first()
    form = CommentForm(request.POST or None, initial={"text": said.text} if said else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        done = _("The comment is kept. It can be changed until the deadline.")
        if attempt(request, lambda: agenda_versions.comment(item, text, party=party, by=request.user), done):
            return redirect(item.version)
    meeting = item.version.meeting
    context = {"item": item, "form": form, "party": party, "meeting": meeting, "menu": menu(request.user, meeting)}
    return render(request, "meetings/comment_form.html", context)


# Proposals


def proposal_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put an item forward for my country."""
    meeting = meeting_or_404(request, slug)
    require_perm(request.user, "meetings.propose_itemproposal", meeting)
    party = get_object_or_404(Party, pk__in=request.user.standing.own_countries)
    form = ProposalForm(request.POST or None, instance=ItemProposal(meeting=meeting, party=party))
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        if attempt(request, lambda: proposals.propose(made, by=request.user), _("The item is proposed.")):
            return redirect("meetings:agenda", slug=slug)
    context = {"meeting": meeting, "form": form, "party": party, "menu": menu(request.user, meeting)}
    return render(request, "meetings/proposal_form.html", context)


def proposal_or_404(request: SignedInRequest, pk: int) -> ItemProposal:
    """A proposal that somebody may read."""
    found = ItemProposal.objects.visible_to(request.user).select_related("meeting", "party")
    return get_object_or_404(found, pk=pk)


def proposal_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a proposal onto the agenda of a session."""
    proposal = proposal_or_404(request, pk)
    require_perm(request.user, "meetings.accept_itemproposal", proposal.meeting)
    sessions = Session.objects.readable_to(request.user).filter(meeting=proposal.meeting)
    form = AcceptForm(request.POST or None, sessions=sessions.exclude(audience="circle"))
    if request.method == "POST" and form.is_valid():
        session: Any = form.cleaned_data["session"]
        done = _("The item is on the agenda. Complete its title in the other language.")
        if attempt(request, lambda: proposals.accept(proposal, session=session, by=request.user), done):
            return redirect("meetings:agenda", slug=proposal.meeting.slug)
    return answering(request, proposal, form, accepting=True)


def proposal_refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse a proposal with a reason."""
    proposal = proposal_or_404(request, pk)
    require_perm(request.user, "meetings.refuse_itemproposal", proposal.meeting)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason: Any = form.cleaned_data["reason"]
        done = _("The proposal is refused. Whoever made it is told why.")
        if attempt(request, lambda: proposals.refuse(proposal, reason=reason, by=request.user), done):
            return redirect("meetings:agenda", slug=proposal.meeting.slug)
    return answering(request, proposal, form, accepting=False)


def answering(request: SignedInRequest, proposal: ItemProposal, form: Any, *, accepting: bool) -> HttpResponse:
    context = {
        "proposal": proposal,
        "meeting": proposal.meeting,
        "form": form,
        "accepting": accepting,
        "menu": menu(request.user, proposal.meeting),
    }
    return render(request, "meetings/proposal_answer.html", context)


@require_POST
def proposal_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what my country proposed."""
    proposal = proposal_or_404(request, pk)
    require_perm(request.user, "meetings.withdraw_itemproposal", proposal)
    attempt(request, lambda: proposals.withdraw(proposal, by=request.user), _("The proposal is withdrawn."))
    return redirect("meetings:agenda", slug=proposal.meeting.slug)
