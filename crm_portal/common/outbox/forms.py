"""What staff may write: a message to a person, and the words of a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox.models import Letter
from crm_portal.common.outbox.workflow import recipient_of


class NoteForm(forms.ModelForm):
    """A new message. The person is found by the address."""

    language = forms.ChoiceField(
        label=_("language"),
        required=False,
        choices=[("", _("the recipient's")), *Letter.Language.choices],
        help_text=_("Of the frame around the text; write the text in it."),
    )

    class Meta:
        model = Letter
        fields = ("address", "language", "subject", "text")
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField"})}
        help_texts = {
            "address": _("The address of an account leads to its person."),
            "text": _("Complete, with greeting and signature."),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        address = cleaned.get("address")
        self.person = recipient_of(address) if address else None
        if self.person and not self.person.is_active:
            self.add_error("address", _("This person's account is not active."))
        cleaned["language"] = cleaned.get("language") or (
            self.person.language if self.person else Letter.Language.SPANISH
        )
        if not (cleaned.get("text") or "").strip():
            self.add_error("text", _("A letter needs a text."))
        return cleaned


class DraftForm(forms.ModelForm):
    """The words of a draft."""

    class Meta:
        model = Letter
        fields = ("subject", "text")
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField"})}
