"""The conferences to 2016 and the printed counts, as the files of history give them."""

from datetime import date

from meetings import titles
from meetings.models import ActivityCount, Meeting
from tests.conftest import load_history


def test_the_twenty_one_conferences_are_on_record_with_what_is_certain_of_each(history):
    found = Meeting.objects.filter(kind="conference").order_by("ordinal")

    assert [meeting.ordinal for meeting in found] == list(range(1, 22))
    assert {meeting.status for meeting in found} == {"archived"}
    assert [meeting.bodies.get().slug for meeting in found] == ["vm"] * 21
    rows = {
        meeting.ordinal: (meeting.starts_on, meeting.last_on, meeting.precision, meeting.basis) for meeting in found
    }
    assert rows[1] == (date(1996, 3, 1), None, "month", "source_partial")
    assert rows[4] == (date(1999, 1, 28), date(1999, 1, 29), "day", "source_explicit")
    assert rows[9] == (None, None, "year", "derived")


def test_a_conference_is_called_as_it_is_called(history):
    fourth = Meeting.objects.get(slug="crm-4")

    assert (fourth.title_es, fourth.title_en) == (
        "IV Conferencia Regional sobre Migración",
        "IV Regional Conference on Migration",
    )
    assert (fourth.place_es, fourth.host.slug) == ("San Salvador", "sv")


def test_numbers_are_written_as_romans_wrote_them():
    assert [titles.roman(number) for number in (1, 4, 9, 14, 19, 21, 30, 38)] == [
        *("I", "IV", "IX", "XIV", "XIX", "XXI", "XXX", "XXXVIII")
    ]


def test_the_printed_counts_add_to_what_is_printed(history):
    printed = list(ActivityCount.objects.values_list("printed", flat=True))

    assert (printed, sum(printed)) == ([21, 42, 6, 38, 15], 122)


def test_loading_again_changes_nothing_and_keeps_what_staff_corrected(history):
    Meeting.objects.filter(slug="crm-9").update(place_es="Ciudad de Panamá", place_en="Panama City")
    before = list(Meeting.objects.order_by("pk").values())

    load_history()

    assert list(Meeting.objects.order_by("pk").values()) == before
