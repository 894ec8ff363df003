"""Texts that staff write with a little structure, in Markdown, and what becomes of them on a page."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

HELP = _(
    "An empty line begins a paragraph. “## Title” makes a heading, “- ” at the beginning of a line a list, "
    "**two stars** around words make them strong, and [words](https://…) a link."
)
HIGHEST_HEADING = 2
"""A page has one heading of the first level, its title; those of a text stand below it."""

# No HTML of the writer's, no pictures from elsewhere; links lead to the web, to an address on this site or to a mail
# program: the library refuses every other kind.
_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def formatted(text: str, highest: int = HIGHEST_HEADING) -> SafeString:
    """A text as HTML, its headings from a level on. What it holds in tags is shown as it was typed, never obeyed."""
    tokens = _markdown.parse(text)
    lower_headings(tokens, highest)
    html: str = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(html)  # noqa: S308  # without the HTML of whoever wrote it


def lower_headings(tokens: Sequence[Token], highest: int) -> None:
    """Let the headings of a text begin on a level, in whatever level it begins itself."""
    headings: list[Any] = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    typed = min((int(token.tag[1]) for token in headings), default=highest)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - typed + highest, 6)}"


def printable(text: str) -> str:
    """A text without the characters that XML has no way to write."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def validate_printable(text: str) -> None:
    """Raises ValidationError for letters that nobody sees: controls, and what turns the direction of writing around."""
    if printable(text) != text.replace("\r\n", "\n"):
        raise ValidationError(
            _("This holds characters that cannot be seen, or that change the direction of writing. Type it anew."),
            code="unprintable",
        )
