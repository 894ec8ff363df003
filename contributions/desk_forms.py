"""What the Secretariat's desk asks for: periods, payments with what they are meant for, refunds, reasons and files."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.db.models.functions import Trim, Upper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Confirmed, ContributionPeriod, Invoice, Payment
from contributions.models.payments import LEAST, LONGEST_REFERENCE
from contributions.models.periods import MOST_DIGITS, validate_day
from crm_portal.common import money
from crm_portal.common.admin_transitions import TransitionForm
from crm_portal.common.amount_field import DecimalAmountField
from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.formatted import validate_printable
from members.forms import DayInput

LONGEST_REASON = 400


class PeriodForm(forms.ModelForm):
    """A period that is planned; two that share a day are told beside the day on which the second begins."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, last_on = cleaned.get("starts_on"), cleaned.get("last_on")
        if starts_on and last_on and starts_on <= last_on:
            others = ContributionPeriod.objects.exclude(pk=self.instance.pk)
            another = others.filter(starts_on__lte=last_on, last_on__gte=starts_on).first()
            if another:
                said = _("The period %(period)s has days of this one.") % {"period": another}
                self.add_error("starts_on", said)
        return cleaned


class PaymentForm(forms.ModelForm):
    """A payment as it came, or as it is put right before it is confirmed."""

    def clean_value_on(self) -> Any:
        return past(self.cleaned_data["value_on"])

    def clean_bank_reference(self) -> str:
        reference: str = self.cleaned_data["bank_reference"].strip()
        others = Payment.objects.filter(status__in=[Confirmed.RECORDED, Confirmed.CONFIRMED]).exclude(
            pk=self.instance.pk
        )
        if others.alias(known=Upper(Trim("bank_reference"))).filter(known=reference.upper()).exists():
            raise forms.ValidationError(_("A payment with this bank reference is recorded already."))
        return reference

    def clean_original_currency(self) -> str:
        currency: str = self.cleaned_data["original_currency"].strip().upper()
        if currency:
            RegexValidator(r"^[A-Z]{3}\Z", _("Give the three letters of the currency, as in MXN."))(currency)
        if currency == "USD":
            raise forms.ValidationError(_("What came in US dollars has no other currency: leave the three empty."))
        return currency

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        amount, charges = cleaned.get("amount_usd"), cleaned.get("charges_usd")
        if amount is not None and charges is not None and charges >= amount:
            self.add_error("charges_usd", _("The charges are less than the amount."))
        whole = ("original_amount", "original_currency", "rate")
        if not any(name in self.errors for name in whole):
            missing = [name for name in whole if not cleaned.get(name)]
            if len(missing) < len(whole):
                for name in missing:
                    self.add_error(name, _("Amount, currency and rate belong together: give all three, or none."))
        return cleaned


def past(day: Any) -> Any:
    """A day that is not ahead. Raises ValidationError."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("The value date lies in the future."))
    return day


class InvoiceChoice(forms.ModelChoiceField):
    """An open invoice, with what is outstanding of it; the invoices stand under their countries."""

    def label_from_instance(self, invoice: Any) -> str:
        words = {"invoice": invoice.symbol, "period": invoice.assessment.period}
        outstanding = getattr(invoice, "outstanding", None)
        if outstanding is None:
            return _("%(invoice)s (%(period)s)") % words
        words["outstanding"] = money.shown(outstanding, places=2)
        return _("%(invoice)s (%(period)s): USD %(outstanding)s outstanding") % words


class AllocationFormSet(forms.BaseInlineFormSet):
    """What of a payment is meant for which invoices; none at all leaves it to the oldest."""

    def clean(self) -> None:
        super().clean()
        total, seen = Decimal(), set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            if given.get("DELETE") or not given.get("invoice") or given.get("amount_usd") is None:
                continue
            invoice, amount = given["invoice"], given["amount_usd"]
            total += amount
            if self.instance.party_id and invoice.party_id != self.instance.party_id:
                form.add_error("invoice", _("A payment settles invoices of its own country alone."))
            elif invoice in seen:
                form.add_error("invoice", _("This invoice is chosen twice."))
            elif amount > invoice.outstanding:
                said = _("Only USD %(outstanding)s are outstanding of it.")
                form.add_error("amount_usd", said % {"outstanding": money.shown(invoice.outstanding, places=2)})
            seen.add(invoice)
        paid = self.instance.amount_usd
        if paid is not None and total > paid:
            words = {"meant": money.shown(total, places=2), "paid": money.shown(paid, places=2)}
            raise forms.ValidationError(
                _("USD %(meant)s are meant for invoices, more than the USD %(paid)s that were paid.") % words
            )

    def shares(self) -> dict[Invoice, Decimal]:
        """How much of the payment is meant for each invoice that was chosen."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("invoice")]
        return {each["invoice"]: each["amount_usd"] for each in given if not each.get("DELETE")}


class ReasonForm(TransitionForm):
    """Why something is rejected or taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_printable],
        help_text=gettext_lazy("It is kept with the record, and the country reads it."),
    )


class DueForm(TransitionForm):
    """By when a new invoice is to be paid."""

    due_on = forms.DateField(label=gettext_lazy("Due by"), widget=DayInput(), validators=[validate_day])

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day


class RefundForm(TransitionForm):
    """What goes back of a payment that settles nothing."""

    amount_usd = DecimalAmountField(
        label=gettext_lazy("Amount in USD"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        validators=[MinValueValidator(LEAST)],
    )
    value_on = forms.DateField(label=gettext_lazy("Value date"), widget=DayInput(), validators=[validate_day])
    bank_reference = forms.CharField(
        label=gettext_lazy("Bank reference"), max_length=LONGEST_REFERENCE, validators=[validate_printable]
    )
    note = forms.CharField(
        label=gettext_lazy("Why it goes back"), max_length=LONGEST_REASON, validators=[validate_printable]
    )

    def clean_value_on(self) -> Any:
        return past(self.cleaned_data["value_on"])


class PaymentChoice(forms.ModelChoiceField):
    """A payment, by what the proof would show of it."""

    def label_from_instance(self, payment: Any) -> str:
        words = {
            "amount": money.shown(payment.amount_usd, places=2),
            "day": payment.value_on,
            "reference": payment.bank_reference,
            "state": payment.get_status_display(),
        }
        return _("USD %(amount)s of %(day)s, %(reference)s (%(state)s)") % words


class LinkForm(TransitionForm):
    """Which payment of its country a proof proves."""

    payment = PaymentChoice(
        Payment.objects.none(),
        label=gettext_lazy("Payment"),
        help_text=gettext_lazy("The payments of the same country. One that is not there yet is recorded first."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parties = {proof.party_id for proof in self.objects}
        standing = Payment.objects.filter(status__in=[Confirmed.RECORDED, Confirmed.CONFIRMED])
        self.fields["payment"].queryset = standing.filter(party__in=parties)  # type: ignore[attr-defined]


class SignForm(TransitionForm):
    """The paper, signed."""

    file = PrivateFileField(label=gettext_lazy("Signed paper"), accept=(kinds.PDF,))


class DeclineForm(TransitionForm):
    """Why a paper is not signed."""

    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_printable],
        help_text=gettext_lazy("The country reads it."),
    )
