"""Row H1: browsers have a place to tell what the policy refused, and what they tell harms nobody."""

import json
import logging

import pytest
from django.test import Client

REPORT = {
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://elsewhere.example/a.js?who=ana@example.org",
    "document-uri": "https://portal.example/es/buscar/?q=ana@example.org#x",
}


@pytest.fixture
def heard(caplog):
    with caplog.at_level(logging.WARNING, logger="crm_portal.site.csp_reports"):
        yield caplog


def send(content, **more):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Client(enforce_csrf_checks=True).post("/csp-report", body, content_type="application/csp-report", **more)


def test_h1_every_page_names_the_place_and_a_report_is_noted_without_anybodys_words(db, heard):
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]

    answer = send({"csp-report": REPORT})

    assert "report-uri /csp-report" in policy
    assert answer.status_code == 204
    assert heard.messages == [
        "The browser refused script-src-elem from https://elsewhere.example/a.js on https://portal.example/es/buscar/."
    ]


@pytest.mark.parametrize(
    "address", ["https://portal.example/accounts/invitation/abcdef/", "https://portal.example/calendar/abcdef.ics"]
)
def test_h1_no_secret_of_a_link_reaches_the_log(db, heard, address):
    send({"csp-report": REPORT | {"document-uri": address}})

    assert "abcdef" not in heard.text
    assert "https://portal.example/…" in heard.text


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 5000, b"[]", b'"x"', b"\xff\xfe", b'{"csp-report": 3}', b"x" * 20_000, {"csp-report": {}}],
)
def test_h1_whatever_is_sent_is_no_fault_of_ours(db, heard, content):
    assert send(content).status_code == 204


def test_h1_a_line_of_the_log_is_one_line_and_a_flood_is_not_written_down(db, heard):
    for _ in range(40):
        send({"csp-report": REPORT | {"effective-directive": "a\nERROR forged"}})

    assert len(heard.messages) == 30
    assert "\n" not in heard.messages[0]
