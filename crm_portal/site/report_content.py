"""What a report shows, on its page and in its files: the written texts, and the tables that apps bring.

A draft shows the figures of the moment. On issue they are kept as JSON in each language, and from then on only read
back from there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from crm_portal.common import money
from crm_portal.common.registry import Cell, ReportTable, report_sections
from crm_portal.site.models import ActivityReport, ReportText

NOT_KNOWN = "\N{EN DASH}"


class Chapter(NamedTuple):
    """A section's heading with its tables."""

    title: str
    tables: list[ReportTable]


@dataclass(frozen=True)
class Part:
    """A numbered part of the report: a written text, or a chapter of figures."""

    number: int
    title: str
    text: str = ""
    tables: Sequence[tuple[int, ReportTable]] = ()
    """Each with its number in the report, by which its address is made."""

    is_written: bool = False

    @property
    def anchor(self) -> str:
        return f"part-{self.number}"


def chapters(report: ActivityReport) -> list[Chapter]:
    """The figures in the language in force: as they were kept, or of this moment while it is a draft."""
    return kept_figures(report) if report.is_issued else figures_of(report.starts_on, report.ends_on)


def figures_of(starts_on: date, ends_on: date) -> list[Chapter]:
    """What every app tells of a time, now; without what is empty."""
    found = [Chapter(str(section.title), list(section.tables(starts_on, ends_on))) for section in report_sections]
    return [chapter for chapter in found if chapter.tables]


def parts(report: ActivityReport) -> list[Part]:
    """All of the report in its order: what is written, then the figures, then the outlook."""
    texts = list(report.texts.all())
    order = list(ReportText.Place)
    texts.sort(key=lambda text: order.index(ReportText.Place(text.place)))
    outlook = [text for text in texts if text.place == ReportText.Place.OUTLOOK]
    before = [text for text in texts if text not in outlook]
    found: list[ReportText | Chapter] = [*before, *chapters(report), *outlook]
    made, tables_so_far = [], 0
    for number, each in enumerate(found, 1):
        if isinstance(each, Chapter):
            numbered = list(enumerate(each.tables, tables_so_far + 1))
            tables_so_far += len(numbered)
            made.append(Part(number, each.title, tables=numbered))
        else:
            made.append(Part(number, each.title, text=each.text, is_written=True))
    return made


def tables(report: ActivityReport) -> dict[int, ReportTable]:
    """The tables of a report by their number."""
    found = [table for chapter in chapters(report) for table in chapter.tables]
    return dict(enumerate(found, 1))


def lines(table: ReportTable) -> Iterator[Sequence[Cell]]:
    """A table as spreadsheets have it: the names of the columns, the rows, the total."""
    yield table.columns
    yield from table.rows
    if table.total is not None:
        yield table.total


def sheets(report: ActivityReport) -> Iterator[tuple[str, Iterable[Sequence[Cell]]]]:
    """A sheet about the report, then one for each table."""
    about: list[Sequence[Cell]] = [(_("Report"), report.title), (_("Symbol"), report.symbol or _("draft"))]
    about += [(_("First day"), report.starts_on), (_("Last day"), report.last_on)]
    about += [(table.heading, table.note) for table in tables(report).values() if table.note]
    yield _("Report"), about
    for table in tables(report).values():
        yield table.heading, lines(table)


class Laid(NamedTuple):
    """A table as a template shows it: each cell in words, and whether it stands at the right edge of its column."""

    columns: list[tuple[str, bool]]
    rows: list[list[tuple[str, bool]]]
    total: list[tuple[str, bool]]


def laid_out(table: ReportTable) -> Laid:
    """The cells in words; numbers stand below their like, with what is not known among them."""
    all_lines = [*table.rows, *([table.total] if table.total is not None else [])]
    right = [any(isinstance(line[place], int | Decimal) for line in all_lines) for place in range(len(table.columns))]

    def line(cells: Sequence[Cell]) -> list[tuple[str, bool]]:
        return list(zip(map(shown, cells), right, strict=True))

    return Laid(line(table.columns), [line(row) for row in table.rows], line(table.total) if table.total else [])


def shown(cell: Cell) -> str:
    """A cell as people read it in the language in force."""
    if isinstance(cell, Decimal):
        return money.shown(cell, places=2)
    if isinstance(cell, int):
        return money.shown(Decimal(cell), places=0)
    if isinstance(cell, date):
        return formats.date_format(cell, "DATE_FORMAT")
    return NOT_KNOWN if cell is None else cell


# Kept for good


def freeze(starts_on: date, ends_on: date) -> dict[str, Any]:
    """The figures of this moment in each language, as JSON holds them.

    Raises ValueError where the languages differ in a figure: something was written between the one and the other.
    """
    kept, figures = {}, []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found = figures_of(starts_on, ends_on)
        figures.append([figures_in(table) for chapter in found for table in chapter.tables])
        kept[code] = [
            {"title": chapter.title, "tables": [as_json(table) for table in chapter.tables]} for chapter in found
        ]
    if any(each != figures[0] for each in figures):
        raise ValueError("The figures differ from one language to the other.")
    return kept


def figures_in(table: ReportTable) -> Counter[Any]:
    """Every number, amount and day of a table, in no order: names are sorted differently in each language."""
    return Counter(cell for line in lines(table) for cell in line if isinstance(cell, int | Decimal | date))


def kept_figures(report: ActivityReport) -> list[Chapter]:
    """The figures of an issued report as they were then."""
    kept = (report.figures or {}).get(get_language() or settings.LANGUAGE_CODE, [])
    return [Chapter(each["title"], [from_json(table) for table in each["tables"]]) for each in kept]


def as_json(table: ReportTable) -> dict[str, Any]:
    """A table as JSON holds it: amounts and days by name, since JSON knows neither."""
    return {
        "heading": str(table.heading),
        "columns": [str(name) for name in table.columns],
        "rows": [[cell_as_json(cell) for cell in row] for row in table.rows],
        "total": None if table.total is None else [cell_as_json(cell) for cell in table.total],
        "note": str(table.note),
    }


def cell_as_json(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"amount": str(cell)}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, int) else str(cell)


def from_json(kept: Mapping[str, Any]) -> ReportTable:
    """The table that `as_json` wrote."""
    total = kept["total"]
    return ReportTable(
        kept["heading"],
        kept["columns"],
        [[cell_from_json(cell) for cell in row] for row in kept["rows"]],
        None if total is None else [cell_from_json(cell) for cell in total],
        kept["note"],
    )


def cell_from_json(kept: Any) -> Cell:
    if isinstance(kept, dict):
        return Decimal(kept["amount"]) if "amount" in kept else date.fromisoformat(kept["day"])
    found: Cell = kept
    return found
