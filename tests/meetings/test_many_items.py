"""A meeting with two hundred items and five hundred documents: its page asks a few questions, whoever opens it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from crm_portal.common.files.models import PrivateFile
from declarations.models import Document, DocumentVersion
from meetings.models import AgendaItem, ItemDocument
from tests.meetings.factories import DAY, convened, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

ITEMS, DOCUMENTS, SESSIONS = 200, 500, 4
PAGE = "/en/intranet/meetings/reunion/"


def fill(held, by):
    """Items over four sessions, and documents in a version each, pinned in turn."""
    sittings = [session(held, "plenary", f"Sesión {n}", hours=(9 + n, 10 + n)) for n in range(SESSIONS)]
    first = sittings[0]
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            session=sittings[n % SESSIONS],
            order=n,
            title_es=f"Punto {n}",
            title_en=f"Item {n}",
            audience="plenary",
            body=first.body,
            is_standing=True,
        )
        for n in range(ITEMS)
    )
    papers = Document.objects.bulk_create(
        Document(
            kind="report",
            title_es=f"Papel {n}",
            title_en=f"Paper {n}",
            year=DAY.year,
            audience="plenary",
            body=first.body,
            status="final",
        )
        for n in range(DOCUMENTS)
    )
    files = PrivateFile.objects.bulk_create(
        PrivateFile(
            name=f"{n}.pdf", kind="pdf", size=1, sha256=f"{n:064x}", scan="clean", door="document", uploaded_by=by
        )
        for n in range(DOCUMENTS)
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=paper, number=1, language="es", translation_status="authentic", file=file, added_by=by)
        for paper, file in zip(papers, files, strict=True)
    )
    ItemDocument.objects.bulk_create(
        ItemDocument(item=items[n % ITEMS], version=version, added_at=datetime(2026, 1, 1, tzinfo=UTC))
        for n, version in enumerate(versions)
    )


@pytest.mark.parametrize("role", ["ppt", "focal"])
def test_the_page_asks_at_most_fifteen_questions(history, django_assert_max_num_queries, role):
    people = everybody()
    held = convened(people["ppt"])
    fill(held, people["st_coord"])
    client = Client()
    sign_in_past_second_factor(client, people[role])
    client.get(PAGE)

    with django_assert_max_num_queries(15):
        page = client.get(PAGE).content.decode()

    assert (page.count("<li><p>Item "), page.count(">Paper ")) == (ITEMS, DOCUMENTS)
    assert page.count("papers-es.zip") == SESSIONS
