"""The papers of a session in one archive: what its reader may read, numbered as the reader sees it; and late ones."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common.audit.models import Access
from crm_portal.common.files.models import PrivateFile
from declarations.models import Document
from meetings.models import ItemDocument, Meeting
from members.models import CircleAdmission
from tests.declarations.factories import document, version
from tests.meetings.factories import convened, item, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
PAGE = "/en/intranet/meetings/reunion/"


@pytest.fixture
def people(history):
    return everybody()


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def paper(under, title, by, *languages, **values):
    """A final document pinned under an item, in each of the languages."""
    made = document(title, **{"audience": under.audience, "body": None, "circle": under.circle, **values})
    if values.get("audience", under.audience) == "plenary":
        Document.objects.filter(pk=made.pk).update(body=under.body)
    pinned = [version(made, by, language) for language in languages or ("es",)]
    Document.objects.filter(pk=made.pk).update(status="final")
    return [ItemDocument.objects.create(item=under, version=each) for each in pinned]


def archive(user, sitting, language="es"):
    """{name: content} of the archive; None where there is none."""
    answer = visitor(user).get(f"{PAGE}sessions/{sitting.pk}/papers-{language}.zip")
    if answer.status_code != 200:
        return None
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_each_reader_gets_what_that_reader_may_read_numbered_as_on_the_page(people):
    by, today = people["st_coord"], timezone.localdate()
    held = convened(people["ppt"])
    plenary, closed = session(held, "plenary"), session(held, "closed_door", hours=(13, 14))
    CircleAdmission.objects.create(circle=closed.circle, person=people["hod"], valid_from=today)
    members = item(plenary, f"{WORD} de miembros", order=1, audience="members")
    released = item(plenary, "Abierto", order=2, released_on=today)
    secret = item(closed, f"{WORD} cerrado", order=1)
    paper(members, f"{WORD} reservado", by)
    paper(released, "Informe", by, released_on=today)
    paper(released, f"{WORD} interno", by, audience="members")
    paper(secret, f"{WORD} secreto", by)

    found = {
        role: [sorted(archive(people[role], sitting) or ()) for sitting in (plenary, closed)]
        for role in ("focal", "obs_org", "hod", "st_it")
    }

    inside = [f"01-01 {WORD} reservado v1.pdf", "02-01 Informe v1.pdf", f"02-02 {WORD} interno v1.pdf", "index.txt"]
    assert found == {
        "focal": [inside, []],
        "obs_org": [["01-01 Informe v1.pdf", "index.txt"], []],
        "hod": [inside, [f"01-01 {WORD} secreto v1.pdf", "index.txt"]],
        "st_it": [[], []],
    }
    index = archive(people["obs_org"], plenary)["index.txt"].decode("utf-8-sig")
    assert "1. Abierto" in index
    assert WORD not in index
    names = "".join(archive(people["obs_org"], plenary))
    assert WORD not in names


def test_a_paper_behind_closed_doors_is_logged_or_not_given(people, monkeypatch):
    held = convened(people["ppt"])
    closed = session(held, "closed_door")
    CircleAdmission.objects.create(circle=closed.circle, person=people["hod"], valid_from=timezone.localdate())
    paper(item(closed), "Secreto", people["ppt"])
    paper(item(session(held, "plenary")), "Abierto", people["ppt"])

    archive(people["hod"], closed)
    archive(people["hod"], held.sessions.get(part="plenary"))

    logged = Access.objects.filter(kind="declarations.document", action="download")
    assert list(logged.values_list("who__email", "object_id")) == [
        (people["hod"].email, str(Document.objects.get(title_es="Secreto").pk))
    ]

    def fails(*args, **values):
        raise RuntimeError("not written")

    monkeypatch.setattr("crm_portal.common.audit.record_access", fails)
    with pytest.raises(RuntimeError, match="not written"):
        archive(people["hod"], closed)


def test_an_archive_is_in_its_language_and_says_where_a_paper_is_in_another(people):
    held = convened(people["ppt"])
    one = item(session(held, "plenary"))
    paper(one, "Ambos", people["ppt"], "es", "en")
    paper(one, "Uno", people["ppt"], "es")

    spanish, english = (archive(people["focal"], one.session, language) for language in ("es", "en"))

    assert sorted(spanish) == ["01-01 Ambos v1.pdf", "01-02 Uno v1.pdf", "index.txt"]
    assert sorted(english) == ["01-01 Ambos (en) v1.pdf", "01-02 Uno (en) v1 [es].pdf", "index.txt"]
    assert "1. Punto\n" in spanish["index.txt"].decode("utf-8-sig")
    assert "not available in the language of this archive" in english["index.txt"].decode("utf-8-sig")
    assert archive(people["focal"], one.session, "fr") is None


def test_what_the_scanner_holds_is_left_out_and_named(people):
    one = item(session(convened(people["ppt"]), "plenary"))
    (held,) = paper(one, "Retenido", people["ppt"])
    paper(one, "Limpio", people["ppt"])
    PrivateFile.objects.filter(pk=held.version.served_file.pk).update(scan="pending")

    found = archive(people["focal"], one.session)

    assert sorted(found) == ["01-02 Limpio v1.pdf", "index.txt"]
    assert "Retenido (" in found["index.txt"].decode("utf-8-sig")


def test_names_in_an_archive_are_harmless(people):
    one = item(session(convened(people["ppt"]), "plenary"))
    for title in ("../../etc/passwd", "con", "a\u202eb:c*?", "x" * 300, "x" * 300):
        paper(one, title, people["ppt"])

    names = sorted(archive(people["focal"], one.session))

    assert all("/" not in name and "\\" not in name and ".." not in name and len(name) < 150 for name in names)
    assert len(names) == len(set(names)) == 6


def test_more_than_may_be_taken_at_once_is_refused_with_a_sentence(people, settings):
    one = item(session(convened(people["ppt"]), "plenary"))
    paper(one, "Grande", people["ppt"])
    settings.PAPERS_ZIP_MAX_BYTES = 100
    client = visitor(people["focal"])

    answer = client.get(f"{PAGE}sessions/{one.session.pk}/papers-es.zip", follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Please download them one by one." in answer.content.decode()


def test_archives_are_offered_where_there_are_papers_and_nowhere_in_public(people):
    held = convened(people["ppt"])
    full, empty = session(held, "plenary"), session(held, "opening")
    paper(item(full, audience="public", widening_reason="x"), "Informe", people["ppt"], audience="members")
    item(empty)

    page = visitor(people["focal"]).get(PAGE).content.decode()

    offered = [
        f"sessions/{each.pk}/papers-{language}.zip" in page for each in (full, empty) for language in ("es", "en")
    ]
    assert offered == [True, True, False, False]
    assert "papers-es.zip" not in Client().get("/en/meetings/reunion/").content.decode()
    assert archive(people["focal"], empty) is None


LATE = [
    # added at (UTC), where the meeting is held, whether it is late when papers were due on 1 June
    (datetime(2026, 6, 2, 5, 30, tzinfo=UTC), "America/Costa_Rica", False),
    (datetime(2026, 6, 2, 6, 30, tzinfo=UTC), "America/Costa_Rica", True),
    (datetime(2026, 6, 2, 4, 30, tzinfo=UTC), "America/Santo_Domingo", True),
    (datetime(2026, 6, 2, 3, 30, tzinfo=UTC), "America/Santo_Domingo", False),
]


@pytest.mark.parametrize(("added_at", "zone", "is_late"), LATE)
def test_a_paper_added_after_the_day_it_was_due_is_marked_late(people, added_at, zone, is_late):
    held = convened(people["ppt"], papers_by=date(2026, 6, 1), time_zone=zone)
    one = item(session(held, "plenary"))
    (pinned,) = paper(one, "Informe", people["ppt"])
    ItemDocument.objects.filter(pk=pinned.pk).update(added_at=added_at)
    client = visitor(people["focal"])

    page = client.get(PAGE).content.decode()
    index = archive(people["focal"], one.session, "en")["index.txt"].decode("utf-8-sig")
    Meeting.objects.filter(pk=held.pk).update(papers_by=None)
    without = client.get(PAGE).content.decode()

    assert (">late</span>" in page, "; late" in index) == (is_late, is_late)
    assert ">late</span>" not in without
