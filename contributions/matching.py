"""Who may have paid what came in: told by the invoice that is named, by the payer's name, by the amount.

A proposal says its reasons and how sure it is. It decides nothing: a person records the payment, another confirms it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import IntegerChoices, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.bank_statements import recorded_by_reference
from contributions.models import BankLine, Invoice, Payment, Share
from contributions.models.bank import USD
from crm_portal.common import money
from members.models import Party, PartyAlias

SYMBOL = re.compile(r"CRM\W{0,3}ST\W{0,3}(\d{4})\W{0,3}INV\W{0,3}(\d{1,5})(?!\d)", re.IGNORECASE)
"""The symbol of an invoice as banks pass it on, with or without what stands between its parts."""
SHORTEST_WITHIN = 4
"""A shorter name is told only when it is all that the payer is called: MEX, PA."""


class Certainty(IntegerChoices):
    POSSIBLE = 1, gettext_lazy("possible")
    LIKELY = 2, gettext_lazy("likely")
    SURE = 3, gettext_lazy("almost certain")


BY_INVOICE, BY_NAME, BY_AMOUNT = 4, 2, 1
"""How much each clue weighs: a named invoice more than all others together."""


@dataclass
class Clues:
    """What speaks for one country, and how much."""

    weight: int = 0
    reasons: list[str] = field(default_factory=list)
    invoice: Any = None

    def add(self, weight: int, reason: str) -> None:
        self.weight |= weight
        self.reasons.append(reason)


@dataclass(frozen=True)
class Proposal:
    """The country that may have paid, the invoice it meant, how sure that is and why; no country where two may have."""

    party: Party | None
    certainty: Certainty
    reasons: list[str]
    invoice: Any = None


@dataclass(frozen=True)
class Known:
    """The countries that contribute, by their names, and what they owe now."""

    names: dict[str, set[int]]
    parties: dict[int, Party]
    invoices: dict[tuple[int, int], Any]
    owed: dict[int, Decimal]
    recorded: dict[str, Payment]


def contributing() -> QuerySet[Party]:
    """The countries that are on a scale or were invoiced."""
    on_a_scale, invoiced = Share.objects.values("party"), Invoice.objects.values("party")
    return Party.objects.filter(Q(pk__in=on_a_scale) | Q(pk__in=invoiced))


def known(lines: Iterable[BankLine]) -> Known:
    """What lines are held against. Four queries, however many lines there are."""
    parties = {party.pk: party for party in contributing()}
    names: dict[str, set[int]] = defaultdict(set)
    for pk, name in PartyAlias.objects.filter(party__in=parties).values_list("party", "name"):
        names[plain(name)].add(pk)
    for party in parties.values():
        translated = (getattr(party, f"name_{code}") for code, _language in settings.LANGUAGES)
        for name in (party.iso3, party.iso2, *translated):
            if name:
                names[plain(name)].add(party.pk)
    found = Invoice.objects.holding().with_outstanding(timezone.localdate()).oldest_first()
    invoices = {(invoice.year, invoice.number): invoice for invoice in found}
    owed: dict[int, Decimal] = defaultdict(Decimal)
    for invoice in invoices.values():
        owed[invoice.party_id] += invoice.outstanding
    recorded = recorded_by_reference(line.bank_reference for line in lines)
    return Known(names, parties, invoices, owed, recorded)


def proposals(lines: Iterable[BankLine], *, currency: str) -> dict[int, Proposal]:
    """What is proposed for each line that waits, by the line's number in the database; nothing where nothing tells."""
    waiting = [line for line in lines if line.state == BankLine.State.OPEN]
    told = known(waiting) if waiting else None
    found = {line.pk: propose(line, told, currency=currency) for line in waiting} if told else {}
    return {pk: proposal for pk, proposal in found.items() if proposal}


def propose(line: BankLine, told: Known, *, currency: str = USD) -> Proposal | None:
    """Who may have paid a line, or None where nothing in it tells."""
    if payment := told.recorded.get(line.bank_reference.upper()):
        said = _("A payment with this bank reference is recorded already, of USD %(amount)s.")
        return Proposal(payment.party, Certainty.POSSIBLE, [said % {"amount": money.shown(payment.amount_usd)}])
    clues: dict[int, Clues] = defaultdict(Clues)
    by_invoice(line, told, clues)
    by_name(line, told, clues)
    if currency == USD:
        by_amount(line, told, clues)
    if not clues:
        return None
    order = sorted(clues, key=lambda pk: -clues[pk].weight)
    best, others = clues[order[0]], order[1:]
    if others and clues[others[0]].weight == best.weight:
        tied = [pk for pk in order if clues[pk].weight == best.weight]
        reasons = [reason for pk in tied for reason in said_of(told.parties[pk], clues[pk])]
        return Proposal(None, Certainty.POSSIBLE, reasons)
    contrary = [reason for pk in others for reason in said_of(told.parties[pk], clues[pk])]
    return Proposal(told.parties[order[0]], certainty(best, contrary), best.reasons + contrary, best.invoice)


def certainty(best: Clues, contrary: list[str]) -> Certainty:
    """How sure a proposal is: almost, where a named invoice and another clue agree and nothing speaks against it."""
    if contrary:
        return Certainty.POSSIBLE
    if best.weight > BY_INVOICE:
        return Certainty.SURE
    return Certainty.LIKELY if best.weight in {BY_INVOICE, BY_NAME | BY_AMOUNT, BY_NAME} else Certainty.POSSIBLE


def said_of(party: Party, clues: Clues) -> list[str]:
    """The reasons that speak for another country, with its name."""
    return [_("%(party)s: %(reason)s") % {"party": party, "reason": reason} for reason in clues.reasons]


def by_invoice(line: BankLine, told: Known, clues: dict[int, Clues]) -> None:
    """The invoices whose symbols stand in the words."""
    for year, number in dict.fromkeys(SYMBOL.findall(f"{line.words} {line.bank_reference}")):
        invoice = told.invoices.get((int(year), int(number)))
        if invoice is None:
            continue
        of = clues[invoice.party_id]
        of.add(BY_INVOICE, _("It names the invoice %(invoice)s.") % {"invoice": invoice.symbol})
        if invoice.outstanding > 0:
            of.invoice = of.invoice or invoice


def by_name(line: BankLine, told: Known, clues: dict[int, Clues]) -> None:
    """The countries by whose name the payer is called; by those in the words where no payer is named."""
    said = plain(line.payer or line.words)
    for name, parties in told.names.items():
        is_told = f" {name} " in f" {said} " if len(name) >= SHORTEST_WITHIN else name == said
        for pk in parties if is_told else ():
            if not clues[pk].weight & BY_NAME:
                reason = _("The payer's name holds “%(name)s”.") if line.payer else _("Its words hold “%(name)s”.")
                clues[pk].add(
                    BY_NAME, reason % {"name": name.title() if len(name) >= SHORTEST_WITHIN else name.upper()}
                )


def by_amount(line: BankLine, told: Known, clues: dict[int, Clues]) -> None:
    """The countries of which an invoice, or all invoices together, leave just this amount open."""
    for invoice in told.invoices.values():
        if invoice.outstanding == line.amount and not clues_of(clues, invoice.party_id) & BY_AMOUNT:
            said = _("The amount is what %(invoice)s leaves open.") % {"invoice": invoice.symbol}
            clues[invoice.party_id].add(BY_AMOUNT, said)
    for pk, owed in told.owed.items():
        if owed == line.amount and not clues_of(clues, pk) & BY_AMOUNT:
            clues[pk].add(BY_AMOUNT, _("The amount is all that the country owes."))


def clues_of(clues: dict[int, Clues], pk: int) -> int:
    """What speaks for a country so far, without noting anything."""
    return clues[pk].weight if pk in clues else 0


def plain(text: str) -> str:
    """A text as names are compared: lower case, without accents, words with single blanks between."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    )
