"""The two dossiers of a consultation: what stands in each, who reads it, and that each is filed once."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from pypdf.generic import StreamObject

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from declarations import publishing
from declarations.consultations import answering, conducting, dossier, drafting, filing_dossiers
from declarations.consultations.dossier import KINDS, Dossier, fingerprint
from declarations.models import Consultation, Document, DocumentVersion
from members.models import Party
from tests.at_once import at_once
from tests.declarations.consulting import (
    FRIDAY,
    REASONS,
    TEXTS,
    after_first_round,
    agreed,
    both,
    cell,
    consulting_people,
    declared,
    drafted,
    ended,
    everybody_says,
    in_first_round,
    note,
    preside_around,
    refreshed,
    say,
    with_troika,
)
from tests.declarations.factories import withdraw
from tests.declarations.test_instruments import elements
from tests.members.factories import seated
from tests.pdf.reading import read, words_of
from tests.signing_in import sign_in_past_second_factor
from tests.sizes import size

MEMBERS, TROIKA = Dossier.MEMBERS, Dossier.TROIKA
CANARY = "Quetzalcanario"
"""Stands in every text and answer of the Troika phase, and nowhere else."""
MOVED = "México conmemora su independencia."
HOUR = timedelta(hours=1)


@pytest.fixture
def people(history):
    preside_around(2026)
    return consulting_people()


def with_a_secret(people):
    """Agreed by the Troika at its second attempt; what it saw and said first stays with it."""
    consultation = with_troika(people, FRIDAY - timedelta(days=2), word=CANARY)
    say(consultation, people["troika"], "propose_change", f"{CANARY}, de Panamá.", at=FRIDAY - timedelta(days=2) + HOUR)
    conducting.take_back(consultation, by=people["ppt"], now=FRIDAY - timedelta(days=2) + 2 * HOUR)
    drafting.write(consultation, TEXTS, files=[note("anexo.txt")], by=people["ppt"])
    conducting.submit(consultation, by=people["ppt"], now=FRIDAY - timedelta(days=1))
    say(consultation, people["troika"], "agree", at=FRIDAY - 20 * HOUR)
    say(consultation, people["coming"], "agree_comments", f"{CANARY}, de Guatemala.", at=FRIDAY - 20 * HOUR)
    conducting.agree(consultation, by=people["ppt"], now=FRIDAY - 19 * HOUR)
    return refreshed(consultation)


def a_whole_one(people):
    """A consultation in which everything happens that a dossier tells of."""
    consultation = with_a_secret(people)
    mexico = Party.objects.get(slug="mx")
    conducting.open_round(
        consultation, by=people["ppt"], now=FRIDAY, edited={mexico.pk: date(2026, 9, 24)}, reasons=both(MOVED)
    )
    everybody_says(
        people,
        consultation,
        {
            "us": None,
            "bz": None,
            "mx": ("propose_change", "Que se mencione la niñez."),
            "ni": ("object", "Sin mandato."),
        },
        at=FRIDAY + HOUR,
    )
    say(consultation, people["focal-ni"], "no_comment", at=FRIDAY + timedelta(days=1))
    mail = note("correo-de-maria.txt", "Belice está de acuerdo.\n")
    answering.record_for(cell(consultation, "bz"), "agree", mail=mail, by=people["coordinator"], now=FRIDAY + 2 * HOUR)
    first = consultation.rounds.latest("sent_at")
    conducting.extend(
        first, until=date(2026, 9, 28), reasons=both("Feriado de última hora."), by=people["ppt"], now=FRIDAY + HOUR
    )
    consultation = ended(consultation)
    changed = {
        "text_es": "La Conferencia establece un mecanismo.\n\nLos países lo aplican.\n\nLa niñez es prioridad.",
        "text_en": "The Conference establishes a mechanism.\n\nThe countries apply it.\n\nChildren come first.",
    }
    drafting.write(consultation, TEXTS | changed, by=people["ppt"])
    conducting.open_round(consultation, by=people["ppt"], now=first.sent_at + timedelta(days=19))
    everybody_says(people, consultation, {"us": None}, at=first.sent_at + timedelta(days=20))
    consultation = ended(consultation)
    conducting.declare(consultation, "no_consensus", REASONS, by=people["ppt"])
    report = {"es": "La Presidencia informa que no hubo consenso.", "en": "The Presidency reports no consensus."}
    conducting.report(consultation, report, by=people["ppt"])
    return refreshed(consultation)


def print_all():
    while pdf.make_next():
        pass


def file_all():
    """What the worker does within two minutes; how many dossiers were filed."""
    asked = filing_dossiers.keep()
    print_all()
    return asked + filing_dossiers.keep()


def printed(consultation, which, language):
    return Printout.objects.of(KINDS[which], consultation).get(language=language)


def told(consultation, which, language="en"):
    """The words of a dossier as it would be printed now, on one line."""
    pdf.ask(KINDS[which], consultation, language=language, by=None)
    print_all()
    return words_of(Printout.objects.of(KINDS[which], consultation).filter(language=language).first())


def everything_in(reader):
    """All that a PDF holds: its words, its properties and what its streams say, unpacked."""
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    streams = [one.get_data().decode("latin-1") for one in objects if isinstance(one, StreamObject)]
    words = [page.extract_text() for page in reader.pages]
    return "\n".join([*streams, *map(str, objects), *words, str(reader.metadata)])


# What stands in them


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "es",
            [
                "Expediente de la consulta CRM/CONS/2026/01",
                "Respuesta regional a los flujos extrarregionales",
                "11 de septiembre de 2026 a las 10:00, hora de Costa Rica",
                "11 de septiembre de 2026 a las 11:00, hora de Ciudad de México",
                "11 de septiembre de 2026 a las 13:00, hora de Toronto",
                "consultado hasta el 28 de septiembre de 2026 a las 23:59, hora de Ciudad de México",
                "mar 15 sept: Día de la Independencia (Honduras)",
                "lun 14 sept: Batalla de San Jacinto (Nicaragua)",
                "La Conferencia propone un mecanismo.",
                "La niñez es prioridad.",
                "registrada por la Secretaría en nombre del país, a partir de su correo",
                "sustituida por la siguiente",
                "La Presidencia informa que no hubo consenso.",
                "Consta en el expediente.",
            ],
        ),
        (
            "en",
            [
                "Dossier of consultation CRM/CONS/2026/01",
                "Regional response to extra-regional flows",
                "Sept. 11, 2026, 10 a.m., time of Costa Rica",
                "Sept. 11, 2026, 11 a.m., time of Mexico City",
                "Tue Sep 15: Independence Day (Honduras)",
                "The Conference proposes a mechanism.",
                "Children come first.",
                "recorded by the Secretariat on behalf of the country, from its mail",
                "replaced by the next one",
                "written in Spanish",
                "The Presidency reports no consensus.",
                "It is on file.",
            ],
        ),
    ],
)
def test_the_members_dossier_has_texts_positions_times_days_and_outcome(people, language, expected):
    consultation = a_whole_one(people)

    words = told(consultation, MEMBERS, language)

    attached = consultation.rounds.get(stage="first").text.attachments.get().file
    both = [MOVED, "Que se mencione la niñez.", "Sin mandato.", "Feriado de última hora.", attached.name, "holidays 0."]
    assert [one for one in [*expected, *both] if one not in words] == []
    in_one_piece = words.replace(" ", "")
    mail = PrivateFile.objects.get(name="correo-de-maria.txt")
    assert [attached.sha256 in in_one_piece, mail.sha256 in in_one_piece] == [True, True]
    assert mail.name not in words


@pytest.mark.parametrize(("language", "silence"), [("es", "sin respuesta"), ("en", "no reply")])
def test_silence_is_printed_as_no_reply_and_as_nothing_else(people, language, silence):
    consultation = a_whole_one(people)

    words = told(consultation, MEMBERS, language)

    with translation.override("es"):
        shown = dossier.content(consultation, MEMBERS)["parts"]
    assert [[one.country for one in part.cells if one.last is None] for part in shown] == [["Estados Unidos"]] * 2
    assert words.count(silence) == 4  # in each of two rounds: among the positions, and at a glance


def test_the_words_that_came_and_went_are_told_apart_without_colours(people):
    consultation = a_whole_one(people)

    words = told(consultation, MEMBERS, "en")

    assert "[deleted: proposes end of deletion]" in words.replace("\xa0", " ")
    assert "[inserted: establishes end of insertion]" in words.replace("\xa0", " ")
    assert "[inserted: Children come first. end of insertion]" in words.replace("\xa0", " ")


def test_a_second_round_that_was_passed_over_says_why(people):
    consultation = after_first_round(people)
    conducting.skip(consultation, {"es": "Nadie pidió cambios.", "en": "Nobody wanted changes."}, by=people["ppt"])
    conducting.declare(consultation, "adopted", REASONS, by=people["ppt"])

    words = told(refreshed(consultation), MEMBERS)

    assert "Why there was no second round" in words
    assert "Nobody wanted changes." in words
    assert "No report has been made to the members." in words


def test_a_question_says_that_it_decides_nothing(people):
    question = drafted(people, kind="question")
    conducting.ask_members(question, last_on=date(2026, 9, 18), by=people["ppt"], now=FRIDAY)
    everybody_says(people, question, {"us": None}, at=FRIDAY + HOUR)
    conducting.report(ended(question), REASONS, by=people["ppt"])

    words = told(refreshed(question), MEMBERS)

    assert "it is not the consultation procedure, and decides nothing" in words
    assert "A simple consultation has no outcome." in words
    assert "How the days were counted" not in words
    assert file_all() == 1


def test_the_dossier_of_the_troika_has_every_attempt_and_no_round_of_the_members(people):
    consultation = a_whole_one(people)

    words = told(consultation, TROIKA)

    expected = [
        "Dossier of the Troika, CRM/CONS/2026/01",
        "Presentation 1 to the Troika",
        "Presentation 2 to the Troika",
        f"The countries apply it. {CANARY}",
        f"{CANARY}, de Panamá.",
        f"{CANARY}, de Guatemala.",
        "No reply: Guatemala. Objects, or proposes a change: Panama.",
        "Every country asked has answered, and none is against the text.",
        "The text was put to the members as CRM/CONS/2026/01",
    ]
    assert [one for one in expected if one not in words] == []
    assert [one for one in ("First round", "Que se mencione la niñez.", "No consensus") if one in words] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_of_the_troika_is_in_the_members_dossier(people, language):
    consultation = a_whole_one(people)
    file_all()
    theirs = everything_in(read(printed(consultation, TROIKA, language)))

    document = refreshed(consultation).dossier
    held = everything_in(read(printed(consultation, MEMBERS, language)))
    record = json.dumps(dossier.record(consultation, MEMBERS), ensure_ascii=False)

    assert (CANARY in theirs, "roika" in theirs) == (True, True)
    for known in (held, record, str(document), str(document.title_es), str(document.title_en), document.symbol):
        assert CANARY not in known
        assert "roika" not in known
    assert dossier.record(consultation, MEMBERS)["rounds"][0]["text"]["es"] == TEXTS["text_es"]


@pytest.mark.parametrize("which", Dossier)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_dossier_is_tagged_titled_and_numbers_its_pages(people, which, language):
    consultation = a_whole_one(people)
    file_all()

    reader = read(printed(consultation, which, language))

    found = elements(reader)
    kinds = {kind for kind, _words in found}
    assert (reader.root_object["/Lang"], reader.root_object["/MarkInfo"]["/Marked"].value) == (language, True)
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "pdfuaid" in reader.root_object["/Metadata"].get_data().decode()
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/TR", "/Link"} <= kinds
    assert [bool(words) for kind, words in found if kind == "/Figure"] == [True]
    assert f"{len(reader.pages)} / {len(reader.pages)}" in reader.pages[-1].extract_text()
    assert reader.attachments == {}


def test_markup_in_any_text_of_it_is_printed_as_it_was_typed(people):
    markup = '<img src="file:///etc/hostname">'
    consultation = in_first_round(people, word=markup)
    say(consultation, people["focal-mx"], "object", markup, at=FRIDAY + HOUR)

    words = told(consultation, MEMBERS)

    assert "".join(words.split()).count("".join(markup.split())) >= 3


# The SHA-256 of the record


def fingerprint_of(people, *, word="a", said="a", at=HOUR, reason="a", which=MEMBERS):
    """The fingerprint of a consultation that goes always the same way but for what is given; it is undone again."""
    with transaction.atomic():
        consultation = in_first_round(people, word=word)
        say(consultation, people["focal-mx"], "object", said, at=FRIDAY + at)
        reasons = {"es": "x", "en": reason}
        conducting.declare(consultation, "withdrawn", reasons, by=people["ppt"], now=FRIDAY + 2 * HOUR)
        found = fingerprint(refreshed(consultation), which)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    ("changed", "which", "differs"),
    [
        ({}, MEMBERS, False),
        ({"word": "b"}, MEMBERS, True),
        ({"said": "b"}, MEMBERS, True),
        ({"at": HOUR + timedelta(microseconds=1)}, MEMBERS, True),
        ({"reason": "b"}, MEMBERS, True),
        ({}, TROIKA, False),
        ({"word": "b"}, TROIKA, True),
        ({"said": "b"}, TROIKA, False),
        ({"reason": "b"}, TROIKA, False),
    ],
)
def test_one_letter_or_a_moment_makes_another_fingerprint(people, changed, which, differs):
    before = fingerprint_of(people, which=which)

    after = fingerprint_of(people, which=which, **changed)

    assert (after != before) is differs


@pytest.mark.parametrize("which", Dossier)
def test_the_fingerprint_is_the_same_in_both_languages_and_printed_in_both(people, which):
    consultation = a_whole_one(people)

    words = [told(consultation, which, language) for language in ("es", "en")]

    assert [fingerprint(consultation, which) in one.replace(" ", "") for one in words] == [True, True]


# Keeping them


def test_both_are_filed_once_as_published_documents_in_both_languages(people):
    consultation = a_whole_one(people)

    filed = [file_all(), file_all()]

    consultation.refresh_from_db()
    mine, theirs = consultation.dossier, consultation.troika_dossier
    assert filed == [2, 0]
    assert [
        (one.symbol, one.kind, one.audience, one.body and one.body.slug, one.status, one.authentic_language)
        for one in (mine, theirs)
    ] == [
        ("CRM/GEN/2026/INF/01", "report", "consulted", None, "published", "both"),
        ("CRM/TROIKA/2026/INF/01", "report", "troika", "troika", "published", "both"),
    ]
    assert (mine.title_es, mine.title_en) == (
        "Expediente de la consulta CRM/CONS/2026/01: Respuesta regional a los flujos extrarregionales",
        "Dossier of consultation CRM/CONS/2026/01: Regional response to extra-regional flows",
    )
    for which, document in ((MEMBERS, mine), (TROIKA, theirs)):
        versions = document.versions.order_by("language")
        assert [(one.number, one.language, one.translation_status, one.added_by) for one in versions] == [
            (1, "en", "authentic", people["ppt"]),
            (1, "es", "authentic", people["ppt"]),
        ]
        for version in versions:
            assert version.sha256 == printed(consultation, which, version.language).file.sha256
            assert version.served_file.is_clean


def test_the_troikas_is_filed_when_the_text_goes_on_and_the_members_when_they_are_told_the_result(people):
    states = []
    consultation = agreed(people)
    states.append(file_all())
    conducting.open_round(consultation, by=people["ppt"], now=FRIDAY + timedelta(days=1))
    states.append(file_all())
    everybody_says(people, consultation, at=FRIDAY + timedelta(days=2))
    consultation = ended(consultation)
    conducting.skip(consultation, REASONS, by=people["ppt"])
    conducting.declare(consultation, "adopted", REASONS, by=people["ppt"])
    states.append(file_all())
    conducting.report(consultation, REASONS, by=people["ppt"])
    states.append(file_all())

    assert states == [0, 1, 0, 1]


def test_what_ends_within_the_troika_leaves_the_members_no_dossier(people):
    consultation = with_troika(people)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])

    filed = file_all()

    consultation.refresh_from_db()
    assert (filed, consultation.dossier, consultation.troika_dossier.audience) == (1, None, "troika")
    assert "Dossier of the Troika: Regional response" in words_of(printed(consultation, TROIKA, "en"))


def test_what_nobody_was_asked_about_has_no_dossier(people):
    conducting.declare(drafted(people), "withdrawn", REASONS, by=people["ppt"])

    assert (file_all(), Document.objects.filter(title_es__startswith="Expediente").count()) == (0, 0)


def test_what_is_reported_after_it_was_withdrawn_becomes_a_second_version(people):
    consultation = in_first_round(people)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])
    filed = [file_all()]
    conducting.report(consultation, {"es": "Se retira.", "en": "It is taken off."}, by=people["ppt"])

    filed += [file_all(), file_all()]

    document = refreshed(consultation).dossier
    assert filed == [2, 1, 0]
    assert sorted(document.versions.values_list("number", "language")) == [(1, "en"), (1, "es"), (2, "en"), (2, "es")]
    assert all(document.versions.values_list("frozen_at", flat=True))


def test_a_pdf_that_somebody_had_made_before_the_end_is_not_filed(people):
    consultation = in_first_round(people)
    interim = pdf.ask(KINDS[MEMBERS], consultation, language="es", by=people["ppt"])
    print_all()
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])

    file_all()

    interim.refresh_from_db()
    version = refreshed(consultation).dossier.versions.get(language="es")
    assert (interim.state, version.sha256 != interim.file.sha256) == ("ready", True)


def test_a_dossier_that_could_not_be_printed_is_tried_again_after_an_hour(people):
    consultation = declared(people)
    conducting.report(consultation, REASONS, by=people["ppt"])
    filing_dossiers.keep()
    Printout.objects.of(KINDS[MEMBERS], consultation).update(state=Printout.State.FAILED)
    filing_dossiers.keep()
    at_first = Printout.objects.of(KINDS[MEMBERS], consultation).count()
    failed = Printout.objects.of(KINDS[MEMBERS], consultation)
    failed.update(asked_at=timezone.now() - filing_dossiers.AGAIN_AFTER)

    filing_dossiers.keep()

    assert (at_first, Printout.objects.of(KINDS[MEMBERS], consultation).count()) == (2, 4)


def test_what_the_desk_has_withdrawn_is_not_filed_anew(people):
    consultation = in_first_round(people)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])
    file_all()
    withdraw(refreshed(consultation).dossier, people["coordinator"])
    conducting.report(consultation, REASONS, by=people["ppt"])

    filed = file_all()

    assert (filed, refreshed(consultation).dossier.versions.count()) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_file_each_dossier_once(people):
    consultation = a_whole_one(people)
    at_once(2, lambda _: filing_dossiers.keep())
    asked = Printout.objects.count()
    print_all()

    outcomes = at_once(4, lambda _: filing_dossiers.keep())

    consultation.refresh_from_db()
    assert (asked, outcomes) == (4, ["done"] * 4)
    assert Document.objects.filter(title_es__startswith="Expediente").count() == 2
    assert DocumentVersion.objects.filter(document__in=[consultation.dossier, consultation.troika_dossier]).count() == 4


# Who reads them


@pytest.fixture
def everybody(people):
    people["observer"] = seated("observa", "obs_country", "co")
    people["organisation"] = seated("organiza", "obs_org", "unhcr")
    people["rncom"] = seated("rita", "rrocm", "rrocm")
    people["it"] = seated("informática", "st_it", "iom")
    return people


SEEN_BY = {
    "ppt": {MEMBERS, TROIKA},
    "coordinator": {MEMBERS, TROIKA},
    "assistant": {MEMBERS, TROIKA},
    "troika": {MEMBERS, TROIKA},
    "coming": {MEMBERS, TROIKA},
    "focal-pa": {MEMBERS, TROIKA},  # of the Troika
    "focal-mx": {MEMBERS},
    "hod": {MEMBERS},
    "observer": set(),
    "organisation": set(),
    "rncom": set(),
    "it": set(),
    "nobody": set(),
}
ALWAYS = ("troika", "focal-mx", "observer")
"""Every role has its doors in tests/access; here the words of the files themselves are looked at."""


@pytest.mark.parametrize("who", size(ci=ALWAYS, full=tuple(SEEN_BY)))
def test_a_dossier_opens_by_every_door_to_those_who_saw_its_rounds_and_by_none_to_others(everybody, who):
    sees = SEEN_BY[who]
    consultation = a_whole_one(everybody)
    file_all()
    consultation.refresh_from_db()
    documents = {MEMBERS: consultation.dossier, TROIKA: consultation.troika_dossier}
    client = Client()
    if who != "nobody":
        sign_in_past_second_factor(client, everybody[who])

    opened = {which: doors(client, consultation, which, document) for which, document in documents.items()}

    assert opened == {which: {"page": which in sees, "file": which in sees, "pdf": which in sees} for which in Dossier}


def doors(client, consultation, which, document):
    """By which ways somebody comes to a dossier."""
    addresses = {
        "page": document.get_absolute_url(),
        "file": document.versions.get(language="es").served_file.get_absolute_url(),
        "pdf": printed(consultation, which, "es").file.get_absolute_url(),
    }
    answers = {door: client.get(address) for door, address in addresses.items()}
    for answer in answers.values():
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return {door: answer.status_code == 200 for door, answer in answers.items()}


@pytest.mark.parametrize(
    ("who", "once_declared"),
    [
        ("ppt", True),
        ("coordinator", True),
        ("focal-mx", True),
        ("hod", True),
        ("rcgm", False),  # sees the own country's cell alone
        ("troika", True),
    ],
)
def test_the_members_dossier_is_for_whoever_reads_all_positions_once_it_has_ended(people, who, once_declared):
    consultation = in_first_round(people)
    person = people[who]
    before = dossier.members_for(person).contains(consultation)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"])

    after = dossier.members_for(person).contains(consultation)

    assert (before, after) == (False, once_declared)


def test_a_search_finds_nothing_of_the_troika_for_others(people):
    consultation = a_whole_one(people)
    file_all()
    troikas = refreshed(consultation).troika_dossier

    found = {
        who: Document.objects.visible_to(people[who]).filter(title_es__contains="Troika").contains(troikas)
        for who in ("troika", "focal-mx", "hod", "rcgm")
    }

    assert found == {"troika": True, "focal-mx": False, "hod": False, "rcgm": False}


def test_what_was_filed_is_frozen_and_takes_a_symbol_once(people):
    consultation = a_whole_one(people)
    file_all()
    document = refreshed(consultation).dossier

    with pytest.raises(publishing.TransitionNotAllowed):
        publishing.publish(document, by=people["ppt"])

    assert Consultation.objects.filter(dossier=document).count() == 1
    assert settings.PORTAL_ORIGIN in words_of(printed(consultation, MEMBERS, "en"))
