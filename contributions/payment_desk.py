"""The desk for money: payments and refunds, recorded by one person and confirmed by another; what is given in kind."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import payments, settling
from contributions.desk import TONES, ContributionsModelAdmin, OfMembersAdmin, lines, link, said_of_share, usd
from contributions.desk_forms import AllocationFormSet, InvoiceChoice, PaymentForm, ReasonForm, RefundForm
from contributions.invoice_desk import said_of_allocation
from contributions.models import Allocation, Confirmed, InKindContribution, Invoice, Payment, Refund
from crm_portal.common.admin_transitions import AdminTransition, chip
from crm_portal.common.registry import Text

RECORDED_BY_ONESELF = gettext_lazy("You recorded this yourself: another person confirms it.")
NEAR_ENOUGH = Decimal("0.05")
"""How far amount and rate may be from the US dollars that came, for banks in between."""


# What the pages before a step say


def explain_confirming(found: Sequence[Payment]) -> Iterable[Text]:
    """What is posted, that a receipt is numbered, and what is left ahead."""
    for payment in found:
        shares, left = settling.foreseen(payment)
        words = {"amount": usd(payment.amount_usd), "reference": payment.bank_reference, "country": payment.party}
        yield _("%(amount)s of %(country)s, bank reference %(reference)s, are posted to the ledger.") % words
        yield _("A receipt with a number of its own is issued. It cannot be undone but by taking the payment back.")
        if payment.charges_usd:
            yield _("The bank kept %(charges)s of it, which the Secretariat bears.") % {
                "charges": usd(payment.charges_usd)
            }
        if left > 0:
            yield _("%(left)s are left over, and stay the country's for invoices to come.") % {"left": usd(left)}
        yield _("It settles these invoices:") if shares else _("It settles no invoice: none is open.")


def shares_of(found: Sequence[Payment]) -> Iterable[Text]:
    """Which invoices the confirmation settles, and by how much."""
    for payment in found:
        shares, _left = settling.foreseen(payment)
        yield from (said_of_share(invoice, amount) for invoice, amount in shares.items())


def explain_rejecting(found: Sequence[Any]) -> Iterable[Text]:
    yield _(
        "Nothing was posted, and nothing will be. It stays on record as rejected, and its bank reference is free again."
    )


def explain_reversing(found: Sequence[Payment]) -> Iterable[Text]:
    """What a payment taken back leaves open."""
    for payment in found:
        words = {"receipt": payment.receipt_symbol, "amount": usd(payment.amount_usd)}
        yield _("Reversing entries of %(amount)s are posted, and the receipt %(receipt)s is void.") % words
        if settled_by(payment):
            yield _("This is owed again, unless other money of the country settles it:")


def owed_again(found: Sequence[Payment]) -> Iterable[Text]:
    for payment in found:
        yield from (said_of_share(row.invoice, row.amount_usd) for row in settled_by(payment))


def settled_by(payment: Payment) -> list[Allocation]:
    """What a payment settles now."""
    rows = payment.allocations.filter(entry__isnull=False, entry__reversed_by=None)
    return list(rows.select_related("invoice__assessment__period"))


def explain_refunding(found: Sequence[Any]) -> Iterable[Text]:
    for payment in found:
        yield _(
            "%(left)s of this payment settle nothing and may go back. Nothing is posted before another person confirms."
        ) % {"left": usd(payment.unspent)}


def record_refund(payment: Payment, *, by: Any, **given: Any) -> Refund:
    """Record what went back of a payment. Raises TransitionNotAllowed."""
    return payments.record_refund(Refund(payment=payment, **given), by=by)


def explain_confirming_refund(found: Sequence[Refund]) -> Iterable[Text]:
    for refund in found:
        words = {"amount": usd(refund.amount_usd), "country": refund.payment.party, "reference": refund.bank_reference}
        yield (
            _("%(amount)s that went back to %(country)s, bank reference %(reference)s, are posted to the ledger.")
            % words
        )


def explain_reversing_refund(found: Sequence[Refund]) -> Iterable[Text]:
    yield _("A reversing entry is posted: the money is the country's again, and settles its oldest open invoices.")


# The pages


class ByTwoAdmin(ContributionsModelAdmin):
    """What one person records and another confirms; whoever may not confirm for having recorded it is told so."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        row = options.get("obj")
        if row is not None and row.status == Confirmed.RECORDED and row.recorded_by_id == request.user.pk:
            messages.info(request, RECORDED_BY_ONESELF)
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_chip(self, row: Any) -> SafeString:
        return chip(TONES.get(Confirmed(row.status), "calm"), row.get_status_display())

    @admin.display(description=gettext_lazy("amount in USD"), ordering="amount_usd")
    def amount(self, row: Any) -> str:
        return usd(row.amount_usd)

    @admin.display(description=gettext_lazy("recorded"))
    def recorded(self, row: Any) -> str:
        return said_of_person(row.recorded_by, row.recorded_at)

    @admin.display(description=gettext_lazy("confirmed"))
    def confirmed(self, row: Any) -> str:
        return said_of_person(row.decided_by, row.decided_at) if row.decided_at else "-"


def said_of_person(person: Any, moment: Any) -> str:
    """By whom and when something was done; not as a link to the account, which is not on every desk."""
    words = {"person": person, "moment": formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")}
    return _("%(person)s, %(moment)s") % words


class AllocationInline(admin.TabularInline):
    """What is meant for which invoices; without any, the oldest are settled first."""

    model = Allocation
    formset = AllocationFormSet
    extra = 2
    fields = ["invoice", "amount_usd"]
    formfield_overrides = ContributionsModelAdmin.formfield_overrides
    verbose_name = gettext_lazy("invoice")
    verbose_name_plural = gettext_lazy("Meant for these invoices (left empty, the oldest are settled first)")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name != "invoice":
            return super().formfield_for_foreignkey(db_field, request, **options)
        match = request.resolver_match
        known = open_invoices(match.kwargs.get("object_id") if match else None)
        field = InvoiceChoice(known, label=capfirst(db_field.verbose_name))
        field.choices = by_country(field)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Without the links of a related field: nobody makes an invoice here."""
        if db_field.name == "invoice":
            return self.formfield_for_foreignkey(db_field, request, **options)
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_written_by(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_written_by(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_written_by(request, obj)


def is_written_by(request: HttpRequest, payment: Payment | None) -> bool:
    """Whether somebody may still write a payment and what it is meant for."""
    if payment is not None and payment.status != Confirmed.RECORDED:
        return False
    return bool(request.user.has_perm("contributions.change_payment", payment))


def open_invoices(payment: Any) -> Any:
    """The invoices of which something is outstanding, and those that a payment is meant for already."""
    known = Invoice.objects.holding().with_outstanding(timezone.localdate())
    meant = Q(allocations__payment=payment, allocations__entry=None) if str(payment or "").isdigit() else Q(pk=None)
    chosen = known.filter(Q(outstanding__gt=0) | meant).distinct()
    if str(payment or "").isdigit():
        chosen = chosen.filter(party__payments=payment)
    return chosen.select_related("party", "assessment__period").order_by("party__name", "due_on", "pk")


def by_country(field: InvoiceChoice) -> list[Any]:
    """The choices under the names of their countries."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for invoice in field.queryset or ():
        groups.setdefault(str(invoice.party), []).append((invoice.pk, field.label_from_instance(invoice)))
    return [("", "---------"), *groups.items()]


class PaymentAdmin(ByTwoAdmin):
    """Recorded and put right here, through the workflow; once confirmed or rejected it is only read."""

    form = PaymentForm
    table = {**payments.TRANSITIONS, "refund": ((Confirmed.CONFIRMED,), Confirmed.CONFIRMED)}
    transitions = (
        AdminTransition(
            "confirm",
            gettext_lazy("Confirm"),
            payments.confirm,
            gettext_lazy("The payment is confirmed, and its receipt has a number."),
            explain_confirming,
            details=shares_of,
        ),
        AdminTransition(
            "reject",
            gettext_lazy("Reject"),
            payments.reject,
            gettext_lazy("The payment is rejected."),
            explain_rejecting,
            form_class=ReasonForm,
        ),
        AdminTransition(
            "reverse",
            gettext_lazy("Take the payment back"),
            payments.reverse,
            gettext_lazy("The payment is taken back."),
            explain_reversing,
            form_class=ReasonForm,
            details=owed_again,
        ),
        AdminTransition(
            "refund",
            gettext_lazy("Record a refund"),
            record_refund,
            gettext_lazy("The refund is recorded. Another person confirms it."),
            explain_refunding,
            form_class=RefundForm,
        ),
    )
    inlines = [AllocationInline]
    list_display = ["bank_reference", "party", "amount", "value_on", "status_chip", "receipt_symbol"]
    list_filter = ["status", ("party", admin.RelatedOnlyFieldListFilter), "value_on"]
    list_select_related = ["party"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]
    written = [
        (None, {"fields": ["party", "amount_usd", "value_on", "bank_reference", "charges_usd"]}),
        (
            gettext_lazy("If it came in another currency"),
            {"fields": ["original_amount", "original_currency", "rate"]},
        ),
        (None, {"fields": ["note"]}),
    ]
    record = ["status_chip", "receipt_symbol", "recorded", "confirmed", "reason"]
    readonly_fields = [*record, "settles", "left", "refunds", "proofs"]

    def get_queryset(self, request: HttpRequest) -> Any:
        found: Any = super().get_queryset(request)
        return found.with_unspent()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.written
        related = ["proofs"] if obj.status == Confirmed.RECORDED else ["settles", "left", "refunds", "proofs"]
        return [*self.written, (gettext_lazy("For the record"), {"fields": [*self.record, *related]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A payment of the wrong country is rejected, and recorded anew."""
        return [*self.readonly_fields, *(["party"] if obj is not None else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.status == Confirmed.RECORDED)

    def open_transitions(self, request: HttpRequest, obj: Any) -> list[AdminTransition]:
        """Only what settles nothing can go back."""
        found = super().open_transitions(request, obj)
        return [each for each in found if each.verb != "refund" or obj.unspent > 0]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        row = options.get("obj")
        is_anothers = row is not None and row.recorded_by_id != request.user.pk
        if is_anothers and self.has_change_permission(request, row):
            messages.info(
                request, _("Whoever corrects a payment has recorded it from then on: another person confirms it.")
            )
        return super().render_change_form(request, context, *args, **options)

    def line(self, obj: Any) -> Text:
        return _("%(payment)s: %(amount)s of %(day)s") % {
            "payment": obj,
            "amount": usd(obj.amount_usd),
            "day": formats.date_format(obj.value_on, "DATE_FORMAT"),
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing yet: a payment is kept together with what it is meant for."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Record or correct the payment with its shares. Raises TransitionNotAllowed."""
        shares: dict[Invoice, Decimal] = {}
        for formset in formsets:
            shares |= formset.shares()
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        step = payments.correct if change else payments.record
        step(form.instance, shares, by=request.user)
        self.warn_of_rate(request, form.instance)

    def warn_of_rate(self, request: HttpRequest, payment: Payment) -> None:
        """Say where amount and rate in the own currency make other US dollars than came."""
        if payment.original_amount and payment.rate:
            made = payment.original_amount / payment.rate
            if abs(made - payment.amount_usd) > payment.amount_usd * NEAR_ENOUGH:
                said = _("At this rate it would be %(made)s, not %(amount)s: look at the rate again.")
                messages.warning(request, said % {"made": usd(made), "amount": usd(payment.amount_usd)})

    @admin.display(description=gettext_lazy("receipt"), ordering="receipt_number", empty_value="-")
    def receipt_symbol(self, payment: Payment) -> str:
        return payment.receipt_symbol or "-"

    @admin.display(description=gettext_lazy("invoices"))
    def settles(self, payment: Payment) -> SafeString | str:
        rows = payment.allocations.select_related("invoice", "entry__reversed_by").order_by("pk")
        return lines(
            link(row.invoice, f"{row.invoice}, {usd(row.amount_usd)} ({said_of_allocation(row)})") for row in rows
        )

    @admin.display(description=gettext_lazy("left over"))
    def left(self, payment: Any) -> str:
        return usd(payment.unspent) if payment.status == Confirmed.CONFIRMED else "-"

    @admin.display(description=gettext_lazy("refunds"))
    def refunds(self, payment: Payment) -> SafeString | str:
        rows = payment.refunds.order_by("pk")
        return lines(link(row, f"{usd(row.amount_usd)} ({row.get_status_display()})") for row in rows)

    @admin.display(description=gettext_lazy("proofs of payment"))
    def proofs(self, payment: Payment) -> SafeString | str:
        return lines(link(proof) for proof in payment.proofs.select_related("party"))


class RefundAdmin(ByTwoAdmin):
    """Recorded from the page of the payment of which something goes back."""

    table = payments.TRANSITIONS
    transitions = (
        AdminTransition(
            "confirm",
            gettext_lazy("Confirm"),
            payments.confirm_refund,
            gettext_lazy("The refund is confirmed."),
            explain_confirming_refund,
        ),
        AdminTransition(
            "reject",
            gettext_lazy("Reject"),
            payments.reject_refund,
            gettext_lazy("The refund is rejected."),
            explain_rejecting,
            form_class=ReasonForm,
        ),
        AdminTransition(
            "reverse",
            gettext_lazy("Take the refund back"),
            payments.reverse_refund,
            gettext_lazy("The refund is taken back."),
            explain_reversing_refund,
            form_class=ReasonForm,
        ),
    )
    list_display = ["bank_reference", "party", "amount", "value_on", "status_chip"]
    list_filter = ["status", ("payment__party", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["payment__party"]
    search_fields = ["payment__party__name_es__unaccent", "payment__party__name_en__unaccent"]
    fields = [
        *("party", "of_payment", "amount", "value_on", "bank_reference", "note"),
        *("status_chip", "recorded", "confirmed", "reason"),
    ]
    readonly_fields = ["party", "of_payment", "amount", "status_chip", "recorded", "confirmed", "reason"]

    @admin.display(description=gettext_lazy("member country"), ordering="payment__party__name")
    def party(self, refund: Refund) -> Any:
        return refund.payment.party

    @admin.display(description=gettext_lazy("payment"))
    def of_payment(self, refund: Refund) -> SafeString:
        return link(refund.payment)


class InKindContributionAdmin(OfMembersAdmin):
    """Recorded apart: it settles nothing."""

    list_display = ["description", "party", "given_on", "valued"]
    list_filter = [("party", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["party"]
    fields = ["party", "description", "given_on", "valued_usd"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("value in USD"), ordering="valued_usd")
    def valued(self, given: InKindContribution) -> str:
        return usd(given.valued_usd) if given.valued_usd is not None else "-"
