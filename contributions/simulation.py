"""What another total, other shares or other amounts would mean for each member: figures only, nothing is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Scale
from crm_portal.common import money
from members.models import Party, PartyStatus

DOLLAR = Decimal(1)


def apportion(
    total: Decimal, weights: Sequence[Decimal], *, unit: Decimal = DOLLAR, minimum: Decimal = Decimal(0)
) -> list[Decimal]:
    """A total in parts that are to each other as their weights, in whole units that add up to it.

    The units that rounding down leaves go to the largest remainders, of equal ones to the first. Whoever would pay less
    than the minimum pays it, and the others share what remains by their weights. Raises ValueError where total or
    minimum are not in whole units, the minimum of all is more than the total, or no weight is above zero.
    """
    if total % unit or minimum % unit or minimum * len(weights) > total:
        raise ValueError("Total and minimum are in whole units, and the total covers the minimum of each.")
    lifted: set[int] = set()
    while True:
        others = [place for place in range(len(weights)) if place not in lifted]
        rest = total - minimum * len(lifted)
        cents = money.split(rest * money.CENT / unit, [weights[place] for place in others])
        parts = [part * unit / money.CENT for part in cents]
        low = {place for place, part in zip(others, parts, strict=True) if part < minimum}
        if not low:
            shared = dict(zip(others, parts, strict=True))
            return [shared.get(place, minimum).quantize(money.CENT) for place in range(len(weights))]
        lifted |= low


class Line(NamedTuple):
    """One member in two scales: what it contributes in the one and would in the other."""

    party: Party
    present: Decimal
    new: Decimal
    present_percent: Decimal
    new_percent: Decimal

    @property
    def difference(self) -> Decimal:
        return self.new - self.present

    @property
    def change_percent(self) -> Decimal | None:
        """By how much of the present amount it changes; None for whoever pays nothing at present."""
        return money.percentage(self.difference, self.present) if self.present else None


@dataclass(frozen=True)
class Comparison:
    """Two scales side by side, the members in the order of the present one. The totals are sums of the amounts."""

    lines: Sequence[Line]
    present_total: Decimal
    new_total: Decimal

    @property
    def difference(self) -> Decimal:
        return self.new_total - self.present_total

    @property
    def change_percent(self) -> Decimal | None:
        """By how much of the present total the total changes; None where there is none."""
        return money.percentage(self.difference, self.present_total) if self.present_total else None

    @property
    def largest(self) -> Decimal:
        """The largest amount of either, by which bars are drawn."""
        return max((max(line.present, line.new) for line in self.lines), default=Decimal(0))


def compare(present: Mapping[Party, Decimal], new: Mapping[Party, Decimal]) -> Comparison:
    """Two scales, each by member; whoever is in one alone has nothing in the other."""
    nothing = Decimal("0.00")
    totals = sum(present.values(), nothing), sum(new.values(), nothing)
    lines = []
    for party in dict.fromkeys([*present, *new]):
        amounts = present.get(party, nothing), new.get(party, nothing)
        shares = (
            money.percentage(amount, total) if total else nothing for amount, total in zip(amounts, totals, strict=True)
        )
        lines.append(Line(party, *amounts, *shares))
    return Comparison(lines, *totals)


def amounts(scale: Scale | None) -> dict[Party, Decimal]:
    """What each member contributes under a scale, in its order. One query."""
    if scale is None:
        return {}
    return {share.party: share.amount_usd for share in scale.shares.select_related("party").order_by("order", "pk")}


def present_amounts() -> tuple[Scale | None, dict[Party, Decimal]]:
    """The scale approved last, and what each country contributes under it: zero for members that joined since."""
    last = Scale.objects.approved().first()
    present = amounts(last)
    for member in Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate()):
        present.setdefault(member, Decimal("0.00"))
    return last, present


HEADER = (
    gettext_lazy("Country"),
    gettext_lazy("Present amount, USD a year"),
    gettext_lazy("New amount, USD a year"),
    gettext_lazy("Difference, USD"),
    gettext_lazy("Difference, %"),
    gettext_lazy("Present share, %"),
    gettext_lazy("New share, %"),
)


def table(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    """The lines of every file, after one that names the columns; the last is the total, 100 % of itself."""
    yield HEADER
    for line in comparison.lines:
        yield (
            line.party.name,
            line.present,
            line.new,
            line.difference,
            "" if line.change_percent is None else line.change_percent,
            line.present_percent,
            line.new_percent,
        )
    change = comparison.change_percent
    whole = [Decimal(100) if total else "" for total in (comparison.present_total, comparison.new_total)]
    yield (
        _("Total"),
        comparison.present_total,
        comparison.new_total,
        comparison.difference,
        "" if change is None else change,
        *whole,
    )
