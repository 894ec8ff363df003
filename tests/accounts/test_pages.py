"""H1 on every account page, es and en, at three widths: accessible, quiet, and no wider than the screen."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import get_resolver

from members import factor_reset, links
from tests import axe
from tests.accounts.conftest import PASSWORD, code_now, give_app, sign_in
from tests.accounts.test_passkeys import HOME, add_passkey, by_password, devtools, served

__all__ = ["devtools", "served"]  # fixtures

FOR_ALL = {
    "account_login": "/accounts/login/",
    "account_reset_password": "/accounts/password/reset/",
    "account_reset_password_done": "/accounts/password/reset/done/",
    "account_reset_password_from_key_done": "/accounts/password/reset/key/done/",
    "a dead link": "/accounts/password/reset/key/1-abc-0123/",
}
OWN = {
    "mfa_index": "/accounts/2fa/",
    "mfa_list_webauthn": "/accounts/2fa/webauthn/",
    "mfa_add_webauthn": "/accounts/2fa/webauthn/add/",
    "mfa_activate_totp": "/accounts/2fa/totp/activate/",
    "mfa_view_recovery_codes": "/accounts/2fa/recovery-codes/",
    "mfa_generate_recovery_codes": "/accounts/2fa/recovery-codes/generate/",
    "mfa_reauthenticate_webauthn": "/accounts/2fa/webauthn/reauthenticate/",
    "mfa_reauthenticate": "/accounts/2fa/reauthenticate/",
    "mfa_edit_webauthn": "/accounts/2fa/webauthn/keys/{key}/edit/",
    "mfa_remove_webauthn": "/accounts/2fa/webauthn/keys/{key}/remove/",
    "account_reauthenticate": "/accounts/reauthenticate/",
    "account_change_password": "/accounts/password/change/",
    "account_logout": "/accounts/logout/",
    "usersessions_list": "/accounts/sessions/",
    "factor-reset-list": "/accounts/let-in-again/",
}
ELSEWHERE = {
    "account_set_password": "test_the_pages_of_a_new_account_are_accessible_and_quiet",
    "account_reset_password_from_key": "test_the_pages_of_a_new_account_are_accessible_and_quiet",
    "mfa_authenticate": "test_the_second_step_is_accessible_and_quiet",
    "mfa_deactivate_totp": "test_the_second_step_is_accessible_and_quiet",
    "mfa_login_webauthn": "no page: a script asks",
    "mfa_download_recovery_codes": "no page: a file",
    "account_enter_by_link": "no page: a form leads there",
    "session-end": "no page: a form leads there",
    "factor-reset-confirm": "no page: a form leads there",
    "factor-reset-withdraw": "no page: a form leads there",
}


def test_no_account_page_is_left_out():
    accounts = next(each for each in get_resolver().url_patterns if str(each.pattern) == "accounts/")
    names = {pattern.name for pattern in accounts.url_patterns}

    assert names == (FOR_ALL.keys() - {"a dead link"}) | OWN.keys() | ELSEWHERE.keys()


def faults(page, language):
    """What is wrong with the page shown."""
    found = [] if page.locator("html").get_attribute("lang") == language else ["another language"]
    found += axe.faults(page)
    if page.locator("h1").count() != 1:
        found.append("not one heading")
    return found


def look_at(page, console, addresses, languages=("es", "en")):
    """The faults of pages, by address."""
    found = {}
    for path in addresses:
        for language in languages:
            joint = "&" if "?" in path else "?"
            answer = page.goto(f"{path}{joint}language={language}")
            policy = answer.headers["content-security-policy"]
            wrong = [*faults(page, language), *console]
            wrong += ["unsafe"] if "unsafe" in policy or "data:" in policy else []
            wrong += [answer.status] if answer.status != 200 else []
            console.clear()
            if wrong:
                found[path, language] = wrong
    return found


def test_the_pages_for_all_are_accessible_and_quiet(served, page, console):
    assert look_at(page, console, FOR_ALL.values()) == {}


@pytest.mark.slow
def test_the_pages_of_a_person_are_accessible_and_quiet(served, page, console, devtools):
    it = served["it"]
    by_password(page, it)
    page.wait_for_url(HOME)
    due = look_at(page, console, ["/accounts/2fa/"])
    add_passkey(page)
    key = Authenticator.objects.get(user=it, type="webauthn")
    factor_reset.ask(served["ana"], by=served["coordinator"], reason="Llamé y reconocí la voz.")
    factor_reset.ask(served["fund"], by=it, reason="Llamé y reconocí la voz.")

    assert due == {}
    assert look_at(page, console, [path.format(key=key.pk) for path in OWN.values()]) == {}


def test_a_page_without_anything_yet_is_accessible_and_quiet(served, page, console):
    by_password(page, served["ana"])
    page.wait_for_url(HOME)

    assert look_at(page, console, ["/accounts/2fa/", "/accounts/2fa/webauthn/"]) == {}


def test_the_pages_of_a_new_account_are_accessible_and_quiet(served, page, console):
    ana = served["ana"]
    ana.set_unusable_password()
    ana.save()
    link = links.to_choose_password(ana)
    page.goto(link[link.index("/accounts/") :])
    choose = page.url.partition("?")[0]

    found = look_at(page, console, [choose])
    page.locator("#choose_passkey").click()
    page.wait_for_url("**/webauthn/add/")

    assert found == {}
    assert look_at(page, console, ["/accounts/password/set/"]) == {}


def test_the_second_step_is_accessible_and_quiet(served, page, console, devtools):
    ana = served["ana"]
    by_password(page, ana)
    page.wait_for_url(HOME)
    add_passkey(page)
    page.goto("/accounts/2fa/totp/activate/")
    page.fill("[name=code]", code_now(page.locator("code.key").inner_text()))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/accounts/2fa/")
    last = look_at(page, console, ["/accounts/2fa/totp/deactivate/"])
    page.locator(".account form[method=post] button").click()
    by_password(page, ana)

    assert last == {}
    assert look_at(page, console, ["/accounts/2fa/authenticate/"]) == {}


def test_what_is_wrong_with_a_form_is_said_accessibly(served, page, console):
    found = []
    for path, fields in {
        "/accounts/login/": {"login": "ana@example.org", "password": "wrong"},
        "/accounts/password/reset/": {"email": "not-an-address"},
    }.items():
        page.goto(f"{path}?language=es")
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        page.locator("main form button[type=submit]").first.click()
        page.locator(".error-summary").wait_for()
        found += faults(page, "es")

    assert (found, console) == ([], [])


def test_a_factor_of_two_kinds_leaves_a_choice(served, client):
    give_app(served["it"])
    sign_in(client, served["it"], PASSWORD)

    page = client.get("/accounts/2fa/authenticate/?language=en").text

    assert "Continue with the code" in page
    assert "Use the passkey" not in page
