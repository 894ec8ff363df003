"""What the pages of the Fund's ledger accept: days, files, money that came in, and why some is taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.amounts import AmountField
from crm_portal.common.formatted import validate_printable
from crm_portal.common.workflow import TransitionNotAllowed
from members.day_field import DayField
from members.models import Party
from reserve_fund import fund_money
from reserve_fund.fund_statement import Half, HalfYear
from reserve_fund.models import Replenishment

BEGINNING = date(1996, 1, 1)
LONGEST_REFERENCE = 80
"""So that the source of the entry, which begins with a word, holds it whole."""


class TimeForm(forms.Form):
    """The first and the last day of a statement; what stands on the Fund is told at the end of the last."""

    since = DayField(label=gettext_lazy("From the day"), required=False)
    as_of = DayField(label=gettext_lazy("Up to the day"), required=False)

    def clean(self) -> dict[str, Any]:
        since, as_of = self.cleaned_data.get("since"), self.cleaned_data.get("as_of")
        if since and (as_of or timezone.localdate()) < since:
            self.add_error("as_of", _("The last day is not before the first."))
        return self.cleaned_data


class FileForm(forms.Form):
    """In which language and form a paper is made."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    format = forms.ChoiceField(
        label=gettext_lazy("Form"),
        choices=[("pdf", gettext_lazy("PDF")), ("xlsx", gettext_lazy("spreadsheet (XLSX)"))],
    )


class ReportFileForm(FileForm):
    """Of which half-year besides."""

    field_order = ("half", "language", "format")

    half = forms.ChoiceField(label=gettext_lazy("Half-year"))

    def __init__(self, *args: Any, ended: Iterable[HalfYear], **options: Any) -> None:
        super().__init__(*args, **options)
        latest_first = sorted((each.half for each in ended), reverse=True)
        self.fields["half"].choices = [(str(half), half.label) for half in latest_first]  # type: ignore[attr-defined]  # a choice

    def clean_half(self) -> Half:
        return Half.named(self.cleaned_data["half"])


class ReplenishmentForm(forms.ModelForm):
    """Money that came into the Fund, as its voucher says; while the ledger is empty, what stood in the Fund before."""

    amount_usd = AmountField(label=gettext_lazy("Amount in USD"))
    received_on = DayField(label=gettext_lazy("Received on"))
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=LONGEST_REFERENCE,
        validators=[validate_printable],
        help_text=gettext_lazy("By which the bank knows the transfer. Money with the same reference is recorded once."),
    )
    payer = forms.CharField(
        label=gettext_lazy("From whom, where it is no party"),
        max_length=200,
        required=False,
        validators=[validate_printable],
        help_text=gettext_lazy("The name of an institution, never of a person."),
    )

    class Meta:
        model = Replenishment
        fields = ("kind", "party", "payer", "amount_usd", "received_on", "reference")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parties: Any = self.fields["party"]
        parties.queryset, parties.empty_label = Party.objects.order_by("name"), _("no party")
        if not fund_money.may_open():
            del self.fields["kind"]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day < BEGINNING:
            raise ValidationError(_("The Conference began in 1996."))
        try:
            fund_money.not_to_come(day)
            fund_money.not_before_the_opening(day)
        except TransitionNotAllowed as refusal:
            raise ValidationError(str(refusal)) from refusal
        return day

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        if Replenishment.objects.filter(reference=reference, reversed_by=None).exists():
            raise ValidationError(_("Money with this reference was recorded already."))
        return reference

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_opening = given.get("kind") == Replenishment.Kind.OPENING
        if given.get("party") and given.get("payer"):
            self.add_error("payer", _("Leave this empty, or choose no party: the money came from one of them."))
        if not is_opening and not given.get("party") and not given.get("payer") and "payer" not in self.errors:
            self.add_error("party", _("Choose the party, or write below from whom the money came."))
        return given


class TakeBackForm(forms.Form):
    """Why money is taken back out of the ledger."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_printable],
        help_text=gettext_lazy("Everybody reads it who reads the ledger entry by entry. Name no person of a case."),
    )
