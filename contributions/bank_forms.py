"""The forms of bank statements: the file with the way it is written, and what is decided of one line."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import bank_csv, camt053, matching
from contributions.bank_csv import Dates, Numbers, Separator, Writing
from contributions.bank_files import Reading
from contributions.bank_statements import Recorded
from contributions.models import BankAccount, BankLine, Invoice
from contributions.models.bank import USD
from contributions.models.invoices import NOTHING
from contributions.models.payments import LONGEST_REFERENCE
from crm_portal.common import money
from crm_portal.common.amounts import AmountField
from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.formatted import validate_printable
from members.models import Party

MOST_BYTES = 1024 * 1024


class ChargesField(AmountField):
    """What a bank keeps: zero or more."""

    smallest = NOTHING


CHOOSE = ("", gettext_lazy("Choose for a CSV file"))


class BankStatementForm(forms.Form):
    """A statement, the account that it is of, and how a table is written: the importer says it, nobody guesses."""

    account = forms.ModelChoiceField(BankAccount.objects.all(), label=gettext_lazy("Bank account"))
    file = PrivateFileField(
        label=gettext_lazy("Statement"),
        accept=(kinds.XML, kinds.CSV),
        help_text=gettext_lazy("XML in the format camt.053, or CSV in UTF-8; at most 1 MB."),
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Columns are separated by"), choices=[CHOOSE, *Separator.choices], required=False
    )
    numbers = forms.ChoiceField(
        label=gettext_lazy("Amounts are written"), choices=[CHOOSE, *Numbers.choices], required=False
    )
    dates = forms.ChoiceField(label=gettext_lazy("Days are written"), choices=[CHOOSE, *Dates.choices], required=False)

    def clean_file(self) -> CheckedUpload:
        file: CheckedUpload = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The statement is larger than 1 MB: ask for a shorter time."))
        return file

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if "file" in found and found["file"].kind == kinds.CSV:
            for name in ("separator", "numbers", "dates"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Say how the table is written."))
        return found

    def reading(self) -> Reading:
        """What the file says. Only of a valid form."""
        found = self.cleaned_data
        file: CheckedUpload = found["file"]
        if file.kind == kinds.XML:
            return camt053.read(file.content, found["account"])
        file.content.seek(0)
        text = file.content.read().decode("utf-8-sig")  # it was found to be UTF-8
        file.content.seek(0)
        writing = Writing(Separator(found["separator"]), Numbers(found["numbers"]), Dates(found["dates"]))
        return bank_csv.read(text, found["account"], writing)

    @property
    def in_page(self) -> str:
        """The file as it waits in the page for the confirmation, and comes back. Only of a valid form."""
        content = self.cleaned_data["file"].content
        content.seek(0)
        return base64.b64encode(content.read()).decode()


class ConfirmedForm(forms.Form):
    """The file that was shown and comes back from the page. It is inspected and read anew."""

    confirmed = forms.CharField(max_length=2 * MOST_BYTES)
    name = forms.CharField(max_length=255)

    def clean_confirmed(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["confirmed"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("Choose the file once more.")) from error

    @property
    def chosen(self) -> MultiValueDict:
        """The file as if it had been chosen again; none where nothing of it came back."""
        if not self.is_valid():
            return MultiValueDict()
        return MultiValueDict({"file": [SimpleUploadedFile(self.cleaned_data["name"], self.cleaned_data["confirmed"])]})


class RecordLineForm(forms.Form):
    """What a line is: whose payment, for which invoice, and what the bank kept of it."""

    party = forms.ModelChoiceField(Party.objects.none(), label=gettext_lazy("Paid by"))
    invoice: Any = forms.ModelChoiceField(
        Invoice.objects.none(),
        label=gettext_lazy("Meant for the invoice"),
        required=False,
        empty_label=gettext_lazy("the oldest first"),
    )
    amount_usd = AmountField(
        label=gettext_lazy("Amount in USD"), help_text=gettext_lazy("What came, as the bank exchanged it.")
    )
    charges_usd = ChargesField(
        label=gettext_lazy("Bank charges in USD"),
        required=False,
        help_text=gettext_lazy("What the bank kept of it before: the country paid so much more."),
    )
    bank_reference = forms.CharField(
        label=gettext_lazy("Bank reference"), max_length=LONGEST_REFERENCE, validators=[validate_printable]
    )

    def __init__(self, *args: Any, line: BankLine, **options: Any) -> None:
        super().__init__(*args, **options)
        open_ones = Invoice.objects.holding().with_outstanding(timezone.localdate()).filter(outstanding__gt=0)
        self.fields["party"].queryset = matching.contributing()  # type: ignore[attr-defined]  # of choices of rows
        self.fields["invoice"].queryset = open_ones.select_related("party").oldest_first()  # type: ignore[attr-defined]
        self.fields["invoice"].label_from_instance = outstanding_of  # type: ignore[attr-defined]
        if line.statement.account.currency == USD:
            del self.fields["amount_usd"]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("invoice") and found.get("party") and found["invoice"].party_id != found["party"].pk:
            self.add_error("invoice", _("This invoice is another country's."))
        return found

    @property
    def told(self) -> Recorded:
        """What was said. Only of a valid form."""
        return Recorded(**self.cleaned_data)


def outstanding_of(invoice: Any) -> str:
    """An invoice in a list to choose from."""
    return f"{invoice.symbol}, {invoice.party}: USD {money.shown(invoice.outstanding, places=2)}"


class SetAsideForm(forms.Form):
    """Why a line is no contribution."""

    note = forms.CharField(
        label=gettext_lazy("Why it is no contribution"), max_length=200, validators=[validate_printable]
    )
