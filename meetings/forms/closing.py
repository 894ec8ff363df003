"""The forms of the page on which a meeting is closed."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from declarations.models import Document
from meetings.closing import Roll


def ticks(label: Any, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    """A tick for each of some parties."""
    return forms.TypedMultipleChoiceField(
        label=label, help_text=help_text, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


class PresencesForm(forms.Form):
    """One tick for each party that was to come, and whoever else came."""

    members = ticks(_("Members that came"), _("A party that was to come and has no tick is recorded as absent."))
    observers = ticks(_("Observers and civil society that came"))
    others = ticks(
        _("Others that came"),
        _("The rules do not bring them by themselves: they were invited expressly, or came as guests."),
    )

    def __init__(self, *args: Any, roll: Roll, came: Collection[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name, parties in roll._asdict().items():
            self.fields[name].choices = [(called.party.pk, called.party.name) for called in parties]  # type: ignore[attr-defined]
            self.initial[name] = [called.party.pk for called in parties if called.party.pk in came]

    def came(self) -> list[int]:
        """The numbers of the parties that are ticked."""
        return [number for name in self.fields for number in self.cleaned_data[name]]


class SymbolForm(forms.Form):
    """What a document is looked for by."""

    symbol = forms.CharField(label=_("Symbol, or a part of it"), max_length=60)


class OutcomeForm(forms.Form):
    """The document that came out of the meeting, one of those that the person may read."""

    document = forms.ModelChoiceField(queryset=Document.objects.none())

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].queryset = Document.objects.visible_to(user)  # type: ignore[attr-defined]  # a choice
