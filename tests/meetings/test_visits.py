"""What is new on a meeting's page since one last looked, and how long that look is remembered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import retention
from meetings.models import AgendaItem, ItemDocument, MeetingVisit
from members.models import Party
from tests.declarations.factories import published
from tests.meetings.factories import convened, item, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/meetings/reunion/"
CHIP = "new since your last visit"
HOUR = timedelta(hours=1)


@pytest.fixture
def people(history):
    return everybody()


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def chips(client):
    return client.get(PAGE).content.decode().count(CHIP)


def hours_pass(hours=1):
    """As if every look and change so far had been so many hours ago."""
    ago = timedelta(hours=hours)
    for visit in MeetingVisit.objects.all():
        visit.looked_at -= ago
        visit.previous_at = visit.previous_at and visit.previous_at - ago
        visit.save()
    for model, name in ((AgendaItem, "changed_at"), (ItemDocument, "added_at")):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) - ago})


def test_what_changed_since_the_visit_before_is_marked_as_long_as_the_visit_lasts(people):
    held = convened(people["ppt"])
    old, changed = item(session(held, "plenary"), "Uno"), None
    changed = item(old.session, "Dos")
    client = visitor(people["focal"])

    first = chips(client)
    hours_pass()
    second = chips(client)
    hours_pass()
    changed.presenter = "Presidencia"
    changed.save()
    ItemDocument.objects.create(item=old, version=published(people["st_coord"]).versions.get())
    third, again = chips(client), chips(client)
    hours_pass()
    fourth = chips(client)

    assert (first, second, third, again, fourth) == (0, 0, 2, 2, 0)


def test_what_became_of_an_item_is_a_change_of_it(people):
    one = item(session(convened(people["ppt"]), "plenary"), is_standing=True)
    AgendaItem.objects.update(changed_at=timezone.now() - HOUR)
    before = AgendaItem.objects.get().changed_at

    team = visitor(people["ppt"])
    team.post(f"{PAGE}do/open/")
    team.post(f"/en/intranet/meetings/items/{one.pk}/decide/", {"result": "done"})

    assert AgendaItem.objects.get().changed_at > before


@pytest.mark.parametrize(("minutes", "is_another"), [(29, False), (31, True)])
def test_looks_within_half_an_hour_are_one_visit(people, minutes, is_another):
    held = convened(people["ppt"])
    visits, now = MeetingVisit.objects, timezone.now()

    looks = [visits.begin_or_go_on(held, people["focal"], now + timedelta(minutes=n)) for n in (0, minutes)]

    assert looks == [None, now if is_another else None]
    assert MeetingVisit.objects.count() == 1


def test_whoever_looks_through_another_role_leaves_no_visit(people):
    convened(people["ppt"])
    client = visitor(people["st_coord"])
    client.post("/en/intranet/view-as/", {"role": "focal", "party": Party.objects.get(slug="mx").pk})

    seen = client.get(PAGE)
    client.head(PAGE)

    assert "Focal point" in seen.content.decode()
    assert not MeetingVisit.objects.exists()


@pytest.mark.parametrize(
    ("over_days_ago", "looked_days_ago", "is_closed", "stays"),
    [
        (100, 91, False, False),
        (100, 89, False, True),
        (10, 91, False, True),
        (10, 1, True, False),
    ],
)
def test_visits_are_forgotten_after_the_meeting_and_with_the_account(
    people, over_days_ago, looked_days_ago, is_closed, stays
):
    now = timezone.now()
    last_on = timezone.localdate() - timedelta(days=over_days_ago)
    held = convened(people["ppt"], starts_on=last_on, last_on=last_on)
    MeetingVisit.objects.create(meeting=held, user=people["focal"], looked_at=now - timedelta(days=looked_days_ago))
    if is_closed:
        people["focal"].is_active = False
        people["focal"].save()

    list(retention.enforce(now))

    assert MeetingVisit.objects.exists() == stays


def test_a_person_takes_the_own_visits_along(people):
    convened(people["ppt"])
    client = visitor(people["focal"])
    client.get(PAGE)

    assert '"meeting__slug": "reunion"' in client.post("/en/intranet/my-data/").content.decode()
