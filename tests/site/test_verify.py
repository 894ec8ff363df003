"""The page that verifies files: what it says in each state, what it never says, and what it costs to ask."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind, kinds, register
from crm_portal.common.pdf.models import Printout
from crm_portal.site import verify
from declarations import instruments, publishing
from declarations.models import Document, DocumentRelation, Paragraph
from members.models import Circle, User
from tests.declarations.factories import document, published, version, withdraw
from tests.members.factories import seated

UNKNOWN = "The portal knows no public file like this one"


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def visitor():
    return Client()


def page(language="en"):
    with translation.override(language):
        return reverse("verify")


def bytes_of(file):
    with file.open() as content:
        return content.read()


def asked(client, sha256, language="en"):
    answer = client.get(page(language), {"sha256": sha256})
    assert answer.status_code == 200
    return answer.text


def sent(client, content, name="archivo.pdf"):
    return client.post(page(), {"file": SimpleUploadedFile(name, content)})


def verdict(text):
    """The standing and the words of what was found, without marks."""
    standings = re.findall(r'data-standing="(\w+)"', text)
    main = text.partition("<main")[2]
    return standings, " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_published_file_is_recognised_by_the_file_and_by_its_hash(visitor, coordinator):
    made = published(coordinator, "Declaración de prueba", kind="declaration", body="vm")
    one = made.versions.get()

    by_file = verdict(sent(visitor, bytes_of(one.public_file)).text)
    by_hash = verdict(asked(visitor, one.sha256.upper()))

    assert by_file[0] == by_hash[0] == ["current"]
    for _standing, words in (by_file, by_hash):
        assert "Genuine, and the latest Declaración de prueba (en) Declaration, CRM/VM/2026/DEC/01" in words
        assert "Version 1, Spanish, authentic" in words
        assert one.sha256 in words


def test_the_answer_is_in_the_language_of_the_page_and_leads_to_the_document(visitor, coordinator):
    made = published(coordinator, "Declaración de prueba")

    text = asked(visitor, made.versions.get().sha256, "es")

    assert f'<a href="/es/documentos/{made.symbol}/">Declaración de prueba</a>' in text


def test_an_earlier_version_is_genuine_and_superseded(visitor, coordinator, monkeypatch):
    monkeypatch.setattr("tests.declarations.factories.pdf", different_pdfs())
    made = published(coordinator)
    first = made.versions.get()
    version(made, coordinator, name="segunda.pdf")
    publishing.publish(made, by=coordinator)

    early, late = (verdict(asked(visitor, one.sha256)) for one in (first, made.versions.get(number=2)))

    assert (early[0], late[0]) == (["superseded"], ["current"])
    assert "Version 2 has been published since." in early[1]


def test_two_versions_of_the_same_bytes_are_the_later_one(visitor, coordinator):
    made = published(coordinator)
    version(made, coordinator, name="la misma.pdf")
    publishing.publish(made, by=coordinator)

    standings, words = verdict(asked(visitor, made.versions.get(number=1).sha256))

    assert (standings, "Version 2, Spanish" in words) == (["current"], True)


def test_a_later_version_that_is_not_published_is_not_told_of(visitor, coordinator):
    made = published(coordinator)
    version(made, coordinator, name="segunda.pdf")

    assert verdict(asked(visitor, made.versions.get(number=1).sha256))[0] == ["current"]


def test_a_document_that_another_replaces_says_so_when_everybody_may_know(visitor, coordinator):
    made, hidden = published(coordinator), published(coordinator, audience="members", with_file=False)
    DocumentRelation.objects.create(document=hidden, kind="replaces", other=made)
    before = verdict(asked(visitor, made.versions.get().sha256))
    newer = published(coordinator, "Nueva", with_file=False)
    DocumentRelation.objects.create(document=newer, kind="replaces", other=made)

    after = verdict(asked(visitor, made.versions.get().sha256))

    assert (before[0], after[0]) == (["current"], ["superseded"])
    assert f"See {newer.symbol}: Nueva (en), which replaces or corrects it." in after[1]


def test_a_withdrawn_document_is_genuine_and_withdrawn_with_its_reason(visitor, coordinator):
    made = published(coordinator)
    withdraw(made, by=coordinator)

    standings, words = verdict(asked(visitor, made.versions.get().sha256))

    assert standings == ["withdrawn"]
    assert "It holds an error" in words


def test_the_pdf_that_the_portal_made_is_recognised_and_its_successor_too(visitor, coordinator):
    made = document("Declaración", kind="declaration", audience="public")
    Paragraph.objects.create(document=made, order=1, number="1", text_es="Uno", text_en="One")
    publishing.advance(made, "final", by=coordinator)
    publishing.publish(made, by=coordinator)
    made_of = []
    for _time in range(2):
        instruments.ask_where_due()
        while pdf.make_next():
            pass
        made_of.append(Printout.objects.of(instruments.KIND, made).filter(language="en").latest("made_at"))
        Paragraph.objects.update(text_en="One, corrected")

    early, late = (verdict(sent(visitor, bytes_of(one.file)).text) for one in made_of)

    assert (early[0], late[0]) == (["superseded"], ["current"])
    assert "Text in English, made into a PDF by the portal on" in late[1]
    Document.objects.filter(pk=made.pk).update(audience="members")
    assert verdict(sent(visitor, bytes_of(made_of[1].file)).text)[0] == ["unknown"]


def files_that_are_not_public(by):
    """The hash of a file of each sort that not everybody may know of."""
    draft = version(document(audience="public"), by, name="borrador.pdf")
    waiting = published(by, at=timezone.now() + timedelta(hours=1)).versions.get()
    internal = published(by, audience="members").versions.get()
    closed = published(by, audience="circle", circle=Circle.objects.create(name="Puerta")).versions.get()
    later = version(published(by), by, name="segunda.pdf")
    return [one.served_file.sha256 for one in (draft, waiting, internal, closed, later)]


def test_a_file_that_is_not_public_is_answered_like_an_unknown_one(visitor, coordinator, monkeypatch):
    monkeypatch.setattr("tests.declarations.factories.pdf", different_pdfs())
    signed_in = Client()
    signed_in.force_login(coordinator)
    hashes = files_that_are_not_public(coordinator)
    unknown = hashlib.sha256(b"unknown").hexdigest()

    for client in (visitor, signed_in):
        expected = verdict(asked(client, unknown))
        answers = [verdict(asked(client, sha256)) for sha256 in hashes]
        assert UNKNOWN in expected[1]
        assert [
            (standing, words.replace(sha256, unknown))
            for (standing, words), sha256 in zip(answers, hashes, strict=True)
        ] == [expected] * 5


def different_pdfs():
    """Each PDF of other bytes than the last."""
    from pypdf import PdfWriter

    number = iter(range(100, 1000))

    def pdf(name="documento.pdf", **_parts):
        writer, content = PdfWriter(), BytesIO()
        writer.add_blank_page(next(number), 200)
        writer.write(content)
        return SimpleUploadedFile(name, content.getvalue(), "application/pdf")

    return pdf


def test_a_pdf_of_a_kind_that_tells_nothing_is_unknown(visitor, coordinator):
    register(
        PrintoutKind(
            name="silent",
            label="Silent",
            template="pdf/base.html",
            seen_by_person=lambda user: User.objects.all(),
            about=lambda pk: User.objects.get(pk=pk),
            title=str,
            file_name=str,
            content=lambda person: {},
        )
    )
    try:
        printout = pdf.ask("silent", coordinator, language="es", by=None)
        pdf.make_next()
        printout.refresh_from_db()

        assert verdict(asked(visitor, printout.file.sha256))[0] == ["unknown"]
    finally:
        del kinds["silent"]


@pytest.mark.parametrize(
    "typed", ["", "abc", "g" * 64, "0" * 63, "0" * 65, "' OR 1=1", "\x00", "<script>", "x" * 10_000, "\u0660" * 64]
)
def test_what_is_no_hash_gets_a_sentence(visitor, db, typed):
    text = asked(visitor, typed)

    assert "errorlist" in text
    assert "data-standing" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("spelled", ["{0}", " {0} ", "sha256:{0}", "SHA256:{0}"])
def test_a_hash_may_be_spelled_as_programs_do(visitor, coordinator, spelled):
    sha256 = published(coordinator).versions.get().sha256

    assert verdict(asked(visitor, spelled.format(sha256)))[0] == ["current"]


def test_a_file_is_not_stored_and_not_asked_about_by_its_name(visitor, db, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    kept = storages["private"].listdir("")

    answer = sent(visitor, b"a" * (3 * 1024 * 1024), "secreto-quetzal.pdf")

    assert hashlib.sha256(b"a" * (3 * 1024 * 1024)).hexdigest() in answer.text
    assert "secreto-quetzal" not in answer.text
    assert (list(tmp_path.iterdir()), storages["private"].listdir("")) == ([], kept)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file that is not empty."),
        ({"file": SimpleUploadedFile("vacio.pdf", b"")}, "Choose a file that is not empty."),
        ({"file": "text"}, "Choose a file that is not empty."),
        ({"other": SimpleUploadedFile("a.pdf", b"a")}, "Choose a file that is not empty."),
    ],
)
def test_what_is_no_file_gets_a_sentence(visitor, db, fields, words):
    answer = visitor.post(page(), fields)

    assert (answer.status_code, words in answer.text) == (200, True)


def test_a_file_that_is_too_large_is_refused_with_another_way(visitor, db, settings):
    settings.FILES_MAX_BYTES = 1024 * 1024

    fits, too_large = sent(visitor, b"a" * 1024 * 1024), sent(visitor, b"a" * (1024 * 1024 + 1))

    assert verdict(fits.text)[0] == ["unknown"]
    assert "The file is larger than 1 MB" in too_large.text
    assert verdict(too_large.text)[0] == []


def test_a_form_without_its_token_is_refused(db):
    assert sent(Client(enforce_csrf_checks=True), b"a").status_code == 403


def test_a_form_with_its_token_is_taken(db):
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page()).text)[1]

    answer = client.post(page(), {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.pdf", b"a")})

    assert verdict(answer.text)[0] == ["unknown"]


def test_one_address_asks_thirty_times_a_minute(visitor, db, monkeypatch):
    monkeypatch.setattr(verify, "MOST_CHECKS", 3)
    monkeypatch.setattr("crm_portal.common.rate_limit.time.time", lambda: 1_000_000)

    answers = [visitor.get(page(), {"sha256": "0" * 64}).status_code for _time in range(4)]

    other = Client(REMOTE_ADDR="192.0.2.7").get(page(), {"sha256": "0" * 64})
    assert answers == [200, 200, 200, 429]
    assert (sent(visitor, b"a").status_code, visitor.get(page()).status_code, other.status_code) == (429, 200, 200)


def test_no_answer_is_kept(visitor, db):
    answer = visitor.get(page(), {"sha256": "0" * 64})

    assert "no-store" in answer.headers["Cache-Control"]
    assert visitor.put(page()).status_code == 405
