"""Looking through another role: never more than the role sees, never more than oneself sees, and no hands."""

import pytest
from django.utils import timezone

from members import circulars
from members.models import Circular, Mandate, Party
from tests.members.factories import circular, preside, seated
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def people(history):
    preside("cr", timezone.localdate().year)
    return {
        "coordinator": seated("carla", "st_coord", "iom"),
        "it": seated("iris", "st_it", "iom"),
        "ppt": seated("paula", "presidency_team", "cr"),
        "focal mx": seated("ana", "focal", "mx"),
        "officer": seated("luis", "liaison_x", "bz", network="net-trafficking"),
        "requester": seated("rosa", "fund_requester", "mx"),
    }


def look(client, role, slug, network=""):
    return client.post(
        "/en/intranet/view-as/", {"role": role, "party": Party.objects.get(slug=slug).pk, "body": network}
    )


def names(client):
    return {entry["name"] for entry in client.get("/en/intranet/directory/").context["entries"]}


@pytest.mark.parametrize(("who", "answer"), [("coordinator", 302), ("it", 403), ("ppt", 403), ("focal mx", 403)])
def test_only_the_secretariat_looks_through_others(client, people, who, answer):
    sign_in_past_second_factor(client, people[who])

    assert look(client, "focal", "mx").status_code == answer
    assert ("view_as" in client.session) == (answer == 302)


def test_the_rows_are_those_of_the_role(client, people):
    draft, sent = circular(people["ppt"], "Draftword"), circular(people["ppt"], "Sentword")
    circulars.send(sent, by=people["ppt"])
    sign_in_past_second_factor(client, people["coordinator"])
    own = client.get("/en/intranet/circulars/").text

    look(client, "focal", "mx")
    seen = client.get("/en/intranet/circulars/").text

    assert ("Draftword" in own, "Sentword" in own) == (True, True)
    assert ("Draftword" in seen, "Sentword" in seen) == (False, True)
    assert client.get(f"/en/intranet/circulars/{draft.pk}/").status_code == 404
    assert "You are looking as: Focal point, Mexico." in seen


def test_the_directory_is_that_of_the_role(client, people):
    network = people["officer"].mandates.get().body
    sign_in_past_second_factor(client, people["coordinator"])

    look(client, "liaison_x", "mx", network.pk)
    officer = names(client)
    client.post("/en/intranet/view-as/end/")
    look(client, "obs_country", "co")
    observer = names(client)
    client.post("/en/intranet/view-as/end/")

    assert officer == {"Luis", "Carla", "Iris", "Paula"}
    assert observer == {"Carla", "Iris", "Paula"}
    assert "Ana" in names(client)


def test_a_role_without_a_directory_finds_nobody(client, people):
    sign_in_past_second_factor(client, people["coordinator"])

    look(client, "fund_requester", "mx")

    assert names(client) == set()


def test_a_row_that_the_role_alone_may_see_stays_hidden(people):
    from members.view_as import View

    sent = circular(people["ppt"])
    circulars.send(sent, by=people["ppt"])
    watcher = people["requester"]  # reaches no circular
    before = Circular.objects.visible_to(people["focal mx"]).count()

    watcher.look_through(View("focal", Party.objects.get(slug="mx").pk).standing)

    assert before == 1
    assert Circular.objects.visible_to(watcher).count() == 0
    assert not watcher.has_perm("members.acknowledge_circular")


def test_nothing_can_be_changed(client, people):
    sent = circular(people["ppt"])
    circulars.send(sent, by=people["ppt"])
    mine = people["focal mx"].mandates.get()
    sign_in_past_second_factor(client, people["coordinator"])
    look(client, "focal", "mx")

    for path in (f"people/{mine.pk}/confirm/", f"circulars/{sent.pk}/acknowledge/", "profile/", "calendar/renew/"):
        client.post(f"/en/intranet/{path}", {"full_name": "Changed", "language": "en", "time_zone": "UTC"})

    assert Mandate.objects.get(pk=mine.pk).confirmed_on is None
    assert not sent.receipts.filter(acknowledged_at__isnull=False).exists()
    people["coordinator"].refresh_from_db()
    assert people["coordinator"].full_name == "Carla"


def test_the_admin_is_closed_while_one_looks_through_a_focal_point(client, people):
    sign_in_past_second_factor(client, people["coordinator"])
    before = client.get("/admin/").status_code

    look(client, "focal", "mx")

    assert (before, client.get("/admin/").status_code) == (200, 404)


def test_whoever_leaves_the_secretariat_stops_looking(client, people):
    sign_in_past_second_factor(client, people["coordinator"])
    look(client, "focal", "mx")

    Mandate.objects.filter(user=people["coordinator"]).update(valid_until=timezone.localdate())

    assert "You are looking as" not in client.get("/en/intranet/").text
    assert "view_as" not in client.session


@pytest.mark.parametrize("given", [{"role": "anon"}, {"role": "root"}, {"role": "liaison_x"}, {}])
def test_a_strange_role_is_refused_beside_its_field(client, people, given):
    sign_in_past_second_factor(client, people["coordinator"])

    answer = client.post("/en/intranet/view-as/", {"party": Party.objects.get(slug="mx").pk} | given)

    assert answer.status_code == 200
    assert "view_as" not in client.session
