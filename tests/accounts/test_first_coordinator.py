"""The first coordinator of a fresh portal gets in by a command, and nobody after."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from members.models import Mandate, Party, User
from members.roles import Role
from tests.accounts.conftest import is_signed_in, sign_in
from tests.letters import sent

NEW = "a-completely-new-password"


def invite(email="Primera@example.org", name="Primera Ejemplo", **options):
    printed = StringIO()
    call_command("invite_first_coordinator", email, name, stdout=printed, **options)
    return re.search(r"/accounts/password/reset/key/\S+", printed.getvalue())[0]


def test_the_link_lets_the_coordinator_in_and_then_asks_for_a_second_factor(
    history, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        link = invite()
    page = client.get(link).headers["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    person = User.objects.get(email="primera@example.org")

    sign_in(client, person, NEW)

    mandate = person.mandates.get()
    assert (mandate.role, mandate.party.slug) == (Role.ST_COORD, "iom")
    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"
    assert link in sent()[0].body
    assert Client().get(link).context["token_fail"]


def test_the_link_may_lead_to_a_passkey_instead(history, client):
    link = invite()
    page = client.get(client.get(link).headers["Location"])

    answer = client.post(f"/accounts/password/reset/passkey/{page.context['uidb36']}/")

    assert answer.headers["Location"] == "/accounts/2fa/webauthn/add/"
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"
    assert not is_signed_in(client)  # led to the second factor first


def test_a_second_coordinator_is_refused(people):
    with pytest.raises(CommandError, match="coordinator already"):
        invite()

    assert not User.objects.filter(email="primera@example.org").exists()


def test_a_link_that_was_not_used_can_be_made_anew_until_the_first_sign_in(history, client):
    invite()
    link = invite()
    client.post(client.get(link).headers["Location"], {"password1": NEW, "password2": NEW})
    sign_in(client, User.objects.get(email="primera@example.org"), NEW)

    with pytest.raises(CommandError):
        invite()
    assert Mandate.objects.filter(role=Role.ST_COORD).count() == 1


@pytest.mark.parametrize(("email", "name"), [("not-an-address", "Ana"), ("a@example.org", " ")])
def test_what_cannot_be_a_person_is_refused(history, email, name):
    with pytest.raises(CommandError):
        invite(email, name)


def test_a_closed_account_is_refused(history):
    User.objects.create_user("primera@example.org", None, full_name="Primera", is_active=False)

    with pytest.raises(CommandError):
        invite()


def test_a_portal_without_its_history_says_so(db):
    Mandate.objects.all().delete()
    Party.objects.filter(slug="iom").update(slug="another")

    with pytest.raises(CommandError, match="load_history"):
        invite()
