"""What the site search finds among documents: public ones, and those that the person who asks may read.

Facets and numbers come from one count of all that matches, by kind, year and languages together: some hundred rows,
whatever the number of documents.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.facets import Facet
from crm_portal.common.search import (
    BEGIN_MARK,
    BEST,
    CONFIGURATIONS,
    END_MARK,
    MOST_RANKED,
    Hit,
    Question,
    SearchSource,
    facet,
    marked,
)
from declarations import words
from declarations.library import language_name
from declarations.models import Document, IndexEntry
from members.models import Audience

WEIGHTS = [0.1, 0.2, 0.5, 1.0]
"""Of a word in the text of the file, in nothing, in the summary, and in the title."""
DAMPED = 1
"""Long texts say every word more often: the rank is divided by the logarithm of their length."""
MARKS = f'StartSel="{BEGIN_MARK}", StopSel="{END_MARK}"'
ACCENTED, PLAIN = "áéíóúüñàèìòùâêîôûäëïöç", "aeiouunaeiouaeiouaeioc"
SEARCHED_CHARACTERS, SHOWN_CHARACTERS, BEFORE = 200_000, 1500, 160
"""How far into a text a snippet is looked for, from how much of it the snippet is cut, and how much of that stands
before the word."""

# The words are looked for as their stems, without accents, in a text without accents: a stem begins its word. Of a
# paper for the people of one session nothing is shown but its title: whoever reads it does so on record.
HEADLINES = f"""
    SELECT entry.id, shown.language,
        ts_headline(%(own)s::regconfig, coalesce(nullif(CASE %(language)s WHEN 'en' THEN title_en END, ''), title_es),
            asked.own, 'HighlightAll=true, {MARKS}'),
        CASE WHEN document.audience <> %(circle)s THEN ts_headline(
            CASE shown.language WHEN 'es' THEN 'es_portal' ELSE 'en_portal' END::regconfig,
            concat_ws(' — ', nullif(CASE shown.language WHEN 'es' THEN summary_es ELSE summary_en END, ''), part.text),
            CASE shown.language WHEN 'es' THEN asked.es ELSE asked.en END,
            'MaxFragments=2, MaxWords=28, MinWords=12, FragmentDelimiter=" … ", {MARKS}') END
    FROM declarations_indexentry entry
    JOIN declarations_document document ON document.id = entry.document_id
    CROSS JOIN (
        SELECT websearch_to_tsquery('es_portal', %(words)s) AS es, websearch_to_tsquery('en_portal', %(words)s) AS en,
            websearch_to_tsquery(%(own)s::regconfig, %(words)s) AS own,
            tsvector_to_array(to_tsvector('es_portal', %(words)s)) AS es_stems,
            tsvector_to_array(to_tsvector('en_portal', %(words)s)) AS en_stems
    ) asked
    CROSS JOIN LATERAL (
        SELECT CASE WHEN (%(language)s = 'es' AND entry.es @@ asked.es) OR NOT entry.en @@ asked.en
            THEN 'es' ELSE 'en' END AS language
    ) shown
    LEFT JOIN LATERAL (
        SELECT left(read.text, {SEARCHED_CHARACTERS}) AS text
        FROM declarations_documentversion version
        LEFT JOIN declarations_versiontext read ON read.version_id = version.id
        WHERE version.document_id = entry.document_id AND version.language = shown.language
            AND document.status <> 'withdrawn' AND (entry.is_draft OR version.frozen_at IS NOT NULL)
        ORDER BY version.number DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
        SELECT min(place) AS place FROM (
            SELECT nullif(strpos(translate(lower(newest.text), '{ACCENTED}', '{PLAIN}'), stem), 0) AS place
            FROM unnest(CASE shown.language WHEN 'es' THEN asked.es_stems ELSE asked.en_stems END) AS stem
            ORDER BY char_length(stem) DESC LIMIT 3
        ) places
    ) first ON true
    LEFT JOIN LATERAL (
        SELECT substring(newest.text FROM greatest(1, coalesce(first.place, 1) - {BEFORE}) FOR {SHOWN_CHARACTERS})
            AS text
    ) part ON true
    WHERE entry.id = ANY(%(entries)s)
"""  # noqa: S608  # filled with the constants above alone


class Counted(NamedTuple):
    """How many documents of one kind and year have files in just these languages."""

    kind: str
    year: int
    languages: str
    documents: int

    def has(self, facets: dict[str, str]) -> bool:
        return (
            facets.get("kind", self.kind) == self.kind
            and facets.get("year", str(self.year)) == str(self.year)
            and facets.get("language", "") in ("", *self.languages.split())
        )


class FoundDocuments:
    """The documents that match a question, for one person."""

    def __init__(self, user: Any, question: Question) -> None:
        self.question = question
        entries = IndexEntry.objects.visible_to(user)
        if user.is_authenticated:  # nobody else sees drafts
            entries = entries.one_per_document()
        self.matching = entries.filter(question.matches())
        self.asked = {name: value for name, value in question.facets.items() if value}

    @cached_property
    def counted(self) -> list[Counted]:
        """Every document that matches, whatever facets are chosen."""
        groups = self.matching.order_by().values_list("document__kind", "document__year", "languages")
        return [Counted(*row) for row in groups.annotate(documents=Count("pk"))]

    @property
    def total(self) -> int:
        return sum(one.documents for one in self.counted if one.has(self.asked))

    @property
    def is_ranked(self) -> bool:
        return self.question.order == BEST and self.total <= MOST_RANKED

    @property
    def facets(self) -> list[Facet]:
        """Kind, year and language, each counted beside the others that are chosen."""
        kinds = dict(Document.Kind.choices)
        by_kind = self.numbers("kind", lambda one: [one.kind])
        by_year = self.numbers("year", lambda one: [str(one.year)])
        by_language = self.numbers("language", lambda one: one.languages.split())
        return [
            facet(
                self.question,
                "kind",
                _("Kind"),
                sorted(
                    ((kind, str(kinds[kind]).capitalize(), by_kind[kind]) for kind in by_kind), key=lambda one: one[1]
                ),
            ),
            facet(
                self.question,
                "year",
                _("Year"),
                ((year, year, by_year[year]) for year in sorted(by_year, reverse=True)),
            ),
            facet(
                self.question,
                "language",
                _("Language of the file"),
                ((code, language_name(code), by_language[code]) for code in ("es", "en")),
            ),
        ]

    def numbers(self, name: str, values: Callable[[Counted], list[str]]) -> Counter[str]:
        """How many documents each value of a facet leaves beside the other facets chosen."""
        others = {other: value for other, value in self.asked.items() if other != name}
        numbers: Counter[str] = Counter()
        for one in self.counted:
            for value in values(one):
                numbers[value] += one.documents if one.has(others) else 0
        return numbers

    def hits(self, first: int, last: int) -> list[Hit]:
        """One page of them."""
        ids = list(self.ordered(first, last).values_list("pk", "document"))
        documents = Document.objects.in_bulk([document for _entry, document in ids])
        headlines = self.headlines([entry for entry, _document in ids])
        return [hit(documents[document], *headlines[entry]) for entry, document in ids if entry in headlines]

    def ordered(self, first: int, last: int) -> QuerySet[IndexEntry]:
        """The entries of one page, the best first, or the newest where there are too many to rank."""
        rows = self.matching
        if kind := self.asked.get("kind"):
            rows = rows.filter(document__kind=kind)
        if language := self.asked.get("language"):
            rows = rows.filter(languages__contains=language)
        newest_first = ("-document__year", "-document__dated_on", "-document")
        if self.is_ranked:
            if "year" in self.asked:
                rows = rows.filter(document__year=int(self.asked["year"]))
            ranks = [
                SearchRank(F(language), self.question.tsquery(language), weights=WEIGHTS, normalization=DAMPED)
                for language in ("es", "en")
            ]
            return rows.annotate(rank=Greatest(*ranks)).order_by("-rank", *newest_first)[first:last]
        # The counts say in which years this page lies: only those are put in order.
        years: list[int] = []
        before = passed_over = 0
        for year, documents in self.by_year():
            if before + documents <= first:
                passed_over += documents
            elif before < last:
                years.append(year)
            before += documents
        rows = rows.filter(document__year__in=years).order_by(*newest_first)
        return rows[first - passed_over : last - passed_over]

    def by_year(self) -> list[tuple[int, int]]:
        """The number of documents asked for in each year, the latest first."""
        numbers: Counter[int] = Counter()
        for one in self.counted:
            if one.has(self.asked):
                numbers[one.year] += one.documents
        return sorted(numbers.items(), reverse=True)

    def headlines(self, entries: list[int]) -> dict[int, tuple[str, str, str]]:
        """The language, the title and a snippet of each entry, with the words found between marks."""
        asked: dict[str, Any] = {
            "words": self.question.words,
            "language": self.question.language,
            "own": CONFIGURATIONS[self.question.language],
            "circle": Audience.CIRCLE.value,
            "entries": entries,
        }
        with connection.cursor() as cursor:
            cursor.execute(HEADLINES, asked)
            return {entry: (language, title, snippet or "") for entry, language, title, snippet in cursor.fetchall()}


def hit(document: Document, language: str, title: str, snippet: str) -> Hit:
    return Hit(marked(title), document.get_absolute_url(), list(details(document)), marked(snippet), language)


def details(document: Document) -> Iterator[str]:
    """What stands beside a title: kind, year, symbol, and that it is not, or no more, for everybody."""
    yield str(document.get_kind_display()).capitalize()
    yield str(document.year)
    if document.symbol:
        yield document.symbol
    if document.is_withdrawn:
        yield _("withdrawn")
    elif not document.is_public:
        yield _("not public")


SOURCE = SearchSource(10, "documents", gettext_lazy("Documents"), FoundDocuments, words.meant)
