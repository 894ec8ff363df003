"""L5: redirects stay on the site, sessions end when they should; A4: at the next request; V6: nothing is kept."""

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from members.models import User
from tests.accounts.conftest import PASSWORD, code_now, give_app, is_signed_in, sign_in, sign_in_with_app

NEW = "a-completely-new-password"
CHANGE = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
OFF_SITE = [
    "https://evil.example",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "\\evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https:evil.example",
    "https:\\\\evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/%2e%2e",
    "//evil.example@localhost/",
    "http://localhost@evil.example/",
    "http://localhost.evil.example/",
    "http://localhost:8000@evil.example/",
    "//localhost:9999/",
    "http://127.0.0.1/",
    "http://testserver/",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x1f//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "//evil%E3%80%82example",
    "//\u3002evil.example",
    "/%09/evil.example",
    "@evil.example",
    "evil.example",
    "?next=//evil.example",
    "mailto:a@evil.example",
]


def lands(answer):
    """Where a browser goes: it drops tabs and line ends, and takes a backslash for a slash."""
    found = answer.headers["Location"]
    plain = found.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/").strip()
    return plain.startswith("/") and not plain.startswith("//")


@pytest.mark.parametrize("form", OFF_SITE, ids=range(len(OFF_SITE)))
def test_l5_no_form_of_next_leaves_the_site(people, form):
    by_address, by_form, by_logout = Client(), Client(), Client()

    answers = [
        sign_in(by_address, people["ana"]),  # so that the next line asks somebody who is signed in
        by_address.get("/accounts/login/", {"next": form}),
        by_form.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD, "next": form}),
        by_form.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": form}),
        by_logout.post("/accounts/logout/", {"next": form}),
        by_logout.get("/accounts/logout/", {"next": form}),
    ]

    assert [answer.headers["Location"] for answer in answers if not lands(answer)] == []


def test_there_are_forty_forms():
    assert len(set(OFF_SITE)) >= 40


def test_l5_a_path_of_the_site_is_followed(people, client):
    answer = sign_in(client, people["ana"])
    again = Client().post(
        "/accounts/login/", {"login": "ana@example.org", "password": PASSWORD, "next": "/es/miembros/?a=1"}
    )

    assert answer.headers["Location"] == "/es/intranet/"
    assert again.headers["Location"] == "/es/miembros/?a=1"


def test_l5_a_session_given_before_is_not_the_one_after(people, client):
    session = client.session
    session["planted"] = "here"
    session.save()
    before = session.session_key

    sign_in(client, people["ana"])

    assert client.session.session_key != before
    assert not client.session.__class__(before).exists(before)


def store(key):
    return import_module(django_settings.SESSION_ENGINE).SessionStore(key)


def put_back(client, **seconds):
    """Let time pass for a session, without waiting."""
    session = client.session
    for name, ago in seconds.items():
        session[name] -= ago
    session.save()


@pytest.mark.parametrize(
    ("name", "minutes", "goes_on"),
    [
        ("ana", 28, True),
        ("ana", 31, False),
        ("requester", 14, True),
        ("requester", 16, False),
        ("fund", 14, True),
        ("fund", 16, False),
        ("it", 16, True),
    ],
)
def test_l5_a_session_ends_when_it_is_not_used(people, client, name, minutes, goes_on):
    give_app(people[name])
    sign_in_with_app(client, people[name])
    key = client.session.session_key

    put_back(client, seen_at=minutes * 60)

    assert is_signed_in(client) is goes_on
    assert store(key).exists(key) is goes_on


def test_l5_a_session_that_is_used_goes_on(people, client):
    sign_in(client, people["ana"])

    for _ in range(5):
        put_back(client, seen_at=20 * 60)
        assert is_signed_in(client)


@pytest.mark.parametrize(("minutes", "goes_on"), [(11 * 60 + 59, True), (12 * 60 + 1, False)])
def test_l5_a_session_ends_after_twelve_hours_however_used(people, client, minutes, goes_on):
    sign_in(client, people["ana"])

    put_back(client, began_at=minutes * 60)

    assert is_signed_in(client) is goes_on


def test_l5_a_session_from_before_there_were_limits_ends(people, client):
    sign_in(client, people["ana"])
    session = client.session
    del session["began_at"], session["seen_at"]
    session.save()

    assert not is_signed_in(client)


def test_l5_a_kept_public_page_does_not_name_somebody_whose_session_ended(people, client):
    Client().get("/es/miembros/")
    sign_in(client, people["ana"])
    named = client.get("/es/miembros/").text
    put_back(client, seen_at=31 * 60)

    ended = client.get("/es/miembros/").text

    assert ("Ana Ejemplo" in named, "Ana Ejemplo" in ended) == (True, False)


def test_l5_asking_a_kept_page_twice_in_a_minute_writes_nothing(people, client, django_assert_num_queries):
    Client().get("/es/miembros/")
    sign_in(client, people["ana"])
    client.get("/es/miembros/")

    with django_assert_num_queries(4):  # the session, the person, the mandates and, for a focal point, the Troika
        client.get("/es/miembros/")


def test_l5_signing_out_kills_the_session_on_the_server(people, client):
    sign_in(client, people["ana"])
    cookie, key = client.cookies["sessionid"].value, client.session.session_key

    answer = client.post("/accounts/logout/?language=en")

    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not store(key).exists(key)
    assert not is_signed_in(thief)
    assert answer.headers["Location"] == "/en/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies["sessionid"]["max-age"] == 0


def test_l5_asking_to_sign_out_does_not_do_it(people, client):
    sign_in(client, people["ana"])

    client.get("/accounts/logout/")

    assert is_signed_in(client)


def test_l5_a_new_password_ends_every_other_session(people):
    here, there = Client(), Client()
    for each in (here, there):
        sign_in(each, people["ana"])

    here.post("/accounts/password/change/", CHANGE)

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


@pytest.mark.parametrize("what", ["app added", "app removed", "codes made anew"])
def test_l5_a_changed_factor_ends_every_other_session(people, what):
    here, there = Client(), Client()
    if what != "app added":
        codes = give_app(people["ana"]).get_unused_codes()
    for number, each in enumerate((here, there)):
        sign_in(each, people["ana"])
        if what != "app added":
            each.post("/accounts/2fa/authenticate/", {"code": codes[number]})
        assert is_signed_in(each)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})

    if what == "app added":
        secret = here.get("/accounts/2fa/totp/activate/").context["form"].secret
        here.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    elif what == "app removed":
        here.post("/accounts/2fa/totp/deactivate/")
    else:
        here.post("/accounts/2fa/recovery-codes/generate/")

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_l5_the_list_of_sessions_is_true(people):
    here, there, ended = (Client(headers={"User-Agent": name}) for name in ("Here", "There", "Ended"))
    for each in (here, there, ended):
        sign_in(each, people["ana"])
    ended.post("/accounts/logout/")
    sign_in(Client(headers={"User-Agent": "Stranger"}), people["it"])

    listed = here.get("/accounts/sessions/").context["sessions"]

    assert [session.user_agent for session in listed] == ["Here", "There"]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/150.0 Safari/537 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8", "curl/8"),
        ("", "—"),
    ],
)
def test_a_session_is_named_as_people_call_the_device(people, user_agent, name):
    client = Client(headers={"User-Agent": user_agent})
    sign_in(client, people["ana"])

    assert f"<strong>{name}</strong>" in client.get("/accounts/sessions/").text


def test_l5_one_session_can_be_ended(people):
    here, there, third = Client(), Client(), Client()
    for each in (here, there, third):
        sign_in(each, people["ana"])
    row = UserSession.objects.get(session_key=there.session.session_key)

    answer = here.post(f"/accounts/sessions/{row.pk}/end/")

    assert answer.headers["Location"] == "/accounts/sessions/"
    assert [is_signed_in(each) for each in (here, there, third)] == [True, False, True]


def test_l5_all_others_can_be_ended(people):
    here, there = Client(), Client()
    for each in (here, there):
        sign_in(each, people["ana"])

    here.post("/accounts/sessions/")

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_l5_somebody_elses_session_is_not_there_to_end(people):
    mine, theirs = Client(), Client()
    sign_in(mine, people["ana"])
    sign_in(theirs, people["requester"])
    row = UserSession.objects.get(session_key=theirs.session.session_key)

    answer = mine.post(f"/accounts/sessions/{row.pk}/end/")

    assert (answer.status_code, is_signed_in(theirs)) == (404, True)


def test_l5_a_session_is_not_ended_by_a_link(people, client):
    sign_in(client, people["ana"])
    row = UserSession.objects.get()

    assert client.get(f"/accounts/sessions/{row.pk}/end/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "logout/",
        "reauthenticate/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/key/1-set-password/",
        "password/reset/passkey/1/",
        "2fa/authenticate/",
        "2fa/totp/activate/",
        "2fa/totp/deactivate/",
        "2fa/webauthn/add/",
        "2fa/webauthn/login/",
        "2fa/recovery-codes/generate/",
        "sessions/",
        "sessions/1/end/",
        "let-in-again/",
    ],
)
def test_l5_no_form_is_taken_without_its_token(people, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["ana"])

    assert strict.post(f"/accounts/{path}", {}).status_code == 403


def test_a4_a_deactivated_person_is_out_at_the_next_request(people, client):
    sign_in(client, people["ana"])

    User.objects.filter(pk=people["ana"].pk).update(is_active=False)

    assert client.get("/accounts/sessions/").headers["Location"] == "/accounts/login/?next=/accounts/sessions/"


def test_a4_an_ended_mandate_takes_the_desk_away_at_the_next_request(people, client):
    give_app(people["it"])
    sign_in_with_app(client, people["it"])
    assert client.get("/admin/members/user/").status_code == 200

    people["it"].mandates.update(valid_until=timezone.localdate())

    assert client.get("/admin/members/user/").status_code == 404


def test_a4_a_mandate_that_begins_tomorrow_opens_nothing_today(people, client):
    give_app(people["it"])
    people["it"].mandates.update(valid_from=timezone.localdate() + timedelta(days=1))
    sign_in_with_app(client, people["it"])

    assert client.get("/admin/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/", "/es/", "/accounts/reauthenticate/"]
)
def test_v6_no_page_of_a_person_is_kept(people, client, path):
    page_cache.begin_edition()
    sign_in(client, people["ana"])

    kept = client.get(path).headers["Cache-Control"]

    assert {"no-store", "private"} <= set(kept.replace(" ", "").split(","))


def test_v6_the_cookie_goes_when_the_browser_closes_and_no_script_reads_it(people, client):
    answer = sign_in(client, people["ana"])

    cookie = answer.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")
