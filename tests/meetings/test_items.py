"""Agendas written item by item: in order, taken up one at a time, and not changed once the meeting is over."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from crm_portal.common.workflow import TransitionNotAllowed
from meetings import items, workflow
from meetings.models import AgendaItem
from members.models import CircleAdmission
from tests.meetings.factories import attended, convened, item, meeting, session
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor


def titles(of):
    return list(AgendaItem.objects.filter(session=of).values_list("title_es", flat=True))


def test_a_new_item_comes_last(presidency):
    plenary = session(meeting())
    item(plenary, "Primero")

    items.write(item(plenary, "Segundo", save=False), by=presidency)

    assert titles(plenary) == ["Primero", "Segundo"]


def test_items_move_up_and_down_and_no_further_than_the_ends(presidency):
    plenary = session(meeting())
    made = [item(plenary, name, order=order) for order, name in enumerate("ABC", start=1)]

    items.move(made[2], -1, by=presidency)
    moved = titles(plenary)
    items.move(made[0], -1, by=presidency)

    assert (moved, titles(plenary)) == (["A", "C", "B"], ["A", "C", "B"])


def test_whoever_does_not_see_an_item_neither_moves_it_nor_moves_others_across_it(coordinator):
    plenary = session(meeting())
    made = [item(plenary, name, order=order) for order, name in enumerate("ABC", start=1)]
    AgendaItem.objects.filter(pk=made[1].pk).update(audience="troika")
    assistant = seated("asistente", "st_assist", "iom")
    AgendaItem.objects.filter(pk=made[1].pk).update(audience="circle")

    items.put_in_order(plenary, [made[2].pk, made[1].pk, made[0].pk], by=assistant)

    assert titles(plenary) == ["C", "B", "A"]


def test_one_item_of_a_session_is_discussed_at_a_time(presidency):
    held = convened(presidency)
    plenary = session(held)
    first, second = item(plenary, "A"), item(plenary, "B", order=2)
    workflow.advance(held, verb="open", by=presidency)

    items.take_up(first, by=presidency)
    items.take_up(second, by=presidency)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.finished_at is not None, second.is_under_discussion) == (True, True)
    with pytest.raises(TransitionNotAllowed, match="already"):
        items.take_up(first, by=presidency)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_different_items_at_once_leave_one_open(presidency):
    held = convened(presidency)
    plenary = session(held)
    made = [item(plenary, str(order), order=order) for order in range(8)]
    workflow.advance(held, verb="open", by=presidency)

    def open_one(one):
        try:
            items.take_up(one, by=presidency)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_one, made))

    running = AgendaItem.objects.filter(session=plenary, finished_at=None, taken_up_at__isnull=False)
    assert running.count() == 1


@pytest.mark.parametrize(
    "step",
    [
        lambda one, by: items.write(one, by=by),
        lambda one, by: items.remove(one, by=by),
        lambda one, by: items.put_in_order(one.session, [one.pk], by=by),
        lambda one, by: items.take_up(one, by=by),
        lambda one, by: items.finish(one, by=by),
    ],
)
def test_the_agenda_of_a_closed_meeting_stays_as_it_was(presidency, step):
    held = convened(presidency)
    one = item(session(held))
    workflow.advance(
        attended(workflow.advance(held, verb="open", by=presidency), presidency), verb="close", by=presidency
    )

    with pytest.raises(TransitionNotAllowed):
        step(one, presidency)


def test_the_presidency_writes_an_item_on_its_page(client, presidency):
    held = convened(presidency)
    plenary = session(held)
    sign_in_past_second_factor(client, presidency)
    new = f"/en/intranet/meetings/{held.slug}/agenda/new-item/"
    words = {"session": plenary.pk, "title_es": "Retorno digno", "title_en": "Dignified return", "audience": ""}

    refused = client.post(new, words | {"title_en": ""}).content.decode()
    client.post(new, words | {"minutes": "30"})

    assert "This field is required" in refused
    made = AgendaItem.objects.get()
    assert (made.title_es, made.minutes, made.audience) == ("Retorno digno", 30, plenary.audience)
    assert "Dignified return" in client.get(f"/en/intranet/meetings/{held.slug}/agenda/").content.decode()


def test_the_presidency_writes_behind_closed_doors_only_where_it_is_admitted(client, presidency):
    held = convened(presidency)
    closed = session(held, "closed_door")
    sign_in_past_second_factor(client, presidency)
    new = f"/en/intranet/meetings/{held.slug}/agenda/new-item/"
    words = {"session": closed.pk, "title_es": "Asunto", "title_en": "Matter", "audience": "", "matter": "political"}

    client.post(new, words)
    before = AgendaItem.objects.count()
    CircleAdmission.objects.create(circle=closed.circle, person=presidency, valid_from="2026-01-01")
    client.post(new, words)

    assert (before, AgendaItem.objects.values_list("audience", "matter").get()) == (0, ("circle", "political"))


def test_a_focal_point_writes_no_item(client, presidency):
    held = convened(presidency)
    one = item(session(held))
    client.force_login(seated("mx", "focal", "mx"))

    answers = [
        client.get(f"/en/intranet/meetings/{held.slug}/agenda/new-item/").status_code,
        client.post(f"/en/intranet/meetings/items/{one.pk}/remove/").status_code,
        client.post(f"/en/intranet/meetings/items/{one.pk}/move/", {"direction": "up"}).status_code,
        client.post(f"/en/intranet/meetings/items/{one.pk}/discuss/", {"verb": "take_up"}).status_code,
    ]

    assert answers == [403, 403, 403, 403]


def test_the_page_of_a_meeting_in_session_asks_again_and_gets_nothing_until_something_changed(client, presidency):
    held = convened(presidency)
    one = item(session(held), "Retorno digno")
    workflow.advance(held, verb="open", by=presidency)
    client.force_login(seated("mx", "focal", "mx"))
    page = f"/en/intranet/meetings/{held.slug}/"

    shown = client.get(page)
    asked = f"{page}now/?seen={shown.context['fingerprint']}"
    before = client.get(asked)
    items.take_up(one, by=presidency)
    after = client.get(asked)

    assert f'hx-get="{asked}"' in shown.content.decode()
    assert (before.status_code, before.content, after.status_code) == (204, b"", 200)
    assert "under discussion" in after.content.decode()
    assert "<html" not in after.content.decode()
