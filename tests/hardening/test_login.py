"""L2, L4 and L5, where the tests of the account pages stop: every address, the bare wire, and production's cookies."""

import os
import re
import socket
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.accounts.conftest import sign_in
from tests.hardening.addresses import every_address
from tests.members.factories import person
from tests.site.test_production import SOUND

# L2: a right address spelt so that it leads to the account, and so that it does not, is one count


@pytest.mark.parametrize(
    "spelling",
    ["ana@example.org ", "\tana@example.org", "ANA@EXAMPLE.ORG", "Ana@example.org", "ana@exämple.org"],
)
def test_l2_a_spelling_more_is_no_guess_more(history, spelling):
    ana = person("ana")
    for n in range(4):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), ana, "wrong")

    again, late = (
        Client(REMOTE_ADDR=f"192.0.2.{n}").post("/accounts/login/", {"login": login, "password": "wrong"}).status_code
        for n, login in ((50, spelling), (51, "ana@example.org"))
    )

    assert (again, late) == (200, 429)


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP"])
def test_l2_no_header_gives_a_guesser_another_address(history, name):
    answers = [
        Client()
        .post(
            "/accounts/login/",
            {"login": f"x{n}@example.org", "password": "w"},
            headers={name: f"for=198.51.100.{n}" if name == "Forwarded" else f"198.51.100.{n}"},
        )
        .status_code
        for n in range(11)
    ]

    assert answers == [200] * 10 + [429]


# L4: what a client of Django's cannot send

RAW = {
    "absolute address": b"GET http://evil.example/accounts/login/ HTTP/1.1\r\nHost: localhost\r\n",
    "host of somebody else": b"GET /accounts/login/ HTTP/1.1\r\nHost: evil.example\r\n",
    "host before an at": b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost@evil.example\r\n",
    "port that is none": b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost:evil.example\r\n",
    "port with a path": b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost:80/evil.example\r\n",
    "two hosts": b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
    "no host": b"GET /accounts/login/ HTTP/1.0\r\nX-Forwarded-Host: evil.example\r\n",
    "two slashes": b"GET //evil.example/accounts/login/ HTTP/1.1\r\nHost: localhost\r\n",
    "two slashes without the last": b"GET //evil.example HTTP/1.1\r\nHost: localhost\r\n",
    "way up": b"GET /en/..//evil.example HTTP/1.1\r\nHost: localhost\r\n",
}


def over_the_wire(server, lines):
    """What is answered to a request that no client would send."""
    with socket.create_connection((server.thread.host, server.thread.port), 10) as connection:
        connection.sendall(lines + b"Accept-Language: en\r\nConnection: close\r\n\r\n")
        found = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = found.partition(b"\r\n\r\n")
    return head.decode(), body.decode("utf-8", "replace")


@pytest.mark.parametrize("trick", RAW)
def test_l4_no_request_puts_its_own_host_into_an_address(read_only_server, trick):
    head, body = over_the_wire(read_only_server, RAW[trick])

    addresses = re.findall(r'(?:href|action|src|content)="([^"]*)"', body) + re.findall(r"(?im)^location: (.*)$", head)
    assert re.match(r"HTTP/1\.[01] (?:200|301|302|400|404) ", head), head
    assert [address for address in addresses if re.match(r"(?:https?:)?[/\\]{2}(?!localhost)", address.strip())] == []


# L5: every address and every form; production's cookies


@pytest.mark.parametrize("role", ["anon", "st_coord"])
def test_l5_no_address_takes_a_form_without_its_token(world, role):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = world.visitor(role).cookies

    taken = {
        name: answer.status_code
        for name, path in every_address(world)
        if name != "csp-report"  # browsers write there by themselves, and nothing comes of it but a line in the log
        and (answer := strict.post(path, {"verb": "approve"})).status_code != 403
    }

    # A page that is only read says so before anything is asked; so does one that somebody has to sign in for.
    assert {name: status for name, status in taken.items() if status not in {404, 405}} == {}


SAID = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,
      s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY,
      s.CSRF_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH, s.LANGUAGE_COOKIE_NAME)
"""


def test_l5_the_cookies_of_production_are_of_one_host_and_of_https_alone():
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "-c", SAID]
    done = subprocess.run(
        command, env=kept | SOUND, cwd=configured.BASE_DIR, capture_output=True, text=True, check=True
    )

    session, csrf = "__Host-session True True Lax None /", "__Host-csrf True True None /"
    assert done.stdout.strip() == f"{session} {csrf} django_language"
