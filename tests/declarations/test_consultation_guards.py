"""What the database refuses of consultations to whoever serves, whatever way the statement comes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from crm_portal.common.files.models import PrivateFile
from declarations.consultations import conducting, drafting
from declarations.models import Position
from tests.declarations.consulting import (
    FRIDAY,
    TEXTS,
    after_first_round,
    agreed_by_all,
    both,
    cell,
    drafted,
    in_first_round,
    note,
    refreshed,
    running,
    say,
)

HOUR = timedelta(hours=1)
CONSENTS = "UPDATE declarations_consultation SET status = 'declared', outcome = 'adopted', outcome_reason = 'x', "
CONSENTS += "declared_at = now(), declared_by_id = begun_by_id WHERE id = %(consultation)s"


@pytest.fixture
def consultation(consulters):
    """In its first round, of which Mexico has answered and which was given more time."""
    consultation = in_first_round(consulters)
    say(consultation, consulters["focal-mx"], "agree", at=FRIDAY + HOUR)
    conducting.extend(
        running(consultation),
        until=FRIDAY.date() + timedelta(days=21),
        reasons=both("x"),
        by=consulters["ppt"],
        now=FRIDAY,
    )
    return refreshed(consultation)


def refused(statement, **values):
    """What the database says to a statement of the serving role, before its own explanations."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value).splitlines()[0]


def changed(table, change, row):
    """What the database says to a change of one row."""
    statement = f"UPDATE declarations_{table} SET {change} WHERE id = %(row)s"  # the tests' own words
    return refused(statement, row=row.pk)


@pytest.mark.parametrize("table", ["declarations_position", "declarations_extension"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "UPDATE {} SET id = id WHERE false", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_positions_and_extensions_are_only_added(consultation, table, statement):
    said = refused(statement.format(table))

    assert said == f"permission denied for table {table}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("stage = 'second'", "a round keeps what it was held on, and ends once"),
        ("sent_at = sent_at - interval '1 day'", "a round keeps what it was held on, and ends once"),
        (
            "text_id = (SELECT max(id) FROM declarations_consultationtext)",
            "a round keeps what it was held on, and ends once",
        ),
        (
            "closed_at = closes_at - interval '1 day'",
            'new row for relation "declarations_round" violates check constraint "round_of_members_ended_as_stored"',
        ),
    ],
)
def test_a_running_round_keeps_what_it_is_held_on(consulters, consultation, change, sentence):
    drafted(consulters)

    said = refused(
        f"UPDATE declarations_round SET {change} WHERE id = %(round)s", round=running(consultation).pk
    )  # the test's own words

    assert said == sentence


@pytest.mark.parametrize(
    "change",
    [
        "closes_at = closes_at + interval '1 day', closed_at = closed_at + interval '1 day'",
        "closes_at = closes_at - interval '1 day', closed_at = closed_at - interval '1 day'",
        "closed_at = NULL",
    ],
)
def test_a_round_ends_once(consulters, change):
    round_ = running(after_first_round(consulters))

    said = refused(
        f"UPDATE declarations_round SET {change} WHERE id = %(round)s", round=round_.pk
    )  # the test's own words

    assert said == "a round keeps what it was held on, and ends once"


def test_a_round_is_not_deleted(consultation):
    said = refused("DELETE FROM declarations_round WHERE id = %(round)s", round=running(consultation).pk)

    assert said == "a round keeps what it was held on, and ends once"


LATE = """
    INSERT INTO declarations_position
        (addressee_id, number, choice, text, language, on_behalf, answered_by_id, answered_at)
    VALUES (%(cell)s, 9, 'agree', '', 'es', false, %(by)s, %(at)s)
"""


@pytest.mark.parametrize("late", [timedelta(0), HOUR])
def test_a_late_position_is_refused_though_nobody_noted_the_end(consulters, consultation, late):
    at = running(consultation).closes_at + late

    said = refused(LATE, cell=cell(consultation, "us").pk, by=consulters["focal-us"].pk, at=at)

    assert said == "the round takes no more answers"


def test_no_position_is_slipped_into_a_round_that_has_ended_by_an_earlier_moment(consulters):
    consultation = after_first_round(consulters, answers={"us": None})

    said = refused(LATE, cell=cell(consultation, "us").pk, by=consulters["focal-us"].pk, at=FRIDAY + HOUR)

    assert (said, Position.objects.filter(addressee__party__slug="us").count()) == (
        "the round takes no more answers",
        0,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE declarations_consultationtext SET text_es = 'Otro.' WHERE id = %(text)s",
        "UPDATE declarations_consultationtext SET text_en = 'Other.' WHERE id = %(text)s",
        "DELETE FROM declarations_consultationtext WHERE id = %(text)s",
        "UPDATE declarations_textattachment SET text_id = %(other)s WHERE text_id = %(text)s",
        "UPDATE declarations_textattachment SET text_id = %(text)s WHERE text_id = %(other)s",
        "DELETE FROM declarations_textattachment WHERE text_id = %(text)s",
        "INSERT INTO declarations_textattachment (text_id, file_id)"
        " SELECT %(text)s, file_id FROM declarations_textattachment WHERE text_id = %(other)s",
    ],
)
def test_what_a_round_was_held_on_stays_as_it_was_read(consulters, statement):
    other, consultation = with_note(consulters), with_note(consulters)
    conducting.submit(consultation, by=consulters["ppt"], now=FRIDAY)

    said = refused(statement, text=consultation.texts.get().pk, other=other.texts.get().pk)

    assert said == "a round was held on this text"


def with_note(people):
    consultation = drafting.begin("procedure", TEXTS, files=[note()], by=people["ppt"])
    PrivateFile.objects.update(scan="clean")
    return consultation


NO_CONSENSUS = "no reply, an objection or a change proposed is no consensus"


@pytest.mark.parametrize(
    "answers", [{"mx": None}, {"mx": ("object", "No.")}, {"mx": ("propose_change", "Más.")}, {"mx": None, "us": None}]
)
def test_nothing_is_adopted_in_silence_or_against_a_country(consulters, answers):
    consultation = after_first_round(consulters, answers=answers)

    assert refused(CONSENTS, consultation=consultation.pk) == NO_CONSENSUS


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM declarations_addressee WHERE id = %(cell)s",
        "UPDATE declarations_addressee SET round_id = %(other)s WHERE id = %(cell)s",
        "UPDATE declarations_addressee SET party_id = %(party)s WHERE id = %(cell)s",
    ],
)
def test_a_country_is_not_taken_off_the_list_for_its_silence(consulters, statement):
    consultation = after_first_round(consulters, answers={"mx": None})
    other, party = consultation.rounds.get(stage="troika"), consulters["coordinator"].mandates.get().party_id

    said = refused(statement, cell=cell(consultation, "mx").pk, other=other.pk, party=party)

    assert said == "a round keeps whom it asked"


def test_nothing_is_adopted_before_the_round_has_ended(consulters, consultation):
    assert refused(CONSENTS, consultation=consultation.pk) == "no round of the members has ended"


def test_nothing_is_adopted_on_the_word_of_the_troika(consulters):
    consultation = drafted(consulters)
    conducting.submit(consultation, by=consulters["ppt"], now=FRIDAY)
    for who in ("troika", "coming"):
        say(consultation, consulters[who], "agree", at=FRIDAY + HOUR)
    conducting.take_back(consultation, by=consulters["ppt"], now=FRIDAY + HOUR)

    assert refused(CONSENTS, consultation=consultation.pk) == "no round of the members has ended"


@pytest.mark.parametrize("change", ["outcome = 'no_consensus'", "outcome = ''", "outcome = 'withdrawn'"])
def test_an_outcome_is_declared_once(consulters, change):
    consultation = agreed_by_all(consulters)
    conducting.declare(consultation, "adopted", {"es": "Sí.", "en": "Yes."}, by=consulters["ppt"])

    said = refused(
        f"UPDATE declarations_consultation SET {change} WHERE id = %(pk)s", pk=consultation.pk
    )  # the test's own words

    assert said == "an outcome is declared once"


def test_a_number_is_not_given_twice(consulters):
    first, second = in_first_round(consulters), in_first_round(consulters)

    said = refused(
        "UPDATE declarations_consultation SET number = %(number)s WHERE id = %(pk)s", number=first.number, pk=second.pk
    )

    assert said == 'duplicate key value violates unique constraint "consultation_number_once_a_year"'


def test_one_round_is_open_at_a_time(consulters, consultation):
    said = refused(
        "INSERT INTO declarations_round (consultation_id, stage, attempt, text_id, sent_at, sent_by_id, basis,"
        " calendar, edited_reason, closes_at)"
        " SELECT consultation_id, 'second', 1, text_id, now(), sent_by_id, basis, calendar, '', now()"
        " FROM declarations_round WHERE id = %(round)s",
        round=running(consultation).pk,
    )

    assert said == 'duplicate key value violates unique constraint "round_one_open_at_a_time"'
