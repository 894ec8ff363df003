"""Who presides on a day, who is in the Troika, and what the database refuses."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.models import Party, PartyStatus, PresidencyTerm
from members.presentation import office


def names(troika):
    return tuple(term.party.name_en if term else None for term in troika)


@pytest.mark.parametrize(
    ("day", "troika"),
    [
        ("1995-12-31", (None, None, "Mexico")),
        ("1996-01-01", (None, "Mexico", "Panama")),
        ("2015-12-31", ("Nicaragua", "Mexico", "Honduras")),
        ("2016-01-01", ("Mexico", "Honduras", None)),
        ("2016-12-31", ("Mexico", "Honduras", None)),
        ("2017-01-01", ("Honduras", None, None)),
    ],
)
def test_the_troika_follows_from_the_terms(history, day, troika):
    assert names(PresidencyTerm.objects.troika(date.fromisoformat(day))) == troika


@pytest.mark.parametrize(("day", "country"), [("2003-06-30", "MX"), ("2014-12-31", "NI"), ("2026-11-23", None)])
def test_at_most_one_country_presides_on_a_day(history, day, country):
    found = PresidencyTerm.objects.on(date.fromisoformat(day)).values_list("party__iso2", flat=True)

    assert list(found) == ([country] if country else [])


def test_where_no_presidency_is_current_the_office_says_as_of_when(history):
    found = office(date(2026, 11, 23))

    assert (found.term.party.iso2, found.is_current) == ("HN", False)
    assert "2016" in found.note


def test_a_recorded_presidency_is_current_at_once(history):
    belize = Party.objects.get(iso2="BZ")
    PresidencyTerm.objects.create(party=belize, starts_on=date(2026, 3, 1), ends_on=date(2027, 3, 1))

    found = office(date(2026, 11, 23))

    assert (found.term.party.iso2, found.is_current, found.note, found.term.years) == ("BZ", True, "", "2026-2027")


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2016-06-01", "2017-06-01"),
        ("2016-12-31", "2017-12-31"),
        ("1990-01-01", "2030-01-01"),
        ("2010-02-01", "2010-03-01"),
    ],
)
def test_the_database_refuses_two_presidencies_at_a_time(history, starts_on, ends_on):
    belize = Party.objects.get(iso2="BZ")
    term = PresidencyTerm(party=belize, starts_on=date.fromisoformat(starts_on), ends_on=date.fromisoformat(ends_on))

    with pytest.raises(IntegrityError, match="presidency_one_at_a_time"), transaction.atomic():
        term.save()
    with translation.override("en"), pytest.raises(ValidationError, match="only one presides at a time"):
        term.full_clean()


def test_the_database_refuses_a_second_status_at_a_time(history):
    with pytest.raises(IntegrityError, match="party_status_one_at_a_time"), transaction.atomic():
        PartyStatus.objects.create(party=Party.objects.get(iso2="MX"), status="observer", valid_from=date(2020, 1, 1))


def test_a_party_changes_its_status_when_the_first_has_ended(history):
    colombia = PartyStatus.objects.get(party__iso2="CO")
    colombia.valid_until = date(2020, 1, 1)
    colombia.save()

    PartyStatus.objects.create(party=colombia.party, status="member", valid_from=date(2020, 1, 1))

    assert Party.objects.with_status("member", date(2021, 1, 1)).filter(iso2="CO").exists()
    assert not Party.objects.with_status("member", date(2019, 12, 31)).filter(iso2="CO").exists()


@given(starts_on=st.dates(date(1996, 1, 1), date(2100, 1, 1)), years=st.integers(1, 3))
def test_the_years_of_a_term_name_its_first_and_last_day(starts_on, years):
    ends_on = date(starts_on.year + years, 1, 1)

    shown = PresidencyTerm(starts_on=starts_on, ends_on=ends_on).years

    last = ends_on.year - 1
    assert shown == (str(last) if last == starts_on.year else f"{starts_on.year}-{last}")


def test_a_term_across_a_hole_in_the_record_is_no_neighbour(history):
    guatemala = Party.objects.get(iso2="GT")
    PresidencyTerm.objects.create(party=guatemala, starts_on=date(2026, 7, 1), ends_on=date(2027, 7, 1))

    found = office(date(2026, 11, 23))

    assert names(PresidencyTerm.objects.troika(date(2026, 11, 23))) == (None, "Guatemala", None)
    assert "Honduras" not in found.troika


def test_the_timeline_shows_where_the_record_has_a_hole(history, client):
    guatemala = Party.objects.get(iso2="GT")
    PresidencyTerm.objects.create(party=guatemala, starts_on=date(2020, 1, 15), ends_on=date(2021, 1, 1))
    PresidencyTerm.objects.create(party=guatemala, starts_on=date(2021, 2, 1), ends_on=date(2022, 1, 1))

    every_term = client.get("/en/presidency/").text
    one_country = client.get("/en/presidency/", {"country": "gt"}).text

    years = re.findall(r'<p class="year">([\d-]+)</p><p class="country">(?:<a [^>]+>)?([^<]+)', every_term)
    assert years[:4] == [
        ("2021", "Guatemala"),
        ("2020", "Guatemala"),
        ("2017-2020", "No presidency on record"),
        ("2016", "Honduras"),
    ]
    assert "No presidency on record" not in one_country


def test_a_member_is_not_credited_with_a_presidency_to_come(history, client):
    belize = Party.objects.get(iso2="BZ")
    PresidencyTerm.objects.create(party=belize, starts_on=date(2090, 1, 1), ends_on=date(2091, 1, 1))

    assert re.search(r">Belize</a><small>\s*no presidency yet", client.get("/en/members/").text)


def test_a_coming_presidency_is_not_denied(history):
    belize = Party.objects.get(iso2="BZ")
    PresidencyTerm.objects.create(party=belize, starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1))

    with translation.override("en"):
        found = office(date(2017, 6, 1))
        near = PresidencyTerm.objects.create(party=belize, starts_on=date(2017, 9, 1), ends_on=date(2018, 9, 1))
        then = office(date(2017, 6, 1))

    assert found.note == "As of 2016: no later presidency is on record."
    assert then.note == "As of 2016. The next presidency on record begins in 2017."
    assert near.party.name_en in then.troika


def test_a_theme_without_translation_is_marked_in_its_own_language(history, client):
    PresidencyTerm.objects.filter(conference_number=20).update(theme_en="")

    english, spanish = (client.get(path).text for path in ("/en/presidency/", "/es/presidencia/"))

    theme = "Integración, retorno y reinserción social y productiva de las personas migrantes"
    assert f'<p class="theme" lang="es">{theme}</p>' in english
    assert english.count("This theme has not been translated yet.") == 1
    assert f'<p class="theme">{theme}</p>' in spanish
