"""Agendas: each item for its session's audience, papers pinned to a version, standing items decided before closing."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from crm_portal.common.workflow import TransitionNotAllowed
from declarations import publishing
from declarations.models import Axis
from meetings import workflow
from meetings.models import AgendaItem, ItemDocument, Meeting, Outcome
from members.models import CircleAdmission
from tests.declarations.factories import published, version
from tests.meetings.factories import attended, convened, item, meeting, session
from tests.members.factories import seated
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
INSIDE = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}

READERS = [
    # kind of meeting, its bodies, part, how the item differs, who reads it
    ("conference", "", "plenary", {}, INSIDE),
    ("conference", "", "plenary", {"released_on": date(2026, 1, 1)}, INSIDE | {"obs_country", "obs_org"}),
    ("conference", "", "plenary", {"is_open_to_rrocm": True}, INSIDE | {"rrocm"}),
    ("conference", "", "closed_door", {"matter": "political"}, {"hod"}),
    ("rcgm", "", "session", {}, INSIDE | {"obs_org"}),
    ("network", "net-trafficking", "session", {}, INSIDE - {"troika"}),
    ("network", "net-consular", "session", {}, INSIDE - {"troika", "liaison_x"}),
    ("ad_hoc", "extra-regional", "session", {}, INSIDE - {"liaison_x"}),
    ("troika", "", "session", {}, {"focal", "ppt", "troika", "st_coord", "st_assist"} - {"focal"}),
    ("conference", "", "plenary", {"audience": "secretariat"}, {"st_coord", "st_assist"}),
]


@pytest.mark.parametrize(("kind", "body", "part", "values", "expected"), READERS)
def test_an_item_is_read_by_those_whom_its_session_is_for(history, kind, body, part, values, expected):
    people = everybody()
    held = meeting(kind=kind, bodies=[body] if body else ())
    Meeting.objects.filter(pk=held.pk).update(status="convened", convened_at=timezone.now())
    sitting = session(held, part)
    if sitting.circle:
        CircleAdmission.objects.create(circle=sitting.circle, person=people["hod"], valid_from=timezone.localdate())
    one = item(sitting, **values)

    reading = {role for role, user in people.items() if AgendaItem.objects.visible_to(user).contains(one)}

    assert reading == expected


def test_an_item_for_more_than_its_session_says_why(presidency):
    sitting = session(meeting(), "plenary")
    wider = item(sitting, audience="public", save=False)

    with pytest.raises(ValidationError, match="Say why the item is for more"):
        wider.full_clean()

    wider.widening_reason = "Inauguración"
    wider.full_clean()


@pytest.mark.parametrize(
    ("part", "values", "said"),
    [
        ("closed_door", {"matter": ""}, "which kind of matter"),
        ("plenary", {"matter": "political"}, "Only items behind closed doors"),
        ("closed_door", {"matter": "political", "audience": "members"}, "people admitted alone"),
    ],
)
def test_an_item_behind_closed_doors_names_its_matter_and_is_for_those_admitted(history, part, values, said):
    with pytest.raises(ValidationError, match=said):
        item(session(meeting(), part), save=False, **values).full_clean()


def decided(presidency, **values):
    """An open meeting with a standing item of its plenary."""
    held = convened(presidency)
    one = item(session(held, "plenary"), "Calendario", is_standing=True, **values)
    workflow.advance(held, verb="open", by=presidency)
    return held, one


def test_a_meeting_is_closed_once_each_standing_item_is_decided(presidency):
    held, one = decided(presidency)
    with pytest.raises(TransitionNotAllowed, match="“Calendario"):
        workflow.advance(held, verb="close", by=presidency)

    workflow.decide(one, "carried_over", by=presidency)
    attended(held, presidency)

    assert workflow.advance(held, verb="close", by=presidency).status == "closed"
    with pytest.raises(TransitionNotAllowed, match="while the meeting is in session"):
        workflow.decide(one, "done", by=presidency)


def test_closing_names_no_item_to_somebody_who_may_not_read_it(presidency, coordinator):
    held = convened(presidency)
    item(session(held, "closed_door"), WORD, is_standing=True, matter="political")
    workflow.advance(held, verb="open", by=presidency)

    with pytest.raises(TransitionNotAllowed) as refused:
        workflow.advance(held, verb="close", by=coordinator)

    assert WORD not in str(refused.value)
    assert "Items that you cannot see" in str(refused.value)


def test_the_next_meeting_takes_over_what_comes_back_and_what_was_carried_over(presidency, coordinator):
    held, standing = decided(presidency)
    sitting = held.sessions.get()
    carried, done = item(sitting, "Pendiente"), item(sitting, "Hecho")
    item(session(held, "closed_door"), WORD, is_standing=True, matter="political")
    for one, result in ((standing, "done"), (carried, "carried_over"), (done, "done")):
        workflow.decide(one, result, by=presidency)

    following = workflow.plan_next(held, by=coordinator)

    titles = AgendaItem.objects.filter(session__meeting=following).values_list("title_es", "result", "audience")
    assert sorted(titles) == [("Calendario", "", "plenary"), ("Pendiente", "", "plenary")]


def test_a_plenary_without_its_minimum_agenda_is_flagged_to_those_who_write_it(presidency):
    held = convened(presidency)
    item(session(held, "plenary"), minimum="ppt_report")
    team, focal = Client(), Client()
    sign_in_past_second_factor(team, presidency)
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))

    flagged = team.get("/en/intranet/meetings/reunion/").content.decode()

    assert "Opening statements by member delegations; Dialogue with civil society (RNCOM)" in flagged
    assert "Report of the Presidency" not in flagged
    assert "the minimum agenda lacks" not in focal.get("/en/intranet/meetings/reunion/").content.decode()


def test_a_paper_stays_the_version_that_was_pinned(presidency, coordinator):
    document = published(coordinator, "Informe", body="vm")
    first = document.versions.get()
    held = convened(presidency)
    one = item(session(held, "plenary"), audience="public")
    ItemDocument.objects.create(item=one, version=first)

    version(document, coordinator, name="otra.pdf")
    publishing.publish(document, by=coordinator)

    page_cache.begin_edition()
    page = Client().get("/en/meetings/reunion/").content.decode()
    assert "version 1" in page
    assert "version 2" not in page


def test_a_paper_shows_only_to_those_who_may_read_it(presidency, coordinator):
    paper = published(coordinator, WORD, audience="members")
    one = item(session(convened(presidency), "plenary"), "Abierto", audience="public")
    ItemDocument.objects.create(item=one, version=paper.versions.get())
    focal = Client()
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))
    page_cache.begin_edition()

    public = Client().get("/en/meetings/reunion/").content.decode()

    assert "Abierto (en)" in public
    assert WORD not in public
    assert WORD in focal.get("/en/intranet/meetings/reunion/").content.decode()


def test_a_documents_page_says_where_it_was_adopted_and_discussed_as_far_as_the_reader_may_know(
    presidency, coordinator
):
    document = published(coordinator, "Declaración")
    adopted = convened(presidency, "Conferencia", slug="una")
    Outcome.objects.create(meeting=adopted, document=document)
    closed = convened(presidency, f"{WORD} cerrada", slug="otra")
    planned = meeting(f"{WORD} planificada", slug="futura")
    for held, audience in ((closed, "members"), (planned, "public")):
        ItemDocument.objects.create(
            item=item(session(held, "plenary"), audience=audience), version=document.versions.get()
        )
    page_cache.begin_edition()
    focal = Client()
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))

    public = Client().get(f"/en/documents/{document.symbol}/").content.decode()
    page = focal.get(f"/en/intranet/papers/{document.pk}/").content.decode()

    assert '<a href="/en/meetings/una/">Conferencia (en)</a>' in public
    assert "adopted or produced there" in public
    assert WORD not in public
    assert (f"{WORD} cerrada" in page, f"{WORD} planificada" in page) == (True, True)


def test_a_documents_page_names_what_else_came_out_of_the_meeting_for_everybody(presidency, coordinator):
    held = convened(presidency)
    one, other, hidden = (
        published(coordinator, title, audience=audience)
        for title, audience in (("Una", "public"), ("Otra", "public"), (WORD, "members"))
    )
    for document in (one, other, hidden):
        Outcome.objects.create(meeting=held, document=document)
    page_cache.begin_edition()

    page = Client().get(f"/en/documents/{one.symbol}/").content.decode()

    assert f'Also from there: <a href="/en/documents/{other.symbol}/">Otra (en)</a></p>' in page
    assert WORD not in page


def test_what_came_out_of_a_meeting_stands_on_its_page_as_far_as_it_may_be_read(presidency, coordinator):
    held = convened(presidency)
    for title, audience in (("Declaración", "public"), (WORD, "members")):
        Outcome.objects.create(meeting=held, document=published(coordinator, title, audience=audience))
    page_cache.begin_edition()

    page = Client().get("/en/meetings/reunion/").content.decode()

    assert "Declaración" in page
    assert WORD not in page


def test_the_presidency_decides_items_on_the_page_and_a_focal_point_does_not(presidency):
    _held, one = decided(presidency)
    team, focal = Client(), Client()
    sign_in_past_second_factor(team, presidency)
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))
    path = f"/en/intranet/meetings/items/{one.pk}/decide/"

    assert path in team.get("/en/intranet/meetings/reunion/").content.decode()
    assert path not in focal.get("/en/intranet/meetings/reunion/").content.decode()
    assert focal.post(path, {"result": "done"}).status_code == 403
    assert team.post(path, {"result": "nothing"}).status_code == 404
    assert team.post(path, {"result": "done"}).status_code == 302
    one.refresh_from_db()
    assert one.result == "done"


@pytest.mark.parametrize("size", [1, 200])
def test_the_page_asks_no_more_for_a_long_agenda(presidency, coordinator, django_assert_max_num_queries, size):
    held = convened(presidency)
    sitting = session(held, "plenary")
    papers = [version(published(coordinator, f"Papel {n}", with_file=False), coordinator) for n in range(2)]
    items = AgendaItem.objects.bulk_create(
        AgendaItem(session=sitting, title_es=f"Punto {n}", title_en=f"Item {n}", audience="plenary")
        for n in range(size)
    )
    ItemDocument.objects.bulk_create(ItemDocument(item=one, version=paper) for one in items for paper in papers)
    team = Client()
    sign_in_past_second_factor(team, presidency)
    team.get("/en/intranet/meetings/reunion/")

    with django_assert_max_num_queries(15):
        page = team.get("/en/intranet/meetings/reunion/")

    assert page.content.decode().count("Item ") == size


def test_the_desk_gives_an_item_the_audience_of_its_session_and_offers_no_closed_door(presidency, coordinator):
    held = meeting()
    open_one, closed = session(held, "plenary"), session(held, "closed_door")
    desk = Client()
    desk.get("/accounts/login/?language=en")
    sign_in_past_second_factor(desk, coordinator)
    row = {"session": open_one.pk, "order": 1, "title_es": "Punto", "title_en": "Item", "audience": ""}
    papers = {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}

    made = desk.post("/admin/meetings/agendaitem/add/", row | papers)
    refused = desk.post("/admin/meetings/agendaitem/add/", row | papers | {"session": closed.pk, "matter": "political"})

    assert (made.status_code, refused.status_code) == (302, 200)
    assert "Select a valid choice" in refused.content.decode()
    one = AgendaItem.objects.get()
    assert (one.audience, one.body.slug) == ("plenary", "vm")
    assert not AgendaItem.objects.visible_to(AnonymousUser()).exists()


def test_the_plan_of_action_counts_the_items_of_each_axis_that_everybody_may_read(presidency):
    sitting, axis = session(convened(presidency), "plenary"), Axis.objects.get(number=2)
    item(sitting, audience="public", axis=axis)
    item(sitting, axis=axis)  # for the plenary
    item(session(meeting(slug="futura"), "plenary"), audience="public", axis=axis)  # of a meeting that is only planned
    page_cache.begin_edition()

    page = Client().get("/en/plan-of-action/").content.decode()

    assert page.count("1 agenda item<") == page.count(" agenda item") == 1
