"""Fictional consultations, so that a first look finds one in each phase. Each comes by its workflow, once."""

from datetime import datetime, timedelta

from django.utils import timezone

from crm_portal.common.audit.models import Deed
from declarations.consultations import answering, conducting, drafting, keeping_time
from declarations.models import Addressee, Consultation
from members.models import User
from members.models.people import DEMO_DOMAIN

TEXTS: dict[str, dict[str, str]] = {
    "adopted": {
        "title_es": "Demostración: protocolo de alerta temprana entre redes",
        "title_en": "Demonstration: early warning protocol between networks",
        "text_es": (
            "La Presidencia Pro-Témpore propone que las tres redes de enlace compartan alertas tempranas sobre cambios "
            "en las rutas migratorias.\n\nCada red designa un punto de contacto."
        ),
        "text_en": (
            "The Presidency Pro-Témpore proposes that the three liaison networks share early warnings of changes in "
            "migration routes.\n\nEach network names a point of contact."
        ),
    },
    "first round": {
        "title_es": "Demostración: posición regional ante el foro mundial",
        "title_en": "Demonstration: regional position for the global forum",
        "text_es": (
            "La Presidencia propone presentar una posición común en el foro.\n\nLa posición destaca la protección de "
            "las personas en situación de vulnerabilidad.\n\nLa Secretaría Técnica prepara el texto final."
        ),
        "text_en": (
            "The Presidency proposes to present a common position at the forum.\n\nThe position stresses the "
            "protection of people in situations of vulnerability.\n\nThe Technical Secretariat prepares the final text."
        ),
    },
    "troika": {
        "title_es": "Demostración: cooperación con otros procesos regionales",
        "title_en": "Demonstration: cooperation with other regional processes",
        "text_es": "La Presidencia propone invitar a un intercambio técnico a otros procesos regionales.",
        "text_en": "The Presidency proposes to invite other regional processes to a technical exchange.",
    },
    "question": {
        "title_es": "Demostración: fechas para el taller de estadísticas",
        "title_en": "Demonstration: dates for the workshop on statistics",
        "text_es": "¿Conviene a su país que el taller se celebre en la segunda semana del próximo trimestre?",
        "text_en": "Would the second week of the coming quarter suit your country for the workshop?",
    },
}
CHANGE = "Proponemos añadir a la niñez migrante no acompañada."
ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("ca", "agree", ""),
    ("gt", "agree_comments", "Sugerimos citar la declaración más reciente."),
    ("us", "no_comment", ""),
    ("hn", "propose_change", CHANGE),
)
"""The country, its position and the text of it, in the round that is open."""


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if Deed.objects.filter(verb="declarations.begin_consultation").exists():
        return
    now = timezone.now()
    adopted(now - timedelta(days=60))
    first_round(now)
    with_troika(now)
    question(now)


def account(name: str) -> User:
    """A demo person."""
    return User.objects.get(email=f"{name}@{DEMO_DOMAIN}")


def agreed(name: str, at: datetime) -> Consultation:
    """A consultation that the Troika has agreed to, within two hours."""
    consultation = drafting.begin("procedure", TEXTS[name], by=account("ppt"))
    conducting.submit(consultation, by=account("ppt"), now=at)
    for who in ("troika", "focal-gt"):
        answering.answer(cell(consultation, account(who)), "agree", by=account(who), now=at + timedelta(hours=1))
    conducting.agree(consultation, by=account("ppt"), now=at + timedelta(hours=2))
    return consultation


def cell(consultation: Consultation, person: User) -> Addressee:
    """The cell of a person's country in the round begun last."""
    round_ = consultation.rounds.latest("sent_at", "pk")
    found = Addressee.objects.select_related("round__consultation")
    return found.get(round=round_, party__in=person.standing.party_ids)


def everybody_agrees(consultation: Consultation, at: datetime) -> None:
    round_ = consultation.rounds.latest("sent_at", "pk")
    for slug in round_.addressees.values_list("party__slug", flat=True):
        person = account(f"focal-{slug}")
        answering.answer(cell(consultation, person), "agree", by=person, now=at)


def adopted(at: datetime) -> None:
    """One that was adopted after two rounds, and reported."""
    consultation = agreed("adopted", at)
    for days in (1, 15):
        began = at + timedelta(days=days)
        round_ = conducting.open_round(consultation, by=account("ppt"), now=began)
        everybody_agrees(consultation, began + timedelta(hours=3))
        keeping_time.keep(round_.closes_at)
    reasons = {"es": "Todos los países miembros están de acuerdo.", "en": "All member countries agree."}
    conducting.declare(consultation, "adopted", reasons, by=account("ppt"), now=at + timedelta(days=30))
    told = {"es": "Las redes fueron informadas y aplican el protocolo.", "en": "The networks were told and apply it."}
    conducting.report(consultation, told, by=account("ppt"), now=at + timedelta(days=31))


def first_round(now: datetime) -> None:
    """One in its first round, which some have answered."""
    consultation = agreed("first round", now - timedelta(days=2))
    conducting.open_round(consultation, by=account("ppt"), now=now - timedelta(days=1))
    for slug, choice, text in ANSWERS:
        person = account(f"focal-{slug}")
        answering.answer(cell(consultation, person), choice, text, by=person, now=now - timedelta(hours=3))


def with_troika(now: datetime) -> None:
    """One that the Troika has before it, half answered."""
    consultation = drafting.begin("procedure", TEXTS["troika"], by=account("ppt"))
    until = timezone.localdate(now) + timedelta(days=6)
    conducting.submit(consultation, last_on=until, by=account("ppt"), now=now - timedelta(hours=5))
    answering.answer(cell(consultation, account("troika")), "agree", by=account("troika"), now=now - timedelta(hours=1))


def question(now: datetime) -> None:
    """A simple consultation, open for answers."""
    consultation = drafting.begin("question", TEXTS["question"], by=account("ppt"))
    until = timezone.localdate(now) + timedelta(days=10)
    conducting.ask_members(consultation, last_on=until, by=account("ppt"), now=now - timedelta(hours=4))
