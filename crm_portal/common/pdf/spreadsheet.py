"""Writing a table as a spreadsheet, line by line. openpyxl is loaded here and nowhere else, in the worker."""

import io
import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # the same
from openpyxl.styles import Font  # type: ignore[import-untyped]  # the same

from crm_portal.common.csv_file import harmless
from crm_portal.common.formatted import printable

LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
WIDTH = 28


def to_xlsx(rows: Iterable[Iterable[Any]], *, title: str) -> bytes:
    """The lines as a sheet whose first line stays in view; no cell is a formula."""
    return to_workbook([(title, rows)], title=title)


def to_workbook(sheets: Iterable[tuple[str, Iterable[Iterable[Any]]]], *, title: str) -> bytes:
    """Lines under the name of their sheet, one sheet after the other; the first line of each stays in view."""
    workbook = openpyxl.Workbook(write_only=True)
    workbook.properties.title = printable(title)
    taken: set[str] = set()
    for name, rows in sheets:
        chosen = sheet_name(name, taken)
        taken.add(chosen.casefold())
        write(workbook.create_sheet(chosen), rows)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def sheet_name(name: str, taken: Collection[str]) -> str:
    """A name as sheets may have it: short, without some signs, and unlike those taken, which are in small letters."""
    plain = NOT_IN_SHEET_NAMES.sub(" ", printable(name)).strip()
    chosen, number = plain[:LONGEST_SHEET_NAME].strip(), 1
    while chosen.casefold() in taken:
        number += 1
        suffix = f" {number}"
        chosen = plain[: LONGEST_SHEET_NAME - len(suffix)].strip() + suffix
    return chosen


def write(sheet: Any, rows: Iterable[Iterable[Any]]) -> None:
    """The lines into a sheet, the first of them in bold letters."""
    sheet.freeze_panes = "A2"
    lines = iter(rows)
    names = [cell(value) for value in next(lines, ())]
    for number in range(len(names)):
        sheet.column_dimensions[chr(ord("A") + number)].width = WIDTH
    bold = [WriteOnlyCell(sheet, value=name) for name in names]
    for each in bold:
        each.font = Font(bold=True)
    sheet.append(bold)
    for line in lines:
        sheet.append([cell(value) for value in line])


def cell(value: Any) -> Any:
    """A number, a day, or a text that no program computes and that XML can hold."""
    if type(value) is date:
        return value
    found = harmless(value)
    return printable(found) if isinstance(found, str) else found
