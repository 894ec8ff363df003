"""What a country brings: proofs of payment, and requests for signed papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import Invoice
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.kinds import DOCX, IMAGES, ODT, PDF, XLSX
from crm_portal.common.formatted import validate_printable
from members.models import Party


class OfAnInvoice(forms.Form):
    """Something that a country brings, for one of its invoices or for all it owes."""

    def __init__(self, *args: Any, country: Party, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = Invoice.objects.visible_to(user).holding().filter(party=country)
        self.fields["invoice"].queryset = own  # type: ignore[attr-defined]  # a choice of models


class ProofForm(OfAnInvoice):
    """A file by which a country shows that it has paid."""

    file = PrivateFileField(label=_("Proof of payment"), accept=[PDF, *IMAGES])
    invoice = forms.ModelChoiceField(
        Invoice.objects.none(),
        label=_("Invoice"),
        required=False,
        empty_label=_("for no invoice in particular"),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=400,
        required=False,
        validators=[validate_printable],
        help_text=_("For example: the day of the transfer and the amount."),
    )


class PaperForm(OfAnInvoice):
    """A signed paper that a country needs in order to pay."""

    words = forms.CharField(
        label=_("Which paper, and for whom"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[validate_printable],
        help_text=_("For example: the form of your treasury by which it registers whom it pays."),
    )
    invoice = forms.ModelChoiceField(
        Invoice.objects.none(),
        label=_("Invoice"),
        required=False,
        empty_label=_("for no invoice in particular"),
    )
    form = PrivateFileField(label=_("Form to be signed"), accept=[PDF, DOCX, ODT, XLSX, *IMAGES], required=False)
