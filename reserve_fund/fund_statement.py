"""The Fund's ledger as people read it: the statement of a time, entry by entry, and the totals of half-years.

Whatever is read here is read by the entries up to a number. Entries are only added to, so the same time and the same
number give the same figures for ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import Text
from reserve_fund.fund_money import NOTHING
from reserve_fund.models import Account, Entry

Kind = Account.Kind
FIRST_HALF, SECOND_HALF = 1, 2
JULY = 7


def last_entry() -> int:
    """How far the ledger has come: the number to read a time by, so that it reads alike for ever."""
    return Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0


# The statement of a time


@dataclass(frozen=True)
class Sums:
    """What some entries add up to, in USD: what came in and went out, and by how much more is committed to cases."""

    came_in: Decimal = NOTHING
    went_out: Decimal = NOTHING
    committed: Decimal = NOTHING

    @property
    def balance(self) -> Decimal:
        """What IOM holds by these entries."""
        return self.came_in - self.went_out

    @property
    def available(self) -> Decimal:
        """What of it is committed to nobody."""
        return self.balance - self.committed

    def __add__(self, more: "Sums") -> "Sums":
        return Sums(self.came_in + more.came_in, self.went_out + more.went_out, self.committed + more.committed)


@dataclass(frozen=True)
class Line:
    """One entry in words, with what stands on the Fund after it. USD."""

    number: int
    day: date
    what: Text
    reference: str
    moved: Sums
    """What it brought or took itself."""

    after: Sums


@dataclass(frozen=True)
class Statement:
    """What stood on the Fund when a time began, what moved in it, and what stood there at the end of its last day."""

    since: date
    as_of: date
    through: int
    opening: Sums
    moved: Sums

    @property
    def closing(self) -> Sums:
        return self.opening + self.moved

    @property
    def entries(self) -> QuerySet[Entry]:
        """Those of the time, in the order of their lines, with what these say."""
        found = Entry.objects.filter(accounting_on__gte=self.since, accounting_on__lte=self.as_of)
        in_order = found.filter(number__lte=self.through).order_by("accounting_on", "number")
        return in_order.select_related("debit", "credit", "reverses")

    def lines(self) -> Iterator[Line]:
        """Every line, however many there are. One query."""
        return lines(self.entries.iterator(chunk_size=2000), self.opening)

    def lines_of(self, page: Iterable[Entry], *, is_first: bool) -> list[Line]:
        """The lines of a page of the entries. One query; another one to go on where the page before ended."""
        entries = list(page)
        if is_first or not entries:
            return list(lines(entries, self.opening))
        first = entries[0]
        before = Q(accounting_on__lt=first.accounting_on) | Q(
            accounting_on=first.accounting_on, number__lt=first.number
        )
        [began] = sums(Entry.objects.filter(number__lte=self.through), before)
        return list(lines(entries, began))


def statement(since: date, as_of: date, *, through: int | None = None) -> Statement:
    """The statement from one day to the end of another, by the entries up to a number. One query, two without it."""
    through = last_entry() if through is None else through
    known = Entry.objects.filter(number__lte=through, accounting_on__lte=as_of)
    opening, moved = sums(known, Q(accounting_on__lt=since), Q(accounting_on__gte=since))
    return Statement(since, as_of, through, opening, moved)


def sums(entries: QuerySet[Entry], *parts: Q) -> list[Sums]:
    """What each part of some entries adds up to. One query."""
    sides = {
        "came_in": Q(debit__kind=Kind.BANK),
        "went_out": Q(credit__kind=Kind.BANK),
        "promised": Q(credit__kind=Kind.COMMITTED),
        "let_go": Q(debit__kind=Kind.COMMITTED),
    }
    asked = {
        f"{name}_{place}": Sum("amount_usd", filter=side & part, default=NOTHING)
        for place, part in enumerate(parts)
        for name, side in sides.items()
    }
    found = entries.aggregate(**asked)
    usd = [{name: found[f"{name}_{place}"] for name in sides} for place in range(len(parts))]
    return [Sums(each["came_in"], each["went_out"], each["promised"] - each["let_go"]) for each in usd]


def lines(entries: Iterable[Entry], began: Sums) -> Iterator[Line]:
    """The lines of entries that follow on one another, and what stands after each."""
    after = began
    for entry in entries:
        moved = moved_by(entry.debit.kind, entry.credit.kind, entry.amount_usd)
        after += moved
        what, reference = said_of(entry)
        yield Line(entry.number, entry.accounting_on, what, reference, moved, after)


def moved_by(debit: str, credit: str, usd: Decimal) -> Sums:
    """What an amount between two accounts brings, takes or commits."""
    promised = usd if credit == Kind.COMMITTED else NOTHING
    let_go = usd if debit == Kind.COMMITTED else NOTHING
    return Sums(usd if debit == Kind.BANK else NOTHING, usd if credit == Kind.BANK else NOTHING, promised - let_go)


WHAT: dict[tuple[str, str], Text] = {
    (Kind.BANK, Kind.OPENING): gettext_lazy("Opening balance"),
    (Kind.OPENING, Kind.BANK): gettext_lazy("Opening balance taken back"),
    (Kind.BANK, Kind.INCOME): gettext_lazy("Replenishment"),
    (Kind.INCOME, Kind.BANK): gettext_lazy("Replenishment taken back"),
    (Kind.ENCUMBRANCE, Kind.COMMITTED): gettext_lazy("Committed to a case"),
    (Kind.EXPENSE, Kind.BANK): gettext_lazy("Paid for a case"),
    (Kind.BANK, Kind.EXPENSE): gettext_lazy("Refund of a payment"),
}
"""What an entry is, by the accounts that are debited and credited."""
TAKEN_BACK: dict[tuple[str, str], Text] = {
    (Kind.BANK, Kind.EXPENSE): gettext_lazy("Payment taken back"),
    (Kind.ENCUMBRANCE, Kind.COMMITTED): gettext_lazy("Committed again, since a payment was taken back"),
}
"""What a reversing entry is, where the accounts alone would tell something else."""


def said_of(entry: Entry) -> tuple[Text, str]:
    """What an entry is, and the case or the replenishment that it is about: never more than a number or a reference."""
    origin = entry.reverses or entry
    kind, _blank, reference = origin.source.partition(" ")
    sides = (entry.debit.kind, entry.credit.kind)
    if sides == (Kind.COMMITTED, Kind.ENCUMBRANCE):
        used = kind == "use"
        return (_("No longer committed: paid") if used else _("No longer committed: let go")), entry.words
    if entry.reverses and sides in TAKEN_BACK:
        return TAKEN_BACK[sides], entry.words
    return WHAT.get(sides, _("Entry")), entry.words or reference


def statement_lines(found: Statement) -> Iterator[tuple[Any, ...]]:
    """The lines of a statement for spreadsheets, after one that names the columns."""
    yield (
        *(_("Date"), _("Entry"), _("What"), _("Reference"), _("In, USD"), _("Out, USD"), _("Committed or let go, USD")),
        *(_("Balance, USD"), _("Committed, USD"), _("Available, USD")),
    )
    yield (found.since.isoformat(), "", _("Opening"), "", "", "", "", *standing_cells(found.opening))
    for line in found.lines():
        what = (line.day.isoformat(), line.number, str(line.what), line.reference)
        moved = (cell or "" for cell in moved_cells(line.moved))
        yield (*what, *moved, *standing_cells(line.after))
    closing = (*moved_cells(found.moved), *standing_cells(found.closing))
    yield (found.as_of.isoformat(), "", _("Closing"), "", *closing)


def moved_cells(moved: Sums) -> tuple[Decimal, Decimal, Decimal]:
    return moved.came_in, moved.went_out, moved.committed


def standing_cells(after: Sums) -> tuple[Decimal, Decimal, Decimal]:
    return after.balance, after.committed, after.available


# The totals of half-years


@dataclass(frozen=True, order=True)
class Half:
    """Half a year: January to June, or July to December."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "Half":
        """The one that a day lies in."""
        return cls(day.year, FIRST_HALF if day.month < JULY else SECOND_HALF)

    @classmethod
    def named(cls, name: str) -> "Half":
        """The one of a name as `str` gives it. Raises ValueError."""
        year, _dash, half = name.partition("-")
        return cls(int(year), int(half))

    @property
    def next(self) -> "Half":
        return Half(self.year, SECOND_HALF) if self.half == FIRST_HALF else Half(self.year + 1, FIRST_HALF)

    @property
    def starts_on(self) -> date:
        return date(self.year, 1 if self.half == FIRST_HALF else JULY, 1)

    @property
    def ends_on(self) -> date:
        """The first day after it."""
        return self.next.starts_on

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def label(self) -> str:
        words = _("January to June %(year)s") if self.half == FIRST_HALF else _("July to December %(year)s")
        return words % {"year": self.year}


@dataclass(frozen=True)
class HalfYear:
    """The totals of one half-year, in USD. Replenishments are without what of them was taken back."""

    half: Half
    opening: Decimal = NOTHING
    received: Decimal = NOTHING
    paid: Decimal = NOTHING
    refunded: Decimal = NOTHING
    committed: Decimal = NOTHING
    """What is committed to cases at the end."""

    @property
    def closing(self) -> Decimal:
        """What IOM holds at the end."""
        return self.opening + self.received - self.paid + self.refunded

    @property
    def available(self) -> Decimal:
        return self.closing - self.committed

    @property
    def follows(self) -> "HalfYear":
        """The next half-year, in which nothing has moved yet."""
        return HalfYear(self.half.next, opening=self.closing, committed=self.committed)


@dataclass(frozen=True)
class HalfYears:
    """The half-years since the ledger began: those that have ended, and the one that is under way."""

    ended: list[HalfYear]
    running: HalfYear | None


def half_years(today: date | None = None, *, through: int | None = None) -> HalfYears:
    """The totals of each half-year, by the entries up to a number. One query, two without the number.

    Members read those that have ended: whoever saw the one under way from day to day would read its single entries.
    """
    now = Half.of(today or timezone.localdate())
    through = last_entry() if through is None else through
    half = Case(
        When(accounting_on__month__lt=JULY, then=Value(FIRST_HALF)),
        default=Value(SECOND_HALF),
        output_field=IntegerField(),
    )
    moved = (
        Entry.objects.filter(number__lte=through)
        .order_by()
        .annotate(year=ExtractYear("accounting_on"), half=half)
        .values_list("year", "half", "debit__kind", "credit__kind")
        .annotate(usd=Sum("amount_usd"))
        .order_by("year", "half")
    )
    found: list[HalfYear] = []
    for year, which, debit, credit, usd in moved:
        found = until(found, Half(year, which))
        is_first = len(found) == 1
        found[-1] = with_moved(found[-1], debit, credit, usd, is_first=is_first)
    if found:
        found = until(found, now)
    return HalfYears(
        [each for each in found if each.half < now], next((each for each in found if each.half == now), None)
    )


def until(found: list[HalfYear], half: Half) -> list[HalfYear]:
    """The half-years up to one, with those between in which nothing moved."""
    made = found or [HalfYear(half)]
    while made[-1].half < half:
        made = [*made, made[-1].follows]
    return made


def with_moved(total: HalfYear, debit: str, credit: str, usd: Decimal, *, is_first: bool) -> HalfYear:
    """The totals with what passed between two accounts. The opening balance opens the first half-year."""
    sides = (debit, credit)
    if sides == (Kind.EXPENSE, Kind.BANK):
        return replace(total, paid=total.paid + usd)
    if sides == (Kind.BANK, Kind.EXPENSE):
        return replace(total, refunded=total.refunded + usd)
    moved = moved_by(debit, credit, usd)
    if is_first and Kind.OPENING in sides:
        return replace(total, opening=total.opening + moved.balance)
    return replace(total, received=total.received + moved.balance, committed=total.committed + moved.committed)


COLUMNS = (
    gettext_lazy("Half-year"),
    gettext_lazy("Opening, USD"),
    gettext_lazy("Replenishments, USD"),
    gettext_lazy("Assistance paid, USD"),
    gettext_lazy("Refunds, USD"),
    gettext_lazy("Balance at the end, USD"),
    gettext_lazy("Committed at the end, USD"),
    gettext_lazy("Available at the end, USD"),
)


def cells(total: HalfYear) -> list[Any]:
    """A half-year as a row of tables."""
    return [
        total.half.label,
        *(total.opening, total.received, total.paid, total.refunded),
        *(total.closing, total.committed, total.available),
    ]


def half_year_lines(totals: Iterable[HalfYear]) -> Iterator[list[Any]]:
    """Half-years for spreadsheets, after a line that names the columns."""
    yield [str(name) for name in COLUMNS]
    for total in totals:
        yield cells(total)
