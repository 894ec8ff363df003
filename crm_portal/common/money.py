"""Amounts and shares of amounts; Decimal from the form to the database."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from django.utils.formats import number_format

CENT = Decimal("0.01")


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """The share of a whole in per cent at two places, halves rounded up as the printed scale does.

    Rounded shares need not add to 100. Source, lines 1097-1125.
    """
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """An amount in parts that are to each other as their weights, in whole cents that add up to it.

    The cents that rounding down leaves go to the largest remainders, of equal ones to the first. An amount below zero
    is split as the one above. Raises ValueError where a weight is below zero or none is above, or the amount is not in
    whole cents.
    """
    if amount != amount.quantize(CENT) or sum(weights) <= 0 or min(weights) < 0:
        raise ValueError("An amount in whole cents is split by weights, none of them below zero.")
    sign = -1 if amount < 0 else 1
    cents = Fraction(abs(amount) / CENT)
    whole = sum(map(Fraction, weights))
    exact = [cents * Fraction(weight) / whole for weight in weights]
    parts = [floor(part) for part in exact]
    largest_first = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in largest_first[: int(cents) - sum(parts)]:
        parts[place] += 1
    return [sign * part * CENT for part in parts]


def shown(amount: Decimal, *, places: int | None = None) -> str:
    """An amount in the reader's language, thousands grouped; cents only where there are any, unless `places` asks."""
    if places is None:
        places = 0 if amount == amount.to_integral_value() else 2
    return str(number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True))
