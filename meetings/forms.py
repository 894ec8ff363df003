"""The forms of meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem
from members.models import Audience


class AgendaItemForm(forms.ModelForm):
    """An item, which has the body, the circle and unless told otherwise the audience of its session."""

    class Meta:
        model = AgendaItem
        fields = (
            *("session", "order", "title", "axis", "presenter", "minutes", "minimum", "matter"),
            *("audience", "widening_reason", "released_on", "is_open_to_rrocm", "is_standing"),
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if (audience := self.fields.get("audience")) is not None:  # a person who may only look has no field
            audience.required = False
            audience.choices = [("", _("that of the session")), *Audience.choices]  # type: ignore[attr-defined]  # it has
            if self.instance.pk is None:
                self.initial["audience"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if session := cleaned.get("session"):
            self.instance.body, self.instance.circle = session.body, session.circle
            cleaned["audience"] = cleaned.get("audience") or session.audience
        return cleaned
