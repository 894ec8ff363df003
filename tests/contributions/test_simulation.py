"""Totals shared out exactly: worked examples, and whatever totals and shares there may be."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.models import Scale
from contributions.simulation import amounts, apportion, compare, present_amounts, table
from crm_portal.common.money import CENT
from tests.sizes import size

DOLLAR = Decimal(1)
MANY = settings(max_examples=size(ci=150, full=10_000), deadline=None)
weights = st.lists(st.decimals(0, 1_000_000, places=4), min_size=1, max_size=15).filter(any)
units = st.sampled_from([DOLLAR, CENT])


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@MANY
@given(whole=st.integers(0, 10**12), shares=weights, unit=units)
def test_any_total_is_shared_out_exactly_in_order_and_nobody_is_off_by_a_unit(whole, shares, unit):
    total = whole * unit

    parts = apportion(total, shares, unit=unit)

    exact = [total * share / sum(shares) for share in shares]
    assert sum(parts) == total
    assert [part % unit for part in parts] == [0] * len(parts)
    assert max(abs(part - due) for part, due in zip(parts, exact, strict=True)) < unit
    by_share = sorted(zip(shares, parts, strict=True))
    assert all(more >= less for (one, less), (two, more) in pairwise(by_share) if two > one)


@MANY
@given(whole=st.integers(0, 10**9), shares=weights, unit=units, floor=st.integers(0, 10**6))
def test_with_a_least_amount_the_parts_add_up_and_nobody_is_below_it(whole, shares, unit, floor):
    minimum = floor * unit
    total = whole * unit + minimum * len(shares)

    parts = apportion(total, shares, unit=unit, minimum=minimum)

    assert (sum(parts), min(parts) >= minimum) == (total, True)


def test_a_hundred_split_in_three():
    assert apportion(Decimal(100), [DOLLAR] * 3, unit=CENT) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert apportion(Decimal(100), [DOLLAR] * 3) == [Decimal(34), Decimal(33), Decimal(33)]


@pytest.mark.parametrize(
    "refused", [{"total": Decimal("10.50")}, {"minimum": Decimal(6)}, {"weights": [Decimal(0)] * 2}]
)
def test_what_cannot_be_shared_out_is_refused(refused):
    asked = {"total": Decimal(10), "weights": [DOLLAR] * 2, "minimum": Decimal(0)} | refused

    with pytest.raises(ValueError, match="whole"):
        apportion(asked.pop("total"), asked.pop("weights"), **asked)


def test_the_printed_total_gives_the_printed_scale(history):
    present = amounts(Scale.objects.get())

    assert apportion(Decimal(282724), list(present.values())) == list(present.values())


def test_twice_the_total_is_twice_each_amount(history):
    present = amounts(Scale.objects.get())

    assert apportion(Decimal(565448), list(present.values())) == [2 * amount for amount in present.values()]


def test_the_total_line_is_a_hundred_while_the_rounded_rows_add_to_more(history):
    """Source, lines 1097-1125: the printed percentages add to 100.01."""
    present = amounts(Scale.objects.get())
    _header, *lines, total = table(compare(present, {party: 2 * amount for party, amount in present.items()}))

    assert sum(line[6] for line in lines) == Decimal("100.01")
    assert total == (
        "Total",
        Decimal(282724),
        Decimal(565448),
        Decimal(282724),
        Decimal(100),
        Decimal(100),
        Decimal(100),
    )


def test_a_simulation_names_every_member_once_in_the_order_of_the_scale(history):
    last, present = present_amounts()

    assert [party.iso2 for party in present] == ["BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO"]
    assert last == Scale.objects.get()


def test_a_member_without_a_share_is_there_with_nothing(history):
    Scale.objects.get().shares.filter(party__iso2="BZ").delete()

    _last, present = present_amounts()

    assert [(party.iso2, amount) for party, amount in present.items()][-1] == ("BZ", Decimal(0))
