"""deploy/proxy: private files only by the portal's word, its headers on every answer, scaling without a reload."""

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crm_portal.common.headers import HEADERS
from crm_portal.settings import base
from tests.deploy import nginx_configuration

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "deploy/proxy/errors").glob("*.html"))
EXPECTED = {
    "Strict-Transport-Security": f"max-age={base.SECURE_HSTS_SECONDS}; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": base.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": base.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "X-Frame-Options": base.X_FRAME_OPTIONS,
    **HEADERS,
}


def public(proxy):
    return next(server for server in proxy.named("http", "server") if server.named("server_name"))


def location(proxy, *arguments):
    return next(found for found in public(proxy).named("location") if found.arguments == arguments)


def headers(block):
    return {directive.arguments[0]: directive.arguments[1] for directive in block.named("add_header")}


def values(proxy, block):
    """The headers of an answer that nginx makes itself: a map's variable stands for the value of an empty upstream."""
    own = {
        table.arguments[1]: next(entry.arguments[0] for entry in table.block if entry.name == "")
        for table in proxy.named("http", "map")
        if table.arguments[1].startswith("$own_")
    }
    return {name: own.get(value, value) for name, value in headers(block).items()}


@pytest.mark.parametrize(
    "broken", ["server { listen 80 }", "server { listen 80;", "a; }", 'header X "y;', "{ }", "a b"]
)
def test_parser_refuses_a_broken_file(broken):
    with pytest.raises(ValueError, match=r"line 1|ends inside"):
        nginx_configuration.parse(broken)


def test_configuration_parses(proxy, tmp_path):
    """By our own reader everywhere, and by nginx itself where it is installed."""
    assert [directive.name for directive in proxy.block] == ["worker_processes", "pid", "error_log", "events", "http"]
    if nginx := shutil.which("nginx"):
        copy = tmp_path / "nginx.conf"
        copy.write_text((ROOT / "deploy/proxy/nginx.conf").read_text().replace("/tmp/", f"{tmp_path}/"))
        done = subprocess.run([nginx, "-t", "-c", copy], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_every_header_of_the_portal_is_on_the_proxys_own_answers(proxy):
    for block in (public(proxy), location(proxy, "=", "/unavailable.html"), location(proxy, "/protected/")):
        found = values(proxy, block)
        assert found["Content-Security-Policy"].startswith("default-src 'none'")
        assert {name: found.get(name) for name in EXPECTED} == EXPECTED


def test_every_header_is_sent_on_errors_too(proxy):
    blocks = [public(proxy), *public(proxy).named("location")]

    assert [found for block in blocks for found in block.named("add_header") if found.arguments[-1] != "always"] == []


def test_no_answer_of_the_portal_carries_a_header_twice(proxy):
    assert headers(location(proxy, "/")) == {}
    assert all(value.startswith("$own_") for value in headers(public(proxy)).values())
    for table in proxy.named("http", "map"):
        if table.arguments[1].startswith("$own_"):
            assert [entry.arguments for entry in table.block if entry.name == "default"] == [("",)]


def test_private_files_leave_only_by_the_portals_word(proxy, services):
    protected = location(proxy, "/protected/")
    folder = protected.named("alias")[0].arguments[0]

    assert protected.named("internal")
    assert f"files:{folder.rstrip('/')}:ro,nocopy" in services["proxy"]["volumes"]
    assert f"files:{folder.rstrip('/')}" in services["web"]["volumes"]
    assert services["web"]["environment"]["STORAGE_URL"].endswith(f":-file://{folder.rstrip('/')}}}")
    assert [found.arguments for found in public(proxy).named("autoindex")] == []


def test_a_private_file_keeps_the_portals_tag(proxy):
    protected = location(proxy, "/protected/")

    assert protected.named("etag")[0].arguments == ("off",)
    assert headers(protected)["ETag"] == "$upstream_http_etag"


def test_the_portal_names_the_proxys_internal_address():
    """What production sends as X-Accel-Redirect begins as the location does."""
    production = (ROOT / "crm_portal/settings/production.py").read_text()

    assert 'env("FILES_ACCEL_REDIRECT", default="/protected/" if is_in_folder(' in production


def test_proxy_sees_web_containers_come_and_go(proxy):
    assert public(proxy).named("resolver")[0].arguments[:2] == ("127.0.0.11", "valid=5s")
    assert public(proxy).named("set")[0].arguments == ("$web", "web:8000")
    assert location(proxy, "/").named("proxy_pass")[0].arguments == ("http://$web",)  # a variable is resolved anew


def test_visitors_cannot_lie_about_address_or_scheme(proxy):
    passed = {found.arguments[0]: found.arguments[1] for found in location(proxy, "/").named("proxy_set_header")}

    assert passed == {
        "Connection": "",
        "Host": "$http_host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$visitor_scheme",
    }


def test_version_is_not_told(proxy):
    assert [found.arguments for found in proxy.named("http", "server_tokens")] == [("off",)]


def test_proxy_listens_on_the_port_that_compose_publishes(proxy, services):
    assert public(proxy).named("listen")[0].arguments[0] == "8080"
    assert services["proxy"]["ports"] == ["${PORTAL_BIND:-127.0.0.1}:${PORT:-8080}:8080"]


def test_everything_that_nginx_writes_lies_in_the_writable_folder(proxy):
    folders = [found for found in proxy.named("http")[0].block if found.name.endswith("_temp_path")]
    written = [*proxy.named("pid"), *folders]

    assert len(written) == 6
    assert [found.arguments[0] for found in written if not found.arguments[0].startswith("/tmp/")] == []


def test_each_error_page_that_is_named_exists(proxy):
    named = {found.arguments[-1].lstrip("/") for found in public(proxy).named("error_page")}

    assert named == {page.name for page in PAGES}


class Page(HTMLParser):
    """Collects what a strict content policy would refuse, and the languages spoken."""

    def __init__(self):
        super().__init__()
        self.refused, self.languages = [], []

    def handle_starttag(self, tag, attributes):
        self.languages += [value for name, value in attributes if name == "lang"]
        self.refused += [tag] if tag in {"script", "style", "link", "img"} else []
        self.refused += [name for name, _ in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_error_page_speaks_both_languages_and_obeys_its_policy(path):
    page = Page()
    page.feed(path.read_text())

    assert (page.languages, page.refused) == (["es", "en"], [])
