"""The floor: who asks, who invites, who allots, what the party is told, and who sees which slot."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import authorising, floor, speaking, workflow
from meetings.models import Meeting, SpeakingSlot
from members.models import Circle, CircleAdmission, Party
from tests.meetings.factories import attended, convened, item, meeting, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
INSIDE = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}
PATH = "/en/intranet/meetings/reunion/speaking/"
ASKED = {"subject": "Asunto", "minutes": 5}


def party(slug):
    return Party.objects.get(slug=slug)


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


@pytest.fixture
def people(history):
    return everybody()


@pytest.fixture
def plenary(people):
    return session(convened(people["ppt"]), "plenary")


OPEN = [
    # kind of meeting, its body, part, the parties that may ask for the floor there
    ("conference", "", "plenary", {"co", "unhcr", "rrocm"}),
    ("conference", "", "opening", {"co", "unhcr", "rrocm"}),
    ("conference", "", "closed_door", set()),
    ("rcgm", "", "session", {"unhcr", "rrocm"}),
    ("network", "net-trafficking", "session", {"rrocm"}),
    ("seminar", "", "event", {"rrocm"}),
    ("drafting", "", "session", set()),
    ("troika", "", "session", set()),
]


@pytest.mark.parametrize(("kind", "body", "part", "expected"), OPEN)
def test_a_party_asks_for_the_floor_where_the_rules_open_the_session_to_it(people, kind, body, part, expected):
    held = meeting(kind=kind, bodies=[body] if body else ())
    Meeting.objects.filter(pk=held.pk).update(status="convened", convened_at=timezone.now())
    sitting = session(held, part)
    able = set()

    for role, slug in (("obs_country", "co"), ("obs_org", "unhcr"), ("rrocm", "rrocm"), ("focal", "mx")):
        try:
            speaking.request(sitting, party(slug), by=people[role], subject="Asunto")
        except TransitionNotAllowed:
            continue
        able.add(slug)

    assert able == expected


@pytest.mark.parametrize(("kind", "body", "part", "expected"), OPEN)
def test_a_party_is_invited_to_speak_where_the_rules_open_the_session_to_it(people, kind, body, part, expected):
    sitting = session(meeting(kind=kind, bodies=[body] if body else ()), part)
    able = set()

    for slug in ("co", "unhcr", "rrocm", "mx"):
        try:
            speaking.invite(sitting, party(slug), by=people["st_assist"], subject="Asunto", minutes=5)
        except TransitionNotAllowed:
            continue
        able.add(slug)

    assert able == expected


def test_an_express_invitation_to_a_network_opens_its_floor(people):
    circle = Circle.objects.create(name="Invitados")
    CircleAdmission.objects.create(circle=circle, party=party("unhcr"), valid_from=timezone.localdate())
    held = convened(people["ppt"], kind="network", bodies=["net-consular"])
    sitting = session(held, "session", circle=circle)

    slot = speaking.request(sitting, party("unhcr"), by=people["obs_org"], subject="Asunto")

    assert slot.status == "requested"
    with pytest.raises(TransitionNotAllowed, match="not open to"):
        speaking.request(sitting, party("co"), by=people["obs_country"], subject="Asunto")


def test_a_country_makes_statements_and_joins_in_no_debate(people, plenary):
    today = timezone.localdate()
    Meeting.objects.filter(pk=plenary.meeting_id).update(starts_on=today, last_on=today, year=today.year)
    one = item(plenary, released_on=today)

    with pytest.raises(TransitionNotAllowed, match="Observer countries make statements"):
        speaking.request(plenary, party("co"), by=people["obs_country"], subject="Asunto", item=one)

    authorising.authorise(one, party("co"), by=people["ppt"], reason="Experiencia")
    assert speaking.request(plenary, party("co"), by=people["obs_country"], subject="Asunto", item=one).item == one
    assert speaking.request(plenary, party("unhcr"), by=people["obs_org"], subject="Asunto", item=one).item == one


def test_an_item_of_another_session_is_refused(people, plenary):
    elsewhere = item(session(plenary.meeting, "opening"))

    with pytest.raises(TransitionNotAllowed, match="another session"):
        speaking.request(plenary, party("unhcr"), by=people["obs_org"], subject="Asunto", item=elsewhere)


STEPS = [
    # how it began, the verb, where it leads; None where it is refused
    ("requested", "allot", "allotted"),
    ("requested", "refuse", "declined"),
    ("requested", "withdraw", "withdrawn"),
    ("requested", "accept", None),
    ("requested", "recall", None),
    ("invited", "accept", "accepted"),
    ("invited", "decline", "declined"),
    ("invited", "recall", "withdrawn"),
    ("invited", "allot", None),
    ("invited", "withdraw", None),
    ("invited", "refuse", None),
    ("invited", "arrange", None),
]
SAID = {"allot": {"minutes": 4}, "arrange": {"minutes": 4}, "refuse": {"reason": "Sin tiempo"}}


def begun(plenary, people, kind, slug="unhcr", role="obs_org"):
    if kind == "requested":
        return speaking.request(plenary, party(slug), by=people[role], **ASKED)
    return speaking.invite(plenary, party(slug), by=people["ppt"], **ASKED)


def take(slot, verb, by):
    if verb in {"accept", "decline", "withdraw"}:
        return speaking.answer(slot, verb, by=by)
    return getattr(speaking, verb)(slot, by=by, **SAID.get(verb, {}))


@pytest.mark.parametrize(("kind", "verb", "expected"), STEPS)
def test_a_slot_goes_the_way_of_its_kind(people, plenary, kind, verb, expected):
    slot = begun(plenary, people, kind)

    if expected is None:
        with pytest.raises(TransitionNotAllowed, match="not possible in the state"):
            take(slot, verb, people["ppt"])
    else:
        assert take(slot, verb, people["ppt"]).status == expected


def test_a_request_is_declined_with_a_reason_only(people, plenary):
    with pytest.raises(TransitionNotAllowed, match="Say why"):
        speaking.refuse(begun(plenary, people, "requested"), by=people["ppt"], reason="  ")


@pytest.mark.parametrize("status", ["closed", "archived", "cancelled"])
def test_nothing_is_asked_or_given_once_a_meeting_is_over(people, plenary, status):
    slot = begun(plenary, people, "requested")
    Meeting.objects.filter(pk=plenary.meeting_id).update(status=status)

    for attempt in (
        lambda: begun(plenary, people, "requested", "rrocm", "rrocm"),
        lambda: begun(plenary, people, "invited", "co"),
        lambda: speaking.allot(slot, by=people["ppt"], minutes=5),
        lambda: speaking.answer(slot, "withdraw", by=people["obs_org"]),
    ):
        with pytest.raises(TransitionNotAllowed, match="until the meeting is over"):
            attempt()


def test_speakers_come_one_after_another_unless_told(people, plenary):
    first = speaking.allot(begun(plenary, people, "requested"), by=people["ppt"], minutes=5)
    second = speaking.invite(plenary, party("rrocm"), by=people["ppt"], subject="Asunto", minutes=5)
    moved = speaking.allot(first, by=people["st_assist"], minutes=3, order=9)

    assert (first.order, second.order, moved.order, moved.minutes) == (1, 2, 9, 3)


def test_who_was_declined_may_ask_again_and_nobody_asks_twice(people, plenary):
    slot = begun(plenary, people, "requested")
    with pytest.raises(TransitionNotAllowed, match="has a slot there already"):
        begun(plenary, people, "requested")
    with pytest.raises(TransitionNotAllowed, match="has a slot there already"):
        begun(plenary, people, "invited")

    speaking.refuse(slot, by=people["ppt"], reason="Sin tiempo")

    assert begun(plenary, people, "requested").status == "requested"


@pytest.mark.django_db(transaction=True)
def test_of_ten_requests_at_once_one_is_kept(history):
    people = everybody()
    plenary = session(convened(people["ppt"]), "plenary")
    barrier, said = threading.Barrier(10), []

    def ask():
        barrier.wait()
        try:
            begun(plenary, people, "requested")
        except TransitionNotAllowed as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert SpeakingSlot.objects.count() == 1
    assert len(said) == 9


def letters():
    return list(
        Letter.objects.filter(kind__startswith="speaking").order_by("pk").values_list("kind", "recipient__email")
    )


def test_the_partys_people_are_told_what_is_decided_and_what_they_are_invited_to(people, plenary):
    asked = begun(plenary, people, "requested")
    before = letters()

    speaking.allot(asked, by=people["ppt"], minutes=7)
    speaking.refuse(asked, by=people["ppt"], reason="Sin tiempo")
    offered = speaking.invite(plenary, party("rrocm"), by=people["st_assist"], subject="Asunto", minutes=5)
    speaking.answer(offered, "accept", by=people["rrocm"])
    speaking.recall(offered, by=people["ppt"])

    told = [("speaking-decision", people["obs_org"].email)] * 2
    told += [("speaking-invitation", people["rrocm"].email), ("speaking-decision", people["rrocm"].email)]
    assert (before, letters()) == ([], told)
    texts = [letter.text for letter in Letter.objects.filter(kind__startswith="speaking").order_by("pk")]
    assert "7 minut" in texts[0]
    assert "Sin tiempo" in texts[1]


SEEN = [
    # the state of a slot of UNHCR, whoever knows of it
    ("requested", {"obs_org", "ppt", "st_coord", "st_assist"}),
    ("declined", {"obs_org", "ppt", "st_coord", "st_assist"}),
    ("allotted", INSIDE | {"obs_org", "obs_country", "rrocm"}),
]


@pytest.mark.parametrize(("status", "expected"), SEEN)
def test_a_request_is_known_to_its_party_and_those_who_decide_and_an_allotted_slot_to_the_session(
    people, plenary, status, expected
):
    slot = begun(plenary, people, "requested")
    if status == "allotted":
        speaking.allot(slot, by=people["ppt"], minutes=5)
    elif status == "declined":
        speaking.refuse(slot, by=people["ppt"], reason="Sin tiempo")

    seeing = {role for role, user in people.items() if SpeakingSlot.objects.visible_to(user).exists()}

    assert seeing == expected


def test_a_slot_under_an_item_tells_nobody_of_an_item_that_is_hidden(people, plenary):
    hidden = item(plenary, WORD, audience="members")
    released = item(plenary, "Abierto", released_on=timezone.localdate())
    for one in (hidden, released):
        slot = speaking.request(plenary, party("unhcr"), by=people["obs_org"], subject="Asunto", item=one)
        speaking.allot(slot, by=people["ppt"], minutes=5)

    country, own = (visitor(people[role]).get(PATH).content.decode() for role in ("obs_country", "obs_org"))

    assert (WORD in country, "Abierto (en)" in country, "2. " in country) == (False, True, False)
    assert (WORD in own, "2. " in own) == (False, True)


DOORS = [
    # role, the list, asking, inviting, allotting
    ("obs_country", 200, 200, 403, 404),
    ("obs_org", 200, 200, 403, 403),
    ("rrocm", 200, 200, 403, 404),
    ("focal", 200, 403, 403, 404),
    ("hod", 200, 403, 403, 404),
    ("liaison_x", 200, 403, 403, 404),
    ("ppt", 200, 403, 200, 200),
    ("st_coord", 200, 403, 200, 200),
    ("st_assist", 200, 403, 200, 200),
    ("st_it", 404, 404, 404, 404),
    ("auditor", 404, 404, 404, 404),
    ("iom_fund", 404, 404, 404, 404),
]


@pytest.mark.parametrize(("role", "listed", "asking", "inviting", "allotting"), DOORS)
def test_each_role_at_each_door(people, plenary, role, listed, asking, inviting, allotting):
    slot = begun(plenary, people, "requested")
    client = visitor(people[role])

    answers = [client.get(f"{PATH}{end}").status_code for end in ("", "request/", "invite/", f"{slot.pk}/allot/")]

    assert answers == [listed, asking, inviting, allotting]


def test_a_request_goes_from_the_partys_page_to_the_presidencys_and_back(people, plenary):
    organisation, team, focal = (visitor(people[role]) for role in ("obs_org", "ppt", "focal"))

    sent = organisation.post(f"{PATH}request/", {"session": plenary.pk, "subject": WORD, "minutes": 5})
    again = organisation.post(f"{PATH}request/", {"session": plenary.pk, "subject": WORD, "minutes": 5})
    slot = SpeakingSlot.objects.get()
    hidden = focal.get(PATH).content.decode()
    allotted = team.post(f"{PATH}{slot.pk}/allot/", {"minutes": 8, "order": ""})
    shown = focal.get(PATH).content.decode()

    assert (sent.status_code, again.status_code, allotted.status_code) == (302, 200, 302)
    assert "has a slot there already" in again.content.decode()
    assert (WORD in hidden, WORD in shown) == (False, True)
    assert organisation.post(f"{PATH}{slot.pk}/do/withdraw/").status_code == 302
    assert organisation.post(f"{PATH}{slot.pk}/do/nothing/").status_code == 404
    slot.refresh_from_db()
    assert (slot.status, slot.minutes) == ("withdrawn", 8)


def test_nobody_answers_for_another_party(people, plenary):
    slot = begun(plenary, people, "invited", "rrocm")

    answers = {
        role: visitor(people[role]).post(f"{PATH}{slot.pk}/do/accept/").status_code
        for role in ("obs_org", "focal", "ppt", "rrocm")
    }

    assert answers == {"obs_org": 404, "focal": 404, "ppt": 403, "rrocm": 302}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "121"}, "less than or equal to 120"),
        ({"subject": "x" * 400}, "at most 250 characters"),
        ({"session": "999999"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_stored(people, plenary, changes, said):
    sent = {"session": plenary.pk, "subject": "Asunto", "minutes": 5} | changes

    answer = visitor(people["obs_org"]).post(f"{PATH}request/", sent)

    assert said in answer.content.decode()
    assert not SpeakingSlot.objects.exists()


def test_what_waits_for_whom(people, plenary):
    begun(plenary, people, "requested")
    begun(plenary, people, "invited", "rrocm")

    waiting = {role: [str(task.title) for task in floor.tasks(user)] for role, user in people.items()}

    decide = {role: ["Allot a speaking slot"] for role in ("ppt", "st_coord", "st_assist")}
    assert {role: titles for role, titles in waiting.items() if titles} == decide | {
        "rrocm": ["Answer an invitation to speak"]
    }


def test_the_page_asks_no_more_for_many_speakers(people, plenary, django_assert_max_num_queries):
    others = Party.objects.filter(statuses__status="observer").distinct()
    for one in others:
        speaking.invite(plenary, one, by=people["ppt"], subject="Asunto", minutes=5)
    team = visitor(people["ppt"])
    team.get(PATH)

    with django_assert_max_num_queries(15):
        page = team.get(PATH)

    assert page.content.decode().count("Take back") == 2 * others.count() > 10


def test_a_closed_meeting_shows_who_spoke_without_buttons(people, plenary):
    speaking.allot(begun(plenary, people, "requested"), by=people["ppt"], minutes=5)
    opened = workflow.advance(plenary.meeting, verb="open", by=people["ppt"])
    workflow.advance(attended(opened, people["ppt"]), verb="close", by=people["ppt"])

    page = visitor(people["ppt"]).get(PATH).content.decode()

    assert ("Asunto" in page, "/allot/" in page, "/invite/" in page) == (True, False, False)
