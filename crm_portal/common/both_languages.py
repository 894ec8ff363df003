"""Texts that a decision needs in every language of the Conference."""

from django.conf import settings
from django.db import models


def is_in_both_languages(row: models.Model, *fields: str) -> bool:
    """Whether each of these translated texts of a row is filled in in each language; blanks are nothing."""
    return all(
        (getattr(row, f"{field}_{code}") or "").strip() for field in fields for code, _name in settings.LANGUAGES
    )
