"""When a presidency begins, letterhead and letters move by themselves, and a file says what is open."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.letterhead import letterhead
from crm_portal.common.pdf.models import Printout
from members import circulars, handover
from members.models import Handover, Invitation, Party
from tests.letters import sent
from tests.members.factories import circular, preside, seated
from tests.pdf.reading import words_of
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def terms(history):
    """Panama last year, Costa Rica this year, Guatemala next year."""
    year = timezone.localdate().year
    return [preside(slug, year + offset) for offset, slug in ((-1, "pa"), (0, "cr"), (1, "gt"))]


@pytest.fixture
def people(terms):
    seats = {
        "pa-team": ("presidency_team", "pa"),
        "cr-team": ("presidency_team", "cr"),
        "gt-team": ("presidency_team", "gt"),
        "cr-focal": ("focal", "cr"),
        "mx-focal": ("focal", "mx"),
        "coordinator": ("st_coord", "iom"),
    }
    return {name: seated(name, role, slug) for name, (role, slug) in seats.items()}


@pytest.fixture
def coming(terms):
    return Handover.objects.get(pk=terms[2].pk)


def made(coming, language, by=None):
    printout = handover.ask_for_file(coming, language=language, by=by)
    pdf.make_next()
    printout.refresh_from_db()
    return printout


@pytest.mark.parametrize(
    ("days", "country"), [(-1, "Costa Rica"), (0, "Guatemala")], ids=["the day before", "the day itself"]
)
def test_the_letterhead_moves_when_the_presidency_does(terms, days, country):
    day = terms[2].starts_on + timedelta(days=days)

    with override("es"):
        head = letterhead(day)

    assert head.presidency == f"Presidencia Pro-Témpore de {country}, {day.year}"


def test_without_a_presidency_the_letterhead_is_the_conferences_alone(terms):
    assert letterhead(date(2019, 5, 1)).presidency == ""


def test_on_the_day_the_files_are_made_and_both_teams_are_told_once(people, coming, django_capture_on_commit_callbacks):
    before = handover.hand_over(coming.starts_on - timedelta(days=1))

    with django_capture_on_commit_callbacks(execute=True):
        done = [handover.hand_over(coming.starts_on), handover.hand_over(coming.starts_on + timedelta(days=1))]

    files = Printout.objects.of(handover.KIND, coming)
    assert (before, done) == ([], [[coming], []])
    assert sorted(files.values_list("language", "asked_by")) == [("en", None), ("es", None)]
    assert sorted(mail.to[0] for mail in sent()) == [
        f"{name}@example.org" for name in ("coordinator", "cr-team", "gt-team")
    ]


def test_a_day_on_which_nothing_ran_is_made_up_for_within_a_week(people, coming):
    late = handover.hand_over(coming.starts_on + timedelta(days=6))
    too_late = handover.hand_over(coming.starts_on + timedelta(days=400))

    assert (late, too_late) == ([coming], [])


def test_the_file_says_what_is_open_in_its_language(people, coming):
    notice = circular(people["cr-team"], "Aviso", reply_by=date(2026, 12, 1))
    circulars.send(notice, by=people["cr-team"])
    notice.refresh_from_db()

    spanish, english = words_of(made(coming, "es")), words_of(made(coming, "en"))

    assert f"{notice.symbol}: Aviso asunto" in spanish
    assert "acusada por 0 de 11 países" in spanish
    assert f"{notice.symbol}: Aviso subject" in english
    assert "acknowledged by 0 of 11 countries" in english
    assert "Gt-Team" in english


def test_the_file_holds_nothing_that_the_presidency_may_not_see(people, coming):
    Invitation.objects.create(
        email="nueva@example.org",
        full_name="Quetzalcanario",
        party=Party.objects.get(slug="mx"),
        role="rcgm",
        proposed_by=people["mx-focal"],
        proposed_at=timezone.now(),
    )
    auditor = seated("quetzalauditor", "auditor", "ca", valid_until=timezone.localdate() + timedelta(days=9))

    words = words_of(made(coming, "es"))

    assert "Quetzalcanario" not in words
    assert auditor.full_name not in words


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("coordinator", {"pa", "cr", "gt"}),
        ("cr-team", {"cr", "gt"}),
        ("gt-team", {"gt"}),
        ("pa-team", {"pa", "cr"}),
        ("cr-focal", set()),
        ("mx-focal", set()),
    ],
)
def test_a_team_sees_the_handovers_from_and_to_its_country(people, terms, name, seen):
    visible = Handover.objects.visible_to(people[name]).filter(pk__in=[term.pk for term in terms])

    assert {one.party.slug for one in visible} == seen


@pytest.mark.parametrize(
    ("name", "status_code"),
    [("coordinator", 200), ("cr-team", 200), ("gt-team", 200), ("pa-team", 404), ("cr-focal", 404), ("mx-focal", 404)],
)
def test_the_page_and_the_file_open_to_the_same_people(people, coming, name, status_code):
    printout = made(coming, "es", by=people["coordinator"])
    client = Client()
    sign_in_past_second_factor(client, people[name])

    answers = {
        client.get(reverse("members:handover-detail", args=[coming.pk])).status_code,
        client.head(printout.file.get_absolute_url()).status_code,
    }

    assert answers == {status_code}


def test_a_team_has_the_file_made_by_a_click(people, coming):
    client = Client()
    sign_in_past_second_factor(client, people["gt-team"])

    client.post(reverse("members:handover-print", args=[coming.pk]), {"language": "en"})
    client.post(reverse("members:handover-print", args=[coming.pk]), {"language": "fr"})

    asked = Printout.objects.of(handover.KIND, coming).get()
    assert (asked.language, asked.asked_by, asked.state) == ("en", people["gt-team"], "waiting")


def test_a_focal_point_of_the_troika_finds_no_handover_in_the_menu(people):
    client = Client()
    sign_in_past_second_factor(client, people["cr-focal"])

    assert "handover" not in client.get("/en/intranet/").content.decode()
    assert client.get("/en/intranet/handover/").status_code == 404


def test_the_page_asks_a_bounded_number_of_questions(people, coming, django_assert_max_num_queries):
    for number in range(30):
        circular(people["cr-team"], f"Aviso {number}")
    client = Client()
    sign_in_past_second_factor(client, people["cr-team"])
    client.get(reverse("members:handover-detail", args=[coming.pk]))

    with django_assert_max_num_queries(15):
        assert client.get(reverse("members:handover-detail", args=[coming.pk])).status_code == 200
