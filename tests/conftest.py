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
from django.test import TransactionTestCase
from django.test.utils import setup_databases
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql
from pytest_django.live_server_helper import LiveServer

from crm_portal.local import services

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
KEPT = ["django_migrations", "django_content_type", "auth_permission"]  # rows made by migrate, not by tests

TABLES = """
    SELECT relname, relhastriggers FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)
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
    with django_db_blocker.unblock():
        drop_database(name)  # left behind by a killed run
        database.update(settings.OWNER_LOGIN)
        setup_databases(verbosity=0, interactive=False)
        connection.close()
        database.update(app_login)
        load_history()
    yield
    with django_db_blocker.unblock():
        connection.close()
        drop_database(name)


def empty_all_tables(_: TransactionTestCase) -> None:
    """What Django does by flush, which is a TRUNCATE: ledgers refuse it, and portal_app may not."""
    with as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction():
        tables = owner.execute(TABLES, [KEPT]).fetchall()
        guarded = [sql.Identifier(name) for name, has_triggers in tables if has_triggers]
        for table in guarded:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
        owner.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(name) for name, _ in tables)))
        for table in guarded:  # in the same transaction: nobody ever sees them off
            owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


TransactionTestCase._fixture_teardown = empty_all_tables  # TestCase has its own: it rolls back


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
    """The printed history; it is there from the start, unless a transactional test has emptied the tables."""
    from members.models import Party

    if not Party.objects.exists():
        load_history()


@pytest.fixture(scope="session")
def read_only_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    """A served portal for tests that only look: nothing is emptied after them, so the history loads once."""
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
    """A fresh browser profile on http://localhost:…; closed before the tables are emptied."""
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
