"""The desk: who reads a document before it is saved, several files at once, the preview, embargo and publication."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from declarations import tasks
from declarations.filing import language_of
from declarations.models import Document
from tests.declarations.factories import document, pdf, published, version
from tests.members.factories import preside, seated
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def people(history):
    preside("cr", timezone.localdate().year)
    seats = {"coordinator": ("st_coord", "iom"), "assistant": ("st_assist", "iom"), "delegate": ("hod", "mx")}
    return {name: seated(name, role, slug) for name, (role, slug) in seats.items()}


@pytest.fixture
def desk(people):
    client = Client()
    sign_in_past_second_factor(client, people["coordinator"])
    return client


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("informe_es.pdf", "es"),
        ("report-EN.pdf", "en"),
        ("CONC (Español).docx", "es"),
        ("final english version.pdf", "en"),
        ("informe.pdf", ""),
        ("es-en.pdf", ""),
        ("presentes.pdf", ""),
    ],
)
def test_the_language_is_read_from_a_files_name(name, language):
    assert language_of(name) == language


def test_several_files_make_one_version_in_their_languages(desk):
    made = document(authentic_language="es")

    answer = desk.post(
        reverse("admin:declarations_document_files", args=[made.pk]),
        {"uploads": [pdf("informe_es.pdf"), pdf("informe_en.pdf")], "translation_status": "official"},
        follow=True,
    )

    versions = made.versions.order_by("language").values_list("number", "language", "translation_status")
    assert list(versions) == [(1, "en", "official"), (1, "es", "authentic")]
    assert made.versions.get(language="en").translates == made.versions.get(language="es")
    assert "informe_en.pdf" in answer.content.decode()


def test_a_file_that_is_refused_leaves_none_of_the_others(desk):
    made = document()
    bad = SimpleUploadedFile("informe_en.pdf", b"MZ this is no PDF", "application/pdf")

    answer = desk.post(
        reverse("admin:declarations_document_files", args=[made.pk]),
        {"uploads": [pdf("informe_es.pdf"), bad], "translation_status": "official"},
    )

    assert (answer.status_code, made.versions.count()) == (200, 0)
    assert "errorlist" in answer.content.decode()


def test_two_files_in_one_language_are_refused_with_a_sentence(desk):
    made = document()

    answer = desk.post(
        reverse("admin:declarations_document_files", args=[made.pk]),
        {"uploads": [pdf("a_es.pdf"), pdf("b_es.pdf")], "translation_status": "official"},
    )

    assert made.versions.count() == 0
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize(
    ("audience", "people_today"), [("secretariat", 2), ("members", 3), ("presidency", 2), ("plenary", 3)]
)
def test_who_would_read_it_is_said_before_it_is_saved(desk, audience, people_today):
    answer = desk.get(reverse("admin:declarations_document_readers"), {"audience": audience})

    assert json.loads(answer.content)["words"].endswith(f": {people_today}.")


def test_an_audience_that_there_is_not_is_no_page(desk):
    path = reverse("admin:declarations_document_readers")

    assert desk.get(path, {"audience": "x"}).status_code == 404
    assert desk.get(path, {"audience": "members", "body": "x"}).status_code == 404
    assert desk.get(path, {"audience": "members", "document": "-1"}).status_code == 404


def test_the_preview_shows_what_everybody_will_see_to_those_who_write(desk, people):
    made = document("Borrador", audience="public")
    version(made, people["coordinator"])
    delegate = Client()
    delegate.force_login(people["delegate"])
    path = reverse("declarations:document-preview", args=[made.pk])

    assert ">Borrador (en)<" in desk.get(f"/en/intranet/papers/{made.pk}/preview/").content.decode()
    assert delegate.get(path).status_code == 403
    assert Client().get(path).status_code == 302


def press(desk, verb, made):
    return desk.post(reverse("admin:declarations_document_transition", args=[made.pk, verb]), follow=True)


def test_the_coordinator_publishes_and_the_assistant_may_not(desk, people):
    made = document(audience="public", status="final")
    assistant = Client()
    sign_in_past_second_factor(assistant, people["assistant"])

    refused = press(assistant, "publish", made)
    press(desk, "publish", made)

    made.refresh_from_db()
    assert (refused.status_code, made.status) == (403, "published")


def test_many_are_published_together_after_a_page_that_asks(desk):
    papers = [document(f"Informe {number}", audience="public", status="final") for number in range(3)]
    draft = document(audience="public")
    chosen = {"action": "bulk_publish", "_selected_action": [paper.pk for paper in [*papers, draft]]}
    list_page = reverse("admin:declarations_document_changelist")

    asked = desk.post(list_page, chosen)
    before = Document.objects.filter(status="published", year=2026).count()
    desk.post(list_page, {**chosen, "confirmed": "yes"})

    assert "confirm-transition" in asked.content.decode()
    assert before == 0
    assert Document.objects.filter(status="published", year=2026).count() == 3


def test_an_embargo_is_read_in_the_time_zone_beside_it(desk):
    made = document(audience="public")
    page = reverse("admin:declarations_document_change", args=[made.pk])
    form = desk.get(page).context["adminform"].form
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    sent = {name: value for name, value in sent.items() if not isinstance(value, bool) or value}
    for formset in desk.get(page).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    sent |= {"embargo_until_0": "2026-12-01", "embargo_until_1": "00:00:00", "embargo_time_zone": "America/Tijuana"}
    sent.pop("embargo_until", None)

    answer = desk.post(page, sent)

    made.refresh_from_db()
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert made.embargo_until == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_the_translators_find_what_they_have_to_do(desk, people):
    old, fresh, lacking = (document(f"Informe {name}") for name in ("viejo", "al día", "sin inglés"))
    for made in (old, fresh):
        version(made, people["coordinator"])
        version(made, people["coordinator"], language="en", status="official")
    version(old, people["coordinator"])
    version(lacking, people["coordinator"])
    list_page = reverse("admin:declarations_document_changelist")

    def listed(choice):
        return set(desk.get(list_page, {"translation": choice}).context["cl"].queryset)

    assert (listed("old"), listed("en"), listed("es")) == ({old}, {lacking}, set())


def test_a_published_versions_language_cannot_be_edited(desk, people):
    one = published(people["coordinator"]).versions.get()
    page = reverse("admin:declarations_document_change", args=[one.document_id])

    formsets = desk.get(page).context["inline_admin_formsets"]

    forms = next(each.formset.forms for each in formsets if each.formset.model is type(one))
    assert [form.fields["language"].disabled for form in forms] == [True]


def test_a_copy_that_cannot_be_made_is_tried_twice_and_not_for_ever(people, caplog):
    made = document()
    one = version(made, people["coordinator"])
    type(one).objects.filter(pk=one.pk).update(public_file=None, attempts=tasks.MOST_ATTEMPTS)

    tasks.prepare_versions()

    one.refresh_from_db()
    assert one.public_file is None
