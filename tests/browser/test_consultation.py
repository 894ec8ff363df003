"""A whole consultation, played by the Presidency, the Troika, three members and the Secretariat, in both languages."""

from datetime import timedelta

from django.utils import timezone

from crm_portal.common.outbox.models import Letter
from declarations.consultations import answering, keeping_time
from declarations.models import Addressee, Consultation, Round
from members.models import User
from tests import axe
from tests.browser.conftest import DESK

PHONE = {"width": 390, "height": 844}
TEXTS = {
    "title_es": "Posición común sobre retorno digno",
    "title_en": "Common position on dignified return",
    "text_es": "Los países coordinan los vuelos.\n\nCada país nombra un enlace.",
    "text_en": "The countries coordinate flights.\n\nEach country names a liaison.",
}
AMENDED = {
    "text_es": "Los países coordinan los vuelos y los traslados por tierra.\n\nCada país nombra un enlace.",
    "text_en": "The countries coordinate flights and journeys over land.\n\nEach country names a liaison.",
}
CHANGE = "Añadir los traslados por tierra."
MAIL = {"name": "correo.txt", "mimeType": "text/plain", "buffer": b"Guatemala esta de acuerdo.\n"}
PAPER = {"name": "anexo.txt", "mimeType": "text/plain", "buffer": b"Anexo ficticio.\n"}


def press(page, name):
    """Press a button, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    assert page.locator(".error-summary, .messages .error").count() == 0, page.locator("main").inner_text()


def follow(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).click()


def fill(page, values):
    for name, value in values.items():
        page.fill(f"[name={name}]", value)


def said(page):
    return page.locator("main").inner_text()


def faults_at(page):
    found = [(page.url, *fault) for fault in axe.faults(page)]
    page.set_viewport_size(DESK)
    return found


def answer(page, choice, button, text=""):
    page.check(f"[name=choice][value={choice}]")
    page.fill("[name=text]", text)
    press(page, button)


def others_agree(consultation, but=()):
    """The members that have not answered yet, and are not to answer in a browser, agree."""
    round_ = consultation.rounds.latest("sent_at", "pk")
    for cell in Addressee.objects.filter(round=round_).missing().select_related("round", "party"):
        if cell.party.slug not in but:
            person = User.objects.get(email=f"focal-{cell.party.slug}@demo.example")
            answering.answer(cell, "agree", by=person)


def time_is_up(consultation):
    """The round's moment comes: five working days are not waited for."""
    round_ = consultation.rounds.latest("sent_at", "pk")
    last = timezone.now() + timedelta(milliseconds=1)
    Round.objects.filter(pk=round_.pk).update(closes_at=last)
    keeping_time.keep(last)


class Cast:
    """Who plays, and what axe has found on the pages so far."""

    def __init__(self, seat):
        self.ppt, self.troika, self.coordinator = seat("ppt"), seat("troika", PHONE), seat("st-coord")
        self.mexico, self.honduras, self.states = seat("focal-mx"), seat("focal-hn", PHONE), seat("focal-us")
        self.faults, self.consultation = [], None

    @property
    def pages(self):
        """The page of the consultation in Spanish and in English."""
        return f"/es/intranet/consultas/{self.consultation.pk}/", f"/en/intranet/consultations/{self.consultation.pk}/"


def write_and_present(cast):
    """The Presidency writes, and presents the text to the Troika."""
    cast.ppt.goto("/es/intranet/consultas/")
    cast.faults.extend(faults_at(cast.ppt))
    follow(cast.ppt, "Iniciar un procedimiento de consulta")
    fill(cast.ppt, TEXTS)
    cast.ppt.set_input_files("[name=file]", PAPER)
    cast.faults.extend(faults_at(cast.ppt))
    press(cast.ppt, "Guardar el borrador")
    follow(cast.ppt, "Presentarlo a la Troika")
    cast.faults.extend(faults_at(cast.ppt))
    press(cast.ppt, "Presentarlo a la Troika")
    cast.consultation = Consultation.objects.get(title_es=TEXTS["title_es"])


def hear_the_troika(cast):
    """Nobody else learns of it; the Troika answers, one of the two by mail."""
    es, en = cast.pages
    cast.mexico.goto("/en/intranet/consultations/")
    assert TEXTS["title_en"] not in said(cast.mexico)
    cast.troika.goto(en)
    cast.faults.extend(faults_at(cast.troika))
    follow(cast.troika, "Send your country's answer")
    cast.faults.extend(faults_at(cast.troika))
    answer(cast.troika, "agree", "Send the answer")
    cast.coordinator.goto(es)
    cast.coordinator.locator("main").get_by_text("Registrar una respuesta llegada por correo").first.click()
    cast.coordinator.wait_for_selector("[name=choice]")
    cast.faults.extend(faults_at(cast.coordinator))
    cast.coordinator.set_input_files("[name=file]", MAIL)
    cast.coordinator.check("[name=choice][value=agree]")
    press(cast.coordinator, "Registrar la respuesta")
    assert "registrada por la Secretaría en nombre del país" in said(cast.coordinator)


def open_the_first_round(cast):
    """With the consensus of the Troika the first round begins; the days are seen before."""
    es, _en = cast.pages
    cast.ppt.goto(es)
    follow(cast.ppt, "Registrar el consenso de la Troika")
    press(cast.ppt, "Registrar el consenso de la Troika")
    follow(cast.ppt, "Abrir la primera ronda")
    assert cast.ppt.locator(".days tbody tr").count() == 11
    cast.faults.extend(faults_at(cast.ppt))
    press(cast.ppt, "Abrir la primera ronda")
    assert "Han respondido 0 de 11." in said(cast.ppt)


def answer_in_the_first_round(cast):
    """Three members answer; none of them reads the others yet, and the board of the Presidency follows by itself."""
    es, en = cast.pages
    cast.honduras.goto("/es/intranet/")
    cast.honduras.goto(es)
    follow(cast.honduras, "Enviar la respuesta de su país")
    cast.honduras.check("[name=choice][value=object]")
    with cast.honduras.expect_navigation():
        cast.honduras.get_by_role("button", name="Enviar la respuesta").click()
    assert "Indique el comentario, el cambio o el motivo." in said(cast.honduras)
    answer(cast.honduras, "propose_change", "Enviar la respuesta", CHANGE)
    cast.mexico.goto(en)
    follow(cast.mexico, "Send your country's answer")
    answer(cast.mexico, "agree", "Send the answer")
    cast.states.goto(en)
    follow(cast.states, "Send your country's answer")
    answer(cast.states, "agree_comments", "Send the answer", "With thanks to the Presidency.")
    cast.states.goto(en)
    assert CHANGE not in said(cast.states)
    assert "3 of 11 have answered." in said(cast.states)
    cast.ppt.locator("[data-count]", has_text="Han respondido 3 de 11.").wait_for(timeout=25_000)
    assert CHANGE in said(cast.ppt)
    others_agree(cast.consultation)
    time_is_up(cast.consultation)


def amend_and_ask_again(cast):
    """The change is built in, and goes round again; who is missing is reminded, and nobody else."""
    es, en = cast.pages
    cast.mexico.goto(en)
    assert CHANGE in said(cast.mexico)
    cast.faults.extend(faults_at(cast.mexico))
    cast.ppt.goto(es)
    follow(cast.ppt, "Redactar el texto")
    fill(cast.ppt, AMENDED)
    press(cast.ppt, "Guardar el borrador")
    follow(cast.ppt, "Abrir la segunda ronda")
    press(cast.ppt, "Abrir la segunda ronda")
    cast.mexico.goto(en)
    cast.mexico.get_by_text("What changed since the round before").click()
    assert "and journeys over land" in cast.mexico.locator("main .differences ins").inner_text()
    cast.faults.extend(faults_at(cast.mexico))
    others_agree(cast.consultation, but={"hn"})
    cast.ppt.goto(es)
    follow(cast.ppt, "Recordar a quienes no han respondido")
    assert "Sin respuesta aún: Honduras." in said(cast.ppt)
    cast.faults.extend(faults_at(cast.ppt))
    press(cast.ppt, "Recordar a quienes no han respondido")
    reminded = Letter.objects.filter(kind="consultation-reminder").values_list("recipient__email", flat=True)
    assert list(reminded) == ["focal-hn@demo.example"]
    cast.honduras.goto(es)
    follow(cast.honduras, "Enviar la respuesta de su país")
    answer(cast.honduras, "agree", "Enviar la respuesta")
    time_is_up(cast.consultation)


def declare_and_report(cast):
    """The Presidency declares, and reports."""
    es, en = cast.pages
    cast.ppt.goto(es)
    follow(cast.ppt, "Declarar el resultado")
    cast.ppt.check("[name=outcome][value=adopted]")
    fill(cast.ppt, {"es": "Todos los países están de acuerdo.", "en": "All countries agree."})
    cast.faults.extend(faults_at(cast.ppt))
    press(cast.ppt, "Declarar el resultado")
    follow(cast.ppt, "Informar a los países miembros")
    fill(cast.ppt, {"es": "Los vuelos se coordinan desde hoy.", "en": "Flights are coordinated from today."})
    press(cast.ppt, "Informar a los países miembros")
    cast.states.goto(en)
    assert "Flights are coordinated from today." in said(cast.states)
    assert "Outcome: adopted" in said(cast.states)
    assert "Troika" not in said(cast.states)
    cast.faults.extend(faults_at(cast.states))


def test_a_consultation_goes_through_the_troika_and_two_rounds_to_its_report(seat):
    cast = Cast(seat)

    write_and_present(cast)
    hear_the_troika(cast)
    open_the_first_round(cast)
    answer_in_the_first_round(cast)
    amend_and_ask_again(cast)
    declare_and_report(cast)

    assert cast.faults == []
