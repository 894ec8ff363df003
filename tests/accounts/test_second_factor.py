"""L3: who must have a second factor, and that no way leads past it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from members import second_factor
from members.models import Mandate, PresidencyTerm, User
from members.roles import Role
from tests.accounts.conftest import (
    PASSWORD,
    SECRET,
    code_now,
    give_app,
    is_signed_in,
    sign_in,
    sign_in_with_app,
)
from tests.letters import sent
from tests.signing_in import sign_in_past_second_factor

MUST = ["coordinator", "assistant", "it", "fund", "auditor", "presidency"]


@pytest.mark.parametrize("name", MUST)
def test_l3_whoever_must_have_a_second_factor_is_led_to_set_one_up(people, client, name):
    sign_in(client, people[name])

    answers = [client.get(path) for path in ("/accounts/sessions/", "/admin/", "/accounts/password/change/")]

    staff = people[name].standing.is_staff
    assert {answer.headers.get("Location") for answer in answers} == {"/accounts/2fa/"}
    assert "Set up a second factor" in client.get("/accounts/2fa/?language=en").text
    assert client.get("/es/").status_code == 200
    assert staff == (name in {"coordinator", "assistant", "it"})


@pytest.mark.parametrize("name", ["ana", "requester"])
def test_l3_others_may_do_without(people, client, name):
    sign_in(client, people[name])

    assert is_signed_in(client)


def test_l3_the_break_glass_account_must_have_one(client, db):
    root = User.objects.create_superuser("root@example.org", PASSWORD, full_name="Cuenta de emergencia")
    sign_in(client, root)

    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"


def test_l3_a_role_that_begins_today_asks_at_the_next_request(people, client):
    ana = people["ana"]
    sign_in(client, ana)
    assert is_signed_in(client)

    Mandate.objects.create(
        user=ana,
        party=ana.mandates.get().party,
        role=Role.PRESIDENCY_TEAM,
        valid_from=timezone.localdate(),
        approved_at=timezone.now(),
    )
    today = timezone.localdate()
    PresidencyTerm.objects.filter(starts_on__lte=today, ends_on__gt=today).update(party=ana.mandates.first().party)

    assert client.get("/accounts/sessions/").headers["Location"] == "/accounts/2fa/"


def test_l3_setting_up_an_app_opens_the_portal(people, client, django_capture_on_commit_callbacks):
    it = people["it"]
    sign_in(client, it)
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert (answer.headers["Location"], client.get("/admin/").status_code) == ("/accounts/2fa/recovery-codes/", 200)
    assert "<svg" in page.text
    assert "data:" not in page.text
    assert "style=" not in page.text


def test_l3_setting_one_up_asks_for_the_password_again(people, client):
    sign_in(client, people["it"])

    answers = [
        client.get(f"/accounts/2fa/{path}/").headers["Location"].partition("?")[0]
        for path in ("totp/activate", "webauthn/add", "recovery-codes/generate")
    ]

    assert set(answers) == {"/accounts/reauthenticate/"}


def test_l3_the_password_alone_opens_nothing_for_whoever_has_a_factor(people, client):
    give_app(people["it"])

    answer = sign_in(client, people["it"])

    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_l3_the_code_completes_the_sign_in(people, client):
    give_app(people["it"])

    sign_in_with_app(client, people["it"])

    assert client.get("/admin/").status_code == 200


def test_l3_the_admins_own_login_leads_past_nothing(people, client):
    give_app(people["it"])

    answer = client.post("/admin/login/", {"username": people["it"].email, "password": PASSWORD})

    assert answer.headers["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_l3_basic_authentication_opens_nothing(people, client):
    answer = client.get(
        "/admin/", headers={"Authorization": "Basic aXRAZXhhbXBsZS5vcmc6YS1sb25nLWVub3VnaC1wYXNzd29yZA=="}
    )

    assert answer.status_code == 302


def test_l3_a_session_that_passed_no_factor_ends_when_its_owner_has_one(people, client):
    """However it came about: from before, carried over, made by another program."""
    sign_in(client, people["it"])
    give_app(people["it"])  # without the page, so that this session is not ended by it
    client.force_login(people["it"])

    answer = client.get("/admin/")

    assert answer.headers["Location"] == "/admin/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_l3_a_passed_factor_does_not_serve_the_next_person(people, client):
    give_app(people["it"])
    sign_in_with_app(client, people["it"])
    client.post("/accounts/logout/")

    sign_in(client, people["coordinator"])

    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"


def test_l3_there_is_no_trusted_browser(people, client):
    give_app(people["it"])
    sign_in_with_app(client, people["it"])
    client.post("/accounts/logout/")
    client.cookies["mfa_trusted"] = "anything"

    assert sign_in(client, people["it"]).headers["Location"] == "/accounts/2fa/authenticate/"


def test_l3_a_code_is_good_once(people, client):
    give_app(people["it"])
    code = code_now()
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, people["it"])

    first.post("/accounts/2fa/authenticate/", {"code": code})
    replayed = second.post("/accounts/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}"})

    assert (is_signed_in(first), is_signed_in(second), replayed.status_code) == (True, False, 200)


@pytest.mark.parametrize("steps", [-1, 1])
def test_l3_a_code_of_a_clock_that_is_half_a_minute_off_is_good_once(people, steps):
    give_app(people["it"])
    first, second = Client(), Client()

    for each in (first, second):
        sign_in_with_app(each, people["it"], steps)

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_l3_the_code_that_set_the_app_up_does_not_sign_in(people, client):
    sign_in(client, people["it"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = code_now(secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    other = Client()
    sign_in(other, people["it"])

    other.post("/accounts/2fa/authenticate/", {"code": code})

    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_l3_a_recovery_code_is_good_once(people):
    code = give_app(people["it"]).get_unused_codes()[3]
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, people["it"])
        each.post("/accounts/2fa/authenticate/", {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_l3_the_last_factor_cannot_be_removed_by_whoever_needs_it(people, client):
    give_app(people["it"])
    sign_in_with_app(client, people["it"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get("/accounts/2fa/totp/deactivate/?language=en")
    client.post("/accounts/2fa/totp/deactivate/")

    assert "this is the only one you have" in page.text
    assert Authenticator.objects.filter(user=people["it"], type="totp").exists()


def test_l3_nor_can_the_last_passkey(people, client):
    key = Authenticator.objects.create(user=people["it"], type="webauthn", data={"name": "Llave", "credential": {}})
    sign_in_past_second_factor(client, people["it"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/?language=en")
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")

    assert "this is the only one you have" in page.text
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_l3_somebody_elses_passkey_is_not_there(people, client):
    key = Authenticator.objects.create(user=people["it"], type="webauthn", data={"name": "Llave", "credential": {}})
    sign_in(client, people["ana"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answers = [client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/{verb}/").status_code for verb in ("remove", "edit")]

    assert answers == [404, 404]


def test_l3_removing_a_factor_asks_again_and_is_told_by_mail(people, client, django_capture_on_commit_callbacks):
    people["ana"].language = "en"
    people["ana"].save()
    give_app(people["ana"])
    sign_in_with_app(client, people["ana"])
    asked = client.post("/accounts/2fa/totp/deactivate/").headers["Location"].partition("?")[0]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")

    assert asked == "/accounts/reauthenticate/"
    assert not Authenticator.objects.filter(user=people["ana"]).exists()
    assert [(letter.to, letter.subject) for letter in sent()] == [
        (["ana@example.org"], "The authenticator app was removed")
    ]
    assert is_signed_in(client)


def test_l3_asking_again_holds_for_five_minutes(people, client):
    give_app(people["ana"])
    sign_in_with_app(client, people["ana"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=people["ana"], type="totp").exists()


def test_l3_secrets_are_not_in_the_database(people, client):
    codes = give_app(people["it"])

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert not any(code in kept for code in codes.get_unused_codes())


def test_l3_a_lost_key_of_the_portal_opens_nothing(people, client, settings):
    give_app(people["it"])
    settings.SECRET_KEY = "another-secret-key-of-at-least-fifty-characters-0123456789"
    sign_in(client, people["it"])

    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert (answer.status_code, is_signed_in(client)) == (200, False)


def test_l3_an_earlier_key_goes_on_while_it_is_named(people, client, settings):
    give_app(people["it"])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-of-at-least-fifty-characters-0123456789"

    sign_in_with_app(client, people["it"])

    assert is_signed_in(client)


def test_l3_demonstration_accounts_are_excused_in_the_demonstration(demo, client):
    sign_in(client, User.objects.get(email="st-coord@demo.example"))

    assert client.get("/admin/").status_code == 200


def test_l3_and_only_they(demo, people, client):
    found = {user.email for user in User.objects.all() if user.standing.needs_second_factor}

    excused = {email for email in found if not second_factor.is_compulsory(User.objects.get(email=email))}

    assert excused == {email for email in found if email.endswith("@demo.example")}
    assert len(found - excused) == len(MUST)


def test_l3_outside_the_demonstration_their_open_sessions_end(demo, client, settings):
    sign_in(client, User.objects.get(email="st-coord@demo.example"))

    settings.DEMO = False

    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_l3_a_demonstration_account_with_a_factor_is_asked_for_it(demo, client):
    it = User.objects.get(email="st-it@demo.example")
    give_app(it)

    assert sign_in(client, it).headers["Location"] == "/accounts/2fa/authenticate/"
