"""The forms of the logistics file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level
from crm_portal.common.files.fields import PrivateFileField
from meetings.matrix import LOGISTICS
from meetings.models import LogisticsPaper, LogisticsTask
from members.forms import DayInput
from members.models import Mandate, Party, User
from members.readers import holding


class LogisticsTaskForm(forms.ModelForm):
    """A task with its owner, its day, its costs and its note; only organisers own tasks."""

    class Meta:
        model = LogisticsTask
        fields = (
            *("area", "title", "owner", "due_on", "payer", "co_sponsor", "estimated_usd", "actual_usd"),
            *("note_es", "note_en"),
        )
        widgets = {
            "due_on": DayInput(),
            "note_es": forms.Textarea(attrs={"rows": 5}),
            "note_en": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {"note_es": _("Note for delegates in Spanish"), "note_en": _("Note for delegates in English")}
        help_texts = {
            "note_es": _("Delegates read the notes, and nothing else of this file. Both languages, or none."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = Mandate.objects.on(timezone.localdate()).filter(holding(LOGISTICS.roles(Level.WRITE)))
        organisers = held.people() | User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = organisers.order_by("full_name")  # type: ignore[attr-defined]  # a choice of models
        seated = Party.objects.filter(statuses__isnull=False).distinct().order_by("name")
        self.fields["co_sponsor"].queryset = seated  # type: ignore[attr-defined]  # the same

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("note_es")) != bool(cleaned.get("note_en")):
            lacking = "note_es" if cleaned.get("note_en") else "note_en"
            self.add_error(
                lacking, ValidationError(_("Delegates read the note in both languages: write this one too."))
            )
        return cleaned


class LogisticsPaperForm(forms.Form):
    """A quotation, a contract or another paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LogisticsPaper.Kind.choices)
    file = PrivateFileField(label=_("File"))
