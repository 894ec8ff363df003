"""What is accepted of projects: what they are, what comes in and is spent, and reports to their donors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contributions import projects
from contributions.budget_forms import OfAVoucher, beside
from contributions.models import Project, ProjectExpenditure, ProjectReceipt
from crm_portal.common.admin_transitions import TransitionForm
from crm_portal.common.amounts import AmountField
from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from members.forms import DayInput


class ProjectForm(forms.ModelForm):
    """A project as its agreement describes it."""

    budget_usd = AmountField(label=_("Budget in USD"))

    class Meta:
        model = Project
        fields = "__all__"  # noqa: DJ007  # the admin takes away what is not edited

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("donor")) == bool(values.get("donor_name")) and "donor_name" not in self.errors:
            said = _("Name the donor: choose a party, or write the name of another, not both.")
            self.add_error("donor_name", said)
        return values


class ReceiptForm(forms.ModelForm):
    """What came in for a project."""

    amount_usd = AmountField(label=_("Amount in USD"))

    class Meta:
        model = ProjectReceipt
        fields = ("project", "amount_usd", "value_on", "bank_reference")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_running(self)

    def clean_bank_reference(self) -> str:
        reference: str = self.cleaned_data["bank_reference"].strip()
        if ProjectReceipt.objects.standing().filter(bank_reference__iexact=reference).exists():
            raise ValidationError(_("A receipt with this reference of the bank is recorded already."))
        return reference

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("project") and values.get("value_on"):
            beside(self, "value_on", projects.refuse_day, values["project"], values["value_on"])
        return values


class ProjectExpenditureForm(OfAVoucher, forms.ModelForm):
    """What was paid from the funds of a project, with its voucher."""

    amount_usd = AmountField(label=_("Amount in USD"))
    file = PrivateFileField(label=_("Voucher"))

    class Meta:
        model = ProjectExpenditure
        fields = ("project", "reference", "amount_usd", "paid_on", "payee", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_running(self)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("project") and values.get("paid_on"):
            beside(self, "paid_on", projects.refuse_day, values["project"], values["paid_on"])
        return values


class AgreementForm(TransitionForm):
    """The agreement with a donor."""

    file = PrivateFileField(label=_("Agreement"), accept=kinds.DOCUMENTS)


class HandInForm(TransitionForm):
    """The report that a donor was given, and when."""

    file = PrivateFileField(label=_("Report"))
    on = forms.DateField(
        label=_("Handed in on"), required=False, widget=DayInput(), help_text=_("Today, if it is left empty.")
    )


def only_running(form: forms.ModelForm) -> None:
    """Offer the projects in which money moves now."""
    if "project" in form.fields:
        running = Project.objects.filter(status=Project.Status.RUNNING)
        form.fields["project"].queryset = running  # type: ignore[attr-defined]  # a choice of models
