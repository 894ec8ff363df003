"""The steps that a page offers somebody for a consultation: what each is called, and what it will do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.registry import Text
from declarations.consultations import conducting, keeping_time
from declarations.consultations.board import Board
from declarations.consultations.locking import last_round
from declarations.consultations.transitions import OUTCOME_VERBS, TEXT_IS_WRITTEN, verbs_of
from declarations.models import Consultation, Round


@dataclass(frozen=True)
class Step:
    """A step by its verb. `page` is the name of the page that asks what it needs; by default one that only confirms."""

    verb: str
    label: Text
    consequence: Text
    page: str = "declarations:consultation-do"
    is_quiet: bool = False
    done: Text = ""
    """What is said once it is taken."""

    def url(self, consultation: Consultation) -> str:
        """Where it is taken."""
        if self.page == "declarations:consultation-do":
            return reverse(self.page, args=[consultation.pk, self.verb])
        return reverse(self.page, args=[consultation.pk])


SEND = "declarations:consultation-send"
STEPS = (
    Step(
        "submit",
        _("Present it to the Troika"),
        _("The other countries of the Troika are written to. The members learn nothing of it."),
        SEND,
    ),
    Step(
        "ask",
        _("Put the question to the members"),
        _("All members are asked until a day that you choose. It is not the consultation procedure."),
        SEND,
    ),
    Step(
        "agree",
        _("Record the consensus of the Troika"),
        _("The text may then go to all members. Each country of the Troika has answered, and none is against."),
        done=_("The consensus of the Troika is recorded. Nothing is sent by that: open the first round next."),
    ),
    Step(
        "open_first",
        _("Open the first round"),
        _("The text goes to all members, who have five working days."),
        SEND,
    ),
    Step(
        "open_second",
        _("Open the second round"),
        _("The text as it now reads goes to all members again, for five working days."),
        SEND,
    ),
    Step(
        "skip",
        _("Skip the second round"),
        _("Every member has answered and none wants the text changed. The members read why."),
        "declarations:consultation-skip",
        done=_("There will be no second round. Declare the outcome next."),
    ),
    Step(
        "declare",
        _("Declare the outcome"),
        _("What came of it, with the reason. It is declared once; the members are told when you report to them."),
        "declarations:consultation-declare",
        done=_("The outcome is declared."),
    ),
    Step(
        "report",
        pgettext_lazy("step", "Report to the members"),
        _("Every member is told the result by mail, and reads it here."),
        "declarations:consultation-report",
        done=_("Those who answer for the members are being written to. The dossier is being made."),
    ),
    Step(
        "write",
        _("Write the text"),
        _("In both languages, with its attachments."),
        "declarations:consultation-write",
    ),
    Step(
        "remind",
        _("Remind those who have not answered"),
        _("A mail is sent now to each country without a reply, and to no other."),
        done=_("Those who have not answered are being written to."),
    ),
    Step(
        "extend",
        _("Give more time"),
        _("Every country has until the end of a later day, and is told why."),
        "declarations:consultation-extend",
        is_quiet=True,
        done=_("There is more time, and those who answer for the countries are being told why."),
    ),
    Step(
        "open_positions",
        _("Open the positions to the members"),
        _("The members read each other's positions from now on, before the round is over. It cannot be undone."),
        is_quiet=True,
        done=_("The members read each other's positions from now on."),
    ),
    Step(
        "take_back",
        _("Take the text back to change it"),
        _("The Troika is told, and is asked anew about the next text. Its answers to this one stay on record."),
        is_quiet=True,
        done=_("The text is yours to change again, and the Troika is being told."),
    ),
)
WITHDRAW = Step(
    "declare",
    _("Withdraw the consultation"),
    _(
        "It ends at once and for good: a running round takes no more answers, and those who were asked are told the "
        "reason by mail."
    ),
    "declarations:consultation-declare",
    is_quiet=True,
    done=_("The consultation is withdrawn."),
)
"""What declaring an outcome comes to where no other one is possible."""

BY_VERB = {step.verb: step for step in STEPS}
OUTCOMES = frozenset(OUTCOME_VERBS.values())

RUN: dict[str, Callable[[Consultation, Any], object]] = {
    "take_back": lambda consultation, user: conducting.take_back(consultation, by=user),
    "agree": lambda consultation, user: conducting.agree(consultation, by=user),
    "remind": lambda consultation, user: keeping_time.remind_missing(last_round(consultation), by=user),
    "open_positions": lambda consultation, user: conducting.open_positions(last_round(consultation), by=user),
}
"""What the steps do that only ask to be confirmed."""


class Offer(NamedTuple):
    """A step as it stands on a page."""

    label: Text
    consequence: Text
    href: str
    is_quiet: bool


def offered(user: Any, consultation: Consultation, board: Board | None) -> list[Offer]:
    """The steps that somebody may take now and that would not be refused; `board` is that of the round begun last."""
    verbs = possible(consultation, board.round if board else None)
    if board is not None and not board.is_consensus:
        verbs -= {"agree", "skip"}
    if board is not None and board.replied == board.asked:
        verbs -= {"remind"}
    steps = [step for step in STEPS if step.verb in verbs and user.has_perm(permission(step.verb), consultation)]
    if not verbs & OUTCOMES - {"withdraw"}:
        steps = [step if step.verb != "declare" else WITHDRAW for step in steps]
    found = [Offer(step.label, step.consequence, step.url(consultation), step.is_quiet) for step in steps]
    return sorted(found, key=lambda offer: offer.is_quiet)


def permission(verb: str) -> str:
    return f"declarations.{verb}_consultation"


def possible(consultation: Consultation, last: Round | None) -> set[str]:
    """The verbs that the state allows."""
    verbs = set(verbs_of(consultation))
    if verbs & OUTCOMES:
        verbs.add("declare")
    if consultation.status in TEXT_IS_WRITTEN:
        verbs.add("write")
    if last is not None and last.is_open(timezone.now()):
        verbs.add("remind")
        if last.closes_at is not None:
            verbs.add("extend")
        if not last.is_of_troika and last.positions_opened_at is None:
            verbs.add("open_positions")
    return verbs
