"""The course of a consultation, step by step, and what each step refuses. Source, lines 709-734."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from crm_portal.common.audit.models import Deed
from crm_portal.common.files.models import PrivateFile
from declarations.consultations import conducting, drafting, letters
from declarations.models import Position, Reminder
from members.models import Party, PresidencyTerm
from tests.declarations.consulting import (
    FRIDAY,
    MEMBERS,
    REASONS,
    TEXTS,
    after_first_round,
    agreed,
    answered,
    asked,
    declared,
    drafted,
    ended,
    everybody_says,
    in_first_round,
    note,
    refreshed,
    refusal,
    running,
    say,
    with_troika,
    written_to,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_REPLY = "No reply is not consent. No reply yet from: "
AGAINST = "This text has no consensus: %s object, or propose a change."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def people(consulters):
    return consulters


def test_a_whole_procedure_ends_adopted_and_reported(people):
    consultation = declared(people)
    conducting.report(consultation, REASONS, by=people["ppt"])

    consultation.refresh_from_db()

    assert (consultation.status, consultation.outcome, consultation.symbol) == (
        "reported",
        "adopted",
        "CRM/CONS/2026/01",
    )
    assert [(one.stage, one.addressees.count()) for one in consultation.rounds.all()] == [
        ("troika", 2),
        ("first", 11),
        ("second", 11),
    ]


def test_each_step_of_a_procedure_is_on_record(people):
    consultation = declared(people)
    conducting.report(consultation, REASONS, by=people["ppt"])

    deeds = Deed.objects.filter(kind="declarations.consultation", object_id=str(consultation.pk)).order_by("pk")

    assert [(deed.verb.removeprefix("declarations."), deed.by_id) for deed in deeds] == [
        ("begin_consultation", people["ppt"].pk),
        ("submit_consultation", people["ppt"].pk),
        ("agree_consultation", people["ppt"].pk),
        ("open_first_consultation", people["ppt"].pk),
        ("close_round", None),
        ("open_second_consultation", people["ppt"].pk),
        ("close_round", None),
        ("declare_consultation", people["ppt"].pk),
        ("report_consultation", people["ppt"].pk),
    ]


# The text

SENDING = {
    "procedure": lambda row, by: conducting.submit(row, by=by, now=FRIDAY),
    "question": lambda row, by: conducting.ask_members(row, last_on=date(2026, 9, 25), by=by, now=FRIDAY),
}


@pytest.mark.parametrize("lacking", ["title_es", "title_en", "text_es", "text_en"])
@pytest.mark.parametrize("kind", ["procedure", "question"])
def test_a_text_goes_out_in_both_languages(people, kind, lacking):
    consultation = drafted(people, kind=kind, **{lacking: " "})

    said = refusal(SENDING[kind], consultation, people["ppt"])

    assert said == "A consultation goes out in both languages: complete the title and the text first."


def test_the_second_round_too_goes_out_in_both_languages(people):
    consultation = after_first_round(people)
    drafting.write(consultation, TEXTS | {"text_en": ""}, by=people["ppt"])

    said = refusal(conducting.open_round, consultation, by=people["ppt"], now=FRIDAY + 20 * DAY)

    assert said == "A consultation goes out in both languages: complete the title and the text first."


def test_a_draft_is_changed_in_place_and_a_text_that_was_read_stays(people):
    consultation = drafted(people)
    drafting.write(consultation, TEXTS | {"text_es": "Otro borrador."}, by=people["ppt"])
    conducting.submit(consultation, by=people["ppt"], now=FRIDAY)
    conducting.take_back(consultation, by=people["ppt"], now=FRIDAY + HOUR)
    drafting.write(consultation, TEXTS | {"text_es": "Tras la Troika."}, by=people["ppt"])

    texts = [(text.number, text.text_es, text.rounds.count()) for text in consultation.texts.all()]

    assert texts == [(1, "Otro borrador.", 1), (2, "Tras la Troika.", 0)]


def test_after_the_first_round_a_second_version_follows_and_the_second_round_is_held_on_it(people):
    consultation = after_first_round(people, answers={"mx": ("propose_change", "Añádase un plazo.")})
    drafting.write(consultation, TEXTS | {"text_es": "Con un plazo."}, by=people["ppt"])
    conducting.open_round(consultation, by=people["ppt"], now=FRIDAY + 20 * DAY)

    held_on = [(one.stage, one.text.number, one.text.text_es) for one in consultation.rounds.select_related("text")]

    assert held_on == [
        ("troika", 1, TEXTS["text_es"]),
        ("first", 1, TEXTS["text_es"]),
        ("second", 2, "Con un plazo."),
    ]


def names_of(text):
    return [one.file.name for one in text.attachments.select_related("file")]


def test_attachments_go_over_to_the_next_version_until_they_are_taken_away(people):
    uploads = [note("uno.txt"), note("dos.txt")]
    consultation = drafting.begin("procedure", TEXTS, files=uploads, by=people["ppt"])
    PrivateFile.objects.update(scan="clean")
    conducting.submit(consultation, by=people["ppt"], now=FRIDAY)
    conducting.take_back(consultation, by=people["ppt"], now=FRIDAY + HOUR)
    first = consultation.texts.get()
    gone = first.attachments.first().pk

    second = drafting.write(consultation, TEXTS, files=[note("tres.txt")], taken_away=[gone], by=people["ppt"])

    assert (names_of(first), names_of(second)) == (["uno.txt", "dos.txt"], ["dos.txt", "tres.txt"])


def test_an_attachment_of_a_draft_is_taken_away(people):
    consultation = drafting.begin("procedure", TEXTS, files=[note("uno.txt"), note("dos.txt")], by=people["ppt"])
    gone = consultation.texts.get().attachments.first().pk

    text = drafting.write(consultation, TEXTS, taken_away=[gone], by=people["ppt"])

    assert (text.number, names_of(text)) == (1, ["dos.txt"])


@pytest.mark.parametrize("scan", ["pending", "infected"])
def test_no_text_goes_out_with_an_attachment_that_is_not_clean(people, scan):
    consultation = drafting.begin("procedure", TEXTS, files=[note()], by=people["ppt"])
    PrivateFile.objects.update(scan=scan, finding="Eicar" if scan == "infected" else "")

    said = refusal(conducting.submit, consultation, by=people["ppt"], now=FRIDAY)

    assert said == "An attachment is not free for others yet: take it away, or try again later."


def test_the_title_changes_until_the_members_were_asked(people):
    consultation = drafted(people)
    drafting.write(consultation, TEXTS | {"title_es": "Título nuevo"}, by=people["ppt"])
    before = refreshed(consultation).title_es
    opened = after_first_round(people)

    drafting.write(opened, TEXTS | {"title_es": "Título tardío"}, by=people["ppt"])

    assert (before, refreshed(opened).title_es) == ("Título nuevo", TEXTS["title_es"])


# The Troika


def test_the_other_two_of_the_troika_are_asked(people):
    consultation = with_troika(people)

    assert sorted(cell.party.slug for cell in running(consultation).addressees.all()) == ["gt", "pa"]


@pytest.mark.parametrize(
    ("lacking", "asked_of"), [(["pa"], ["gt"]), (["gt"], ["pa"]), (["pa", "cr"], ["gt"]), (["pa", "gt"], None)]
)
def test_a_troika_that_is_not_complete_is_asked_as_far_as_there_is_one(people, lacking, asked_of):
    """Ambiguities D7."""
    PresidencyTerm.objects.filter(starts_on__lt=date(2025, 1, 1)).delete()
    PresidencyTerm.objects.filter(party__slug__in=lacking).delete()
    consultation = drafted(people)

    if asked_of is None:
        said = refusal(conducting.submit, consultation, by=people["ppt"], now=FRIDAY)
        assert said == "The record has neither a previous nor a coming presidency: there is no Troika to consult."
    else:
        round_ = conducting.submit(consultation, by=people["ppt"], now=FRIDAY)
        assert [cell.party.slug for cell in round_.addressees.all()] == asked_of


def test_the_troika_has_no_last_day_unless_one_is_set(people):
    """Ambiguities D1."""
    without = running(with_troika(people))
    consultation = drafted(people)
    with_one = conducting.submit(consultation, by=people["ppt"], last_on=date(2026, 9, 18), now=FRIDAY)

    assert (without.closes_at, set(without.addressees.values_list("due_at", flat=True))) == (None, {None})
    assert with_one.closes_at.isoformat() == "2026-09-18T23:59:00-06:00"
    assert Reminder.objects.filter(addressee__round=without).count() == 0


def test_a_last_day_of_the_troika_that_is_over_is_refused(people):
    said = refusal(conducting.submit, drafted(people), by=people["ppt"], last_on=date(2026, 9, 10), now=FRIDAY)

    assert said == "The last day lies ahead."


def test_the_end_of_the_troikas_round_leaves_it_to_the_presidency_to_go_on(people):
    consultation = drafted(people)
    conducting.submit(consultation, by=people["ppt"], last_on=date(2026, 9, 18), now=FRIDAY)

    consultation = ended(consultation)

    assert (consultation.status, running(consultation).closed_at) == ("with_troika", running(consultation).closes_at)


def test_a_text_taken_back_goes_to_the_troika_again_and_its_first_answers_stay(people):
    consultation = with_troika(people)
    say(consultation, people["troika"], "object", "Falta la base.", at=FRIDAY + HOUR)
    conducting.take_back(consultation, by=people["ppt"], now=FRIDAY + 2 * HOUR)
    drafting.write(consultation, TEXTS | {"text_es": "Con base."}, by=people["ppt"])
    conducting.submit(consultation, by=people["ppt"], now=FRIDAY + 3 * HOUR)

    rounds = [(one.attempt, one.text.number, one.closed_at is None) for one in consultation.rounds.all()]

    assert rounds == [(1, 1, False), (2, 2, True)]
    assert Position.objects.get().choice == "object"


def test_agreed_after_its_last_day_the_troikas_round_keeps_its_end(people):
    consultation = drafted(people)
    conducting.submit(consultation, by=people["ppt"], last_on=date(2026, 9, 18), now=FRIDAY)
    for who in ("troika", "coming"):
        say(consultation, people[who], "agree", at=FRIDAY + HOUR)

    conducting.agree(consultation, by=people["ppt"], now=FRIDAY + 10 * DAY)  # the clock was not awake

    assert running(consultation).closed_at == running(consultation).closes_at


# No consent out of silence


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"mx": None}, NO_REPLY + "Mexico."),
        ({"mx": None, "us": None}, NO_REPLY + "Mexico, United States."),
        ({"mx": ("object", "No.")}, AGAINST % "Mexico"),
        ({"hn": ("propose_change", "Añádase.")}, AGAINST % "Honduras"),
        ({"hn": ("propose_change", "Añádase."), "mx": ("object", "No.")}, AGAINST % "Honduras, Mexico"),
        ({"us": None, "mx": ("object", "No.")}, NO_REPLY + "United States."),
    ],
)
def test_a_second_round_is_passed_over_only_by_consent_in_so_many_words(people, answers, sentence):
    consultation = after_first_round(people, answers=answers)

    assert refusal(conducting.skip, consultation, REASONS, by=people["ppt"]) == sentence


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"mx": None}, NO_REPLY + "Mexico."),
        ({"mx": ("object", "No.")}, AGAINST % "Mexico"),
        ({"hn": ("propose_change", "Añádase.")}, AGAINST % "Honduras"),
    ],
)
def test_nothing_is_adopted_in_silence_or_against_a_country(people, answers, sentence):
    consultation = answered(people, answers=answers)

    said = refusal(conducting.declare, consultation, "adopted", REASONS, by=people["ppt"])

    assert (said, refreshed(consultation).outcome) == (sentence, "")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, NO_REPLY + "Guatemala, Panama."),
        ({"troika": ("agree", "")}, NO_REPLY + "Guatemala."),
        ({"troika": ("agree", ""), "coming": ("object", "No.")}, AGAINST % "Guatemala"),
        ({"troika": ("propose_change", "Más."), "coming": ("agree", "")}, AGAINST % "Panama"),
    ],
)
def test_the_troika_agrees_only_in_so_many_words(people, answers, sentence):
    consultation = with_troika(people)
    for who, said in answers.items():
        say(consultation, people[who], *said, at=FRIDAY + HOUR)

    assert refusal(conducting.agree, consultation, by=people["ppt"]) == sentence


def test_comments_and_no_comment_let_a_text_pass_and_the_last_position_counts(people):
    """Ambiguities D9."""
    passing = {"mx": ("agree_comments", "Bien, con nota."), "us": ("no_comment", "")}
    consultation = in_first_round(people)
    everybody_says(people, consultation, passing | {"hn": ("object", "No.")}, at=FRIDAY + HOUR)
    say(consultation, people["focal-hn"], "agree", at=FRIDAY + 2 * HOUR)
    consultation = ended(consultation)

    conducting.skip(consultation, REASONS, by=people["ppt"])
    conducting.declare(consultation, "adopted", REASONS, by=people["ppt"])

    assert refreshed(consultation).outcome == "adopted"


def test_what_was_agreed_in_the_first_round_counts_nothing_in_the_second(people):
    consultation = after_first_round(people)
    conducting.open_round(consultation, by=people["ppt"], now=FRIDAY + 20 * DAY)
    consultation = ended(consultation)

    said = refusal(conducting.declare, consultation, "adopted", REASONS, by=people["ppt"])

    assert said == NO_REPLY + (
        "Belize, Canada, Costa Rica, Dominican Republic, El Salvador, Guatemala, Honduras, Mexico, Nicaragua, Panama, "
        "United States."
    )


# Withdrawn, numbered, reported


def test_to_withdraw_ends_a_running_round_at_once_and_tells_the_members(people):
    consultation = in_first_round(people)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=FRIDAY + HOUR)

    said = refusal(say, consultation, people["focal-mx"], "agree", at=FRIDAY + 2 * HOUR)

    round_ = running(consultation)
    assert said == "Esta ronda ha terminado: ya no admite respuestas."
    assert (round_.closes_at, round_.closed_at) == (FRIDAY + HOUR, FRIDAY + HOUR)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"needless"}
    assert written_to(letters.OUTCOME) == sorted([*(f"focal-{slug}" for slug in MEMBERS), "hod"])


def test_to_withdraw_after_the_stored_end_does_not_move_it(people):
    """The clock was not awake: the round was over all the same."""
    consultation = in_first_round(people)
    closes_at = running(consultation).closes_at

    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=closes_at + DAY)

    assert (running(consultation).closes_at, running(consultation).closed_at) == (closes_at, closes_at)


def test_what_was_withdrawn_among_the_troika_is_told_to_the_troika_alone(people):
    consultation = with_troika(people)

    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=FRIDAY + HOUR)

    assert written_to(letters.OUTCOME) == ["coming", "focal-gt", "focal-pa", "troika"]


def test_only_what_was_put_to_the_members_takes_a_number(people):
    withdrawn = with_troika(people)
    conducting.declare(withdrawn, "withdrawn", REASONS, by=people["ppt"], now=FRIDAY + HOUR)
    first, waiting, second = in_first_round(people), agreed(people), asked(people)

    symbols = [refreshed(one).symbol for one in (withdrawn, first, waiting, second)]

    assert symbols == ["", "CRM/CONS/2026/01", "", "CRM/CONS/2026/02"]


def test_numbers_begin_anew_with_the_year_of_san_jose(people):
    old_year = FRIDAY.replace(month=12, day=31, hour=23)  # the new year has begun in UTC
    consultations = [
        asked(people, FRIDAY),
        asked(people, old_year, date(2027, 1, 15)),
        asked(people, old_year + 2 * HOUR, date(2027, 1, 15)),
    ]

    assert [one.symbol for one in consultations] == ["CRM/CONS/2026/01", "CRM/CONS/2026/02", "CRM/CONS/2027/01"]


def test_a_round_that_was_not_sent_takes_no_number(people):
    consultation = agreed(people)
    Party.objects.filter(slug="mx").update(time_zone="")

    said = refusal(conducting.open_round, consultation, by=people["ppt"], now=FRIDAY + DAY)

    Party.objects.filter(slug="mx").update(time_zone="America/Mexico_City")
    conducting.open_round(consultation, by=people["ppt"], now=FRIDAY + DAY)
    assert said == "No time zone is on record for: Mexico. Complete it on the desk first."
    assert refreshed(consultation).symbol == "CRM/CONS/2026/01"


def test_only_what_the_members_were_asked_is_reported_to_them(people):
    consultation = with_troika(people)
    conducting.declare(consultation, "withdrawn", REASONS, by=people["ppt"], now=FRIDAY + HOUR)

    said = refusal(conducting.report, consultation, REASONS, by=people["ppt"])

    assert said == "This step does not belong to the consultation procedure, or has nobody to be taken for."
