"""Figures of scales as they stand in tables, and the bars that draw them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext as _

from contributions.simulation import Comparison
from crm_portal.common import money

register = template.Library()

WIDEST, BAR, ROW, GAP = Decimal(270), 9, 46, 5
"""The drawing is 360 units wide; the figure stands behind the longest bar."""


@register.filter
def figure(amount: Decimal) -> str:
    """An amount in the reader's language, with cents only where it has any."""
    return money.shown(amount)


@register.filter
def difference(amount: Decimal) -> str:
    """A difference with its sign."""
    return signed(amount, money.shown(abs(amount)))


@register.filter
def change(share: Decimal | None) -> str:
    """By how many per cent something changes, with the sign; a word for what there was nothing of before."""
    if share is None:
        return _("new")
    return signed(share, _("%(share)s %%") % {"share": money.shown(abs(share), places=2)})


def signed(amount: Decimal, shown: str) -> str:
    sign = "+" if amount > 0 else "−" if amount < 0 else ""  # noqa: RUF001  # the sign of arithmetic
    return f"{sign}{shown}"


@register.filter
def both(one: Any, other: Any) -> tuple[Any, Any]:
    """Two things that are shown in the same way."""
    return one, other


@dataclass(frozen=True)
class Bar:
    """Two bars of one country, in units of the drawing."""

    country: str
    present: Decimal
    new: Decimal
    top: int
    present_width: Decimal
    new_width: Decimal

    @property
    def label_at(self) -> int:
        return self.top + 12

    @property
    def present_at(self) -> int:
        return self.top + 17

    @property
    def present_foot(self) -> int:
        return self.present_at + BAR

    @property
    def present_end(self) -> Decimal:
        return self.present_width + GAP

    @property
    def new_at(self) -> int:
        return self.top + 28

    @property
    def new_foot(self) -> int:
        return self.new_at + BAR

    @property
    def new_end(self) -> Decimal:
        return self.new_width + GAP


class Bars(NamedTuple):
    """The drawing."""

    bars: list[Bar]
    height: int


@register.simple_tag
def bars(comparison: Comparison) -> Bars:
    """The amounts of two scales as bars, the longest as wide as there is room for."""
    scale = WIDEST / comparison.largest if comparison.largest else Decimal(0)
    drawn = [
        Bar(
            line.party.name,
            line.present,
            line.new,
            place * ROW,
            (line.present * scale).quantize(Decimal("0.1")),
            (line.new * scale).quantize(Decimal("0.1")),
        )
        for place, line in enumerate(comparison.lines)
    ]
    return Bars(drawn, len(drawn) * ROW)
