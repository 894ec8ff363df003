"""What was printed of a half-year: kept as JSON, by codes, and read back from it in the words of either language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import money
from crm_portal.common.registry import Text
from members.models import Party
from reserve_fund.fund_money import NOTHING
from reserve_fund.fund_statement import Half
from reserve_fund.models import Case, Publication, Vulnerability
from reserve_fund.suppression import (
    AGE,
    BY_AGE,
    RETURN,
    SEVERAL,
    SEX,
    SITUATION,
    SPECIAL,
    STAY,
    TABLES,
    Figures,
    Printed,
    PrintedCell,
)

TITLES: dict[str, Text] = {
    STAY: gettext_lazy("By country of stay"),
    RETURN: gettext_lazy("By country of return"),
    SITUATION: gettext_lazy("By situation of vulnerability"),
    AGE: gettext_lazy("By age"),
    SEX: gettext_lazy("By sex"),
}
HEADINGS: dict[str, Text] = {
    STAY: gettext_lazy("Country of stay"),
    RETURN: gettext_lazy("Country of return"),
    SITUATION: gettext_lazy("Situation"),
    AGE: gettext_lazy("Age"),
    SEX: gettext_lazy("Sex"),
}
TOGETHER: dict[str, Text] = {
    SPECIAL: gettext_lazy("Special cases"),
    SEVERAL: gettext_lazy("Several situations"),
    BY_AGE: gettext_lazy("Unaccompanied children and adolescents, or adults over seventy"),
}
FEWER = gettext_lazy("fewer than shown")


# Kept as JSON


def as_json(found: Printed) -> dict[str, Any]:
    """What is kept of a half-year. It holds codes alone, and nothing that may not be printed."""
    return {
        "cases": found.cases,
        "amount_usd": as_text(found.amount_usd),
        "tables": {
            name: None if table is None else [cell_as_json(cell) for cell in table]
            for name, table in found.tables.items()
        },
    }


def cell_as_json(cell: PrintedCell) -> dict[str, Any]:
    return {"code": cell.code, "cases": cell.cases, "amount_usd": as_text(cell.amount_usd)}


def as_text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount.quantize(money.CENT))


def kept(publication: Publication) -> Printed:
    """What a publication keeps."""
    told = publication.tables
    return Printed(
        told["cases"],
        as_amount(told["amount_usd"]),
        {
            name: None
            if table is None
            else tuple(PrintedCell(cell["code"], cell["cases"], as_amount(cell["amount_usd"])) for cell in table)
            for name, table in told["tables"].items()
        },
    )


def as_amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def in_full(figures: Figures) -> Printed:
    """All that was counted, with nothing hidden: for whoever prepares and releases the statistics, and nobody else."""
    return Printed(
        figures.cases,
        figures.amount_usd,
        {
            name: tuple(PrintedCell(cell.code, cell.cases, cell.amount_usd) for cell in cells)
            for name, cells in figures.tables.items()
        },
    )


# In words


class Row(NamedTuple):
    """A heading with its figures; none of them where they are hidden, no amount in a table that has none."""

    code: str
    label: str
    cases: int | None
    amount_usd: Decimal | None
    width: Decimal | None
    """How long its bar is, in per cent of the longest."""


@dataclass(frozen=True)
class Table:
    """A table as pages show it, with the totals of all cases and of the hidden headings together."""

    name: str
    rows: list[Row]
    cases: int
    amount_usd: Decimal | None
    hidden_cases: int
    hidden_usd: Decimal | None

    @property
    def title(self) -> Text:
        return TITLES[self.name]

    @property
    def heading(self) -> Text:
        return HEADINGS[self.name]

    @property
    def is_withheld(self) -> bool:
        return not self.rows

    @property
    def puts_ages_together(self) -> bool:
        """Whether children and people over seventy are one heading."""
        return any(row.code == BY_AGE for row in self.rows)


@dataclass(frozen=True)
class HalfYearTables:
    """A half-year in words: its totals where there are enough cases, and its tables."""

    half: Half
    cases: int | None
    amount_usd: Decimal | None
    tables: list[Table]

    @property
    def hides(self) -> bool:
        """Whether a heading of a table is hidden."""
        return any(table.hidden_cases and not table.is_withheld for table in self.tables)

    def named(self, name: str) -> Table | None:
        """The table of that name; None where it is withheld or there is none."""
        return next((table for table in self.tables if table.name == name and not table.is_withheld), None)


def in_words(half: Half, found: Printed) -> HalfYearTables:
    """A half-year in the language in force. Two queries; none where nothing is printed of it."""
    names = labels(found) if found.cases is not None else {}
    tables = [
        of_one(name, found, names, with_amounts=any(cell.amount_usd is not None for cell in found.tables[name] or ()))
        for name in TABLES
        if name in found.tables
    ]
    return HalfYearTables(half, found.cases, found.amount_usd, tables)


def of_one(name: str, found: Printed, names: Mapping[tuple[str, str], Text], *, with_amounts: bool) -> Table:
    """One table with its bars."""
    cells = found.tables[name] or ()
    longest = max((cell.cases for cell in cells if cell.cases), default=1)
    rows = [
        Row(
            cell.code,
            str(names.get((name, cell.code)) or _("not known")),
            cell.cases,
            cell.amount_usd,
            money.percentage(Decimal(cell.cases), Decimal(longest)) if cell.cases else None,
        )
        for cell in cells
    ]
    cases, amount = found.cases or 0, found.amount_usd or NOTHING
    return Table(
        name,
        rows,
        cases=cases,
        amount_usd=amount if with_amounts else None,
        hidden_cases=cases - sum(cell.cases or 0 for cell in cells),
        hidden_usd=amount - sum((cell.amount_usd or NOTHING for cell in cells), NOTHING) if with_amounts else None,
    )


def labels(found: Printed) -> dict[tuple[str, str], Text]:
    """What the codes of the tables mean, in the language in force. Two queries."""
    countries = {cell.code for name in (STAY, RETURN) for cell in found.tables.get(name) or ()}
    parties: dict[str, str] = {party.slug: party.name for party in Party.objects.filter(slug__in=countries)}
    situations: dict[str, str] = {each.code: each.name for each in Vulnerability.objects.all()}
    return {
        **{(name, slug): label for name in (STAY, RETURN) for slug, label in parties.items()},
        **{(SITUATION, code): label for code, label in [*situations.items(), *TOGETHER.items()]},
        **{(AGE, str(group.value)): group.label for group in Case.AgeGroup},
        **{(SEX, str(sex.value)): sex.label for sex in Case.Sex},
    }


# As data


def lines(table: Table) -> Iterator[tuple[Any, ...]]:
    """A table as spreadsheets have it: the names of the columns, the rows, the hidden ones together, the total."""
    with_amounts = table.amount_usd is not None
    columns = (_("Code"), table.heading, _("Cases"), *([_("USD")] if with_amounts else []), _("Note"))
    yield columns

    def line(code: str, label: Text, cases: int | None, usd: Decimal | None, note: Text = "") -> tuple[Any, ...]:
        return (code, label, cases, *([usd] if with_amounts else []), note)

    for row in table.rows:
        yield line(row.code, row.label, row.cases, row.amount_usd, FEWER if row.cases is None else "")
    if table.hidden_cases:
        yield line("", _("Those not shown, together"), table.hidden_cases, table.hidden_usd)
    yield line("", _("Total"), table.cases, table.amount_usd)


def data(found: HalfYearTables, publication: Publication) -> dict[str, Any]:
    """A half-year for programs. A number that is null is hidden or withheld."""
    return {
        "half_year": str(found.half),
        "released_at": publication.released_at.isoformat() if publication.released_at else None,
        "cases": found.cases,
        "amount_usd": as_text(found.amount_usd),
        "tables": {table.name: None if table.is_withheld else rows_as_json(table.rows) for table in found.tables},
    }


def rows_as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "heading": row.label, "cases": row.cases, "amount_usd": as_text(row.amount_usd)}
        for row in rows
    ]


def public_pages() -> list[tuple[str, tuple[str, ...]]]:
    """The public pages of the Fund, those of the released half-years last. One query."""
    released = Publication.objects.released().values_list("year", "half")
    pages: list[tuple[str, tuple[str, ...]]] = [("reserve_fund:rules", ()), ("reserve_fund:statistics", ())]
    return pages + [("reserve_fund:statistics-half-year", (str(year), str(half))) for year, half in released]
