"""Which figures of a half-year are printed, so that nobody can tell from them a number of few people.

Whoever attacks knows everything printed of every half-year, these rules, and what the Fund's own rules say: nobody
returns to the country where they are, an unaccompanied child is under 18, somebody over seventy is not young, a case
costs at most USD 1,000. They shall find out no number that is not printed, and of none that it lies under five.

**One table.** All cells up to some number are hidden, zeros and larger ones are shown. That number is raised from four,
to the next number that a cell has, until a hidden cell has five or more and the hidden ones add up to ten or more. Then
exchange what two hidden cells hold: the hidden numbers are the same, so the page is the same. As one of them lies under
five and one does not, each hidden cell may be either. Choosing the smallest cells one by one would not do: of equal
ones the first would be taken, and who knows that can tell them apart. Where no number above zero would be left to show,
the table is withheld whole, its zeros too: then each cell may hold all cases but one, a single one, or none.

**Two tables** are of the same cases. Sex goes together with everything else, so an exchange there changes no other
table. Country of stay and of return do not: the cases of the one country as stay and as return are different ones, so
together at most all. Nor do situation and age. Two such tables stand side by side only where every exchange in both of
them would still be possible (`go_together`), which is asked of printed numbers and of the largest hidden one, so that
the answer after an exchange is the same; otherwise the second is withheld. While an age is hidden, children and people
over seventy are one situation: their number would say how many ages lie below 18, or above 70.

**Two half-years** have no case in common, no figure of both together is printed, and none changes once released.

**Amounts** are printed of all cases and by country of stay. What the hidden countries cost together can be worked out
from that, but an exchange of cells exchanges what they cost, so the cap on a case tells nothing more. A second table
with amounts would: two groups with the same amount to the cent are the same people, and special cases must not be
found in a country. Of a half-year with fewer than ten cases nothing is printed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reserve_fund.eligibility import CHILD, ELDERLY
from reserve_fund.models import Case

FEW = 5
"""Cells with fewer cases, but not none, are hidden. Source: hardening plan, V5."""
ENOUGH = 10
"""What hidden cells add up to at least, and a half-year of which anything is printed."""

STAY, RETURN, SITUATION, AGE, SEX = "stay", "return", "situation", "age_group", "sex"
TABLES = (STAY, RETURN, SITUATION, AGE, SEX)
WITH_AMOUNTS = frozenset({STAY})
SPECIAL, SEVERAL, BY_AGE = "special", "several", "by_age"
"""Headings of more than one situation: those decided jointly, cases with several, and those that an age makes."""

Ages = Case.AgeGroup
AGES_RULED_OUT = {
    CHILD: (Ages.FROM_18, Ages.FROM_36, Ages.OVER_70),
    ELDERLY: (Ages.UNDER_12, Ages.FROM_12, Ages.FROM_18),
    BY_AGE: (Ages.FROM_18,),
}
"""Which ages a situation alone rules out. At seventy somebody may count as over seventy, for a recorded reason."""


@dataclass(frozen=True)
class Cell:
    """How many cases fall under a heading, and what they cost."""

    code: str
    cases: int
    amount_usd: Decimal = Decimal("0.00")


@dataclass(frozen=True)
class Figures:
    """All that was counted of a half-year; the cells of each table add up to the total."""

    cases: int
    amount_usd: Decimal
    tables: Mapping[str, Sequence[Cell]]


@dataclass(frozen=True)
class PrintedCell:
    """What is printed of a heading; None for what is hidden, or not printed of any."""

    code: str
    cases: int | None
    amount_usd: Decimal | None = None

    @property
    def is_hidden(self) -> bool:
        return self.cases is None


PrintedTable = tuple[PrintedCell, ...]


@dataclass(frozen=True)
class Printed:
    """What is printed of a half-year: no total where there are too few cases, None for a table that is withheld."""

    cases: int | None
    amount_usd: Decimal | None = None
    tables: Mapping[str, PrintedTable | None] = field(default_factory=dict)


def largest_hidden(cells: Sequence[Cell]) -> int:
    """The number up to which cells are hidden; zero where all are shown."""
    numbers = sorted({cell.cases for cell in cells if cell.cases})
    if not numbers or numbers[0] >= FEW:
        return 0
    for number in numbers:
        if number >= FEW and sum(cell.cases for cell in cells if cell.cases <= number) >= ENOUGH:
            return number
    return numbers[-1]


def printed_table(cells: Sequence[Cell], *, with_amounts: bool = False) -> PrintedTable | None:
    """A table with its small cells hidden, and those that would tell them; None where nothing would be left of it."""
    hidden = largest_hidden(cells)
    if hidden and hidden == max(cell.cases for cell in cells):
        return None
    return tuple(
        PrintedCell(cell.code, None)
        if 0 < cell.cases <= hidden
        else PrintedCell(cell.code, cell.cases, cell.amount_usd if with_amounts else None)
        for cell in cells
    )


def most(cells: Sequence[Cell]) -> dict[str, int]:
    """The most that a cell may have after any exchange of hidden ones."""
    hidden = largest_hidden(cells)
    return {cell.code: max(cell.cases, hidden) if cell.cases else 0 for cell in cells}


def go_together(
    one: Sequence[Cell], other: Sequence[Cell], ruled_out: Mapping[str, Collection[str]], cases: int
) -> bool:
    """Whether two tables of as many cases remain possible after any exchange of hidden cells in both.

    `ruled_out` names the headings of the other table that no case under a heading of the one can have: those are
    different cases, together at most all.
    """
    of_one, of_other = most(one), most(other)
    return all(
        of_one.get(code, 0) + sum(of_other.get(each, 0) for each in excluded) <= cases
        for code, excluded in ruled_out.items()
    )


def in_one(cells: Sequence[Cell], codes: Collection[str], into: str) -> list[Cell]:
    """The table with some headings put together, in the place of the first of them."""
    together = [cell for cell in cells if cell.code in codes]
    if not together:
        return list(cells)
    whole = Cell(
        into, sum(cell.cases for cell in together), sum((cell.amount_usd for cell in together), Decimal("0.00"))
    )
    return [whole if cell is together[0] else cell for cell in cells if cell is together[0] or cell.code not in codes]


def printed(figures: Figures) -> Printed:
    """What may be printed of a half-year."""
    if figures.cases < ENOUGH:
        return Printed(cases=None)
    cells = dict(figures.tables)
    tables = {name: printed_table(cells[name], with_amounts=name in WITH_AMOUNTS) for name in cells}
    if tables.get(STAY) and tables.get(RETURN):
        same_country = {cell.code: (cell.code,) for cell in cells[STAY]}
        if not go_together(cells[STAY], cells[RETURN], same_country, figures.cases):
            tables[RETURN] = None
    if SITUATION in cells and AGE in cells:
        ages = tables[AGE]
        if ages is None or any(cell.is_hidden for cell in ages):
            cells[SITUATION] = in_one(cells[SITUATION], (CHILD, ELDERLY), BY_AGE)
            tables[SITUATION] = printed_table(cells[SITUATION])
        if ages and not go_together(cells[SITUATION], cells[AGE], AGES_RULED_OUT, figures.cases):
            tables[SITUATION] = None
    return Printed(figures.cases, figures.amount_usd, tables)
