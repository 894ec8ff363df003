"""Registering delegations, saying what is known of each delegate, and who is admitted behind closed doors."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from meetings.invitees import Category, category_of
from meetings.locking import locked
from meetings.models import Delegate, Delegation, Meeting, Session, TravelData
from meetings.models.delegations import Tick
from members.models import Attendance, CircleAdmission, Mandate, Party, PartyStatus, User
from members.roles import FUND_ROLES, SEATED

Status = Meeting.Status
REGISTERING = frozenset({Status.CONVENED, Status.OPEN})
"""While a meeting is in one of these states delegations are registered and changed."""
WRITTEN = ("full_name", "position", "institution", "email", "is_head", "has_seat")
MOST_KNOWN = 60


@dataclass(frozen=True)
class Entry:
    """What a form or a file says of one delegate. `pk` names a row that is there; without it the name does."""

    full_name: str
    position: str = ""
    institution: str = ""
    email: str = ""
    is_head: bool = False
    has_seat: bool = False
    pk: int | None = None
    is_removed: bool = False


def same_name(name: str) -> str:
    """What two ways of writing a name have in common: all but blanks and capitals, as the database compares them."""
    return unicodedata.normalize("NFC", " ".join(name.split())).lower()


def has_closed_door(meeting: Meeting) -> bool:
    """Whether a part of the meeting is behind closed doors."""
    return Session.objects.filter(meeting=meeting, part=Attendance.Part.CLOSED_DOOR).exists()


def categories(day: date | None) -> dict[int, Category | None]:
    """What the rules of attendance call each party that holds a seat on a day, by its number."""
    held = PartyStatus.objects.on(day or timezone.localdate()).select_related("party")
    return {seat.party_id: category_of(seat) for seat in held}


def has_seats(meeting: Meeting, party: Party) -> bool:
    """Whether a party's delegation has seats behind closed doors: a member's, where a part is. Source, 666-670."""
    seats = PartyStatus.objects.on(meeting.starts_on or timezone.localdate())
    behind = Session.objects.filter(meeting=meeting, part=Attendance.Part.CLOSED_DOOR)
    return seats.filter(Exists(behind), party=party, status=PartyStatus.Status.MEMBER).exists()


# Registering


@transaction.atomic
def register(
    meeting: Meeting, party: Party, entries: Iterable[Entry], *, by: Any, letter: CheckedUpload | None = None
) -> Delegation:
    """Make a party's delegation what the entries say; whoever they do not speak of stays as they are.

    Saving the same again changes nothing: people are found by their number or their name. Raises TransitionNotAllowed,
    and then nothing is changed.
    """
    meeting = open_for_registration(meeting)
    Delegation.objects.bulk_create([Delegation(meeting=meeting, party=party, registered_by=by)], ignore_conflicts=True)
    delegation = Delegation.objects.select_for_update(of=("self",)).get(meeting=meeting, party=party)
    if letter:
        delegation.letter = store(letter, by=by, door="credentials")
        delegation.save(update_fields=["letter"])
    write(delegation, list(entries), meeting=meeting, seats=has_seats(meeting, party))
    people = delegation.delegates.count()
    audit.record("meetings.register_delegation", delegation, by=by, people=people)
    return delegation


def open_for_registration(meeting: Meeting) -> Meeting:
    """The meeting's row, locked. Raises TransitionNotAllowed unless delegations may be registered now."""
    meeting = locked(meeting)
    if meeting.status not in REGISTERING:
        state = meeting.get_status_display()
        raise TransitionNotAllowed(
            _("Delegations are registered while a meeting is convened or in session. This one is %(state)s.")
            % {"state": state}
        )
    return meeting


def write(delegation: Delegation, entries: Sequence[Entry], *, meeting: Meeting, seats: bool) -> None:
    """Match the entries with the people who are there, check the whole, and save what is different."""
    there = {each.pk: each for each in delegation.delegates.all()}
    before = {each.pk: copy(each) for each in there.values()}
    by_name = {same_name(each.full_name): each for each in there.values()}
    accounts = accounts_of(delegation.party)
    removed: dict[int, Delegate] = {}
    kept: list[Delegate] = []
    for entry in entries:
        found = there.get(entry.pk or 0) or by_name.get(same_name(entry.full_name))
        if not entry.is_removed:
            kept.append(changed(found or Delegate(delegation=delegation), entry, accounts, seats=seats))
        elif found:
            removed[found.pk] = found
    written = {each.pk for each in kept}
    rest = [each for pk, each in there.items() if pk not in written and pk not in removed]
    refuse_impossible([*kept, *rest], before, meeting)
    delegation.delegates.filter(pk__in=removed).delete()
    save([each for each in kept if not each.pk or differs(each, before[each.pk])], before)
    settle(meeting, {each.person_id for each in [*before.values(), *kept]})


def accounts_of(party: Party) -> dict[str, User]:
    """The people who hold a mandate of a party today, by their address in small letters."""
    mandates = Mandate.objects.on(timezone.localdate()).filter(party=party, role__in=SEATED - FUND_ROLES)
    return {user.email.lower(): user for user in mandates.people()}


def changed(delegate: Delegate, entry: Entry, accounts: Mapping[str, User], *, seats: bool) -> Delegate:
    """The delegate as an entry says. Under another name or address it is somebody else, of whom nothing is ticked."""
    address = entry.email.lower()
    has_same_address = address == delegate.email.lower()
    if delegate.pk and not (has_same_address and same_name(entry.full_name) == same_name(delegate.full_name)):
        for each in Tick:
            delegate.set_tick(each, None)
    delegate.person = accounts.get(address) or (delegate.person if has_same_address else None)
    for name in ("full_name", "position", "institution", "email", "is_head"):
        setattr(delegate, name, getattr(entry, name))
    delegate.has_seat = seats and (entry.is_head or entry.has_seat)
    return delegate


def refuse_impossible(people: Sequence[Delegate], before: Mapping[int, Delegate], meeting: Meeting) -> None:
    """Raises TransitionNotAllowed for two of one name, two heads, and more companions than there are seats.

    A seat that is on record stays, also where there are fewer than before.
    """
    names = Counter(same_name(each.full_name) for each in people)
    if twice := next((each.full_name for each in people if names[same_name(each.full_name)] > 1), ""):
        raise TransitionNotAllowed(_("“%(name)s” would be in the delegation twice.") % {"name": twice})
    heads = [each.full_name for each in people if each.is_head]
    if len(heads) > 1:
        raise TransitionNotAllowed(
            _("A delegation has one head: choose between %(names)s.") % {"names": ", ".join(heads)}
        )
    companions = [each for each in people if is_companion(each)]
    new = [each for each in companions if not each.pk or not is_companion(before[each.pk])]
    if new and len(companions) > meeting.companions:
        raise TransitionNotAllowed(no_seat_left(meeting))


def is_companion(delegate: Delegate) -> bool:
    """Whether somebody accompanies the head of delegation behind closed doors."""
    return delegate.has_seat and not delegate.is_head


def no_seat_left(meeting: Meeting) -> str:
    """How many may come behind closed doors, in a sentence. Source, lines 666-670."""
    return ngettext(
        "Behind closed doors the head of delegation is accompanied by at most %(count)d person.",
        "Behind closed doors the head of delegation is accompanied by at most %(count)d people.",
        meeting.companions,
    ) % {"count": meeting.companions}


def save(people: Iterable[Delegate], before: Mapping[int, Delegate]) -> None:
    """Save in an order that the database's rules allow: first whoever gives something up, then the head.

    Raises TransitionNotAllowed where somebody else was faster.
    """
    changes = sorted(people, key=lambda each: not each.is_head)
    giving_up = [each.pk for each in changes if each.pk and gives_up(each, before[each.pk])]
    try:
        with transaction.atomic():
            Delegate.objects.filter(pk__in=giving_up).update(has_seat=False, is_head=False)
            for each in changes:
                each.save()
    except IntegrityError as error:
        raise TransitionNotAllowed(
            _("Somebody changed this delegation in the meantime. Open it again, and repeat what is missing.")
        ) from error


def gives_up(delegate: Delegate, before: Delegate) -> bool:
    return (before.is_head and not delegate.is_head) or (before.has_seat and not delegate.has_seat)


def differs(delegate: Delegate, before: Delegate) -> bool:
    names = (*WRITTEN, "person_id", *(f"{each}_at" for each in Tick))
    return any(getattr(delegate, name) != getattr(before, name) for name in names)


# What is known of a delegate


@transaction.atomic
def tick(delegate: Delegate, what: Tick, *, is_set: bool, by: Any) -> None:
    """Set one of the three ticks, or take it back; a seat holder's credentials open the door.

    Raises TransitionNotAllowed for attendance before the first day, and for anything where the meeting is past it.
    """
    meeting = locked(delegate.delegation.meeting)
    found = Delegate.objects.select_for_update(of=("self",)).filter(pk=delegate.pk).first()
    if found is None:
        raise TransitionNotAllowed(_("This person is no longer in the delegation."))
    delegate = found
    if refusal := why_not(meeting, what):
        raise TransitionNotAllowed(refusal)
    if delegate.has(what) == is_set:
        return
    delegate.set_tick(what, by if is_set else None)
    delegate.save(update_fields=[f"{what}_at", f"{what}_by"])
    audit.record(f"meetings.{'tick' if is_set else 'untick'}_delegate", delegate, by=by, tick=what.value)
    settle(meeting, {delegate.person_id})


def why_not(meeting: Meeting, what: Tick) -> str:
    """Why a tick cannot be set or taken back now, in a sentence; empty where it can."""
    if what != Tick.ATTENDED:
        if meeting.status in REGISTERING:
            return ""
        return _("Credentials are looked at while a meeting is convened or in session.")
    has_begun = meeting.status == Status.CONVENED and bool(
        meeting.starts_on and meeting.starts_on <= timezone.localdate()
    )
    if has_begun or meeting.status in {Status.OPEN, Status.CLOSED}:
        return ""
    return _("Who attended is said from the first day of the meeting on, until it is archived.")


# Behind closed doors


def settle(meeting: Meeting, people: Iterable[int | None]) -> None:
    """Admit to the closed-door sessions, from today, those of the accounts that hold a seat with credentials.

    The others are no longer admitted from today on. Source, lines 666-670.
    """
    accounts = {pk for pk in people if pk}
    behind = Session.objects.filter(meeting=meeting, part=Attendance.Part.CLOSED_DOOR)
    circles = set(behind.exclude(circle=None).values_list("circle", flat=True)) if accounts else set()
    if not circles:
        return
    today = timezone.localdate()
    entitled = set(seat_holders(meeting).filter(person__in=accounts).values_list("person", flat=True))
    admissions = CircleAdmission.objects.filter(circle__in=circles, person__in=accounts)
    in_force = admissions.on(today)
    in_force.exclude(person__in=entitled).update(valid_until=today)
    there = set(in_force.values_list("circle", "person"))
    wanted = {(circle, person) for circle in circles for person in entitled} - there
    for circle, person in sorted(wanted):  # who was admitted and sent out on the same day comes back by the same row
        CircleAdmission.objects.update_or_create(
            circle_id=circle, person_id=person, party=None, valid_from=today, defaults={"valid_until": None}
        )


def seat_holders(meeting: Meeting) -> Any:
    """The delegates who hold a seat behind closed doors, have an account, and whose credentials were received."""
    return Delegate.objects.filter(
        delegation__meeting=meeting, has_seat=True, credentials_at__isnull=False, person__isnull=False
    )


def admit_seat_holders(meeting: Meeting) -> None:
    """Open sessions that were planned later to those who hold their seat already."""
    settle(meeting, seat_holders(meeting).values_list("person", flat=True))


# People who are known already


def known_people(meeting: Meeting, party: Party, there: Iterable[Delegate]) -> list[Entry]:
    """Whom a party may send again: holders of its mandates, then delegates of its earlier delegations.

    Without those who are there already. Two queries.
    """
    seen = {same_name(each.full_name) for each in there}
    mandates = Mandate.objects.on(timezone.localdate()).filter(party=party, role__in=SEATED - FUND_ROLES)
    earlier = Delegate.objects.filter(delegation__party=party).exclude(delegation__meeting=meeting)
    found = [
        *(
            Entry(
                each.user.full_name,
                each.position,
                each.institution.name if each.institution else "",
                each.user.email,
            )
            for each in mandates.select_related("user", "institution").order_by("user__full_name", "pk")
        ),
        *(
            Entry(each.full_name, each.position, each.institution, each.email)
            for each in earlier.order_by("-delegation__meeting__year", "-pk")[:MOST_KNOWN]
        ),
    ]
    people = []
    for entry in found:
        if entry.full_name and same_name(entry.full_name) not in seen:
            seen.add(same_name(entry.full_name))
            people.append(entry)
    return people[:MOST_KNOWN]


# Travel


@transaction.atomic
def write_travel(delegation: Delegation, told: Mapping[int, Mapping[str, Any] | None], *, by: Any) -> None:
    """Keep what delegates told of their travel, by their numbers; None of whoever does not consent, and it is removed.

    Raises TransitionNotAllowed once the meeting is over.
    """
    open_for_registration(delegation.meeting)
    own = {each.pk: each for each in delegation.delegates.select_related("travel")}
    for pk, values in told.items():
        if pk not in own:
            continue
        if values is None:
            TravelData.objects.filter(delegate=pk).delete()
        else:
            TravelData.objects.update_or_create(delegate=own[pk], defaults=values)
    audit.record("meetings.write_travel", delegation, by=by)


# Many at once


@transaction.atomic
def enter(meeting: Meeting, entries: Mapping[Party, Sequence[Entry]], *, by: Any) -> int:
    """Register people of many parties from a file that was read without a fault; how many were told of.

    A fixed number of queries, however many people there are. Raises TransitionNotAllowed.
    """
    meeting = open_for_registration(meeting)
    Delegation.objects.bulk_create(
        [Delegation(meeting=meeting, party=party, registered_by=by) for party in entries], ignore_conflicts=True
    )
    delegations = {
        each.party_id: each for each in Delegation.objects.select_for_update(of=("self",)).filter(meeting=meeting)
    }
    there: dict[int, dict[str, Delegate]] = defaultdict(dict)
    for each in Delegate.objects.filter(delegation__meeting=meeting):
        there[each.delegation_id][same_name(each.full_name)] = each
    accounts = accounts_by_party(entries)
    behind_closed_doors, seats = has_closed_door(meeting), categories(meeting.starts_on)
    made: list[Delegate] = []
    written: list[Delegate] = []
    for party, people in entries.items():
        delegation = delegations[party.pk]
        known = there[delegation.pk]
        written += known.values()
        if any(entry.is_head for entry in people):
            for each in known.values():
                each.has_seat, each.is_head = is_companion(each), False
        has_own_seats = behind_closed_doors and seats.get(party.pk) == Category.MEMBER
        for entry in people:
            found = known.get(same_name(entry.full_name)) or Delegate(delegation=delegation)
            said = replace(entry, is_head=entry.is_head or found.is_head, has_seat=found.has_seat)
            row = changed(found, said, accounts[party.pk], seats=has_own_seats)
            made += [] if row.pk else [row]
    no_heads = [each.pk for each in written if not each.is_head]
    fields = [*WRITTEN, "person", *(f"{each}_{part}" for each in Tick for part in ("at", "by"))]
    try:
        with transaction.atomic():
            Delegate.objects.filter(pk__in=no_heads, is_head=True).update(is_head=False, has_seat=False)
            Delegate.objects.bulk_update(written, fields, batch_size=500)
            Delegate.objects.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        raise TransitionNotAllowed(
            _("The file and the delegations that are registered contradict each other.")
        ) from error
    number = sum(map(len, entries.values()))
    audit.record("meetings.import_participants", meeting, by=by, people=number, delegations=len(entries))
    settle(meeting, [each.person_id for each in [*made, *written]])
    return number


def accounts_by_party(parties: Iterable[Party]) -> dict[int, dict[str, User]]:
    """As `accounts_of`, for several parties in one query."""
    mandates = Mandate.objects.on(timezone.localdate()).filter(party__in=list(parties), role__in=SEATED - FUND_ROLES)
    found: dict[int, dict[str, User]] = defaultdict(dict)
    for mandate in mandates.select_related("user"):
        found[mandate.party_id][mandate.user.email.lower()] = mandate.user
    return found
