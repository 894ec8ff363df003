"""The convocation of a meeting: its text and board for those who write it, and for each party its own letter."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import convocation_letters
from meetings import convocations as workflow
from meetings.forms.convocations import (
    AnswerForm,
    ConvocationForm,
    GuestForm,
    PartyInvitationForm,
    WithdrawalForm,
)
from meetings.invitees import invitees
from meetings.matrix import CONVOCATION
from meetings.menu import menu
from meetings.models import Convocation, Meeting, MeetingInvitation
from members.models import User
from members.readers import readers
from members.requests import SignedInRequest

FILES_SHOWN = 6
form_page = require_http_methods(["GET", "HEAD", "POST"])


class Step(NamedTuple):
    """A verb of the workflow as its button on the page."""

    run: Callable[..., Any]
    done: Text


STEPS: Mapping[str, Step] = {
    "approve": Step(workflow.approve, gettext_lazy("The convocation is approved. Nothing is sent yet.")),
    "reopen": Step(workflow.reopen, gettext_lazy("The approval is taken back: the text can be changed.")),
    "send": Step(workflow.send, gettext_lazy("The convocation is sent.")),
    "send_rest": Step(workflow.send_rest, gettext_lazy("The letters that were missing are sent.")),
    "remind": Step(workflow.remind, gettext_lazy("Whoever has not answered is reminded.")),
    "print": Step(workflow.print_drafts, gettext_lazy("The files are being made; that takes a few seconds.")),
}
PERMISSIONS = {"send_rest": "send", "print": "write"}
"""The permission of a step, where it is not called like the step."""


def seen(request: SignedInRequest, slug: str) -> Meeting:
    """The meeting, for whoever may know of its convocation. Raises Http404."""
    meetings = Meeting.objects.visible_to(request.user).select_related("host", "previous", "convocation")
    meeting = get_object_or_404(meetings, slug=slug)
    if not request.user.has_perm("meetings.read_convocation", meeting):
        raise Http404
    return meeting


def frame(user: User, meeting: Meeting) -> dict[str, Any]:
    """What every page under the convocation has: the meeting, and its menu with the convocation marked."""
    at = reverse("meetings:convocation", args=[meeting.slug])
    return {"meeting": meeting, "menu": menu(user, meeting), "menu_at": at}


def seen_invitation(request: SignedInRequest, pk: int) -> MeetingInvitation:
    """The invitation, for whoever may know of it. Raises Http404."""
    found = MeetingInvitation.objects.visible_to(request.user).filter(
        meeting__in=Meeting.objects.visible_to(request.user).values("pk")
    )
    people = ("invited_by", "acknowledged_by", "answered_by", "withdrawn_by")
    return get_object_or_404(found.select_related("meeting__convocation", "meeting__host", "party", *people), pk=pk)


@require_safe
def convocation(request: SignedInRequest, slug: str) -> HttpResponse:
    """The text and the board of all who are invited; whoever is only invited is led to the own letter."""
    meeting = seen(request, slug)
    user = request.user
    if not user.has_perm("meetings.write_convocation"):
        return redirect(MeetingInvitation.objects.visible_to(user).filter(meeting=meeting).earliest("pk"))
    written: Convocation | None = getattr(meeting, "convocation", None)
    invitations = list(
        MeetingInvitation.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("party", "acknowledged_by")
        .order_by("withdrawn_at", "category", "party__name", "guest_name")
    )
    board = rows(meeting, invitations)
    is_over = workflow.is_over(meeting, timezone.localdate())
    files = drafts_shown(user, written)
    by_rules = invitees(meeting)
    context = {
        "meeting": meeting,
        "menu": menu(user, meeting),
        "convocation": written,
        "board": board,
        "counts": counts(board),
        "left": [row for row in board if row.is_left and row.people],
        "nobody": [row for row in board if row.is_left and not row.people],
        "invitees": by_rules,
        "may_invite_expressly": any(one.is_express for one in by_rules),
        "suggested": workflow.suggested(meeting),
        "is_over": is_over,
        "may_invite": not is_over and user.has_perm("meetings.invite_meetinginvitation", meeting),
        "may_approve": user.has_perm("meetings.approve_convocation", meeting),
        "may_send": user.has_perm("meetings.send_convocation", meeting),
        "may_remind": any(
            row.is_awaited and workflow.may_be_reminded(row.invitation, timezone.localdate()) for row in board
        ),
        "files": files,
        "is_under_way": any(one.is_under_way for one in files),
        "readers": readers(CONVOCATION, user),
    }
    return render(request, "meetings/convocation.html", context)


class Row(NamedTuple):
    """One party or guest on the board, and how many people would be written to."""

    invitation: MeetingInvitation
    people: int

    @property
    def is_left(self) -> bool:
        """Whether nobody of it was written to yet."""
        return self.invitation.is_standing and self.invitation.sent_at is None

    @property
    def is_awaited(self) -> bool:
        """Whether it was written to and has not answered."""
        is_unanswered = self.invitation.answer == MeetingInvitation.Answer.NOT_YET
        return self.invitation.is_standing and self.invitation.sent_at is not None and is_unanswered


class Counts(NamedTuple):
    """How the invitations of a meeting stand."""

    invited: int
    acknowledged: int
    coming: int
    not_coming: int
    awaited: int


def rows(meeting: Meeting, invitations: list[MeetingInvitation]) -> list[Row]:
    """The board, with one question for all the people."""
    people = convocation_letters.people_of(invitations)
    board = []
    for invitation in invitations:
        invitation.meeting = meeting
        board.append(Row(invitation, 1 if invitation.is_guest else len(people[invitation.party_id or 0])))
    return board


def counts(board: list[Row]) -> Counts:
    """The board in numbers; who was disinvited does not count."""
    standing = [row.invitation for row in board if row.invitation.is_standing]
    answers = [invitation.answer for invitation in standing]
    return Counts(
        invited=len(standing),
        acknowledged=sum(invitation.acknowledged_at is not None for invitation in standing),
        coming=answers.count(MeetingInvitation.Answer.COMES),
        not_coming=answers.count(MeetingInvitation.Answer.DOES_NOT_COME),
        awaited=sum(row.is_awaited for row in board),
    )


def drafts_shown(user: User, written: Convocation | None) -> list[Printout]:
    """The PDFs made of a convocation before it was sent, the latest first."""
    if written is None or written.status == Convocation.Status.SENT:
        return []
    found = Printout.objects.visible_to(user).of(convocation_letters.DRAFT_PDF, written)
    return list(found.select_related("file", "asked_by")[:FILES_SHOWN])


@form_page
def convocation_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the text; what is approved or sent is no longer changed."""
    meeting = seen(request, slug)
    require_perm(request.user, "meetings.write_convocation")
    written: Convocation | None = getattr(meeting, "convocation", None)
    if written and written.status != Convocation.Status.DRAFT:
        raise Http404
    form = ConvocationForm(request.POST or None, instance=written or workflow.proposed(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.write(form.save(commit=False), by=request.user)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The draft is saved. Nothing is sent yet."))
        return redirect("meetings:convocation", slug=slug)
    context = {"form": form, **frame(request.user, meeting)}
    return render(request, "meetings/convocation_form.html", context)


@require_POST
def convocation_do(request: SignedInRequest, slug: str, verb: str) -> HttpResponse:
    """Take one step: approve, send, remind."""
    meeting = seen(request, slug)
    written = get_object_or_404(Convocation.objects.visible_to(request.user), meeting=meeting)
    if verb not in STEPS:
        raise Http404
    require_perm(request.user, f"meetings.{PERMISSIONS.get(verb, verb)}_convocation", meeting)
    try:
        STEPS[verb].run(written, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(STEPS[verb].done))
    return redirect("meetings:convocation", slug=slug)


@form_page
def party_invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite a party expressly, which opens this meeting to it at once."""
    meeting = seen(request, slug)
    require_perm(request.user, "meetings.write_convocation")
    require_perm(request.user, "meetings.invite_meetinginvitation", meeting)
    form = PartyInvitationForm(request.POST or None, meeting=meeting, initial={"party": request.GET.get("party")})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.invite(meeting, form.cleaned_data["party"], reason=form.cleaned_data["reason"], by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, invited_words(meeting))
            return redirect("meetings:convocation", slug=slug)
    context = {"form": form, **frame(request.user, meeting)}
    return render(request, "meetings/party_invite.html", context)


def invited_words(meeting: Meeting) -> str:
    """What is said after an invitation: whether the letter can go out now."""
    written: Convocation | None = getattr(meeting, "convocation", None)
    if written and written.status == Convocation.Status.SENT:
        return _("The invitation is recorded. Its letter is not sent yet: send it from this page.")
    return _("The invitation is recorded. Its letter goes out with the convocation.")


@form_page
def guest_invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite somebody from outside the parties by name and address."""
    meeting = seen(request, slug)
    require_perm(request.user, "meetings.write_convocation")
    require_perm(request.user, "meetings.invite_meetinginvitation", meeting)
    form = GuestForm(request.POST or None, instance=MeetingInvitation(meeting=meeting))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.invite_guest(form.save(commit=False), by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, invited_words(meeting))
            return redirect("meetings:convocation", slug=slug)
    context = {"form": form, **frame(request.user, meeting)}
    return render(request, "meetings/guest_invite.html", context)


@require_safe
def invitation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter to one party or guest, its answer, and its PDF."""
    return shown(request, seen_invitation(request, pk), {})


def shown(request: SignedInRequest, invitation: MeetingInvitation, forms: dict[str, Any]) -> HttpResponse:
    """The page of an invitation, with the forms that were not filled in rightly."""
    user, meeting = request.user, invitation.meeting
    written: Convocation | None = getattr(meeting, "convocation", None)
    is_open = invitation.is_standing and meeting.status in workflow.MAY_STILL_BE_INVITED
    may_answer = user.has_perm("meetings.answer_meetinginvitation", invitation)
    is_before = meeting.starts_on is not None and timezone.localdate() < meeting.starts_on
    is_sent = invitation.sent_at is not None
    files = []
    if is_sent:
        found = Printout.objects.visible_to(user).of(convocation_letters.PDF, invitation)
        files = list(found.select_related("file", "asked_by")[:FILES_SHOWN])
    may_withdraw = is_open and invitation.is_express and user.has_perm("meetings.withdraw_meetinginvitation", meeting)
    chosen = {"answer": invitation.answer}
    context = {
        **(convocation_letters.content(invitation) if written else {}),
        "invitation": invitation,
        **frame(user, meeting),
        "is_writer": user.has_perm("meetings.write_convocation"),
        "answer_form": (forms.get("answer") or AnswerForm(initial=chosen))
        if is_sent and is_open and is_before and may_answer
        else None,
        "may_acknowledge": is_sent and is_open and may_answer and invitation.acknowledged_at is None,
        "withdrawal_form": (forms.get("withdrawal") or WithdrawalForm(prefix="withdrawal")) if may_withdraw else None,
        "form": forms.get("answer") or forms.get("withdrawal"),
        "files": files,
        "is_under_way": any(one.is_under_way for one in files),
        "languages": settings.LANGUAGES,
    }
    return render(request, "meetings/invitation_detail.html", context)


@require_POST
def invitation_acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that my party has the convocation."""
    invitation = seen_invitation(request, pk)
    require_perm(request.user, "meetings.answer_meetinginvitation", invitation)
    try:
        workflow.acknowledge(invitation, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Acknowledged. Thank you."))
    return redirect(invitation)


@require_POST
def invitation_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether my party comes."""
    invitation = seen_invitation(request, pk)
    require_perm(request.user, "meetings.answer_meetinginvitation", invitation)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, invitation, {"answer": form})
    try:
        workflow.answer(invitation, form.cleaned_data["answer"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your answer is recorded. You can change it until the day before the meeting."))
    return redirect(invitation)


@require_POST
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an express invitation back, with all that it opened."""
    invitation = seen_invitation(request, pk)
    require_perm(request.user, "meetings.withdraw_meetinginvitation", invitation.meeting)
    form = WithdrawalForm(request.POST, prefix="withdrawal")
    if not form.is_valid():
        return shown(request, invitation, {"withdrawal": form})
    try:
        workflow.withdraw(invitation, reason=form.cleaned_data["reason"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is withdrawn, and what it opened is closed."))
    return redirect(invitation)


@require_POST
def invitation_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the PDF of the letter made in a language."""
    invitation = seen_invitation(request, pk)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
        return redirect(invitation)
    try:
        workflow.print_letter(invitation, language=language, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(invitation)
