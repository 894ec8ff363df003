"""The letters about consultations: what each says in both languages, in whose time, and who gets it no more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from crm_portal.common.outbox.models import Letter
from declarations.consultations import answering, conducting, keeping_time, letters
from declarations.models import Consultation, Position, Round
from members.models import Mandate, PresidencyTerm
from tests.declarations.consulting import (
    FRIDAY,
    REASONS,
    agreed,
    both,
    cell,
    consulting_people,
    drafted,
    note,
    preside_around,
    refreshed,
    say,
    with_troika,
)
from tests.letters import sent

WEEK_LATER = date(2026, 9, 18)
HOUR = timedelta(hours=1)
CANARY = "Quetzalcanario"
"""What stands in a text or in a position, and never in a mail."""


@pytest.fixture
def people(consulters):
    return consulters


def said(kind, person):
    """What the last letter of a kind says to somebody."""
    return Letter.objects.filter(kind=kind, recipient=person).latest("pk").text


def speaking(person, language):
    person.language = language
    person.save(update_fields=["language"])
    return person


def asked(people, at=FRIDAY, last_on=WEEK_LATER, **values):
    """A simple consultation, put to the members."""
    consultation = drafted(people, kind="question", **values)
    conducting.ask_members(consultation, last_on=last_on, by=people["ppt"], now=at)
    return refreshed(consultation)


def first_round(people, at=FRIDAY, **values):
    consultation = agreed(people, at - 3 * HOUR, **values)
    conducting.open_round(consultation, by=people["ppt"], now=at)
    return refreshed(consultation)


def told_of(kind, people, language):
    """One letter of a kind to the focal point of the United States; the text of each is fictional and long past."""
    focal, hour_later = people["focal-us"], FRIDAY + HOUR
    speaking(focal, language)
    is_question = kind.startswith("question: ")
    texts = {"text_es": CANARY, "text_en": CANARY}
    consultation = asked(people, **texts) if is_question else first_round(people, **texts)
    round_ = consultation.rounds.latest("pk")
    match kind.removeprefix("question: "):
        case letters.REMINDER:
            keeping_time.remind_missing(round_, by=people["ppt"], now=FRIDAY + 2 * HOUR)
        case letters.RECEIPT:
            say(consultation, focal, "object", f"{CANARY} reason", at=FRIDAY + 2 * HOUR)
        case letters.EXTENDED:
            conducting.extend(round_, until=date(2026, 10, 2), reasons=both("Feria"), by=people["ppt"], now=hour_later)
        case letters.ENDED:
            say(consultation, people["focal-mx"], "object", f"{CANARY} reason", at=hour_later)
            keeping_time.keep(round_.closes_at)
        case letters.OUTCOME:
            conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=hour_later)
    return consultation, said(kind.removeprefix("question: "), focal)


def page(consultation, code="en"):
    with override(code):
        return f"http://localhost:8000{consultation.get_absolute_url()}"


# What each says

SILENCE = {
    "en": "One answer is recorded for each country, and the last one counts. No reply is recorded as no reply, and"
    " never taken as consent.",
    "es": "Se registra una sola respuesta por país y vale la última. La falta de respuesta consta como tal y nunca se"
    " toma como consentimiento.",
}
BY_FRIDAY = {
    "en": "Please answer in the portal by Sept. 18, 2026, 11:59 p.m., your country's time:",
    "es": "Le rogamos responder en el portal a más tardar el 18 de septiembre de 2026 a las 23:59, hora de su país:",
}
PROCEDURE = {
    letters.ROUND: {
        "en": [
            "The Presidency Pro-Témpore asks for your country's position on a proposed course of action, under the"
            " consultation procedure. Phase: {first}.",
            BY_FRIDAY["en"],
            SILENCE["en"],
        ],
        "es": [
            "La Presidencia Pro-Témpore (PPT) solicita la posición de su país sobre un curso de acción propuesto,"
            " conforme al procedimiento de consulta. Fase: {first}.",
            BY_FRIDAY["es"],
            SILENCE["es"],
        ],
    },
    letters.REMINDER: {
        "en": [
            "No position of your country has been recorded yet in this round of the consultation procedure.",
            BY_FRIDAY["en"],
            SILENCE["en"],
        ],
        "es": [
            "Aún no consta la posición de su país en esta ronda del procedimiento de consulta.",
            BY_FRIDAY["es"],
            SILENCE["es"],
        ],
    },
    letters.RECEIPT: {
        "en": [
            "Your country's position in the consultation procedure was recorded on Sept. 11, 2026, 2 p.m., your"
            " country's time. Position: {object}.",
            "It may be changed in the portal until Sept. 23, 2026, 1:59 a.m., your country's time. The last answer"
            " counts; those before it stay on record:",
            "The text of a position is not sent by mail.",
        ],
        "es": [
            "La posición de su país en el procedimiento de consulta quedó registrada el 11 de septiembre de 2026 a las"
            " 14:00, hora de su país. Posición: {object}.",
            "Puede modificarse en el portal hasta el 23 de septiembre de 2026 a las 01:59, hora de su país. Vale la"
            " última respuesta; las anteriores quedan en el expediente:",
            "El texto de una posición no se envía por correo.",
        ],
    },
    letters.EXTENDED: {
        "en": [
            "The Presidency Pro-Témpore has given the countries more time to answer in this consultation procedure."
            " Phase: {first}.",
            "Your country may now answer until Oct. 2, 2026, 11:59 p.m., your country's time. What it has answered"
            " already stays on record, and may still be changed:",
            SILENCE["en"],
        ],
        "es": [
            "La Presidencia Pro-Témpore (PPT) ha ampliado el plazo para que los países respondan en este procedimiento"
            " de consulta. Fase: {first}.",
            "Su país puede responder ahora hasta el 2 de octubre de 2026 a las 23:59, hora de su país. Lo que ya haya"
            " respondido queda en el expediente y aún puede modificarse:",
            SILENCE["es"],
        ],
    },
    letters.ENDED: {
        "en": [
            "A phase of this consultation procedure has ended: {first}. It takes no more answers.",
            "1 of the 11 countries asked have answered. No reply is recorded as no reply, and never taken as consent.",
            "What was answered stands in the portal:",
        ],
        "es": [
            "Ha concluido una fase de este procedimiento de consulta: {first}. Ya no se reciben respuestas.",
            "Respuestas recibidas: 1 de 11 países consultados. La falta de respuesta consta como tal y nunca se toma"
            " como consentimiento.",
            "Lo respondido puede consultarse en el portal:",
        ],
    },
    letters.OUTCOME: {
        "en": [
            "The Presidency Pro-Témpore informs you of the outcome of this consultation procedure: {withdrawn}.",
            "It is on file.",
            "The consultation stands in the portal:",
        ],
        "es": [
            "La Presidencia Pro-Témpore (PPT) le informa del resultado de este procedimiento de consulta: {withdrawn}.",
            "Consta en el expediente.",
            "La consulta puede verse en el portal:",
        ],
    },
}
NOT_THE_PROCEDURE = {
    "en": "it is NOT the consultation procedure, and it decides nothing.",
    "es": "NO es el procedimiento de consulta y no decide nada.",
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", PROCEDURE)
def test_a_letter_of_the_procedure_says_what_is_asked_by_when_and_where(people, kind, language):
    consultation, text = told_of(kind, people, language)

    with override(language):
        labels = {
            "first": Round.Stage.FIRST.label,
            "object": Position.Choice.OBJECT.label,
            "withdrawn": Consultation.Outcome.WITHDRAWN.label,
        }
        words = [line.format(**labels) for line in PROCEDURE[kind][language]]
    links = [line for line in text.splitlines() if line.startswith("http")]
    where = cell(consultation, "us") if kind == letters.REMINDER else consultation
    assert text.splitlines()[0].startswith("CRM/CONS/2026/01: ")
    assert [line for line in text.splitlines() if line in words] == words
    assert links == [page(where, language)]
    assert NOT_THE_PROCEDURE[language] not in text
    assert CANARY not in text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", PROCEDURE)
def test_each_letter_of_a_simple_consultation_says_that_it_is_not_the_procedure(people, kind, language):
    _consultation, text = told_of(f"question: {kind}", people, language)

    assert NOT_THE_PROCEDURE[language].lower() in text.lower()
    assert CANARY not in text
    assert [line for line in text.splitlines() if line.startswith("http")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Please answer in the portal; no last day has been set:"),
        ("es", "Le rogamos responder en el portal; no se ha fijado un plazo:"),
    ],
)
def test_the_troika_is_asked_without_a_last_day_where_none_was_set(people, language, words):
    speaking(people["troika"], language)
    with_troika(people)

    assert words in said(letters.ROUND, people["troika"]).splitlines()


def test_the_troika_is_told_the_day_that_was_set(people):
    speaking(people["troika"], "en")
    conducting.submit(drafted(people), by=people["ppt"], last_on=WEEK_LATER, now=FRIDAY)

    assert BY_FRIDAY["en"] in said(letters.ROUND, people["troika"]).splitlines()


def test_a_receipt_without_a_last_day_says_until_when_it_may_be_changed(people):
    speaking(people["troika"], "en")
    say(with_troika(people), people["troika"], "agree", at=FRIDAY + HOUR)

    line = (
        "It may be changed in the portal until the Presidency Pro-Témpore goes on. The last answer counts; those before"
        " it stay on record:"
    )
    assert line in said(letters.RECEIPT, people["troika"]).splitlines()


def test_a_receipt_of_a_position_from_mail_says_so(people):
    speaking(people["focal-us"], "en")
    consultation = first_round(people)
    answering.record_for(cell(consultation, "us"), "agree", mail=note(), by=people["coordinator"], now=FRIDAY + HOUR)

    line = (
        "The Technical Secretariat recorded it from a mail of your country, which stands beside it in the portal. If it"
        " is not right, please record the right one there."
    )
    assert line in said(letters.RECEIPT, people["focal-us"]).splitlines()


def test_the_report_of_a_simple_consultation_carries_the_words_of_the_presidency(people):
    speaking(people["focal-us"], "en")
    consultation = asked(people)
    keeping_time.keep(consultation.rounds.get().closes_at)
    conducting.report(refreshed(consultation), REASONS, by=people["ppt"])

    lines = said(letters.OUTCOME, people["focal-us"]).splitlines()

    assert [line for line in lines if line][1:3] == [
        "The Presidency Pro-Témpore informs you of the answers to this simple consultation. It is NOT the consultation"
        " procedure, and it decides nothing.",
        "It is on file.",
    ]


def test_each_country_reads_a_moment_in_its_own_time(people):
    for slug in ("us", "mx"):
        speaking(people[f"focal-{slug}"], "en")
    consultation = first_round(people)
    for slug in ("us", "mx"):
        say(consultation, people[f"focal-{slug}"], "agree", at=FRIDAY + 2 * HOUR)

    moments = {slug: said(letters.RECEIPT, people[f"focal-{slug}"]) for slug in ("us", "mx")}

    assert ("Sept. 11, 2026, 2 p.m." in moments["us"], "Sept. 11, 2026, noon" in moments["mx"]) == (True, True)


# Who gets it no more


@pytest.fixture
def under_way(history):
    """What was asked an hour ago, by today's presidency: its letters may leave."""
    if not PresidencyTerm.objects.on(timezone.localdate()).exists():
        preside_around(timezone.localdate().year)
    people = consulting_people()
    return people, first_round(people, timezone.now() - HOUR)


def recipients(kind, people):
    """Who of these gets the letters of a kind, after the outbox has sent what may leave."""
    sent()
    found = Letter.objects.filter(kind=kind, state="sent").values_list("recipient", flat=True)
    return {name for name, person in people.items() if person.pk in found}


def reminded(under_way, slug):
    """A country of which a reminder waits to leave."""
    _people, consultation = under_way
    letters.remind(cell(consultation, slug), [_people[f"focal-{slug}"]], by=None)


def test_whoever_lost_the_mandate_is_not_told_of_a_round(under_way):
    people, _consultation = under_way
    Mandate.objects.filter(user=people["focal-us"]).update(valid_until=timezone.localdate())

    told = recipients(letters.ROUND, {name: people[name] for name in ("focal-us", "focal-mx", "hod", "rcgm")})

    assert told == {"focal-mx", "hod"}
    assert set(Letter.objects.filter(recipient=people["focal-us"]).values_list("state", flat=True)) == {"cancelled"}


def test_a_reminder_leaves_while_the_answer_is_missing_and_no_more_once_it_is_there(under_way):
    people, consultation = under_way
    for slug in ("us", "mx"):
        reminded(under_way, slug)
    say(consultation, people["focal-us"], "agree", at=timezone.now())

    told = recipients(letters.REMINDER, {name: people[name] for name in ("focal-us", "focal-mx")})

    assert told == {"focal-mx"}


def test_a_reminder_that_comes_too_late_does_not_leave(under_way):
    people, consultation = under_way
    reminded(under_way, "us")
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])

    assert recipients(letters.REMINDER, {"focal-us": people["focal-us"]}) == set()


def test_what_was_written_to_the_troika_does_not_reach_who_left_it(under_way):
    people, _consultation = under_way
    PresidencyTerm.objects.filter(party__slug="pa").update(party=Mandate.objects.get(user=people["focal-hn"]).party)

    told = recipients(letters.ROUND, {name: people[name] for name in ("troika", "coming")})

    assert told == {"coming"}
