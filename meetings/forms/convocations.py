"""The forms of a convocation, of express invitations, and of the answer to them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings import convocations
from meetings.invitees import open_by_invitation
from meetings.models import Convocation, Meeting, MeetingInvitation
from meetings.models.convocations import LONGEST_TEXT
from members.forms import DayInput
from members.models import Party

LONGEST_REASON = 250


class ConvocationForm(forms.ModelForm):
    """The letter in both languages, and the day by which to answer it."""

    class Meta:
        model = Convocation
        fields = ("text_es", "text_en", "answer_by")
        widgets = {
            "answer_by": DayInput(),
            "text_es": forms.Textarea({"rows": 12, "maxlength": LONGEST_TEXT}),
            "text_en": forms.Textarea({"rows": 12, "maxlength": LONGEST_TEXT}),
        }
        labels = {"text_es": _("Text in Spanish"), "text_en": _("Text in English")}

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if fault := convocations.what_is_wrong(self.instance.meeting, day):
            raise ValidationError(fault)
        return day


class PartyInvitationForm(forms.Form):
    """One of the parties that come by express invitation only, and why it is invited."""

    party = forms.ModelChoiceField(label=_("Country or organisation"), queryset=Party.objects.none())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Kept on record. The party does not see it."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        invited = MeetingInvitation.objects.standing().filter(meeting=meeting, is_express=True).values("party")
        may_be_invited = [party.pk for party, _category in open_by_invitation(meeting)]
        parties = Party.objects.filter(pk__in=may_be_invited).exclude(pk__in=invited.filter(party__isnull=False))
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]  # a choice of models

    @property
    def has_choices(self) -> bool:
        """Whether the rules let anybody in by invitation who is not invited yet."""
        return self.fields["party"].queryset.exists()  # type: ignore[attr-defined,no-any-return]


class GuestForm(forms.ModelForm):
    """Somebody from outside the parties, who gets the whole letter by mail."""

    class Meta:
        model = MeetingInvitation
        fields = ("guest_name", "guest_address", "guest_language", "reason")
        labels = {"guest_name": _("Name, and for whom"), "guest_language": _("Language of the letter")}
        help_texts = {"reason": _("Kept on record. The guest does not see it.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.fields:
            self.fields[name].required = True


class WithdrawalForm(forms.Form):
    """Why an invitation is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=LONGEST_REASON, help_text=_("Kept on record."))


class AnswerForm(forms.Form):
    """Whether the party, or the guest, comes."""

    answer = forms.ChoiceField(
        label=_("Does your delegation come?"),
        choices=[
            (MeetingInvitation.Answer.COMES.value, _("Yes, it comes")),
            (MeetingInvitation.Answer.DOES_NOT_COME.value, _("No, it does not come")),
        ],
        widget=forms.RadioSelect,
    )
