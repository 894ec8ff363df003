"""The statement of account of one country: what it was asked for, what it paid, and what stands open after each."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Account, Entry
from contributions.models.invoices import NOTHING
from crm_portal.common.registry import Text
from members.models import Party

Kind = Account.Kind
OF_THE_COUNTRY = (Kind.RECEIVABLE, Kind.CREDIT)


@dataclass(frozen=True)
class Line:
    """One entry as its country reads it. USD; the balance is what it owes after it, below zero what it is ahead."""

    number: int
    day: date
    what: Text
    reference: str
    charged_usd: Decimal
    paid_usd: Decimal
    balance_usd: Decimal


@dataclass(frozen=True)
class Statement:
    """The lines until the end of a day, and their sums."""

    party: Party
    as_of: date
    through: int
    lines: list[Line]
    charged_usd: Decimal
    paid_usd: Decimal

    @property
    def balance_usd(self) -> Decimal:
        """What the country owes; below zero, what it has paid ahead."""
        return self.charged_usd - self.paid_usd


def last_entry() -> int:
    """How far the ledger has come: the number to read a day by, so that it reads alike for ever."""
    return Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def statement(party: Party, as_of: date, *, through: int | None = None) -> Statement:
    """The statement of a country at the end of a day, by the entries up to a number. Three queries at most.

    What only passes between its own accounts, as money paid ahead that settles an invoice, is no line: it changes
    neither what was asked nor what was paid. Whoever gives the same `through` gets the same lines for ever.
    """
    through = last_entry() if through is None else through
    accounts = set(Account.objects.filter(party=party, kind__in=OF_THE_COUNTRY).values_list("pk", flat=True))
    touching = Q(debit__in=accounts) ^ Q(credit__in=accounts)
    entries = Entry.objects.filter(touching, accounting_on__lte=as_of, number__lte=through)
    lines: list[Line] = []
    charged = paid = NOTHING
    for entry in entries.select_related("reverses").order_by("accounting_on", "number"):
        is_debit = entry.debit_id in accounts
        charged += entry.amount_usd if is_debit else NOTHING
        paid += NOTHING if is_debit else entry.amount_usd
        what, reference = said_of(entry)
        debit, credit = (entry.amount_usd, NOTHING) if is_debit else (NOTHING, entry.amount_usd)
        lines.append(Line(entry.number, entry.accounting_on, what, reference, debit, credit, charged - paid))
    return Statement(party, as_of, through, lines, charged, paid)


WHAT = {
    "CRM": gettext_lazy("Invoice"),
    "payment": gettext_lazy("Payment"),
    "refund": gettext_lazy("Refund"),
}
TAKEN_BACK = {
    "CRM": gettext_lazy("Credit note for"),
    "payment": gettext_lazy("Payment taken back"),
    "refund": gettext_lazy("Refund taken back"),
}


def said_of(entry: Entry) -> tuple[Text, str]:
    """What an entry is, and the reference that its papers bear."""
    origin = entry.reverses or entry
    kind = origin.source.partition(" ")[0].partition("/")[0]
    words = (TAKEN_BACK if entry.reverses_id else WHAT).get(kind, _("Entry"))
    return words, origin.source if kind == "CRM" else origin.words
