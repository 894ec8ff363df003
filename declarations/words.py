"""The words that were perhaps meant by misspelt ones: those of public titles and names, renewed each hour."""

import re

from django.db import connection
from django.db.models import F, QuerySet

from crm_portal.common.search import Question
from declarations.models import Document
from members.models import Body, Party

WORD = re.compile(r"[^\W\d_]{4,40}")
RENEW = """
    WITH known AS (
        SELECT word, min(left(unaccent(word), 60)) AS plain, count(*) AS uses
        FROM (SELECT regexp_split_to_table(lower(public.text), '[^[:alpha:]]+') AS word FROM ({texts}) public) words
        WHERE char_length(word) BETWEEN 4 AND 40 GROUP BY word
    ), forgotten AS (
        DELETE FROM declarations_knownword WHERE word NOT IN (SELECT word FROM known)
    )
    INSERT INTO declarations_knownword (word, plain, uses) SELECT word, plain, uses FROM known
    ON CONFLICT (word) DO UPDATE SET uses = excluded.uses
"""
LIKE = """
    SELECT asked.word, (
        SELECT word FROM declarations_knownword WHERE plain %% unaccent(asked.word)
        ORDER BY similarity(plain, unaccent(asked.word)) DESC, uses DESC, word LIMIT 1
    )
    FROM unnest(%s::text[]) AS asked(word)
    WHERE NOT EXISTS (SELECT FROM declarations_knownword WHERE plain = unaccent(asked.word))
"""


def renew() -> None:
    """Know the words of what is public now, and no other. Running it again changes nothing."""
    public: list[tuple[QuerySet, str]] = [(Document.objects.public(), "title"), (Document.objects.public(), "summary")]
    public += [(Party.objects.all(), "name"), (Body.objects.presented(), "name")]
    texts = [
        rows.order_by().annotate(text=F(f"{column}_{language}")).values_list("text")
        for rows, column in public
        for language in ("es", "en")
    ]
    sql, params = texts[0].union(*texts[1:], all=True).order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(RENEW.format(texts=sql), params)


def meant(question: Question) -> str:
    """The words asked with the likest known one in the place of each that is not known; empty where none is like it."""
    asked = {word.lower() for word in WORD.findall(question.words)}
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [sorted(asked)])
        likest = {word: known for word, known in cursor.fetchall() if known}
    words = WORD.sub(lambda found: likest.get(found[0].lower(), found[0]), question.words)
    return words if likest else ""
