"""L1: no answer tells which addresses have an account, and no query either."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import said
from tests.letters import sent

NOTICES = '"site_notice"'  # whether there is one is asked once after each change, by whichever page comes first
KNOWN, UNKNOWN = "ana@example.org", "aba@example.org"  # of one length


def answer_and_queries(path, form):
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(path, form, headers={"Accept-Language": "en"})
    verbs = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries if NOTICES not in query["sql"]]
    return answer, verbs


@pytest.mark.parametrize("state", ["open", "closed", "without password"])
def test_l1_a_wrong_password_and_an_unknown_address_are_answered_alike(people, state):
    ana = people["ana"]
    if state == "closed":
        ana.is_active = False
    if state == "without password":
        ana.set_unusable_password()
    ana.save()

    known, known_queries = answer_and_queries("/accounts/login/", {"login": KNOWN, "password": "wrong"})
    unknown, unknown_queries = answer_and_queries("/accounts/login/", {"login": UNKNOWN, "password": "wrong"})

    assert known.status_code == unknown.status_code == 200
    assert said(known).replace(KNOWN, UNKNOWN) == said(unknown)
    assert len(known.content) == len(unknown.content)
    assert known_queries == unknown_queries


def test_l1_asking_for_a_link_is_answered_alike(people):
    known, _ = answer_and_queries("/accounts/password/reset/", {"email": KNOWN})
    unknown, _ = answer_and_queries("/accounts/password/reset/", {"email": UNKNOWN})

    assert (known.status_code, known.headers["Location"], known.content) == (
        unknown.status_code,
        unknown.headers["Location"],
        unknown.content,
    )
    assert {name: known.headers[name] for name in ("Cache-Control", "Vary") if name in known.headers} == {
        name: unknown.headers[name] for name in ("Cache-Control", "Vary") if name in unknown.headers
    }


def test_l1_nobody_without_an_account_is_written_to(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/accounts/password/reset/", {"email": UNKNOWN})

    assert sent() == []


def test_l1_a_closed_account_gets_no_link(people, django_capture_on_commit_callbacks):
    people["ana"].is_active = False
    people["ana"].save()

    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/accounts/password/reset/", {"email": KNOWN})

    assert sent() == []


@pytest.mark.parametrize("uid", ["1", "zzzz", "0"])
def test_l1_a_link_with_a_wrong_key_says_nothing_about_the_account(people, uid):
    made_up = Client().get(f"/accounts/password/reset/key/{uid}-abc-0123/", headers={"Accept-Language": "en"})
    own = Client().get(f"/accounts/password/reset/key/{people['ana'].pk}-abc-0123/", headers={"Accept-Language": "en"})

    pattern = r"/accounts/password/reset/key/\w+-"
    assert re.sub(pattern, "", said(made_up)) == re.sub(pattern, "", said(own))


def test_l1_a_script_gets_no_other_answer_than_a_person(people):
    answer = Client().post(
        "/accounts/login/", {"login": KNOWN, "password": "wrong"}, headers={"X-Requested-With": "XMLHttpRequest"}
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_l1_a_passkey_of_nobody_is_answered_like_a_wrong_one(people):
    client = Client()
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})

    answers = {
        client.post("/accounts/2fa/webauthn/login/", {"credential": credential}).headers["Location"]
        for credential in ("{}", "[]", '{"response": {"userHandle": "MQ"}}', "null", '"x"')
    }

    assert answers == {"/accounts/login/"}


def test_l1_there_are_no_other_account_pages(client, people):
    paths = ["", "signup/", "email/", "confirm-email/", "confirm-email/x/", "inactive/", "login/code/", "social/login/"]
    paths += ["2fa/webauthn/signup/", "2fa/trust/", "phone/change/", "login/code/confirm/", "3rdparty/"]

    assert {client.get(f"/accounts/{path}").status_code for path in paths} == {404}
