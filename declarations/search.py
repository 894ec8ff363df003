"""What the site search finds among documents: public ones, and those that the person who asks may read.

Facets and numbers come from one count of all that matches, by kind, year and languages together: some hundred rows,
whatever the number of documents.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, QuerySet
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

WEIGHTS = "{{0.1, 0.2, 0.5, 1.0}}"
"""Of a word in the text of the file, of nothing, in the summary, and in the title."""
DAMPED = 1
"""Long texts say every word more often: the rank is divided by the logarithm of their length."""
FOUND = "search_found(websearch_to_tsquery('es_portal', %s), websearch_to_tsquery('en_portal', %s), %s)"
COUNT = (
    "SELECT seen_kind, seen_year, found.languages, count(*) FROM {rows} GROUP BY seen_kind, seen_year, found.languages"
)
PAGE = "SELECT found.id, found.document_id FROM {rows} "
ORDER = "seen_year DESC, seen_dated_on DESC, found.document_id DESC LIMIT %s OFFSET %s"
NEWEST_FIRST = f"{PAGE} WHERE found.languages LIKE %s ORDER BY {ORDER}"
BEST_FIRST = f"""{PAGE} JOIN declarations_indexentry entry ON entry.id = found.id WHERE found.languages LIKE %s
    ORDER BY greatest(
        ts_rank('{WEIGHTS}', entry.es, websearch_to_tsquery('es_portal', %s), {DAMPED}),
        ts_rank('{WEIGHTS}', entry.en, websearch_to_tsquery('en_portal', %s), {DAMPED})
    ) DESC, {ORDER}"""  # of the constants above alone
MARKS = f'StartSel="{BEGIN_MARK}", StopSel="{END_MARK}"'
ACCENTED, PLAIN = "áéíóúüñàèìòùâêîôûäëïöç", "aeiouunaeiouaeiouaeioc"
SEARCHED_CHARACTERS, SHOWN_CHARACTERS, BEFORE = 200_000, 800, 120
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


class Seen(NamedTuple):
    """What somebody may see, in the rows that are joined to what matches, and how."""

    rows: QuerySet[Any]
    join: str
    prefix: str
    """From a row to its document."""

    def of(self, **conditions: Any) -> "Seen":
        """Those of them whose documents meet the conditions."""
        return self._replace(
            rows=self.rows.filter(**{f"{self.prefix}{name}": value for name, value in conditions.items()})
        )

    def sql(self, *columns: str) -> tuple[str, tuple[Any, ...]]:
        """The query for them, with their number as `key` and these columns of their documents, each by its name."""
        named = {f"seen_{name}": F(f"{self.prefix}{name}") for name in columns}
        rows = self.rows.order_by().annotate(key=F("pk"), **named).values("key", *named)
        sql, parameters = rows.query.sql_with_params()
        return sql, tuple(parameters)


class FoundDocuments:
    """The documents that match a question, for one person."""

    def __init__(self, user: Any, question: Question) -> None:
        self.question = question
        self.asked = {name: value for name, value in question.facets.items() if value}
        self.seen = Seen(
            Document.objects.visible_to(user), "found.document_id = seen.key AND NOT found.is_draft", prefix=""
        )
        if user.is_authenticated:  # nobody else sees drafts
            entries = IndexEntry.objects.visible_to(user).one_per_document()
            self.seen = Seen(entries, "found.id = seen.key", prefix="document__")

    @cached_property
    def few(self) -> list[int] | None:
        """The entries that match, whoever may see them; None where they are many."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {FOUND}", [*self.words, MOST_RANKED + 1])  # noqa: S608  # a constant
            found = [entry for (entry,) in cursor.fetchall()]
        return found if len(found) <= MOST_RANKED else None

    @property
    def words(self) -> list[str]:
        """The words asked, once for each language."""
        return [self.question.words, self.question.words]

    def among_found(self, sql: str, seen: "Seen", *columns: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query asks of those that match (`found`) and are seen (`seen`), joined where it says {rows}.

        The few that match are named by their numbers, the many are looked for.
        """
        found = FOUND
        asked: list[Any] = [*self.words, None]
        if self.few is not None:
            found, asked = "(SELECT * FROM declarations_indexentry WHERE id = ANY(%s))", [self.few]
        visible, parameters = seen.sql(*columns)
        with connection.cursor() as cursor:
            cursor.execute(
                sql.format(rows=f"{found} found JOIN ({visible}) seen ON {seen.join}"), [*asked, *parameters, *values]
            )
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    @cached_property
    def counted(self) -> list[Counted]:
        """Every document that matches, whatever facets are chosen."""
        if self.few == []:
            return []
        rows = self.among_found(COUNT, self.seen, "kind", "year")
        return [Counted(*row) for row in rows]

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
        made = [
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
        return [one for one in made if one.options]

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
        ids = self.ordered(first, last)
        documents = Document.objects.in_bulk([document for _entry, document in ids])
        headlines = self.headlines([entry for entry, _document in ids])
        return [hit(documents[document], *headlines[entry]) for entry, document in ids if entry in headlines]

    def ordered(self, first: int, last: int) -> list[tuple[int, int]]:
        """The entries of one page and their documents: the best first, or the newest where they are too many."""
        seen = self.seen.of(**{name: self.asked[name] for name in ("kind", "year") if name in self.asked})
        language = f"%{self.asked.get('language', '')}%"
        if self.is_ranked:
            values = [language, *self.words, last - first, first]
            rows = self.among_found(BEST_FIRST, seen, "year", "dated_on", values=values)
        else:
            seen, passed_over = self.in_years_of(seen, first, last)
            values = [language, last - first, first - passed_over]
            rows = self.among_found(NEWEST_FIRST, seen, "year", "dated_on", values=values)
        return [(entry, document) for entry, document in rows]

    def in_years_of(self, seen: "Seen", first: int, last: int) -> tuple["Seen", int]:
        """Those of the years in which a page lies by the counts, and how many of later years come before."""
        years: list[int] = []
        before = passed_over = 0
        for year, documents in self.by_year():
            if before + documents <= first:
                passed_over += documents
            elif before < last:
                years.append(year)
            before += documents
        return seen.of(year__in=years), passed_over

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
