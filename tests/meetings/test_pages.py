"""The pages and calendars of meetings: what is planned shows nowhere in public, what is convened everywhere."""

from datetime import date

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from meetings import workflow
from meetings.models import Meeting
from members.models import User
from tests.meetings.factories import convened, meeting, session
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
PUBLIC = [
    "/en/",
    "/en/meetings/",
    "/en/meetings/?kind=conference",
    "/en/meetings/calendar/2026/",
    "/en/meetings/calendar/2026/6/",
    "/en/meetings/meetings.ics",
    "/en/meetings/meetings.ics?body=vm",
    f"/en/search/?source=meetings&q={WORD}",
    "/api/v1/meetings",
    "/api/v1/meetings?kind=conference&body=vm&year=2026",
    "/en/meetings/reunion/",
    "/en/meetings/reunion/meeting.ics",
    "/sitemap-1.xml",
]


def body_of(path):
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_a_planned_meeting_shows_nowhere_and_a_convened_one_everywhere(presidency):
    today = timezone.localdate()
    planned = meeting(WORD, starts_on=today, last_on=today, year=today.year)
    paths = [
        path.replace("/2026/6/", f"/{today.year}/{today.month}/").replace("2026", str(today.year)) for path in PUBLIC
    ]
    before = [path for path in paths if tells(path)]

    workflow.convene(planned, by=presidency)
    page_cache.begin_edition()

    assert before == []
    assert [path for path in paths if not tells(path)] == []


def tells(path):
    """Whether a page names the meeting, or leads to it; a search says the word again by itself."""
    page = body_of(path)
    return "/reunion/" in page or (WORD in page and "search" not in path)


def calendar(path):
    answer = Client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def test_a_meeting_in_a_calendar_program_has_its_days_its_state_and_its_sessions_in_their_time_zone(presidency):
    held = convened(presidency, "Conferencia", time_zone="America/Mexico_City")
    session(held, "opening", "Apertura", hours=(15, 16), audience="public")
    session(held, "closed_door", WORD)

    made = calendar("/en/meetings/reunion/meeting.ics")

    days, hours = made.walk("VEVENT")
    assert (days.decoded("dtstart"), days.decoded("dtend")) == (date(2026, 6, 10), date(2026, 6, 13))
    assert (days["status"], str(days["uid"])) == ("CONFIRMED", f"meeting-{held.pk}@testserver")
    assert hours.decoded("dtstart").isoformat() == "2026-06-10T09:00:00-06:00"
    assert [zone["tzid"] for zone in made.walk("VTIMEZONE")] == ["America/Mexico_City"]
    assert WORD not in made.to_ical().decode()


def test_each_change_that_calendars_show_is_counted_and_a_cancellation_is_one(presidency):
    held = convened(presidency, cancellation_reason_es="Motivo", cancellation_reason_en="Reason")
    sequences = [calendar("/en/meetings/reunion/meeting.ics").walk("VEVENT")[0]["sequence"]]
    for change in ({"last_on": date(2026, 6, 13)}, {"theme_es": "nada"}):
        Meeting.objects.filter(pk=held.pk).update(**change)
        page_cache.begin_edition()
        sequences.append(calendar("/en/meetings/reunion/meeting.ics").walk("VEVENT")[0]["sequence"])

    workflow.cancel(held, by=presidency)
    page_cache.begin_edition()
    cancelled = calendar("/en/meetings/reunion/meeting.ics").walk("VEVENT")[0]

    first, moved, unseen = sequences
    assert (moved - first, unseen - moved, cancelled["sequence"] - unseen) == (1, 0, 1)
    assert cancelled["status"] == "CANCELLED"
    assert "Reason" in body_of("/en/meetings/reunion/")


@pytest.mark.parametrize(
    "path",
    [
        "/en/meetings/?kind=nothing",
        "/en/meetings/?year=1850",
        "/en/meetings/calendar/1995/",
        "/en/meetings/calendar/2016/13/",
        "/en/meetings/calendar/2016/0/",
        "/en/meetings/calendar/9999/",
        "/en/meetings/meetings.ics?body=nothing",
        "/en/meetings/nothing/",
    ],
)
def test_what_there_is_not_is_not_found(history, path):
    assert Client().get(path).status_code == 404


def test_the_list_shows_what_was_printed_beside_what_is_on_record(history):
    page = body_of("/es/reuniones/")

    assert '<td class="num">122</td><td class="num">21</td>' in page
    assert "28–29 de enero de 1999" in page  # noqa: RUF001  # as Spanish writes it
    assert "mayo de 2003" in page


def test_the_presidency_convenes_from_the_intranet_and_a_focal_point_does_not(presidency):
    from tests.members.factories import seated

    planned = meeting()
    focal, team = Client(), Client()
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))
    sign_in_past_second_factor(team, presidency)
    path = "/en/intranet/meetings/reunion/"

    assert "<button" in team.get(path).content.decode().split('class="step"')[1]
    assert 'class="step"' not in focal.get(path).content.decode()
    assert focal.post(f"{path}do/convene/").status_code == 403
    assert team.post(f"{path}do/nothing/").status_code == 404
    assert team.post(f"{path}do/convene/").status_code == 302
    planned.refresh_from_db()
    assert planned.status == "convened"
    refused = team.post(f"{path}do/convene/", follow=True)
    assert "This is not possible in the state" in refused.content.decode()


def test_the_page_says_why_a_meeting_cannot_be_convened(presidency):
    meeting(kind="regional")
    team = Client()
    sign_in_past_second_factor(team, presidency)

    page = team.get("/en/intranet/meetings/reunion/").content.decode()

    assert "No rule says who may attend a meeting of this kind." in page
    assert "do/convene/" not in page


def test_coming_meetings_stand_in_my_calendar_and_in_the_handover(presidency):
    today = timezone.localdate()
    meeting("Planificada", starts_on=today, last_on=today, year=today.year)
    team = Client()
    sign_in_past_second_factor(team, presidency)

    assert "Planificada" in team.get("/en/intranet/calendar/").content.decode()


def test_a_session_is_shown_at_its_hour_where_it_is_held_and_where_i_am(presidency):
    held = convened(presidency, time_zone="America/Mexico_City")
    session(held, "plenary", hours=(15, 16))
    User.objects.filter(pk=presidency.pk).update(time_zone="America/Panama")
    team = Client()
    sign_in_past_second_factor(team, presidency)

    page = team.get("/en/intranet/meetings/reunion/").content.decode()

    assert "09:00–10:00</p>" in page  # noqa: RUF001  # as it is printed
    assert "10:00–11:00 in Panama" in page  # noqa: RUF001  # as above
    assert "The hours are those of Mexico City." in page


def test_a_meeting_that_is_only_planned_is_led_to_in_the_intranet(presidency):
    held, planned = convened(presidency), meeting("Futura", slug="futura")
    held.held_with.add(planned)
    team = Client()
    sign_in_past_second_factor(team, presidency)

    page = team.get("/en/intranet/meetings/reunion/").content.decode()

    assert '<a href="/en/intranet/meetings/futura/">Futura (en)</a>' in page
    assert "Futura" not in body_of("/en/meetings/reunion/")
