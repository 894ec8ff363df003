"""Reading a bank's table of movements, as the importer says that it is written: nothing is guessed cell by cell."""

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.bank_files import (
    MOST_DIGITS,
    MOST_LINES,
    Line,
    Reading,
    check_account,
    checked,
    is_believable,
    text_of,
)
from contributions.models import BankAccount


class Separator(TextChoices):
    COMMA = ",", gettext_lazy("comma")
    SEMICOLON = ";", gettext_lazy("semicolon")
    TAB = "\t", gettext_lazy("tab")


class Numbers(TextChoices):
    POINT = ".", "1,234.56"
    COMMA = ",", "1.234,56"


class Dates(TextChoices):
    ISO = "%Y-%m-%d", gettext_lazy("year-month-day: 2026-03-31")
    DAY_FIRST = "%d/%m/%Y", gettext_lazy("day/month/year: 31/03/2026")
    MONTH_FIRST = "%m/%d/%Y", gettext_lazy("month/day/year: 03/31/2026")


@dataclass(frozen=True)
class Writing:
    """How a table is written, as the importer says."""

    separator: Separator
    numbers: Numbers
    dates: Dates


COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("date", "booking_date", "fecha", "fecha_de_operación", "fecha_operación"),
    "value_date": ("value_date", "fecha_valor", "fecha_de_valor"),
    "amount": ("amount", "importe", "monto"),
    "currency": ("currency", "moneda", "divisa"),
    "reference": ("reference", "bank_reference", "referencia", "número_de_operación"),
    "payer": ("payer", "name", "ordenante", "nombre", "pagador"),
    "words": ("words", "description", "details", "concepto", "descripción", "detalle"),
    "balance": ("balance", "saldo"),
}
"""What each column may be called in the first row."""
NEEDED = ("date", "amount")
PATTERNS = {
    Numbers.POINT: re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?"),
    Numbers.COMMA: re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]{1,2})?"),
}
DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")


def read(text: str, account: BankAccount, writing: Writing) -> Reading:
    """Read a table, cell by cell, without a query. What is wrong is told by row and column."""
    reading = Reading()
    try:
        rows = list(numbered_rows(text, writing.separator))
    except csv.Error:
        reading.fault(0, "", _("This is no table with separated values: save it as CSV once more."))
        return reading
    if not rows:
        reading.fault(0, "", _("The file holds no rows."))
        return reading
    columns = columns_of(rows[0][1])
    if missing := [name for name in NEEDED if name not in columns]:
        said = _("The first row names the columns. These are missing: %(columns)s. Check the separator too.")
        reading.fault(1, "", said % {"columns": ", ".join(missing)})
        return reading
    if len(rows) > MOST_LINES + 1:
        reading.fault(0, "", _("The file has more than %(most)d rows: divide it.") % {"most": MOST_LINES})
        return reading
    balances: list[tuple[int, Decimal]] = []
    for row, cells in rows[1:]:
        if any(cells[len(rows[0][1]) :]):
            reading.fault(row, "", _("This row has more cells than there are columns: check separator and numbers."))
            continue
        values = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        read_row(reading, row, values, account, writing)
        balance = amount_of(reading, row, "balance", values["balance"], writing) if "balance" in columns else None
        if balance is not None:
            balances.append((row, balance))
    if reading.lines and not reading.faults:
        if is_newest_first(reading, balances):
            reading.lines.reverse()
            balances.reverse()
        follow(reading, balances)
    return checked(reading)


def read_row(reading: Reading, row: int, values: Mapping[str, str], account: BankAccount, writing: Writing) -> None:
    """Add the row's movement, or what is wrong with it."""
    before = len(reading.faults)
    booked_on = day_of(reading, row, "date", values["date"], writing)
    value_on = day_of(reading, row, "value_date", values["value_date"], writing) if values.get("value_date") else None
    amount = amount_of(reading, row, "amount", values["amount"], writing)
    if amount == 0:
        reading.fault(row, "amount", _("A movement is of some amount: this one is of nothing."))
    texts = {name: text_of(reading, row, name, values.get(name, "")) for name in ("reference", "payer", "words")}
    currency = values.get("currency", "")
    if currency and currency != account.currency:
        check_account(single := Reading(), "", [currency], account)
        reading.faults += [fault._replace(row=row) for fault in single.faults]
    if len(reading.faults) == before and booked_on and amount:
        reading.lines.append(Line(row, booked_on, amount, value_on, texts["reference"], texts["payer"], texts["words"]))


def day_of(reading: Reading, row: int, column: str, cell: str, writing: Writing) -> date | None:
    """The day that a cell names in the chosen way, or None and a fault."""
    try:
        if not DAYS.fullmatch(cell):
            raise ValueError(cell)
        day = datetime.strptime(cell, writing.dates).date()  # noqa: DTZ007  # a day has no time zone
    except ValueError:
        said = _("This is no day written as you chose: %(dates)s.") % {"dates": writing.dates.label}
        reading.fault(row, column, said)
        return None
    return day if is_believable(reading, row, column, day) else None


def amount_of(reading: Reading, row: int, column: str, cell: str, writing: Writing) -> Decimal | None:
    """The amount that a cell names in the chosen way, or None and a fault."""
    if not PATTERNS[writing.numbers].fullmatch(cell):
        said = _("This is no amount written as you chose: %(numbers)s, at most two places.")
        reading.fault(row, column, said % {"numbers": writing.numbers.label})
        return None
    thousands = "," if writing.numbers == Numbers.POINT else "."
    written = cell.replace(thousands, "").replace(",", ".")
    if len(written.partition(".")[0].lstrip("+-0")) > MOST_DIGITS:
        reading.fault(row, column, _("The amount is larger than can be kept."))
        return None
    return Decimal(written).quantize(Decimal("0.01"))


def is_newest_first(reading: Reading, balances: list[tuple[int, Decimal]]) -> bool:
    """Whether the file begins with the newest movement: by its days, and within one day by its balances."""
    first, last = reading.lines[0], reading.lines[-1]
    if first.booked_on != last.booked_on or len(balances) < len(reading.lines):
        return first.booked_on > last.booked_on
    pairs = list(zip(reading.lines, balances, strict=True))
    return any(a[1][1] + b[0].amount != b[1][1] for a, b in itertools.pairwise(pairs))


def follow(reading: Reading, balances: list[tuple[int, Decimal]]) -> None:
    """Follow the balance behind each movement, where the file has them: the first that does not follow is a fault."""
    if not balances:
        return
    reading.opening = balance = balances[0][1] - reading.lines[0].amount
    for line, (row, said) in zip(reading.lines, balances, strict=True):
        balance += line.amount
        if balance != said:
            reading.fault(row, "balance", _("The balance does not follow from the one before and the amount."))
            return
    reading.closing = balance


def numbered_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, by their numbers in the file. Raises csv.Error."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, strict=True)
    for row, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield row, cells
        if row > 2 * MOST_LINES:
            break


def columns_of(header: list[str]) -> dict[str, int]:
    """Where each known column stands, in whatever order; what has another name is passed over."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        called = "_".join(cell.split()).lower()
        name = next((name for name, names in COLUMNS.items() if called in names), None)
        if name and name not in found:
            found[name] = at
    return found
