"""The letters about an invitation to a meeting: the convocation and the reminder, by mail and as a PDF."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind, secretariat
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.templatetags.portal import zone_name
from meetings import attendance
from meetings.models import Convocation, Meeting, MeetingInvitation, Session
from meetings.models.convocations import ANSWER_FOR
from meetings.templatetags.meeting_days import meeting_days
from members.letters import absolute, presidency
from members.models import Attendance, Mandate, PresidencyTerm, User

PDF, DRAFT_PDF = "convocation", "convocation-draft"
CONDITION_TOLD = {Attendance.Answer.RESTRICTED, Attendance.Answer.SLOT}
"""The answers of the rules of which a letter says the condition: who comes behind closed doors, whose slot it is."""


def stands(letter: Letter) -> bool:
    """Whether the invitation that a letter is about was not withdrawn since."""
    return MeetingInvitation.objects.standing().filter(pk=letter.about_pk).exists()


KINDS = (
    LetterKind(
        "convocation",
        gettext_lazy("Convocation to a meeting"),
        template="mail/convocation",
        subject=gettext_lazy("%(symbol)s: %(title)s"),
        reply_to=presidency,
        may_still=stands,
    ),
    LetterKind(
        "convocation-reminder",
        gettext_lazy("Reminder to answer a convocation"),
        template="mail/convocation_reminder",
        subject=gettext_lazy("Please answer the convocation %(symbol)s"),
        reply_to=presidency,
        may_still=stands,
    ),
)


class Sitting(NamedTuple):
    """A session that an invitation opens, and the condition under which."""

    session: Session
    condition: str


def default_texts(meeting: Meeting) -> dict[str, str]:
    """A convocation to start from, made of what is known of the meeting, in each language of the Conference."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[f"text_{code}"] = default_text(meeting)
    return texts


def default_text(meeting: Meeting) -> str:
    """The same in the language that is active. Source, lines 741-755 and 830-837: who convenes."""
    words = {"title": meeting.title, "days": meeting_days(meeting), "where": meeting.where, "theme": meeting.theme}
    if meeting.is_hosted:
        names = [meeting.host, *meeting.co_sponsors.all()]
        words["hosts"] = ", ".join(dict.fromkeys(party.name for party in names if party))
        if words["hosts"]:
            invites = _(
                "%(hosts)s and the Technical Secretariat of the Regional Conference on Migration have the honour to "
                "invite you to the following activity: %(title)s."
            )
        else:
            invites = _(
                "The Technical Secretariat of the Regional Conference on Migration has the honour to invite you to the "
                "following activity: %(title)s."
            )
    else:
        invites = _(
            "The Presidency Pro-Témpore of the Regional Conference on Migration has the honour to invite you to the "
            "following meeting: %(title)s."
        )
    said = [invites]
    said.append(_("It will be held on %(days)s (%(where)s).") if words["where"] else _("It will be held on %(days)s."))
    if words["theme"]:
        said.append(_("Its theme is: “%(theme)s”."))
    asks = _(
        "We would be grateful if you let us know whether your delegation will take part by the day given below, and "
        "remain at your disposal for whatever you may need."
    )
    regards = _("We avail ourselves of this opportunity to renew the assurances of our highest consideration.")
    return "\n\n".join([" ".join(said) % words, asks, regards])


def signature(convocation: Convocation) -> str:
    """Who convenes: the Presidency of the day it was sent, or whoever holds the activity, with the Secretariat."""
    if convocation.meeting.is_hosted:
        return _("The host and the co-sponsors, with the Technical Secretariat")
    term = PresidencyTerm.objects.on(day_of(convocation)).select_related("party").first()
    if term is None:
        return _("Presidency Pro-Témpore")
    return _("Presidency Pro-Témpore, %(country)s") % {"country": term.party.name}


def day_of(convocation: Convocation) -> date:
    """The day that a convocation bears: that of its sending, or today while it is not sent."""
    return timezone.localdate(convocation.sent_at)


def sittings(meeting: Meeting, category: str) -> list[Sitting]:
    """The sessions that a category of invited parties attends, by invitation too, each with the condition told.

    Nobody is told of what is behind closed doors but those whom the rules admit there.
    """
    rules = list(attendance.rules(meeting).filter(participant=category))
    conditions = {rule.part: rule.condition for rule in rules if rule.may_attend in CONDITION_TOLD}
    invited = attendance.parts_by_invitation(meeting, category)
    return [
        Sitting(session, conditions.get(session.part, ""))
        for session in Session.objects.filter(meeting=meeting)
        if category in session.attended_by or session.part in invited or is_for_guests(session, category)
    ]


def is_for_guests(session: Session, category: str) -> bool:
    """Whether a guest from outside attends: whatever is not behind closed doors. Source, lines 1451-1457."""
    return category == Attendance.Participant.OUTSIDE_GUEST and session.part != Attendance.Part.CLOSED_DOOR


def sitting_line(sitting: Sitting, meeting: Meeting) -> str:
    """A session as a line of plain text, at its hour where the meeting is held."""
    zone = ZoneInfo(meeting.time_zone)
    begins, ends = (moment.astimezone(zone) for moment in (sitting.session.starts_at, sitting.session.ends_at))
    words = {
        "day": formats.date_format(begins, "DATE_FORMAT"),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "session": str(sitting.session),
        "condition": sitting.condition,
    }
    if sitting.condition:
        return _("%(day)s, from %(begins)s to %(ends)s: %(session)s (%(condition)s)") % words
    return _("%(day)s, from %(begins)s to %(ends)s: %(session)s") % words


def people_of(invitations: Iterable[MeetingInvitation]) -> dict[int, list[User]]:
    """Whom to write to for each party: the members' focal points, the observers' delegates. One query."""
    parties = [invitation.party_id for invitation in invitations if invitation.party_id]
    held = Mandate.objects.on(timezone.localdate()).filter(party__in=parties, role__in=ANSWER_FOR)
    found: dict[int, list[User]] = {party: [] for party in parties}
    for mandate in held.select_related("user").order_by("user__pk"):
        if mandate.user not in found[mandate.party_id]:
            found[mandate.party_id].append(mandate.user)
    return found


def content(invitation: MeetingInvitation) -> dict[str, Any]:
    """What the page and the PDF of an invitation show."""
    convocation = invitation.meeting.convocation
    return letter_content(convocation) | {
        "addressee": invitation.addressee,
        "sittings": sittings(invitation.meeting, invitation.category),
    }


def letter_content(convocation: Convocation) -> dict[str, Any]:
    """What every letter of a convocation has, whoever it is for."""
    return {
        "convocation": convocation,
        "meeting": convocation.meeting,
        "day": day_of(convocation),
        "signature": signature(convocation),
    }


def mail_context(invitation: MeetingInvitation, language: str) -> dict[str, Any]:
    """What a mail says, in plain words of a language."""
    meeting, convocation = invitation.meeting, invitation.meeting.convocation
    with translation.override(language):
        return {
            "symbol": convocation.symbol,
            "title": meeting.title,
            "addressee": invitation.addressee,
            "words": convocation.text,
            "when": meeting_days(meeting),
            "where": meeting.where,
            "sittings": [sitting_line(one, meeting) for one in sittings(meeting, invitation.category)],
            "zone": zone_name(meeting.time_zone),
            "answer_by": formats.date_format(convocation.answer_by, "DATE_FORMAT"),
            "signature": signature(convocation),
            "is_guest": invitation.is_guest,
            "link": "" if invitation.is_guest else absolute(invitation.get_absolute_url()),
        }


def write(kind: str, invitation: MeetingInvitation, people: Iterable[User], *, by: User) -> int:
    """Write to a party's people, each in the own language, or to the guest; how many letters that makes.

    Answers to what the host and the Secretariat convene go to the Secretariat.
    """
    about: dict[str, Any] = {"about": invitation, "by": by}
    if invitation.meeting.is_hosted:
        about["reply_to"] = secretariat()
    if invitation.is_guest:
        language = invitation.guest_language
        context = mail_context(invitation, language)
        outbox.post(kind, address=invitation.guest_address, language=language, context=context, **about)
        return 1
    contexts: dict[str, dict[str, Any]] = {}
    written = 0
    for person in people:
        if person.language not in contexts:
            contexts[person.language] = mail_context(invitation, person.language)
        outbox.post(kind, to=person, context=contexts[person.language], **about)
        written += 1
    return written


def pdf_kinds() -> tuple[PrintoutKind, PrintoutKind]:
    """The letter to one party, and the same before it is sent, for those who write it."""
    return (
        PrintoutKind(
            name=PDF,
            label=gettext_lazy("Convocation to a meeting"),
            template="pdf/convocation.html",
            seen_by_person=sent_to,
            about=lambda pk: MeetingInvitation.objects.select_related("meeting__convocation", "party").get(pk=pk),
            title=lambda invitation: invitation.meeting.title,
            file_name=lambda invitation: (
                _("convocation-%(meeting)s-%(number)d")
                % {"meeting": invitation.meeting.slug, "number": invitation.meeting.convocation.number}
            ),
            content=content,
            day=lambda invitation: day_of(invitation.meeting.convocation),
        ),
        PrintoutKind(
            name=DRAFT_PDF,
            label=gettext_lazy("Draft of a convocation"),
            template="pdf/convocation.html",
            seen_by_person=Convocation.objects.visible_to,
            about=lambda pk: Convocation.objects.select_related("meeting").get(pk=pk),
            title=lambda convocation: convocation.meeting.title,
            file_name=lambda convocation: _("convocation-draft-%(meeting)s") % {"meeting": convocation.meeting.slug},
            content=draft_content,
        ),
    )


def sent_to(user: Any) -> QuerySet[MeetingInvitation]:
    """The invitations whose letter somebody may have."""
    return MeetingInvitation.objects.visible_to(user).filter(sent_at__isnull=False)


def draft_content(convocation: Convocation) -> Mapping[str, Any]:
    """The letter as it stands, to nobody yet, with the sessions that members attend."""
    category = Attendance.Participant.MEMBER
    return letter_content(convocation) | {"addressee": "", "sittings": sittings(convocation.meeting, category)}
