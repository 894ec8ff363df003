"""Public pages are kept for visitors until what they show changes; nobody else's page is ever served."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from crm_portal.common import audit, page_cache
from members.models import Party, PresidencyTerm, User

PAGE = "/en/presidency/"


@pytest.fixture
def visitor(history, transactional_db):
    page_cache.begin_edition()
    return Client()


CHANGES = {
    "save": lambda: PresidencyTerm.objects.get(conference_number=21).save(),
    "update": lambda: PresidencyTerm.objects.filter(conference_number=21).update(theme_en="Changed"),
    "bulk create": lambda: PresidencyTerm.objects.bulk_create(
        [PresidencyTerm(party=Party.objects.get(iso2="BZ"), starts_on=date(2030, 1, 1), ends_on=date(2031, 1, 1))]
    ),
    "raw SQL": lambda: connection.cursor().execute("UPDATE members_presidencyterm SET theme_en = 'Changed'"),
    "delete": lambda: PresidencyTerm.objects.filter(conference_number=21).delete(),
    "another table": lambda: Party.objects.filter(iso2="HN").update(name_en="Honduras, renamed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once(visitor, change, django_assert_num_queries):
    visitor.get(PAGE)
    with django_assert_num_queries(0):
        visitor.get(PAGE)

    CHANGES[change]()
    before = cache.get(page_cache.EDITION)
    visitor.get(PAGE)

    with django_assert_num_queries(0):
        visitor.get(PAGE)
    assert cache.get(page_cache.EDITION) == before
    if change in {"update", "raw SQL"}:
        assert "Changed" in visitor.get(PAGE).text


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_opens_the_connection_shows_at_once(visitor, change):
    """The audit trail looks at statements too. A process's first request must not put it before this cache."""
    connection.close()
    connection.execute_wrappers.clear()
    before = cache.get(page_cache.EDITION)

    with audit.acting(command="test"):
        CHANGES[change]()

    assert cache.get(page_cache.EDITION) != before
    assert [wrapper.__qualname__.partition(".")[0] for wrapper in connection.execute_wrappers] == ["watch"]
    CHANGES["another table"]()


def test_what_the_public_does_not_see_renders_nothing_anew(visitor, django_assert_num_queries):
    visitor.get(PAGE)

    User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")

    with django_assert_num_queries(0):
        visitor.get(PAGE)


def test_a_visitor_asks_again_and_hears_that_nothing_changed(history, client):
    first = client.get(PAGE)

    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    since = client.get(PAGE, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (again.status_code, again.content, since.status_code) == (304, b"", 304)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {part.strip() for part in first.headers["Vary"].split(",")} >= {"Accept-Encoding", "Cookie"}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None), ("identity", None)],
)
def test_each_encoding_has_its_own_tag(history, client, accepted, encoding):
    client.get(PAGE)

    answer = client.get(PAGE, headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["ETag"].endswith(f'-{encoding}"') == bool(encoding)
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_a_signed_in_persons_page_is_kept_nowhere(history, client):
    user = User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")
    client.force_login(user)

    own, visitors = client.get(PAGE), Client().get(PAGE)

    assert "Ana Ejemplo" in own.text
    assert "Ana Ejemplo" not in visitors.text
    assert own.headers["Cache-Control"] == "private, no-store"


def test_pages_are_kept_apart_by_host_and_refused_to_unknown_hosts(history, client):
    client.get(PAGE, headers={"Host": "localhost"})

    assert client.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


def test_an_answer_that_nothing_changed_carries_the_security_headers(history, client):
    first = client.get(PAGE)

    answer = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})

    names = ("Content-Security-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy", "Permissions-Policy")
    assert answer.status_code == 304
    assert {name: answer.headers.get(name) for name in names} == {name: first.headers[name] for name in names}


def queries_of(client, query=None, **headers):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(PAGE, query, headers=headers)
    assert answer.status_code == 200
    return len(queries), answer


def test_a_page_is_kept_for_each_parameter_it_understands(history, client):
    client.get(PAGE, {"country": "mx"})

    again, answer = queries_of(client, {"utm_source": "mail", "country": "mx"})
    another, _ = queries_of(client, {"country": "cr"})

    assert (again, another > 0) == (0, True)
    assert "utm_source" not in answer.text
    assert 'href="http://testserver/es/presidencia/?country=mx"' in answer.text


def test_a_parameter_that_no_page_understands_renders_nothing_anew(history, client):
    client.get(PAGE, headers={"Accept-Encoding": "br"})

    counted, answer = queries_of(client, {"fresh": "1"}, accept_encoding="br")

    assert counted == 0
    assert answer.headers["Content-Encoding"] == "br"


@pytest.fixture
def ana(history):
    return User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")


@pytest.fixture
def signed_in(ana):
    client = Client()
    client.force_login(ana)
    return client


SESSION_USER_AND_MANDATES = 3


def test_a_signed_in_person_gets_the_kept_page_under_her_own_masthead(history, client, signed_in):
    visitors = client.get(PAGE)

    counted, own = queries_of(signed_in)

    main = "<main "
    assert counted == SESSION_USER_AND_MANDATES
    assert own.text.split(main)[1] == visitors.text.split(main)[1]
    assert "Ana Ejemplo" in own.text.split(main)[0]
    assert "csrfmiddlewaretoken" in own.text.split(main)[0]
    assert own.headers["Cache-Control"] == "private, no-store"
    assert {"ETag", "Last-Modified"} & set(own.headers) == set()


def test_a_signed_in_person_sees_a_change_at_once(history, client, signed_in):
    client.get(PAGE)
    PresidencyTerm.objects.filter(conference_number=21).update(theme_en="Changed")
    page_cache.begin_edition()  # the test's transaction never commits

    assert "Changed" in signed_in.get(PAGE).text


def test_only_what_a_visitor_was_given_is_kept(history, client, signed_in, ana):
    signed_in.get("/en/contact/")  # notices and the texts of pages are asked for once after each change of theirs
    counted, _ = queries_of(signed_in)

    again, _ = queries_of(signed_in)

    assert counted > SESSION_USER_AND_MANDATES
    assert again == counted
    assert "Ana Ejemplo" not in client.get(PAGE).text
    ana.full_name = "Ana Nueva"
    ana.save()
    assert "Ana Nueva" in signed_in.get(PAGE).text


def test_without_valkey_pages_are_rendered(history, client, settings):
    working = client.get(PAGE).text
    nowhere = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    with override_settings(CACHES=nowhere):
        answer = client.get(PAGE)

    assert (answer.status_code, answer.text) == (200, working)
