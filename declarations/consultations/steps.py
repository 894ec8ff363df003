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
        _("The text may then go to all members. Each country of the Troika must have answered, and none be against."),
    ),
    Step(
        "open_first",
        _("Open the first round"),
        _("The text goes to all members, who have five working days. You see the days before anything is sent."),
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
        _("Do without a second round"),
        _("Only where every member has answered and none wants the text changed. The members read why."),
        "declarations:consultation-skip",
    ),
    Step(
        "declare",
        _("Declare the outcome"),
        _("What came of it, with the reason. It is declared once."),
        "declarations:consultation-declare",
    ),
    Step(
        "report",
        pgettext_lazy("step", "Report to the members"),
        _("Every member is told the result."),
        "declarations:consultation-report",
    ),
    Step(
        "write",
        _("Write the text"),
        _("The course of action in both languages, and its attachments."),
        "declarations:consultation-write",
    ),
    Step(
        "remind",
        _("Remind those who have not answered"),
        _("A letter goes now to each country without a reply, and to no other."),
    ),
    Step(
        "extend",
        _("Give more time"),
        _("Every country has until the end of a later day, and is told why."),
        "declarations:consultation-extend",
        is_quiet=True,
    ),
    Step(
        "open_positions",
        _("Open the positions to the members"),
        _("The members read each other's positions from now on, before the round is over. It cannot be undone."),
        is_quiet=True,
    ),
    Step(
        "take_back",
        _("Take the text back to change it"),
        _("The Troika answers no more to this text, and is asked anew about the next one. Its answers stay on record."),
        is_quiet=True,
    ),
)
WITHDRAW = Step(
    "declare",
    _("Withdraw the consultation"),
    _("It ends at once, for a reason that stays on record. A running round takes no more answers."),
    "declarations:consultation-declare",
    is_quiet=True,
)
"""What declaring an outcome comes to where no other one is possible."""

BY_VERB = {step.verb: step for step in STEPS}
OUTCOMES = frozenset(OUTCOME_VERBS.values())

RUN: dict[str, Callable[[Consultation, Any], object]] = {
    "take_back": lambda consultation, user: conducting.take_back(consultation, by=user),
    "agree": lambda consultation, user: conducting.agree(consultation, by=user),
    "remind": lambda consultation, user: keeping_time.remind_missing(running(consultation), by=user),
    "open_positions": lambda consultation, user: conducting.open_positions(running(consultation), by=user),
}
"""What the steps do that only ask to be confirmed."""


def running(consultation: Consultation) -> Round:
    """The round that was begun last. Raises Round.DoesNotExist."""
    return consultation.rounds.select_related("consultation").latest("sent_at", "pk")


class Offer(NamedTuple):
    """A step as it stands on a page."""

    label: Text
    consequence: Text
    href: str
    is_quiet: bool


def offered(user: Any, consultation: Consultation, last: Round | None) -> list[Offer]:
    """The steps that somebody may take now; `last` is the round begun last."""
    verbs = possible(consultation, last)
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
