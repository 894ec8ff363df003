"""The directory: who finds whom, and in which form; the own entry, substitutions and the calendar."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from members import mandates, substitutions
from members.models import CalendarFeed, Mandate, Substitution, User
from tests.members.factories import mandate, person, preside, seated
from tests.signing_in import sign_in_past_second_factor

NETWORKS = {"x": "net-trafficking", "other": "net-consular"}


@pytest.fixture
def people(history):
    preside("cr", timezone.localdate().year)
    made = {
        "focal mx": seated("ana", "focal", "mx"),
        "focal cr": seated("berta", "focal", "cr"),
        "officer x": seated("luis", "liaison_x", "mx", network=NETWORKS["x"]),
        "officer x bz": seated("lena", "liaison_x", "bz", network=NETWORKS["x"]),
        "officer other": seated("lola", "liaison_x", "cr", network=NETWORKS["other"]),
        "ppt": seated("paula", "presidency_team", "cr"),
        "coordinator": seated("carla", "st_coord", "iom"),
        "observer": seated("olga", "obs_org", "unhcr"),
        "fund": seated("felix", "iom_fund", "iom"),
        "requester": seated("rosa", "fund_requester", "mx"),
        "auditor": seated("axel", "auditor", "ca"),
    }
    pending = person("petra")
    mandate(pending, "hod", "gt", approved=False)
    return made | {"pending": pending}


ALL = {"Ana", "Berta", "Luis", "Lena", "Lola", "Paula", "Carla", "Olga"}
CONTACTS = {"Carla", "Paula"}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("focal mx", ALL),
        ("ppt", ALL),
        ("coordinator", ALL),
        ("officer x", {"Luis", "Lena"} | CONTACTS),
        ("officer other", {"Lola"} | CONTACTS),
        ("observer", {"Olga"} | CONTACTS),
        ("fund", set()),
        ("requester", set()),
        ("auditor", set()),
    ],
)
def test_whom_somebody_finds(client, people, who, names):
    sign_in_past_second_factor(client, people[who])

    page = client.get("/en/intranet/directory/")
    table = client.get("/en/intranet/directory/contacts.csv").text
    searched = {name for name in ALL if f">{name}</h2>" in client.get("/en/intranet/directory/", {"q": name}).text}

    assert {entry["name"] for entry in page.context["entries"]} == names
    assert {name for name in [*ALL, "Felix", "Rosa", "Axel", "Petra"] if f"\n{name}," in table} == names
    assert searched == names


def test_a_hidden_entry_has_no_card(client, people):
    hidden = people["focal cr"].mandates.get()
    sign_in_past_second_factor(client, people["observer"])

    refused = client.get(f"/en/intranet/directory/{hidden.pk}.vcf")
    missing = client.get("/en/intranet/directory/999999.vcf")
    own = client.get(f"/en/intranet/directory/{people['observer'].mandates.get().pk}.vcf")

    assert (refused.status_code, refused.content) == (404, missing.content)
    assert "FN:Olga" in own.text


def test_an_ended_mandate_is_out_at_the_next_request(client, people):
    sign_in_past_second_factor(client, people["focal mx"])
    before = client.get("/en/intranet/directory/").context["page"].paginator.count

    Mandate.objects.filter(user=people["focal mx"]).update(valid_until=timezone.localdate())

    assert before == len(ALL)
    assert client.get("/en/intranet/directory/").context["page"].paginator.count == 0
    assert client.get("/en/intranet/people/").status_code == 403


def test_cells_that_a_spreadsheet_would_run_stay_text(client, people):
    User.objects.filter(pk=people["focal cr"].pk).update(full_name="=HYPERLINK(1)", phone="+506 2222 2222")
    sign_in_past_second_factor(client, people["focal mx"])

    table = client.get("/en/intranet/directory/contacts.csv").text

    assert "\n'=HYPERLINK(1)," in table
    assert "'+506 2222 2222" in table


@pytest.mark.parametrize("payload", ["\x00", "' OR 1=1", "<script>alert(1)</script>", "x" * 5000, "%", "\\"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(client, people, payload):
    sign_in_past_second_factor(client, people["focal mx"])

    for name in ("q", "party", "role", "page"):
        answer = client.get("/en/intranet/directory/", {name: payload})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_a_person_keeps_the_own_entry_and_nothing_else(client, people):
    sign_in_past_second_factor(client, people["observer"])
    forbidden = {"is_superuser": "on", "email": "other@example.org", "is_active": "", "role": "st_coord"}

    client.post(
        "/en/intranet/profile/",
        {
            "full_name": "Olga Nueva",
            "phone": "+41 22",
            "language": "en",
            "time_zone": "Europe/Zurich",
            "delivery": "daily",
        }
        | forbidden,
    )
    changed = User.objects.get(pk=people["observer"].pk)

    assert (changed.full_name, changed.phone, changed.time_zone) == ("Olga Nueva", "+41 22", "Europe/Zurich")
    assert (changed.is_superuser, changed.is_active, changed.email) == (False, True, "olga@example.org")


def test_an_auditor_has_no_entry_to_keep(client, people):
    sign_in_past_second_factor(client, people["auditor"])

    client.post(
        "/en/intranet/profile/",
        {"full_name": "Otro", "language": "en", "time_zone": "America/Costa_Rica", "delivery": "daily"},
    )

    assert User.objects.get(pk=people["auditor"].pk).full_name == "Axel"
    assert people["auditor"].mail_preference.delivery == "daily"


def test_an_entry_asks_to_be_confirmed_every_six_months(client, people):
    today = timezone.localdate()
    own = Mandate.objects.filter(party__slug="mx")
    own.update(confirmed_on=today)
    Mandate.objects.filter(user=people["focal mx"]).update(confirmed_on=today - timedelta(days=182))
    sign_in_past_second_factor(client, people["focal mx"])

    before = client.get("/en/intranet/").text
    client.post(f"/en/intranet/people/{people['focal mx'].mandates.get().pk}/confirm/")

    assert "1 entry in the directory awaits confirmation" in before
    assert "awaits confirmation" not in client.get("/en/intranet/").text
    assert not mandates.unconfirmed(own, today).exists()


def test_a_focal_point_ends_a_mandate_of_the_own_country_alone(client, people):
    own, foreign = people["officer x"].mandates.get(), people["officer other"].mandates.get()
    sign_in_past_second_factor(client, people["focal mx"])

    answers = [
        client.post(f"/en/intranet/people/{each.pk}/end/", {"on": timezone.localdate()}).status_code
        for each in (own, foreign)
    ]
    own.refresh_from_db()
    foreign.refresh_from_db()

    assert answers == [302, 403]
    assert (own.valid_until, foreign.valid_until) == (timezone.localdate(), None)


def name_deputy(client, away, deputy):
    today = timezone.localdate()
    return client.post(
        "/en/intranet/substitutions/",
        {
            "mandate": away.mandates.get().pk,
            "deputy": deputy.pk,
            "valid_from": today,
            "valid_until": today + timedelta(days=7),
        },
    )


def test_a_deputy_accepts_and_then_acts(client, people):
    second = seated("dario", "st_assist", "iom")
    sign_in_past_second_factor(client, people["coordinator"])

    named = name_deputy(client, people["coordinator"], second)
    sign_in_past_second_factor(client, second)
    waiting = client.get("/en/intranet/").text
    client.post(f"/en/intranet/substitutions/{Substitution.objects.get().pk}/accept/")

    assert named.status_code == 302
    assert "Say whether you act for 1 colleague" in waiting
    assert User.objects.get(pk=second.pk).standing.roles == {"st_assist", "st_coord"}


@pytest.mark.parametrize(
    ("away", "deputy"), [("coordinator", "fund"), ("fund", "coordinator"), ("focal mx", "focal cr")]
)
def test_two_signatures_never_meet_in_one_person(client, people, away, deputy):
    sign_in_past_second_factor(client, people[away])

    answer = name_deputy(client, people[away], people[deputy])

    assert (answer.status_code, Substitution.objects.count()) == (200, 0)


def test_nobody_accepts_for_another(client, people):
    second = seated("dario", "st_assist", "iom")
    sign_in_past_second_factor(client, people["coordinator"])
    name_deputy(client, people["coordinator"], second)
    substitution = Substitution.objects.get()

    own = client.post(f"/en/intranet/substitutions/{substitution.pk}/accept/")
    sign_in_past_second_factor(client, people["observer"])
    foreign = client.post(f"/en/intranet/substitutions/{substitution.pk}/accept/")
    substitution.refresh_from_db()

    assert (own.status_code, foreign.status_code, substitution.accepted_at) == (302, 404, None)


def test_a_substitution_ends_early(people):
    second = seated("dario", "st_assist", "iom")
    today = timezone.localdate()
    substitution = Substitution.objects.create(
        mandate=people["coordinator"].mandates.get(),
        deputy=second,
        valid_from=today - timedelta(days=2),
        valid_until=today + timedelta(days=5),
        named_by=people["coordinator"],
        accepted_at=timezone.now(),
    )
    before = second.standing.holds("st_coord")

    substitutions.end(substitution, by=people["coordinator"])
    second.forget_standing()

    assert (before, second.standing.holds("st_coord")) == (True, False)


def test_a_calendar_is_read_under_a_secret_address_that_can_be_renewed(client, people):
    today = timezone.localdate()
    Mandate.objects.filter(user=people["focal mx"]).update(valid_until=today + timedelta(days=30))
    sign_in_past_second_factor(client, people["focal mx"])
    stranger = Client()

    def make():
        text = client.post("/en/intranet/calendar/renew/").text
        return text.split("<code>http://testserver")[1].split("</code>")[0]

    first = make()
    read = stranger.get(first)
    second = make()

    days = {str(event["summary"]): event["dtstart"].dt for event in icalendar.Calendar.from_ical(read.content).events}
    assert days["Termina su mandato: Punto focal"] == today + timedelta(days=30)
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    assert first.split("/")[-1].removesuffix(".ics") not in str(CalendarFeed.objects.values_list().get())


def test_a_calendar_ends_with_the_last_mandate(client, people):
    sign_in_past_second_factor(client, people["focal mx"])
    text = client.post("/en/intranet/calendar/renew/").text
    address = text.split("<code>http://testserver")[1].split("</code>")[0]
    before = Client().get(address).status_code

    Mandate.objects.filter(user=people["focal mx"]).update(valid_until=timezone.localdate())

    assert (before, Client().get(address).status_code) == (200, 404)


def test_the_intranet_asks_few_questions_at_a_thousand_people(client, people, django_assert_max_num_queries):
    User.objects.bulk_create(User(email=f"p{n}@example.org", full_name=f"P {n}") for n in range(1000))
    many = list(
        User.objects.filter(email__startswith="p").exclude(email__startswith="pa").exclude(email__startswith="pe")
    )
    party = people["focal mx"].mandates.get().party
    day = timezone.localdate()
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            party=party,
            role="rcgm",
            valid_from=day - timedelta(days=365 * (year + 1)),
            valid_until=day - timedelta(days=365 * year) if year else None,
            approved_at=timezone.now(),
        )
        for user in many
        for year in range(5)
    )
    paths = ["", "directory/", "people/", "calendar/", "substitutions/", "profile/", "circulars/", "who-may-see-what/"]

    for who in ("focal mx", "coordinator"):
        sign_in_past_second_factor(client, people[who])
        for path in paths:
            with django_assert_max_num_queries(15, info=path):
                answer = client.get(f"/en/intranet/{path}")
            assert answer.status_code == 200, path

    assert Mandate.objects.count() >= 5000
