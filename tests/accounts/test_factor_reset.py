"""A person who lost every factor is let in again by two colleagues, on record."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client

from members import factor_reset
from members.factor_reset import FactorResetRefusedError
from members.models import FactorReset
from tests.accounts.conftest import give_app, is_signed_in, sign_in, sign_in_with_app
from tests.letters import sent
from tests.signing_in import sign_in_past_second_factor

REASON = "Llamé al número del directorio y reconocí la voz."


def as_colleague(person):
    client = Client()
    sign_in_past_second_factor(client, person)
    return client


@pytest.mark.parametrize(
    ("colleague", "subject", "allowed"),
    [
        ("coordinator", "ana", True),
        ("assistant", "ana", True),
        ("it", "ana", True),
        ("it", "fund", True),
        ("presidency", "ana", False),
        ("ana", "requester", False),
        ("fund", "ana", False),
        ("auditor", "ana", False),
        ("coordinator", "it", True),
        ("presidency", "it", True),
        ("presidency", "coordinator", True),
        ("ana", "it", False),
        ("it", "it", False),
        ("presidency", "presidency", False),
        ("coordinator", "presidency", True),
    ],
)
def test_who_may_take_part(people, colleague, subject, allowed):
    assert factor_reset.may_take_part(people[colleague], people[subject]) is allowed


def test_two_colleagues_let_a_person_in_again(people, django_capture_on_commit_callbacks):
    ana, hers, hers_too = people["ana"], Client(), Client()
    give_app(ana)
    sign_in_with_app(hers, ana)

    with django_capture_on_commit_callbacks(execute=True):
        as_colleague(people["it"]).post("/accounts/let-in-again/", {"email": "Ana@example.org", "reason": REASON})
    asked = FactorReset.objects.get()
    still = is_signed_in(hers)
    with django_capture_on_commit_callbacks(execute=True):
        as_colleague(people["coordinator"]).post(f"/accounts/let-in-again/{asked.pk}/confirm/")

    ana.refresh_from_db()
    asked.refresh_from_db()
    assert (still, is_signed_in(hers)) == (True, False)
    assert (asked.asked_by, asked.confirmed_by) == (people["it"], people["coordinator"])
    assert (ana.has_usable_password(), Authenticator.objects.filter(user=ana).count()) == (False, 0)
    assert [letter.to for letter in sent()] == [["ana@example.org"]] * 2
    link = re.search(r"/accounts/password/reset/key/\S+", sent()[-1].body)[0]
    page = hers_too.get(link).headers["Location"]
    assert hers_too.get(page).context["may_choose_passkey"]
    new = "a-completely-new-password"
    hers_too.post(page, {"password1": new, "password2": new})
    sign_in(hers_too, ana, new)
    assert is_signed_in(hers_too)
    assert sorted(LogEntry.objects.filter(object_id=str(ana.pk)).values_list("user__email", flat=True)) == [
        "coordinator@example.org",
        "it@example.org",
    ]


@pytest.mark.parametrize("second", ["it", "ana", "presidency", "fund"])
def test_the_second_colleague_is_another_one_who_may(people, second):
    give_app(people["ana"])
    asked = factor_reset.ask(people["ana"], by=people["it"], reason=REASON)

    with pytest.raises(FactorResetRefusedError):
        factor_reset.confirm(asked, by=people[second])
    answer = as_colleague(people[second]).post(f"/accounts/let-in-again/{asked.pk}/confirm/")

    asked.refresh_from_db()
    assert answer.status_code == (403 if second == "it" else 404)
    assert (asked.confirmed_at, Authenticator.objects.filter(user=people["ana"]).count()) == (None, 2)


def test_a_colleague_who_lost_the_role_meanwhile_confirms_nothing(people):
    asked = factor_reset.ask(people["ana"], by=people["it"], reason=REASON)
    people["assistant"].mandates.all().delete()
    people["assistant"].forget_standing()

    with pytest.raises(FactorResetRefusedError):
        factor_reset.confirm(asked, by=people["assistant"])


def test_the_database_wants_two_other_people(people):
    ana, it, coordinator = people["ana"], people["it"], people["coordinator"]
    asked = factor_reset.ask(ana, by=it, reason=REASON)

    for wrong in (
        {"confirmed_by": it, "confirmed_at": asked.asked_at},
        {"confirmed_by": ana, "confirmed_at": asked.asked_at},
        {"confirmed_by": coordinator},
        {"asked_by": ana},
        {"withdrawn_at": asked.asked_at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=asked.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(user=ana, asked_by=coordinator, reason=REASON)


def test_a_request_can_be_withdrawn_and_asked_again(people):
    asked = factor_reset.ask(people["ana"], by=people["it"], reason=REASON)

    as_colleague(people["assistant"]).post(f"/accounts/let-in-again/{asked.pk}/withdraw/")

    with pytest.raises(FactorResetRefusedError):
        factor_reset.confirm(asked, by=people["coordinator"])
    assert factor_reset.ask(people["ana"], by=people["it"], reason=REASON).pk != asked.pk


def test_a_request_is_confirmed_once(people):
    asked = factor_reset.ask(people["ana"], by=people["it"], reason=REASON)
    factor_reset.confirm(asked, by=people["coordinator"])

    for step in (factor_reset.confirm, factor_reset.withdraw):
        with pytest.raises(FactorResetRefusedError):
            step(asked, by=people["assistant"])


@pytest.mark.parametrize(("name", "status"), [("it", 200), ("presidency", 200), ("ana", 404), ("fund", 404)])
def test_the_page_is_there_for_colleagues_only(people, name, status):
    factor_reset.ask(people["requester"], by=people["assistant"], reason="Motivo reservado.")

    answer = as_colleague(people[name]).get("/accounts/let-in-again/")

    assert answer.status_code == status
    assert ("Motivo reservado." in answer.text) == (name == "it")


def test_the_presidency_learns_nothing_about_other_accounts(people):
    client = as_colleague(people["presidency"])

    known, unknown = (
        client.post("/accounts/let-in-again/", {"email": email, "reason": REASON}).context["form"].errors
        for email in ("ana@example.org", "nobody@example.org")
    )

    assert known == unknown != {}


def test_the_accounts_page_in_the_admin_leads_there(people):
    page = as_colleague(people["it"]).get(f"/admin/members/user/{people['ana'].pk}/change/")

    assert "/accounts/let-in-again/?email=ana%40example.org" in page.text
