"""What is asked of the site search, and what a source answers. Sources register themselves: `registry.search_sources`.

Both languages are searched at once, each with its own dictionary, since a paper may exist in one of them alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import CharField, Expression, F, Q, QuerySet, Value
from django.db.models.functions import Greatest
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
SHOWN_WORDS = {"max_words": 28, "min_words": 12}
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


def matching(rows: QuerySet[Any], question: Question, names: list[str], texts: list[str]) -> QuerySet[Any]:
    """The rows with the words of each language, `rank`, `title_found` and `words_found` with marks; for few rows."""
    vectors = {
        language: SearchVector(*[f"{name}_{language}" for name in names], config=configuration, weight="A")
        + SearchVector(*[f"{text}_{language}" for text in texts], config=configuration, weight="B")
        for language, configuration in CONFIGURATIONS.items()
    }
    ranks = [SearchRank(F(language), question.tsquery(language)) for language in vectors]
    own = question.language
    found: QuerySet[Any] = rows.alias(**vectors).annotate(
        rank=Greatest(*ranks),
        title_found=question.headline(f"{names[0]}_{own}", highlight_all=True),
        words_found=question.headline(f"{texts[0]}_{own}", **SHOWN_WORDS),
    )
    return found


class Found(NamedTuple):
    """A row of a small source: `sort` is what kind of thing it is there, `name` what its address is made of."""

    source: str
    sort: str
    name: str
    rank: float
    title: str
    words: str
    moment: datetime | None


@dataclass(frozen=True)
class SmallSource:
    """Things of which there are few. All small sources are asked in one query, however many there are.

    `rows` gives querysets that `matching` has annotated, with `sort`, `found_as` (a name) and `found_at` (a moment);
    `hit` shows a row, in the reader's language. `meant` is as a source's.
    """

    order: int
    name: str
    label: Text
    rows: Callable[[Any, Question], Iterable[QuerySet[Any]]]
    hit: Callable[[Found, Question], Hit]
    meant: Callable[[Question], str] = lambda question: ""

    def of(self, found: Iterable[Found], question: Question) -> "FewResults":
        """This source's part of what all of them found."""
        return FewResults([row for row in found if row.source == self.name], lambda row: self.hit(row, question))


class FewResults:
    """What a small source found, the best first."""

    is_ranked = True
    facets: list[Facet] = []  # never written to

    def __init__(self, rows: list[Found], hit: Callable[[Found], Hit]) -> None:
        self.rows, self.hit = rows, hit

    @property
    def total(self) -> int:
        return len(self.rows)

    def hits(self, first: int, last: int) -> list[Hit]:
        return [self.hit(row) for row in self.rows[first:last]]


def find_small(sources: Iterable[SmallSource], user: Any, question: Question) -> list[Found]:
    """What the small sources find, the best first; one query."""
    columns = ("found_in", "sort", "found_as", "rank", "title_found", "words_found", "found_at")
    asked = [
        rows.order_by().annotate(found_in=Value(source.name, CharField())).values_list(*columns)
        for source in sources
        for rows in source.rows(user, question)
    ]
    if not asked:
        return []
    first, *others = asked
    rows = first.union(*others, all=True).order_by("-rank", "title_found", "found_as")
    return [Found(*row) for row in rows]


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
