"""The workflow of the floor: observers and the RNCOM ask to speak or are invited, the Presidency and Secretariat allot.

Source, lines 275-296, 436-442, 651-664, 898-902 and 928-930; agenda_rules.csv, rule 4.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status, verbs_from
from meetings import letters
from meetings.invitees import category_of
from meetings.locking import locked
from meetings.models import AgendaItem, ItemGrant, Meeting, Session, SpeakingSlot
from meetings.models.sessions import CATEGORIES
from meetings.models.speaking import LIVE
from members.models import Attendance, CircleAdmission, Party, PartyStatus

Status, Kind = SpeakingSlot.Status, SpeakingSlot.Kind
TRANSITIONS: Transitions = {
    "allot": ((Status.REQUESTED, Status.ALLOTTED), Status.ALLOTTED),
    "refuse": ((Status.REQUESTED, Status.ALLOTTED), Status.DECLINED),
    "withdraw": ((Status.REQUESTED, Status.ALLOTTED), Status.WITHDRAWN),
    "accept": ((Status.INVITED,), Status.ACCEPTED),
    "decline": ((Status.INVITED, Status.ACCEPTED), Status.DECLINED),
    "arrange": ((Status.ACCEPTED,), Status.ACCEPTED),  # its minutes and place
    "recall": ((Status.INVITED, Status.ACCEPTED), Status.WITHDRAWN),
}
TAKES_SLOTS = (Meeting.Status.PLANNED, Meeting.Status.CONVENED, Meeting.Status.OPEN)
SPEAK = frozenset(CATEGORIES.values())


def own_party(user: Any) -> Party | None:
    """The observer, or the RNCOM, that somebody acts for."""
    if not user.standing.holds(*CATEGORIES):
        return None
    return Party.objects.filter(pk__in=user.standing.party_ids).order_by("pk").first()


def possible(slot: SpeakingSlot, meeting: Meeting) -> list[str]:
    """The verbs that may follow on the state of a slot."""
    return verbs_from(TRANSITIONS, slot.status) if meeting.status in TAKES_SLOTS else []


def takes_speakers(meeting: Meeting) -> Any:
    """The sessions of a meeting in which others than members may speak: never behind closed doors."""
    return Session.objects.filter(meeting=meeting).exclude(part=Attendance.Part.CLOSED_DOOR)


def speakers(meeting: Meeting) -> Any:
    """The parties that may be invited to speak at some session of a meeting: observers and the RNCOM of its days."""
    seats = seats_of(meeting).filter(status__in=[PartyStatus.Status.OBSERVER, PartyStatus.Status.CIVIL_SOCIETY])
    return Party.objects.filter(pk__in=seats.values("party"))


def seats_of(meeting: Meeting) -> Any:
    return PartyStatus.objects.on(meeting.starts_on or timezone.localdate())


@transaction.atomic
def request(
    session: Session, party: Party, *, by: Any, subject: str, item: AgendaItem | None = None, minutes: int | None = None
) -> SpeakingSlot:
    """Ask for the floor in a session that is open to the party. Raises TransitionNotAllowed, also when asked twice."""
    slot = SpeakingSlot(session=session, party=party, item=item, subject=subject, minutes=minutes)
    slot.kind, slot.status = Kind.REQUESTED, Status.REQUESTED
    kept = keep(slot, by)
    audit.record("meetings.request_speakingslot", kept, by=by)
    return kept


@transaction.atomic
def invite(
    session: Session,
    party: Party,
    *,
    by: Any,
    subject: str,
    minutes: int,
    order: int | None = None,
    item: AgendaItem | None = None,
) -> SpeakingSlot:
    """Offer a party the floor, and write to its people; last among the speakers unless told.

    Raises TransitionNotAllowed, also where the rules do not open the session to the party.
    """
    slot = SpeakingSlot(session=session, party=party, item=item, subject=subject, minutes=minutes)
    slot.kind, slot.status = Kind.INVITED, Status.INVITED
    slot.order = order or next_place(session)
    kept = keep(slot, by)
    audit.record("meetings.invite_speakingslot", kept, by=by)
    letters.tell_of_slot("speaking-invitation", kept, by=by)
    return kept


def keep(slot: SpeakingSlot, by: Any) -> SpeakingSlot:
    """Store a new slot, in a meeting and session that take it; the database sees to it that there is one."""
    refuse_unless_going_on(slot.session.meeting)
    if slot.item_id:
        AgendaItem.objects.select_for_update(of=("self",)).get(pk=slot.item_id)
    refuse_unless_open(slot.session, slot.party, by)
    refuse_debate(slot)
    slot.asked_by = by
    try:
        with transaction.atomic():
            slot.save(force_insert=True)
    except IntegrityError as error:
        if "slot_once_a_party" not in str(error):
            raise
        said = _("%(party)s has a slot there already, or was invited.") % {"party": slot.party}
        raise TransitionNotAllowed(said) from error
    return slot


def refuse_unless_going_on(meeting: Meeting) -> None:
    """Raises TransitionNotAllowed once a meeting is over or cancelled; holds its row against being closed meanwhile."""
    if locked(meeting).status not in TAKES_SLOTS:
        raise TransitionNotAllowed(_("The floor is asked for and given until the meeting is over."))


def refuse_unless_open(session: Session, party: Party, by: Any) -> None:
    """Raises TransitionNotAllowed where neither the rules nor an invitation open the session to the party."""
    closed = session.part == Attendance.Part.CLOSED_DOOR
    categories = {category_of(seat) for seat in seats_of(session.meeting).filter(party=party).select_related("party")}
    comes = bool(categories & SPEAK & set(session.attended_by)) or is_admitted(session, party, by)
    if closed or not categories & SPEAK or not comes:
        raise TransitionNotAllowed(
            _("By the rules of attendance this session is not open to %(party)s.") % {"party": party}
        )


def is_admitted(session: Session, party: Party, by: Any) -> bool:
    """Whether a party was expressly invited to a session, or its delegate who asks was."""
    admitted = CircleAdmission.objects.on(timezone.localdate()).filter(circle=session.circle_id)
    own = by.pk if party.pk in by.standing.party_ids else None
    return admitted.filter(Q(party=party) | Q(person=own, person__isnull=False)).exists()


def refuse_debate(slot: SpeakingSlot) -> None:
    """Raises TransitionNotAllowed where the item is of another session, or a country would join in its debate.

    Observer countries make statements; on an item they speak with the Presidency's authorisation. Source, lines 275-280
    and 436-442.
    """
    if slot.item is None:
        return
    if slot.item.session_id != slot.session_id:
        raise TransitionNotAllowed(_("This item belongs to another session."))
    if slot.party.kind != Party.Kind.STATE:
        return
    authorised = ItemGrant.objects.on(timezone.localdate()).filter(item=slot.item, party=slot.party)
    if not authorised.exists():
        raise TransitionNotAllowed(
            _("Observer countries make statements, and speak on an item only where the Presidency authorises it.")
        )


def next_place(session: Session) -> int:
    """The place after the last speaker."""
    live = SpeakingSlot.objects.filter(session=session, status__in=LIVE)
    return (live.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def allot(slot: SpeakingSlot, *, by: Any, minutes: int, order: int | None = None) -> SpeakingSlot:
    """Give a party the floor it asked for, or change for how long and in which place. Raises TransitionNotAllowed."""
    slot = advanced(slot, "allot")
    slot.minutes, slot.order, slot.reason = minutes, order or slot.order or next_place(slot.session), ""
    return decided(slot, "allot", by=by)


@transaction.atomic
def arrange(slot: SpeakingSlot, *, by: Any, minutes: int, order: int | None = None) -> SpeakingSlot:
    """Change for how long and in which place somebody speaks who accepted to. Raises TransitionNotAllowed."""
    slot = advanced(slot, "arrange")
    slot.minutes, slot.order = minutes, order or slot.order
    return decided(slot, "arrange", by=by)


@transaction.atomic
def refuse(slot: SpeakingSlot, *, by: Any, reason: str) -> SpeakingSlot:
    """Decline a request, saying why. Raises TransitionNotAllowed, also without a reason."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why: the party is told."))
    slot = advanced(slot, "refuse")
    slot.reason = reason.strip()
    return decided(slot, "refuse", by=by)


@transaction.atomic
def recall(slot: SpeakingSlot, *, by: Any) -> SpeakingSlot:
    """Take back an invitation; the party is told. Raises TransitionNotAllowed."""
    return decided(advanced(slot, "recall"), "recall", by=by)


def decided(slot: SpeakingSlot, verb: str, *, by: Any) -> SpeakingSlot:
    """Keep what the Presidency or the Secretariat decided, and tell the party."""
    close(slot, verb, by)
    letters.tell_of_slot("speaking-decision", slot, by=by)
    return slot


@transaction.atomic
def answer(slot: SpeakingSlot, verb: str, *, by: Any) -> SpeakingSlot:
    """What a party does about its own slot: withdraw its request, accept an invitation or decline it.

    Raises TransitionNotAllowed.
    """
    slot = advanced(slot, verb)
    close(slot, verb, by)
    return slot


def locked_slot(slot: SpeakingSlot) -> SpeakingSlot:
    """The row, for the length of the transaction."""
    rows = SpeakingSlot.objects.select_for_update(of=("self",)).select_related("session__meeting", "party", "item")
    return rows.get(pk=slot.pk)


def advanced(slot: SpeakingSlot, verb: str) -> SpeakingSlot:
    """The locked slot in the state that the verb leads to, not saved yet. Raises TransitionNotAllowed."""
    refuse_unless_going_on(slot.session.meeting)
    slot = locked_slot(slot)
    slot.status = next_status(TRANSITIONS, verb, slot.status)
    return slot


def close(slot: SpeakingSlot, verb: str, by: Any) -> None:
    slot.decided_at, slot.decided_by = timezone.now(), by
    slot.save(update_fields=["status", "minutes", "order", "reason", "decided_at", "decided_by"])
    audit.record(f"meetings.{verb}_speakingslot", slot, by=by)
