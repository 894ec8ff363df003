"""Bars that show how much of several amounts is used up, drawn by the server; the table beside them has the figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crm_portal.common import money
from crm_portal.common.registry import Text

WIDTH = 360
ROW = 44


@dataclass(frozen=True)
class Bar:
    """One bar: its frame is the whole, as long as the amount is to the largest, and what is filled is used up."""

    label: Text
    top: int
    whole: int
    used: int
    percent: Decimal | None


@dataclass(frozen=True)
class Bars:
    """All of them, in the chart's own units."""

    bars: list[Bar]
    width: int
    height: int


def bars(amounts: Iterable[tuple[Text, Decimal, Decimal]]) -> Bars:
    """The chart of these: label, what is used up, and the whole. What lies outside of the frame is cut off at it."""
    found = list(amounts)
    largest = max((whole for _label, _used, whole in found), default=Decimal(0))

    def length(amount: Decimal) -> int:
        return max(0, min(WIDTH, int(amount * WIDTH / largest))) if largest > 0 else 0

    drawn = [
        Bar(label, ROW * place, length(whole), min(length(used), length(whole)), share(used, whole))
        for place, (label, used, whole) in enumerate(found)
    ]
    return Bars(drawn, WIDTH, ROW * len(drawn))


def share(used: Decimal, whole: Decimal) -> Decimal | None:
    """How much of the whole is used up; None where the whole is nothing."""
    return money.percentage(used, whole) if whole > 0 else None
