"""Plain text and tables of values."""

import re

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import CSV, Kind

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
FORMULA = re.compile(r'(?:^|[,;\t\n])[ "\']*(?:[=@]|[+-][^\n]*\|[^\n]*!)')
"""A cell that a spreadsheet would compute; a sign before a number is none."""


def inspect(data: bytes, kind: Kind) -> None:
    """Raises RefusedError for anything but text in UTF-8 and, in a table, for formulas."""
    if CONTROL.search(data):
        raise RefusedError(Reason.ENCODING if data.startswith((b"\xff\xfe", b"\xfe\xff")) else Reason.MISMATCH)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(Reason.ENCODING) from error
    if kind == CSV and FORMULA.search(text.replace("\r", "\n")):
        raise RefusedError(Reason.FORMULA)
