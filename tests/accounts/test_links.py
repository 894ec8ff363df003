"""L4: links to choose a password name our host alone, work once and within an hour, and lead past no second factor."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client

from members import links
from tests.accounts.conftest import PASSWORD, give_app, is_signed_in, sign_in
from tests.letters import sent

NEW = "a-completely-new-password"
FORM = {"password1": NEW, "password2": NEW}
TRICKS = [
    {"Host": "localhost"},
    {"Host": "127.0.0.1:9999"},
    {"Host": "localhost:1"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Port": "4444"},
    {"X-Original-URL": "https://evil.example/"},
    {"Referer": "https://evil.example/"},
    {"Origin": "http://localhost"},
]


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    def asked(client, email="ana@example.org", headers=None):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/accounts/password/reset/", {"email": email}, headers=headers or {})
        found = re.search(r"^http\S+$", sent()[-1].body, re.MULTILINE) if sent() else None
        return answer, found and found[0]

    return asked


def follow(client, link):
    """Open a link as a browser does; the page's path."""
    return client.get(path_of(link)).headers.get("Location")


def path_of(link):
    return link[link.index("/accounts/") :]


@pytest.mark.parametrize("headers", TRICKS, ids=lambda headers: next(iter(headers.items())))
def test_l4_the_host_of_a_link_is_ours_whatever_the_request_says(people, client, ask, settings, headers):
    answer, link = ask(client, headers=headers)

    assert answer.status_code == 302
    assert link.startswith(f"{settings.PORTAL_ORIGIN}/accounts/password/reset/key/")
    assert "evil" not in sent()[-1].body


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example"]
)
def test_l4_an_unknown_host_is_refused(people, host):
    answer = Client(raise_request_exception=False).post(
        "/accounts/password/reset/", {"email": "ana@example.org"}, headers={"Host": host}
    )

    assert (answer.status_code, sent()) == (400, [])


def test_l4_a_link_works_once(people, client, ask):
    _, link = ask(client)
    page = follow(client, link)

    first = client.post(page, FORM)
    second = Client().get(path_of(link))

    people["ana"].refresh_from_db()
    assert first.headers["Location"] == "/accounts/password/reset/key/done/"
    assert people["ana"].check_password(NEW)
    assert second.context["token_fail"]


def test_l4_the_key_does_not_stay_in_the_address(people, client, ask):
    _, link = ask(client)

    page = follow(client, link)

    assert page.endswith("-set-password/")
    assert client.get(page).headers["Referrer-Policy"] == "same-origin"


def token_made(user, ago):
    class Earlier(links.LinkTokens):
        def _now(self):
            return datetime.now() - ago

    return Earlier().make_token(user)


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_l4_a_link_works_within_an_hour(people, minutes, works):
    token = token_made(people["ana"], timedelta(minutes=minutes))

    assert links.LinkTokens().check_token(people["ana"], token) is works
    assert PasswordResetTokenGenerator().check_token(people["ana"], token) is False


@pytest.mark.parametrize("what", ["password", "email", "sign-in", "sessions ended", "closed"])
def test_l4_a_link_is_dead_after_a_change(people, client, what):
    ana = people["ana"]
    key = links.to_choose_password(ana)
    if what == "password":
        ana.set_password(NEW)
    elif what == "email":
        ana.email = "ana.nueva@example.org"
    elif what == "sessions ended":
        ana.session_epoch += 1
    elif what == "closed":
        ana.is_active = False
    ana.save()
    if what == "sign-in":
        sign_in(client, ana)

    assert Client().get(path_of(key)).context["token_fail"]


def test_l4_a_new_password_does_not_lead_past_the_second_factor(people, client, ask):
    give_app(people["it"])
    _, link = ask(client, "it@example.org")

    client.post(follow(client, link), FORM)
    answer = sign_in(client, people["it"], NEW)

    assert not is_signed_in(client)
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"


def test_l4_a_link_cannot_be_used_to_enter_an_account_that_has_a_password(people, client, ask):
    _, link = ask(client)
    follow(client, link)

    client.post(f"/accounts/password/reset/passkey/{link.split('/key/')[1].partition('-')[0]}/")

    assert not is_signed_in(client)


def test_l4_a_new_account_may_enter_once_to_make_a_passkey(people, client, ask):
    ana = people["ana"]
    ana.set_unusable_password()
    ana.save()
    _, link = ask(client)
    page = client.get(follow(client, link))
    enter = f"/accounts/password/reset/passkey/{page.context['uidb36']}/"

    first = client.post(enter)
    second = Client().get(path_of(link))

    assert (first.headers["Location"], is_signed_in(client)) == ("/accounts/2fa/webauthn/add/", True)
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    assert second.context["token_fail"]


def test_l4_entering_without_a_link_is_not_possible(people, client):
    ana = people["ana"]
    ana.set_unusable_password()
    ana.save()

    client.post("/accounts/password/reset/passkey/1/")
    client.get("/accounts/password/reset/passkey/1/")

    assert not is_signed_in(client)


def test_a_letter_is_in_the_readers_language_and_names_the_person(people, client, ask):
    people["ana"].language = "en"
    people["ana"].save()

    ask(client, headers={"Accept-Language": "es"})

    assert sent()[-1].subject == "Choose a new password"
    assert "\n\nDear Ana Ejemplo,\n" in sent()[-1].body


def test_a_mail_server_that_is_down_shows_nobody_which_accounts_exist(people, client, settings, ask):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }

    known, _ = ask(client)
    unknown, _ = ask(client, "nobody@example.org")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_password_that_is_too_easy_is_refused_in_words(people, client, ask):
    _, link = ask(client)

    answer = client.post(follow(client, link), {"password1": "short", "password2": "short"})

    people["ana"].refresh_from_db()
    assert list(answer.context["form"].errors) == ["password1"]
    assert people["ana"].check_password(PASSWORD)
