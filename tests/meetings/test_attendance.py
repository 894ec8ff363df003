"""Who may attend what: each row of the rules, and what each role sees of a meeting's sessions."""

import csv

import pytest
from django.utils import timezone

from meetings import attendance
from meetings.models import Meeting, Session
from members import history_loader
from members.models import Circle, CircleAdmission, Party
from tests.meetings.factories import convened, meeting, session
from tests.members.seats import everybody

FILE = history_loader.FOLDER / "meeting_access_rules.csv"
RULES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
KINDS = {
    "vm": ("conference", ""),
    "rcgm": ("rcgm", ""),
    "net-trafficking": ("network", "net-trafficking"),
    "net-consular": ("network", "net-consular"),
    "net-children": ("network", "net-children"),
    "joint-networks": ("joint_networks", "net-trafficking net-consular"),
    "troika": ("troika", ""),
    "drafting": ("drafting", ""),
    "seminars": ("seminar", ""),
    "ad-hoc-extra-regional": ("ad_hoc", "extra-regional"),
    "ad-hoc-crm-rrocm": ("ad_hoc", "crm-rrocm"),
    "ad-hoc-migrant-children": ("ad_hoc", "migrant-children"),
}
COMES = {"yes", "restricted", "slot", "supporting", "opening", "convenes"}
INVITED = {"by_invitation", "occasional"}


@pytest.mark.parametrize(
    ("body", "part", "category"),
    sorted({(row["body"], row["part"], row["participant_category"]) for row in RULES if row["body"] != "any"}),
)
def test_every_row_of_the_rules_is_held_to(history, body, part, category):
    kind, bodies = KINDS[body]
    answers = {
        row["may_attend"]
        for row in RULES
        if (row["body"], row["part"], row["participant_category"]) == (body, part, category)
    }

    held = meeting(kind=kind, bodies=bodies.split())

    assert (category in attendance.attended_by(held, part)) == bool(answers & COMES)
    expressly = attendance.rules(held).filter(part=part, participant=category, may_attend__in=attendance.BY_INVITATION)
    assert expressly.exists() == bool(answers & INVITED)


def test_every_kind_of_meeting_has_a_row_or_cannot_be_convened(history):
    with_rules = {
        kind
        for kind in Meeting.Kind.values
        if attendance.rules(meeting(kind=kind, slug=kind, bodies={"network": ["net-consular"]}.get(kind, ()))).exists()
    }

    assert set(Meeting.Kind.values) - with_rules == {"ad_hoc", "regional"}  # an ad hoc group's is its body's


SEEN = {
    # session, roles beyond the members' side, the Presidency and the Secretariat that know of it
    ("conference", "plenary"): {"obs_country", "obs_org", "rrocm"},
    ("conference", "opening"): {"obs_country", "obs_org", "rrocm"},
    ("conference", "closed_door"): set(),
    ("rcgm", "session"): {"obs_org", "rrocm"},
    ("network", "session"): {"rrocm"},
    ("drafting", "session"): set(),
    ("seminar", "event"): {"rrocm"},
}
INSIDE = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}


@pytest.mark.parametrize(("kind", "part"), SEEN)
def test_a_session_is_known_to_those_whom_the_rules_admit(history, kind, part):
    people = everybody()
    held = meeting(kind=kind, bodies=["net-consular"] if kind == "network" else ())
    Meeting.objects.filter(pk=held.pk).update(status="convened", convened_at=timezone.now())
    one = session(held, part)

    seeing = {role for role, user in people.items() if Session.objects.visible_to(user).contains(one)}

    assert seeing & set(INSIDE | {"obs_country", "obs_org", "rrocm"}) == INSIDE | SEEN[kind, part]
    assert seeing == INSIDE | SEEN[kind, part]


def test_an_express_invitation_opens_that_session_and_no_other(history):
    people = everybody()
    invited, other = (
        convened(people["ppt"], kind="network", slug=slug, bodies=["net-consular"]) for slug in ("una", "otra")
    )
    circle = Circle.objects.create(name="Invitados")
    CircleAdmission.objects.create(
        circle=circle, party=Party.objects.get(slug="unhcr"), valid_from=timezone.localdate()
    )
    one = session(invited, "session", circle=circle)
    session(other, "session")

    assert list(Session.objects.visible_to(people["obs_org"])) == [one]


def test_a_meeting_being_planned_is_known_to_members_presidency_and_secretariat(history):
    people = everybody()
    planned = meeting()

    seeing = {role for role, user in people.items() if Meeting.objects.visible_to(user).contains(planned)}

    assert seeing == INSIDE
