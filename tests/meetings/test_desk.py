"""The Secretariat's desk for meetings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import ActivityCount, AgendaItem, Meeting
from members.models import Body
from tests.declarations.factories import published
from tests.meetings.factories import DAY, attended, item, meeting, opened, session
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
    return own | when | {"time_zone": "America/Costa_Rica", "format": "virtual", "companions": 2} | sessions | changes


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


# The parts that the rules know


@pytest.mark.parametrize(
    ("kind", "part", "said"),
    [
        ("rcgm", "closed_door", "They know: Session."),
        ("conference", "session", "They know: Plenary, Closed-door meeting, Opening."),
        ("seminar", "plenary", "They know: Event."),
    ],
)
def test_a_session_of_a_part_that_the_rules_do_not_know_is_refused_naming_those_they_know(desk, kind, part, said):
    answer = desk.post("/admin/meetings/meeting/add/", filled(**{"kind": kind, "sessions-0-part": part}))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not Meeting.objects.filter(slug="grcm-43").exists()


def test_a_network_knows_the_parts_of_the_bodies_that_are_chosen(desk):
    network = str(Body.objects.get(slug="net-trafficking").pk)
    answers = [
        desk.post(
            "/admin/meetings/meeting/add/",
            filled(**{"kind": "network", "ordinal": "", "bodies": [network], "sessions-0-part": part}),
        ).status_code
        for part in ("plenary", "session")
    ]

    assert answers == [200, 302]


def test_a_kind_of_meeting_without_rules_is_planned_with_any_part(desk):
    answer = desk.post(
        "/admin/meetings/meeting/add/", filled(**{"kind": "regional", "ordinal": "", "sessions-0-part": "plenary"})
    )

    assert (answer.status_code, Meeting.objects.get(slug="grcm-43").sessions.count()) == (302, 1)


def changed(held, **changes):
    """The desk's form of a meeting with one session, as it stands, with changes."""
    one = held.sessions.get()
    own = {"slug": held.slug, "title_es": held.title_es, "title_en": held.title_en, "kind": held.kind}
    bodies = [str(pk) for pk in held.bodies.values_list("pk", flat=True)]
    sessions = {"sessions-INITIAL_FORMS": "1", "sessions-0-id": str(one.pk), "sessions-0-meeting": str(held.pk)}
    day = {}
    for name in ("starts_at", "ends_at"):
        moment = timezone.localtime(getattr(one, name))
        day |= {f"sessions-0-{name}_0": f"{moment:%Y-%m-%d}", f"sessions-0-{name}_1": f"{moment:%H:%M:%S}"}
    part = {"sessions-0-part": one.part, "sessions-0-title_es": one.title_es, "sessions-0-title_en": one.title_en}
    return filled(
        **({"ordinal": "", "year": str(held.year), "bodies": bodies} | own | sessions | day | part | changes)
    ) | {
        "starts_on": str(held.starts_on),
        "last_on": str(held.last_on),
    }


@pytest.mark.parametrize(("is_over", "attends"), [(False, False), (True, True)])
def test_another_kind_asks_the_rules_anew_for_the_sessions_that_are_not_over(desk, is_over, attends):
    """Observer countries come to the Vice-Ministers' plenary and to no drafting group. Source, lines 651-653."""
    day = timezone.localdate() + timedelta(days=-30 if is_over else 30)
    held = meeting(kind="rcgm", starts_on=day, last_on=day, year=day.year)
    one = session(held, "session", day=day)
    kept, fewer = item(one, "Heredado"), item(one, "Para menos", audience="presidency")

    answer = desk.post(f"/admin/meetings/meeting/{held.pk}/change/", changed(held, kind="drafting"))

    for row in (held, one, kept, fewer):
        row.refresh_from_db()
    assert (answer.status_code, held.kind) == (302, "drafting")
    assert list(held.bodies.values_list("slug", flat=True)) == ["drafting-group"]
    assert ("observer_organisation" in one.attended_by) == attends
    assert one.audience == kept.audience == ("rcgm" if is_over else "members")
    assert fewer.audience == "presidency"


def test_once_it_is_convened_kind_and_bodies_stay(desk, presidency):
    held = workflow.convene(meeting(kind="rcgm", starts_on=DAY, last_on=DAY), by=presidency)
    session(held, "session", day=DAY)

    answer = desk.post(
        f"/admin/meetings/meeting/{held.pk}/change/", changed(held, kind="conference", bodies=[], theme_es="Otro")
    )

    held.refresh_from_db()
    assert (answer.status_code, held.kind, held.theme_es) == (302, "rcgm", "Otro")
    assert list(held.bodies.values_list("slug", flat=True)) == ["rcgm"]


# What is on record


@pytest.fixture
def closed(presidency):
    """An item of a meeting that was closed."""
    held = opened(presidency, kind="rcgm")
    one = item(session(held, "session"), "Acordado", audience="members")
    attended(held, presidency)
    workflow.advance(held, verb="close", by=presidency)
    return one


def test_an_item_is_not_edited_after_its_meeting_was_closed(desk, closed):
    path = f"/admin/meetings/agendaitem/{closed.pk}"

    page = desk.get(f"{path}/change/")
    answers = [
        desk.post(f"{path}/{verb}/", {"title_es": "Otro", "post": "yes"}).status_code for verb in ("change", "delete")
    ]

    closed.refresh_from_db()
    assert "is on record, and is not edited any more" in page.content.decode()
    assert 'name="title_es"' not in page.content.decode()
    assert (answers, closed.title_es) == ([403, 403], "Acordado")


def test_no_item_is_added_to_a_meeting_that_is_closed(desk, closed):
    sent = {"session": closed.session_id, "order": "9", "title_es": "Tardío", "title_en": "Late", "audience": ""}
    sent |= {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}

    answer = desk.post("/admin/meetings/agendaitem/add/", sent)

    assert (answer.status_code, "is on record" in answer.content.decode()) == (200, True)
    assert AgendaItem.objects.count() == 1


def test_no_session_is_taken_away_with_its_items_after_closing_and_outcomes_are_still_linked(desk, closed, coordinator):
    held = closed.session.meeting
    made = published(coordinator, "Conclusiones")
    outcome = {"outcomes-TOTAL_FORMS": "1", "outcomes-0-document": str(made.pk)}

    answer = desk.post(
        f"/admin/meetings/meeting/{held.pk}/change/", changed(held, **{"sessions-0-DELETE": "on"} | outcome)
    )

    assert (answer.status_code, held.sessions.count(), held.outcomes.count()) == (302, 1, 1)
