"""Consultations on other pages: the home, the calendar, the handover, the search, a person's data, the report."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override

from crm_portal.common.audit.models import Deed
from crm_portal.common.registry import ReportTable, Task
from crm_portal.common.search import Question, find_small
from crm_portal.common.waiting import counted
from declarations.consultations import (
    answering,
    at_handover,
    conducting,
    deadlines,
    drafting,
    keeping_time,
    personal_data,
    reported,
    search,
    worklist,
)
from declarations.consultations.deeds import DEEDS
from declarations.models import Addressee, Consultation
from members.handover import team_of
from members.models import Mandate, Party, PresidencyTerm, Substitution
from tests.declarations.consulting import (
    REASONS,
    TEXTS,
    agreed,
    both,
    cell,
    consulting_people,
    drafted,
    everybody_says,
    fresh,
    note,
    refreshed,
    say,
    with_troika,
)
from tests.members.factories import preside, seated
from tests.members.seats import CONSULAR
from tests.signing_in import sign_in_past_second_factor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIST = "/en/intranet/consultations/"
OTHERS = {
    "liaison": ("liaison_x", "mx"),
    "observer": ("obs_country", "co"),
    "organisation": ("obs_org", "unhcr"),
    "rncom": ("rrocm", "rrocm"),
    "auditor": ("auditor", "ca"),
    "it": ("st_it", "iom"),
    "fund requester": ("fund_requester", "mx"),
}
"""Whom no consultation concerns; tested beside those whom it does."""


@pytest.fixture
def people(history):
    for offset, slug in ((-1, "pa"), (0, "cr"), (1, "gt")):
        preside(slug, timezone.localdate().year + offset)
    others = {
        name: seated(name.replace(" ", "-"), role, slug, network=CONSULAR if role == "liaison_x" else None)
        for name, (role, slug) in OTHERS.items()
    }
    return consulting_people() | others


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def first_round(people, now, **values):
    """In the first round since an hour ago."""
    consultation = agreed(people, now - 4 * HOUR, **values)
    conducting.open_round(consultation, by=people["ppt"], now=now - HOUR)
    return refreshed(consultation)


def asked(people, now, days=5, **values):
    """A simple consultation, put to the members an hour ago."""
    consultation = drafted(people, kind="question", **values)
    last_on = timezone.localdate(now) + days * DAY
    conducting.ask_members(consultation, last_on=last_on, by=people["ppt"], now=now - HOUR)
    return refreshed(consultation)


def tasks(person):
    """What of consultations waits for somebody."""
    return counted(worklist.tasks(fresh(person)))


def page(client_of, address, **query):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, client_of)
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def of_us(name):
    """The sentence of a task, for whoever has one."""
    return {
        "answer": "Answer 1 consultation for your country",
        "lead": "Take the next step in 1 consultation",
        "wait": "1 consultation awaits the Presidency Pro-Témpore",
    }[name]


# The home


def test_a_focal_point_finds_the_answer_to_give_with_the_day_of_the_own_country(people, now):
    consultation = first_round(people, now)

    own = cell(consultation, "mx")

    assert tasks(people["focal-mx"]) == [Task(of_us("answer"), own.get_absolute_url(), due_on=own.last_on)]
    home = page(people["focal-mx"], "/en/intranet/")
    assert (of_us("answer") in home, f'href="{own.get_absolute_url()}"' in home) == (True, True)


def test_several_answers_lead_to_the_list_and_are_due_on_the_first_day(people, now):
    first_round(people, now)
    soon = asked(people, now, days=1)

    [task] = tasks(people["focal-mx"])

    assert task == Task("Answer 2 consultations for your country", LIST, due_on=cell(soon, "mx").last_on)


@pytest.mark.parametrize("name", ["rcgm", "assistant", *OTHERS])
def test_nothing_waits_for_whoever_neither_answers_nor_conducts(people, now, name):
    first_round(people, now)
    asked(people, now)
    with_troika(people, now - HOUR)

    assert tasks(people[name]) == []
    assert "consultation for your country" not in page(people[name], "/en/intranet/")


def test_nothing_waits_once_the_country_has_answered_or_the_round_is_over(people, now):
    consultation = first_round(people, now)
    say(consultation, people["focal-mx"], "agree", at=now)
    waiting = {name: len(tasks(people[f"focal-{name}"])) for name in ("mx", "us")}

    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=now)

    assert waiting == {"mx": 0, "us": 1}
    assert tasks(people["focal-us"]) == []


def test_the_answer_waits_for_the_respondent_alone(people, now):
    consultation = first_round(people, now)
    by_itself = {name: len(tasks(people[name])) for name in ("focal-mx", "hod")}

    answering.name_respondent(cell(consultation, "mx"), people["hod"], by=people["hod"], now=now)

    assert by_itself == {"focal-mx": 1, "hod": 0}  # the only focal point is its country's respondent
    assert {name: len(tasks(people[name])) for name in ("focal-mx", "hod")} == {"focal-mx": 0, "hod": 1}


def test_the_answer_waits_for_all_who_may_give_it_where_the_respondent_has_left(people, now):
    second = seated("second-focal", "focal", "mx")
    consultation = first_round(people, now)
    all_of_them = {"focal": people["focal-mx"], "second": second, "hod": people["hod"]}
    unnamed = {name: len(tasks(one)) for name, one in all_of_them.items()}
    answering.name_respondent(cell(consultation, "mx"), second, by=people["hod"], now=now)
    named = {name: len(tasks(one)) for name, one in all_of_them.items()}

    Mandate.objects.filter(user=second).update(valid_until=timezone.localdate())

    assert unnamed == {"focal": 1, "second": 1, "hod": 1}
    assert named == {"focal": 0, "second": 1, "hod": 0}
    assert {name: len(tasks(one)) for name, one in all_of_them.items()} == {"focal": 1, "second": 0, "hod": 1}


def test_a_deputy_who_was_named_acts(people, now):
    consultation = first_round(people, now)
    today = timezone.localdate()
    Substitution.objects.create(
        mandate=people["focal-mx"].mandates.get(),
        deputy=people["rcgm"],
        named_by=people["focal-mx"],
        accepted_at=now,
        valid_from=today,
        valid_until=today + DAY,
    )

    Addressee.objects.filter(pk=cell(consultation, "mx").pk).update(respondent=people["rcgm"])

    assert {name: len(tasks(people[name])) for name in ("rcgm", "focal-mx", "hod")} == {
        "rcgm": 1,
        "focal-mx": 0,
        "hod": 0,
    }


def test_the_troika_alone_has_the_answer_of_its_phase_to_give(people, now):
    consultation = with_troika(people, now - HOUR)

    waiting = {
        name: len(tasks(people[name])) for name in ("troika", "coming", "focal-pa", "focal-cr", "focal-mx", "hod")
    }

    assert waiting == {"troika": 1, "coming": 1, "focal-pa": 1, "focal-cr": 0, "focal-mx": 0, "hod": 0}
    assert tasks(people["troika"])[0].url == cell(consultation, "pa").get_absolute_url()


def answered_by_troika(people, now):
    consultation = with_troika(people, now - HOUR)
    for name in ("troika", "coming"):
        say(consultation, people[name], "object", "Why", at=now)
    return consultation


def withdrawn(consultation, people, now):
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=now)
    return consultation


def asked_and_over(people, now):
    consultation = asked(people, now)
    keeping_time.keep(consultation.rounds.get().closes_at)
    return consultation


def after_first_round(people, now):
    consultation = first_round(people, now)
    everybody_says(people, consultation, at=now)
    keeping_time.keep(consultation.rounds.get(stage="first").closes_at)
    return consultation


def second_round(people, now):
    consultation = after_first_round(people, now)
    ended_at = consultation.rounds.get(stage="first").closes_at
    conducting.open_round(consultation, by=people["ppt"], now=ended_at + HOUR)
    return consultation


def answered(people, now):
    """Everybody agreed in the first round, so that there is no second one."""
    consultation = after_first_round(people, now)
    conducting.skip(consultation, REASONS, by=people["ppt"])
    return consultation


def declared(people, now):
    consultation = answered(people, now)
    conducting.declare(consultation, "adopted", REASONS, by=people["ppt"])
    return consultation


def reported_to_members(people, now):
    consultation = declared(people, now)
    conducting.report(consultation, REASONS, by=people["ppt"])
    return consultation


STATES = {
    "draft": (lambda people, now: drafted(people), False),
    "with the Troika": (lambda people, now: with_troika(people, now - HOUR), False),
    "answered by the Troika": (answered_by_troika, True),
    "agreed": (lambda people, now: agreed(people, now - 4 * HOUR), True),
    "withdrawn while with the Troika": (
        lambda people, now: withdrawn(with_troika(people, now - HOUR), people, now),
        False,
    ),
    "first round": (first_round, False),
    "withdrawn in the first round": (lambda people, now: withdrawn(first_round(people, now), people, now), True),
    "after the first round": (after_first_round, True),
    "second round": (second_round, False),
    "answered": (answered, True),
    "declared": (declared, True),
    "reported": (reported_to_members, False),
    "simple, asked": (asked, False),
    "simple, over": (asked_and_over, True),
}
"""How a consultation comes to a state, and whether it then awaits the Presidency."""


def in_state(state, people, now):
    make, _awaits = STATES[state]
    return make(people, now)


@pytest.mark.parametrize(("state", "awaits"), [(state, awaits) for state, (_make, awaits) in STATES.items()])
def test_what_awaits_the_presidency_stands_at_its_home_and_at_the_coordinators(people, now, state, awaits):
    consultation = in_state(state, people, now)

    told = {name: tasks(people[name]) for name in ("ppt", "coordinator")}

    url = consultation.get_absolute_url()
    assert told == {
        "ppt": [Task(of_us("lead"), url)] if awaits else [],
        "coordinator": [Task(of_us("wait"), url)] if awaits else [],
    }


@pytest.mark.parametrize("name", ["focal-us", "troika", "ppt", "coordinator"])
def test_what_waits_costs_no_question_of_its_own(people, now, name, django_assert_num_queries):
    first_round(people, now)
    answered_by_troika(people, now)
    with_troika(people, now - HOUR)
    person = fresh(people[name])
    assert person.standing.roles

    with django_assert_num_queries(0):
        found = list(worklist.tasks(person))
    with django_assert_num_queries(1):
        assert counted(found)


@pytest.mark.parametrize("name", ["coordinator", "ppt", "focal-cr"])
def test_the_home_asks_a_bounded_number_of_questions(people, now, name, django_assert_max_num_queries):
    for _number in range(5):
        answered_by_troika(people, now)
    first_round(people, now)
    client = Client()
    sign_in_past_second_factor(client, people[name])
    client.get("/en/intranet/")

    with django_assert_max_num_queries(15):
        assert client.get("/en/intranet/").status_code == 200


# The private calendar


def uids(person):
    return {event.uid for event in deadlines.events(fresh(person))}


def test_the_calendar_has_the_day_of_the_own_country_and_for_who_conducts_the_end_of_the_round(people, now):
    consultation = first_round(people, now)
    cells = {slug: f"consultation-{cell(consultation, slug).pk}" for slug in ("mx", "us", "cr", "pa")}
    ends = f"consultation-round-{consultation.rounds.get(stage='first').pk}"

    assert {name: uids(person) for name, person in people.items() if uids(person)} == {
        **{
            f"focal-{party.slug}": {f"consultation-{cell(consultation, party.slug).pk}"}
            for party in Party.objects.filter(pk__in=consultation.rounds.get(stage="first").addressees.values("party"))
        },
        "hod": {cells["mx"]},
        "rcgm": {cells["mx"]},
        "troika": {cells["pa"]},
        "coming": {f"consultation-{cell(consultation, 'gt').pk}"},
        "ppt": {cells["cr"], ends},
        "coordinator": {ends},
        "assistant": {ends},
    }


def test_an_event_is_the_last_day_in_the_own_calendar(people, now):
    consultation = first_round(people, now)
    own = cell(consultation, "mx")

    [event] = deadlines.events(fresh(people["focal-mx"]))

    assert (event.title, event.starts_on, event.ends_on, event.url) == (
        f"Your country answers: {consultation}",
        own.last_on,
        own.last_on + DAY,
        consultation.get_absolute_url(),
    )
    assert str(consultation) in page(people["focal-mx"], "/en/intranet/calendar/")


def test_nobody_out_of_the_troika_learns_of_its_round_by_the_calendar(people, now):
    consultation = drafted(people)
    last_on = timezone.localdate(now) + 3 * DAY
    conducting.submit(consultation, by=people["ppt"], last_on=last_on, now=now - HOUR)
    round_ = consultation.rounds.get()

    assert {name: uids(person) for name, person in people.items() if uids(person)} == {
        "troika": {f"consultation-{cell(consultation, 'pa').pk}"},
        "focal-pa": {f"consultation-{cell(consultation, 'pa').pk}"},
        "coming": {f"consultation-{cell(consultation, 'gt').pk}"},
        "focal-gt": {f"consultation-{cell(consultation, 'gt').pk}"},
        **{name: {f"consultation-round-{round_.pk}"} for name in ("ppt", "coordinator", "assistant")},
    }
    assert TEXTS["title_en"] not in page(people["focal-mx"], "/en/intranet/calendar/")


def test_a_round_that_is_over_is_in_no_calendar(people, now):
    withdrawn(with_troika(people, now - HOUR), people, now)
    consultation = first_round(people, now)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=now)

    assert {name: uids(people[name]) for name in ("focal-mx", "ppt", "coordinator")} == {
        "focal-mx": set(),
        "ppt": set(),
        "coordinator": set(),
    }


@pytest.mark.parametrize(("name", "number"), [("focal-mx", 1), ("observer", 0), ("coordinator", 2)])
def test_the_calendar_asks_a_pinned_number_of_questions(people, now, name, number, django_assert_num_queries):
    first_round(people, now)
    asked(people, now)
    person = fresh(people[name])
    assert person.standing.roles

    with django_assert_num_queries(number):
        list(deadlines.events(person))


# The handover


def test_the_handover_tells_what_both_teams_may_see(people, now, django_assert_num_queries):
    drafted(people, word="Quetzaldraft")
    unreported, reported_one = declared(people, now), reported_to_members(people, now)
    with_the_troika, running = with_troika(people, now - HOUR), first_round(people, now)
    standing = team_of(Party.objects.get(slug="cr").pk)

    with django_assert_num_queries(1):
        told = list(at_handover.tasks(standing))

    ends_on = timezone.localdate(running.rounds.get(stage="first").closes_at)
    assert sorted(told, key=lambda task: task.url) == sorted(
        [
            Task(str(refreshed(with_the_troika)), with_the_troika.get_absolute_url(), detail="with the Troika"),
            Task(str(refreshed(running)), running.get_absolute_url(), due_on=ends_on, detail="first round"),
            Task(str(refreshed(unreported)), unreported.get_absolute_url(), detail="outcome declared"),
        ],
        key=lambda task: task.url,
    )
    assert reported_one.get_absolute_url() not in {task.url for task in told}


def test_the_page_of_the_handover_has_them(people, now):
    draft, running = drafted(people, word="Quetzaldraft"), first_round(people, now)
    term = PresidencyTerm.objects.get(party__slug="gt", starts_on__year=timezone.localdate().year + 1)

    shown = page(people["coming"], reverse("members:handover-detail", args=[term.pk]))

    assert (str(running) in shown, str(draft) in shown) == (True, False)


# The search

IN_TROIKA, IN_DRAFT, BETWEEN, IN_ROUND = "Quetzalaxtli", "Quetzalbuxtli", "Quetzalcoxtli", "Quetzaldixtli"


@pytest.fixture
def canaries(people, now):
    """One that went to the Troika with one text and to the members with another, and is being changed; and a draft."""
    consultation = with_troika(people, now - 9 * HOUR, text_es=f"Uno {IN_TROIKA}", text_en=f"One {IN_TROIKA}")
    conducting.take_back(consultation, by=people["ppt"], now=now - 8 * HOUR)
    words = TEXTS | {"text_es": f"Dos {IN_ROUND}", "text_en": f"Two {IN_ROUND}"}
    drafting.write(refreshed(consultation), words, by=people["ppt"])
    conducting.submit(refreshed(consultation), by=people["ppt"], now=now - 7 * HOUR)
    for name in ("troika", "coming"):
        say(consultation, people[name], "agree", at=now - 6 * HOUR)
    conducting.agree(consultation, by=people["ppt"], now=now - 5 * HOUR)
    conducting.open_round(refreshed(consultation), by=people["ppt"], now=now - HOUR)
    everybody_says(people, consultation, at=now)
    keeping_time.keep(consultation.rounds.latest("pk").closes_at)
    words = TEXTS | {"text_es": f"Tres {BETWEEN}", "text_en": f"Three {BETWEEN}"}
    drafting.write(refreshed(consultation), words, by=people["ppt"])
    drafted(people, title_es=f"Borrador {IN_DRAFT}", title_en=f"Draft {IN_DRAFT}")
    return refreshed(consultation)


CONDUCTORS = {"ppt", "coordinator", "assistant"}
OF_TROIKA = {"troika", "coming", "focal-pa", "focal-cr", "focal-gt"}
MEMBERS = {f"focal-{slug}" for slug in ("bz", "ca", "do", "sv", "hn", "mx", "ni", "us")} | {"hod", "rcgm"}


@pytest.mark.parametrize(
    ("word", "finders"),
    [
        (IN_TROIKA, CONDUCTORS | OF_TROIKA),
        (BETWEEN, CONDUCTORS),
        (IN_DRAFT, CONDUCTORS),
        (IN_ROUND, CONDUCTORS | OF_TROIKA | MEMBERS),
        ("extra-regional", CONDUCTORS | OF_TROIKA | MEMBERS),  # in the title
    ],
)
def test_a_word_finds_a_consultation_for_whoever_may_read_the_text_it_stands_in(people, canaries, word, finders):
    question = Question(word, "en")

    found = {name: len(find_small([search.SOURCE], fresh(person), question)) for name, person in people.items()}

    assert found == {name: 1 if name in finders else 0 for name in people}


@pytest.mark.parametrize("word", [IN_TROIKA, BETWEEN, IN_DRAFT])
def test_the_page_of_the_search_is_silent_too_in_its_numbers(people, canaries, word):
    shown = {
        name: strip_tags(page(people[name], "/en/search/", q=word).split("<main", 1)[1])
        for name in ("focal-mx", "rcgm", "observer")
    }
    visitor = strip_tags(Client().get("/en/search/", {"q": word}).content.decode().split("<main", 1)[1])
    never = strip_tags(page(people["focal-mx"], "/en/search/", q=word[:-1] + "zz").split("<main", 1)[1])

    for said in (*shown.values(), visitor):
        assert said.replace(word, "") == never.replace(word[:-1] + "zz", "")


def test_a_hit_leads_to_the_consultation_and_shows_the_words(people, canaries):
    shown = page(people["focal-mx"], "/en/search/", q=IN_ROUND)

    assert f'href="{canaries.get_absolute_url()}"' in shown
    assert f"Two <mark>{IN_ROUND}</mark>" in shown
    assert IN_TROIKA not in shown


def test_a_snippet_shows_the_troika_nothing_of_a_draft(people, canaries):
    shown = page(people["troika"], "/en/search/", q="regional", source="consultations")

    assert f'href="{canaries.get_absolute_url()}"' in shown
    assert BETWEEN not in shown


def test_the_search_asks_one_question_for_all_consultations(people, canaries, now, django_assert_num_queries):
    asked(people, now, word=IN_ROUND)
    person = fresh(people["focal-mx"])
    assert person.standing.roles

    with django_assert_num_queries(1):
        assert len(find_small([search.SOURCE], person, Question(IN_ROUND, "en"))) == 2


# What is kept of a person


def test_a_person_takes_along_what_they_did_in_consultations_and_no_text(people, now, django_assert_num_queries):
    consultation = first_round(people, now)
    position = say(consultation, people["focal-mx"], "object", "Quetzalreason", at=now)

    person = fresh(people["focal-mx"])
    assert person.standing.roles
    with django_assert_num_queries(4):
        held = personal_data.consultations(person)

    own = {"consultation": str(consultation), "round": "first", "country": position.addressee.party.name}
    assert held == {
        "begun": [],
        "positions": [own | {"number": 1, "on_behalf": False, "answered_at": now}],
        "respondent_of": [own | {"named_at": now - HOUR}],
    }


def test_who_began_a_consultation_takes_that_along(people, now):
    consultation = drafted(people)

    assert personal_data.consultations(people["ppt"]) == {
        "begun": [{"consultation": str(consultation), "begun_at": consultation.begun_at}],
        "positions": [],
        "respondent_of": [],
    }


def test_who_left_the_troika_no_longer_reads_what_a_consultation_is_called(people, now):
    consultation = with_troika(people, now - 3 * HOUR)
    say(consultation, people["troika"], "agree", at=now - 2 * HOUR)
    before = personal_data.consultations(fresh(people["troika"]))["positions"][0]["consultation"]
    PresidencyTerm.objects.filter(party__slug="pa", starts_on__year=timezone.localdate().year - 1).delete()
    conducting.take_back(consultation, by=people["ppt"], now=now)
    titles = {"title_es": "Otro Quetzaltítulo", "title_en": "Another Quetzaltitle"}
    drafting.write(refreshed(consultation), TEXTS | titles, by=people["ppt"])

    held = personal_data.consultations(fresh(people["troika"]))

    assert before == str(consultation)
    assert [one["consultation"] for part in held.values() for one in part] == [None, None]


def test_the_data_of_a_person_has_a_part_for_consultations(people, now):
    first_round(people, now)
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, people["focal-mx"])

    held = client.post("/en/intranet/my-data/").json()

    assert [one["country"] for one in held["consultations"]["respondent_of"]] == ["Mexico"]


# The half-yearly report


def test_the_report_counts_consultations_by_their_outcome_and_names_none(people, now, django_assert_num_queries):
    for state in ("reported", "first round", "simple, over", "withdrawn while with the Troika"):
        in_state(state, people, now)
    in_state("draft", people, now)
    today = timezone.localdate(now)

    with django_assert_num_queries(1):
        [told] = reported.tables(today - DAY, today + DAY)
    [later] = reported.tables(today + DAY, today + 2 * DAY)

    assert told == ReportTable(
        "Consultations put to the members, by outcome",
        ["Outcome", "Consultation procedure", "Simple consultation"],
        [["Adopted", 1, 0], ["No outcome declared", 1, 1]],
        total=["Total", 2, 1],
        note=told.note,
    )
    assert (later.rows, later.total, later.note) == ([], None, "")


# What each step is called


def test_each_step_of_a_consultation_has_a_name(people, now):
    for state in ("reported", "second round", "simple, over"):
        in_state(state, people, now)
    back = with_troika(people, now - HOUR)
    conducting.take_back(back, by=people["ppt"], now=now)
    drafting.write(refreshed(back), TEXTS, by=people["ppt"])
    running = first_round(people, now)
    round_ = running.rounds.get(stage="first")
    later = timezone.localdate(now) + 30 * DAY
    conducting.extend(round_, until=later, reasons=both("Feria"), by=people["ppt"], now=now)
    conducting.open_positions(round_, by=people["ppt"], now=now)
    keeping_time.remind_missing(round_, by=people["ppt"], now=now)
    answering.record_for(cell(running, "us"), "agree", mail=note(), by=people["coordinator"], now=now)
    answering.name_respondent(cell(running, "mx"), people["hod"], by=people["hod"], now=now)

    assert set(Deed.objects.values_list("verb", flat=True)) == set(DEEDS)
    assert Consultation.objects.count() == 5
