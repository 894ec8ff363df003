"""The workflow of a budget: drafted, submitted to the RCGM, examined, approved by the Vice-Ministers, closed.

The Vice-Ministers decide together, behind closed doors; the coordinator records their decision. What a head of
delegation says in the portal is the own country's agreement, which stands beside the decision and does not make it.
Source, lines 671-676, 893-895 and 964-966.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions.models import Budget, BudgetAgreement, BudgetComment, BudgetTransfer, Confirmed, Expenditure, Heading
from crm_portal.common import audit
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from declarations.models import Document
from members.models import Party

Status = Budget.Status
TRANSITIONS: Transitions = {
    "submit": ((Status.DRAFT,), Status.SUBMITTED),
    "examine": ((Status.SUBMITTED,), Status.EXAMINED),
    "approve": ((Status.EXAMINED,), Status.APPROVED),
    "send_back": ((Status.SUBMITTED, Status.EXAMINED), Status.DRAFT),
    "close": ((Status.APPROVED,), Status.CLOSED),
}


def locked(budget: Budget) -> Budget:
    """The budget's row, locked: whoever else spends, transfers or decides waits."""
    return Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)


def as_draft(budget: Budget) -> Budget:
    """The row of a draft, locked, to be written. Raises TransitionNotAllowed once it was submitted."""
    budget = locked(budget)
    if budget.status != Status.DRAFT:
        raise TransitionNotAllowed(_("The budget was submitted: it is written again once it is sent back."))
    return budget


def what_is_missing(budget: Budget) -> str:
    """What keeps a budget from being submitted, as a sentence; empty where nothing does."""
    if not is_in_both_languages(budget, "title"):
        return _("Write the title in both languages first.")
    lines = dict(budget.lines.values_list("heading", "amount_usd"))
    if set(lines) != set(Heading.values):
        return _("Each of the six headings needs an amount, which may be zero.")
    if not any(lines.values()):
        return _("Every heading is given nothing: write in the amounts first.")
    return ""


@transaction.atomic
def submit(budget: Budget, *, by: Any) -> Budget:
    """Put a draft before the RCGM, as it then stands. Raises TransitionNotAllowed."""
    budget = locked(budget)
    budget.status = next_status(TRANSITIONS, "submit", budget.status)
    if missing := what_is_missing(budget):
        raise TransitionNotAllowed(missing)
    budget.round += 1
    budget.sent_back_reason = ""
    budget.save(update_fields=["status", "round", "sent_back_reason"])
    audit.record("contributions.submit_budget", budget, by=by, round=budget.round)
    return budget


@transaction.atomic
def examine(budget: Budget, *, by: Any) -> Budget:
    """Record that the RCGM has examined it. Raises TransitionNotAllowed. Source, lines 893-895."""
    budget = locked(budget)
    budget.status = next_status(TRANSITIONS, "examine", budget.status)
    budget.save(update_fields=["status"])
    audit.record("contributions.examine_budget", budget, by=by)
    return budget


@transaction.atomic
def send_back(budget: Budget, *, by: Any, reason: str) -> Budget:
    """Make it a draft again, for a reason that is kept; it is submitted anew, and agreed with anew.

    Raises TransitionNotAllowed.
    """
    budget = locked(budget)
    budget.status = next_status(TRANSITIONS, "send_back", budget.status)
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why it is sent back."))
    budget.sent_back_reason = reason
    budget.save(update_fields=["status", "sent_back_reason"])
    audit.record("contributions.send_back_budget", budget, by=by)
    return budget


def approve(
    budget: Budget,
    *,
    by: Any,
    decided_on: date,
    document: Document | None = None,
    words_es: str = "",
    words_en: str = "",
) -> Budget:
    """Record that the Vice-Ministers have approved it: on which day, and by which document or in which words.

    Raises TransitionNotAllowed, also where another approved budget covers part of its time. Source, lines 671-676.
    """
    if decided_on > timezone.localdate():
        raise TransitionNotAllowed(_("A decision is recorded once it was taken: that day is still to come."))
    if document is None and not (words_es.strip() and words_en.strip()):
        raise TransitionNotAllowed(_("Name the document of the decision, or write the decision in both languages."))
    try:
        with transaction.atomic():
            budget = locked(budget)
            budget.status = next_status(TRANSITIONS, "approve", budget.status)
            budget.decided_on, budget.decision_document = decided_on, document
            for code, words in (("es", words_es), ("en", words_en)):
                setattr(budget, f"decision_words_{code}", words)
            budget.save()
            audit.record("contributions.approve_budget", budget, by=by, decided_on=decided_on.isoformat())
    except IntegrityError as error:
        if "budget_one_at_a_time" not in str(error):
            raise
        raise TransitionNotAllowed(_("Another approved budget covers part of that time.")) from None
    return budget


@transaction.atomic
def close(budget: Budget, *, by: Any, last_on: date | None = None) -> Budget:
    """Close an approved budget, at its end or on an earlier last day, after which another one may begin.

    Raises TransitionNotAllowed while something of it waits, or where money was spent after that day.
    """
    budget = locked(budget)
    budget.status = next_status(TRANSITIONS, "close", budget.status)
    if Expenditure.objects.filter(budget=budget).waiting().exists():
        raise TransitionNotAllowed(_("Expenditures wait to be confirmed or rejected: decide them first."))
    if BudgetTransfer.objects.filter(budget=budget, status=BudgetTransfer.Status.REQUESTED).exists():
        raise TransitionNotAllowed(_("Transfers wait to be approved or refused: decide them first."))
    last_on = last_on or budget.last_on
    if not budget.covers(last_on):
        raise TransitionNotAllowed(_("The last day lies in the time that the budget covers."))
    if last_on > timezone.localdate():
        said = _("It runs until %(day)s. Name an earlier last day to close it now.")
        raise TransitionNotAllowed(said % {"day": date_format(budget.last_on)})
    later = Expenditure.objects.filter(budget=budget, status=Confirmed.CONFIRMED, paid_on__gt=last_on)
    if last := later.order_by("-paid_on").first():
        said = _("Expenditures were paid after that day, the last of them on %(day)s.")
        raise TransitionNotAllowed(said % {"day": date_format(last.paid_on)})
    budget.ends_on = last_on + timedelta(days=1)
    budget.save(update_fields=["status", "ends_on"])
    audit.record("contributions.close_budget", budget, by=by, last_on=last_on.isoformat())
    return budget


# What delegations say of it


@transaction.atomic
def comment(budget: Budget, party: Party, text: str, *, by: Any, heading: str = "") -> BudgetComment:
    """Say something of a budget, for one's country, while the RCGM examines it. Raises TransitionNotAllowed."""
    budget = locked(budget)
    if budget.status != Status.SUBMITTED:
        raise TransitionNotAllowed(_("Comments are made while the RCGM examines the budget."))
    made = BudgetComment.objects.create(
        budget=budget, round=budget.round, party=party, heading=heading, text=text, written_by=by
    )
    audit.record("contributions.comment_budget", budget, by=by)
    return made


@transaction.atomic
def agree(budget: Budget, party: Party, *, by: Any) -> BudgetAgreement:
    """Say that one's country agrees with a budget as it was examined; said once. Raises TransitionNotAllowed."""
    budget = locked(budget)
    if budget.status != Status.EXAMINED:
        raise TransitionNotAllowed(
            _("Agreement is given once the RCGM has examined the budget, until it is decided on.")
        )
    agreement, is_new = BudgetAgreement.objects.get_or_create(
        budget=budget, round=budget.round, party=party, defaults={"given_by": by}
    )
    if not is_new:
        raise TransitionNotAllowed(_("Your country has said so already."))
    audit.record("contributions.agree_budget", budget, by=by)
    return agreement
