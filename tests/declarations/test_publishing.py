"""The workflow of a document, its symbol, and what the database refuses once it is published."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from crm_portal.common.audit.models import Deed
from crm_portal.common.files.uploads import checked_upload
from crm_portal.common.workflow import TransitionNotAllowed
from declarations import publishing, tasks
from declarations.models import Document, DocumentVersion
from tests.conftest import as_owner
from tests.declarations.factories import document, pdf, published, version, withdraw
from tests.members.factories import seated

Status = Document.Status


def test_a_document_goes_from_draft_to_published_under_a_symbol(coordinator):
    made = document("Conclusiones", kind="conclusions", body="rcgm", session_number=1, audience="public")
    version(made, coordinator)

    publishing.advance(made, "provisional", by=coordinator)
    publishing.advance(made, "final", by=coordinator)
    publishing.publish(made, by=coordinator)

    made.refresh_from_db()
    deeds = Deed.objects.about(made).order_by("pk").values_list("verb", flat=True)
    assert (made.status, made.symbol) == (Status.PUBLISHED, "CRM/GRCM/2026-1/CONC/01")
    assert [verb.partition(".")[2] for verb in deeds] == [
        "add_version",
        "provisional_document",
        "final_document",
        "publish_document",
    ]


@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ({"kind": "declaration", "body": "vm"}, "CRM/VM/2026/DEC/01"),
        ({"kind": "guidelines"}, "CRM/GEN/2026/LIN/01"),
        ({"kind": "report", "body": "net-trafficking"}, "CRM/RED-TRATA/2026/INF/01"),
        ({"kind": "working_paper", "body": "ts"}, "CRM/ST/2026/DT/01"),
        ({"kind": "report", "body": "migrant-children"}, "CRM/MIGRANT-CHILDREN/2026/INF/01"),
    ],
)
def test_a_symbol_names_body_year_type_and_number(coordinator, values, symbol):
    assert published(coordinator, **values).symbol == symbol


@pytest.mark.parametrize(
    ("verb", "status"),
    [("provisional", "final"), ("final", "published"), ("reopen", "draft"), ("final", "withdrawn")],
)
def test_a_step_from_the_wrong_state_is_refused(coordinator, verb, status):
    made = document(status="final" if status == "final" else "draft")
    if status in {"published", "withdrawn"}:
        made = published(coordinator)
    if status == "withdrawn":
        withdraw(made, by=coordinator)

    with pytest.raises(TransitionNotAllowed):
        publishing.advance(made, verb, by=coordinator)


def test_the_published_copy_names_no_author(coordinator):
    made = published(coordinator)

    one = made.versions.get()
    with one.public_file.open() as content:
        metadata = PdfReader(content).metadata
    assert "Autora Secreta" not in str(metadata)
    assert one.sha256 == one.public_file.sha256


def test_a_version_that_is_not_prepared_cannot_be_published(coordinator):
    made = document(audience="public")
    publishing.add_version(made, checked_upload(pdf()), language="es", translation_status="authentic", by=coordinator)
    publishing.advance(made, "final", by=coordinator)

    with pytest.raises(TransitionNotAllowed, match=r"preparando|prepared"):
        publishing.publish(made, by=coordinator)

    made.refresh_from_db()
    assert (made.status, made.symbol) == (Status.FINAL, None)
    tasks.prepare_versions()
    publishing.publish(made, by=coordinator)


def test_a_later_text_is_a_later_version_and_the_first_keeps_its_bytes(coordinator):
    made = published(coordinator)
    first = made.versions.get()

    later = version(made, coordinator, name="segunda.pdf")
    before = later.frozen_at
    publishing.publish(made, by=coordinator)

    later.refresh_from_db()
    again = DocumentVersion.objects.get(pk=first.pk)
    assert (first.number, later.number, before) == (1, 2, None)
    assert later.frozen_at is not None
    assert (again.sha256, again.frozen_at) == (first.sha256, first.frozen_at)
    with pytest.raises(TransitionNotAllowed):
        publishing.publish(made, by=coordinator)


def test_a_translation_made_from_an_earlier_text_is_said_to_be_old(coordinator):
    made = document(audience="public")
    version(made, coordinator)
    english = version(made, coordinator, language="en", status="official")
    fresh = english.is_older_than_its_source(list(made.versions.all()))

    version(made, coordinator)

    assert (fresh, english.is_older_than_its_source(list(made.versions.all()))) == (False, True)


def test_a_version_joins_anothers_number_once(coordinator):
    made = document()
    version(made, coordinator)
    version(made, coordinator)

    joined = version(made, coordinator, language="en", status="official", number=2)

    assert joined.number == 2
    with pytest.raises(TransitionNotAllowed):
        version(made, coordinator, language="en", status="official", number=1)


CHANGES = [
    "UPDATE declarations_documentversion SET sha256 = repeat('0', 64) WHERE id = %s",
    "UPDATE declarations_documentversion SET public_file_id = file_id WHERE id = %s",
    "UPDATE declarations_documentversion SET file_id = public_file_id WHERE id = %s",
    "UPDATE declarations_documentversion SET number = 9 WHERE id = %s",
    "UPDATE declarations_documentversion SET frozen_at = NULL WHERE id = %s",
    "DELETE FROM declarations_documentversion WHERE id = %s",
    "UPDATE declarations_document SET symbol = 'CRM/VM/2026/DEC/99' WHERE id = (SELECT document_id FROM"
    " declarations_documentversion WHERE id = %s)",
    "UPDATE declarations_document SET symbol = NULL WHERE id = (SELECT document_id FROM"
    " declarations_documentversion WHERE id = %s)",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_was_published(coordinator, change):
    one = published(coordinator).versions.get()

    with (
        pytest.raises(DatabaseError, match=r"never changed|given once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [one.pk])


@pytest.mark.django_db(transaction=True)
def test_even_the_owner_is_refused_to_empty_the_versions(history):
    with as_owner(connection.settings_dict["NAME"]) as owner, pytest.raises(Exception, match="never changed"):
        owner.execute("TRUNCATE declarations_documentversion CASCADE")


def test_what_is_not_published_may_still_be_changed(coordinator):
    one = version(document(), coordinator)

    DocumentVersion.objects.filter(pk=one.pk).update(translation_status="official")
    DocumentVersion.objects.filter(pk=one.pk).delete()

    assert not DocumentVersion.objects.exists()


def test_a_document_of_which_nobody_has_written_a_reason_is_not_withdrawn(coordinator):
    loaded = Document.objects.get(symbol="CRM/GEN/2014/DECEXT/01")

    with pytest.raises(TransitionNotAllowed):
        publishing.withdraw(loaded, by=coordinator)


def test_a_withdrawn_document_keeps_its_symbol_and_says_why(coordinator):
    made = published(coordinator)
    with pytest.raises(TransitionNotAllowed):
        withdraw(made, by=coordinator, reason_en=" ")

    withdraw(made, by=coordinator)

    made.refresh_from_db()
    assert (made.status, made.withdrawal_reason_en) == (Status.WITHDRAWN, "It holds an error")
    assert published(coordinator).symbol == "CRM/GEN/2026/INF/02"


def test_an_audience_wider_than_the_rules_needs_a_reason(coordinator):
    made = document(body="rcgm", part="session", audience="plenary", status="final")

    with pytest.raises(TransitionNotAllowed):
        publishing.publish(made, by=coordinator)

    Document.objects.filter(pk=made.pk).update(widening_reason="Decidido por el GRCM")
    publishing.publish(made, by=coordinator)
    narrower = document(body="rcgm", part="session", audience="members", status="final")
    publishing.publish(narrower, by=coordinator)


@pytest.mark.django_db(transaction=True)
def test_symbols_have_no_gaps_whoever_publishes_at_once(history):
    coordinator = seated("coordinadora", "st_coord", "iom")
    papers = [document(f"Informe {number}", status="final") for number in range(8)]
    failing = papers[3]
    barrier, errors = threading.Barrier(len(papers)), []

    def publish(paper):
        barrier.wait()
        try:
            with transaction.atomic():
                publishing.publish(paper, by=coordinator)
                if paper is failing:
                    raise RuntimeError("rolled back")
        except RuntimeError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[paper]) for paper in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    issued = Document.objects.filter(pk__in=[paper.pk for paper in papers]).exclude(symbol=None)
    symbols = sorted(issued.values_list("symbol", flat=True))
    assert len(errors) == 1
    assert symbols == [f"CRM/GEN/2026/INF/{number:02}" for number in range(1, 8)]


def test_an_embargo_ends_at_its_moment(coordinator):
    now = timezone.now()
    early, late = (published(coordinator, at=now + timedelta(seconds=offset)) for offset in (60, -60))

    public = set(Document.objects.public().filter(pk__in=[early.pk, late.pk]))

    assert public == {late}
    assert (early.is_public, late.is_public) == (False, True)
