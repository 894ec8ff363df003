"""Browser pages on the portal that is served once for tests that only look."""

from functools import partial
from typing import NamedTuple

import pytest
from django.test import Client
from playwright.sync_api import Page

from members.models import User
from tests.signing_in import sign_in_past_second_factor

TIMEOUT_MS = 15_000
DESK = {"width": 1280, "height": 900}


class Look(NamedTuple):
    page: Page
    uncompressed_static: int


@pytest.fixture
def look(read_only_server, browser):
    """A fresh browser profile. Tests serve style sheets uncompressed; production compresses them four to one."""
    context = browser.new_context(base_url=read_only_server.url)
    context.set_default_timeout(TIMEOUT_MS)
    yield Look(context.new_page(), uncompressed_static=24 * 1024)
    context.close()


@pytest.fixture
def look_without_scripts(read_only_server, browser):
    context = browser.new_context(
        base_url=read_only_server.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def seat(committed_demo, live_server, browser):
    """A browser for each person, on a phone or at a desk. Nothing that any of them complains about is accepted."""
    contexts, complaints = [], []

    def listen(name, message):
        if message.type in {"error", "warning"}:
            complaints.append((name, message.text))

    def seated(name, viewport=DESK):
        context = browser.new_context(base_url=live_server.url, viewport=viewport)
        context.set_default_timeout(10_000)
        contexts.append(context)
        client = Client()
        sign_in_past_second_factor(client, User.objects.get(email=f"{name}@demo.example"))
        cookie = {"name": "sessionid", "value": client.session.session_key, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", partial(listen, name))
        page.on("pageerror", lambda error: complaints.append((name, str(error))))
        return page

    yield seated
    for context in contexts:
        context.close()
    assert complaints == []
