"""The letters of meetings; each is a row of the outbox first."""

from typing import Any

from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from meetings.models import AgendaVersion, ItemGrant, ItemProposal, SpeakingSlot
from meetings.models.sessions import CATEGORIES
from members.letters import absolute, presidency
from members.models import Mandate, Party, User

KINDS = (
    LetterKind(
        "agenda",
        _("Agenda of a meeting"),
        template="mail/agenda",
        subject=_("Agenda, version %(number)s: %(meeting)s"),
        reply_to=presidency,
    ),
    LetterKind(
        "item-proposal",
        _("Answer to a proposed item"),
        template="mail/item_proposal",
        subject=_("Your proposal for the agenda: %(title)s"),
        reply_to=presidency,
    ),
)

SPEAKING_KINDS = (
    LetterKind(
        "speaking-invitation",
        _("Invitation to speak"),
        template="mail/speaking_invitation",
        subject=_("%(meeting)s: invitation to speak"),
        reply_to=presidency,
    ),
    LetterKind(
        "speaking-decision",
        _("Decision about a speaking slot"),
        template="mail/speaking_decision",
        subject=_("%(meeting)s: your speaking slot"),
        reply_to=presidency,
    ),
    LetterKind(
        "item-authorised",
        _("Authorisation to intervene on an item"),
        template="mail/item_authorised",
        subject=_("%(meeting)s: authorisation to intervene on an item"),
        reply_to=presidency,
    ),
)


def send_agenda(version: AgendaVersion, recipient: User, *, by: Any) -> None:
    """Tell one person that an agenda went out, and until when comments are taken, at the hour there."""
    with translation.override(recipient.language), timezone.override(recipient.time_zone):
        until = version.comments_until
        context = {
            "meeting": version.meeting.title,
            "number": str(version.number),
            "until": formats.date_format(timezone.localtime(until), "DATETIME_FORMAT") if until else "",
            "zone": recipient.time_zone,
            "link": absolute(version.get_absolute_url()),
        }
    outbox.post("agenda", to=recipient, about=version, context=context, by=by)


def tell_proposer(proposal: ItemProposal, *, by: Any) -> None:
    """Tell whoever proposed an item what was decided, and why."""
    recipient = proposal.proposed_by
    with translation.override(recipient.language):
        context = {
            "meeting": proposal.meeting.title,
            "title": proposal.title,
            "is_accepted": proposal.status == ItemProposal.Status.ACCEPTED,
            "reason": proposal.reason,
            "link": absolute(reverse("meetings:agenda", args=[proposal.meeting.slug])),
        }
    outbox.post("item-proposal", to=recipient, about=proposal, context=context, by=by)


def people_of(party: Party) -> list[User]:
    """Those who act for an observer or the RNCOM today."""
    acting = Mandate.objects.on(timezone.localdate()).filter(role__in=list(CATEGORIES), party=party)
    return list(acting.people().order_by("pk"))


def tell_of_slot(kind: str, slot: SpeakingSlot, *, by: Any) -> None:
    """Write to the people of a party that it is invited to speak, or what was decided about its slot."""
    meeting = slot.session.meeting
    for recipient in people_of(slot.party):
        with translation.override(recipient.language):
            context = {
                "meeting": meeting.title,
                "session": str(slot.session),
                "party": slot.party.name,
                "words": slot.subject,
                "minutes": slot.minutes,
                "status": slot.status,
                "reason": slot.reason,
                "link": absolute(reverse("meetings:speaking-list", args=[meeting.slug])),
            }
        outbox.post(kind, to=recipient, about=slot, context=context, by=by)


def tell_of_authorisation(grant: ItemGrant, *, by: Any) -> None:
    """Write to the people of an observer country that it may intervene on an item, or may no longer."""
    meeting = grant.item.session.meeting
    for recipient in people_of(grant.party) if grant.party else []:
        with translation.override(recipient.language):
            context = {
                "meeting": meeting.title,
                "item": grant.item.title,
                "party": grant.party.name if grant.party else "",
                "is_revoked": grant.revoked_at is not None,
                "link": absolute(reverse("meetings:my-meeting", args=[meeting.slug])),
            }
        outbox.post("item-authorised", to=recipient, about=grant, context=context, by=by)
