"""Whom an audience reaches: the matrix as a table of papers and roles, with its conditions."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from declarations.models import Document, DocumentGrant
from members import audience
from members.models import Audience, Body, Circle, CircleAdmission, Party, User
from members.roles import Role
from tests.declarations.factories import document, published
from tests.members.factories import person
from tests.members.seats import SEATS, everybody

MEMBERS = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}
OWN, OTHER = "net-trafficking", "net-consular"
TODAY = timezone.localdate


@pytest.fixture
def people(history):
    return everybody()


def readers(people, paper):
    everybody = {**people, "anon": AnonymousUser()}
    return {role for role, user in everybody.items() if Document.objects.visible_to(user).contains(paper)}


@pytest.mark.parametrize(
    ("values", "roles"),
    [
        ({"audience": "plenary", "body": "vm"}, MEMBERS),
        ({"audience": "plenary", "body": "vm", "released_on": date(2026, 1, 1)}, MEMBERS | {"obs_country", "obs_org"}),
        ({"audience": "plenary", "body": "vm", "is_open_to_rrocm": True}, MEMBERS | {"rrocm"}),
        ({"audience": "rcgm", "body": "rcgm"}, MEMBERS | {"obs_org"}),
        ({"audience": "rcgm", "body": "rcgm", "is_open_to_rrocm": True}, MEMBERS | {"obs_org", "rrocm"}),
        ({"audience": "agenda_consultation", "body": "vm"}, MEMBERS - {"liaison_x", "rcgm"} | {"obs_org"}),
        ({"audience": "agenda_consultation", "body": "rcgm"}, MEMBERS - {"liaison_x"} | {"obs_org"}),
        ({"audience": "agenda_consultation", "body": OWN}, MEMBERS - {"rcgm"}),
        ({"audience": "agenda_consultation", "body": OTHER}, MEMBERS - {"rcgm", "liaison_x"}),
        ({"audience": "members"}, MEMBERS),
        ({"audience": "body", "body": OWN}, MEMBERS - {"troika"}),
        ({"audience": "body", "body": OTHER}, MEMBERS - {"troika", "liaison_x"}),
        ({"audience": "body", "body": "crm-rrocm"}, MEMBERS - {"liaison_x"}),
        ({"audience": "body", "body": "crm-rrocm", "is_open_to_rrocm": True}, MEMBERS - {"liaison_x"} | {"rrocm"}),
        ({"audience": "troika"}, {"ppt", "troika", "st_coord", "st_assist"}),
        ({"audience": "presidency"}, {"ppt", "st_coord", "st_assist"}),
        ({"audience": "secretariat"}, {"st_coord", "st_assist"}),
    ],
)
def test_a_final_paper_is_read_by_the_roles_of_its_audience(people, values, roles):
    paper = document(status="final", **values)

    assert readers(people, paper) == roles


@pytest.mark.parametrize(
    ("values", "roles"),
    [
        ({"audience": "public"}, MEMBERS - {"liaison_x", "rcgm"}),
        ({"audience": "public", "body": "rcgm"}, MEMBERS - {"liaison_x"}),
        ({"audience": "public", "body": OWN}, MEMBERS - {"rcgm"}),
        ({"audience": "plenary", "body": "vm", "released_on": date(2026, 1, 1)}, MEMBERS - {"liaison_x", "rcgm"}),
        ({"audience": "rcgm", "body": "rcgm"}, MEMBERS - {"liaison_x"}),
        ({"audience": "body", "body": OTHER}, MEMBERS - {"liaison_x", "rcgm", "troika"}),
        ({"audience": "secretariat"}, {"st_coord", "st_assist"}),
    ],
)
def test_a_draft_is_read_where_both_its_audience_and_the_row_of_drafts_admit(people, values, roles):
    assert readers(people, document(**values)) == roles


def test_what_is_for_everybody_is_read_by_everybody_once_its_moment_has_come(people):
    soon = timezone.now() + timedelta(hours=1)
    out, embargoed = published(people["st_coord"]), published(people["st_coord"], at=soon)

    assert readers(people, out) == {*SEATS, "anon"}
    assert readers(people, embargoed) == MEMBERS - {"liaison_x", "rcgm"}


def test_somebody_without_a_mandate_reads_what_everybody_reads(people):
    nobody = person("nadie")
    out, inner = published(people["st_coord"]), document(status="final", audience="members")

    assert set(Document.objects.visible_to(nobody).filter(pk__in=[out.pk, inner.pk])) == {out}


def admit(circle, **whom):
    return CircleAdmission.objects.create(circle=circle, valid_from=TODAY(), **whom)


def test_a_closed_door_paper_is_read_by_the_people_admitted_whatever_their_role(people):
    circle = Circle.objects.create(name="Puerta cerrada")
    admit(circle, person=people["focal"])
    admit(circle, person=people["st_it"])
    paper = document(status="final", audience="circle", body="vm", circle=circle)

    assert readers(people, paper) == {"focal", "st_it"}


def test_an_admission_that_has_ended_admits_nobody(people):
    circle = Circle.objects.create(name="Puerta cerrada")
    CircleAdmission.objects.create(
        circle=circle, person=people["hod"], valid_from=date(2026, 1, 1), valid_until=TODAY()
    )

    assert readers(people, document(status="final", audience="circle", circle=circle)) == set()


def test_an_invited_party_reads_the_papers_of_that_meeting_beside_its_body(people):
    circle = Circle.objects.create(name="Reunión de la red")
    admit(circle, party=Party.objects.get(slug="co"))
    invited = document(status="final", audience="body", body=OTHER, circle=circle)
    another = document(status="final", audience="body", body=OTHER)

    assert readers(people, invited) == MEMBERS - {"troika", "liaison_x"} | {"obs_country"}
    assert "obs_country" not in readers(people, another)


def grant(paper, by, **whom):
    return DocumentGrant.objects.create(
        document=paper, reason="Autorizado", granted_by=by, **{"valid_from": TODAY(), **whom}
    )


def test_a_grant_opens_one_paper_to_one_party_while_it_lasts(people):
    paper, other = document(audience="public"), document(audience="public")
    colombia = Party.objects.get(slug="co")
    grant(paper, people["ppt"], party=colombia)
    grant(other, people["ppt"], party=colombia, valid_from=date(2026, 1, 1), valid_until=TODAY())

    assert "obs_country" in readers(people, paper)
    assert "obs_country" not in readers(people, other)


def test_custody_of_a_closed_door_paper_is_granted_to_a_person(people):
    circle = Circle.objects.create(name="Puerta cerrada")
    paper = document(status="final", audience="circle", circle=circle)
    grant(paper, people["ppt"], person=people["st_coord"])

    assert readers(people, paper) == {"st_coord"}


def test_the_break_glass_account_reads_what_everybody_reads(people):
    emergency = User.objects.create_superuser("root@example.org", full_name="Emergencia")

    assert readers({"emergency": emergency}, document(status="final", audience="members")) == set()


@pytest.mark.parametrize(
    ("body", "part", "given"),
    [
        ("vm", "plenary", Audience.PLENARY),
        ("vm", "opening", Audience.PLENARY),
        ("vm", "closed_door", Audience.CIRCLE),
        ("rcgm", "session", Audience.RCGM),
        ("net-trafficking", "session", Audience.BODY),
        ("net-consular", "session", Audience.BODY),
        ("crm-rrocm", "session", Audience.BODY),
        ("drafting-group", "session", Audience.MEMBERS),
        ("troika", "session", Audience.TROIKA),
        ("ts", "session", Audience.SECRETARIAT),
        (None, "session", Audience.SECRETARIAT),
    ],
)
def test_the_audience_follows_from_body_and_part(history, body, part, given):
    found = Body.objects.get(slug=body) if body else None

    assert audience.derived(found, part) == given


@pytest.mark.parametrize(
    ("one", "other", "wider"),
    [
        ("public", "plenary", True),
        ("plenary", "rcgm", True),
        ("rcgm", "plenary", False),
        ("members", "plenary", False),
        ("members", "circle", True),
        ("circle", "secretariat", False),
        ("secretariat", "presidency", False),
        ("presidency", "troika", False),
        ("troika", "members", False),
    ],
)
def test_one_audience_is_wider_than_another(history, one, other, wider):
    assert audience.is_wider(one, other, None) == wider


def test_no_role_reads_anything_by_an_audience_that_the_matrix_does_not_give_it(history):
    for name in Audience:
        if name not in {Audience.PUBLIC, Audience.CIRCLE}:
            reached = audience.roles_of(name, Body.objects.get(slug=OWN))
            assert not reached & {"anon", Role.ST_IT, Role.IOM_FUND, Role.AUDITOR, Role.FUND_REQUESTER}, name
