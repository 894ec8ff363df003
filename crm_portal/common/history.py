"""Reading the fact files: one row at a time, and a sentence with file, line and reason when a row is wrong."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction


class BadFactError(Exception):
    """A row that cannot be loaded; says in which file, on which line and why."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file.parent.parent.name}/{file.parent.name}/{file.name}, line {line}: {reason}")


class Row(dict[str, Any]):
    """One row of a fact file, which knows its place in the file; a name that it lacks is a BadFactError."""

    file: Path
    line: int

    def __missing__(self, name: str) -> str:
        raise BadFactError(self.file, 1, f"there is no “{name}”")

    def refuse(self, reason: str) -> BadFactError:
        return BadFactError(self.file, self.line, reason)

    def whole(self, column: str) -> int:
        """A whole number. Raises BadFactError."""
        if not self[column].isascii() or not self[column].isdigit():
            raise self.refuse(f"{column} is “{self[column]}”, not a whole number")
        return int(self[column])

    def choice[T](self, column: str, meanings: Mapping[str, T]) -> T:
        """What a word of the file means here. Raises BadFactError."""
        if self[column] not in meanings:
            raise self.refuse(f"{column} is “{self[column]}”, not one of {', '.join(meanings)}")
        return meanings[self[column]]

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


class Document(Row):
    """The content of a JSON file, or of an object in it."""

    def parts(self, key: str) -> Iterator["Document"]:
        """The objects of a list in the file, each of which knows the file."""
        for part in self[key]:
            made = Document(part)
            made.file, made.line = self.file, 1
            yield made


def document(file: Path) -> Document:
    """The content of a JSON file. Raises BadFactError."""
    try:
        content = Document(json.loads(file.read_text(encoding="utf-8")))
        content.file, content.line = file, 1
        return content
    except json.JSONDecodeError as error:
        raise BadFactError(file, error.lineno, error.msg) from error
    except UnicodeDecodeError as error:
        raise BadFactError(file, 1, str(error)) from error


@dataclass
class Loading:
    """What one run of load_history has done so far. What the Secretariat corrected by hand is left as it is."""

    overwrite: bool = False
    created: int = 0
    unchanged: int = 0
    overwritten: int = 0
    kept: list[str] = field(default_factory=list)

    def put[M: models.Model](self, model: type[M], row: Row, name: str, /, **values: Any) -> M:
        """Create the object of a fact, or compare it with `values`; a difference is kept or overwritten.

        A fact is known by its file and by `name`, which nobody edits, so a correction of any field is still a
        correction. Raises BadFactError when the row does not make a valid object.
        """
        fact = f"{row.file.stem}:{name}"
        found = model._default_manager.filter(fact=fact).first()
        if found is None:
            return self._create(model, row, values | {"fact": fact})
        differing = [field for field, value in values.items() if getattr(found, field) != value]
        if not differing:
            self.unchanged += 1
        elif self.overwrite:
            for field in differing:
                setattr(found, field, values[field])
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
        complaints = "; ".join(
            " ".join(said) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(said)}"
            for name, said in error.message_dict.items()
        ).rstrip(".")
        raise row.refuse(complaints) from error
