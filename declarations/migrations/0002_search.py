import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Words lose their accents before they are brought to their stem, in what is searched and in what is asked alike.
LANGUAGES = """
    CREATE TEXT SEARCH CONFIGURATION es_portal (COPY = pg_catalog.spanish);
    ALTER TEXT SEARCH CONFIGURATION es_portal
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, spanish_stem;
    ALTER TEXT SEARCH CONFIGURATION es_portal
        ALTER MAPPING FOR numword, numhword, hword_numpart WITH unaccent, simple;
    CREATE TEXT SEARCH CONFIGURATION en_portal (COPY = pg_catalog.english);
    ALTER TEXT SEARCH CONFIGURATION en_portal
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, english_stem;
    ALTER TEXT SEARCH CONFIGURATION en_portal
        ALTER MAPPING FOR numword, numhword, hword_numpart WITH unaccent, simple;
"""
NO_LANGUAGES = """
    DROP TEXT SEARCH CONFIGURATION es_portal;
    DROP TEXT SEARCH CONFIGURATION en_portal;
"""

# Plain SQL, as for what is frozen: the index follows every change, by whatever way it comes. A vector holds a megabyte;
# of a longer text the beginning is indexed, and of a document whose parts are too much together the title and summary.
INDEX = """
    CREATE FUNCTION search_words(language text, content text) RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
    DECLARE
        longest integer := 1000000;
    BEGIN
        LOOP
            BEGIN
                RETURN to_tsvector(CASE language WHEN 'es' THEN 'es_portal' ELSE 'en_portal' END::regconfig,
                    left(content, longest));
            EXCEPTION WHEN program_limit_exceeded THEN
                longest := longest / 2;
            END;
        END LOOP;
    END $$;

    CREATE FUNCTION search_words_of_text() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := search_words((SELECT language FROM declarations_documentversion WHERE id = NEW.version_id),
            NEW.text);
        RETURN NEW;
    END $$;

    CREATE FUNCTION search_words_of_document(title text, summary text, body tsvector, language text)
    RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
    DECLARE
        head tsvector := setweight(search_words(language, title), 'A')
            || setweight(search_words(language, coalesce(summary, '')), 'B');
    BEGIN
        RETURN head || coalesce(body, '');
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN head;
    END $$;

    CREATE FUNCTION search_newest_words(of_document bigint, of_language text, with_drafts boolean)
    RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT declarations_versiontext.words
        FROM declarations_documentversion
        LEFT JOIN declarations_versiontext ON declarations_versiontext.version_id = declarations_documentversion.id
        WHERE document_id = of_document AND language = of_language AND (with_drafts OR frozen_at IS NOT NULL)
        ORDER BY number DESC LIMIT 1
    $$;

    CREATE FUNCTION index_document(indexed bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM declarations_document WHERE id = indexed FOR NO KEY UPDATE;
        INSERT INTO declarations_indexentry (document_id, is_draft, languages, es, en)
        SELECT document.id, layer.is_draft, coalesce(layer.languages, ''),
            search_words_of_document(concat_ws(' ', title_es, symbol, replace(symbol, '/', ' '), place), summary_es,
                CASE WHEN status <> 'withdrawn' THEN search_newest_words(document.id, 'es', layer.is_draft) END, 'es'),
            search_words_of_document(concat_ws(' ', title_en, symbol, replace(symbol, '/', ' '), place), summary_en,
                CASE WHEN status <> 'withdrawn' THEN search_newest_words(document.id, 'en', layer.is_draft) END, 'en')
        FROM declarations_document document
        CROSS JOIN LATERAL (
            SELECT false AS is_draft, string_agg(DISTINCT language, ' ' ORDER BY language) AS languages
            FROM declarations_documentversion
            WHERE document_id = document.id AND frozen_at IS NOT NULL AND status <> 'withdrawn'
            UNION ALL
            SELECT true, string_agg(DISTINCT language, ' ' ORDER BY language)
            FROM declarations_documentversion
            WHERE document_id = document.id
            HAVING bool_or(frozen_at IS NULL) AND document.status <> 'withdrawn'
        ) layer
        WHERE document.id = indexed
        ON CONFLICT (document_id, is_draft) DO UPDATE
        SET languages = excluded.languages, es = excluded.es, en = excluded.en;
        DELETE FROM declarations_indexentry WHERE document_id = indexed AND is_draft AND NOT EXISTS (
            SELECT FROM declarations_documentversion version JOIN declarations_document ON document_id = indexed
            WHERE version.document_id = indexed AND declarations_document.id = indexed AND frozen_at IS NULL
                AND status <> 'withdrawn'
        );
    END $$;

    -- The vectors lie apart from their rows, and to read them costs what PostgreSQL does not reckon with: left to itself
    -- it would rather read them all than ask the indexes.
    CREATE FUNCTION search_found(asked_es tsquery, asked_en tsquery, most integer)
    RETURNS TABLE (id bigint, document_id bigint, is_draft boolean, languages varchar)
    LANGUAGE sql STABLE ROWS 100000 SET enable_seqscan = off SET enable_indexscan = off AS $$
        SELECT id, document_id, is_draft, languages FROM declarations_indexentry
        WHERE es @@ asked_es OR en @@ asked_en LIMIT most
    $$;

    CREATE FUNCTION index_changed_document() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM index_document(NEW.id);
        RETURN NULL;
    END $$;
    CREATE FUNCTION index_changed_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM index_document(CASE TG_OP WHEN 'DELETE' THEN OLD.document_id ELSE NEW.document_id END);
        RETURN NULL;
    END $$;
    CREATE FUNCTION index_changed_text() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM index_document(document_id) FROM declarations_documentversion
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
        RETURN NULL;
    END $$;

    CREATE TRIGGER search_words BEFORE INSERT OR UPDATE OF text ON declarations_versiontext
        FOR EACH ROW EXECUTE FUNCTION search_words_of_text();
    CREATE TRIGGER search_index AFTER INSERT OR UPDATE OR DELETE ON declarations_versiontext
        FOR EACH ROW EXECUTE FUNCTION index_changed_text();
    CREATE TRIGGER search_index AFTER INSERT OR DELETE OR UPDATE OF number, language, frozen_at
        ON declarations_documentversion FOR EACH ROW EXECUTE FUNCTION index_changed_version();
    CREATE TRIGGER search_index AFTER INSERT
        OR UPDATE OF title_es, title_en, summary_es, summary_en, symbol, place, status
        ON declarations_document FOR EACH ROW EXECUTE FUNCTION index_changed_document();

    ALTER TABLE declarations_indexentry ALTER es SET STORAGE EXTERNAL, ALTER en SET STORAGE EXTERNAL;
    ALTER TABLE declarations_indexentry SET (toast_tuple_target = 128);
    SELECT index_document(id) FROM declarations_document;
"""
NO_INDEX = """
    DROP TRIGGER search_index ON declarations_document;
    DROP TRIGGER search_index ON declarations_documentversion;
    DROP TRIGGER search_index ON declarations_versiontext;
    DROP TRIGGER search_words ON declarations_versiontext;
    DROP FUNCTION search_found(tsquery, tsquery, integer), index_changed_text(), index_changed_version(), index_changed_document(), index_document(bigint),
        search_newest_words(bigint, text, boolean), search_words_of_document(text, text, tsvector, text),
        search_words_of_text(), search_words(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0001_documents"),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(LANGUAGES, NO_LANGUAGES),
        migrations.CreateModel(
            name="VersionText",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="read_text",
                        serialize=False,
                        to="declarations.documentversion",
                        verbose_name="version",
                    ),
                ),
                ("text", models.TextField(verbose_name="text of the file")),
                ("words", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "text of a version",
                "verbose_name_plural": "texts of versions",
            },
        ),
        migrations.RemoveField(
            model_name="documentversion",
            name="text",
        ),
        migrations.AddField(
            model_name="documentversion",
            name="text_attempts",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="attempts to read it"),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="text_begun_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="reading begun"),
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True, verbose_name="word")),
                ("plain", models.CharField(max_length=60, verbose_name="word without accents")),
                ("uses", models.PositiveIntegerField(verbose_name="number of titles")),
            ],
            options={
                "verbose_name": "known word",
                "verbose_name_plural": "known words",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("plain", name="gin_trgm_ops"),
                        name="known_word_likeness",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_draft", models.BooleanField(verbose_name="with unpublished versions")),
                ("languages", models.CharField(blank=True, max_length=5, verbose_name="languages of its files")),
                ("es", django.contrib.postgres.search.SearchVectorField(verbose_name="words in Spanish")),
                ("en", django.contrib.postgres.search.SearchVectorField(verbose_name="words in English")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="declarations.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search",
                "verbose_name_plural": "entries of the search",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["es"], name="index_entry_es"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["en"], name="index_entry_en"),
                    models.Index(condition=models.Q(("is_draft", True)), fields=["document"], name="index_entry_draft"),
                ],
                "constraints": [models.UniqueConstraint(fields=("document", "is_draft"), name="index_entry_once")],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("audience", "public"), ("status__in", ["published", "withdrawn"])),
                fields=["published_at", "id"],
                include=("kind", "year"),
                name="document_public",
            ),
        ),
        migrations.RunSQL(INDEX, NO_INDEX),
    ]
