"""What lies behind closed doors opens to the seat holders whose credentials were received, and to them alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import attendance, delegations
from meetings.delegations import Entry
from meetings.models import AgendaItem, Delegate, Session
from meetings.models.delegations import Tick
from members.models import CircleAdmission, Party, User
from tests.meetings.factories import convened, item, session
from tests.members.factories import seated

HEAD, COMPANION, OTHER, FOREIGN = "jefa", "acompanante", "asesora", "ajena"


@pytest.fixture
def held(presidency):
    """A conference with an item behind closed doors, and a Mexican delegation of three accounts and one without."""
    made = convened(presidency)
    item(session(made, "closed_door", "Puerta cerrada"), "Asunto reservado")
    for name in (HEAD, COMPANION, OTHER):
        seated(name, "rcgm", "mx")
    seated(FOREIGN, "rcgm", "ca")
    register(made, entry(HEAD, is_head=True), entry(COMPANION, has_seat=True), entry(OTHER), Entry("Sin Cuenta"))
    return made


@pytest.fixture
def focal(presidency):
    return seated("focal", "focal", "mx")


def entry(name, **values):
    return Entry(name.title(), email=f"{name.upper()}@example.org", **values)


def register(held, *entries):
    by = User.objects.filter(mandates__role="presidency_team").first()
    return delegations.register(held, Party.objects.get(slug="mx"), entries, by=by)


def tick(name, by, what=Tick.CREDENTIALS, *, is_set=True):
    delegations.tick(Delegate.objects.get(full_name=name.title()), what, is_set=is_set, by=by)


def readers():
    """Of the accounts, those that see the item behind closed doors today."""
    seen = {}
    for name in (HEAD, COMPANION, OTHER, FOREIGN):
        user = User.objects.get(email=f"{name}@example.org")
        seen[name] = AgendaItem.objects.visible_to(user).filter(session__part="closed_door").exists()
    return {name for name, sees in seen.items() if sees}


def test_without_credentials_nobody_reads(held):
    assert readers() == set()


def test_the_seat_holders_with_credentials_read_and_nobody_else(held, coordinator):
    for name in (HEAD, COMPANION, OTHER):
        tick(name, coordinator)

    assert readers() == {HEAD, COMPANION}
    assert set(CircleAdmission.objects.values_list("valid_from", "valid_until")) == {(timezone.localdate(), None)}


@pytest.mark.parametrize("what", [Tick.VERIFIED, Tick.ATTENDED])
def test_another_tick_opens_nothing(held, coordinator, what):
    held.status = "open"
    held.save()
    tick(HEAD, coordinator, what)

    assert readers() == set()


def taken_back(held, coordinator):
    tick(COMPANION, coordinator, is_set=False)


def seat_gone(held, coordinator):
    register(held, entry(COMPANION))


def removed(held, coordinator):
    register(held, entry(COMPANION, is_removed=True))


def another_address(held, coordinator):
    row = Delegate.objects.get(full_name=COMPANION.title())
    register(held, Entry(row.full_name, email=f"{OTHER}@example.org", has_seat=True, pk=row.pk))


@pytest.mark.parametrize("change", [taken_back, seat_gone, removed, another_address])
def test_the_door_shuts_when_the_tick_the_seat_or_the_delegate_goes(held, coordinator, change):
    for name in (HEAD, COMPANION):
        tick(name, coordinator)
    assert readers() == {HEAD, COMPANION}

    change(held, coordinator)

    assert readers() == {HEAD}


def test_whoever_comes_back_on_the_same_day_reads_again(held, coordinator):
    for is_set in (True, False, True):
        tick(HEAD, coordinator, is_set=is_set)

    assert readers() == {HEAD}


def test_an_account_of_another_country_is_no_delegates(held, coordinator):
    register(held, Entry("Infiltrada", email=f"{FOREIGN}@example.org", has_seat=False, is_head=False))
    register(
        held,
        Entry(COMPANION.title(), has_seat=False),
        Entry("Infiltrada", email=f"{FOREIGN}@example.org", has_seat=True),
    )
    tick("Infiltrada", coordinator)

    assert Delegate.objects.get(full_name="Infiltrada").person is None
    assert readers() == set()


def test_a_session_planned_later_opens_to_those_who_hold_their_seat(held, coordinator):
    tick(HEAD, coordinator)
    later = session(held, "closed_door", "Segunda")
    item(later, "Otro asunto")

    delegations.admit_seat_holders(held)

    user = User.objects.get(email=f"{HEAD}@example.org")
    assert AgendaItem.objects.visible_to(user).filter(session=later).exists()


def test_another_meetings_closed_door_stays_shut(held, coordinator, presidency):
    other = convened(presidency, slug="otra", kind="troika")
    closed = attendance.place(
        Session(meeting=other, part="closed_door", title_es="Otra", starts_at=timezone.now(), ends_at=timezone.now())
    )
    closed.ends_at = closed.starts_at + timedelta(hours=1)
    closed.save()

    tick(HEAD, coordinator)

    assert not CircleAdmission.objects.filter(circle=closed.circle).exists()
