"""Test databases as in production: portal_owner creates and migrates them, the tests run as portal_app.

Works with and without xdist. The servers run in PORTAL_STATE/test for the length of the session, started by the
first process only; with DATABASE_URL and REDIS_URL set, those servers are used instead.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.test.utils import setup_databases
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql
from pytest_django.live_server_helper import LiveServer

from crm_portal.local import services
from tests import database_template, kept

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
DEMO_PASSWORD = "a-long-enough-password"  # published on purpose
OPEN_SECONDS = 20  # as long as a statement waits for a lock below
OPEN_TRANSACTIONS = """
    SELECT DISTINCT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = %s AND locktype = 'relation'
"""


def pytest_configure(config: pytest.Config) -> None:
    is_xdist_worker = hasattr(config, "workerinput")
    if settings.EMBEDDED and not is_xdist_worker and not config.option.collectonly:
        servers = ExitStack()
        config.add_cleanup(servers.close)
        try:
            servers.enter_context(services.running(settings.STATE, durable=False))
        except services.ServicesError as error:
            raise pytest.UsageError(str(error)) from None


@contextmanager
def as_owner(database: str) -> Iterator[psycopg.Connection]:
    server = {name: value for name, value in connection.get_connection_params().items() if name in {"host", "port"}}
    user, password = settings.OWNER_LOGIN.values()
    with psycopg.connect(**server, user=user, password=password, dbname=database, autocommit=True) as owner:
        owner.execute("SET lock_timeout = '20s'")  # a forgotten open transaction fails a test instead of hanging it
        yield owner


def drop_database(name: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with as_owner("postgres") as owner:
        for _attempt in range(20):
            try:
                owner.execute(drop)
            except psycopg.errors.InsufficientPrivilege:  # the server's own vacuum is at work there, for a moment
                time.sleep(0.5)
            else:
                return
        owner.execute(drop)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    database = connection.settings_dict
    app_login = {part: database[part] for part in ("USER", "PASSWORD")}
    name = database["TEST"]["NAME"] or f"test_{database['NAME']}"

    def make(template: str) -> None:
        database["TEST"]["NAME"] = template
        database.update(settings.OWNER_LOGIN)
        setup_databases(verbosity=0, interactive=False)
        connection.close()
        database.update(app_login)
        load_history()
        connection.close()

    with django_db_blocker.unblock():
        drop_database(name)  # left behind by a killed run
        connection.close()
        with as_owner("postgres") as owner:
            template = database_template.ready(owner, make=make, drop=drop_database)
            database_template.copy(owner, template, name)
        database["NAME"] = settings.DATABASES["default"]["NAME"] = name
        database["TEST"] |= {"NAME": name, "TEMPLATE": template}
    yield
    with django_db_blocker.unblock():
        connection.close()
        drop_database(name)


def still_open(owner: psycopg.Connection, database: str) -> list[int]:
    """The sessions that are inside a transaction there, once they had time to end it."""
    deadline = time.monotonic() + OPEN_SECONDS
    while sessions := [row[0] for row in owner.execute(OPEN_TRANSACTIONS, [database])]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return sessions


def replace_database(template: str) -> list[int]:
    """Have a copy of another database in the place of the tests'; the sessions that were still in a transaction."""
    name = connection.settings_dict["NAME"]
    with as_owner("postgres") as owner:
        forgotten = still_open(owner, name)
        connection.close()
        drop_database(name)
        database_template.copy(owner, template, name)
    return forgotten


def begin_anew(_: TransactionTestCase) -> None:
    """What Django does by flush: a fresh copy of the template, with the history in it, is sooner there."""
    forgotten = replace_database(connection.settings_dict["TEST"]["TEMPLATE"])
    assert not forgotten, "the test left a transaction open"


TransactionTestCase._fixture_teardown = begin_anew  # TestCase has its own: it rolls back


@pytest.fixture(autouse=True)
def separate_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins with no kept page and no count of logins tried; a served portal has the settings' prefix."""
    prefix = settings.CACHES["default"]["KEY_PREFIX"]
    cache.key_prefix = f"{prefix}-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]}"
    yield
    cache.key_prefix = prefix
    if "live_server" in request.fixturenames:
        from crm_portal.common import page_cache

        page_cache.begin_edition()


def load_history() -> None:
    call_command("load_history", stdout=StringIO())


@pytest.fixture
def history(db: None) -> None:
    """The printed history; it is in the database from the start."""


def commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or bool({"transactional_db", "live_server"} & set(request.fixturenames))


@pytest.fixture(autouse=True)
def kept_rows(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """The rows that the test asks for by a fixture, and none that another test asked for."""
    if kept.Made.around or kept.makers.keys() & set(request.fixturenames):
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            kept.prepare(request.fixturenames, commits=commits(request))


@kept.by("demo")
def load_demo() -> None:
    with override_settings(DEMO_PASSWORD=DEMO_PASSWORD):
        call_command("load_demo", verbosity=0)


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    """The demonstration, for tests that commit nothing."""
    kept.told("demo")
    settings.DEMO_PASSWORD = DEMO_PASSWORD


@pytest.fixture(scope="session")
def demo_template(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database that holds the demonstration, to be copied."""
    database = connection.settings_dict
    own, name = database["NAME"], f"{database['NAME']}_demo"
    drop_database(name)
    with as_owner("postgres") as owner:
        database_template.copy(owner, database["TEST"]["TEMPLATE"], name)
    with django_db_blocker.unblock():
        kept.end()
        connection.close()
        database["NAME"] = name
        try:
            load_demo()
        finally:
            connection.close()
            database["NAME"] = own
    yield name
    drop_database(name)


@pytest.fixture
def committed_demo(demo_template: str, transactional_db: None, settings: Any) -> None:
    """The demonstration, for tests in which others look at it over connections of their own."""
    settings.DEMO_PASSWORD = DEMO_PASSWORD
    assert not replace_database(demo_template), "a transaction was left open before the test"


@pytest.fixture(scope="session")
def read_only_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    """A served portal for tests that only look: they need no fresh database afterwards."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django would refuse the ORM in every later test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A fresh browser profile on http://localhost:…; closed before the database goes."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(page: Page) -> list[str]:
    """Everything the browser complained about: CSP violations, 404s, exceptions."""
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    return messages
