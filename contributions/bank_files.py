"""What a bank's statement says, in whatever format, and what is wrong with it: where anything is, nothing is stored."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.models import BankAccount, BankLine
from crm_portal.common import money
from crm_portal.common.formatted import validate_printable

MOST_LINES = 5000
EARLIEST = date(2000, 1, 1)
VALUE_AHEAD = timedelta(days=14)
"""Banks book before a weekend or a holiday what counts from behind it."""
MOST_DIGITS = 12
"""Before the point: what a column of amounts holds."""
ACCOUNT_NUMBER = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
"""The number of an account in its international form, in blocks of four or without."""


class Fault(NamedTuple):
    """What is wrong, in which row of the file and which column of it; row 0 is the file as a whole."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One movement: its row in the file, what came in or, below zero, went out, and what the bank says of it."""

    row: int
    booked_on: date
    amount: Decimal
    value_on: date | None = None
    bank_reference: str = ""
    payer: str = ""
    words: str = ""


@dataclass
class Reading:
    """The lines of a file, oldest first as far as the file tells, its balances where it gives any, and its faults."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    opening: Decimal | None = None
    closing: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def first_day(self) -> date | None:
        """The day the statement begins with: the one it names, else that of its first line."""
        return self.starts_on or min((line.booked_on for line in self.lines), default=None)

    @property
    def last_day(self) -> date | None:
        """The day the statement ends with: the one it names, else that of its last line."""
        return self.ends_on or max((line.booked_on for line in self.lines), default=None)

    @property
    def received(self) -> Decimal:
        """The sum of what came in."""
        return sum((line.amount for line in self.lines if line.amount > 0), Decimal("0.00"))

    @property
    def paid_out(self) -> Decimal:
        """The sum of what went out, below zero."""
        return sum((line.amount for line in self.lines if line.amount < 0), Decimal("0.00"))

    def fault(self, row: int, column: str, reason: str) -> None:
        """Note that something is wrong."""
        self.faults.append(Fault(row, column, reason))


def checked(reading: Reading) -> Reading:
    """The reading, with what is wrong between its lines: references that stand twice, days, sums. No query."""
    if not reading.lines and not reading.faults:
        reading.fault(0, "", _("The statement holds no movement."))
    rows: dict[str, int] = {}
    for line in reading.lines:
        first = rows.setdefault(line.bank_reference, line.row) if line.bank_reference else line.row
        if first != line.row:
            said = _("The same reference stands in row %(row)d.") % {"row": first}
            reading.fault(line.row, "reference", said)
    if reading.starts_on and reading.ends_on and reading.starts_on > reading.ends_on:
        reading.fault(0, "date", _("The statement ends before it begins."))
    elif not reading.faults:
        outside = [
            line
            for line in reading.lines
            if (reading.starts_on and line.booked_on < reading.starts_on)
            or (reading.ends_on and line.booked_on > reading.ends_on)
        ]
        for line in outside:
            reading.fault(line.row, "date", _("The day lies outside the time of the statement."))
    if not reading.faults and reading.opening is not None and reading.closing is not None:
        check_sum(reading, reading.opening, reading.closing)
    reading.faults.sort(key=lambda fault: fault.row)
    return reading


def check_sum(reading: Reading, opening: Decimal, closing: Decimal) -> None:
    """Note it when the movements do not lead from the opening to the closing balance."""
    moved = reading.received + reading.paid_out
    if opening + moved != closing:
        words = {
            "opening": money.shown(opening, places=2),
            "closing": money.shown(closing, places=2),
            "moved": money.shown(moved, places=2),
            "missing": money.shown(closing - opening - moved, places=2),
        }
        said = _(
            "The movements add up to %(moved)s; from the opening balance of %(opening)s to the closing balance of "
            "%(closing)s, %(missing)s are missing."
        )
        reading.fault(0, "amount", said % words)


def text_of(reading: Reading, row: int, column: str, text: str) -> str:
    """A text of the bank's as it may be kept: blanks single, numbers of accounts but for their end left out.

    What cannot be kept is noted as a fault.
    """
    said = unicodedata.normalize("NFC", " ".join(text.split()))
    most = LENGTHS[column]
    try:
        validate_printable(said)
    except ValidationError as error:
        reading.fault(row, column, error.messages[0])
        return ""
    if len(said) > most:
        words = {"most": most, "number": len(said)}
        reading.fault(row, column, _("The text has %(number)d characters; at most %(most)d are kept.") % words)
        return ""
    return ACCOUNT_NUMBER.sub(lambda found: f"••{found[0].replace(' ', '')[-4:]}", said)


LENGTHS = {
    "reference": int(BankLine._meta.get_field("bank_reference").max_length or 0),
    "payer": int(BankLine._meta.get_field("payer").max_length or 0),
    "words": int(BankLine._meta.get_field("words").max_length or 0),
}


def is_believable(reading: Reading, row: int, column: str, day: date) -> bool:
    """Whether a day may be one of a movement; it is noted where not."""
    latest = timezone.localdate() + (VALUE_AHEAD if column == "value_date" else timedelta())
    if EARLIEST <= day <= latest:
        return True
    reading.fault(row, column, _("The day lies in the future, or long before there was an account: check the date."))
    return False


def check_account(reading: Reading, number: str, currencies: Iterable[str], account: BankAccount) -> None:
    """Note it when a statement is of another account than the one that was chosen."""
    written = re.sub(r"[^A-Za-z0-9]", "", number).upper()
    if written and not written.endswith(account.ending):
        words = {"found": written[-4:], "ending": account.ending}
        said = _("The statement is of another account: it ends in %(found)s, the one you chose in %(ending)s.")
        reading.fault(0, "account", said % words)
    for currency in currencies:
        if currency != account.currency:
            words = {"found": currency[:3], "currency": account.currency}
            said = _("The statement is in %(found)s, the account you chose in %(currency)s.")
            reading.fault(0, "currency", said % words)
