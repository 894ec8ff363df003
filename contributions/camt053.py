"""Reading a bank's statement in the international format camt.053, which a process of its own opens."""

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files import File
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
from crm_portal.common.files.inspecting import on_disk, program

SECONDS, MEMORY_BYTES, PATIENCE_SECONDS = 5, 256 * 1024 * 1024, 30
"""Of processor time, of memory, and of waiting for a process that may not get the processor at once."""
PROGRAM = program("contributions.camt053_child")
AMOUNT = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,5})?")
"""As the format writes it, with up to five places; the last three of them must be nothing."""
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
SIGNS = {"CRDT": 1, "DBIT": -1}
NO_REFERENCE = "NOTPROVIDED"
SENTENCES = {
    "no message": gettext_lazy("This is no bank statement in the format camt.053."),
    "unsafe": gettext_lazy("The message defines entities of its own: ask the bank for the plain statement."),
    "too long": gettext_lazy("The statement has too many movements to be read at once: ask for a shorter time."),
    "no time": gettext_lazy("The statement could not be read in time: try again in a moment."),
    "no amounts": gettext_lazy("An entry of several payments does not say their amounts."),
}


def read(content: File, account: BankAccount) -> Reading:
    """Read a statement; several in one message are one when each begins with the balance the last ended with."""
    reading = Reading()
    answer = asked(content)
    if "refused" in answer:
        reading.fault(0, "", str(SENTENCES[answer["refused"]]))
        return reading
    statements, entries = answer["statements"], answer["entries"]
    if len(entries) > MOST_LINES:
        reading.fault(0, "", str(SENTENCES["too long"]))
        return reading
    for statement in statements:
        check_account(reading, statement["Account"], statement["Currencies"], account)
    read_balances(reading, statements)
    for row, entry in enumerate(entries, start=1):
        read_entry(reading, row, entry, account)
    return checked(reading)


def asked(content: File) -> dict[str, Any]:
    """What the process that opens the message says of it."""
    bounds = [str(SECONDS), str(MEMORY_BYTES), str(MOST_LINES)]
    with on_disk(content) as file:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-B", "-c", PROGRAM, str(settings.BASE_DIR), *bounds],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # parsers quote what they read
                env={},  # no secret of ours is within its reach
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"refused": "no time"}
    if done.returncode:
        return {"refused": "no message" if done.returncode > 0 else "too long"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def read_balances(reading: Reading, statements: list[dict[str, Any]]) -> None:
    """The time and the balances of the message, from its first statement to its last."""
    before: Decimal | None = None
    for statement in statements:
        opening, closing = (
            amount_of(reading, 0, statement[name]) if statement[name] else None
            for name in ("OpeningBalance", "ClosingBalance")
        )
        if before is not None and opening is not None and opening != before:
            reading.fault(0, "balance", _("The statements of this message do not follow on each other."))
        before = closing
    begins, ends = statements[0], statements[-1]
    if begins["OpeningBalance"]:
        reading.opening = amount_of(reading, 0, begins["OpeningBalance"])
    if ends["ClosingBalance"]:
        reading.closing = amount_of(reading, 0, ends["ClosingBalance"])
    if begins["From"]:
        reading.starts_on = day_of(reading, 0, "date", begins["From"])
    if ends["To"] or ends["ClosingBalanceDate"]:
        reading.ends_on = day_of(reading, 0, "date", ends["To"] or ends["ClosingBalanceDate"])


def read_entry(reading: Reading, row: int, entry: dict[str, Any], account: BankAccount) -> None:
    """Add an entry's movement, or what is wrong with it."""
    before = len(reading.faults)
    booked_on = day_of(reading, row, "date", entry["BookingDate"] or entry["ValueDate"] or "")
    value_on = day_of(reading, row, "value_date", entry["ValueDate"]) if entry["ValueDate"] else None
    amount = amount_of(reading, row, entry["Amount"] or "")
    sign = SIGNS.get(entry["CreditDebitIndicator"] or "")
    if sign is None:
        reading.fault(row, "amount", _("The entry does not say whether the amount came in or went out."))
    elif amount is not None and amount <= 0:
        reading.fault(row, "amount", _("A movement is of some amount: this one is of nothing."))
    if (entry["Currency"] or account.currency) != account.currency:
        check_account(single := Reading(), "", [entry["Currency"]], account)
        reading.faults += [fault._replace(row=row) for fault in single.faults]
    said = [entry.get(name) or "" for name in ("RemittanceInformationFull", "RemittanceInformation")]
    said += [entry.get(name) or "" for name in ("AdditionalRemittanceInformation", "AdditionalEntryInformation")]
    if entry.get("EndToEndId") not in {None, "", NO_REFERENCE}:
        said.append(entry["EndToEndId"])
    words = text_of(reading, row, "words", " · ".join(dict.fromkeys(part.strip() for part in said if part.strip())))
    other = entry.get("DebtorName" if sign == 1 else "CreditorName") or ""
    payer = text_of(reading, row, "payer", other)
    reference = text_of(reading, row, "reference", entry["TransactionID"] or "")
    if len(reading.faults) == before and booked_on and amount and sign:
        reading.lines.append(Line(row, booked_on, sign * amount, value_on, reference, payer, words))


def amount_of(reading: Reading, row: int, text: str) -> Decimal | None:
    """An amount of the message, or None and a fault."""
    amount = Decimal(text) if AMOUNT.fullmatch(text) else None
    if amount is None or amount != round(amount, 2):
        reading.fault(row, "amount", _("This is no amount with at most two places."))
        return None
    if amount and amount.adjusted() >= MOST_DIGITS:
        reading.fault(row, "amount", _("The amount is larger than can be kept."))
        return None
    return round(amount, 2)


def day_of(reading: Reading, row: int, column: str, text: str) -> date | None:
    """A day of the message, or None and a fault."""
    found = DAY.fullmatch(text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None:
        reading.fault(row, column, _("This is no day."))
        return None
    return day if is_believable(reading, row, column, day) else None
