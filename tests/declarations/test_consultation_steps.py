"""Which steps may be taken from which state of a consultation. Source, lines 709-734."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import conducting, drafting, keeping_time, letters
from declarations.models import Round
from tests.declarations.consulting import MEMBERS, REASONS, TEXTS, both, refusal, running, written_to

BOTH_LANGUAGES = "The members read this in both languages: write it in both."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def do_declare(outcome):
    return lambda row, by, at: conducting.declare(row, outcome, REASONS, by=by, now=at)


STEPS = {
    "write": lambda row, by, at: drafting.write(row, TEXTS, by=by),
    "submit": lambda row, by, at: conducting.submit(row, by=by, now=at),
    "take back": lambda row, by, at: conducting.take_back(row, by=by, now=at),
    "agree": lambda row, by, at: conducting.agree(row, by=by, now=at),
    "open a round": lambda row, by, at: conducting.open_round(row, by=by, now=at),
    "skip": lambda row, by, at: conducting.skip(row, REASONS, by=by, now=at),
    "ask": lambda row, by, at: conducting.ask_members(row, last_on=date(2026, 12, 18), by=by, now=at),
    "extend": lambda row, by, at: conducting.extend(
        running(row), until=date(2026, 12, 18), reasons=both("x"), by=by, now=at
    ),
    "open the positions": lambda row, by, at: conducting.open_positions(running(row), by=by, now=at),
    "remind": lambda row, by, at: keeping_time.remind_missing(running(row), by=by, now=at),
    "adopt": do_declare("adopted"),
    "find no consensus": do_declare("no_consensus"),
    "carry to a meeting": do_declare("carried"),
    "withdraw": do_declare("withdrawn"),
    "report": lambda row, by, at: conducting.report(row, REASONS, by=by, now=at),
}
OF_A_RUNNING_ROUND = {"extend", "open the positions", "remind", "withdraw"}
TAKEN = {
    "draft": {"write", "submit", "withdraw"},
    "with the Troika": {"take back", "agree", "find no consensus", "carry to a meeting", "withdraw"},
    "agreed": {"take back", "open a round", "carry to a meeting", "withdraw"},
    "first round": OF_A_RUNNING_ROUND,
    "between": {"write", "open a round", "skip", "find no consensus", "carry to a meeting", "withdraw"},
    "second round": OF_A_RUNNING_ROUND,
    "answered": {"adopt", "find no consensus", "carry to a meeting", "withdraw"},
    "declared": {"report"},
    "reported": set(),
    "question draft": {"write", "ask", "withdraw"},
    "question asked": OF_A_RUNNING_ROUND,
    "question answered": {"withdraw", "report"},
    "question withdrawn": {"report"},
    "question reported": set(),
}


@pytest.mark.parametrize("state", TAKEN)
def test_each_step_is_taken_only_from_its_states(consultations, state):
    people, found, at = consultations
    taken = set()

    for name, step in STEPS.items():
        with transaction.atomic():
            try:
                step(found[state], people["ppt"], at)
            except (TransitionNotAllowed, Round.DoesNotExist):
                continue
            finally:
                transaction.set_rollback(True)
            taken.add(name)

    assert taken == TAKEN[state]


@pytest.mark.parametrize(
    ("state", "verb", "sentence"),
    [
        ("reported", "report", "This is not possible in the state “reported to the members”."),
        ("draft", "adopt", "This is not possible in the state “being drafted”."),
        ("question draft", "submit", "The consultation procedure has this step; a simple consultation has not."),
        ("question answered", "adopt", "The consultation procedure has this step; a simple consultation has not."),
        (
            "draft",
            "ask",
            "This step does not belong to the consultation procedure, or has nobody to be taken for.",
        ),
        ("first round", "write", "The text is with those who were asked: it is not changed now."),
        ("question asked", "write", "The text is with those who were asked: it is not changed now."),
        ("between", "extend", "This round takes no answers any more, or has no last day."),
        ("with the Troika", "extend", "This round takes no answers any more, or has no last day."),
        (
            "with the Troika",
            "open the positions",
            "Only the positions of a running round of the members can be opened to them.",
        ),
    ],
)
def test_a_step_out_of_turn_is_refused_with_its_reason(consultations, state, verb, sentence):
    people, found, at = consultations

    assert refusal(STEPS[verb], found[state], people["ppt"], at) == sentence


@pytest.mark.parametrize("reasons", [{}, {"es": "Sí."}, {"en": "Yes."}, {"es": "Sí.", "en": " "}])
@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("between", conducting.skip),
        ("declared", conducting.report),
        ("first round", lambda row, reasons, by: conducting.declare(row, "withdrawn", reasons, by=by)),
        ("answered", lambda row, reasons, by: conducting.declare(row, "adopted", reasons, by=by)),
    ],
)
def test_reasons_and_reports_are_written_in_both_languages(consultations, state, step, reasons):
    people, found, _at = consultations

    assert refusal(step, found[state], reasons, by=people["ppt"]) == BOTH_LANGUAGES


def test_a_report_goes_to_all_who_answer_for_the_members(consultations):
    people, found, _at = consultations
    before = len(written_to(letters.OUTCOME))

    conducting.report(found["declared"], REASONS, by=people["ppt"])

    assert len(written_to(letters.OUTCOME)) - before == len(MEMBERS) + 1
