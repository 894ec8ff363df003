"""The papers of contributions: invoices, credit notes and receipts, statements of account and the table of who paid."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import status_table
from contributions.models import Confirmed, CreditNote, Invoice, Payment, Reckoning, Scale
from contributions.statements import Statement, last_entry, statement
from crm_portal.common import audit
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.verifying import Finding, Standing, verify_code
from members.models import Party

INVOICE, CREDIT_NOTE, RECEIPT = "invoice", "credit-note", "receipt"
STATEMENT, STATEMENT_TABLE = "statement-of-account", "statement-of-account-table"
STATUS, STATUS_TABLE = "status-of-contributions", "status-of-contributions-table"


def file_name(symbol: str) -> str:
    """The name of a file that bears a symbol."""
    return symbol.replace("/", "-")


def scale_words(invoice: Invoice) -> str:
    """By which decision the amount is owed: that of the scale in force when the period begins."""
    scale = Scale.objects.on(invoice.assessment.period.starts_on).first()
    return scale.approved_by if scale else ""


def invoice_content(invoice: Invoice) -> Mapping[str, Any]:
    """What the invoice shows."""
    return {
        "invoice": invoice,
        "period": invoice.assessment.period,
        "basis": scale_words(invoice),
        **verify_code(),
    }


def credit_note_content(invoice: Invoice) -> Mapping[str, Any]:
    """What the credit note of an invoice shows."""
    return {**invoice_content(invoice), "note": invoice.credit_note}


def receipt_content(payment: Payment) -> Mapping[str, Any]:
    """What the receipt shows: the money, and what it settled when it came."""
    posted = payment.allocations.filter(entry__isnull=False, entry__reversed_by=None)
    settled = list(posted.select_related("invoice").order_by("pk"))
    known = Payment.objects.with_unspent().get(pk=payment.pk)
    return {"payment": payment, "settled": settled, "unspent": known.unspent, **verify_code()}


def invoices() -> Any:
    """The invoices with what their papers show."""
    return Invoice.objects.select_related("party", "assessment__period", "issued_by", "credit_note__issued_by")


def verify_invoice(printout: Printout) -> Finding:
    """What whoever holds the paper may know of it."""
    invoice = invoices().get(pk=printout.about_id)
    facts = [_("Issued on %(day)s to %(country)s") % {"day": day(invoice.issued_on), "country": invoice.party}]
    standing, remark = Standing.CURRENT, ""
    if invoice.is_cancelled:
        note: CreditNote = invoice.credit_note
        standing, remark = Standing.WITHDRAWN, _("Taken back by %(symbol)s.") % {"symbol": note.symbol}
    return Finding(_("Invoice %(symbol)s") % {"symbol": invoice.symbol}, facts, public_page(), standing, remark)


def verify_receipt(printout: Printout) -> Finding:
    """What whoever holds the paper may know of it."""
    payment = Payment.objects.select_related("party").get(pk=printout.about_id)
    facts = [
        _("Received from %(country)s, value date %(day)s") % {"country": payment.party, "day": day(payment.value_on)}
    ]
    standing, remark = Standing.CURRENT, ""
    if payment.status == Confirmed.REVERSED:
        standing, remark = Standing.WITHDRAWN, _("The payment was taken back, and this receipt with it.")
    title = _("Receipt %(symbol)s") % {"symbol": payment.receipt_symbol}
    return Finding(title, facts, public_page(), standing, remark)


def day(found: date) -> str:
    return date_format(found, "DATE_FORMAT")


def public_page() -> str:
    """Where everybody may read what these papers rest on."""
    return reverse("contributions:scale")


def statement_of(reckoning: Reckoning) -> Statement:
    """The statement that a reckoning stands for."""
    return statement(reckoning.party, reckoning.as_of, through=reckoning.through)  # type: ignore[arg-type]  # one with a country


def statement_lines(found: Statement) -> Iterator[tuple[Any, ...]]:
    """The lines of a statement for a spreadsheet, after one that names the columns."""
    yield (_("Date"), _("What"), _("Reference"), _("Asked for, USD"), _("Paid, USD"), _("Balance, USD"))
    for line in found.lines:
        charged, paid = line.charged_usd or "", line.paid_usd or ""
        yield (line.day.isoformat(), line.what, line.reference, charged, paid, line.balance_usd)
    yield (found.as_of.isoformat(), _("Total"), "", found.charged_usd, found.paid_usd, found.balance_usd)


def statement_title(party: Party, as_of: date) -> str:
    """What a statement is called, on the page and in files."""
    said = _("Statement of account as at %(day)s: %(country)s")
    return said % {"day": day(as_of), "country": party}


def table_of(reckoning: Reckoning) -> status_table.StatusTable:
    """The table that a reckoning stands for."""
    return status_table.status_table(reckoning.as_of, through=reckoning.through)


def of_an_invoice(
    name: str, label: Any, template: str, content: Callable[[Invoice], Mapping[str, Any]]
) -> PrintoutKind:
    """A paper about an invoice: itself, or the note that took it back."""
    is_note = name == CREDIT_NOTE

    def seen(user: Any) -> models.QuerySet[Any]:
        found = Invoice.objects.visible_to(user)
        return found.filter(status=Invoice.Status.CANCELLED) if is_note else found

    def symbol(invoice: Invoice) -> str:
        return invoice.credit_note.symbol if is_note else invoice.symbol

    title = gettext_lazy("Credit note %(symbol)s") if is_note else gettext_lazy("Invoice %(symbol)s")
    return PrintoutKind(
        name=name,
        label=label,
        template=template,
        seen_by_person=seen,
        about=lambda pk: invoices().get(pk=pk),
        title=lambda invoice: title % {"symbol": symbol(invoice)},
        file_name=lambda invoice: file_name(symbol(invoice)),
        content=content,
        day=lambda invoice: invoice.credit_note.issued_on if is_note else invoice.issued_on,
        verify=None if is_note else verify_invoice,
    )


def of_a_reckoning(name: str, label: Any, *, is_statement: bool, is_table: bool) -> PrintoutKind:
    """A statement of account, or the table of all; as a PDF, or as a spreadsheet."""
    template = "pdf/statement_of_account.html" if is_statement else "pdf/status_of_contributions.html"

    def title(reckoning: Reckoning) -> str:
        if is_statement and reckoning.party:
            return statement_title(reckoning.party, reckoning.as_of)
        return status_table.title_of(reckoning.as_of)

    def rows(reckoning: Reckoning) -> Iterator[tuple[Any, ...]]:
        if is_statement:
            return statement_lines(statement_of(reckoning))
        return status_table.lines(table_of(reckoning))

    def name_of(reckoning: Reckoning) -> str:
        if is_statement and reckoning.party:
            said = _("statement-%(country)s-%(day)s")
            return said % {"country": reckoning.party.slug, "day": reckoning.as_of.isoformat()}
        return _("status-of-contributions-%(day)s") % {"day": reckoning.as_of.isoformat()}

    def content(reckoning: Reckoning) -> Mapping[str, Any]:
        if is_statement:
            return {"statement": statement_of(reckoning)}
        return {"table": table_of(reckoning), "ages": list(status_table.Age)}

    return PrintoutKind(
        name=name,
        label=label,
        template="" if is_table else template,
        seen_by_person=lambda user: Reckoning.objects.visible_to(user).filter(party__isnull=not is_statement),
        about=lambda pk: Reckoning.objects.select_related("party").get(pk=pk),
        title=title,
        file_name=name_of,
        content=content,
        rows=rows if is_table else None,
    )


def receipt_kind() -> PrintoutKind:
    """The receipt of a payment."""
    return PrintoutKind(
        name=RECEIPT,
        label=gettext_lazy("Receipt"),
        template="pdf/receipt.html",
        seen_by_person=lambda user: Payment.objects.visible_to(user).filter(receipt_number__isnull=False),
        about=lambda pk: Payment.objects.select_related("party", "decided_by").get(pk=pk),
        title=lambda payment: _("Receipt %(symbol)s") % {"symbol": payment.receipt_symbol},
        file_name=lambda payment: file_name(payment.receipt_symbol),
        content=receipt_content,
        verify=verify_receipt,
    )


KINDS = (
    of_an_invoice(INVOICE, gettext_lazy("Invoice"), "pdf/invoice.html", invoice_content),
    of_an_invoice(CREDIT_NOTE, gettext_lazy("Credit note"), "pdf/credit_note.html", credit_note_content),
    receipt_kind(),
    of_a_reckoning(STATEMENT, gettext_lazy("Statement of account, PDF"), is_statement=True, is_table=False),
    of_a_reckoning(
        STATEMENT_TABLE, gettext_lazy("Statement of account, table (XLSX)"), is_statement=True, is_table=True
    ),
    of_a_reckoning(STATUS, gettext_lazy("Status of contributions, PDF"), is_statement=False, is_table=False),
    of_a_reckoning(
        STATUS_TABLE, gettext_lazy("Status of contributions, table (XLSX)"), is_statement=False, is_table=True
    ),
)


@transaction.atomic
def ask_for_invoice(invoice: Invoice, *, kind: str = INVOICE, language: str, by: Any) -> Printout:
    """Have an invoice, or its credit note, made into a PDF."""
    audit.record("contributions.print_invoice", invoice, by=by, file=kind, language=language)
    return pdf.ask(kind, invoice, language=language, by=by)


@transaction.atomic
def ask_for_receipt(payment: Payment, *, language: str, by: Any) -> Printout:
    """Have the receipt of a confirmed payment made into a PDF."""
    audit.record("contributions.print_payment", payment, by=by, language=language)
    return pdf.ask(RECEIPT, payment, language=language, by=by)


@transaction.atomic
def ask_for_reckoning(kind: str, party: Party | None, as_of: date, *, language: str, by: Any) -> Printout:
    """Have a statement, or the table of all, made into a file as the ledger knows that day now."""
    reckoning, _made = Reckoning.objects.get_or_create(party=party, as_of=as_of, through=last_entry())
    audit.record("contributions.print_reckoning", reckoning, by=by, file=kind, language=language)
    return pdf.ask(kind, reckoning, language=language, by=by)
