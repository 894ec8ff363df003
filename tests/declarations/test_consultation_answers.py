"""Who answers for a country, what it says and by when, and what a round does in the meantime. Source, lines 716-740."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from declarations.consultations import answering, clock, conducting, keeping_time, letters
from declarations.models import Position, Reminder, Round
from members.models import Mandate, Substitution
from tests.declarations.consulting import (
    FRIDAY,
    MEMBERS,
    both,
    cell,
    ended,
    everybody_says,
    fresh,
    in_first_round,
    note,
    refusal,
    running,
    written_to,
)
from tests.members.factories import seated

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TAKEN_BY = "%s answers for your country in this round."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def people(consulters):
    return consulters


def respondents(consultation, slug="mx"):
    found = cell(consultation, slug)
    return found.respondent, found.named_by


def answer_for(consultation, slug, person, choice="agree", text="", *, at=FRIDAY + HOUR, **values):
    return answering.answer(cell(consultation, slug), choice, text, by=fresh(person), now=at, **values)


def test_the_only_focal_point_is_the_respondent_unasked(people):
    consultation = in_first_round(people)

    assert respondents(consultation) == (people["focal-mx"], None)


def test_of_two_focal_points_the_first_to_answer_is_the_respondent(people):
    second = second_focal_point()
    consultation = in_first_round(people)
    before = respondents(consultation)
    answer_for(consultation, "mx", second)

    said = refusal(answer_for, consultation, "mx", people["focal-mx"], "object", "No.")

    assert before == (None, None)
    assert (said, respondents(consultation)) == (TAKEN_BY % "Second", (second, second))
    assert list(cell(consultation, "mx").positions.values_list("choice", flat=True)) == ["agree"]


def second_focal_point():
    return seated("second", "focal", "mx", valid_from=date(2020, 1, 1))


def test_the_head_of_delegation_takes_over_and_the_focal_point_answers_no_more(people):
    consultation = in_first_round(people)
    answer_for(consultation, "mx", people["focal-mx"], "object", "No.")
    answer_for(consultation, "mx", people["hod"])

    said = refusal(answer_for, consultation, "mx", people["focal-mx"], "object", "No.")

    assert (said, respondents(consultation)) == (TAKEN_BY % "Hod", (people["hod"], people["hod"]))


def test_the_head_of_delegation_says_who_answers(people):
    second = second_focal_point()
    consultation = in_first_round(people)
    answering.name_respondent(cell(consultation, "mx"), second, by=people["hod"], now=FRIDAY + HOUR)

    said = refusal(answer_for, consultation, "mx", people["focal-mx"])
    position = answer_for(consultation, "mx", second)

    assert (said, position.answered_by) == (TAKEN_BY % "Second", second)
    assert respondents(consultation) == (second, people["hod"])


@pytest.mark.parametrize("who", ["rcgm", "focal-us", "troika", "coordinator", "ppt"])
def test_nobody_is_named_who_does_not_act_for_the_country(people, who):
    consultation = in_first_round(people)

    said = refusal(
        answering.name_respondent, cell(consultation, "mx"), people[who], by=people["hod"], now=FRIDAY + HOUR
    )

    assert (said, respondents(consultation)[0]) == ("This person does not act for the country.", people["focal-mx"])


def test_a_respondent_whose_mandate_has_ended_stands_in_nobodys_way(people):
    second = second_focal_point()
    consultation = in_first_round(people)
    answer_for(consultation, "mx", people["focal-mx"])
    Mandate.objects.filter(user=people["focal-mx"]).update(valid_until=timezone.localdate())

    answer_for(consultation, "mx", second, "object", "No.", at=FRIDAY + 2 * HOUR)

    assert respondents(consultation) == (second, second)
    assert list(cell(consultation, "mx").positions.values_list("choice", flat=True)) == ["agree", "object"]


def test_a_reminder_goes_to_the_respondent_and_past_one_whose_mandate_has_ended(people):
    second = second_focal_point()
    consultation = in_first_round(people)
    answering.name_respondent(cell(consultation, "mx"), people["focal-mx"], by=people["hod"], now=FRIDAY)
    keeping_time.remind_missing(running(consultation), by=people["ppt"], now=FRIDAY + HOUR)
    before = [name for name in written_to(letters.REMINDER) if name in {"focal-mx", "second"}]
    Mandate.objects.filter(user=people["focal-mx"]).update(valid_until=timezone.localdate())

    keeping_time.remind_missing(running(consultation), by=people["ppt"], now=FRIDAY + 3 * HOUR)

    after = [name for name in written_to(letters.REMINDER) if name in {"focal-mx", "second"}]
    assert (before, after) == (["focal-mx"], ["focal-mx", second.email.split("@")[0]])


WHO_ANSWERS = [
    ("focal-mx", "mx", True),
    ("hod", "mx", True),
    ("focal-us", "mx", False),
    ("rcgm", "mx", False),
    ("ppt", "cr", False),
    ("coordinator", "mx", False),
    ("assistant", "mx", False),
    ("troika", "pa", False),
    ("focal-pa", "pa", True),
]


@pytest.mark.parametrize(("who", "country", "may"), WHO_ANSWERS)
def test_in_the_members_rounds_focal_points_and_heads_of_delegation_answer(people, who, country, may):
    consultation = in_first_round(people)

    assert fresh(people[who]).has_perm("declarations.answer_addressee", cell(consultation, country)) is may


def test_a_deputy_answers_for_the_focal_point_who_is_away(people):
    today = timezone.localdate()
    deputy = seated("deputy", "rcgm", "mx", valid_from=date(2020, 1, 1))
    consultation = in_first_round(people)
    before = fresh(deputy).has_perm("declarations.answer_addressee", cell(consultation, "mx"))
    Substitution.objects.create(
        mandate=people["focal-mx"].mandates.get(),
        deputy=deputy,
        named_by=people["focal-mx"],
        accepted_at=timezone.now(),
        valid_from=today,
        valid_until=today + DAY,
    )

    after = fresh(deputy).has_perm("declarations.answer_addressee", cell(consultation, "mx"))

    assert (before, after) == (False, True)


# What was said


def test_every_position_stays_on_record_and_the_last_counts(people):
    """Ambiguities D9."""
    consultation = in_first_round(people)
    for number, said in enumerate([("object", "No."), ("propose_change", "Añádase."), ("agree", "")]):
        answer_for(consultation, "mx", people["focal-mx"], *said, at=FRIDAY + number * HOUR)

    positions = cell(consultation, "mx").positions.values_list("number", "choice", "text")

    assert list(positions) == [(1, "object", "No."), (2, "propose_change", "Añádase."), (3, "agree", "")]
    assert running(consultation).addressees.with_choice().get(party__slug="mx").choice == "agree"


def test_the_same_answer_sent_twice_is_recorded_once(people):
    consultation = in_first_round(people)
    first = answer_for(consultation, "mx", people["focal-mx"], "object", "Uno.\r\nDos.")

    again = answer_for(consultation, "mx", people["focal-mx"], "object", " Uno.\nDos. ", at=FRIDAY + 2 * HOUR)

    assert (again.pk, Position.objects.filter(addressee__party__slug="mx", number=2).count()) == (first.pk, 0)
    assert written_to(letters.RECEIPT).count("focal-mx") == 1


@pytest.mark.parametrize(
    ("choice", "text"),
    [("object", ""), ("propose_change", " "), ("agree_comments", ""), ("agree", "Sí."), ("no_comment", "Nada.")],
)
def test_words_are_given_where_they_are_due_and_only_there(people, choice, text):
    consultation = in_first_round(people)

    said = refusal(answer_for, consultation, "mx", people["focal-mx"], choice, text)

    assert (said, cell(consultation, "mx").positions.count()) == (
        "Say what the comment, the change or the reason is.",
        0,
    )


def test_a_position_that_came_by_mail_is_recorded_with_the_mail(people):
    consultation = in_first_round(people)

    position = answering.record_for(
        cell(consultation, "mx"), "object", "No.", mail=note("correo.txt"), by=people["coordinator"], now=FRIDAY + HOUR
    )

    assert (position.on_behalf, position.file.name, position.answered_by) == (True, "correo.txt", people["coordinator"])
    assert respondents(consultation)[0] == people["focal-mx"]
    assert written_to(letters.RECEIPT) == ["coming", "focal-mx", "troika"]  # the two of the Troika had theirs before


def test_the_database_refuses_a_position_on_behalf_without_its_mail(people):
    consultation = in_first_round(people)

    with pytest.raises(IntegrityError, match="position_on_behalf_has_its_mail"), transaction.atomic():
        Position.objects.create(
            addressee=cell(consultation, "mx"),
            number=1,
            choice="agree",
            language="es",
            on_behalf=True,
            answered_by=people["coordinator"],
            answered_at=FRIDAY + HOUR,
        )


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=1), 3 * DAY])
def test_after_the_stored_end_no_answer_is_taken_though_nobody_noted_the_end(people, late):
    consultation = in_first_round(people)
    at = running(consultation).closes_at + late
    step = answering.record_for

    said = {
        refusal(answer_for, consultation, "mx", people["focal-mx"], at=at),
        refusal(answer_for, consultation, "mx", people["hod"], at=at),
        refusal(step, cell(consultation, "mx"), "agree", mail=note(), by=people["coordinator"], now=at),
        refusal(answering.name_respondent, cell(consultation, "mx"), people["hod"], by=people["hod"], now=at),
    }

    assert (said, running(consultation).closed_at) == ({"This round is over: it takes no more answers."}, None)


def test_until_the_round_ends_for_all_a_country_answers_past_its_own_last_day(people):
    consultation = in_first_round(people)
    due = cell(consultation, "us").due_at
    closes_at = running(consultation).closes_at

    position = answer_for(consultation, "us", people["focal-us"], at=closes_at - timedelta(seconds=1))

    assert (due < closes_at, position.answered_at) == (True, closes_at - timedelta(seconds=1))


# More time, and positions opened


def test_more_time_moves_every_country_to_the_end_of_the_later_day(people):
    consultation = in_first_round(people)
    before = set(Reminder.objects.filter(state="waiting").values_list("pk", flat=True))

    extension = conducting.extend(
        running(consultation), until=date(2026, 10, 2), reasons=both(" Fiestas. "), by=people["ppt"], now=FRIDAY + DAY
    )

    cells = running(consultation).addressees.all()
    assert (extension.until, extension.reason, extension.by) == (date(2026, 10, 2), "Fiestas.", people["ppt"])
    assert {one.last_on for one in cells} == {date(2026, 10, 2)}
    assert {one.due_at for one in cells} == {clock.end_of(date(2026, 10, 2), one.time_zone) for one in cells}
    assert running(consultation).closes_at == max(one.due_at for one in cells)
    assert {one.computed_on == one.last_on for one in cells} == {False}
    assert set(Reminder.objects.filter(pk__in=before).values_list("state", flat=True)) == {"needless"}
    assert list(Reminder.objects.filter(state="waiting", addressee=cells[0]).values_list("kind", "due_at")) == [
        ("half_time", FRIDAY + DAY + (cells[0].due_at - FRIDAY - DAY) / 2),
        ("day_before", cells[0].due_at - DAY),
    ]
    assert written_to(letters.EXTENDED) == sorted([*(f"focal-{slug}" for slug in MEMBERS), "hod"])


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        (date(2026, 9, 22), "Sí.", "The new day is later than the last day of every country."),
        (date(2026, 9, 1), "Sí.", "The new day is later than the last day of every country."),
        (date(2026, 9, 30), " ", "The members read this in both languages: write it in both."),
    ],
)
def test_more_time_is_later_and_has_a_reason(people, until, reason, sentence):
    consultation = in_first_round(people)
    before = running(consultation).closes_at

    said = refusal(
        conducting.extend, running(consultation), until=until, reasons=both(reason), by=people["ppt"], now=FRIDAY + DAY
    )

    assert (said, running(consultation).closes_at) == (sentence, before)


def test_a_round_that_is_over_gets_no_more_time_though_nobody_noted_the_end(people):
    consultation = in_first_round(people)
    at = running(consultation).closes_at

    said = refusal(
        conducting.extend, running(consultation), until=date(2026, 10, 2), reasons=both("x"), by=people["ppt"], now=at
    )

    assert said == "This round takes no answers any more, or has no last day."


def test_opened_positions_are_opened_once(people):
    consultation = in_first_round(people)
    before = Round.objects.shown_to_members(FRIDAY + HOUR).contains(running(consultation))
    conducting.open_positions(running(consultation), by=people["ppt"], now=FRIDAY + HOUR)

    said = refusal(conducting.open_positions, running(consultation), by=people["ppt"], now=FRIDAY + 2 * HOUR)

    round_ = running(consultation)
    assert (before, Round.objects.shown_to_members(FRIDAY + HOUR).contains(round_)) == (False, True)
    assert (round_.positions_opened_at, round_.positions_opened_by) == (FRIDAY + HOUR, people["ppt"])
    assert said == "The members read the positions of this round already."


@pytest.mark.parametrize(
    ("moment", "opened", "read"),
    [(FRIDAY + HOUR, False, False), (FRIDAY + HOUR, True, True), (None, False, True), (None, True, True)],
)
def test_members_read_each_others_positions_once_the_round_is_over_or_opened(people, moment, opened, read):
    consultation = in_first_round(people)
    round_ = running(consultation)
    if opened:
        conducting.open_positions(round_, by=people["ppt"], now=FRIDAY)
    round_ = running(consultation)
    at = moment or round_.closes_at

    assert Round.objects.shown_to_members(at).contains(round_) is read
    assert (round_.is_open(at), Round.objects.open(at).contains(round_)) == (moment is not None,) * 2


# Reminders by hand


def test_those_who_have_not_answered_are_reminded_by_hand_at_most_each_hour(people):
    consultation = in_first_round(people)
    everybody_says(people, consultation, {"mx": None, "us": None}, at=FRIDAY + HOUR)
    number = keeping_time.remind_missing(running(consultation), by=people["assistant"], now=FRIDAY + 2 * HOUR)

    at = FRIDAY + 2 * HOUR + timedelta(minutes=59)
    said = refusal(keeping_time.remind_missing, running(consultation), by=people["ppt"], now=at)

    assert (number, written_to(letters.REMINDER)) == (2, ["focal-mx", "focal-us"])
    assert said == (
        "Nobody is to be reminded: all have answered, the round is over, or it was done within the last hour."
    )
    assert keeping_time.remind_missing(running(consultation), by=people["ppt"], now=FRIDAY + 3 * HOUR) == 2


def test_a_receipt_goes_to_whoever_answered(people):
    consultation = in_first_round(people)
    answer_for(consultation, "mx", people["focal-mx"])

    assert written_to(letters.RECEIPT) == ["coming", "focal-mx", "troika"]  # the two of the Troika had theirs before


def test_the_end_of_a_round_is_told_to_the_members_and_to_those_who_conduct(people):
    ended(in_first_round(people))

    assert written_to(letters.ENDED) == sorted([*(f"focal-{slug}" for slug in MEMBERS), "hod", "ppt", "coordinator"])
