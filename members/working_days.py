"""Which day is so many working days after another, by the public holidays of the countries concerned.

The publication gives deadlines in working days (días hábiles) and does not say whose: source, lines 716-727. So the
countries are an argument. The day of sending is day 0.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType
from typing import NamedTuple

from django.utils import translation

from members.holiday_names import translated
from members.models import AnnouncedHoliday

LIBRARY = f"holidays {version('holidays')}"
"""The calendar that days are counted by, for the record of a count: another version may know other holidays."""

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, in all members."""

LIBRARY_LANGUAGES = {"es": "es", "en": "en_US"}
"""The portal's languages, and what the library calls them."""

BESIDE_PUBLIC: Mapping[str, tuple[str, ...]] = {"CA": ("government",)}
"""By country, what the library keeps apart though government departments, which answer for the country, are closed."""

BETWEEN = "; "
"""What stands between the names of several holidays on one day: the library's way."""

Announced = Mapping[tuple[str, date], Mapping[str, str]]
"""Names in each language, by country (ISO code, two letters) and day."""

NOTHING_ANNOUNCED: Announced = MappingProxyType({})


class Skipped(NamedTuple):
    """A weekday that does not count: its holiday's name in each language, and whose holiday it is."""

    day: date
    names: dict[str, str]
    countries: tuple[str, ...]


class Counting(NamedTuple):
    """How a number of working days was counted, for people to check. Weekends are neither counted nor listed."""

    sent_on: date
    last_on: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def count(sent_on: date, number: int, countries: Collection[str], announced: Announced = NOTHING_ANNOUNCED) -> Counting:
    """The days until the `number`th working day after `sent_on`, which is day 0 and may itself be any day.

    Weekends and the holidays of all the countries (ISO codes, two letters) are passed over; without countries, weekends
    alone. Raises ValueError when the number is below one, NotImplementedError for a country without a calendar.
    """
    if number < 1:
        raise ValueError(f"{number} working days cannot be counted")
    counted: list[date] = []
    skipped: list[Skipped] = []
    day = sent_on
    while len(counted) < number:
        day += timedelta(days=1)
        if day.weekday() in WEEKEND:
            continue
        if off := day_off(day, countries, announced):
            skipped.append(off)
        else:
            counted.append(day)
    return Counting(sent_on, day, tuple(counted), tuple(skipped))


def day_off(day: date, countries: Collection[str], announced: Announced = NOTHING_ANNOUNCED) -> Skipped | None:
    """The holiday that a day is in one or more of some countries; None where it is a holiday in none of them."""
    found = {iso2: holiday_names(iso2, day, announced) for iso2 in sorted(set(countries))}
    whose = {iso2: names for iso2, names in found.items() if names}
    if not whose:
        return None
    names = {
        language: joined(name for each in whose.values() for name in each[language].split(BETWEEN))
        for language in LIBRARY_LANGUAGES
    }
    return Skipped(day, names, tuple(whose))


def holiday_names(iso2: str, day: date, announced: Announced = NOTHING_ANNOUNCED) -> dict[str, str]:
    """What a day is called in each language where it is a public or announced holiday of a country; empty otherwise.

    Several holidays on one day are joined by “; ”. Raises NotImplementedError for a country without a calendar.
    """
    known = public_holidays(iso2, day.year).get(day, {})
    told = announced.get((iso2, day), {})
    if not known and not told:
        return {}
    return {language: joined(names[language] for names in (known, told) if names) for language in LIBRARY_LANGUAGES}


def announced(countries: Collection[str]) -> dict[tuple[str, date], dict[str, str]]:
    """The announced holidays of some countries (ISO codes, two letters), as `count` takes them. One query."""
    names = [f"name_{language}" for language in LIBRARY_LANGUAGES]
    rows = AnnouncedHoliday.objects.filter(party__iso2__in=countries).values_list("party__iso2", "on", *names)
    return {
        (iso2, on): {
            language: name or next(filter(None, told), "")
            for language, name in zip(LIBRARY_LANGUAGES, told, strict=True)
        }
        for iso2, on, *told in rows
    }


@lru_cache(maxsize=256)
def public_holidays(iso2: str, year: int) -> Mapping[date, Mapping[str, str]]:
    """The public holidays of a country in a year, with the days they are moved to, and their names in each language.

    Raises NotImplementedError for a country without a calendar.
    """
    categories = ("public", *BESIDE_PUBLIC.get(iso2, ()))
    import holidays  # takes 0.4 s and some 15 MB with its calendars, which only a process that counts days shall spend

    calendar = holidays.country_holidays(iso2, years=year, categories=categories)
    own = dict(calendar)
    if set(LIBRARY_LANGUAGES.values()) <= set(calendar.supported_languages):
        names = {
            language: dict(holidays.country_holidays(iso2, years=year, language=spoken, categories=categories))
            for language, spoken in LIBRARY_LANGUAGES.items()
        }
    else:
        names = {language: said_in(language, own) for language in LIBRARY_LANGUAGES}
    return MappingProxyType(
        {day: MappingProxyType({language: names[language][day] for language in names}) for day in own}
    )


def said_in(language: str, english: Mapping[date, str]) -> dict[date, str]:
    """Holidays that the library names in English, with their names in a language of the portal."""
    with translation.override(language):
        return {day: joined(map(translated, name.split(BETWEEN))) for day, name in english.items()}


def joined(names: Iterable[str]) -> str:
    """Names in a row, each said once."""
    return BETWEEN.join(dict.fromkeys(names))
