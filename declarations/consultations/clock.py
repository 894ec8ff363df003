"""By when a round is to be answered: five working days of each country, to 23:59 in its own time zone.

Source, lines 716-727: "5 días hábiles". It does not say whose; the ways to count among which the Presidency may choose
are `Round.Basis`. The day of sending is day 0. What was counted is stored with the round: a holiday that is announced
later moves nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Addressee, Reminder, Round
from members.models import Party, PartyStatus
from members.working_days import Counting, announced, count

WORKING_DAYS = 5
SEAT = "CR"
"""The seat of the Secretariat."""
END_OF_DAY = time(23, 59)
Basis = Round.Basis


class Planned(NamedTuple):
    """One country's time in a round that is about to be sent."""

    party: Party
    sent_on: date
    """The day on which it was, where the country is, when the round was sent."""
    counting: Counting
    last_on: date
    due_at: datetime

    @property
    def is_edited(self) -> bool:
        return self.last_on != self.counting.last_on

    @property
    def counted_on(self) -> list[str]:
        """The working days counted, as they are stored with the round."""
        return [day.isoformat() for day in self.counting.counted]

    @property
    def kept(self) -> list[dict[str, object]]:
        """The days passed over, as they are stored with the round."""
        return [
            {"day": one.day.isoformat(), **one.names, "countries": list(one.countries)} for one in self.counting.skipped
        ]


def end_of(day: date, time_zone: str) -> datetime:
    """The moment at which a day's time is up in a time zone."""
    return datetime.combine(day, END_OF_DAY, ZoneInfo(time_zone))


def members_on(day: date) -> list[Party]:
    """The members, who are asked. Raises TransitionNotAllowed where one has no time zone on record."""
    found = list(Party.objects.with_status(PartyStatus.Status.MEMBER, day))
    refuse_without_zone(found)
    return found


def refuse_without_zone(parties: Iterable[Party]) -> None:
    """Raises TransitionNotAllowed where a country has no time zone on record, by name."""
    if lacking := [party.name for party in parties if not party.time_zone]:
        raise TransitionNotAllowed(
            _("No time zone is on record for: %(countries)s. Complete it on the desk first.")
            % {"countries": ", ".join(lacking)}
        )


def countries_for(basis: str, party: Party, members: Collection[Party]) -> tuple[str, ...]:
    """Whose holidays are passed over when a country's days are counted."""
    return {
        Basis.OWN: (party.iso2,),
        Basis.SEAT: (SEAT,),
        Basis.ANY: tuple(sorted(member.iso2 for member in members)),
        Basis.WEEKENDS: (),
    }[Basis(basis)]


def plan(
    members: Collection[Party], sent_at: datetime, basis: str, edited: Mapping[int, date] | None = None
) -> list[Planned]:
    """Each country's time, should the round be sent at that moment; `edited` has other last days by the party's number.

    Raises TransitionNotAllowed for an edited day that is not after the day of sending.
    """
    known = announced([member.iso2 for member in members] + [SEAT])
    planned = []
    for party in members:
        sent_on = today_in(party.time_zone, sent_at)
        counting = count(sent_on, WORKING_DAYS, countries_for(basis, party, members), known)
        last_on = (edited or {}).get(party.pk) or counting.last_on
        if last_on <= sent_on:
            raise TransitionNotAllowed(
                _("%(country)s: the last day is after the day of sending.") % {"country": party.name}
            )
        planned.append(Planned(party, sent_on, counting, last_on, end_of(last_on, party.time_zone)))
    return planned


def mark(planned: Collection[Planned]) -> str:
    """Tells one count of the days from another: sent on another day, or by another calendar, they would be others."""
    counted = sorted((one.party.pk, one.counting.last_on.isoformat()) for one in planned)
    return sha256(repr(counted).encode()).hexdigest()[:16]


def closes_at(planned: Collection[Planned]) -> datetime:
    """When the round ends for all: with the last of them."""
    return max(one.due_at for one in planned)


def reminders(addressee: Addressee, since: datetime) -> list[Reminder]:
    """When a country is reminded: at half its time and a day before it is up, as far as that lies ahead of `since`."""
    if addressee.due_at is None:
        return []
    moments = {
        Reminder.Kind.HALF_TIME: since + (addressee.due_at - since) / 2,
        Reminder.Kind.DAY_BEFORE: addressee.due_at - timedelta(days=1),
    }
    return [Reminder(addressee=addressee, kind=kind, due_at=at) for kind, at in moments.items() if at > since]


def now_later(round_: Round, addressees: Iterable[Addressee]) -> list[Addressee]:
    """The countries whose fifth working day would come after the day they have, by today's calendars.

    A holiday was announced since, or the library knows another one. The round stays as it is; the Presidency may give
    it more time.
    """
    asked = [one for one in addressees if one.computed_on]
    members = [one.party for one in asked]
    known = announced([member.iso2 for member in members] + [SEAT]) if asked else {}
    later = []
    for one in asked:
        sent_on = today_in(one.time_zone, round_.sent_at)
        counting = count(sent_on, WORKING_DAYS, countries_for(round_.basis, one.party, members), known)
        if one.last_on and one.last_on < counting.last_on and one.computed_on != counting.last_on:
            later.append(one)
    return later


def today_in(time_zone: str, now: datetime | None = None) -> date:
    """Which day it is somewhere."""
    return (now or timezone.now()).astimezone(ZoneInfo(time_zone)).date()
