"""Amounts split so that the parts add up: worked examples, and any amount at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.common import money

CENTS = st.integers(min_value=-(10**14), max_value=10**14).map(lambda cents: Decimal(cents) / 100)
WEIGHTS = st.lists(st.decimals(min_value=0, max_value=10**9, places=4), min_size=1, max_size=20).filter(any)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100.00", "1 1 1", "33.34 33.33 33.33"),
        ("0.01", "1 1 1", "0.01 0.00 0.00"),
        ("0.00", "1 2", "0.00 0.00"),
        ("-100.00", "1 1 1", "-33.34 -33.33 -33.33"),
        ("100.00", "1 0 2", "33.33 0.00 66.67"),  # the larger remainder takes the cent, not the first
        ("424086.00", "5000 68000 141360 33364 35000", "7500 102000 212040 50046 52500"),
    ],
)
def test_an_amount_is_split_by_largest_remainders(amount, weights, parts):
    split = money.split(Decimal(amount), [Decimal(weight) for weight in weights.split()])

    assert split == [Decimal(part) for part in parts.split()]


@pytest.mark.parametrize(("amount", "weights"), [("1.005", "1"), ("1", "0 0"), ("1", "2 -1"), ("1", "")])
def test_what_cannot_be_split_is_refused(amount, weights):
    with pytest.raises(ValueError, match="split by weights"):
        money.split(Decimal(amount), [Decimal(weight) for weight in weights.split()])


@given(amount=CENTS, weights=WEIGHTS)
def test_parts_add_up_and_none_is_a_cent_off(amount, weights):
    parts = money.split(amount, weights)

    exact = [amount * weight / sum(weights) for weight in weights]
    assert sum(parts) == amount
    assert all(abs(part - share) < Decimal("0.0101") for part, share in zip(parts, exact, strict=True))
