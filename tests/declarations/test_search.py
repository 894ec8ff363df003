"""The search: what it finds, in which words, how it counts, and that nobody finds what is not theirs."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from crm_portal.common.files import kinds
from crm_portal.common.files.storing import store_own
from crm_portal.common.files.uploads import checked
from declarations import publishing, search, texts, words
from declarations.models import Document, DocumentGrant, DocumentVersion, IndexEntry, KnownWord
from members.models import Circle, CircleAdmission, Party, User
from tests.declarations.factories import document, published, withdraw
from tests.members.factories import seated
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
MOST_QUERIES = 6


def signed_in(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def with_text(of, by, text, language="es", name="informe.txt", *, frozen=False):
    """A version that says this, read as the worker does; `frozen` publishes it as it is."""
    file = store_own(checked(name, kinds.TXT, ContentFile(text.encode())), by=by, door=publishing.DOOR)
    number = of.versions.filter(language=language).count() + 1
    made = DocumentVersion.objects.create(
        document=of, number=number, language=language, translation_status="authentic", file=file, added_by=by
    )
    if frozen:
        copy = store_own(checked(name, kinds.TXT, ContentFile(text.encode())), by=by, door=publishing.DOOR)
        made.public_file, made.sha256, made.frozen_at = copy, copy.sha256, timezone.now()
        made.save()
    assert texts.read_next()
    return made


def page(client, asked, tongue="es", **parameters):
    """The search's page for these words, as text and as HTML of its main part."""
    address = {"es": "/es/buscar/", "en": "/en/search/"}[tongue]
    answer = client.get(address, {"q": asked, **parameters})
    assert answer.status_code == 200
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def titles(client, asked, tongue="es", **parameters):
    found = re.findall(r'<p class="what"><a href="[^"]*">(.*?)</a>', page(client, asked, tongue, **parameters))
    return [strip_tags(title) for title in found]


# What is found


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Declaración de Managua sobre niñez migrante", "ninez migrante"),
        ("Declaración de Managua sobre niñez migrante", "DECLARACIONES managua"),
        ("Lineamientos para la protección", "lineamiento proteccion"),
        ("Países de tránsito", "pais"),
        ("Retorno digno de personas migrantes", '"personas migrantes"'),
        ("Retorno digno de personas migrantes", "refugio OR retorno"),
        ("Retorno digno de personas migrantes", "retorno -forzado"),
        ("Acuerdo con la OIM", "oim"),
    ],
)
def test_a_document_is_found_by_the_words_of_its_title(visitor, coordinator, title, asked):
    published(coordinator, title, with_file=False)

    assert title in titles(visitor, asked)


@pytest.mark.parametrize(
    ("title", "asked"),
    [("Retorno digno de personas migrantes", '"migrantes personas"'), ("Retorno digno", "retorno -digno")],
)
def test_a_document_that_does_not_match_is_not_found(visitor, coordinator, title, asked):
    published(coordinator, title, with_file=False)

    assert title not in titles(visitor, asked)


def test_the_text_of_a_file_is_found_in_both_languages_of_the_page_with_a_snippet(visitor, coordinator):
    made = published(coordinator, "Informe anual", with_file=False)
    with_text(
        made, coordinator, "El " + "camino largo y lejano. " * 400 + "La niñez <b>acompañada</b> llegó.", frozen=True
    )

    for language in ("es", "en"):
        shown = page(visitor, "acompanadas", language)
        assert "La niñez" in shown
        assert "<mark>acompañada</mark>" in shown
        assert "<b>" not in shown
    assert 'class="snippet" lang="es"' in page(visitor, "acompanadas", "en")


def test_the_best_come_first_and_the_newest_where_asked(visitor, coordinator):
    old = published(coordinator, f"{WORD} del pasado", with_file=False, year=2001)
    new = published(coordinator, "Informe de hoy", with_file=False, year=2026)
    with_text(new, coordinator, f"Una vez se dice {WORD} aquí", frozen=True)

    assert titles(visitor, WORD) == [old.title_es, new.title_es]
    assert titles(visitor, WORD, order="newest") == [new.title_es, old.title_es]


def test_too_many_results_to_rank_come_by_date_and_the_page_says_so(visitor, coordinator, monkeypatch):
    for year in (2001, 2003, 2002):
        published(coordinator, f"{WORD} {year}", with_file=False, year=year)
    monkeypatch.setattr(search, "MOST_RANKED", 2)

    shown = page(visitor, WORD, "en")

    assert titles(visitor, WORD) == [f"{WORD} {year}" for year in (2003, 2002, 2001)]
    assert "There are too many results" in shown


def test_pages_by_date_hold_every_result_once(visitor, coordinator, monkeypatch):
    made = [
        Document.objects.create(
            kind="report",
            year=1996 + number % 9,
            title_es=f"{WORD} {number}",
            symbol=f"CRM/GEN/2000/INF/{number:03}",
            status="published",
            audience="public",
            published_at=timezone.now(),
        )
        for number in range(65)
    ]
    monkeypatch.setattr(search, "MOST_RANKED", 2)

    found = [title for number in range(1, 8) for title in titles(visitor, WORD, page=number)]

    newest_first = sorted(made, key=lambda one: (-one.year, -one.pk))
    assert found == [one.title_es for one in newest_first]


def test_facets_count_beside_one_another(visitor, coordinator):
    published(coordinator, f"{WORD} uno", with_file=False, kind="report", year=2020)
    published(coordinator, f"{WORD} dos", with_file=False, kind="agenda", year=2021)
    published(coordinator, f"{WORD} tres", with_file=False, kind="agenda", year=2020)

    shown = page(visitor, WORD, "en", kind="agenda")

    facets = re.findall(r'">([^<]+?)(?:<span class="vh">[^<]*</span>)?</a> <span class="number">(\d+)', shown)
    assert facets == [("Agenda", "2"), ("Report", "1"), ("2021", "1"), ("2020", "1")]
    assert titles(visitor, WORD, kind="agenda", year="2021") == [f"{WORD} dos"]
    assert titles(visitor, WORD, kind="agenda", year="1999") == []


@pytest.mark.parametrize(
    ("asked", "title", "address"),
    [
        ("belice", "Belice", "/es/miembros/bz/"),
        ("consulta regional", "Grupo Regional de Consulta", "/es/como-funciona/rcgm/"),
    ],
)
def test_countries_and_bodies_are_found(visitor, history, asked, title, address):
    shown = page(visitor, asked, source="participants")

    assert address in shown
    assert title in strip_tags(shown)


def test_a_misspelt_word_leads_to_the_known_one(visitor, coordinator):
    published(coordinator, "Declaración de Managua", with_file=False)
    words.renew()

    shown = page(visitor, "declaracion manauga", "en")

    assert "Did you mean:" in shown
    assert "q=declaracion+managua" in shown
    assert "Declaración de Managua" in titles(visitor, "declaracion managua")


@pytest.mark.parametrize(
    "asked",
    [
        "\x00",
        "'; DROP TABLE x --",
        '"',
        '""""',
        "- - -",
        "((((",
        "a:*b",
        "<->",
        "!!&|",
        "{{7*7}}",
        "<script>",
        "%ff",
        "de la",
        "\u202e",
        "x" * 10_000,
        "-",
        "\\",
        "\x02nota\x03",
    ],
)
def test_whatever_is_asked_is_answered_by_a_page(visitor, history, asked):
    for parameters in (
        {},
        {"kind": asked, "year": asked, "language": asked, "source": asked, "order": asked, "page": asked},
    ):
        shown = page(visitor, asked, **parameters)
        assert "<script>" not in shown


def test_a_question_too_long_is_told_so(visitor, history):
    assert "at most 200 characters" in page(visitor, "x" * 201, "en")


def test_the_search_asks_few_questions(history, visitor, coordinator, django_assert_max_num_queries):
    for number in range(30):
        published(coordinator, f"{WORD} {number}", with_file=False)
    words.renew()
    visitor.get("/en/contact/")  # notices and the texts of pages are asked for once after each change of theirs

    for asked in (WORD, "Quetzalcanaria", "nadaquenadiediga"):
        with django_assert_max_num_queries(MOST_QUERIES):
            page(visitor, asked)


def test_the_empty_search_is_kept_and_a_question_is_not(visitor, history):
    empty, asked = visitor.get("/es/buscar/"), visitor.get("/es/buscar/?q=acta")

    assert empty.headers["Cache-Control"].startswith("public")
    assert asked.headers["Cache-Control"] == "private, no-store"


def test_the_index_follows_every_change_by_whatever_way_it_comes(visitor, coordinator):
    made = published(coordinator, "Antes", with_file=False)
    with_text(made, coordinator, "primera redacción", frozen=True)

    Document.objects.filter(pk=made.pk).update(title_es=f"{WORD} después", title_en="After")
    with_text(made, coordinator, "segunda redacción", frozen=True)

    assert (titles(visitor, "antes"), titles(visitor, WORD)) == ([], [f"{WORD} después"])
    assert (titles(visitor, "primera redacción"), len(titles(visitor, "segunda redacción"))) == ([], 1)


def test_a_withdrawn_document_is_found_by_its_title_and_not_by_its_text(visitor, coordinator):
    made = published(coordinator, f"{WORD} retirado", with_file=False)
    with_text(made, coordinator, "Palabras con error", frozen=True)
    withdraw(made, by=coordinator)

    shown = page(visitor, WORD, "en")

    assert titles(visitor, '"palabras con error"') == []
    assert "withdrawn" in shown
    assert "Palabras con" not in shown


# What nobody else finds


def hidden_documents(by):
    """One document for each reason that hides it, with the word in a title, a summary, a file's name or its text."""
    later = timezone.now() + timedelta(hours=1)
    circle = Circle.objects.create(name="Puerta cerrada")
    made = {}
    for part in ("title", "summary", "text", "name"):
        values = {"title": f"{WORD} en el título" if part == "title" else "Documento reservado"}
        if part == "summary":
            values |= {"summary_es": f"Trata de {WORD}", "summary_en": f"On {WORD}"}
        ways = {
            "members": {"audience": "members", "status": "final"},
            "body": {"audience": "body", "body": "net-consular", "status": "final"},
            "troika": {"audience": "troika", "status": "final"},
            "secretariat": {"audience": "secretariat", "status": "final"},
            "circle": {"audience": "circle", "circle": circle, "status": "final"},
            "draft": {"audience": "public", "status": "draft"},
            "unreleased": {"audience": "plenary", "status": "final"},
            "embargo": {"audience": "public", "at": later},
        }
        for way, more in ways.items():
            of = {**values, **more, "kind": "statement", "year": 2031}
            one = (
                published(by, of.pop("title"), with_file=False, **of)
                if way == "embargo"
                else document(of.pop("title"), **of)
            )
            says = f"Palabras con {WORD} dentro" if part == "text" else "Palabras reservadas"
            name = f"{WORD}.txt" if part == "name" else "a.txt"
            with_text(one, by, says, name=name, frozen=way != "draft")
            made[part, way] = one
    out = published(by, "Publicado", with_file=False)
    with_text(out, by, "Texto publicado", frozen=True)
    with_text(out, by, f"Nuevo texto con {WORD}")
    made["text", "unpublished version"] = out
    return made


def doors(client, asked=WORD):
    """Everything that the search gives out, apart from the words that were asked, whichever page is looked at."""
    shown = [
        page(client, asked, tongue, **more)
        for tongue in ("es", "en")
        for more in (
            {},
            {"order": "newest"},
            {"kind": "statement"},
            {"year": "2031"},
            {"language": "es"},
            {"source": "participants"},
        )
    ]
    return [re.sub(r'value="[^"]*"|\?q=[^"]*"', "", one) for one in shown]


def test_a_hidden_document_changes_nothing_for_a_visitor(visitor, coordinator):
    asked = (WORD, "Quetzalcanaria", "palabras reservadas", "documento")
    published(coordinator, "Documento a la vista", with_file=False, kind="statement")
    words.renew()
    before = {one: doors(visitor, one) for one in asked}

    hidden_documents(coordinator)
    words.renew()

    assert {one for one in asked if doors(visitor, one) != before[one]} == set()
    assert not any(WORD in shown for shown in doors(visitor, "publicado"))
    assert WORD.lower() not in set(KnownWord.objects.values_list("word", flat=True))


def test_what_is_found_is_what_may_be_read_and_nothing_else_for_every_role(world_of_roles, coordinator):
    made = hidden_documents(coordinator)
    mismatches = []

    for role, user in world_of_roles.items():
        found = set(
            IndexEntry.objects.visible_to(user)
            .one_per_document()
            .filter(search.FoundDocuments(user, search.Question(WORD, "es")).question.matches())
            .values_list("document", flat=True)
        )
        readable = set(Document.objects.visible_to(user).values_list("pk", flat=True))
        versions = DocumentVersion.objects.visible_to(user)
        for (part, way), one in made.items():
            expected = one.pk in readable and part != "name"
            if part == "text":
                expected = versions.filter(document=one, read_text__text__contains=WORD).exists()
            if (one.pk in found) != expected:
                mismatches.append((role, part, way, expected))
        results = search.FoundDocuments(user, search.Question(WORD, "es"))
        if results.total != len(found):
            mismatches.append((role, "total", results.total, len(found)))

    assert mismatches == []


@pytest.fixture
def world_of_roles(history):
    people = everybody()
    people["liaison_consular"] = seated("liaison-c", "liaison_x", "bz", network="net-consular")
    return people


def test_a_paper_for_members_is_found_by_a_member_and_by_no_visitor(visitor, coordinator):
    paper = document(f"{WORD} para miembros", audience="members", status="final")
    with_text(paper, coordinator, "contenido reservado del papel", frozen=True)
    focal = seated("enlace", "focal", "mx")
    client = signed_in(focal)

    assert titles(client, WORD) == [paper.title_es]
    assert "<mark>reservado</mark>" in page(client, "reservado papel")
    assert f"/es/intranet/documentos-de-trabajo/{paper.pk}/" in page(client, WORD) or f"/{paper.pk}/" in page(
        client, WORD
    )
    assert titles(visitor, WORD) == []


def test_an_unpublished_version_is_found_by_who_works_on_it_and_counted_once(visitor, coordinator):
    made = published(coordinator, "Documento con dos versiones", with_file=False)
    with_text(made, coordinator, "la primera versión", frozen=True)
    with_text(made, coordinator, f"la segunda {WORD} versión")
    client = signed_in(coordinator)

    assert (titles(client, WORD), titles(visitor, WORD)) == ([made.title_es], [])
    assert titles(client, "versión dos versiones") == [made.title_es]
    assert WORD not in page(visitor, "versión")


def test_a_closed_door_paper_is_found_by_its_title_without_its_words(coordinator):
    circle = Circle.objects.create(name="Puerta cerrada")
    delegate = seated("delegada", "hod", "mx")
    CircleAdmission.objects.create(circle=circle, person=delegate, valid_from=timezone.localdate())
    paper = document("Papel de la sesión", audience="circle", circle=circle, status="final")
    with_text(paper, coordinator, f"Lo que se dijo de {WORD} a puerta cerrada", frozen=True)

    shown = page(signed_in(delegate), "sesión")

    assert paper.title_es in strip_tags(shown)
    assert WORD not in shown
    assert titles(signed_in(coordinator), WORD) == []


def test_a_grant_opens_a_document_to_the_search(coordinator):
    paper = document(f"{WORD} abierto", audience="troika", status="final")
    observer = seated("observadora", "obs_country", "co")
    before = titles(signed_in(observer), WORD)

    DocumentGrant.objects.create(
        document=paper, person=observer, reason="Autorizada", granted_by=coordinator, valid_from=timezone.localdate()
    )

    assert (before, titles(signed_in(observer), WORD)) == ([], [paper.title_es])


def test_the_break_glass_account_finds_what_a_visitor_finds(coordinator):
    hidden_documents(coordinator)
    emergency = User.objects.create_superuser("root@example.org", full_name="Emergencia")

    assert titles(signed_in(emergency), WORD) == []


@pytest.mark.parametrize(("role", "party", "found"), [("focal", "mx", ["para miembros"]), ("obs_country", "co", [])])
def test_who_looks_through_another_role_finds_what_both_may_read(coordinator, role, party, found):
    for title, audience in (("para miembros", "members"), ("para la Secretaría", "secretariat")):
        with_text(document(f"{WORD} {title}", audience=audience, status="final"), coordinator, "texto sin publicar")
    client = signed_in(coordinator)
    before = titles(client, WORD)

    client.post("/en/intranet/view-as/", {"role": role, "party": Party.objects.get(slug=party).pk, "body": ""})

    assert len(before) == 2
    assert titles(client, WORD) == [f"{WORD} {title}" for title in found]


def test_names_of_bodies_and_parties_are_known_words(history):
    words.renew()
    known = set(KnownWord.objects.values_list("word", flat=True))

    assert {"honduras", "belice", "belize"} <= known
