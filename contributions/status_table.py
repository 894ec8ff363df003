"""The status of contributions as at a day: who has paid, who has paid ahead, and for how long what is open is due.

One function counts; the page, its chart, the tables and the PDF show its rows and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contributions.models import Account, Entry, Invoice, Scale
from contributions.models.invoices import NOTHING
from contributions.statements import last_entry
from crm_portal.common import money
from crm_portal.common.registry import Text
from members.models import Party


class Age(models.TextChoices):
    """For how long something is due. The source has no rule of arrears (docs/adr/0022): these are the usual steps."""

    NOT_DUE = "not_due", gettext_lazy("not due yet")
    DAYS_90 = "days_90", gettext_lazy("up to 90 days overdue")
    DAYS_365 = "days_365", gettext_lazy("91 to 365 days overdue")
    YEARS_2 = "years_2", gettext_lazy("1 to 2 years overdue")
    OLDER = "older", gettext_lazy("overdue for longer")


UNTIL_DAYS = {Age.DAYS_90: 90, Age.DAYS_365: 365, Age.YEARS_2: 730}


def age_of(due_on: date, as_of: date) -> Age:
    """How old an invoice is that is open at the end of a day; on its day it is not overdue."""
    days = (as_of - due_on).days
    if days <= 0:
        return Age.NOT_DUE
    return next((age for age, until in UNTIL_DAYS.items() if days <= until), Age.OLDER)


class State(models.TextChoices):
    """Where a country stands."""

    AHEAD = "ahead", pgettext_lazy("contributions of a country", "paid in advance")
    PAID = "paid", pgettext_lazy("contributions of a country", "paid")
    PART = "part", pgettext_lazy("contributions of a country", "part paid")
    OPEN = "open", pgettext_lazy("contributions of a country", "outstanding")
    NOTHING = "nothing", pgettext_lazy("contributions of a country", "nothing asked")


@dataclass
class Row:
    """One country, or the total. USD."""

    name: Text
    party: Party | None = None
    asked_usd: Decimal = NOTHING
    paid_usd: Decimal = NOTHING
    """What settles its invoices."""
    ahead_usd: Decimal = NOTHING
    by_age: dict[Age, Decimal] = field(default_factory=lambda: dict.fromkeys(Age, NOTHING))

    @property
    def outstanding_usd(self) -> Decimal:
        return self.asked_usd - self.paid_usd

    @property
    def overdue_usd(self) -> Decimal:
        return self.outstanding_usd - self.by_age[Age.NOT_DUE]

    @property
    def ages(self) -> list[Decimal]:
        """What is outstanding, by age."""
        return list(self.by_age.values())

    @property
    def state(self) -> State:
        """The state in a word, from the sums."""
        if self.outstanding_usd:
            return State.PART if self.paid_usd else State.OPEN
        if self.ahead_usd:
            return State.AHEAD
        return State.PAID if self.asked_usd else State.NOTHING

    def add(self, other: "Row") -> None:
        """Count another row into this one."""
        self.asked_usd += other.asked_usd
        self.paid_usd += other.paid_usd
        self.ahead_usd += other.ahead_usd
        for age, amount in other.by_age.items():
            self.by_age[age] += amount


@dataclass(frozen=True)
class StatusTable:
    """The rows of the members, the total, and what they were counted from."""

    as_of: date
    through: int
    rows: list[Row]
    total: Row


def status_table(as_of: date, *, through: int | None = None) -> StatusTable:
    """Who has paid, at the end of a day, by the entries up to a number. Five queries.

    Whoever gives the same `through` gets the same figures for ever.
    """
    through = last_entry() if through is None else through
    rows = {party.pk: Row(party.name, party) for party in contributors(as_of)}
    invoices = Invoice.objects.with_outstanding(as_of, through=through).select_related("party")
    for invoice in invoices:
        row = rows.setdefault(invoice.party_id, Row(invoice.party.name, invoice.party))
        row.asked_usd += invoice.amount_usd - invoice.credited
        row.paid_usd += invoice.paid
        row.by_age[age_of(invoice.due_on, as_of)] += invoice.outstanding
    paid_ahead = {party: amount for party, amount in ahead(as_of, through).items() if amount}
    for party in Party.objects.filter(pk__in=paid_ahead.keys() - rows.keys()):
        rows[party.pk] = Row(party.name, party)
    for number, amount in paid_ahead.items():
        rows[number].ahead_usd = amount
    ordered = sorted(rows.values(), key=lambda row: str(row.name))
    total = Row(_("Total"))
    for row in ordered:
        total.add(row)
    return StatusTable(as_of, through, ordered, total)


def contributors(as_of: date) -> list[Party]:
    """The countries of the scale in force on a day."""
    scale = Scale.objects.on(as_of).first()
    return [share.party for share in scale.shares.select_related("party")] if scale else []


def ahead(as_of: date, through: int) -> dict[int, Decimal]:
    """{country: USD that it has paid and that settle nothing yet}."""
    known = Entry.objects.filter(accounting_on__lte=as_of, number__lte=through).order_by()
    found: dict[int, Decimal] = defaultdict(Decimal)
    for side, sign in (("credit", 1), ("debit", -1)):
        of_credit = known.filter(**{f"{side}__kind": Account.Kind.CREDIT})
        for row in of_credit.values(f"{side}__party").annotate(sum=Sum("amount_usd")):
            found[row[f"{side}__party"]] += sign * row["sum"]
    return found


# As a table and on paper

HEADER = (
    gettext_lazy("Country"),
    gettext_lazy("State"),
    gettext_lazy("Asked for, USD"),
    gettext_lazy("Paid, USD"),
    gettext_lazy("Outstanding, USD"),
    *(age.label for age in Age),
    gettext_lazy("Paid in advance, USD"),
)


def lines(table: StatusTable) -> Iterator[tuple[Any, ...]]:
    """The lines for a spreadsheet: the names of the columns, the countries, the total."""
    yield HEADER
    for row in [*table.rows, table.total]:
        state = row.state.label if row.party else ""
        yield (row.name, state, row.asked_usd, row.paid_usd, row.outstanding_usd, *row.ages, row.ahead_usd)


def title_of(as_of: date) -> str:
    """What the table is called, on the page and in files."""
    return _("Status of contributions as at %(day)s") % {"day": date_format(as_of, "DATE_FORMAT")}


@dataclass(frozen=True)
class Bar:
    """One country's bar, in per cent of the longest: what is paid, not due yet, and overdue, one after the other."""

    name: Text
    paid: Decimal
    outstanding: Decimal
    overdue_from: Decimal
    overdue: Decimal


def bars(table: StatusTable) -> list[Bar]:
    """The chart of the table, whose rows have the figures."""
    longest = max((row.asked_usd for row in table.rows), default=NOTHING) or Decimal(1)
    drawn = []
    for row in table.rows:
        paid, not_due, overdue = (
            money.percentage(amount, longest) for amount in (row.paid_usd, row.by_age[Age.NOT_DUE], row.overdue_usd)
        )
        drawn.append(Bar(row.name, paid, not_due, paid + not_due, overdue))
    return drawn
