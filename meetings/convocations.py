"""The workflow of a convocation: written, approved, sent to each party under one number; acknowledged and answered.

Every verb locks the meeting's row first, so that what happens to one meeting's invitations happens one after the other.
Source, lines 640-696, 741-755, 830-837 and 925-928.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit, numbers
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from meetings import admissions, attendance, convocation_letters
from meetings.invitees import brought_by_the_rules, open_by_invitation
from meetings.locking import locked
from meetings.models import Convocation, Meeting, MeetingInvitation
from members.models import Attendance, Party

Status = Convocation.Status
Answer = MeetingInvitation.Answer
TRANSITIONS: Transitions = {
    "approve": ((Status.DRAFT,), Status.APPROVED),
    "reopen": ((Status.APPROVED,), Status.DRAFT),
    "send": ((Status.APPROVED,), Status.SENT),
}
TO_ANSWER = timedelta(days=14)
"""How long before a meeting its convocation asks for answers, unless told otherwise."""
MAY_STILL_BE_INVITED = {Meeting.Status.PLANNED, Meeting.Status.CONVENED, Meeting.Status.OPEN}
AMONG_THEMSELVES = {Meeting.Kind.DRAFTING, Meeting.Kind.TROIKA}
"""Kinds of meeting without guests. Source, lines 711-714 and 759-767."""


# Writing


def proposed(meeting: Meeting) -> Convocation:
    """A convocation to start from, which is not kept yet: its texts, and a day two weeks before the meeting."""
    today = timezone.localdate()
    begins = meeting.starts_on or today + 2 * TO_ANSWER
    return Convocation(
        meeting=meeting,
        answer_by=max(begins - TO_ANSWER, today + timedelta(days=1)),
        **convocation_letters.default_texts(meeting),
    )


@transaction.atomic
def write(convocation: Convocation, *, by: Any) -> Convocation:
    """Keep a draft, and put in the parties that the rules bring.

    Raises TransitionNotAllowed once it is approved, and once the meeting is over.
    """
    meeting = locked(convocation.meeting)
    refuse_over(meeting, timezone.localdate())
    kept = Convocation.objects.filter(meeting=meeting).first()
    if kept and kept.pk != convocation.pk:
        raise TransitionNotAllowed(_("Somebody has written this convocation in the meantime."))
    if kept and kept.status != Status.DRAFT:
        raise TransitionNotAllowed(_("Only a draft can be changed."))
    if kept is None:
        convocation.drafted_by, convocation.drafted_at = by, timezone.now()
    convocation.save()
    list_invitees(meeting, by=by)
    audit.record("meetings.write_convocation", convocation, by=by)
    return convocation


def list_invitees(meeting: Meeting, *, by: Any) -> None:
    """Invite the parties that the rules bring on the meeting's first day, and leave out those that lost their seat.

    What was written to stays. To be called with the meeting's row locked.
    """
    brought = brought_by_the_rules(meeting)
    stale = MeetingInvitation.objects.filter(meeting=meeting, is_express=False, party__isnull=False, sent_at=None)
    stale.exclude(party__in=[party.pk for party, _category in brought]).delete()
    invited = set(MeetingInvitation.objects.filter(meeting=meeting).values_list("party", flat=True))
    now = timezone.now()
    MeetingInvitation.objects.bulk_create(
        MeetingInvitation(meeting=meeting, party=party, category=category, invited_by=by, invited_at=now)
        for party, category in brought
        if party.pk not in invited
    )


@transaction.atomic
def approve(convocation: Convocation, *, by: Any) -> Convocation:
    """The Presidency, or the coordinator for the host, agrees to the text. Raises TransitionNotAllowed."""
    convocation = locked_convocation(convocation)
    convocation.status = next_status(TRANSITIONS, "approve", convocation.status)
    refuse_over(convocation.meeting, timezone.localdate())
    refuse_incomplete(convocation)
    convocation.approved_by, convocation.approved_at = by, timezone.now()
    convocation.save(update_fields=["status", "approved_by", "approved_at"])
    list_invitees(convocation.meeting, by=by)
    audit.record("meetings.approve_convocation", convocation, by=by)
    return convocation


@transaction.atomic
def reopen(convocation: Convocation, *, by: Any) -> Convocation:
    """Take the approval back, so that the text can be changed. Raises TransitionNotAllowed."""
    convocation = locked_convocation(convocation)
    convocation.status = next_status(TRANSITIONS, "reopen", convocation.status)
    convocation.approved_by = convocation.approved_at = None
    convocation.save(update_fields=["status", "approved_by", "approved_at"])
    audit.record("meetings.reopen_convocation", convocation, by=by)
    return convocation


# Sending


@transaction.atomic
def send(convocation: Convocation, *, by: Any) -> Convocation:
    """Number the convocation and write to everybody who is invited, once.

    Raises TransitionNotAllowed where it was not approved or was sent already, and before the meeting is convened.
    """
    convocation = locked_convocation(convocation)
    meeting = convocation.meeting
    convocation.status = next_status(TRANSITIONS, "send", convocation.status)
    if meeting.status != Meeting.Status.CONVENED:
        raise TransitionNotAllowed(
            _("The meeting is %(state)s: a convocation is sent while it is convened.") % said(meeting)
        )
    refuse_incomplete(convocation)
    convocation.sent_by, convocation.sent_at = by, timezone.now()
    convocation.year = timezone.localdate(convocation.sent_at).year
    convocation.number = numbers.allocate(f"convocation {convocation.year}")
    convocation.save(update_fields=["status", "sent_by", "sent_at", "year", "number"])
    list_invitees(meeting, by=by)
    if not write_to_the_rest(convocation, by=by):
        raise TransitionNotAllowed(_("None of the parties invited has anybody to write to."))
    audit.record("meetings.send_convocation", convocation, by=by, number=convocation.number)
    return convocation


@transaction.atomic
def send_rest(convocation: Convocation, *, by: Any) -> Convocation:
    """Write to those invited since the convocation was sent, or who had nobody to write to then.

    Raises TransitionNotAllowed where nobody is left, and once the meeting is over.
    """
    convocation = locked_convocation(convocation)
    refuse_over(convocation.meeting, timezone.localdate())
    if convocation.status != Status.SENT:
        raise TransitionNotAllowed(_("Send the convocation first."))
    number = write_to_the_rest(convocation, by=by)
    if not number:
        raise TransitionNotAllowed(_("There is nobody left to write to."))
    audit.record("meetings.send_rest_convocation", convocation, by=by, invitations=number)
    return convocation


def write_to_the_rest(convocation: Convocation, *, by: Any) -> int:
    """Write to everybody invited who was not written to yet; how many parties and guests that makes."""
    waiting = MeetingInvitation.objects.standing().filter(meeting=convocation.meeting, sent_at=None)
    invitations = list(waiting.select_related("party"))
    people = convocation_letters.people_of(invitations)
    number, now = 0, timezone.now()
    for invitation in invitations:
        invitation.meeting = convocation.meeting  # with its convocation, as it is now
        invitation.sent_at = now
        if convocation_letters.write("convocation", invitation, people.get(invitation.party_id or 0, []), by=by):
            invitation.save(update_fields=["sent_at"])
            number += 1
    return number


@transaction.atomic
def remind(convocation: Convocation, *, by: Any) -> int:
    """Ask those who have not answered, each at most once a day; how many were asked.

    Raises TransitionNotAllowed where there is nobody to ask.
    """
    convocation = locked_convocation(convocation)
    day = timezone.localdate()
    refuse_over(convocation.meeting, day)
    unanswered = MeetingInvitation.objects.unanswered().filter(meeting=convocation.meeting)
    waiting = [one for one in unanswered.select_related("party") if may_be_reminded(one, day)]
    people = convocation_letters.people_of(waiting)
    number = 0
    for invitation in waiting:
        invitation.meeting = convocation.meeting
        if convocation_letters.write(
            "convocation-reminder", invitation, people.get(invitation.party_id or 0, []), by=by
        ):
            invitation.reminded_at = timezone.now()
            invitation.save(update_fields=["reminded_at"])
            number += 1
    if not number:
        raise TransitionNotAllowed(_("Everybody has answered, or was reminded today."))
    audit.record("meetings.remind_convocation", convocation, by=by, invitations=number)
    return number


def may_be_reminded(invitation: MeetingInvitation, day: date) -> bool:
    """Whether the last reminder, and the convocation itself, went out on an earlier day."""
    last = invitation.reminded_at or invitation.sent_at
    return last is not None and timezone.localdate(last) < day


# Inviting


@transaction.atomic
def invite(meeting: Meeting, party: Party, *, reason: str, by: Any) -> MeetingInvitation:
    """Invite a party expressly, to this meeting alone, for a reason on record; it is opened to it at once.

    Raises TransitionNotAllowed for a party that comes anyway, and for one that no rule lets in even by invitation.
    """
    meeting = locked(meeting)
    refuse_over(meeting, timezone.localdate())
    category = dict(open_by_invitation(meeting)).get(party)
    if category is None:
        if party in dict(brought_by_the_rules(meeting)):
            said_of = _("%(party)s comes by the rules of attendance and needs no express invitation.")
        else:
            said_of = _("No rule of attendance lets %(party)s into this meeting, not even by express invitation.")
        raise TransitionNotAllowed(said_of % {"party": party})
    invitation = MeetingInvitation.objects.filter(meeting=meeting, party=party).first()
    if invitation and invitation.is_standing and invitation.is_express:
        raise TransitionNotAllowed(_("%(party)s is invited already.") % {"party": party})
    invitation = invitation or MeetingInvitation(meeting=meeting, party=party)
    begin_again(invitation)
    invitation.category, invitation.is_express, invitation.reason = category, True, reason
    invitation.invited_by, invitation.invited_at = by, timezone.now()
    invitation.save()
    audit.record("meetings.invite_meetinginvitation", invitation, by=by)
    admissions.reconcile(meeting, by=by)
    return invitation


@transaction.atomic
def invite_guest(invitation: MeetingInvitation, *, by: Any) -> MeetingInvitation:
    """Invite somebody from outside the parties to one meeting, by name and address. Raises TransitionNotAllowed.

    A guest has no account: nothing in the portal is opened by it, and the whole letter goes out by mail.
    """
    meeting = locked(invitation.meeting)
    refuse_over(meeting, timezone.localdate())
    if meeting.kind in AMONG_THEMSELVES or not attendance.rules(meeting).exists() or not guests_are_foreseen():
        raise TransitionNotAllowed(_("The rules of attendance foresee no guests from outside at this meeting."))
    address = invitation.guest_address.lower()
    known = MeetingInvitation.objects.filter(meeting=meeting, party=None, guest_address=address).first()
    if known and known.is_standing:
        raise TransitionNotAllowed(_("Somebody with this address is invited already."))
    if known:
        begin_again(known)
        known.guest_name, known.guest_language = invitation.guest_name, invitation.guest_language
        known.reason, invitation = invitation.reason, known
    invitation.guest_address = address
    invitation.category, invitation.is_express = Attendance.Participant.OUTSIDE_GUEST, True
    invitation.invited_by, invitation.invited_at = by, timezone.now()
    invitation.save()
    audit.record("meetings.invite_meetinginvitation", invitation, by=by)
    return invitation


def guests_are_foreseen() -> bool:
    """Whether the rules on record let guests from outside in by invitation, whatever meets."""
    rules = Attendance.objects.filter(participant=Attendance.Participant.OUTSIDE_GUEST)
    return rules.filter(may_attend__in=attendance.BY_INVITATION).exists()


def begin_again(invitation: MeetingInvitation) -> None:
    """Put an invitation back to where nobody was written to; the row's history keeps what was."""
    invitation.sent_at = invitation.reminded_at = None
    invitation.acknowledged_at = invitation.acknowledged_by = None
    invitation.answer = Answer.NOT_YET
    invitation.answered_at = invitation.answered_by = None
    invitation.withdrawn_at = invitation.withdrawn_by = None
    invitation.withdrawal_reason = ""


@transaction.atomic
def withdraw(invitation: MeetingInvitation, *, reason: str, by: Any) -> MeetingInvitation:
    """Take an express invitation back, with all that it opened, at once. Raises TransitionNotAllowed.

    A party that the rules bring stays invited: only the rules can change that.
    """
    meeting = locked(invitation.meeting)
    invitation = MeetingInvitation.objects.select_for_update(of=("self",)).select_related("party").get(pk=invitation.pk)
    if not invitation.is_standing:
        raise TransitionNotAllowed(_("It was withdrawn already."))
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why it is withdrawn."))
    if invitation.party and invitation.party in dict(brought_by_the_rules(meeting)):
        raise TransitionNotAllowed(
            _("%(party)s comes by the rules of attendance: that is not withdrawn.") % {"party": invitation.party}
        )
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
    invitation.withdrawal_reason = reason
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    audit.record("meetings.withdraw_meetinginvitation", invitation, by=by)
    admissions.reconcile(meeting, by=by)
    return invitation


def suggested(meeting: Meeting) -> list[Party]:
    """The parties expressly invited to the previous meeting that may be invited again, and are not yet."""
    if meeting.previous_id is None or is_over(meeting, timezone.localdate()):
        return []
    before = MeetingInvitation.objects.standing().filter(meeting=meeting.previous_id, is_express=True)
    now = MeetingInvitation.objects.standing().filter(meeting=meeting)
    parties = set(before.values_list("party", flat=True)) - set(now.values_list("party", flat=True))
    return [party for party, _category in open_by_invitation(meeting) if party.pk in parties] if parties else []


# Answering


@transaction.atomic
def acknowledge(invitation: MeetingInvitation, *, by: Any) -> MeetingInvitation:
    """Record that the party has the convocation. Raises TransitionNotAllowed unless it was sent and stands."""
    invitation = received(invitation)
    note_receipt(invitation, by)
    invitation.save(update_fields=["acknowledged_at", "acknowledged_by"])
    audit.record("meetings.acknowledge_meetinginvitation", invitation, by=by)
    return invitation


@transaction.atomic
def answer(invitation: MeetingInvitation, reply: str, *, by: Any, day: date | None = None) -> MeetingInvitation:
    """Record whether the party or guest comes; it may change until the day before the meeting.

    To answer is to acknowledge. Raises TransitionNotAllowed.
    """
    invitation = received(invitation)
    meeting = invitation.meeting
    if meeting.starts_on is None or (day or timezone.localdate()) >= meeting.starts_on:
        raise TransitionNotAllowed(_("The answer could be changed until the day before the meeting."))
    note_receipt(invitation, by)
    invitation.answer = Answer(reply)
    invitation.answered_at, invitation.answered_by = timezone.now(), by
    invitation.save(update_fields=["acknowledged_at", "acknowledged_by", "answer", "answered_at", "answered_by"])
    audit.record("meetings.answer_meetinginvitation", invitation, by=by, answer=invitation.answer)
    return invitation


def received(invitation: MeetingInvitation) -> MeetingInvitation:
    """The row, locked with its meeting. Raises TransitionNotAllowed unless it was sent, stands, and the meeting too."""
    meeting = locked(invitation.meeting)
    invitation = MeetingInvitation.objects.select_for_update(of=("self",)).select_related("party").get(pk=invitation.pk)
    invitation.meeting = meeting
    if invitation.sent_at is None or not invitation.is_standing:
        raise TransitionNotAllowed(_("There is no convocation to answer."))
    if meeting.status not in MAY_STILL_BE_INVITED:
        raise TransitionNotAllowed(_("The meeting is %(state)s.") % said(meeting))
    return invitation


def note_receipt(invitation: MeetingInvitation, by: Any) -> None:
    if invitation.acknowledged_at is None:
        invitation.acknowledged_at, invitation.acknowledged_by = timezone.now(), by


# The PDF


@transaction.atomic
def print_letter(invitation: MeetingInvitation, *, language: str, by: Any) -> Printout:
    """Have the PDF of a letter that was sent made in a language. Raises TransitionNotAllowed."""
    if invitation.sent_at is None:
        raise TransitionNotAllowed(_("The letter was not sent yet."))
    audit.record("meetings.print_meetinginvitation", invitation, by=by, language=language)
    return pdf.ask(convocation_letters.PDF, invitation, language=language, by=by)


@transaction.atomic
def print_drafts(convocation: Convocation, *, by: Any) -> list[Printout]:
    """Have the PDF of the letter as it stands made in both languages, for those who write it."""
    audit.record("meetings.print_convocation", convocation, by=by)
    return [
        pdf.ask(convocation_letters.DRAFT_PDF, convocation, language=code, by=by) for code, _name in settings.LANGUAGES
    ]


# What the verbs share


def locked_convocation(convocation: Convocation) -> Convocation:
    """The row with its meeting, both for the length of the transaction, the meeting's first."""
    meeting = locked(convocation.meeting)
    convocation = Convocation.objects.select_for_update(of=("self",)).get(pk=convocation.pk)
    convocation.meeting = meeting
    return convocation


def refuse_incomplete(convocation: Convocation) -> None:
    """Raises TransitionNotAllowed while a language lacks its text, or the day to answer by does not suit."""
    if not is_in_both_languages(convocation, "text"):
        raise TransitionNotAllowed(_("A convocation is sent in both languages: complete the missing text first."))
    if fault := what_is_wrong(convocation.meeting, convocation.answer_by):
        raise TransitionNotAllowed(fault)


def what_is_wrong(meeting: Meeting, answer_by: date) -> str:
    """Why a day to answer by does not suit a meeting, in a sentence; empty when it does."""
    if answer_by < timezone.localdate():
        return _("The day by which to answer has passed.")
    if meeting.starts_on and answer_by >= meeting.starts_on:
        return _("The day by which to answer comes before the meeting.")
    return ""


def is_over(meeting: Meeting, day: date) -> bool:
    """Whether a meeting has been held by a day, or was cancelled."""
    return meeting.status not in MAY_STILL_BE_INVITED or bool(meeting.last_on and meeting.last_on < day)


def refuse_over(meeting: Meeting, day: date) -> None:
    """Raises TransitionNotAllowed once a meeting is over or cancelled."""
    if is_over(meeting, day):
        raise TransitionNotAllowed(_("The meeting is over or cancelled."))


def said(meeting: Meeting) -> dict[str, str]:
    """A meeting's state, for a sentence."""
    return {"state": str(meeting.get_status_display())}
