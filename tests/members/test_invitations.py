"""From a focal point's proposal to an account: who may propose, who decides, and what a link is good for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from crm_portal.common.workflow import TransitionNotAllowed
from members import invitations
from members.models import Invitation, Mandate, Party, User
from members.models.invitations import digest
from tests.members.factories import mandate, person, seated
from tests.signing_in import sign_in_past_second_factor

PASSWORD = "four words in a row"


@pytest.fixture
def people(history):
    return {
        "focal mx": seated("ana", "focal", "mx"),
        "focal cr": seated("berta", "focal", "cr"),
        "hod mx": seated("hugo", "hod", "mx"),
        "coordinator": seated("carla", "st_coord", "iom"),
        "assistant": seated("dario", "st_assist", "iom"),
        "observer": seated("olga", "obs_org", "unhcr"),
    }


def proposal(by, role="rcgm", slug="mx", email="nueva@example.org"):
    return invitations.propose(
        Invitation(
            email=email,
            full_name="Nueva Persona",
            party=Party.objects.get(slug=slug),
            role=role,
            proposed_by=by,
            proposed_at=timezone.now(),
        ),
        by=by,
    )


def by_link(token, now):
    return invitations.by_digest(digest(token), now)


FORM = {"full_name": "Nueva Persona", "email": "Nueva@example.org", "language": "es", "role": "rcgm"}


@pytest.mark.parametrize(
    ("who", "role", "party", "answer", "proposed"),
    [
        ("focal mx", "rcgm", "mx", 302, 1),
        ("focal mx", "rcgm", "cr", 200, 0),  # the form offers the own country alone
        ("focal mx", "st_coord", "mx", 200, 0),
        ("focal mx", "auditor", "mx", 200, 0),
        ("hod mx", "rcgm", "mx", 403, 0),
        ("observer", "obs_org", "unhcr", 403, 0),
        ("assistant", "obs_org", "unhcr", 302, 1),
        ("coordinator", "st_it", "iom", 302, 1),
    ],
)
def test_who_puts_whom_forward(client, people, who, role, party, answer, proposed):
    sign_in_past_second_factor(client, people[who])

    given = FORM | {"role": role, "party": Party.objects.get(slug=party).pk}
    response = client.post("/en/intranet/people/invite/", given)

    assert (response.status_code, Invitation.objects.count()) == (answer, proposed)
    assert not Invitation.objects.exclude(status="proposed", email="nueva@example.org").exists()


@pytest.mark.parametrize(
    ("who", "role", "party", "answer", "status"),
    [
        ("coordinator", "rcgm", "mx", 302, "sent"),
        ("assistant", "rcgm", "mx", 302, "sent"),
        ("coordinator", "auditor", "ca", 302, "sent"),
        ("assistant", "auditor", "ca", 403, "proposed"),  # those who watch and pay are let in by the coordinator
        ("assistant", "st_it", "iom", 403, "proposed"),
        ("focal mx", "rcgm", "mx", 403, "proposed"),
        ("focal cr", "rcgm", "mx", 404, "proposed"),
        ("observer", "rcgm", "mx", 404, "proposed"),
    ],
)
def test_who_approves(client, people, who, role, party, answer, status):
    invitation = proposal(people["coordinator"], role, party)
    sign_in_past_second_factor(client, people[who])

    response = client.post(f"/en/intranet/people/invitations/{invitation.pk}/decide/", {"verb": "approve"})
    invitation.refresh_from_db()

    assert (response.status_code, invitation.status) == (answer, status)


def test_a_refusal_needs_a_reason(client, people):
    invitation = proposal(people["focal mx"])
    sign_in_past_second_factor(client, people["coordinator"])
    path = f"/en/intranet/people/invitations/{invitation.pk}/decide/"

    silent = client.post(path, {"verb": "refuse", "reason": " "})
    client.post(path, {"verb": "refuse", "reason": "Already named"})
    invitation.refresh_from_db()

    assert "This field is required." in silent.text
    assert (invitation.status, invitation.reason) == ("refused", "Already named")


def test_an_invited_person_opens_an_account(people):
    invitation = proposal(people["focal mx"])
    token = invitations.approve(invitation, by=people["coordinator"])
    visitor = Client()

    led = visitor.get(f"/accounts/invitation/{token}/")
    shown = visitor.get(led.headers["Location"])
    weak = visitor.post(led.headers["Location"], {"password": "short", "again": "short"})
    welcome = visitor.post(led.headers["Location"], {"password": PASSWORD, "again": PASSWORD})
    made = Mandate.objects.get(user__email="nueva@example.org")
    invitation.refresh_from_db()

    assert led.headers["Location"] == "/accounts/invitation/"  # the secret is out of the address
    assert "Nueva Persona" in shown.text
    assert (weak.status_code, welcome.status_code, welcome.headers["Location"]) == (200, 302, "/es/intranet/")
    assert (made.role, made.party.slug, made.approved_by) == ("rcgm", "mx", people["coordinator"])
    assert (invitation.status, invitation.token_digest) == ("accepted", "")
    assert token not in str(Invitation.objects.values_list().get())
    assert visitor.get("/es/intranet/").status_code == 200


def test_a_link_is_good_once_and_for_a_time(people):
    invitation = proposal(people["focal mx"])
    token = invitations.approve(invitation, by=people["coordinator"])
    again = invitations.send_again(invitation, by=people["coordinator"])
    now = timezone.now()

    opens = [by_link(word, now) is not None for word in (token, again, "", "x" * 43)]
    later = by_link(again, now + timedelta(days=15))
    invitations.accept(invitation, password=PASSWORD, now=now)

    assert opens == [False, True, False, False]
    assert later is None
    assert by_link(again, now) is None
    with pytest.raises(TransitionNotAllowed):
        invitations.accept(invitation, password=PASSWORD, now=now)


def test_a_withdrawn_invitation_opens_nothing(client, people):
    invitation = proposal(people["focal mx"])
    token = invitations.approve(invitation, by=people["coordinator"])
    sign_in_past_second_factor(client, people["focal mx"])

    client.post(f"/en/intranet/people/invitations/{invitation.pk}/withdraw/")

    assert Client().get(f"/accounts/invitation/{token}/", follow=True).status_code == 404
    assert not User.objects.filter(email="nueva@example.org").exists()


def test_a_person_with_an_account_signs_in_to_accept(people):
    invitation = proposal(people["coordinator"], "hod", "cr", email=people["focal cr"].email)
    token = invitations.approve(invitation, by=people["coordinator"])
    visitor = Client()

    stranger = visitor.get(f"/accounts/invitation/{token}/", follow=True).text
    sign_in_past_second_factor(visitor, people["focal cr"])
    visitor.get(f"/accounts/invitation/{token}/")
    visitor.post("/accounts/invitation/")

    assert 'name="password"' not in stranger.split("<main")[1]
    assert set(people["focal cr"].mandates.values_list("role", flat=True)) == {"focal", "hod"}


def test_an_invitation_cannot_give_a_second_hat(people):
    with translation.override("en"), pytest.raises(ValidationError):
        proposal(people["coordinator"], "focal", "unhcr")
    invitation = proposal(people["coordinator"], "st_assist", "iom", email=people["observer"].email)
    invitations.approve(invitation, by=people["coordinator"])

    with translation.override("en"), pytest.raises(ValidationError, match="never the same person"):
        invitations.accept(invitation, password=None, now=timezone.now())
    assert people["observer"].mandates.count() == 1


def test_a_person_is_invited_once_to_a_role(client, people):
    proposal(people["focal mx"])
    sign_in_past_second_factor(client, people["focal mx"])

    answer = client.post("/en/intranet/people/invite/", FORM | {"party": Party.objects.get(slug="mx").pk})

    assert "This person is invited to that role already." in answer.text
    assert Invitation.objects.count() == 1


def test_a_focal_point_sees_the_own_countrys_invitations_alone(client, people):
    proposal(people["coordinator"], slug="mx")
    sign_in_past_second_factor(client, people["focal cr"])

    assert "Nueva Persona" not in client.get("/en/intranet/people/").text
    sign_in_past_second_factor(client, people["focal mx"])
    assert "Nueva Persona" in client.get("/en/intranet/people/").text


def test_a_closed_account_is_not_opened_by_an_invitation(people):
    closed = person("zoe", is_active=False)
    mandate(closed, "focal", "gt")
    invitation = proposal(people["coordinator"], "hod", "gt", email=closed.email)
    invitations.approve(invitation, by=people["coordinator"])

    with pytest.raises(TransitionNotAllowed):
        invitations.accept(invitation, password=None, now=timezone.now())


def test_nobody_makes_a_mandate_or_changes_its_role_past_an_invitation(client, people):
    own = people["assistant"].mandates.get()
    sign_in_past_second_factor(client, people["assistant"])

    added = client.get("/admin/members/mandate/add/").status_code
    client.post(
        f"/admin/members/mandate/{own.pk}/change/",
        {
            "role": "st_coord",
            "party": own.party_id,
            "user": own.user_id,
            "valid_from": "2020-01-01",
            "position": "Aide",
        },
    )
    own.refresh_from_db()

    assert (added, own.role, own.position) == (403, "st_assist", "Aide")


def test_an_opened_link_leaves_no_secret_in_the_session(people):
    token = invitations.approve(proposal(people["focal mx"]), by=people["coordinator"])
    visitor = Client()

    visitor.get(f"/accounts/invitation/{token}/")

    assert token not in str(dict(visitor.session))
    assert visitor.get("/accounts/invitation/").status_code == 200
