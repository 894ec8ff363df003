"""The course of an invoice: issued with a number, sent, and taken back by a credit note alone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import letters, settling
from contributions.models import Account, Assessment, CreditNote, Entry, Invoice
from contributions.models.invoices import symbol_of
from crm_portal.common import audit, numbers
from crm_portal.common.ledger import posting
from crm_portal.common.ledger.posting import Move
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

Status = Invoice.Status
Kind = Account.Kind
TRANSITIONS: Transitions = {
    "send": ((Status.ISSUED,), Status.ISSUED),
    "cancel": ((Status.ISSUED,), Status.CANCELLED),
    "issue_again": ((Status.CANCELLED,), Status.CANCELLED),
}
AGAIN_AFTER = timedelta(minutes=5)
"""How long after it was sent an invoice may be sent once more."""


def issue(assessments: Sequence[Assessment], *, due_on: date, by: Any) -> list[Invoice]:
    """Issue an invoice for each assessment, and settle it by what its country has paid ahead.

    Numbers have neither gaps nor doubles, since they are given back with the caller's transaction.
    """
    settling.lock_accounts(assessment.party_id for assessment in assessments)
    return [issue_one(assessment, due_on=due_on, by=by) for assessment in assessments]


def issue_one(assessment: Assessment, *, due_on: date, by: Any) -> Invoice:
    """Number an invoice and post it to what its country owes, whose accounts are locked."""
    today = timezone.localdate()
    number = numbers.allocate(symbol_of(Invoice.SERIES, today.year, 0).rpartition("/")[0])
    symbol = symbol_of(Invoice.SERIES, today.year, number)
    owed = Account.objects.of(Kind.RECEIVABLE, party=assessment.party)
    move = Move(owed.pk, Account.objects.of(Kind.INCOME).pk, assessment.amount_usd, source=symbol)
    invoice = Invoice.objects.create(
        year=today.year,
        number=number,
        assessment=assessment,
        party=assessment.party,
        amount_usd=assessment.amount_usd,
        issued_on=today,
        due_on=due_on,
        entry=posting.post(Entry, [move], on=today, by=by)[0],
        issued_by=by,
    )
    audit.record("contributions.issue_invoice", invoice, by=by)
    settling.spend_credit(assessment.party_id, by=by)
    return invoice


def locked(invoice: Invoice, verb: str) -> Invoice:
    """The invoice's row, locked after its country's accounts, in the state that a verb leads to. Raises."""
    settling.lock_accounts([invoice.party_id])
    invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).select_related("party").get(pk=invoice.pk)
    invoice.status = next_status(TRANSITIONS, verb, invoice.status)
    return invoice


@transaction.atomic
def cancel(invoice: Invoice, *, reason: str, by: Any) -> CreditNote:
    """Take the whole of an invoice back; what was paid of it is its country's again. Raises TransitionNotAllowed."""
    invoice = locked(invoice, "cancel")
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why the invoice is taken back."))
    settling.free(invoice.allocations.filter(entry__isnull=False), by=by)
    invoice.allocations.filter(entry=None).delete()  # what was meant for it, of payments not confirmed yet
    invoice.save(update_fields=["status"])
    today = timezone.localdate()
    number = numbers.allocate(symbol_of(CreditNote.SERIES, today.year, 0).rpartition("/")[0])
    note = CreditNote.objects.create(
        invoice=invoice,
        year=today.year,
        number=number,
        issued_on=today,
        reason=reason.strip(),
        entry=posting.reverse(invoice.entry, on=today, by=by),
        issued_by=by,
    )
    audit.record("contributions.cancel_invoice", invoice, by=by, credit_note=note.symbol)
    settling.spend_credit(invoice.party_id, by=by)
    return note


@transaction.atomic
def issue_again(invoice: Invoice, *, due_on: date | None = None, by: Any) -> Invoice:
    """Issue a new invoice in the place of one that was taken back. Raises TransitionNotAllowed."""
    invoice = locked(invoice, "issue_again")
    if Invoice.objects.holding().filter(assessment=invoice.assessment_id).exists():
        raise TransitionNotAllowed(_("A new invoice was issued for this already."))
    return issue_one(invoice.assessment, due_on=due_on or invoice.due_on, by=by)


def was_just_sent(invoice: Invoice, at: datetime) -> bool:
    """Whether sending an invoice at a moment would be the same click once more."""
    return invoice.sent_at is not None and at - invoice.sent_at < AGAIN_AFTER


@transaction.atomic
def send(invoice: Invoice, *, by: Any) -> int:
    """Send an invoice to the focal points of its country; to how many. It may be sent again, but not by a second click.

    Raises TransitionNotAllowed.
    """
    invoice = locked(invoice, "send")
    if was_just_sent(invoice, timezone.now()):
        raise TransitionNotAllowed(_("%(invoice)s was sent a moment ago.") % {"invoice": invoice})
    recipients = letters.focal_points(invoice.party)
    if not recipients:
        raise TransitionNotAllowed(_("%(country)s has no focal point to send it to.") % {"country": invoice.party})
    for recipient in recipients:
        letters.send_invoice(invoice, recipient, by=by)
    invoice.sent_at = timezone.now()
    invoice.save(update_fields=["sent_at"])
    audit.record("contributions.send_invoice", invoice, by=by, letters=len(recipients))
    return len(recipients)
