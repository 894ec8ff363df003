"""Delegations: who registers them, what is refused, and what saving twice does."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import delegations, workflow
from meetings.delegations import Entry
from meetings.models import Delegate, Delegation, Meeting
from meetings.models.delegations import Tick
from members.models import Party
from tests.at_once import at_once
from tests.files import honest
from tests.meetings.delegation_posts import people
from tests.meetings.factories import attended, convened, meeting, session
from tests.members.factories import mandate, person, seated
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/meetings/reunion/my-delegation/"
DESK = "/en/intranet/meetings/reunion/delegations/"


def party(slug):
    return Party.objects.get(slug=slug)


def signed_in(somebody):
    client = Client()
    sign_in_past_second_factor(client, somebody)
    return client


@pytest.fixture
def conference(presidency):
    """A conference with a plenary and a part behind closed doors, which was convened."""
    made = convened(presidency)
    session(made)
    session(made, "closed_door", "Puerta cerrada")
    return made


@pytest.fixture
def focal(conference):
    return seated("focal", "focal", "mx")


def registered(held, by, slug, *names, **values):
    """A delegation of these people; the first is its head."""
    entries = [Entry(name, is_head=number == 0, **values) for number, name in enumerate(names)]
    return delegations.register(held, party(slug), entries, by=by)


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [
        ("focal", "mx", 200),
        ("obs_country", "co", 200),
        ("obs_org", "unhcr", 200),
        ("rrocm", "rrocm", 200),
        ("presidency_team", "cr", 200),  # of the presiding country
        ("presidency_team", "gt", 404),  # of another
        ("hod", "mx", 200),
        ("rcgm", "mx", 404),
        ("liaison_x", "mx", 404),
        ("st_coord", "iom", 404),
        ("auditor", "ca", 404),
    ],
)
def test_whoever_speaks_for_a_party_that_comes_registers_its_delegation(conference, role, slug, status):
    network = "net-trafficking" if role == "liaison_x" else None
    client = signed_in(seated("somebody", role, slug, network=network))

    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, people("Ana Prueba")).status_code == (302 if status == 200 else 404)
    assert list(Delegation.objects.values_list("party__slug", flat=True)) == ([slug] if status == 200 else [])


def test_a_party_that_does_not_come_registers_nobody(presidency):
    """Observer countries do not come to the RCGM. Source, lines 855-858."""
    session(convened(presidency, kind="rcgm", ordinal=1), "session")
    client = signed_in(seated("colombia", "obs_country", "co"))

    assert (client.get(PAGE).status_code, client.post(PAGE, people("Ana")).status_code) == (404, 404)
    assert not Delegation.objects.exists()


def test_a_delegation_is_registered_while_the_meeting_is_convened_or_open(presidency):
    focal = seated("focal", "focal", "mx")
    planned = meeting()
    outcomes = []

    def attempt():
        try:
            delegations.register(planned, party("mx"), [Entry(f"Persona {len(outcomes)}")], by=focal)
        except TransitionNotAllowed as refusal:
            outcomes.append(str(refusal))
        else:
            outcomes.append("registered")

    attempt()
    workflow.convene(planned, by=presidency)
    attempt()
    opened = workflow.advance(planned, "open", by=presidency)
    attempt()
    workflow.advance(attended(opened, presidency), "close", by=presidency)
    attempt()

    refused = "Delegations are registered while a meeting is convened or in session. This one is {}."
    assert outcomes == [refused.format("planned"), "registered", "registered", refused.format("closed")]
    assert list(Delegate.objects.values_list("full_name", flat=True).order_by("pk")) == ["Persona 1", "Persona 2"]


def test_the_whole_delegation_is_registered_in_one_form(conference, focal):
    letter = SimpleUploadedFile("carta.pdf", honest.FILES["pdf"])
    client = signed_in(focal)

    answer = client.post(
        PAGE,
        people(
            {"full_name": "  Ana   Prueba ", "position": "Viceministra", "email": "ana@example.org", "is_head": "on"},
            {"full_name": "Berta Prueba", "institution": "Cancillería", "has_seat": "on"},
            {},
            letter=letter,
        ),
    )

    made = Delegation.objects.get(meeting=conference, party=party("mx"))
    rows = list(
        made.delegates.order_by("pk").values_list("full_name", "position", "institution", "is_head", "has_seat")
    )
    assert answer.status_code == 302
    assert rows == [("Ana Prueba", "Viceministra", "", True, True), ("Berta Prueba", "", "Cancillería", False, True)]
    assert (made.letter.name, made.registered_by) == ("carta.pdf", focal)
    readers = (focal, seated("otra", "focal", "ca"), seated("delegada", "rcgm", "mx"))
    assert [PrivateFile.objects.visible_to(reader).contains(made.letter) for reader in readers] == [True, False, False]


def test_saving_twice_makes_one_delegation_and_each_person_once(conference, focal):
    client = signed_in(focal)

    for names in (("Ana Prueba", "Berta Prueba"), ("ANA PRUEBA", "Berta  Prueba"), ("Ana Prueba",)):
        assert client.post(PAGE, people(*names)).status_code == 302

    assert Delegation.objects.count() == 1
    assert sorted(Delegate.objects.values_list("full_name", flat=True)) == ["Ana Prueba", "Berta Prueba"]


def test_a_person_is_renamed_by_number_and_taken_out_by_a_tick(conference, focal):
    made = registered(conference, focal, "mx", "Ana Prueba", "Berta Prueba")
    ana, berta = made.delegates.order_by("pk")

    signed_in(focal).post(
        PAGE,
        people(
            {"pk": ana.pk, "full_name": "Ana Prueba Díaz", "is_head": "on"},
            {"pk": berta.pk, "full_name": "Berta Prueba", "is_removed": "on"},
        ),
    )

    assert list(made.delegates.values_list("pk", "full_name")) == [(ana.pk, "Ana Prueba Díaz")]


def test_the_number_of_another_delegations_person_changes_nobody_there(conference, focal):
    other = registered(conference, seated("otra", "focal", "ca"), "ca", "Carla Prueba").delegates.get()

    signed_in(focal).post(PAGE, people({"pk": other.pk, "full_name": "Intrusa"}))

    other.refresh_from_db()
    assert other.full_name == "Carla Prueba"
    assert Delegate.objects.get(full_name="Intrusa").delegation.party.slug == "mx"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"full_name": "x" * 400}, "at most 150 characters (it has 400)"),
        ({"full_name": "Ana \u202egnp.exe"}, "characters that cannot be seen"),
        ({"full_name": "Ana\x07"}, "characters that cannot be seen"),
        ({"full_name": "Ana", "position": "Jefa\u2066"}, "characters that cannot be seen"),
        ({"full_name": "Ana", "email": "no address"}, "Enter a valid email address"),
        ({"full_name": "Ana", "institution": "y" * 201}, "at most 200 characters (it has 201)"),
        ({"position": "Viceministra"}, "This field is required"),
        ({"full_name": "Ana", "pk": "9" * 30}, "less than or equal to"),
    ],
)
def test_what_cannot_be_a_person_is_refused_beside_its_field(conference, focal, row, sentence):
    answer = signed_in(focal).post(PAGE, people("Berta Prueba", row))

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["Ana Prueba", "ana  PRUEBA"], "This name stands in the form twice."),
        ([{"full_name": "Ana", "is_head": "on"}, {"full_name": "Eva", "is_head": "on"}], "tick one person only"),
        ([{"full_name": name, "has_seat": "on"} for name in ("Ana", "Eva", "Sol")], "at most 2 people"),
    ],
)
def test_people_who_contradict_each_other_are_refused_together(conference, focal, rows, sentence):
    answer = signed_in(focal).post(PAGE, people(*rows))

    assert sentence in answer.content.decode()
    assert not Delegate.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"people-TOTAL_FORMS": "x"}, {"people-TOTAL_FORMS": "99999"}])
def test_a_form_that_is_not_one_is_answered_with_a_sentence(conference, focal, sent):
    answer = signed_in(focal).post(PAGE, sent)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Delegate.objects.exists()


def test_more_rows_come_without_script_and_keep_what_was_written(conference, focal):
    answer = signed_in(focal).post(PAGE, people({"full_name": "Ana Prueba", "is_head": "on"}, more="yes"))

    rows = answer.context["people"]
    assert (rows[0].initial["full_name"], bool(rows[0].initial["is_head"]), len(rows.forms)) == ("Ana Prueba", True, 9)
    assert not Delegation.objects.exists()


def test_people_sent_before_are_ticked_and_added(conference, focal, presidency):
    earlier = convened(presidency, slug="anterior", kind="rcgm", ordinal=1)
    delegations.register(earlier, party("mx"), [Entry("Dora Prueba", "Directora", "Instituto")], by=focal)
    mandate(person("elena"), "hod", "mx", position="Viceministra")
    delegations.register(earlier, party("ca"), [Entry("De Otra Parte")], by=seated("otra", "focal", "ca"))
    client = signed_in(focal)

    offered = [key for key, _label in client.get(PAGE).context["form"].fields["known"].choices]
    client.post(PAGE, people(known=["dora prueba", "elena"]))

    added = Delegate.objects.filter(delegation__meeting=conference).order_by("full_name")
    assert offered == ["elena", "focal", "dora prueba"]
    assert list(added.values_list("full_name", "position", "institution")) == [
        ("Dora Prueba", "Directora", "Instituto"),
        ("Elena", "Viceministra", ""),
    ]


def test_two_delegations_and_two_people_of_one_name_are_refused_by_the_database(conference, focal):
    made = registered(conference, focal, "mx", "Ana Prueba")

    for attempt in (
        lambda: Delegation.objects.create(meeting=conference, party=party("mx"), registered_by=focal),
        lambda: Delegate.objects.create(delegation=made, full_name="ANA PRUEBA"),
        lambda: Delegate.objects.create(delegation=made, full_name="Otra", is_head=True),
        lambda: made.delegates.update(credentials_at=timezone.now()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


# The three ticks


@pytest.mark.parametrize(
    ("role", "slug", "statuses"),
    [
        # credentials, verified, attended
        ("st_coord", "iom", [302, 302, 302]),
        ("st_assist", "iom", [302, 302, 302]),
        ("presidency_team", "cr", [403, 403, 302]),
        ("focal", "mx", [403, 403, 403]),
        ("focal", "ca", [404, 404, 404]),
        ("hod", "mx", [403, 403, 403]),
        ("hod", "ca", [404, 404, 404]),
        ("rcgm", "mx", [404, 404, 404]),
        ("obs_country", "co", [404, 404, 404]),
        ("st_it", "iom", [404, 404, 404]),
    ],
)
def test_each_tick_is_set_by_those_who_answer_for_it(presidency, role, slug, statuses):
    today = timezone.localdate()
    held = convened(presidency, starts_on=today, last_on=today)
    delegate = registered(held, seated("registra", "focal", "mx"), "mx", "Ana Prueba").delegates.get()
    client = signed_in(seated("somebody", role, slug))

    answers = [
        client.post(f"/en/intranet/meetings/delegates/{delegate.pk}/{tick}/", {"set": "yes"}).status_code
        for tick in Tick
    ]

    delegate.refresh_from_db()
    assert answers == statuses
    assert [delegate.has(tick) for tick in Tick] == [status == 302 for status in statuses]


def test_the_ticks_are_independent_and_can_be_taken_back(conference, focal, coordinator):
    delegate = registered(conference, focal, "mx", "Ana Prueba").delegates.get()

    delegations.tick(delegate, Tick.VERIFIED, is_set=True, by=coordinator)
    delegate.refresh_from_db()
    assert [delegate.has(tick) for tick in Tick] == [False, True, False]
    assert delegate.verified_by == coordinator

    delegations.tick(delegate, Tick.VERIFIED, is_set=False, by=coordinator)
    delegate.refresh_from_db()
    assert [delegate.has(tick) for tick in Tick] == [False, False, False]


@pytest.mark.parametrize(("days", "is_possible"), [(1, False), (0, True), (-1, True)])
def test_attendance_is_ticked_from_the_first_day_on(presidency, coordinator, days, is_possible):
    first = timezone.localdate() + timedelta(days=days)
    held = convened(presidency, starts_on=first, last_on=first)
    delegate = registered(held, seated("focal", "focal", "mx"), "mx", "Ana").delegates.get()

    refused = pytest.raises(TransitionNotAllowed, match="from the first day of the meeting on")
    with nullcontext() if is_possible else refused:
        delegations.tick(delegate, Tick.ATTENDED, is_set=True, by=coordinator)

    delegate.refresh_from_db()
    assert delegate.has(Tick.ATTENDED) is is_possible


@pytest.mark.parametrize("field", ["full_name", "email"])
def test_under_another_name_or_address_nothing_is_ticked(conference, focal, coordinator, field):
    delegate = registered(conference, focal, "mx", "Ana Prueba", email="ana@example.org").delegates.get()
    for tick in (Tick.CREDENTIALS, Tick.VERIFIED):
        delegations.tick(delegate, tick, is_set=True, by=coordinator)
    row = {"pk": delegate.pk, "full_name": delegate.full_name, "email": delegate.email, "position": "Jefa"}
    client = signed_in(focal)

    client.post(PAGE, people(row))
    delegate.refresh_from_db()
    kept = delegate.has(Tick.CREDENTIALS)
    client.post(PAGE, people(row | {field: "otra@example.org"}))
    delegate.refresh_from_db()

    assert (kept, [delegate.has(tick) for tick in Tick]) == (True, [False, False, False])


# The desk


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [
        ("st_coord", "iom", 200),
        ("st_assist", "iom", 200),
        ("presidency_team", "cr", 200),
        ("st_it", "iom", 404),
        ("focal", "mx", 404),
        ("obs_org", "unhcr", 404),
        ("auditor", "ca", 404),
    ],
)
def test_the_desk_is_the_presidencys_and_the_secretariats(conference, focal, role, slug, status):
    registered(conference, focal, "mx", "Ana Prueba")
    answer = signed_in(seated("somebody", role, slug)).get(DESK)

    assert answer.status_code == status
    assert ("Ana Prueba" in answer.content.decode()) is (status == 200)


def test_the_desk_names_those_who_have_not_registered(conference, focal, coordinator):
    registered(conference, focal, "mx", "Ana Prueba")

    missing = [each.slug for each in signed_in(coordinator).get(DESK).context["missing"]]

    assert "mx" not in missing
    assert {"ca", "cr", "co", "unhcr", "rrocm"} <= set(missing)


def test_a_meeting_that_is_only_planned_has_no_desk_and_no_list(presidency, coordinator):
    meeting()
    client = signed_in(coordinator)

    pages = ("delegations", "participants", "participants/import")
    assert [client.get(f"/en/intranet/meetings/reunion/{page}/").status_code for page in pages] == [404, 404, 404]


def many(held, by, delegations_made, people_each):
    parties = list(Party.objects.order_by("pk")[:delegations_made])
    made = Delegation.objects.bulk_create([Delegation(meeting=held, party=each, registered_by=by) for each in parties])
    Delegate.objects.bulk_create(
        Delegate(delegation=each, full_name=f"Persona {each.pk}-{number}", is_head=number == 0)
        for each in made
        for number in range(people_each)
    )
    return len(made)


@pytest.mark.parametrize("page", ["delegations", "participants", "participants/import", "my-delegation", ""])
def test_pages_ask_as_much_of_a_few_people_as_of_sixty_delegations_of_ten(
    conference, focal, coordinator, django_assert_max_num_queries, page
):
    assert many(conference, focal, 60, 10) >= 40
    client = signed_in(focal if page == "my-delegation" else coordinator)
    path = f"/en/intranet/meetings/reunion/{page}/".replace("//", "/")
    client.get(path)

    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200


# Behind closed doors


def test_the_head_and_two_companions_of_a_member_have_seats_and_nobody_else(conference, focal):
    made = delegations.register(
        conference,
        party("mx"),
        [Entry("Ana", is_head=True), Entry("Eva", has_seat=True), Entry("Sol", has_seat=True), Entry("Luz")],
        by=focal,
    )
    observer = registered(conference, seated("co", "obs_country", "co"), "co", "Col", has_seat=True)

    with pytest.raises(TransitionNotAllowed, match="at most 2 people"):
        delegations.register(conference, party("mx"), [Entry("Luz", has_seat=True)], by=focal)

    assert list(made.delegates.filter(has_seat=True).values_list("full_name", flat=True)) == ["Ana", "Eva", "Sol"]
    assert not observer.delegates.filter(has_seat=True).exists()


def test_a_meeting_without_a_closed_door_has_no_seats(presidency):
    held = convened(presidency)
    session(held)
    focal = seated("focal", "focal", "mx")

    made = registered(held, focal, "mx", "Ana", "Eva", has_seat=True)

    assert not made.delegates.filter(has_seat=True).exists()
    assert "has_seat" not in signed_in(focal).get(PAGE).content.decode()


def test_a_seat_passes_to_another_in_one_form(conference, focal):
    made = delegations.register(
        conference,
        party("mx"),
        [Entry("Ana", is_head=True), Entry("Eva", has_seat=True), Entry("Sol", has_seat=True)],
        by=focal,
    )

    delegations.register(
        conference,
        party("mx"),
        [Entry("Ana", has_seat=True), Entry("Eva", is_head=True), Entry("Sol"), Entry("Luz", has_seat=True)],
        by=focal,
    )

    rows = list(made.delegates.order_by("pk").values_list("full_name", "is_head", "has_seat"))
    assert rows == [("Ana", False, True), ("Eva", True, True), ("Sol", False, False), ("Luz", False, True)]


def test_seats_that_are_taken_stay_when_there_are_fewer(conference, focal):
    entries = [Entry("Ana", is_head=True), Entry("Eva", has_seat=True), Entry("Sol", has_seat=True)]
    made = delegations.register(conference, party("mx"), entries, by=focal)
    Meeting.objects.filter(pk=conference.pk).update(companions=1)

    delegations.register(conference, party("mx"), [Entry("Eva", "Directora", has_seat=True)], by=focal)

    assert made.delegates.filter(has_seat=True).count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["workflow", "database"])
def test_of_twenty_who_want_the_last_seat_at_once_one_gets_it(conference, focal, way):
    made = delegations.register(
        conference, party("mx"), [Entry("Ana", is_head=True), Entry("Eva", has_seat=True)], by=focal
    )
    mexico = party("mx")

    def attempt(index):
        if way == "workflow":
            delegations.register(conference, mexico, [Entry(f"Persona {index}", has_seat=True)], by=focal)
        else:
            Delegate.objects.create(delegation=made, full_name=f"Persona {index}", has_seat=True)

    outcomes = at_once(20, attempt)

    assert outcomes == ["IntegrityError" if way == "database" else "TransitionNotAllowed"] * 19 + ["done"]
    assert made.delegates.filter(has_seat=True, is_head=False).count() == 2
    assert made.delegates.count() == 3


@pytest.mark.django_db(transaction=True)
def test_twenty_submits_of_one_form_make_one_delegation(conference, focal):
    mexico = party("mx")

    outcomes = at_once(
        20, lambda index: delegations.register(conference, mexico, [Entry("Ana", is_head=True), Entry("Eva")], by=focal)
    )

    assert outcomes == ["done"] * 20
    assert list(Delegate.objects.order_by("pk").values_list("full_name", flat=True)) == ["Ana", "Eva"]
