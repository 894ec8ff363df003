"""Which scale holds on which days of a span: two scales in one period, a gap, and drafts that count for nothing."""

from datetime import date

import pytest
from django.utils import translation

from contributions.models import Scale
from crm_portal.common.workflow import TransitionNotAllowed


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def two(history):
    """The printed scale until July 2027, then another; and a draft in the midst of them."""
    printed = Scale.objects.get()
    Scale.objects.update(valid_until=date(2027, 7, 1))
    later = Scale.objects.create(status="approved", valid_from=date(2027, 7, 1))
    Scale.objects.create(valid_from=date(2027, 3, 1))
    return printed, later


def test_a_period_in_which_the_scale_changes_has_two_segments(two):
    printed, later = two

    assert Scale.objects.segments(date(2027, 1, 1), date(2028, 7, 1)) == [
        (printed, date(2027, 1, 1), date(2027, 7, 1)),
        (later, date(2027, 7, 1), date(2028, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "place"), [((2027, 6, 1), (2027, 7, 1), 0), ((2027, 7, 1), (2027, 8, 1), 1)]
)
def test_the_day_of_the_change_belongs_to_the_later_scale(two, starts_on, ends_on, place):
    span = date(*starts_on), date(*ends_on)

    assert Scale.objects.segments(*span) == [(two[place], *span)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day"),
    [
        (date(2004, 12, 31), date(2006, 1, 1), "Dec. 31, 2004"),
        (date(2027, 1, 1), date(2029, 1, 1), "Jan. 1, 2028"),
        (date(2028, 2, 1), date(2028, 3, 1), "Feb. 1, 2028"),
    ],
)
def test_a_day_without_a_scale_is_named(two, starts_on, ends_on, day):
    Scale.objects.filter(pk=two[1].pk).update(valid_until=date(2028, 1, 1))

    with pytest.raises(TransitionNotAllowed, match=f"^No approved scale of contributions is in force on {day}.$"):
        Scale.objects.segments(starts_on, ends_on)


def test_a_span_without_days_is_refused(two):
    with pytest.raises(ValueError, match="ends after it begins"):
        Scale.objects.segments(date(2027, 1, 1), date(2027, 1, 1))
