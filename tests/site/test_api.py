"""The API: read-only JSON with what whoever asks may read, and a plain word for what it does not understand."""

import json

import pytest
from django.test import Client

from crm_portal.site import api
from declarations import library


@pytest.fixture
def visitor():
    return Client()


def told(client, path, status=200):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json; charset=utf-8"), path
    return json.loads(answer.content)


def test_the_root_leads_to_the_lists_and_the_description(visitor, db):
    root = told(visitor, "")

    assert root == {
        "openapi": "http://testserver/api/v1/openapi.json",
        "lists": [
            f"http://testserver/api/v1/{name}"
            for name in ("parties", "presidencies", "bodies", "documents", "plan-of-action", "meetings")
        ],
    }


def test_every_operation_is_a_get_and_says_what_it_may_refuse(visitor, db):
    paths = told(visitor, "openapi.json")["paths"]

    assert sorted(paths) == [
        "/api/v1/bodies",
        "/api/v1/documents",
        "/api/v1/documents/{symbol}",
        "/api/v1/meetings",
        "/api/v1/parties",
        "/api/v1/parties/{slug}",
        "/api/v1/plan-of-action",
        "/api/v1/presidencies",
    ]
    assert {tuple(operations) for operations in paths.values()} == {("get",)}
    assert {tuple(operations["get"]["responses"]) for operations in paths.values()} == {("200", "400", "404")}


def test_documents_are_asked_for_by_the_facets_of_the_library():
    known = api.parameters_of("documents")

    assert known - {"page", "page_size"} == {*library.COLUMNS, "presidency", "order"}


def test_a_program_that_asks_too_often_is_told_to_wait(history, settings):
    settings.PROGRAMS_PER_MINUTE = 3
    client = Client()

    answers = [client.get(path) for path in ("/api/v1/parties", "/es/documentos/documentos.csv") * 2]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[1].getvalue()
    refused = client.get("/api/v1/parties")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert json.loads(refused.content)["detail"] == "Too many questions. Ask again in a minute."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_another_method_is_refused_in_the_apis_own_terms(db, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/documents")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert json.loads(answer.content) == {"detail": "The API is read-only.", "parameters": {}}


@pytest.mark.parametrize(
    ("query", "at_fault"),
    [
        ("documents?kind=poem", {"kind"}),
        ("documents?year=two", {"year"}),
        ("documents?year=1066", {"year"}),
        ("documents?page=0", {"page"}),
        ("documents?page=1000000000000000000000", {"page"}),
        ("documents?page_size=101", {"page_size"}),
        ("documents?body=%00", {"body"}),
        ("documents?theme=%27%20OR%201=1", {"theme"}),
        ("documents?order=-title", {"order"}),
        ("documents?language=fr", {"language"}),
        ("documents?knd=report", {"knd"}),
        ("documents?year=2014&year=2015", {"year"}),
        ("documents?status=draft", {"status"}),
        ("documents?themes__slug=x", {"themes__slug"}),
        ("documents/CRM/GEN/2014/LIN/01?x=1", {"x"}),
        ("plan-of-action?x=1", {"x"}),
        ("?x=1", {"x"}),
        ("parties?status=king", {"status"}),
    ],
)
def test_what_is_not_understood_is_said_by_name(history, visitor, query, at_fault):
    problem = told(visitor, query, 400)

    assert problem["detail"] == "These parameters were not understood."
    assert set(problem["parameters"]) == at_fault


@pytest.mark.parametrize("path", ["nothing", "documents/", "documents/CRM/GEN/2014/LIN/99", "parties/zz", "docs"])
def test_what_does_not_exist_is_a_404_in_json(history, visitor, path):
    answer = visitor.get(f"/api/v1/{path}", headers={"Accept-Language": "es"})

    assert answer.status_code == 404
    assert json.loads(answer.content) == {"detail": "There is nothing at this address.", "parameters": {}}


def test_an_answer_may_be_kept_and_is_not_sent_again(history, visitor):
    first = visitor.get("/api/v1/documents?kind=guidelines")

    again = visitor.get("/api/v1/documents?kind=guidelines", headers={"If-None-Match": first.headers["ETag"]})
    other = visitor.get("/api/v1/documents", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in first.headers["Vary"]
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_head_is_answered_like_a_get_without_its_body(history, visitor):
    answer = visitor.head("/api/v1/documents")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == visitor.get("/api/v1/documents").headers["ETag"]


def test_asking_for_a_language_of_files_changes_no_ones_own_language(history, visitor):
    answer = visitor.get("/api/v1/documents?language=en")

    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert dict(visitor.get("/es/documentos/?language=en").cookies) == {}


def test_parties_bodies_and_presidencies_are_told_in_both_languages(history, visitor):
    members = told(visitor, "parties?kind=state&status=member")["parties"]
    mexico = told(visitor, "parties/mx")
    terms = told(visitor, "presidencies?party=mx")["presidencies"]
    bodies = {body["slug"]: body for body in told(visitor, "bodies")["bodies"]}

    assert len(members) == 11
    assert (mexico["name"], mexico["iso3"]) == ({"es": "México", "en": "Mexico"}, "MEX")
    assert [term["starts_on"][:4] for term in terms] == ["2015", "2010", "2003", "1996"]
    assert {term["boundaries"] for term in terms} == {"assumed"}
    assert bodies["rcgm"]["reports_to"] == "vm"


def test_the_lists_ask_the_same_few_questions_however_long(history, visitor, django_assert_num_queries):
    for path, questions in {"parties": 2, "parties/mx": 2, "presidencies": 1, "bodies": 1, "plan-of-action": 3}.items():
        with django_assert_num_queries(questions):
            told(visitor, path)
