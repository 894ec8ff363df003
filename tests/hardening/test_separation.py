"""A6: two signatures are those of two people, each of whom may still give it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from members import factor_reset, invitations, substitutions
from members.factor_reset import FactorResetRefusedError
from members.models import FactorReset, Invitation, Mandate, Party, Substitution, User
from members.roles import HATS, Role
from members.standing import standing
from tests.members.factories import mandate, preside, seated
from tests.signing_in import sign_in_past_second_factor
from tests.sizes import size

TODAY = timezone.localdate()
RACES = size(ci=3, full=50)


@pytest.fixture
def people(history):
    preside("cr", TODAY.year)
    return {
        "coordinator": seated("carla", "st_coord", "iom"),
        "assistant": seated("dario", "st_assist", "iom"),
        "it": seated("ivo", "st_it", "iom"),
        "focal": seated("ana", "focal", "mx"),
        "hod": seated("hugo", "hod", "mx"),
    }


def signed_in(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def stand_in(away, deputy, **values):
    return Substitution.objects.create(
        mandate=away.mandates.get(),
        deputy=deputy,
        named_by=away,
        **{"valid_from": TODAY, "valid_until": TODAY + timedelta(days=30), "accepted_at": timezone.now()} | values,
    )


def put_forward(by, email="nueva@example.org"):
    made = Invitation(email=email, full_name="Nueva Persona", party=Party.objects.get(slug="mx"), role="rcgm")
    return invitations.propose(made, by=by)


# Acting for somebody else


@pytest.mark.parametrize(
    ("role", "slug"),
    [("iom_fund", "iom"), ("auditor", "ca"), ("obs_org", "unhcr"), ("focal", "gt"), (None, None)],
    ids=["the Fund's", "the auditor's", "an observer's", "another country's", "no seat at all"],
)
def test_a6_a_deputy_who_changed_the_seat_signs_no_longer_for_the_first(people, role, slug):
    deputy = people["hod" if slug == "gt" else "assistant"]
    stand_in(people["focal" if slug == "gt" else "coordinator"], deputy)
    before = standing(deputy, TODAY).roles
    deputy.mandates.update(valid_from=TODAY - timedelta(days=60), valid_until=TODAY)
    if role:
        mandate(deputy, role, slug, valid_from=TODAY)

    found = standing(deputy, TODAY)

    assert len(before) == 2
    assert (set(found.roles), {held.user for held in found.mandates} - {deputy}) == ({role} - {None}, set())


def test_a6_no_substitution_unites_two_hats_whoever_is_named(people):
    everybody = {
        role: seated(role.replace("_", "-"), role, slug)
        for role, slug in [
            ("iom_fund", "iom"),
            ("auditor", "ca"),
            ("obs_country", "co"),
            ("obs_org", "unhcr"),
            ("rrocm", "rrocm"),
            ("presidency_team", "mx"),
            ("fund_requester", "mx"),
        ]
    } | {user.mandates.get().role: user for user in people.values()}
    by_role = {role: hat for hat, roles in HATS.items() for role in roles}

    united = []
    for away, deputy in ((a, d) for a in everybody for d in everybody if a != d):
        made = stand_in(everybody[away], everybody[deputy])
        roles = standing(everybody[deputy], TODAY).roles & set(Role.values)
        united += [(away, deputy)] if len({by_role[role] for role in roles}) > 1 else []
        made.delete()

    assert united == []


def test_a6_a_deputy_who_changed_the_seat_meanwhile_cannot_accept(people):
    offered = stand_in(people["coordinator"], people["assistant"], accepted_at=None)
    people["assistant"].mandates.update(valid_until=TODAY)
    mandate(people["assistant"], "iom_fund", "iom", valid_from=TODAY)

    with pytest.raises(TransitionNotAllowed):
        substitutions.accept(offered, by=people["assistant"])
    signed_in(people["assistant"]).post(f"/en/intranet/substitutions/{offered.pk}/accept/")

    offered.refresh_from_db()
    assert offered.accepted_at is None


def test_a6_a_deputy_is_the_same_person_in_every_role(people):
    """Who asks as deputy of the coordinator does not confirm as assistant, in whichever browser."""
    stand_in(people["coordinator"], people["assistant"])
    first, second = signed_in(people["assistant"]), signed_in(people["assistant"])
    first.post("/accounts/let-in-again/", {"email": people["focal"].email, "reason": "I know her voice."})
    asked = FactorReset.objects.get()

    answers = [each.post(f"/accounts/let-in-again/{asked.pk}/confirm/").status_code for each in (first, second)]

    asked.refresh_from_db()
    assert (answers, asked.confirmed_at) == ([403, 403], None)


def test_a6_the_person_away_and_the_deputy_are_two_signatures(people):
    """The assistant for the coordinator, and the coordinator too: two people, as the rule asks."""
    stand_in(people["coordinator"], people["assistant"])
    asked = factor_reset.ask(people["focal"], by=people["assistant"], reason="I know her voice.")

    factor_reset.confirm(asked, by=people["coordinator"])

    asked.refresh_from_db()
    assert (asked.asked_by, asked.confirmed_by) == (people["assistant"], people["coordinator"])


# Whoever signed, or is about to, is put out


def put_out(user, how):
    if how == "account closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        Mandate.objects.filter(user=user).update(valid_until=TODAY)


@pytest.mark.parametrize("how", ["account closed", "mandate ended"])
def test_a6_whoever_is_put_out_before_pressing_approves_nothing(people, how):
    invitation = put_forward(people["focal"])
    client = signed_in(people["coordinator"])
    path = f"/en/intranet/people/invitations/{invitation.pk}/decide/"
    assert client.get(path).status_code == 200

    put_out(people["coordinator"], how)
    answer = client.post(path, {"verb": "approve"})

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.status) == (302 if how == "account closed" else 404, "proposed")
    assert not Letter.objects.filter(kind="invitation").exists()


@pytest.mark.parametrize("how", ["account closed", "mandate ended"])
@pytest.mark.parametrize("who", ["first", "second"])
def test_a6_letting_in_again_takes_two_who_may_still_sign(people, how, who):
    signers = {"first": people["it"], "second": people["coordinator"]}
    Authenticator.objects.create(user=people["focal"], type="totp", data={})
    asked = factor_reset.ask(people["focal"], by=signers["first"], reason="I know her voice.")
    client = signed_in(signers["second"])
    assert client.get("/accounts/let-in-again/").status_code == 200

    put_out(signers[who], how)
    client.post(f"/accounts/let-in-again/{asked.pk}/confirm/")
    with pytest.raises(FactorResetRefusedError):
        factor_reset.confirm(asked, by=User.objects.get(pk=signers["second"].pk))

    asked.refresh_from_db()
    assert (asked.confirmed_at, Authenticator.objects.count()) == (None, 1)


def test_a6_a_request_whose_first_signer_is_gone_can_be_withdrawn_and_asked_anew(people):
    asked = factor_reset.ask(people["focal"], by=people["it"], reason="I know her voice.")
    put_out(people["it"], "account closed")

    factor_reset.withdraw(asked, by=people["coordinator"])
    again = factor_reset.ask(people["focal"], by=people["assistant"], reason="I know her voice.")
    factor_reset.confirm(again, by=people["coordinator"])

    again.refresh_from_db()
    assert again.confirmed_by == people["coordinator"]


# Two connections at once


def race(*steps):
    """What each step answered, all begun at one moment on a connection of its own: its error, or None."""
    start = Barrier(len(steps))

    def run(step):
        try:
            start.wait(10)
            step()
        except (TransitionNotAllowed, FactorResetRefusedError) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.fixture
def office(history, transactional_db):
    """People whose rows other connections see."""
    return {
        name: seated(name, role, slug)
        for name, role, slug in [
            ("carla", "st_coord", "iom"),
            ("dario", "st_assist", "iom"),
            ("ivo", "st_it", "iom"),
            ("ana", "focal", "mx"),
        ]
    }


def test_a6_two_who_approve_an_invitation_at_once_approve_it_once(office):
    results = []
    for number in range(RACES):
        invitation = put_forward(office["ana"], f"nueva{number}@example.org")
        results.append(
            race(*(partial(invitations.approve, invitation, by=office[name]) for name in ("carla", "dario")))
        )

    assert [sorted(map(str, result)) for result in results] == [sorted(map(str, (None, TransitionNotAllowed)))] * RACES
    assert Invitation.objects.filter(status="sent").count() == RACES
    assert Letter.objects.filter(kind="invitation").count() == RACES
    assert Deed.objects.filter(verb="members.approve_invitation").count() == RACES


def test_a6_approving_and_refusing_at_once_do_one_of_both(office):
    for number in range(RACES):
        invitation = put_forward(office["ana"], f"nueva{number}@example.org")

        results = race(
            partial(invitations.approve, invitation, by=office["carla"]),
            partial(invitations.refuse, invitation, by=office["dario"], reason="Already named"),
        )

        invitation.refresh_from_db()
        assert results.count(None) == 1
        assert invitation.status == ("sent" if results[0] is None else "refused")
        assert bool(invitation.token_digest) == (results[0] is None)


def test_a6_two_who_let_a_person_in_again_at_once_do_it_once(office):
    subject = office["ana"]
    for _ in range(RACES):
        asked = factor_reset.ask(subject, by=office["ivo"], reason="I know her voice.")
        epoch = User.objects.get(pk=subject.pk).session_epoch

        results = race(*(partial(factor_reset.confirm, asked, by=office[name]) for name in ("carla", "dario")))

        asked.refresh_from_db()
        assert results.count(None) == 1
        assert asked.confirmed_by == office[("carla", "dario")[results.index(None)]]
        assert User.objects.get(pk=subject.pk).session_epoch == epoch + 1
    assert Letter.objects.filter(address=subject.email).count() == 2 * RACES  # asked, and let in


def test_a6_confirming_and_withdrawing_at_once_do_one_of_both(office):
    for _ in range(RACES):
        asked = factor_reset.ask(office["ana"], by=office["ivo"], reason="I know her voice.")

        results = race(
            partial(factor_reset.confirm, asked, by=office["carla"]),
            partial(factor_reset.withdraw, asked, by=office["dario"]),
        )

        asked.refresh_from_db()
        assert results.count(None) == 1
        assert bool(asked.confirmed_at) == (results[0] is None)


def test_a6_an_invitation_accepted_twice_at_once_makes_one_mandate(office):
    for number in range(RACES):
        email = f"nueva{number}@example.org"
        invitation = put_forward(office["ana"], email)
        invitations.approve(invitation, by=office["carla"])

        step = partial(invitations.accept, invitation, password="four words in a row", now=timezone.now())
        results = race(step, step)

        assert results.count(None) == 1
        assert Mandate.objects.filter(user__email=email).count() == 1


def test_a6_a_deputy_asked_twice_at_once_accepts_once(office):
    offered = stand_in(office["carla"], office["dario"], accepted_at=None)

    results = race(*(lambda: substitutions.accept(offered, by=office["dario"]),) * 2)

    assert sorted(map(str, results)) == sorted(map(str, (None, TransitionNotAllowed)))
