"""Whom the rules invite: observer countries to the Vice-Ministers and not to the RCGM, to a network by invitation."""

import pytest
from django.test import Client

from meetings.invitees import invitees
from tests.meetings.factories import convened, meeting
from tests.members.factories import seated
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


def test_the_list_is_shown_to_those_who_prepare_the_meeting(presidency):
    convened(presidency)
    team, focal = Client(), Client()
    sign_in_past_second_factor(team, presidency)
    sign_in_past_second_factor(focal, seated("enlace", "focal", "mx"))

    assert "Whom the rules invite" in team.get("/en/intranet/meetings/reunion/").content.decode()
    assert "Whom the rules invite" not in focal.get("/en/intranet/meetings/reunion/").content.decode()
