"""L2: how often a password, a code, a key may be tried; F4: who cannot count lets nobody guess."""

import pytest
from django.test import Client, override_settings

from members.models import User
from tests.accounts.conftest import PASSWORD, code_now, give_app, is_signed_in, sign_in, sign_in_with_app


def test_l2_an_account_takes_five_guesses_from_any_address(people):
    ana = people["ana"]
    answers = [sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), ana, "wrong").status_code for n in range(6)]
    late = Client(REMOTE_ADDR="192.0.2.99")

    assert answers == [200] * 5 + [429]
    assert (sign_in(late, ana).status_code, is_signed_in(late)) == (429, False)


def test_l2_an_address_takes_ten_guesses_a_minute_over_all_accounts(people):
    client = Client(REMOTE_ADDR="192.0.2.1")
    answers = [client.post("/accounts/login/", {"login": f"x{n}@example.org", "password": "w"}) for n in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert sign_in(client, people["ana"]).status_code == 429


def test_l2_signing_in_between_two_guesses_clears_nothing(people):
    attacker = Client(REMOTE_ADDR="192.0.2.1")
    for n in range(9):
        attacker.post("/accounts/login/", {"login": f"x{n}@example.org", "password": "w"})

    own = sign_in(Client(REMOTE_ADDR="192.0.2.1"), people["ana"])
    tenth, eleventh = (sign_in(Client(REMOTE_ADDR="192.0.2.1"), people["it"], "wrong") for _ in range(2))

    assert (own.status_code, tenth.status_code, eleventh.status_code) == (302, 200, 429)


def test_l2_a_right_code_does_not_clear_the_count_of_the_address(people):
    give_app(people["ana"])
    client = Client(REMOTE_ADDR="192.0.2.1")
    for n in range(9):
        client.post("/accounts/login/", {"login": f"x{n}@example.org", "password": "w"})

    sign_in_with_app(client, people["ana"])
    again = [
        Client(REMOTE_ADDR="192.0.2.1").post("/accounts/login/", {"login": f"y{n}@example.org", "password": "w"})
        for n in range(2)
    ]

    assert is_signed_in(client)
    assert [answer.status_code for answer in again] == [200, 429]


@pytest.mark.parametrize("spelling", ["ANA@example.org", " ana@example.org ", "ana@exámple.org", "Ana@EXAMPLE.org"])
def test_l2_every_spelling_of_an_address_counts_as_one(people, spelling):
    for n in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        client.post("/accounts/login/", {"login": spelling, "password": "wrong"})

    assert sign_in(Client(REMOTE_ADDR="192.0.2.99"), people["ana"]).status_code == 429


def test_l2_a_made_up_forwarded_address_gains_nothing(people):
    answers = [
        sign_in(Client(), people["ana"], "wrong", headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(6)
    ]

    assert answers[-1].status_code == 429


def test_l2_behind_the_proxy_only_what_the_proxy_saw_counts(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        forwarded = f"203.0.113.{n}, 198.51.100.7"
        Client().post(
            "/accounts/login/",
            {"login": f"x{n}@example.org", "password": "w"},
            headers={"X-Forwarded-For": forwarded},
        )

    answer = sign_in(Client(), people["ana"], headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.7"})

    assert answer.status_code == 429


def test_l2_another_name_of_the_host_does_not_begin_a_new_count(people):
    for n in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), people["ana"], "wrong", headers={"Host": "localhost"})

    assert sign_in(Client(), people["ana"], headers={"Host": "127.0.0.1"}).status_code == 429


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_l2_a_second_factor_takes_five_guesses(people, kind):
    codes = give_app(people["ana"])
    answers = []
    for n in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        sign_in(client, people["ana"])
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}).status_code)
    right = code_now() if kind == "app" else codes.get_unused_codes()[0]

    late = client.post("/accounts/2fa/authenticate/", {"code": right})

    assert answers == [200] * 5 + [429]
    assert (late.status_code, is_signed_in(client)) == (429, False)


def test_l2_being_asked_again_takes_five_guesses(people, client):
    sign_in(client, people["ana"])

    answers = [client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


def test_l2_the_current_password_takes_five_guesses(people, client):
    sign_in(client, people["ana"])
    form = {"oldpassword": "wrong", "password1": "another-long-password", "password2": "another-long-password"}

    answers = [client.post("/accounts/password/change/", form).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


def test_l2_a_link_takes_ten_guesses_from_an_address(people, client):
    answers = [client.get(f"/accounts/password/reset/key/1-d{n}abc-0123456789abcdef/").status_code for n in range(11)]

    assert answers == [200] * 10 + [429]


def test_l2_asking_for_links_is_limited_for_known_and_unknown_alike(people, client):
    answers = {
        email: [client.post("/accounts/password/reset/", {"email": email}).status_code for _ in range(6)]
        for email in ("ana@example.org", "nobody@example.org")
    }

    assert answers["ana@example.org"] == [302] * 5 + [429]
    assert answers["nobody@example.org"] == [302] * 4 + [429] * 2  # ten in all from one address


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD}),
        ("/accounts/login/", {"login": "nobody@example.org", "password": PASSWORD}),
        ("/accounts/password/reset/", {"email": "ana@example.org"}),
        ("/accounts/2fa/webauthn/login/", {"credential": "{}"}),
    ],
)
def test_f4_without_valkey_nobody_signs_in_and_is_told_to_come_back(people, settings, path, form):
    client = Client(raise_request_exception=False)
    nowhere = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    with override_settings(CACHES=nowhere):
        page, answer = client.get("/accounts/login/"), client.post(path, form, headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "_auth_user_id" not in client.session


def test_f4_without_valkey_whoever_is_signed_in_goes_on(people, settings, client):
    sign_in(client, people["ana"])
    nowhere = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    with override_settings(CACHES=nowhere):
        assert is_signed_in(client)


def test_l2_the_answer_is_the_same_for_an_account_that_does_not_exist(people):
    def last(email):
        for n in range(6):
            answer = Client(REMOTE_ADDR=f"192.0.2.{n}").post(
                "/accounts/login/", {"login": email, "password": "w"}, headers={"Accept-Language": "en"}
            )
        return answer

    known, unknown = last("ana@example.org"), last("abc@example.org")

    assert User.objects.filter(email="abc@example.org").count() == 0
    assert known.status_code == unknown.status_code == 429
    assert "Wait five minutes" in known.text
    assert len(known.content) == len(unknown.content)
