"""What is asked for when a case is opened, decided on or paid for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.amounts import AmountField
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.kinds import IMAGES, PDF
from crm_portal.common.formatted import validate_printable
from members.day_field import DayField
from reserve_fund.models import Case, CostLine
from reserve_fund.personal_data import Purpose

SHORTEST_REASON = 20
PURPOSES = [("", _("— choose —")), *Purpose.choices]
"""Nothing is chosen for anybody: what stands in the log is what the person said."""


def text_field(label: Any, longest: int, *, rows: int = 0, **options: Any) -> forms.CharField:
    """A text of one line, or of several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, widget=widget, validators=[validate_printable], **options)


class OpeningForm(forms.Form):
    """What personal data are opened for; an officer who is not in charge says why."""

    purpose = forms.ChoiceField(label=_("What do you open them for?"), choices=PURPOSES)
    reason = text_field(
        _("Why do you open a case of which another officer is in charge?"),
        1000,
        rows=3,
        min_length=SHORTEST_REASON,
        help_text=_("The other officers and the coordinator are told of it. The reason stays with the case."),
    )

    def __init__(self, *args: Any, is_in_charge: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_in_charge:
            del self.fields["reason"]


class PurposeForm(forms.Form):
    """The purpose for which a file is taken, as it was given when the person was opened."""

    purpose = forms.ChoiceField(choices=Purpose, widget=forms.HiddenInput)


class FindForm(forms.Form):
    """A document number, to find the cases of the person who has it."""

    number = text_field(
        _("Number of the identity document"),
        60,
        help_text=_("The whole number; spaces, hyphens and capital letters do not matter."),
    )
    purpose = forms.ChoiceField(label=_("What do you search for?"), choices=PURPOSES)


class ReasonForm(forms.Form):
    """Why a case ends or goes back; sealed, since it may tell of the person."""

    given = text_field(_("Reason"), 2000, rows=4, help_text=_("It is sealed with the case."))


class KeepForm(forms.Form):
    """Whether the personal data of a case are held for a legal reason, no longer held, or erased."""

    HOLD, LET_GO, ERASE = "hold", "let_go", "erase"

    verb = forms.ChoiceField(choices=[(HOLD, HOLD), (LET_GO, LET_GO), (ERASE, ERASE)])


class DayForm(forms.Form):
    """A day of the journey."""

    given = DayField(label=_("Day"))


class PaymentForm(forms.Form):
    """What was paid for a case, with its voucher."""

    kind = forms.ChoiceField(label=_("Kind of cost"), choices=CostLine.Kind)
    amount_usd = AmountField(label=_("Amount in USD"))
    on = DayField(label=_("Paid on"), initial=timezone.localdate)
    reference = text_field(
        _("Number of the voucher"), 60, help_text=_("Of the invoice or ticket; no name of a person.")
    )
    voucher = PrivateFileField(label=_("Voucher"), accept=[PDF, *IMAGES])


class RefundForm(forms.Form):
    """What came back of a payment."""

    amount_usd = AmountField(label=_("Amount in USD"))
    on = DayField(label=_("Received on"), initial=timezone.localdate)
    reference = text_field(_("Reference"), 60, help_text=_("Of the credit note or transfer; no name of a person."))


class QueueFilter(forms.Form):
    """Which cases the list shows."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("open cases")), ("all", _("all cases")), *Case.Status.choices]
    )
