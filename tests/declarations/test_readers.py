"""Who reads a document, in words and by head count: exactly those whom `visible_to` admits."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from crm_portal.common.audit.models import Deed
from declarations import publishing
from declarations.models import Document, DocumentGrant
from declarations.readers import readers_if, readers_of
from members.models import Circle, CircleAdmission, Party
from tests.declarations.factories import document, published, version
from tests.members.factories import seated
from tests.members.seats import CONSULAR, TRAFFICKING, everybody
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def people(history):
    return everybody()


@pytest.mark.parametrize(
    "values",
    [
        {"audience": "plenary", "body": "vm"},
        {"audience": "plenary", "body": "vm", "released_on": date(2026, 1, 1), "is_open_to_rrocm": True},
        {"audience": "rcgm", "body": "rcgm"},
        {"audience": "agenda_consultation", "body": "rcgm"},
        {"audience": "agenda_consultation", "body": CONSULAR},
        {"audience": "body", "body": TRAFFICKING},
        {"audience": "body", "body": CONSULAR},
        {"audience": "body", "body": "crm-rrocm"},
        {"audience": "members"},
        {"audience": "troika"},
        {"audience": "secretariat"},
        {"audience": "public", "status": "draft"},
        {"audience": "body", "body": CONSULAR, "status": "draft"},
    ],
)
def test_the_head_count_is_of_those_who_find_it(people, values):
    paper = document(**{"status": "final", **values})
    another = seated("otra", "liaison_x", "bz", network=CONSULAR)

    found = [user for user in [*people.values(), another] if Document.objects.visible_to(user).contains(paper)]

    assert readers_of(paper).people == len(found)


def test_admissions_and_grants_are_counted_and_named(people):
    circle = Circle.objects.create(name="Puerta cerrada")
    CircleAdmission.objects.create(circle=circle, person=people["hod"], valid_from=timezone.localdate())
    paper = document(status="final", audience="circle", circle=circle)
    colombia = Party.objects.get(slug="co")
    today = timezone.localdate()
    DocumentGrant.objects.create(
        document=paper, party=colombia, reason="Invitada", granted_by=people["ppt"], valid_from=today
    )

    found = readers_of(paper)

    assert found.people == 2
    assert len(found.roles) == 2


def test_a_question_about_other_values_changes_nothing(people):
    paper = document(audience="secretariat", status="final")
    before = Document.objects.count()

    wider, new = readers_if(paper, audience="members"), readers_if(None, audience="members")

    paper.refresh_from_db()
    assert (paper.audience, Document.objects.count()) == ("secretariat", before)
    assert wider.people == 8
    assert new.people == 6  # a draft of no network and not of the RCGM


def grant(client, paper, **values):
    sent = {"document": paper.pk, "party": Party.objects.get(slug="co").pk, "reason": "Invitada"}
    return client.post("/admin/declarations/documentgrant/add/", sent | {"valid_from": "2026-01-01"} | values)


def test_the_coordinator_opens_a_paper_on_record_and_a_closed_door_one_never(people):
    client = Client()
    sign_in_past_second_factor(client, people["st_coord"])
    circle = Circle.objects.create(name="Puerta cerrada")
    CircleAdmission.objects.create(circle=circle, person=people["st_coord"], valid_from=timezone.localdate())
    closed = document(status="final", audience="circle", circle=circle)
    paper = document(status="final", audience="members")

    grant(client, paper)
    refused = grant(client, closed)

    made = DocumentGrant.objects.get()
    page = client.get(f"/admin/declarations/documentgrant/{made.pk}/change/")
    assert (made.document, made.granted_by, refused.status_code) == (paper, people["st_coord"], 403)
    assert page.context["has_change_permission"]
    assert Deed.objects.about(paper).get().verb == "declarations.open_document"


def test_a_later_source_that_is_not_published_tells_nobody_that_a_translation_is_old(people):
    made = published(people["st_coord"], with_file=False)
    version(made, people["st_coord"])
    version(made, people["st_coord"], language="en", status="official")
    publishing.publish(made, by=people["st_coord"])
    path = f"/en/documents/{made.symbol}/"
    before = Client().get(path).content

    version(made, people["st_coord"])
    page_cache.begin_edition()  # the test's transaction never commits
    during = Client().get(path).content
    publishing.publish(made, by=people["st_coord"])
    page_cache.begin_edition()
    after = Client().get(path).content.decode()

    assert before.count(b"older than the text") == 0
    assert during == before
    assert "older than the text" in after
