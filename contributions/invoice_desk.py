"""The desk for invoices: read, sent, taken back by a credit note, issued again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import invoicing, letters
from contributions.desk import ContributionsModelAdmin, lines, link, usd
from contributions.desk_forms import DueForm, ReasonForm
from contributions.models import ContributionPeriod, Invoice
from crm_portal.common.admin_transitions import AdminTransition, chip
from crm_portal.common.registry import Text

OPEN, PART, PAID, OVERDUE, CANCELLED, UNSENT = "open", "part", "paid", "overdue", "cancelled", "unsent"
LABELS = {
    OPEN: gettext_lazy("open"),
    PART: gettext_lazy("part paid"),
    PAID: gettext_lazy("paid"),
    OVERDUE: gettext_lazy("overdue"),
    CANCELLED: gettext_lazy("cancelled"),
    UNSENT: gettext_lazy("not sent"),
}
TONES = {OPEN: "calm", PART: "private", PAID: "good", OVERDUE: "alert"}


def in_state(state: str) -> Q:
    """The invoices in a state, of those that know what is outstanding today."""
    standing = ~Q(status=Invoice.Status.CANCELLED)
    conditions = {
        OPEN: standing & Q(outstanding__gt=0, paid=0),
        PART: standing & Q(outstanding__gt=0, paid__gt=0),
        PAID: standing & Q(outstanding__lte=0),
        OVERDUE: standing & Q(outstanding__gt=0, due_on__lt=timezone.localdate()),
        CANCELLED: ~standing,
        UNSENT: standing & Q(sent_at=None),
    }
    return conditions[state]


def states(invoice: Any) -> list[str]:
    """The words for how far an invoice is, the one that matters most first."""
    if invoice.is_cancelled:
        return [CANCELLED]
    unsent = [UNSENT] if invoice.sent_at is None else []
    if invoice.outstanding <= 0:
        return [PAID, *unsent]
    is_overdue = invoice.due_on < timezone.localdate()
    part = PART if invoice.paid else OPEN
    return [*([OVERDUE] if is_overdue else []), *([part] if part == PART or not is_overdue else []), *unsent]


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Invoice]) -> QuerySet[Invoice]:
        return queryset.filter(in_state(self.value() or "")) if self.value() in LABELS else queryset


def explain_sending(invoices: Sequence[Invoice]) -> Iterable[Text]:
    """That letters leave, and which invoices left before."""
    yield _("The focal points of the country are written to: number, amount, day and where to read the invoice.")
    for invoice in invoices:
        if invoicing.was_just_sent(invoice, timezone.now()):
            yield _("%(invoice)s was sent a moment ago.") % {"invoice": invoice}
        elif invoice.sent_at:
            words = {"invoice": invoice, "day": formats.date_format(timezone.localtime(invoice.sent_at), "DATE_FORMAT")}
            yield _("%(invoice)s was sent on %(day)s: it is sent once more.") % words
    yield _("It goes to these people:")


def recipients(invoices: Sequence[Invoice]) -> Iterable[Text]:
    """To whom each invoice goes; and the countries with nobody to send it to."""
    for invoice in invoices:
        people = letters.focal_points(invoice.party)
        words = {"invoice": invoice, "country": invoice.party, "people": ", ".join(map(str, people))}
        if people:
            yield _("%(invoice)s, %(country)s: to %(people)s") % words
        else:
            yield _("%(invoice)s, %(country)s: no focal point to send it to; it is not sent") % words


def explain_cancelling(invoices: Sequence[Any]) -> Iterable[Text]:
    """That a credit note is issued, and what becomes of what was paid."""
    for invoice in invoices:
        yield _(
            "A credit note takes the whole of %(invoice)s back: %(country)s no longer owes it. It stays on record."
        ) % {
            "invoice": invoice,
            "country": invoice.party,
        }
        if invoice.paid:
            yield _(
                "The %(amount)s that were paid of it are the country's again, and settle its oldest open invoices."
            ) % {"amount": usd(invoice.paid)}


def explain_issuing_again(invoices: Sequence[Any]) -> Iterable[Text]:
    """What the new invoice asks for."""
    for invoice in invoices:
        yield _("A new invoice of %(amount)s with a number of its own is issued to %(country)s in its place.") % {
            "amount": usd(invoice.amount_usd),
            "country": invoice.party,
        }
        yield _("Nothing is sent yet.")


class InvoiceAdmin(ContributionsModelAdmin):
    """Nobody writes an invoice: it comes from an assessment, and a credit note alone takes it back."""

    table = invoicing.TRANSITIONS
    transitions = (
        AdminTransition(
            "send",
            gettext_lazy("Send"),
            invoicing.send,
            gettext_lazy("The letters wait for the worker."),
            explain_sending,
            gettext_lazy("Send the chosen invoices"),
            details=recipients,
        ),
        AdminTransition(
            "cancel",
            gettext_lazy("Take back by a credit note"),
            invoicing.cancel,
            gettext_lazy("The credit note is issued."),
            explain_cancelling,
            form_class=ReasonForm,
        ),
        AdminTransition(
            "issue_again",
            gettext_lazy("Issue a new invoice"),
            invoicing.issue_again,
            gettext_lazy("The new invoice is issued. It waits to be sent."),
            explain_issuing_again,
            form_class=DueForm,
        ),
    )
    list_display = ["cited_as", "party", "period", "amount", "left", "due", "state_chips"]
    list_filter = [
        StateFilter,
        ("assessment__period", admin.RelatedOnlyFieldListFilter),
        ("party", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["party", "assessment__period"]
    search_fields = ["cited", "party__name_es__unaccent", "party__name_en__unaccent"]
    ordering = ["-year", "-number"]
    readonly_fields = (
        *("cited_as", "party", "period", "amount", "left", "issued_on", "due_on", "state_chips", "sent"),
        *("payments", "proofs", "papers"),
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> Any:
        number = Func(F("number"), Value("FM9999000"), function="to_char", output_field=CharField())
        cited = Concat(Value("CRM/ST/"), Cast("year", CharField()), Value(f"/{Invoice.SERIES}/"), number)
        found: Any = super().get_queryset(request)
        return found.with_outstanding(timezone.localdate()).annotate(cited=cited)

    def open_transitions(self, request: HttpRequest, obj: Any) -> list[AdminTransition]:
        """One that was issued again is not issued once more."""
        found = super().open_transitions(request, obj)
        if obj.is_cancelled and Invoice.objects.holding().filter(assessment=obj.assessment_id).exists():
            return [each for each in found if each.verb != "issue_again"]
        return found

    def line(self, obj: Any) -> Text:
        words = {"invoice": obj, "country": obj.party, "amount": usd(obj.amount_usd), "left": usd(obj.outstanding)}
        return _("%(invoice)s, %(country)s, %(amount)s; outstanding: %(left)s") % words

    @admin.display(description=gettext_lazy("invoice"), ordering="cited")
    def cited_as(self, invoice: Invoice) -> str:
        return invoice.symbol

    @admin.display(description=gettext_lazy("contribution period"), ordering="assessment__period__starts_on")
    def period(self, invoice: Invoice) -> ContributionPeriod:
        return invoice.assessment.period

    @admin.display(description=gettext_lazy("amount in USD"), ordering="amount_usd")
    def amount(self, invoice: Invoice) -> str:
        return usd(invoice.amount_usd)

    @admin.display(description=gettext_lazy("outstanding today"), ordering="outstanding")
    def left(self, invoice: Any) -> str:
        return usd(invoice.outstanding)

    @admin.display(description=gettext_lazy("due by"), ordering="due_on")
    def due(self, invoice: Invoice) -> str:
        return formats.date_format(invoice.due_on, "SHORT_DATE_FORMAT")

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state_chips(self, invoice: Any) -> SafeString:
        chips = [chip(TONES.get(state, "private"), LABELS[state]) for state in states(invoice)]
        return format_html(" ".join(["{}"] * len(chips)), *chips)

    @admin.display(description=gettext_lazy("sent"))
    def sent(self, invoice: Invoice) -> str:
        if invoice.sent_at is None:
            return _("Not yet.")
        return formats.date_format(timezone.localtime(invoice.sent_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("payments"))
    def payments(self, invoice: Invoice) -> SafeString | str:
        """What settles it, what is meant for it, and what settled it until it was freed."""
        found = invoice.allocations.select_related("payment__party", "entry__reversed_by").order_by("pk")
        return lines(
            link(row.payment, f"{row.payment.bank_reference}, {usd(row.amount_usd)} ({said_of_allocation(row)})")
            for row in found
        )

    @admin.display(description=gettext_lazy("proofs of payment"))
    def proofs(self, invoice: Invoice) -> SafeString | str:
        return lines(link(proof) for proof in invoice.proofs.select_related("party"))

    @admin.display(description=gettext_lazy("credit note and new invoice"))
    def papers(self, invoice: Invoice) -> SafeString | str:
        note = getattr(invoice, "credit_note", None)
        found = [f"{note.symbol}: {note.reason}"] if note else []
        others = Invoice.objects.filter(assessment=invoice.assessment_id).exclude(pk=invoice.pk).order_by("pk")
        return lines([*found, *(link(another) for another in others)])


def said_of_allocation(row: Any) -> str:
    """Whether an allocation is meant, settles or settled."""
    if row.entry is None:
        return _("meant for it, not confirmed yet")
    return _("freed again") if hasattr(row.entry, "reversed_by") else _("settles it")
