"""The contact page: a message becomes letters to the Secretariat, and nothing is lost on the way."""

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from crm_portal.common.outbox.models import Letter
from members.models import Mandate
from tests.members.factories import seated

MESSAGE = {
    "name": "Ana Fictícia",
    "address": "ana@example.org",
    "subject": "Una consulta",
    "text": "¿Dónde está la declaración de Managua?\n\nGracias.",
    "web": "",
}


@pytest.fixture
def desk(history):
    people = [seated("coordinadora", "st_coord", "iom"), seated("asistente", "st_assist", "iom")]
    people[1].language = "en"
    people[1].save()
    seated("informatica", "st_it", "iom")
    return people


def send(client=None, **changed):
    return (client or Client()).post("/en/contact/", MESSAGE | changed)


def test_a_message_goes_to_the_coordinator_and_the_assistant_each_in_their_language(desk):
    answer = send()

    letters = {letter.recipient.email: letter for letter in Letter.objects.filter(kind="contact")}
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/contact/sent/")
    assert set(letters) == {person.email for person in desk}
    assert {letter.reply_to for letter in letters.values()} == {"ana@example.org"}
    assert {letter.state for letter in letters.values()} == {"queued"}
    spanish, english = (letters[person.email] for person in desk)
    assert spanish.subject == "Página de contacto: Una consulta"
    assert english.subject == "Contact page: Una consulta"
    assert "De: Ana Fictícia <ana@example.org>" in spanish.text
    assert MESSAGE["text"] in english.text


def test_somebody_who_has_left_the_secretariat_gets_none(desk):
    Mandate.objects.filter(user=desk[1]).update(valid_until=timezone.localdate())

    send()

    assert list(Letter.objects.filter(kind="contact").values_list("recipient", flat=True)) == [desk[0].pk]


def test_with_nobody_there_it_goes_to_the_office_and_without_one_nothing_is_lost(history, settings):
    settings.MAIL_REPLY_TO = ""
    refused = send()
    settings.MAIL_REPLY_TO = "oficina@example.org"
    sent = send()

    assert refused.status_code == 200
    assert "Your text is still here" in refused.text
    assert "declaración de Managua" in refused.text
    assert sent.status_code == 302
    assert Letter.objects.get(kind="contact").address == "oficina@example.org"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("address", "nobody"),
        ("address", "a@example.org\nBcc: b@example.org"),
        ("subject", "one\r\nBcc: two@example.org"),
        ("subject", "x" * 121),
        ("text", ""),
        ("text", "x" * 5001),
        ("text", "\x00"),
        ("web", "filled in by a program"),
    ],
)
def test_what_cannot_be_a_message_is_refused_beside_its_field_and_stays_in_the_form(desk, field, value):
    answer = send(**{field: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert "declaración de Managua" in answer.text or field == "text"
    assert not Letter.objects.filter(kind="contact").exists()


def test_the_sixth_message_within_the_hour_waits_with_its_text(desk):
    answers = [send(subject=f"Consulta {number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Your text is still here" in answers[-1].text
    assert "declaración de Managua" in answers[-1].text
    assert Letter.objects.filter(kind="contact").count() == 10


def test_a_message_arrives_while_valkey_is_down(desk, settings):
    nowhere = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    with override_settings(CACHES=nowhere):
        answer = send()

    assert answer.status_code == 302
    assert Letter.objects.filter(kind="contact").count() == 2


def test_a_form_from_elsewhere_is_refused(desk):
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_html_in_a_message_stays_text(desk):
    send(text="<script>alert(1)</script>", name="<b>Ana</b>")

    letter = Letter.objects.filter(kind="contact").first()
    assert "<script>" in letter.text
    assert "<script>" not in letter.html
