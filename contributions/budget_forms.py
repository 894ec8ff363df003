"""What is accepted of budgets: their lines, comments, decisions, expenditures and transfers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contributions import expenditures
from contributions.models import Budget, BudgetLine, BudgetTransfer, Expenditure, Heading
from crm_portal.common.admin_transitions import TransitionForm
from crm_portal.common.amounts import AmountField
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.formatted import validate_printable
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document
from members.forms import DayInput


class LineAmountField(AmountField):
    """What a heading is given: zero or more."""

    smallest = Decimal(0)


class BudgetLineForm(forms.ModelForm):
    """One heading of a budget and what it is given; an empty amount is none."""

    amount_usd = LineAmountField(label=_("Amount in USD"), required=False)

    class Meta:
        model = BudgetLine
        fields = ("heading", "amount_usd")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "heading" in self.fields:
            self.fields["heading"].disabled = True  # there are six, and each budget has them all
            self.fields["heading"].widget.attrs["aria-label"] = self.fields["heading"].label
            heading = self.initial.get("heading")
            if heading in Heading.values:  # in a table the name of the column is no label for those who hear the page
                self.fields["amount_usd"].widget.attrs["aria-label"] = Heading(heading).label

    def clean_amount_usd(self) -> Decimal:
        given: Decimal | None = self.cleaned_data["amount_usd"]
        return Decimal("0.00") if given is None else given


class CommentForm(forms.Form):
    """What an examiner says of a budget, or of one of its headings."""

    heading = forms.ChoiceField(
        label=_("About"), required=False, choices=[("", _("the budget as a whole")), *Heading.choices]
    )
    text = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[validate_printable],
    )


class ReasonForm(TransitionForm):
    """Why something is sent back or rejected."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), validators=[validate_printable]
    )


class ReverseForm(ReasonForm):
    """Why and on which day an amount is taken back."""

    on = forms.DateField(
        label=_("Accounting date"), required=False, widget=DayInput(), help_text=_("Today, if it is left empty.")
    )


class DecisionForm(TransitionForm):
    """What the Vice-Ministers decided: when, and by which document or in which words."""

    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput())
    document = forms.CharField(
        label=_("Symbol of the document of the decision"),
        required=False,
        max_length=100,
        help_text=_("Of a document that everybody may read; else write the decision in words below."),
    )
    words_es = forms.CharField(
        label=_("The decision in words, in Spanish"),
        required=False,
        max_length=300,
        validators=[validate_printable],
        help_text=_("In both languages where there is no document."),
    )
    words_en = forms.CharField(
        label=_("The decision in words, in English"), required=False, max_length=300, validators=[validate_printable]
    )

    def clean_document(self) -> Document | None:
        symbol = self.cleaned_data["document"].strip()
        if not symbol:
            return None
        found = Document.objects.public().filter(symbol__iexact=symbol).first()
        if found is None:
            raise ValidationError(_("No document that everybody may read has this symbol."))
        return found


class CloseForm(TransitionForm):
    """The last day of a budget that ends before its time."""

    last_on = forms.DateField(
        label=_("Its last day"),
        required=False,
        widget=DayInput(),
        help_text=_("If it ends before its time: another budget may begin on the day after."),
    )


class TransferForm(forms.ModelForm):
    """An amount of one heading that is to be spent under another."""

    amount_usd = AmountField(label=_("Amount in USD"))

    class Meta:
        model = BudgetTransfer
        fields = ("budget", "from_heading", "to_heading", "amount_usd", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_in_force(self)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("from_heading") and values.get("from_heading") == values.get("to_heading"):
            self.add_error("to_heading", _("A transfer is between two different headings."))
        elif values.get("budget") and values.get("from_heading") and values.get("amount_usd"):
            asked = BudgetTransfer(from_heading=values["from_heading"], amount_usd=values["amount_usd"])
            beside(self, "amount_usd", expenditures.refuse_transfer_of_more, values["budget"], asked)
        return values


class OfAVoucher:
    """What the forms of paid amounts have in common: a voucher is recorded once."""

    cleaned_data: dict[str, Any]
    instance: Any

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        if type(self.instance).objects.standing().filter(reference__iexact=reference).exists():
            raise ValidationError(_("A voucher of this number is recorded already."))
        return reference


class ExpenditureForm(OfAVoucher, forms.ModelForm):
    """What was paid under a heading of an approved budget, with its voucher."""

    amount_usd = AmountField(label=_("Amount in USD"))
    file = PrivateFileField(label=_("Voucher"))

    class Meta:
        model = Expenditure
        fields = ("budget", "heading", "reference", "amount_usd", "paid_on", "payee", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_in_force(self)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("budget") and values.get("paid_on"):
            beside(self, "paid_on", expenditures.refuse_day, values["budget"], values["paid_on"])
        return values


def only_in_force(form: forms.ModelForm) -> None:
    """Offer the budgets under which money is spent now, the latest chosen."""
    if "budget" in form.fields:
        in_force = Budget.objects.filter(status=Budget.Status.APPROVED)
        form.fields["budget"].queryset = in_force  # type: ignore[attr-defined]  # a choice of models
        form.fields["budget"].initial = in_force.first()


def beside(form: forms.BaseForm, field: str, guard: Any, *facts: Any) -> None:
    """Say what a guard of the workflow refuses beside the field that it speaks of."""
    try:
        guard(*facts)
    except TransitionNotAllowed as refusal:
        form.add_error(field, str(refusal))
