"""Documents in the API: what a program gets of a public document, and that nothing hidden comes out by that door."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common.audit.models import Access
from declarations import publishing
from declarations.models import Document, DocumentRelation, Paragraph, Theme
from members.models import Circle, CircleAdmission
from tests.declarations.factories import document, published, version, withdraw
from tests.members.factories import seated

WORD = "Quetzalcanario"


def told(client, path, status=200):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, path
    return json.loads(answer.content)


def hidden_from_visitors(coordinator):
    """One document of each sort that only some may read, each named by the word."""
    circle = Circle.objects.create(name="Puerta cerrada")
    return [
        document(WORD),
        document(WORD, audience="public", kind="presentation", year=2032),
        published(coordinator, WORD, audience="members", kind="statement", year=2031),
        published(coordinator, WORD, audience="circle", circle=circle, kind="agenda"),
        published(coordinator, WORD, at=timezone.now() + timedelta(hours=1), kind="agenda", year=2033),
    ]


def test_a_list_pages_through_every_public_document_once(history, visitor):
    symbols, path = [], "documents?page_size=5&order=oldest"
    while path:
        page = told(visitor, path)
        symbols += [one["symbol"] for one in page["documents"]]
        path = page["next"] and page["next"].partition("/api/v1/")[2]

    assert page["total"] == len(symbols) == len(set(symbols)) == 16
    assert set(symbols) == set(Document.objects.public().values_list("symbol", flat=True))
    assert page["previous"] == "http://testserver/api/v1/documents?order=oldest&page=3&page_size=5"


def test_a_page_past_the_last_is_empty(history, visitor):
    assert told(visitor, "documents?page=99")["documents"] == []


@pytest.mark.parametrize(
    ("query", "number"),
    [("kind=compilation", 5), ("year=2014", 2), ("axis=2&kind=guidelines", 3), ("presidency=ni", 2), ("body=vm", 0)],
)
def test_facets_narrow_as_they_do_in_the_library(history, visitor, query, number):
    assert told(visitor, f"documents?{query}")["total"] == number


def test_a_document_is_told_whole(visitor, coordinator):
    made = document("Declaración de prueba", audience="public", kind="declaration", body="vm", authentic_language="es")
    version(made, coordinator)
    version(made, coordinator, language="en", status="courtesy")
    Paragraph.objects.create(document=made, order=1, number="1", text_es="Primero", text_en="First")
    made.classifications.create(theme=Theme.objects.get(slug="migration-development"))
    publishing.advance(made, "final", by=coordinator)
    publishing.publish(made, by=coordinator)
    other = published(coordinator, "Otra", with_file=False)
    DocumentRelation.objects.create(document=other, kind="implements", other=made)
    symbol = "CRM/VM/2026/DEC/01"

    record = told(visitor, f"documents/{symbol}")

    english, spanish = record.pop("versions")
    assert record.pop("published_at") is not None
    assert record.pop("themes") == [
        {
            "axis": 3,
            "theme": "migration-development",
            "name": {"es": "Migración y desarrollo", "en": "Migration and development"},
            "subtheme": None,
            "is_proposed": False,
        }
    ]
    assert record == {
        "symbol": symbol,
        "kind": "declaration",
        "status": "published",
        "title": {"es": "Declaración de prueba", "en": "Declaración de prueba (en)"},
        "year": 2026,
        "dated_on": None,
        "place": None,
        "body": "vm",
        "languages": ["en", "es"],
        "permalink": f"http://testserver/d/{symbol}/",
        "detail": f"http://testserver/api/v1/documents/{symbol}",
        "pages": {
            "es": f"http://testserver/es/documentos/{symbol}/",
            "en": f"http://testserver/en/documents/{symbol}/",
        },
        "summary": {"es": None, "en": None},
        "authentic_language": "es",
        "withdrawn_at": None,
        "withdrawal_reason": None,
        "paragraphs": [{"number": "1", "text": {"es": "Primero", "en": "First"}}],
        "text_sha256": {
            "es": "6dee25a93235e237e81984a3decbfd2c13d7d72e931bfa682e0f57c1c05baf0b",
            "en": "dee679c7892a9e61b32ff5ec64b48b2755860297c2259853064b7895991378c6",
        },
        "related": [
            {
                "relation": "implements",
                "is_reverse": True,
                "symbol": other.symbol,
                "title": {"es": "Otra", "en": "Otra (en)"},
            }
        ],
    }
    assert (english["language"], english["translation_status"]) == ("en", "courtesy")
    assert spanish["sha256"] == made.versions.get(language="es").sha256
    assert spanish["address"] == f"http://testserver/d/{symbol}/v1/es.pdf"


def test_hidden_documents_change_no_answer(visitor, coordinator):
    lists = ["documents", "documents?order=title", "documents?kind=agenda", "documents?year=2031", "plan-of-action"]
    before = [told(visitor, path) for path in lists]

    hidden = hidden_from_visitors(coordinator)
    for one in hidden:
        one.classifications.create(theme=Theme.objects.first())

    assert [told(visitor, path) for path in lists] == before


def test_a_hidden_document_answers_like_one_that_does_not_exist(visitor, coordinator):
    symbols = [one.symbol for one in hidden_from_visitors(coordinator) if one.symbol]
    missing = visitor.get("/api/v1/documents/CRM/GEN/2026/INF/99")

    answers = [visitor.get(f"/api/v1/documents/{symbol}") for symbol in symbols]

    assert len(answers) == 3
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, missing.content)}


def test_an_unpublished_file_of_a_public_document_tells_nobody_of_itself(visitor, coordinator):
    made = published(coordinator)
    before = [told(visitor, f"documents/{made.symbol}"), told(visitor, "documents?language=en")]
    page = visitor.get("/en/documents/?order=title").content

    version(made, coordinator)
    version(made, coordinator, language="en", status="official")

    assert [told(visitor, f"documents/{made.symbol}"), told(visitor, "documents?language=en")] == before
    assert visitor.get("/en/documents/?order=title").content == page


def test_a_related_document_that_is_hidden_is_not_named(visitor, coordinator):
    made = published(coordinator)
    for one in hidden_from_visitors(coordinator):
        DocumentRelation.objects.create(document=made, kind="cites", other=one)

    assert told(visitor, f"documents/{made.symbol}")["related"] == []


def test_a_withdrawn_document_says_why_and_leads_to_no_file(visitor, coordinator):
    made = published(coordinator)
    withdraw(made, by=coordinator)

    record = told(visitor, f"documents/{made.symbol}")

    assert record["status"] == "withdrawn"
    assert record["withdrawal_reason"] == {"es": "Contiene un error", "en": "It holds an error"}
    assert [one["address"] for one in record["versions"]] == [None]


def test_somebody_signed_in_is_told_of_the_own_papers_and_keeps_no_answer(coordinator):
    hidden_from_visitors(coordinator)
    client = Client()
    client.force_login(seated("delegada", "focal", "mx"))

    answer = client.get("/api/v1/documents?kind=statement")

    assert [one["title"]["es"] for one in json.loads(answer.content)["documents"]] == [WORD]
    assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("private, no-store", False)


def test_a_draft_has_no_address_in_the_api_but_its_page(coordinator):
    draft = document(WORD, kind="statement", audience="members")
    client = Client()
    client.force_login(coordinator)

    (entry,) = told(client, "documents?kind=statement")["documents"]

    assert (entry["symbol"], entry["permalink"], entry["detail"]) == (None, None, None)
    assert entry["pages"]["en"] == f"http://testserver/en/intranet/papers/{draft.pk}/"


def test_a_closed_door_paper_is_told_on_record(coordinator):
    circle = Circle.objects.create(name="Puerta cerrada")
    delegate = seated("delegada", "hod", "mx")
    CircleAdmission.objects.create(circle=circle, person=delegate, valid_from=timezone.localdate())
    paper = published(coordinator, WORD, audience="circle", circle=circle)
    client = Client()
    client.force_login(delegate)

    told(client, f"documents/{paper.symbol}")

    assert list(Access.objects.about(paper).values_list("who", "action")) == [(delegate.pk, "view")]


def test_the_answers_ask_few_questions_however_much_there_is(history, visitor, coordinator, django_assert_num_queries):
    made = [published(coordinator, f"Informe {number}", with_file=number < 3) for number in range(30)]

    for path, questions in {
        "documents?page_size=100": 3,
        f"documents/{made[0].symbol}": 7,
    }.items():  # two are savepoints
        with django_assert_num_queries(questions):
            told(visitor, path)
