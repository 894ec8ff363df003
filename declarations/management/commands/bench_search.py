"""Fills a scratch database with bilingual documents, and measures the search and the library: `./run bench search`."""

import time
from argparse import ArgumentParser
from http import HTTPStatus
from statistics import median
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, RequestFactory
from django.utils.translation import override

from crm_portal.site.search import answer, asked_in
from declarations import words
from declarations.models import IndexEntry

SCRATCH = "_bench"
"""The ending of the name of a database that may be filled."""
RUNS = 9
WORDS_OF_A_FILE = 150
RARE_MS, COMMON_MS = 15, 250
TABLES = ("declarations_document", "declarations_documentversion", "declarations_versiontext", "files_privatefile")

# A vocabulary of 20,000 words that are used as words are: some in every text, most in few. Each document has a file in
# both languages; one in ten is for the members alone, one in twenty is not out yet.
VOCABULARY = """
    CREATE OR REPLACE FUNCTION bench_words(wanted integer) RETURNS text LANGUAGE sql VOLATILE AS $$
        SELECT string_agg(
            (ARRAY['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru'])[1 + k % 10]
            || (ARRAY['bán', 'cen', 'dir', 'fol', 'gur', 'lam', 'men', 'nip', 'por', 'rus'])[1 + k / 10 % 10]
            || (ARRAY['ta', 've', 'xi', 'zo', 'bru', 'cla', 'dre', 'fli', 'gro', 'ju'])[1 + k / 100 % 10]
            || (ARRAY['ral', 'sem', 'tín', 'vor', 'zun', 'pal', 'ques', 'rin', 'blom', 'dur'])[1 + k / 1000 % 10]
            || (ARRAY['', 'ma'])[1 + k / 10000], ' ')
        FROM (SELECT floor(20000 * power(random(), 3))::int AS k FROM generate_series(1, wanted)) picked
    $$
"""
FILL = [
    """
    INSERT INTO declarations_document (source, audience, is_open_to_rrocm, kind, title, title_es, title_en, summary,
        summary_es, summary_en, year, place, authentic_language, status, symbol, published_at, withdrawal_reason,
        widening_reason, part, note, embargo_time_zone)
    SELECT '', CASE WHEN n %% 10 = 3 THEN 'members' ELSE 'public' END, false,
        (ARRAY['report', 'declaration', 'agenda', 'conclusions', 'statement', 'presentation', 'matrix'])[1 + n %% 7],
        title, title, 'Migration paper ' || n, summary, summary, 'On migration and ' || summary, 1996 + n %% 31, '', '',
        'published', 'CRM/GEN/' || 1996 + n %% 31 || '/INF/' || lpad(n::text, 6, '0'),
        CASE WHEN n %% 20 = 7 THEN now() + interval '1 year' ELSE now() - interval '1 day' END, '', '', '', '',
        'America/Costa_Rica'
    FROM generate_series(%(first)s, %(last)s) n
    CROSS JOIN LATERAL (SELECT bench_words(12 + n %% 3) AS summary) summaries
    CROSS JOIN LATERAL (
        SELECT 'Documento de migración ' || n || CASE WHEN n %% 997 = 1 THEN ' quetzal' ELSE '' END AS title
    ) titles
    """,
    """
    CREATE TEMPORARY TABLE made ON COMMIT PRESERVE ROWS AS
    SELECT id AS document_id, language, gen_random_uuid() AS file_id, gen_random_uuid() AS public_file_id
    FROM declarations_document CROSS JOIN unnest(ARRAY['es', 'en']) language
    WHERE NOT EXISTS (SELECT FROM declarations_documentversion WHERE document_id = declarations_document.id)
        AND symbol LIKE 'CRM/GEN/%%/INF/______'
    """,
    """
    INSERT INTO files_privatefile (id, name, kind, size, sha256, scan, finding, door, created_at)
    SELECT unnest(ARRAY[file_id, public_file_id]), 'a.pdf', 'pdf', 1, repeat('0', 64), 'clean', '', 'document', now()
    FROM made
    """,
    """
    INSERT INTO declarations_documentversion (number, language, translation_status, sha256, text_state, attempts,
        text_attempts, added_at, added_by_id, document_id, file_id, public_file_id, frozen_at)
    SELECT 1, language, 'authentic', repeat('0', 64), 'read', 1, 1, now(), %(by)s, document_id, file_id, public_file_id,
        now() FROM made
    """,
    """
    INSERT INTO declarations_versiontext (version_id, text, words)
    SELECT id, text, search_words(language, text) FROM declarations_documentversion
    CROSS JOIN LATERAL (
        SELECT bench_words(%(words)s + id::int %% 3) || CASE language
            WHEN 'es' THEN ' sobre la migración de personas' ELSE ' on the migration of persons' END AS text
    ) texts
    WHERE NOT EXISTS (SELECT FROM declarations_versiontext WHERE version_id = declarations_documentversion.id)
        AND document_id IN (SELECT document_id FROM made)
    """,
    "SELECT count(index_document(id)) FROM declarations_document WHERE id IN (SELECT document_id FROM made)",
    "DROP TABLE made",
]


MOST_QUERIES = 6
BARE = "/bare/"
LIBRARY = {
    "home": "/es/",
    "library": "/es/documentos/",
    "library, a kind and a year": "/es/documentos/?kind=report&year=2010",
    "library, by title": "/es/documentos/?order=title",
    "library, page 30": "/es/documentos/?page=30",
    "declarations": "/es/declaraciones/",
    "one document": "/es/documentos/CRM/GEN/2000/INF/000004/",
    "Plan of Action": "/es/plan-de-accion/",
    "feed": "/es/documentos/novedades.atom",
    "API, a list": "/api/v1/documents",
}


class Cost(NamedTuple):
    """What one page costs: half of the times were below these."""

    queries: int
    database_ms: float
    whole_ms: float


class Measured(NamedTuple):
    """What one page of the search costs the database."""

    database_ms: float
    seen_ms: float
    queries: int
    results: int


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sizes", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure at each size in turn; ends with an error where a budget is missed at the largest."""
        if not connection.settings_dict["NAME"].endswith(SCRATCH):
            raise CommandError(f"Only a database whose name ends in {SCRATCH} is filled.")
        serving = {part: connection.settings_dict[part] for part in ("USER", "PASSWORD")}
        from crm_portal.local import bench_server  # adds the bare page, and renders every page anew from here on

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        self.stdout.write(f"The bare page is {bench_server.ROWS} rows under a template, asked in the same way.")
        filled = 0
        missed = []
        for size in sorted(options["sizes"]):
            begun = time.monotonic()
            log_in(settings.OWNER_LOGIN)
            fill(filled + 1, size)
            filled = size
            log_in(serving)
            words.renew()
            self.stdout.write(f"\n{size:,} documents in two languages (made in {time.monotonic() - begun:.0f} s)")
            self.stdout.write(f"{'search':<44}{'results':>9}{'queries':>9}{'ms':>8}{'budget':>8}{'as seen':>9}")
            missed = [name for name, asked, budget in cases(size) if not self.holds(name, asked, budget)]
            missed += self.over_in_the_library()
        if missed:
            raise CommandError(f"Over budget: {', '.join(missed)}.")

    def holds(self, name: str, asked: dict[str, Any], budget: int | None) -> bool:
        measured = measure(asked)
        self.stdout.write(
            f"{name:<44}{measured.results:>9,}{measured.queries:>9}{measured.database_ms:>8.1f}"
            f"{budget or '':>8}{measured.seen_ms:>9.1f}"
        )
        self.stdout.flush()
        return budget is None or measured.database_ms <= budget

    def over_in_the_library(self) -> list[str]:
        """Measure the pages of the library, each rendered anew; returns those that ask too many questions."""
        self.stdout.write(f"{'page, rendered anew':<44}{'':>9}{'queries':>9}{'ms':>8}{'budget':>8}{'of bare':>9}")
        client = Client()
        bare = page_cost(client, BARE)
        over = []
        for name, path in LIBRARY.items():
            cost = page_cost(client, path)
            asked = f"{cost.queries:>9}{cost.database_ms:>8.1f}{MOST_QUERIES:>8}"
            self.stdout.write(f"{name:<44}{'':>9}{asked}{bare.whole_ms / cost.whole_ms:>8.2f}x")
            self.stdout.flush()
            over += [name] if cost.queries > MOST_QUERIES else []
        return over


def log_in(login: dict[str, str]) -> None:
    """Go on with the database as another role."""
    connection.close()
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict.update(login)


def fill(first: int, last: int) -> None:
    """Make the documents of these numbers. Triggers are off meanwhile: the words are indexed once, at the end."""
    by = get_user_model().objects.order_by("pk").first() or get_user_model().objects.create_user(
        "bench@example.org", full_name="Bench"
    )
    values = {"first": first, "last": last, "by": by.pk, "words": WORDS_OF_A_FILE}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(VOCABULARY)
        indexes = list(IndexEntry._meta.indexes)[:2]
        for index in indexes:  # quicker to make when all is there
            cursor.execute(f"DROP INDEX {index.name}")
        for statement in FILL:
            cursor.execute(statement, values)
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.add_index(IndexEntry, index)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("VACUUM (ANALYZE) declarations_indexentry")


def cases(size: int) -> list[tuple[str, dict[str, Any], int | None]]:
    """What is searched for, and how many milliseconds of the database it may take."""
    return [
        ("rare word", {"q": "quetzal"}, RARE_MS),
        ("rare word and a common one", {"q": "quetzal migración"}, RARE_MS),
        ("symbol", {"q": "CRM/GEN/2000/INF/000004"}, RARE_MS),
        ("common word", {"q": "migración"}, COMMON_MS),
        ("common words, narrowed", {"q": "migración personas", "kind": "report", "language": "es"}, COMMON_MS),
        ("common word, page 400", {"q": "migración", "page": "400"}, COMMON_MS),
        ("common phrase", {"q": '"sobre la migración"'}, None),
        ("nothing, and perhaps meant", {"q": "quetsal"}, None),
    ]


def page_cost(client: Client, path: str) -> Cost:
    """The cost of a page for a visitor, with nothing kept of it."""
    database: list[float] = []
    whole: list[float] = []
    queries = 0

    def timed(execute: Any, sql: str, params: Any, *call: Any) -> Any:
        nonlocal queries
        begun = time.perf_counter()
        answered = execute(sql, params, *call)
        database[-1] += (time.perf_counter() - begun) * 1000
        queries += 1
        return answered

    client.get(path)  # what a process learns once
    for _ in range(RUNS):
        queries = 0
        database.append(0.0)
        begun = time.perf_counter()
        with connection.execute_wrapper(timed):
            answer = client.get(path)
        whole.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != HTTPStatus.OK:
            raise CommandError(f"{path} answers {answer.status_code}.")
    return Cost(queries, median(database), median(whole))


def measure(asked: dict[str, Any]) -> Measured:
    """Half of the pages took less time than this: with counts, facets and snippets, as visitors get them.

    The database's own figures for planning and execution; waiting for the wire, and Django, are the other column.
    """
    own: list[float] = []
    seen: list[float] = []
    queries = results = 0

    def timed(execute: Any, sql: str, params: Any, *call: Any) -> Any:
        nonlocal queries
        begun = time.perf_counter()
        answered = execute(sql, params, *call)
        seen[-1] += (time.perf_counter() - begun) * 1000
        queries += 1
        return answered

    def explained(execute: Any, sql: str, params: Any, *call: Any) -> Any:
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0][0]
        own[-1] += plan["Planning Time"] + plan["Execution Time"]
        return execute(sql, params, *call)

    request = RequestFactory().get("/", asked)
    request.user = AnonymousUser()
    with override("es"):
        for _ in range(RUNS):
            for times, wrapper in ((seen, timed), (own, explained)):
                times.append(0.0)
                queries = 0 if wrapper is timed else queries
                with connection.execute_wrapper(wrapper):
                    results = answer(request, asked_in(request))["results"].total
    return Measured(median(own), median(seen), queries, results)
