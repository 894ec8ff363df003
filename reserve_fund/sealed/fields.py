"""Columns that hold what is sealed. They are opened by name, with the case's key: no query and no form reads them."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from reserve_fund.sealed.sealing import seal, unseal

BLOCK = 64
"""What is sealed is filled up to a multiple of so many bytes, or its length would tell a short answer."""


class SealedField(models.BinaryField):
    """A text, or with `of=date` a day, sealed for this row and column alone. Empty where nothing is known."""

    def __init__(self, *args: Any, of: type[str] | type[date] = str, **options: Any) -> None:
        self.of = of
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def place(self, row: models.Model, case: str) -> tuple[str, ...]:
        """What the sealing is bound to: table, column, row, and the case whose key it is."""
        return (self.model._meta.db_table, str(self.column), str(row.pk), case)

    def sealed(self, row: models.Model, case: str, key: bytes, value: str | date | None) -> bytes | None:
        """What the column holds for a value; None for an empty one."""
        if value is None or value == "":
            return None
        text = json.dumps(value.isoformat() if isinstance(value, date) else value)
        return seal(key, filled_up(text.encode()), *self.place(row, case))

    def opened(self, row: models.Model, case: str, key: bytes) -> Any:
        """The value that the column of a row holds. Raises SealBrokenError."""
        sealed = getattr(row, self.attname)
        if sealed is None:
            return None if self.of is date else ""
        value = json.loads(unseal(key, bytes(sealed), *self.place(row, case)))
        read: Callable[[str], Any] = date.fromisoformat if self.of is date else str
        return read(value)


def filled_up(text: bytes) -> bytes:
    """A JSON text with spaces behind it, which JSON passes over."""
    return text.ljust(-(-len(text) // BLOCK) * BLOCK)
