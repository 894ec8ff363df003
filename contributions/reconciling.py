"""What the bank says of the account and what the ledger says, at the end of a day, and what stands between them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from contributions.models import Account, BankLine, BankStatement, Entry, Payment
from contributions.models.bank import USD
from contributions.models.invoices import NOTHING
from crm_portal.common.ledger import balances

State, Reason = BankLine.State, BankLine.Reason


@dataclass(frozen=True)
class Difference:
    """One reason why the bank and the ledger say different amounts, and how much of the difference it makes."""

    label: str
    amount_usd: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """The two balances at the end of a day, and what the difference consists of: it adds up, always."""

    day: date
    statements: list[BankStatement]
    bank_usd: Decimal
    ledger_usd: Decimal
    differences: list[Difference]

    @property
    def difference_usd(self) -> Decimal:
        return self.bank_usd - self.ledger_usd


def reconciled(day: date) -> Reconciliation | None:
    """The closing balances of all accounts in USD as of a day against the ledger's; None where the bank gave none.

    Seven queries, however long the statements are.
    """
    told = BankStatement.objects.filter(account__currency=USD, ends_on__lte=day, closing__isnull=False)
    last = list(told.order_by("account_id", "-ends_on", "-pk").distinct("account_id").select_related("account"))
    if not last:
        return None
    first = told.filter(opening__isnull=False).order_by("account_id", "starts_on", "pk").distinct("account_id")
    opening = sum((statement.opening or NOTHING for statement in first), NOTHING)
    closing = sum((statement.closing or NOTHING for statement in last), NOTHING)
    bank = Account.objects.filter(kind=Account.Kind.BANK).first()  # reading opens none
    ledger = balances.balance(Entry, bank.pk, as_of=day) if bank else NOTHING
    lines = BankLine.objects.filter(statement__in=told).exclude(reason=Reason.REPEATED)
    sums = lines.aggregate(
        waiting=total(state=State.OPEN),
        recorded=total(state=State.RECORDED),
        aside=total(reason=Reason.OTHER),
        outgoing=total(reason=Reason.OUTGOING),
    )
    seen = Payment.objects.filter(pk__in=lines.filter(state=State.RECORDED).values("payment"))
    matched = posted(seen, bank, day)
    unmatched = posted(Payment.objects.exclude(pk__in=seen.values("pk")), bank, day)
    parts = [
        (_("What was on the account before the first statement"), opening),
        (_("Came in and waits to be recorded"), sums["waiting"]),
        (_("Recorded as payments that are not in the ledger by that day"), sums["recorded"] - matched),
        (_("Came in and was set aside as no contribution"), sums["aside"]),
        (_("Went out by the statements: charges and expenditures"), sums["outgoing"]),
        (_("Payments in the ledger that stand in no statement"), -unmatched),
        (_("Other movements in the ledger: expenditures, projects, refunds"), matched + unmatched - ledger),
        (_("In statements that are missing"), closing - opening - sum(sums.values(), NOTHING)),
    ]
    differences = [Difference(label, amount) for label, amount in parts if amount]
    return Reconciliation(day, last, closing, ledger, differences)


def total(**conditions: str) -> Sum:
    """The sum of the amounts of such lines."""
    return Sum("amount", filter=Q(**conditions), default=NOTHING)


def posted(payments: QuerySet[Payment], bank: Account | None, day: date) -> Decimal:
    """What the ledger has on the bank account of these payments by the end of a day: after charges, and taken back."""
    own = Q()
    for column in ("entry", "charges_entry"):
        of = payments.exclude(**{column: None}).values(column)
        own |= Q(pk__in=of) | Q(reverses__in=of)
    sums = Entry.objects.filter(own, accounting_on__lte=day).aggregate(
        came=Sum("amount_usd", filter=Q(debit=bank), default=NOTHING),
        went=Sum("amount_usd", filter=Q(credit=bank), default=NOTHING),
    )
    return Decimal(sums["came"] - sums["went"])
