"""What the parts of the API share. Loaded together with django-ninja, so not before the API is first asked."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from ninja import Schema
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True)
class OneOf:
    """Restricts a text to the values of an enumeration: `Annotated[str, OneOf(Kind)]`.

    The values are written out where they are used: OpenAPI would take two enumerations of one name for the same.
    """

    choices: type[models.TextChoices]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(self.choices.values)


class Words(Schema):
    """A text in both languages; null where there is none."""

    es: str | None
    en: str | None


class Problem(Schema):
    """Why there is no answer; `parameters` names those at fault and what is wrong with each."""

    detail: str
    parameters: dict[str, str] = {}


REFUSALS: dict[int, type[Schema]] = {400: Problem, 404: Problem}
"""What every operation may answer beside what was asked."""

SLUG = r"^[-a-zA-Z0-9_]+$"


def words(row: models.Model, field: str) -> Words:
    """A translated field in both languages, without standing in for one another."""
    return Words(es=getattr(row, f"{field}_es") or None, en=getattr(row, f"{field}_en") or None)
