"""Deadlines in working days: worked examples, what holds for every calendar, the names people read, and the desk."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.holiday_names import ENGLISH_ALONE, translated, unmarked
from members.models import AnnouncedHoliday, Party
from members.working_days import BETWEEN, Skipped, announced, count, day_off, holiday_names, public_holidays
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

MEMBERS = ("BZ", "CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US")
NAMED_IN_ENGLISH_ALONE = ("BZ", "CA", "US")
YEARS = range(2020, 2036)
ADD = "/admin/members/announcedholiday/add/"


@pytest.mark.parametrize(
    ("sent_on", "no_country", "costa_rica", "the_slowest_member", "all_members_at_once"),
    [
        ("2026-09-11", "2026-09-18", "2026-09-21", "2026-09-22", "2026-09-25"),
        ("2026-03-27", "2026-04-03", "2026-04-07", "2026-04-07", "2026-04-08"),
    ],
)
def test_five_working_days_end_on(sent_on, no_country, costa_rica, the_slowest_member, all_members_at_once):
    """Source, lines 716-727: five working days, without a word about whose."""
    sent = date.fromisoformat(sent_on)

    found = (
        count(sent, 5, ()).last_on,
        count(sent, 5, ("CR",)).last_on,
        max(count(sent, 5, (country,)).last_on for country in MEMBERS),
        count(sent, 5, MEMBERS).last_on,
    )

    assert found == tuple(map(date.fromisoformat, (no_country, costa_rica, the_slowest_member, all_members_at_once)))


@pytest.mark.parametrize(
    ("sent_on", "number", "countries", "counted"),
    [
        # Day 0 on a Saturday, on a Sunday, on a holiday.
        ("2026-09-12", 1, ("CR",), ["2026-09-14"]),
        ("2026-09-13", 2, ("CR",), ["2026-09-14", "2026-09-16"]),
        ("2026-09-15", 1, ("CR",), ["2026-09-16"]),
        # Across the end of a year: 25 December and 1 January are Fridays.
        ("2026-12-24", 5, ("MX",), ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04"]),
        # New Year's Day of 2028 is a Saturday, and is kept in the United States on the last day of 2027.
        ("2027-12-30", 1, ("US",), ["2028-01-03"]),
        ("2027-12-30", 1, ("MX",), ["2027-12-31"]),
    ],
)
def test_these_days_count(sent_on, number, countries, counted):
    found = count(date.fromisoformat(sent_on), number, countries)

    assert [day.isoformat() for day in found.counted] == counted


def test_one_name_for_many_countries_is_said_once():
    found = day_off(date(2026, 9, 15), ("NI", "GT", "HN", "MX"))

    names = {"es": "Día de la Independencia", "en": "Independence Day"}
    assert found == Skipped(date(2026, 9, 15), names, ("GT", "HN", "NI"))


def test_a_skipped_day_says_why_and_whose():
    found = count(date(2026, 3, 27), 5, ("US", "CR", "GT")).skipped

    assert [(day.isoformat(), names["en"], countries) for day, names, countries in found] == [
        ("2026-04-02", "Maundy Thursday", ("CR", "GT")),
        ("2026-04-03", "Good Friday", ("CR", "GT")),
    ]
    assert [names["es"] for _day, names, _countries in found] == ["Jueves Santo", "Viernes Santo"]


def test_different_names_of_one_day_are_all_said():
    found = day_off(date(2026, 10, 12), ("US", "BZ", "MX"))

    assert (found.names["en"], found.countries) == ("Indigenous Peoples' Resistance Day; Columbus Day", ("BZ", "US"))


def test_a_country_without_a_calendar_is_not_taken_for_one_without_holidays():
    with pytest.raises(NotImplementedError):
        count(date(2026, 9, 11), 5, ("QQ",))


@pytest.mark.parametrize("number", [0, -1])
def test_less_than_one_day_is_not_counted(number):
    with pytest.raises(ValueError, match="cannot be counted"):
        count(date(2026, 9, 11), number, ())


sent = st.dates(date(2020, 1, 1), date(2035, 12, 31))
numbers = st.integers(1, 15)
some_members = st.sets(st.sampled_from(MEMBERS))


@given(sent_on=sent, number=numbers, countries=some_members)
def test_every_weekday_is_counted_or_skipped_for_a_reason(sent_on, number, countries):
    found = count(sent_on, number, countries)

    assert (found.sent_on, found.last_on, len(found.counted)) == (sent_on, found.counted[-1], number)
    between = [sent_on + timedelta(days=n) for n in range(1, (found.last_on - sent_on).days + 1)]
    weekdays = [day for day in between if day.weekday() < 5]
    assert sorted([*found.counted, *(each.day for each in found.skipped)]) == weekdays
    assert [each.day for each in found.skipped] == [
        day for day in weekdays if any(day in public_holidays(country, day.year) for country in countries)
    ]
    for day, names, whose in found.skipped:
        assert set(whose) == {country for country in countries if holiday_names(country, day)}
        assert all(names.values())


@given(sent_on=sent, later=st.integers(0, 400), number=numbers, countries=some_members)
def test_what_is_sent_later_is_due_no_earlier(sent_on, later, number, countries):
    assert (
        count(sent_on, number, countries).last_on <= count(sent_on + timedelta(days=later), number, countries).last_on
    )


@given(sent_on=sent, number=numbers, countries=some_members, more=some_members)
def test_more_countries_never_shorten_the_time(sent_on, number, countries, more):
    assert count(sent_on, number, countries).last_on <= count(sent_on, number, countries | more).last_on


@given(sent_on=sent, number=numbers, countries=some_members, data=st.data())
def test_an_announced_holiday_is_passed_over(sent_on, number, countries, data):
    country = data.draw(st.sampled_from(MEMBERS))
    before = count(sent_on, number, {*countries, country})
    day = data.draw(st.sampled_from(before.counted))

    after = count(sent_on, number, {*countries, country}, {(country, day): {"es": "Duelo", "en": "Mourning"}})

    assert after.last_on > before.last_on
    assert set(before.counted) - set(after.counted) == {day}
    assert Skipped(day, {"es": "Duelo", "en": "Mourning"}, (country,)) in after.skipped


@pytest.mark.parametrize("country", MEMBERS)
def test_every_holiday_has_a_name_in_both_languages(country):
    days = [day for year in YEARS for day in public_holidays(country, year)]

    assert {day.year for day in days} == set(YEARS)
    for day in days:
        assert sorted(language for language, name in holiday_names(country, day).items() if name.strip()) == [
            "en",
            "es",
        ]


def test_the_names_for_the_translators_are_those_that_the_library_gives():
    given_names = {
        unmarked(name)[0]
        for country in NAMED_IN_ENGLISH_ALONE
        for year in YEARS
        for names in public_holidays(country, year).values()
        for name in names["en"].split(BETWEEN)
    }

    assert given_names == set(ENGLISH_ALONE)


def test_the_library_itself_names_new_years_day_in_spanish_for_the_others():
    said = {country: public_holidays(country, 2026)[date(2026, 1, 1)]["es"] for country in MEMBERS}

    assert {said[country] for country in {*MEMBERS} - {*NAMED_IN_ENGLISH_ALONE}} == {"Año Nuevo"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Canada Day", ("Canada Day", "")),
        ("Canada Day (observed)", ("Canada Day", "observed")),
        ("Canada Day (estimated)", ("Canada Day", "estimated")),
        ("Canada Day (observed, estimated)", ("Canada Day", "observed, estimated")),
        ("Canada Day (of old)", ("Canada Day (of old)", "")),
    ],
)
def test_what_the_library_adds_to_a_name_is_told_apart_from_it(name, parts):
    with translation.override("en"):
        said = translated(name)

    assert (unmarked(name), said) == (parts, name)


def coordinator():
    client = Client()
    sign_in_past_second_factor(client, seated("coordinator", "st_coord", "iom"))
    return client


def row(slug="cr", **values):
    texts = {"name_es": "Duelo nacional", "name_en": "National mourning"}
    return {"party": Party.objects.get(slug=slug).pk, "on": "2026-09-14", **texts, **values}


def test_the_coordinator_enters_and_removes_an_announced_holiday(history, django_assert_num_queries):
    client = coordinator()

    answer = client.post(ADD, row())

    assert answer.status_code == 302
    with django_assert_num_queries(1):
        told = announced(["CR", "GT"])
    assert told == {("CR", date(2026, 9, 14)): {"es": "Duelo nacional", "en": "National mourning"}}
    assert announced(["GT"]) == {}
    assert count(date(2026, 9, 11), 1, ("CR",), told).last_on == date(2026, 9, 16)
    made = AnnouncedHoliday.objects.get()
    assert client.post(f"/admin/members/announcedholiday/{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert announced(["CR"]) == {}


REFUSED = {
    "the same day again": ({}, ["on"]),
    "no country": ({"slug": "iom"}, ["party"]),
    "no English name": ({"slug": "gt", "name_en": ""}, ["name_en"]),
}


@pytest.mark.parametrize("values", REFUSED)
def test_what_cannot_be_entered_is_said_beside_the_field(history, values):
    AnnouncedHoliday.objects.create(
        party=Party.objects.get(slug="cr"), on=date(2026, 9, 14), name_es="Duelo", name_en="Mourning"
    )
    changed, fields = REFUSED[values]

    answer = coordinator().post(ADD, row(**changed))

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == fields
    assert AnnouncedHoliday.objects.count() == 1


@pytest.mark.parametrize(("role", "party", "status"), [("st_it", "iom", 403), ("focal", "cr", 404)])
def test_nobody_else_enters_a_holiday(history, role, party, status):
    client = Client()
    sign_in_past_second_factor(client, seated("somebody", role, party))

    assert client.post(ADD, row()).status_code == status
    assert not AnnouncedHoliday.objects.exists()


def test_a_name_in_one_language_alone_serves_both(history):
    AnnouncedHoliday.objects.create(party=Party.objects.get(slug="cr"), on=date(2026, 9, 14), name_es="Duelo")

    assert announced(["CR"]) == {("CR", date(2026, 9, 14)): {"es": "Duelo", "en": "Duelo"}}
