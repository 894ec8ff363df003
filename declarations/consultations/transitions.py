"""Which step of a consultation leads where. Who may take it: declarations/rules.py."""

from crm_portal.common.workflow import Transitions
from declarations.models import Consultation

Kind, Outcome, Status = Consultation.Kind, Consultation.Outcome, Consultation.Status

TRANSITIONS: Transitions = {
    "submit": ((Status.DRAFT,), Status.WITH_TROIKA),
    "take_back": ((Status.WITH_TROIKA, Status.AGREED), Status.DRAFT),
    "agree": ((Status.WITH_TROIKA,), Status.AGREED),
    "open_first": ((Status.AGREED,), Status.FIRST_ROUND),
    "close_first": ((Status.FIRST_ROUND,), Status.BETWEEN),
    "open_second": ((Status.BETWEEN,), Status.SECOND_ROUND),
    "close_second": ((Status.SECOND_ROUND,), Status.ANSWERED),
    "skip": ((Status.BETWEEN,), Status.ANSWERED),
    "ask": ((Status.DRAFT,), Status.ASKED),
    "close_question": ((Status.ASKED,), Status.ANSWERED),
    "adopt": ((Status.ANSWERED,), Status.DECLARED),
    "find_no_consensus": ((Status.WITH_TROIKA, Status.BETWEEN, Status.ANSWERED), Status.DECLARED),
    "carry": ((Status.WITH_TROIKA, Status.AGREED, Status.BETWEEN, Status.ANSWERED), Status.DECLARED),
    "withdraw": (
        tuple(status for status in Status if status not in (Status.DECLARED, Status.REPORTED)),
        Status.DECLARED,
    ),
    "report": ((Status.DECLARED, Status.ANSWERED), Status.REPORTED),
}

OF_PROCEDURE = frozenset(
    {"submit", "take_back", "agree", "open_first", "open_second", "skip", "adopt", "find_no_consensus", "carry"}
)
"""What a simple consultation has not: it decides nothing."""
OF_QUESTION = frozenset({"ask"})

OUTCOME_VERBS = {
    Outcome.ADOPTED: "adopt",
    Outcome.NO_CONSENSUS: "find_no_consensus",
    Outcome.CARRIED: "carry",
    Outcome.WITHDRAWN: "withdraw",
}
TEXT_IS_WRITTEN = (Status.DRAFT, Status.BETWEEN)
"""When the course of action may be changed: before it is put to anybody, and between the two rounds."""


def verbs_of(consultation: Consultation) -> list[str]:
    """The steps that may follow now, by the table and by the kind of consultation."""
    others = OF_QUESTION if consultation.is_procedure else OF_PROCEDURE
    found = [
        verb for verb, (starts, _to) in TRANSITIONS.items() if consultation.status in starts and verb not in others
    ]
    if "report" in found and not may_be_reported(consultation):
        found.remove("report")
    return found


def outcomes_of(consultation: Consultation) -> list[Consultation.Outcome]:
    """The outcomes that may be declared now."""
    verbs = verbs_of(consultation)
    return [outcome for outcome, verb in OUTCOME_VERBS.items() if verb in verbs]


def may_be_reported(consultation: Consultation) -> bool:
    """Whether there is something to report: the members were asked, and the procedure has its outcome."""
    is_settled = consultation.status == Status.DECLARED or not consultation.is_procedure
    return is_settled and consultation.opened_at is not None
