"""A person takes along what the portal holds about them, and nothing about anybody else."""

import json
import secrets
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from crm_portal.common import audit
from crm_portal.common.audit.models import Access
from members.models import Mandate, Party, Substitution, User
from members.roles import Role
from reserve_fund.models import Case
from reserve_fund.row_security import for_the_clock
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/my-data/"
PARTS = {
    "asked_at",
    "account",
    "account_before",
    "invitations",
    "letters",
    "mandates",
    "substitutions",
    "consultations",
    "delegations",
    "fund_cases_referred",
    "visits_to_meetings",
    "ways_to_sign_in",
    "sessions",
    "accesses",
    "steps_taken",
    "admin_log",
}


def person(name):
    """Somebody of whom every part holds something, each with a word that is found nowhere else."""
    word = f"{name}{secrets.token_hex(6)}"
    user = User.objects.create_user(f"old-{word}@example.org", "a-long-enough-password", full_name=f"Old {word}")
    user.email, user.full_name = f"{word}@example.org", f"New {word}"
    user.save()
    mexico = Party.objects.get(iso2="MX")
    mandate = Mandate.objects.create(
        user=user, party=mexico, role=Role.AUDITOR, position=word, valid_from=date(2026, 1, 1)
    )
    with for_the_clock():
        Case.objects.create(requested_by=user, referred_for=mexico)
    EmailAddress.objects.create(user=user, email=f"second-{word}@example.org")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": f"secret-{word}"})
    UserSession.objects.create(user=user, session_key=word, ip="192.0.2.1", user_agent=f"browser {word}")
    audit.record_access(user, mexico, "view", why=f"purpose {word}")
    audit.record("members.confirm", mexico, by=user, paper=word)
    return user, mandate, word


@pytest.fixture
def people(history):
    (ana, ana_mandate, ana_word), (eva, _, eva_word) = person("ana"), person("eva")
    Substitution.objects.create(
        mandate=ana_mandate, deputy=eva, named_by=ana, valid_from=date(2026, 2, 1), valid_until=date(2026, 3, 1)
    )
    return ana, ana_word, eva, eva_word


def signed_in(user):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, user)
    return client


def test_a_person_gets_all_of_their_own_data(people):
    ana, word, *_ = people

    answer = signed_in(ana).post(PAGE)

    held = json.loads(answer.content)
    assert set(held) == PARTS
    assert held["account"]["email"] == f"{word}@example.org"
    assert held["account_before"][0]["email"] == f"old-{word}@example.org"
    assert [mandate["position"] for mandate in held["mandates"]] == [word]
    assert [each["as"] for each in held["substitutions"]] == ["person away"]
    assert held["ways_to_sign_in"]["addresses"][0]["email"] == f"second-{word}@example.org"
    assert [factor["type"] for factor in held["ways_to_sign_in"]["factors"]] == ["totp"]
    assert f"browser {word}" in {session["user_agent"] for session in held["sessions"]}
    assert [access["action"] for access in held["accesses"]] == ["export", "view"]
    assert held["steps_taken"][0]["facts"] == {"paper": word}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_another_persons_data_never_appears(people):
    ana, ana_word, eva, eva_word = people

    anas, evas = signed_in(ana).post(PAGE).text, signed_in(eva).post(PAGE).text

    assert (ana_word in anas, eva_word in anas) == (True, False)
    assert (ana_word in evas, eva_word in evas) == (False, True)


def test_no_secret_is_in_the_file(people):
    ana, word, *_ = people

    text = signed_in(ana).post(PAGE).text

    assert f"secret-{word}" not in text
    assert ana.password not in text


def test_taking_the_file_is_recorded_and_looking_at_the_page_is_not(people):
    ana, *_ = people
    client = signed_in(ana)
    before = Access.objects.filter(who=ana).count()

    page = client.get(PAGE)
    looked = Access.objects.filter(who=ana).count() - before
    client.post(PAGE)

    taken = Access.objects.latest("pk")
    assert (page.status_code, looked) == (200, 0)
    assert (taken.who, taken.kind, taken.object_id, taken.action) == (ana, "members.user", str(ana.pk), "export")


def test_the_file_is_given_five_times_an_hour_to_each(people):
    ana, _, eva, _ = people
    client = signed_in(ana)

    statuses = [client.post(PAGE).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]
    assert signed_in(eva).post(PAGE).status_code == 200


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert client.post(PAGE).status_code == 302


def test_a_form_of_another_site_does_not_take_the_file(people):
    ana, *_ = people
    strict = Client(enforce_csrf_checks=True)
    sign_in_past_second_factor(strict, ana)

    assert strict.post(PAGE).status_code == 403
