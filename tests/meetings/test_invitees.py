"""Whom the rules invite: observer countries to the Vice-Ministers and not to the RCGM, to a network by invitation."""

import pytest
from django.test import Client

from meetings import convocations
from meetings.invitees import invited_parties, invitees
from members.models import Party
from tests.meetings.factories import ahead, convened, meeting
from tests.members.factories import preside
from tests.signing_in import sign_in_past_second_factor

MEMBERS, COUNTRIES, ORGANISATIONS, RROCM = "Member countries", "Observer countries", "Observer organisations", "RNCOM"
INVITED = [
    # kind, bodies, who comes, who comes by express invitation only
    ("conference", [], {MEMBERS, COUNTRIES, ORGANISATIONS, RROCM}, set()),
    ("rcgm", [], {MEMBERS, ORGANISATIONS, RROCM}, set()),
    ("network", ["net-consular"], {MEMBERS, RROCM}, {COUNTRIES, ORGANISATIONS}),
    ("joint_networks", ["net-consular", "net-trafficking"], {MEMBERS, RROCM}, {COUNTRIES, ORGANISATIONS}),
    ("seminar", [], {MEMBERS, RROCM}, {COUNTRIES, ORGANISATIONS}),
    ("drafting", [], {MEMBERS}, set()),
    ("troika", [], {"Troika"}, set()),
    ("ad_hoc", ["extra-regional"], {MEMBERS}, set()),
    ("ad_hoc", ["crm-rrocm"], {MEMBERS, RROCM}, set()),
    ("ad_hoc", ["migrant-children"], {MEMBERS, ORGANISATIONS}, set()),
    ("workshop", [], {MEMBERS, RROCM}, {COUNTRIES, ORGANISATIONS}),
    ("training", [], {MEMBERS, RROCM}, {COUNTRIES, ORGANISATIONS}),
    ("regional", [], set(), set()),
]


@pytest.mark.parametrize(("kind", "bodies", "comes", "expressly"), INVITED)
def test_the_rules_say_who_is_invited(history, kind, bodies, comes, expressly):
    found = invitees(meeting(kind=kind, bodies=bodies))

    assert {str(one.category) for one in found if not one.is_express} == comes
    assert {str(one.category) for one in found if one.is_express} == expressly


def test_the_parties_are_those_that_hold_a_seat_on_the_first_day(history):
    found = {str(one.category): one.parties for one in invitees(meeting())}

    assert len(found[MEMBERS]) == 11
    assert {party.kind for party in found[COUNTRIES]} == {"state"}
    assert "state" not in {party.kind for party in found[ORGANISATIONS]}
    assert [party.slug for party in found[RROCM]] == ["rrocm"]


def test_the_troika_is_the_previous_the_current_and_the_next_presidency(history):
    for slug, year in (("pa", 2025), ("cr", 2026), ("gt", 2027)):
        preside(slug, year)

    assert [party.slug for party in invited_parties(meeting(kind="troika"))] == ["pa", "cr", "gt"]


def test_whoever_is_expressly_invited_is_among_the_parties_until_it_is_withdrawn(presidency):
    held = meeting(kind="network", bodies=["net-consular"], **ahead())
    colombia = Party.objects.get(slug="co")
    by_rule = invited_parties(held)

    invitation = convocations.invite(held, colombia, reason="Ponencia", by=presidency)
    invited = invited_parties(held)
    convocations.withdraw(invitation, reason="Cambio", by=presidency)

    assert colombia not in by_rule
    assert invited == [*by_rule, colombia]
    assert invited_parties(held) == by_rule


def test_the_list_is_shown_to_those_who_write_the_convocation(presidency):
    convened(presidency)
    team = Client()
    sign_in_past_second_factor(team, presidency)

    assert "Whom the rules invite" in team.get("/en/intranet/meetings/reunion/convocation/").content.decode()
