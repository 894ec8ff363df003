"""Headers on every kind of response, error pages in both languages, and word that a fault will pass."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver, path

from crm_portal import urls
from crm_portal.site import errors

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}


def failing(error):
    @login_not_required
    def view(request):
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("es/falla/", failing(RuntimeError("secret detail"))),
    path("en/fails/", failing(RuntimeError("secret detail"))),
    path("en/refused/", failing(PermissionDenied())),
    path("en/suspicious/", failing(SuspiciousOperation())),
    path("es/sin-base/", failing(OperationalError("the connection is lost"))),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def visitor(settings, db):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/en/", 200, "frank conversation"),
        ("/es/no-existe/", 404, '<html lang="es"'),
        ("/en/missing/", 404, '<html lang="en"'),
        ("/es/falla/", 500, '<html lang="es"'),
        ("/en/fails/", 500, '<html lang="en"'),
        ("/en/refused/", 403, '<html lang="en"'),
        ("/en/suspicious/", 400, '<html lang="en"'),
        ("/es/sin-base/", 503, '<html lang="es"'),
        ("/accounts/login/", 200, "password"),
        ("/admin/", 302, ""),
        ("/healthz", 200, "ok"),
        ("/api/v1/documents", 200, '"total"'),
        ("/api/v1/nothing", 404, '"detail"'),
        ("/sitemap.xml", 200, "<urlset"),
        ("/en/documents/updates.atom", 200, "<feed"),
        ("/en/verify/", 200, "SHA-256"),
    ],
)
def test_every_answer_carries_the_headers(visitor, history, address, status, words):
    answer = visitor.get(address)

    assert answer.status_code == status
    assert words in answer.text
    assert "secret detail" not in answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == {
        name: None if name.startswith("Strict") else value for name, value in ALWAYS.items()
    }
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert visitor.get(address, secure=True).headers["Strict-Transport-Security"] == ALWAYS["Strict-Transport-Security"]


def test_static_files_carry_the_headers(visitor):
    answer = visitor.get("/static/css/portal.css", secure=True)

    assert b"".join(answer.streaming_content)  # read to the end, which closes the file
    answer.close()
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_a_passing_fault_says_when_to_come_back(visitor):
    assert visitor.get("/es/sin-base/").headers["Retry-After"] == errors.RETRY_AFTER_SECONDS


def test_a_form_without_its_token_gets_a_page_of_ours():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": "a@b.example"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 403
    assert '<html lang="en"' in answer.text


def public_names():
    """The names of all URL patterns whose views are open to people who are not signed in."""

    def walk(patterns, prefix=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
            elif not getattr(pattern.callback, "login_required", True):
                yield prefix + (pattern.name or "")

    return sorted(walk(get_resolver("crm_portal.urls").url_patterns))


def test_the_pages_open_to_all_are_these_and_no_others():
    assert public_names() == sorted(
        [
            "choose-language",
            "account_login",
            "account_logout",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "account_enter_by_link",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "csp-report",
            "healthz",
            "readyz",
            "robots",
            "sitemap",
            "sitemap-part",
            "favicon",
            "api",
            "verify",
            "declarations:declaration-list",
            "declarations:document-bibtex",
            "declarations:document-detail",
            "declarations:document-list",
            "declarations:document-ris",
            "declarations:document-table",
            "declarations:document-text",
            "declarations:document-updates",
            "declarations:plan",
            "permalink:latest",
            "permalink:version",
            "home",
            "accessibility",
            "privacy",
            "terms",
            "members:contact",
            "members:contact-sent",
            "news-list",
            "news-detail",
            "news-updates",
            "members:about",
            "members:structure",
            "members:body-detail",
            "members:member-list",
            "members:member-detail",
            "members:observer-list",
            "members:civil-society",
            "members:partnership-list",
            "members:presidency",
            "meetings:meeting-list",
            "meetings:meeting-detail",
            "meetings:meeting-ics",
            "meetings:meetings-ics",
            "meetings:calendar",
            "meetings:calendar-year",
            "meetings:calendar-month",
            "search",
            "contributions:scale",
            "contributions:scale-version",
            "contributions:scale-csv",
            "reserve_fund:rules",
            "reserve_fund:statistics",
            "reserve_fund:statistics-csv",
            "reserve_fund:statistics-half-year",
            "reserve_fund:statistics-json",
            "admin:login",
            "invitation:accept",
            "invitation:open",
            "calendar:feed",
        ]
    )
