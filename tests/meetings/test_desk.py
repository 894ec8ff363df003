"""The Secretariat's desk for meetings."""

import pytest
from django.test import Client

from meetings.models import ActivityCount, Meeting
from tests.meetings.factories import meeting, session
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def desk(coordinator):
    client = Client()
    client.get("/accounts/login/?language=en")
    sign_in_past_second_factor(client, coordinator)
    return client


def filled(**changes):
    sessions = {
        "sessions-TOTAL_FORMS": "1",
        "sessions-INITIAL_FORMS": "0",
        "sessions-0-part": "session",
        "sessions-0-title_es": "Mañana",
        "sessions-0-title_en": "Morning",
        "sessions-0-starts_at_0": "2026-06-10",
        "sessions-0-starts_at_1": "09:00",
        "sessions-0-ends_at_0": "2026-06-10",
        "sessions-0-ends_at_1": "12:00",
    }
    sessions |= {"outcomes-TOTAL_FORMS": "0", "outcomes-INITIAL_FORMS": "0"}
    own = {"kind": "rcgm", "ordinal": "43", "title_es": "Reunión", "title_en": "Meeting", "slug": "grcm-43"}
    when = {"year": "2026", "starts_on": "2026-06-10", "last_on": "2026-06-11", "precision": "day"}
    return own | when | {"time_zone": "America/Costa_Rica", "format": "virtual"} | sessions | changes


def test_a_meeting_is_planned_with_its_body_and_sessions_by_the_rules(desk):
    answer = desk.post("/admin/meetings/meeting/add/", filled())

    assert answer.status_code == 302
    made = Meeting.objects.get(slug="grcm-43")
    one = made.sessions.get()
    assert [body.slug for body in made.bodies.all()] == ["rcgm"]
    assert (one.audience, one.body.slug) == ("rcgm", "rcgm")
    assert {"member", "observer_organisation", "rrocm"} <= set(one.attended_by)
    assert "observer_country" not in one.attended_by


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_on": "2026-06-09"}, "The last day is not before the first."),
        ({"year": "2025"}, "The first day lies in the year of the meeting."),
        ({"sessions-0-ends_at_1": "08:00"}, "It must end after it begins."),
        ({"title_es": "x" * 400}, "at most 250 characters"),
        ({"time_zone": "America/Nowhere"}, "is not a time zone"),
        ({"ordinal": "40"}, "There is a meeting of this kind with that number."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_stored(desk, changes, said):
    meeting(kind="rcgm", slug="otra", ordinal=40)

    answer = desk.post("/admin/meetings/meeting/add/", filled(**changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not Meeting.objects.filter(slug="grcm-43").exists()


def test_the_next_meeting_is_made_from_the_last_after_a_page_that_says_what_is_taken_over(desk):
    last = meeting(kind="rcgm", slug="grcm-7", ordinal=7)
    session(last, "session", "Mañana")
    path = f"/admin/meetings/meeting/{last.pk}/next/"

    page = desk.get(path)
    answer = desk.post(path)

    made = Meeting.objects.get(slug="grcm-8")
    assert "Mañana (en): Session" in page.content.decode()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/meetings/meeting/{made.pk}/change/")


def test_the_desk_warns_before_convening_of_what_is_missing(desk):
    workshop = meeting(kind="workshop", host=None)

    page = desk.get(f"/admin/meetings/meeting/{workshop.pk}/do/convene/").content.decode()

    assert "Fill in the host country before it is convened" in page


def test_the_conferences_own_meetings_have_no_button_to_convene_on_the_desk(desk):
    held = meeting()

    assert "/do/convene/" not in desk.get(f"/admin/meetings/meeting/{held.pk}/change/").content.decode()
    assert desk.post(f"/admin/meetings/meeting/{held.pk}/do/convene/").status_code == 403


def test_the_record_of_changes_names_what_a_list_holds(desk):
    counted = ActivityCount.objects.get(order=4)

    page = desk.get(f"/admin/meetings/activitycount/{counted.pk}/history/").content.decode()

    assert "workshop, seminar, training" in page
