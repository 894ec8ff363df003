"""H1-H3 and V6 over every address there is, for whoever asks, and over the answers that no page gives."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.hardening.addresses import every_address, patterns
from tests.site.test_headers_and_errors import ALWAYS
from tests.sizes import size

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "report-uri": "/csp-report",
}
OF_A_FILE = {"sandbox": "", "default-src": "'none'"}
FILES = {"files:download", "permalink:version", "contributions:download-all"}
ASKED_BY = size(
    ci=("anon", "focal", "st_coord"), full=("anon", "focal", "ppt", "rrocm", "auditor", "st_it", "st_coord")
)
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))[^>]*>|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)
LOADED = re.compile(
    r"<(?:script|img|link|iframe|source|use|form)\b[^>]*?\s(?:src|href|action)=[\"']([^\"']*)", re.IGNORECASE
)
OUTSIDE = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
NO_LOAD = re.compile(r"<link\b[^>]*\brel=[\"'](?:alternate|canonical)[\"'][^>]*>", re.IGNORECASE)


def policy(answer):
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts}


def faults(name, answer):
    """What is wrong with the headers and the HTML of one answer."""
    if policy(answer) != (OF_A_FILE if name in FILES and answer.streaming else POLICY):
        yield "policy"
    missing = {header for header, value in ALWAYS.items() if answer.headers.get(header) != value}
    yield from missing - {"Strict-Transport-Security"}
    if "Permissions-Policy" not in answer.headers or {"Server", "X-Powered-By"} & set(answer.headers):
        yield "other headers"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        if found := INLINE.search(answer.text):
            yield f"inline: {found[0]}"
        loaded = LOADED.findall(NO_LOAD.sub("", answer.text))
        yield from (f"loads {address}" for address in loaded if OUTSIDE.match(address))


def is_kept(answer):
    """Whether a browser or a proxy may keep what somebody who is signed in was shown."""
    words = set(answer.headers.get("Cache-Control", "").replace(" ", "").split(","))
    return not {"no-store", "private"} <= words


@pytest.fixture(params=ASKED_BY)
def answers(request, world):
    """(who, name, path, answer) for every address, asked by one role."""
    client = world.visitor(request.param)
    found = [(name, path, client.get(path, headers={"Accept-Language": "en"})) for name, path in every_address(world)]
    for _name, _path, answer in found:
        if answer.streaming:
            b"".join(answer.streaming_content)  # to the end, which closes the file
    return request.param, found


PERSONAL_EXEMPT = {"healthz", "readyz", "robots", "sitemap", "favicon"}
"""For machines, and alike for everybody: nothing of a person is in them."""


def test_h1_h2_v6_every_answer_of_every_address(answers):
    who, found = answers

    wrong = [(name, *said) for name, _path, answer in found if (said := list(faults(name, answer)))]
    kept = [
        (name, answer.status_code) for name, _path, answer in found if name not in PERSONAL_EXEMPT and is_kept(answer)
    ]

    assert wrong == []
    assert who == "anon" or kept == []
    assert [(name, answer.status_code) for name, _path, answer in found if answer.status_code >= 500] == []


def test_h1_every_address_of_the_portal_is_asked(world):
    names = {name for name, _pattern, _parts in patterns(get_resolver().url_patterns)}

    assert names - {name for name, _path in every_address(world)} == set()


def test_h1_no_policy_changes_from_answer_to_answer(world):
    """No nonce: kept pages could not carry one, and nothing inline needs one (ADR 0007)."""
    client = world.visitor("st_coord")

    found = {
        client.get(path).headers["Content-Security-Policy"] for path in ("/en/", "/en/", "/admin/", "/en/intranet/")
    }

    assert len(found) == 1
    assert "nonce" not in found.pop()


OF_NO_PAGE = [
    ("GET", "/en/nothing/", {}, 404),
    ("GET", "/files/00000000-0000-4000-8000-000000000000/x", {}, 404),
    ("GET", "/admin/nothing/", {}, 404),
    ("GET", "/static/nothing.css", {}, 404),
    ("POST", "/accounts/login/", {}, 403),
    ("POST", "/en/intranet/profile/", {}, 403),
    ("TRACE", "/en/", {}, 405),
    ("GET", "/en/", {"Host": "evil.example"}, 400),
    ("GET", "/en/intranet/circulars/new/", {}, 403),
    ("GET", "/static/css/portal.css", {}, 200),  # the last: to close what WhiteNoise opened ends the connection as well
]


def test_h1_h2_answers_that_are_no_page_carry_the_headers(world):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = world.visitor("hod").cookies
    wrong = []

    for method, path, headers, status in OF_NO_PAGE:
        answer = client.generic(method, path, headers=headers, secure=True)
        found = list(faults("", answer))
        if answer.streaming:
            b"".join(answer.streaming_content)
            answer.close()  # WhiteNoise's, which Django's client does not know
        lasting = answer.headers.get("Strict-Transport-Security") == ALWAYS["Strict-Transport-Security"]
        given = (answer.status_code, found, lasting)
        wrong += [] if given == (status, [], True) else [(method, path, *given)]

    assert wrong == []


def test_v6_signing_out_by_either_door_clears_the_browser(world):
    doors = ("/accounts/logout/", "/admin/logout/")

    said = [world.visitor("st_coord").post(door) for door in doors]
    followed = [answer.headers.get("Clear-Site-Data") or answer.headers.get("Location") for answer in said]

    assert followed == ['"cache", "cookies", "storage"'] * 2


def test_v6_an_error_page_of_somebody_is_not_kept(world):
    client = world.visitor("hod")

    paths = ("/en/nothing/", "/en/intranet/circulars/new/", "/en/intranet/circulars/999999/", "/admin/")
    answers = [client.get(path) for path in paths]

    assert [answer.status_code for answer in answers] == [404, 403, 404, 404]
    assert [is_kept(answer) for answer in answers] == [False] * 4
