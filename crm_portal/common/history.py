"""Reading the fact files: one row at a time, and a sentence with file, line and reason when a row is wrong."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction


class BadFactError(Exception):
    """A row that cannot be loaded; says in which file, on which line and why."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file.parent.parent.name}/{file.parent.name}/{file.name}, line {line}: {reason}")


class Row(dict[str, str]):
    """One row of a fact file, which knows its place in the file."""

    file: Path
    line: int

    def __missing__(self, column: str) -> str:
        raise BadFactError(self.file, 1, f"there is no column “{column}”")

    def refuse(self, reason: str) -> BadFactError:
        return BadFactError(self.file, self.line, reason)

    def whole(self, column: str) -> int:
        """A whole number. Raises BadFactError."""
        if not self[column].isascii() or not self[column].isdigit():
            raise self.refuse(f"{column} is “{self[column]}”, not a whole number")
        return int(self[column])

    def amount(self, column: str) -> Decimal:
        """An amount of money, with a point. Raises BadFactError."""
        try:
            value = Decimal(self[column])
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise self.refuse(f"{column} is “{self[column]}”, not an amount")
        return value

    def new_year(self, column: str) -> date | None:
        """The first day of a year; None where the source gives none. Raises BadFactError."""
        if not self[column]:
            return None
        try:
            return date(self.whole(column), 1, 1)
        except ValueError:
            raise self.refuse(f"{column} is “{self[column]}”, not a year") from None


def rows(file: Path) -> Iterator[Row]:
    """The rows of a CSV file, in order. Raises BadFactError."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        try:
            for values in reader:
                row = Row({name: value for name, value in values.items() if name and isinstance(value, str)})
                row.file, row.line = file, reader.line_num
                if None in values or len(row) != len(reader.fieldnames or []):
                    raise row.refuse(f"it has not the {len(reader.fieldnames or [])} fields that the header names")
                yield row
        except (csv.Error, UnicodeDecodeError) as error:
            raise BadFactError(file, reader.line_num, str(error)) from error


def document(file: Path) -> Any:
    """The content of a JSON file. Raises BadFactError."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise BadFactError(file, error.lineno, error.msg) from error


@dataclass
class Loading:
    """What one run of load_history has done so far. What the Secretariat corrected by hand is left as it is."""

    overwrite: bool = False
    created: int = 0
    unchanged: int = 0
    overwritten: int = 0
    kept: list[str] = field(default_factory=list)

    def put[M: models.Model](self, model: type[M], row: Row, /, *, key: dict[str, Any], **values: Any) -> M:
        """Create the object that `key` names, or compare it with `values`; a difference is kept or overwritten.

        Raises BadFactError when the row does not make a valid object.
        """
        found = model._default_manager.filter(**key).first()
        if found is None:
            return self._create(model, row, key | values)
        differing = [name for name, value in values.items() if getattr(found, name) != value]
        if not differing:
            self.unchanged += 1
        elif self.overwrite:
            for name in differing:
                setattr(found, name, values[name])
            checked(row, found.full_clean)
            found.save()
            self.overwritten += 1
        else:
            self.kept.append(f"{found._meta.verbose_name} “{found}”: {', '.join(differing)}")
        return found

    def _create[M: models.Model](self, model: type[M], row: Row, values: dict[str, Any]) -> M:
        made = model(**values)
        checked(row, made.full_clean)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except DatabaseError as error:
            raise row.refuse(str(error).splitlines()[0]) from error
        self.created += 1
        return made


def checked(row: Row, clean: Callable[[], None]) -> None:
    """Run a model's cleaning; its complaints become a BadFactError."""
    try:
        clean()
    except ValidationError as error:
        complaints = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
        raise row.refuse(complaints) from error
