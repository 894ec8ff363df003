"""The public library: what it lists, how it counts, its permalinks and citations, and what it never tells."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from crm_portal.common.audit.models import Access
from declarations.models import Document, DocumentRelation, DocumentTheme, OldAddress, Theme
from members.models import Circle, CircleAdmission
from tests.declarations.factories import document, published, version, withdraw
from tests.members.factories import seated

WORD = "Quetzalcanario"


def body(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_sixteen_documents_of_the_source_are_listed_without_files(history, visitor):
    page = body(visitor, "/en/documents/")

    assert Document.objects.public().count() == 16
    assert "16 documents" in page
    assert page.count("no file here yet") == 16
    assert "the list is not complete" in page


def test_the_plan_of_action_has_its_axes_themes_and_sub_themes(history, visitor):
    from declarations.models import Axis, Subtheme, Theme

    page = body(visitor, "/es/plan-de-accion/")

    assert (Axis.objects.count(), Theme.objects.count(), Subtheme.objects.count()) == (3, 5, 39)
    assert "Derechos humanos" in page
    assert "Gestión migratoria" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("kind=compilation", 5),
        ("kind=extraordinary_declaration", 1),
        ("year=2014", 2),
        ("theme=migration-development", 4),
        ("axis=2&kind=guidelines", 3),
        ("presidency=ni", 2),  # Nicaragua presided in 2014
    ],
)
def test_facets_narrow_the_list(history, visitor, query, number):
    page = body(visitor, f"/en/documents/?{query}")

    assert f"{number} document" in page


@pytest.mark.parametrize(
    ("path", "theme"), [("/en/documents/", "Consular protection"), ("/es/documentos/", "Protección consular")]
)
def test_facets_are_named_in_the_language_of_the_page(history, visitor, path, theme):
    assert f">{theme}</a>" in body(visitor, path)


@pytest.mark.parametrize("query", ["kind=nothing", "year=abc", "page=0", "page=99", "order=x", "axis=-1", "kind=%00"])
def test_what_the_library_does_not_know_is_no_page(history, visitor, query):
    assert visitor.get(f"/en/documents/?{query}").status_code == 404


def test_counts_and_facets_are_the_same_with_a_hidden_document_as_without(history, visitor, coordinator):
    before = body(visitor, "/en/documents/?order=title")

    document(WORD, audience="members", status="final", kind="statement", year=2031)
    document(WORD, audience="public", kind="presentation", year=2032)
    published(coordinator, WORD, at=timezone.now() + timedelta(hours=1), kind="agenda", year=2033)

    assert body(visitor, "/en/documents/?order=title") == before


def test_a_document_is_read_downloaded_and_cited(visitor, coordinator):
    made = published(coordinator, "Declaración de prueba", kind="declaration", body="vm")
    one = made.versions.get()

    page = body(visitor, f"/es/documentos/{made.symbol}/")
    file = visitor.get(one.permalink)

    content = b"".join(file.streaming_content)
    file.close()
    assert one.permalink == f"/d/{made.symbol}/v1/es.pdf"
    assert (file.headers["Content-Disposition"], file.headers["X-Content-Type-Options"]) == (
        'attachment; filename="documento.pdf"',
        "nosniff",
    )
    assert file.headers["ETag"] == f'"{one.sha256}"'
    assert content[:5] == b"%PDF-"
    assert one.sha256 in page
    assert f"Conferencia Regional sobre Migración, “Declaración de prueba”, {made.symbol}, 2026." in page
    assert 'name="citation_pdf_url"' in page


@pytest.mark.parametrize(("language", "address"), [("es", "/es/documentos/"), ("en", "/en/documents/")])
def test_the_permalink_leads_to_the_page_in_the_readers_language(visitor, coordinator, language, address):
    made = published(coordinator)

    answer = visitor.get(made.permalink, headers={"Accept-Language": language})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}{made.symbol}/")


def test_an_old_address_leads_to_its_document(visitor, coordinator):
    made = published(coordinator)
    OldAddress.objects.create(path="/documentos/viejo.pdf", document=made)
    hidden = document(audience="members", status="final")
    OldAddress.objects.create(path="/documentos/oculto.pdf", document=hidden)

    answer = visitor.get("/documentos/viejo.pdf")

    assert (answer.status_code, answer.headers["Location"]) == (301, made.permalink)
    assert visitor.get("/documentos/oculto.pdf").status_code == 404


def test_references_for_programs(visitor, coordinator):
    made = published(coordinator, "Informe {50%} & más\nTI  - falso", kind="report")

    bibtex = body(visitor, f"/en/documents/{made.symbol}/cite.bib")
    ris = body(visitor, f"/en/documents/{made.symbol}/cite.ris")

    assert "@techreport{CRM-GEN-2026-INF-01," in bibtex
    assert r"Informe \{50\%\} \& más" in bibtex
    assert [line[:6] for line in ris.splitlines()] == [
        f"{tag}  - "[:6] for tag in ("TY", "TI", "AU", "PB", "SN", "PY", "UR", "ER")
    ]


def test_a_withdrawn_document_leaves_a_tombstone_and_no_file(visitor, coordinator):
    made = published(coordinator)
    address = made.versions.get().permalink
    withdraw(made, by=coordinator)

    page = body(visitor, f"/en/documents/{made.symbol}/")

    assert "It holds an error" in page
    assert address not in page
    assert visitor.get(address).status_code == 404


def test_an_unpublished_version_of_a_published_document_is_not_handed_out(visitor, coordinator):
    made = published(coordinator)
    version(made, coordinator)

    assert visitor.get(f"/d/{made.symbol}/v2/es.pdf").status_code == 404
    assert "v2" not in body(visitor, f"/en/documents/{made.symbol}/")


def test_a_hidden_document_answers_like_one_that_does_not_exist(visitor, coordinator):
    hidden = published(coordinator, WORD, audience="members")

    for path in (f"/en/documents/{hidden.symbol}/", f"/d/{hidden.symbol}/", hidden.versions.get().permalink):
        missing = path.replace(hidden.symbol, "CRM/GEN/2026/INF/99")
        assert visitor.get(path).status_code == 404
        assert visitor.get(path).content == visitor.get(missing).content


def test_what_stands_around_a_document_is_tied_to_it_or_on_its_theme(history, visitor, coordinator):
    one, tied, alike, hidden, stranger = (
        published(coordinator, title, with_file=False, audience=audience)
        for title, audience in (
            *(("Una", "public"), ("Corrige", "public"), ("Tema", "public"), ("Oculta", "members"), ("Ajena", "public")),
        )
    )
    DocumentRelation.objects.create(document=tied, kind="corrects", other=one)
    theme, elsewhere = Theme.objects.order_by("order")[:2]
    for classified, of in ((one, theme), (alike, theme), (hidden, theme), (stranger, elsewhere)):
        DocumentTheme.objects.create(document=classified, theme=of)

    page = visitor.get(f"/en/documents/{one.symbol}/").content.decode()

    related, _heading, same = page.partition("On the same theme")
    assert f"/en/documents/{tied.symbol}/" in related.partition(">Related<")[2]
    assert "corrects this document" in related
    assert f"/en/documents/{alike.symbol}/" in same
    assert "Oculta" not in page
    assert "Ajena" not in page


def test_the_lists_ask_few_questions(history, visitor, coordinator, django_assert_max_num_queries):
    for number in range(30):
        published(coordinator, f"Informe {number}", with_file=number < 3)

    visitor.get("/en/contact/")  # notices and the texts of pages are asked for once after each change of theirs
    for path in ("/en/documents/?order=title", "/en/documents/?kind=report", "/en/declarations/?order=title"):
        with django_assert_max_num_queries(6):
            body(visitor, path)


def test_a_closed_door_paper_is_read_on_record_or_not_at_all(coordinator):
    circle = Circle.objects.create(name="Puerta cerrada")
    delegate = seated("delegada", "hod", "mx")
    CircleAdmission.objects.create(circle=circle, person=delegate, valid_from=timezone.localdate())
    paper = document(WORD, audience="circle", circle=circle, status="final")
    one = version(paper, coordinator)
    client = Client()
    client.force_login(delegate)

    page = body(client, f"/en/intranet/papers/{paper.pk}/")
    client.head(one.served_file.get_absolute_url())

    read = Access.objects.about(paper).values_list("who", "action").order_by("pk")
    assert WORD in page
    assert list(read) == [(delegate.pk, "view"), (delegate.pk, "download")]


@pytest.mark.parametrize("path", ["/es/", "/en/"])
def test_the_home_page_shows_the_newest_documents_for_everybody_and_no_other(history, visitor, coordinator, path):
    published(coordinator, "Informe reciente", year=2027)
    document("Borrador reciente", audience="public", year=2028)
    withdraw(published(coordinator, "Informe retirado", year=2029), coordinator)
    page_cache.begin_edition()  # the test's transaction never commits

    text = body(visitor, path)

    assert "Informe reciente" in text
    assert "Borrador reciente" not in text
    assert "Informe retirado" not in text
