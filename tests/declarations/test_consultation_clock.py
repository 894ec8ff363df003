"""By when a round is to be answered: the worked cases, moments near the edge of a day or a year, and any other.

Source, lines 716-727: "5 días hábiles". Ambiguities D3 and D4: whose days, and until which hour of whom.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.consultations import clock, conducting
from declarations.models import Addressee, Reminder, Round
from members.models import AnnouncedHoliday, Party
from members.working_days import LIBRARY, count
from tests.declarations.consulting import (
    FRIDAY,
    MEMBERS,
    SAN_JOSE,
    agreed,
    both,
    cell,
    refreshed,
    refusal,
    running,
)
from tests.sizes import size

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BASES = ("weekends", "seat", "own", "any")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def sent(people, at, basis="own", **values):
    """A first round, sent at that moment."""
    consultation = agreed(people, at - DAY)
    conducting.open_round(consultation, by=people["ppt"], basis=basis, now=at, **values)
    return running(consultation)


def in_costa_rica(moment):
    return moment.astimezone(SAN_JOSE).isoformat(sep=" ", timespec="minutes")[:16]


EASTER = datetime(2026, 3, 27, 10, 0, tzinfo=SAN_JOSE)


@pytest.mark.parametrize(
    ("sent_at", "basis", "last_on", "ends_in_san_jose"),
    [
        (FRIDAY, "weekends", date(2026, 9, 18), "2026-09-18 23:59"),
        (FRIDAY, "seat", date(2026, 9, 21), "2026-09-21 23:59"),
        (FRIDAY, "own", date(2026, 9, 22), "2026-09-22 23:59"),
        (FRIDAY, "any", date(2026, 9, 25), "2026-09-25 23:59"),
        (EASTER, "weekends", date(2026, 4, 3), "2026-04-03 23:59"),
        (EASTER, "seat", date(2026, 4, 7), "2026-04-07 23:59"),
        (EASTER, "own", date(2026, 4, 7), "2026-04-07 23:59"),
        (EASTER, "any", date(2026, 4, 8), "2026-04-08 23:59"),
    ],
)
def test_the_measured_cases_end_when_they_were_measured_to_end(consulters, sent_at, basis, last_on, ends_in_san_jose):
    """Friday before the independence days of Central America; Friday before Holy Week."""
    round_ = sent(consulters, sent_at, basis)

    assert max(round_.addressees.values_list("last_on", flat=True)) == last_on
    assert in_costa_rica(round_.closes_at) == ends_in_san_jose


def test_each_country_has_until_a_minute_to_midnight_of_its_own_last_day(consulters):
    round_ = sent(consulters, FRIDAY)

    found = {
        one.party.slug: f"{one.due_at.astimezone(ZoneInfo(one.time_zone)):%d %b %H:%M %z}"
        for one in round_.addressees.select_related("party")
    }

    assert found == {
        "bz": "18 Sep 23:59 -0600",
        "ca": "18 Sep 23:59 -0400",
        "cr": "21 Sep 23:59 -0600",
        "do": "18 Sep 23:59 -0400",
        "gt": "21 Sep 23:59 -0600",
        "hn": "21 Sep 23:59 -0600",
        "mx": "21 Sep 23:59 -0600",
        "ni": "22 Sep 23:59 -0600",
        "pa": "18 Sep 23:59 -0500",
        "sv": "21 Sep 23:59 -0600",
        "us": "18 Sep 23:59 -0400",
    }


@pytest.mark.parametrize(
    ("hour", "minute", "sent_on"),
    [
        (21, 59, {"cr": date(2026, 9, 11), "us": date(2026, 9, 11), "pa": date(2026, 9, 11)}),
        (22, 0, {"cr": date(2026, 9, 11), "us": date(2026, 9, 12), "pa": date(2026, 9, 11)}),
        (23, 30, {"cr": date(2026, 9, 11), "us": date(2026, 9, 12), "pa": date(2026, 9, 12)}),
    ],
)
def test_day_nought_is_the_day_that_it_is_where_the_country_is(consulters, hour, minute, sent_on):
    """Summer time in Washington: two hours ahead of San José."""
    members = list(Party.objects.filter(slug__in=MEMBERS))

    planned = clock.plan(members, FRIDAY.replace(hour=hour, minute=minute), "weekends")

    found = {one.party.slug: one.sent_on for one in planned}
    assert {slug: found[slug] for slug in sent_on} == sent_on


def test_sent_late_at_night_the_east_has_a_day_more(consulters):
    """Thursday night in San José, Friday in Washington: the five days of the one are 11-17, of the other 14-18."""
    round_ = sent(consulters, datetime(2026, 9, 10, 23, 30, tzinfo=SAN_JOSE), "weekends")

    last = dict(round_.addressees.values_list("party__slug", "last_on"))

    assert (last["cr"], last["us"]) == (date(2026, 9, 17), date(2026, 9, 18))


def test_over_the_turn_of_the_year_the_holidays_of_both_years_are_passed_over(consulters):
    round_ = sent(consulters, datetime(2026, 12, 23, 9, 0, tzinfo=SAN_JOSE), "seat")

    one = round_.addressees.get(party__slug="cr")

    assert one.last_on == date(2026, 12, 31)
    assert one.counted == ["2026-12-24", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"]
    assert [skipped["day"] for skipped in one.skipped] == ["2026-12-25"]


def test_sent_on_the_last_day_of_the_year(consulters):
    round_ = sent(consulters, datetime(2026, 12, 31, 9, 0, tzinfo=SAN_JOSE), "seat")

    one = round_.addressees.get(party__slug="cr")

    assert (one.last_on, one.skipped[0]["day"]) == (date(2027, 1, 8), "2027-01-01")


@pytest.mark.parametrize(
    ("sent_on", "before", "after"),
    [
        (date(2026, 3, 4), "-0500", "-0400"),
        (date(2026, 10, 28), "-0400", "-0500"),
    ],
)
def test_where_the_clocks_are_changed_the_hour_is_the_new_one(consulters, sent_on, before, after):
    """Canada and the United States change theirs on 8 March and 1 November 2026."""
    at = datetime.combine(sent_on, datetime.min.time(), SAN_JOSE) + 10 * HOUR
    one = sent(consulters, at, "weekends").addressees.get(party__slug="us")
    zone = ZoneInfo(one.time_zone)

    assert f"{at.astimezone(zone):%z}" == before
    assert f"{one.due_at.astimezone(zone):%H:%M %z}" == f"23:59 {after}"


# Any moment at all


@pytest.fixture
def members(consulters):
    return list(Party.objects.filter(slug__in=MEMBERS))


@settings(
    max_examples=size(ci=60, full=1000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),
    basis=st.sampled_from(BASES),
    later=st.timedeltas(timedelta(0), timedelta(days=10)),
)
def test_whenever_it_is_sent_every_country_has_its_five_days(members, at, basis, later):
    planned = clock.plan(members, at, basis)
    after = {one.party.pk: one.due_at for one in clock.plan(members, at + later, basis)}

    for one in planned:
        zone = ZoneInfo(one.party.time_zone)
        counted = count(at.astimezone(zone).date(), 5, clock.countries_for(basis, one.party, members))
        weekdays = sum(
            (at.astimezone(zone).date() + n * DAY).weekday() < 5 for n in range(1, (one.last_on - one.sent_on).days + 1)
        )
        assert one.counting == counted
        assert one.due_at.astimezone(zone).replace(tzinfo=None) == datetime.combine(
            one.last_on, datetime.min.time()
        ) + (23 * HOUR + timedelta(minutes=59))
        assert (len(one.counting.counted), weekdays >= 5, one.last_on > one.sent_on) == (5, True, True)
        assert one.due_at.astimezone(UTC) - at > timedelta(days=5)
        assert after[one.party.pk] >= one.due_at
        half, before = reminders_of(one, at)
        assert at < half < one.due_at.astimezone(UTC)
        assert abs((half - at) - (one.due_at.astimezone(UTC) - half)) <= timedelta(microseconds=1)
        assert before == one.due_at.astimezone(UTC) - DAY
        assert half < before
    assert clock.closes_at(planned) == max(one.due_at for one in planned)


def reminders_of(planned, at):
    cell = Addressee(due_at=planned.due_at)
    moments = {one.kind: one.due_at for one in clock.reminders(cell, since=at)}
    assert set(moments) == {"half_time", "day_before"}
    return moments["half_time"].astimezone(UTC), moments["day_before"].astimezone(UTC)


@pytest.mark.parametrize("basis", BASES)
def test_with_more_holidays_to_pass_over_no_country_has_less_time(members, basis):
    for days in range(0, 366, 5):
        at = datetime(2026, 1, 1, 15, 0, tzinfo=UTC) + days * DAY
        weekends, chosen, any_ = (clock.plan(members, at, each) for each in ("weekends", basis, "any"))
        for few, some, most in zip(weekends, chosen, any_, strict=True):
            assert few.last_on <= some.last_on
            assert basis == "seat" or some.last_on <= most.last_on


# What is stored


def test_how_the_days_were_counted_is_stored_with_the_round(consulters):
    round_ = sent(consulters, FRIDAY)
    one = round_.addressees.get(party__slug="cr")

    assert (round_.basis, round_.calendar, round_.edited_reason) == ("own", LIBRARY, "")
    assert one.counted == ["2026-09-14", "2026-09-16", "2026-09-17", "2026-09-18", "2026-09-21"]
    assert one.skipped == [
        {"day": "2026-09-15", "es": "Día de la Independencia", "en": "Independence Day", "countries": ["CR"]}
    ]
    assert (one.computed_on, one.last_on, one.time_zone) == (
        date(2026, 9, 21),
        date(2026, 9, 21),
        "America/Costa_Rica",
    )


def test_an_edited_day_stands_beside_the_computed_one_with_its_reason(consulters):
    mexico = Party.objects.get(slug="mx")

    round_ = sent(consulters, FRIDAY, edited={mexico.pk: date(2026, 10, 2)}, reasons=both(" Lo pidió México. "))

    one = round_.addressees.get(party=mexico)
    assert (one.computed_on, one.last_on) == (date(2026, 9, 21), date(2026, 10, 2))
    assert round_.closes_at == one.due_at == clock.end_of(date(2026, 10, 2), "America/Mexico_City")
    assert round_.edited_reason == "Lo pidió México."


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        (date(2026, 10, 2), " ", "The members read this in both languages: write it in both."),
        (date(2026, 9, 11), "Sí.", "Mexico: the last day is after the day of sending."),
        (date(2026, 9, 1), "Sí.", "Mexico: the last day is after the day of sending."),
    ],
)
def test_an_edited_day_has_a_reason_and_lies_after_the_sending(consulters, day, reason, sentence):
    consultation = agreed(consulters, FRIDAY - DAY)
    edited = {Party.objects.get(slug="mx").pk: day}

    said = refusal(
        conducting.open_round, consultation, by=consulters["ppt"], edited=edited, reasons=both(reason), now=FRIDAY
    )

    assert (said, refreshed(consultation).number) == (sentence, None)


def test_an_edited_day_that_is_the_counted_one_needs_no_reason(consulters):
    mexico = Party.objects.get(slug="mx")

    round_ = sent(consulters, FRIDAY, edited={mexico.pk: date(2026, 9, 21)})

    assert round_.addressees.get(party=mexico).last_on == date(2026, 9, 21)


def test_a_holiday_that_is_announced_later_moves_nothing_and_is_told(consulters):
    round_ = sent(consulters, FRIDAY)
    before = list(round_.addressees.values_list("party", "last_on", "due_at", "counted", "skipped"))
    same = clock.now_later(round_, round_.addressees.select_related("party"))

    AnnouncedHoliday.objects.create(
        party=Party.objects.get(slug="hn"), on=date(2026, 9, 17), name_es="Duelo", name_en="Mourning"
    )

    differing = clock.now_later(round_, round_.addressees.select_related("party"))
    assert (same, [one.party.slug for one in differing]) == ([], ["hn"])
    assert list(round_.addressees.values_list("party", "last_on", "due_at", "counted", "skipped")) == before
    assert Round.objects.get(pk=round_.pk).closes_at == round_.closes_at


def test_a_holiday_that_was_announced_before_is_passed_over_and_named(consulters):
    AnnouncedHoliday.objects.create(
        party=Party.objects.get(slug="hn"), on=date(2026, 9, 17), name_es="Duelo", name_en="Mourning"
    )

    one = cell(sent(consulters, FRIDAY).consultation, "hn")

    assert one.last_on == date(2026, 9, 22)
    assert one.skipped[-1] == {"day": "2026-09-17", "es": "Duelo", "en": "Mourning", "countries": ["HN"]}


@pytest.mark.parametrize(
    ("looked_at", "is_sent"),
    [
        (None, True),
        (FRIDAY - HOUR, True),
        (FRIDAY - DAY, False),
        (datetime(2026, 9, 10, 23, 30, tzinfo=SAN_JOSE), False),  # Friday already in Toronto, not in San José
    ],
)
def test_days_that_come_out_otherwise_than_they_were_shown_are_looked_at_again(consulters, looked_at, is_sent):
    consultation = agreed(consulters, FRIDAY - 3 * DAY)
    seen = clock.mark(clock.plan(clock.members_on(FRIDAY.date()), looked_at, "own")) if looked_at else ""
    said = ""

    if is_sent:
        conducting.open_round(consultation, by=consulters["ppt"], days_seen=seen, now=FRIDAY)
    else:
        said = refusal(conducting.open_round, consultation, by=consulters["ppt"], days_seen=seen, now=FRIDAY)

    assert refreshed(consultation).status == ("first_round" if is_sent else "agreed")
    assert said == ("" if is_sent else "The days come out otherwise by now: look at them again before you send.")


# When countries are reminded


def test_each_country_is_reminded_at_half_its_time_and_a_day_before_it_is_up(consulters):
    round_ = sent(consulters, FRIDAY)

    found = Reminder.objects.filter(addressee__round=round_, addressee__party__slug__in=["ca", "ni"])

    assert [(one.addressee.party.slug, one.kind, in_costa_rica(one.due_at)) for one in found] == [
        ("ca", "half_time", "2026-09-15 03:59"),
        ("ni", "half_time", "2026-09-17 04:59"),
        ("ca", "day_before", "2026-09-17 21:59"),
        ("ni", "day_before", "2026-09-21 23:59"),
    ]


@pytest.mark.parametrize(
    ("hours", "kinds"),
    [(48, ["day_before", "half_time"]), (24.5, ["day_before", "half_time"]), (24, ["half_time"]), (3, ["half_time"])],
)
def test_a_moment_that_has_gone_by_reminds_of_nothing(hours, kinds):
    one = Addressee(due_at=FRIDAY + hours * HOUR)

    assert sorted(reminder.kind for reminder in clock.reminders(one, since=FRIDAY)) == kinds


def test_whom_no_day_was_set_nobody_is_reminded():
    assert clock.reminders(Addressee(due_at=None), since=FRIDAY) == []
