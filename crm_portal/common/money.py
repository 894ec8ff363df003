"""Amounts and shares of amounts; Decimal from the form to the database."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

CENT = Decimal("0.01")


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """The share of a whole in per cent at two places, halves rounded up as the printed scale does.

    Rounded shares need not add to 100. Source, lines 1097-1125.
    """
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def shown(amount: Decimal, *, places: int | None = None) -> str:
    """An amount in the reader's language, thousands grouped; cents only where there are any, unless `places` asks."""
    if places is None:
        places = 0 if amount == amount.to_integral_value() else 2
    return str(number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True))
