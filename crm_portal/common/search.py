"""What is asked of the site search, and what a source answers. Sources register themselves: `registry.search_sources`.

Both languages are searched at once, each with its own dictionary, since a paper may exist in one of them alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Expression, Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crm_portal.common.facets import Facet, Option
from crm_portal.common.registry import Text

CONFIGURATIONS = {"es": "es_portal", "en": "en_portal"}
"""The text search configurations, by language; a migration of declarations makes them."""
BEST, NEWEST = "best", "newest"
MOST_RANKED = 2000
"""With more rows than these the newest come first: to rank them all would read all their words."""
BEGIN_MARK, END_MARK = "\x02", "\x03"
"""Around a word found, until the text is escaped."""
MARKED = re.compile(f"{BEGIN_MARK}([^{BEGIN_MARK}{END_MARK}]*){END_MARK}")


@dataclass(frozen=True)
class Question:
    """What somebody asks: the words, in the syntax of web searches, the reader's language, and what narrows it."""

    words: str
    language: str
    source: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    order: str = BEST

    def query(self, *, words: str = "", source: str = "", order: str = "", **facets: str) -> str:
        """The query of the address that asks this, with changes; an empty facet takes it away."""
        source = source or self.source
        own = facets if source != self.source else {**self.facets, **facets}
        order = order or self.order
        asked = {"q": words or self.words, "source": source, **own, "order": "" if order == BEST else order}
        return urlencode({name: value for name, value in asked.items() if value})

    def of(self, words: str) -> "Question":
        """The same, asked in other words, and of everything."""
        return replace(self, words=words, facets={})

    def tsquery(self, language: str) -> SearchQuery:
        return SearchQuery(self.words, config=CONFIGURATIONS[language], search_type="websearch")

    def matches(self) -> Q:
        """The condition on rows that have their words in `es` and `en`."""
        return Q(es=self.tsquery("es")) | Q(en=self.tsquery("en"))

    def headline(self, expression: Expression | str, **options: Any) -> SearchHeadline:
        """A text in the reader's language with the words found between marks; for the rows of one page."""
        language = self.language
        options |= {"start_sel": BEGIN_MARK, "stop_sel": END_MARK, "config": CONFIGURATIONS[language]}
        return SearchHeadline(expression, self.tsquery(language), **options)


class Hit(NamedTuple):
    """One thing found, as the page shows it."""

    title: SafeString
    url: str
    details: list[Text]
    snippet: SafeString
    language: str
    """Of the snippet."""


class Results(Protocol):
    """What a source found for somebody: nothing that this person may not see is in it, counts and facets included."""

    @property
    def total(self) -> int: ...
    @property
    def facets(self) -> list[Facet]: ...
    @property
    def is_ranked(self) -> bool:
        """Whether the best come first; otherwise there were too many, or the newest were asked for."""
        ...

    def hits(self, first: int, last: int) -> list[Hit]: ...


@dataclass(frozen=True)
class SearchSource:
    """One kind of things that can be found. `find` is given the person and the question.

    `meant` gives the words that were perhaps meant where nothing was found, in public words alone.
    """

    order: int
    name: str
    label: Text
    find: Callable[[Any, Question], Results]
    meant: Callable[[Question], str] = lambda question: ""


def marked(headline: str) -> SafeString:
    """A headline as HTML: everything escaped, the words found in <mark>."""
    pieces = MARKED.split(headline)
    html = [
        f"<mark>{escape(piece)}</mark>" if number % 2 else escape(piece.replace(BEGIN_MARK, "").replace(END_MARK, ""))
        for number, piece in enumerate(pieces)
    ]
    return mark_safe("".join(html))  # noqa: S308  # each piece is escaped


def facet(question: Question, name: str, label: Text, values: Iterable[tuple[str, Text, int]]) -> Facet:
    """A facet of (value, its name, how many) triples; values that leave nothing are not offered."""
    chosen = question.facets.get(name, "")
    options = [
        Option(text, number, value == chosen, question.query(**{name: "" if value == chosen else value}))
        for value, text, number in values
        if number or value == chosen
    ]
    return Facet(name, label, options)
