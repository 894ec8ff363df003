"""Declarations and guidelines as text: paragraphs in both languages, from which the portal makes a PDF."""

import hashlib
from collections.abc import Sequence

from declarations.models import Paragraph

LANGUAGES = ("es", "en")


def text_in(paragraph: Paragraph, language: str) -> str:
    """The paragraph in a language; nothing stands in for a text that is missing."""
    return getattr(paragraph, f"text_{language}") or ""


def languages_of(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The languages in which no paragraph is missing."""
    if not paragraphs:
        return []
    return [language for language in LANGUAGES if all(text_in(paragraph, language) for paragraph in paragraphs)]


def text_sha256(paragraphs: Sequence[Paragraph], language: str) -> str:
    """The SHA-256 of a text: each paragraph's number, a tab and its words, a line feed between two, in UTF-8."""
    lines = [f"{paragraph.number}\t{text_in(paragraph, language)}" for paragraph in paragraphs]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
