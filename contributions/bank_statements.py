"""Bank statements: what an import would store, the import, and what becomes of each line. Nothing here posts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Trim, Upper
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from contributions import payments
from contributions.bank_files import Line, Reading
from contributions.models import BankAccount, BankLine, BankStatement, Confirmed, Invoice, Payment
from contributions.models.bank import USD
from contributions.models.invoices import NOTHING
from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members.models import Party

DOOR = "bank-statements"
State, Reason = BankLine.State, BankLine.Reason
TRANSITIONS: Transitions = {
    "record": ([State.OPEN], State.RECORDED),
    "set_aside": ([State.OPEN], State.SET_ASIDE),
    "take_up": ([State.SET_ASIDE, State.RECORDED], State.OPEN),
}


class Sorted(NamedTuple):
    """A line of a file, and what the import itself can tell of it."""

    line: Line
    state: str
    reason: str = ""
    payment: Payment | None = None


@dataclass(frozen=True)
class Preview:
    """What an import would store, and what the importer should know before it does."""

    lines: Sequence[Sorted]
    overlapping: Sequence[BankStatement]
    breaks_with: BankStatement | None

    def number(self, state: str, reason: str = "") -> int:
        """How many lines come to be in a state, for a reason."""
        return sum(line.state == state and line.reason == reason for line in self.lines)

    @property
    def waiting(self) -> int:
        return self.number(State.OPEN)

    @property
    def outgoing(self) -> int:
        return self.number(State.SET_ASIDE, Reason.OUTGOING)

    @property
    def repeated(self) -> int:
        return self.number(State.SET_ASIDE, Reason.REPEATED)

    @property
    def recorded(self) -> int:
        return self.number(State.RECORDED)


def preview(account: BankAccount, reading: Reading) -> Preview:
    """What an import of a reading without faults would store. A fixed number of queries."""
    others = BankStatement.objects.filter(account=account).select_related("account")
    overlapping = others.filter(starts_on__lte=reading.last_day, ends_on__gte=reading.first_day)
    before = others.filter(ends_on__lt=reading.first_day).order_by("-ends_on", "-pk").first()
    follows = before is None or None in {before.closing, reading.opening} or before.closing == reading.opening
    return Preview(sorted_out(account, reading.lines), list(overlapping), None if follows else before)


def sorted_out(account: BankAccount, lines: Sequence[Line]) -> list[Sorted]:
    """Each line with what can be told of it: whatever is settled already waits for nobody.

    That is what went out, what stands in another statement, and what somebody recorded by the same bank reference.
    """
    references = {line.bank_reference for line in lines if line.bank_reference}
    there = BankLine.objects.filter(statement__account=account, bank_reference__in=references)
    known = set(there.values_list("bank_reference", "amount"))
    recorded = recorded_by_reference(references)

    def told(line: Line) -> Sorted:
        if (line.bank_reference, line.amount) in known:
            return Sorted(line, State.SET_ASIDE, Reason.REPEATED)
        payment = recorded.get(line.bank_reference.upper())
        if payment and came_of(payment, account) == line.amount:
            return Sorted(line, State.RECORDED, payment=payment)
        return Sorted(line, State.SET_ASIDE, Reason.OUTGOING) if line.amount < 0 else Sorted(line, State.OPEN)

    return [told(line) for line in lines]


def recorded_by_reference(references: Iterable[str]) -> dict[str, Payment]:
    """The payments that count and stand in no statement yet, by their bank references in capital letters. One query."""
    wanted = {reference.strip().upper() for reference in references} - {""}
    found = Payment.objects.annotate(capitals=Upper(Trim("bank_reference"))).filter(
        capitals__in=wanted, status__in=[Confirmed.RECORDED, Confirmed.CONFIRMED], bank_line=None
    )
    return {payment.bank_reference.strip().upper(): payment for payment in found.select_related("party")}


def came_of(payment: Payment, account: BankAccount) -> Decimal | None:
    """What a payment brought to an account, in its currency."""
    if account.currency == USD:
        return payment.amount_usd - payment.charges_usd
    return payment.original_amount if payment.original_currency == account.currency else None


def imported_before(sha256: str) -> BankStatement | None:
    """The statement that a file was imported as."""
    return BankStatement.objects.filter(sha256=sha256).select_related("account", "imported_by").first()


def refusal_of(statement: BankStatement) -> str:
    """What to say to whoever imports a file again."""
    words = {
        "statement": statement,
        "day": formats.date_format(timezone.localtime(statement.imported_at), "DATE_FORMAT"),
        "name": statement.imported_by,
    }
    return _("This file was imported on %(day)s by %(name)s: %(statement)s. Nothing was changed.") % words


@transaction.atomic
def import_statement(account: BankAccount, file: CheckedUpload, reading: Reading, *, by: Any) -> BankStatement:
    """Store a statement and its lines, all or nothing; no payment comes of it. Raises TransitionNotAllowed.

    Imports into one account wait for each other, so that a line never waits twice.
    """
    if reading.faults or not (reading.lines and reading.first_day and reading.last_day):
        raise TransitionNotAllowed(_("A file with faults is not imported."))
    account = BankAccount.objects.select_for_update().get(pk=account.pk)
    if before := imported_before(file.sha256):
        raise TransitionNotAllowed(refusal_of(before))
    statement = BankStatement(
        account=account,
        format=BankStatement.Format.CSV if file.kind.extension == "csv" else BankStatement.Format.CAMT,
        sha256=file.sha256,
        starts_on=reading.first_day,
        ends_on=reading.last_day,
        opening=reading.opening,
        closing=reading.closing,
        imported_by=by,
    )
    try:
        with transaction.atomic():
            statement.file = store(file, by=by, door=DOOR)
            statement.save(force_insert=True)
    except IntegrityError:  # at the same moment into another account
        raise TransitionNotAllowed(_("Somebody has just imported this file. Nothing was changed.")) from None
    BankLine.objects.bulk_create(
        row_of(statement, number, each) for number, each in enumerate(sorted_out(account, reading.lines), start=1)
    )
    audit.record("contributions.import_bankstatement", statement, by=by, lines=len(reading.lines))
    return statement


def row_of(statement: BankStatement, number: int, found: Sorted) -> BankLine:
    """The row of a line."""
    line = found.line
    return BankLine(
        statement=statement,
        number=number,
        booked_on=line.booked_on,
        value_on=line.value_on or line.booked_on,
        amount=line.amount,
        bank_reference=line.bank_reference,
        payer=line.payer,
        words=line.words,
        state=found.state,
        reason=found.reason,
        payment=found.payment,
        decided_at=None if found.state == State.OPEN else timezone.now(),
    )


def locked(line: BankLine) -> BankLine:
    """The line as it is now, locked."""
    return (
        BankLine.objects.select_for_update(of=("self",)).select_related("statement__account", "payment").get(pk=line.pk)
    )


@dataclass(frozen=True)
class Recorded:
    """What a person says of a line: whose payment it is, for which invoice, and what the bank kept of it."""

    party: Party
    bank_reference: str
    invoice: Invoice | None = None
    charges_usd: Decimal | None = None
    amount_usd: Decimal | None = None
    """What came in USD, where the account is in another currency."""


@transaction.atomic
def record(line: BankLine, told: Recorded, *, by: Any) -> Payment:
    """Record what came in as a payment, which another person confirms like any other. Raises TransitionNotAllowed.

    Where somebody has recorded it by hand meanwhile, with the same reference and amount, the line is that payment's.
    """
    line = locked(line)
    next_status(TRANSITIONS, "record", line.state)
    account = line.statement.account
    payment = recorded_by_reference([told.bank_reference]).get(told.bank_reference.strip().upper())
    if payment is None or (payment.party_id, came_of(payment, account)) != (told.party.pk, line.amount):
        payment = payments.record(payment_of(line, told), shares_of(line, told), by=by)
    decide(line, "record", by=by, payment=payment)
    audit.record("contributions.record_bankline", line, by=by, payment=payment.pk)
    return payment


def payment_of(line: BankLine, told: Recorded) -> Payment:
    """The payment that a line is, not saved yet: before the charges that the bank kept. Raises TransitionNotAllowed."""
    account, charges = line.statement.account, told.charges_usd or NOTHING
    payment = Payment(
        party=told.party,
        amount_usd=line.amount + charges,
        charges_usd=charges,
        value_on=line.value_on,
        bank_reference=told.bank_reference,
    )
    if account.currency != USD:
        if not told.amount_usd:
            raise TransitionNotAllowed(_("Say how many USD came: the account is in another currency."))
        payment.amount_usd = told.amount_usd + charges
        payment.original_amount, payment.original_currency = line.amount, account.currency
        payment.rate = (line.amount / payment.amount_usd).quantize(Decimal("0.00000001"))
    return payment


def shares_of(line: BankLine, told: Recorded) -> dict[Invoice, Decimal]:
    """What of a payment is meant for the invoice that was named; without one the oldest are settled first."""
    if told.invoice is None:
        return {}
    found = Invoice.objects.holding().with_outstanding(timezone.localdate()).get(pk=told.invoice.pk)
    amount = min(found.outstanding, payment_of(line, told).amount_usd)
    return {told.invoice: amount} if amount > 0 else {}


@transaction.atomic
def set_aside(line: BankLine, *, note: str, by: Any) -> BankLine:
    """Say that a line is no contribution. Raises TransitionNotAllowed."""
    line = locked(line)
    decide(line, "set_aside", by=by, reason=Reason.OTHER, note=note)
    audit.record("contributions.set_aside_bankline", line, by=by)
    return line


@transaction.atomic
def take_up(line: BankLine, *, by: Any) -> BankLine:
    """Let a line wait again that was set aside, or whose payment does not count any more. Raises TransitionNotAllowed.

    What went out stays where it is.
    """
    line = locked(line)
    if line.state == State.RECORDED and not may_be_taken_up(line):
        raise TransitionNotAllowed(_("Its payment counts: reject it or take it back first."))
    if line.reason == Reason.OUTGOING:
        raise TransitionNotAllowed(_("What went out of the account is no payment to it."))
    decide(line, "take_up", by=by)
    audit.record("contributions.take_up_bankline", line, by=by)
    return line


def may_be_taken_up(line: BankLine) -> bool:
    """Whether a line may wait again: it was set aside, or its payment was rejected or taken back."""
    if line.state == State.RECORDED and line.payment:
        return line.payment.status in {Confirmed.REJECTED, Confirmed.REVERSED}
    return line.state == State.SET_ASIDE and line.reason != Reason.OUTGOING


def decide(line: BankLine, verb: str, *, by: Any, **told: Any) -> None:
    """Change the state of a locked line. Raises TransitionNotAllowed."""
    line.state = next_status(TRANSITIONS, verb, line.state)
    values: Mapping[str, Any] = {"reason": "", "note": "", "payment": None, **told}
    for name, value in values.items():
        setattr(line, name, value)
    line.decided_by, line.decided_at = by, timezone.now()
    line.save(update_fields=["state", "decided_by", "decided_at", *values])


def readable_files(user: Any) -> Q:
    """The files of the statements that somebody may read."""
    return Q(pk__in=BankStatement.objects.visible_to(user).values("file"))
