"""Browser pages on the portal that is served once for tests that only look."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

TIMEOUT_MS = 15_000


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
