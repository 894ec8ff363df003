"""H1, L2, L3 in a real browser: passkeys, an authenticator app and recovery codes, without a word in the console."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode
from playwright.sync_api import expect

from members.models import User
from tests.accounts.conftest import PASSWORD, code_now, give_app, sign_in

HOME = re.compile(r"/en/intranet/$|/accounts/2fa/(\?.*)?$")  # whoever still lacks a second factor is led to set one up
SUBMIT = "form:has([name=password]) button[type=submit]"


@pytest.fixture
def served(transactional_db, people):
    """The people, in the tables that the served portal reads; they read English."""
    User.objects.update(language=User.Language.ENGLISH)
    return people


def add_authenticator(page):
    """A virtual authenticator beside the browser, as a phone or a laptop has one inside; its session and number."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools, made["authenticatorId"]


@pytest.fixture
def devtools(page):
    return add_authenticator(page)


def by_password(page, user):
    page.goto("/accounts/login/?language=en")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator(SUBMIT).click()


def confirm_password(page):
    page.fill("[name=password]", PASSWORD)
    page.locator(SUBMIT).click()


def add_passkey(page):
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")


def sign_out(page):
    page.locator(".account form[method=post] button").click()
    page.wait_for_url("**/en/")


def test_h1_a_passkey_is_added_and_signs_in_by_itself(served, page, console, devtools):
    by_password(page, served["it"])
    page.wait_for_url(HOME)
    add_passkey(page)
    sign_out(page)
    assert page.locator(".account .name").count() == 0

    page.goto("/accounts/login/?next=/admin/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/")

    assert page.locator("#user-tools strong").inner_text().upper() == "IT EJEMPLO"
    assert console == []
    assert Authenticator.objects.filter(user=served["it"], type="webauthn").count() == 1


def test_h1_a_passkey_is_the_second_step_after_a_password(served, page, console, devtools):
    by_password(page, served["it"])
    add_passkey(page)
    sign_out(page)

    by_password(page, served["it"])
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(HOME)
    page.goto("/admin/")

    assert page.url.endswith("/admin/")
    assert console == []


def test_h1_a_passkey_confirms_who_has_no_password(served, page, console, devtools):
    ana = served["ana"]
    by_password(page, ana)
    page.wait_for_url(HOME)
    add_passkey(page)
    sign_out(page)
    User.objects.filter(pk=ana.pk).update(password="!none")
    page.goto("/accounts/login/?language=en")
    page.click("#passkey_login")
    page.wait_for_url(HOME)

    page.goto("/accounts/2fa/recovery-codes/generate/")
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url("**/recovery-codes/generate/")

    assert page.locator("h1").inner_text() == "New recovery codes"
    assert console == []


def test_h1_giving_up_is_said_on_the_page_and_not_in_the_console(served, page, console, devtools):
    tools, authenticator = devtools
    page.goto("/accounts/login/?language=en")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})

    page.click("#passkey_login")
    page.locator("[data-passkey-failure]").wait_for()

    assert "Try again, or use another way" in page.locator("[data-passkey-failure]").inner_text()
    assert console == []


def test_l2_the_owner_with_a_passkey_enters_while_somebody_locks_the_account(served, page, console, devtools):
    by_password(page, served["it"])
    add_passkey(page)
    sign_out(page)
    # The served portal counts in its own threads, so the guesses go by its pages.
    for _ in range(6):
        page.goto("/accounts/login/")
        page.fill("[name=login]", served["it"].email)
        page.fill("[name=password]", "wrong")
        page.locator(SUBMIT).click()
        page.locator(".error-summary").wait_for()
    refused = page.locator(".error-summary").inner_text()

    page.click("#passkey_login")
    page.wait_for_url(HOME)
    page.goto("/admin/")

    assert "Wait five minutes" in refused
    assert page.url.endswith("/admin/")
    assert [text for text in console if "429" not in text] == []  # the browser itself reports the refusals


def answer_of(page):
    """Have the browser answer a challenge, without sending it."""
    return page.evaluate(
        """async () => {
            const headers = {Accept: "application/json"};
            const options = await (await fetch("/accounts/2fa/webauthn/login/", {headers})).json();
            return JSON.stringify(await webauthnJSON.get(options.request_options));
        }"""
    )


def send(page, credential):
    """Send an answer as the page's own form does; whether it signed in."""
    with page.expect_navigation():
        page.evaluate(
            """(credential) => {
                document.getElementById("mfa_credential").value = credential;
                document.getElementById("mfa_login").submit();
            }""",
            credential,
        )
    return page.locator(".account .name").count() == 1


def test_l3_an_answer_is_taken_once(served, page, devtools):
    by_password(page, served["it"])
    add_passkey(page)
    sign_out(page)
    page.goto("/accounts/login/?language=en")
    answer = answer_of(page)
    first = send(page, answer)
    sign_out(page)
    page.goto("/accounts/login/?language=en")

    assert (first, send(page, answer)) == (True, False)


@pytest.mark.parametrize("what", ["origin", "relying party", "challenge", "counter", "signature"])
def test_l3_an_answer_that_is_not_right_is_refused(served, page, devtools, what):
    by_password(page, served["it"])
    add_passkey(page)
    sign_out(page)
    page.goto("/accounts/login/?language=en")
    if what == "counter":  # a copy of the key, whose original has been used since
        row = Authenticator.objects.get(user=served["it"], type="webauthn")
        row.data["counter"] = 1000
        row.save(update_fields=["data"])
    answer = json.loads(answer_of(page))
    if what != "counter":
        spoil(answer, what)

    assert send(page, json.dumps(answer)) is False


def spoil(answer, what):

    response = answer["response"]
    if what == "signature":
        signature = bytearray(websafe_decode(response["signature"]))
        signature[-1] ^= 1
        response["signature"] = websafe_encode(bytes(signature))
    elif what == "relying party":
        data = bytearray(websafe_decode(response["authenticatorData"]))
        data[0] ^= 1
        response["authenticatorData"] = websafe_encode(bytes(data))
    else:
        client = json.loads(websafe_decode(response["clientDataJSON"]))
        client[what] = "https://evil.example" if what == "origin" else "AAAA"
        response["clientDataJSON"] = websafe_encode(json.dumps(client).encode())


def test_l3_an_app_is_set_up_and_signs_in_in_the_browser(served, page, console):
    it = served["it"]
    by_password(page, it)
    page.goto("/admin/")
    page.wait_for_url("**/accounts/2fa/")
    page.locator("main a.btn[data-quiet]").click()
    confirm_password(page)
    page.wait_for_url("**/totp/activate/")
    secret = page.locator("code.key").inner_text()
    page.fill("[name=code]", code_now(secret))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    recovery = page.locator(".codes code").first.inner_text()
    sign_out(page)

    by_password(page, it)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.fill("[name=code]", recovery)
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.wait_for_url(HOME)
    page.goto("/admin/")

    assert page.url.endswith("/admin/")
    assert page.locator("#user-tools").count() == 1
    assert console == []


def test_v6_signing_out_clears_the_browser(served, page, console):
    by_password(page, served["ana"])
    page.wait_for_url(HOME)
    page.goto("/accounts/sessions/")

    sign_out(page)

    assert {cookie["name"] for cookie in page.context.cookies()} & {"sessionid", "django_language"} == set()
    assert console == []


def test_l5_ending_a_session_puts_the_other_browser_out(served, page, console):
    other = Client(headers={"User-Agent": "The other one"})
    sign_in(other, served["ana"])
    by_password(page, served["ana"])
    page.wait_for_url(HOME)
    page.goto("/accounts/sessions/")

    page.locator("li", has_text="The other one").locator("button").click()

    expect(page.locator(".held > li")).to_have_count(1)
    assert other.get("/accounts/sessions/").status_code == 302
    assert console == []


def test_h1_without_scripts_the_password_and_the_app_do(served, browser, live_server):
    give_app(served["it"])
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    by_password(page, served["it"])
    page.fill("[name=code]", code_now())
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.wait_for_url(HOME)

    page.goto("/admin/")

    assert page.url.endswith("/admin/")
    context.close()
