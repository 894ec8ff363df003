"""The forms of the floor: a request, an invitation, minutes and place, a refusal, an authorisation on an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Session
from meetings.models.speaking import MOST_MINUTES
from members.models import Party

LONGEST = 250


class OfItsSession(forms.ModelChoiceField):
    """A choice of items that says in which session each is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.session}: {obj}"


class SpeakingForm(forms.Form):
    """What a request and an invitation have alike: where, about what, for how long."""

    session = forms.ModelChoiceField(label=_("Session"), queryset=Session.objects.none())
    item = OfItsSession(
        label=_("Agenda item"),
        queryset=AgendaItem.objects.none(),
        required=False,
        help_text=_("Leave it empty for a statement to the session as a whole."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)

    def __init__(self, *args: Any, sessions: Any, items: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a choice of models
        self.fields["item"].queryset = items.select_related("session")  # type: ignore[attr-defined]
        if not self.fields["item"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        item, session = cleaned.get("item"), cleaned.get("session")
        if item and session and item.session_id != session.pk:
            self.add_error("item", _("This item belongs to another session."))
        return cleaned


class RequestForm(SpeakingForm):
    """A party's request; it may leave the minutes to those who allot them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minutes"].required = False


class InviteForm(SpeakingForm):
    """An invitation to a party, with its minutes and place."""

    party = forms.ModelChoiceField(label=_("Whom to invite"), queryset=Party.objects.none())
    order = forms.IntegerField(
        label=_("Place among the speakers"), min_value=1, max_value=999, required=False, help_text=_("Empty: last.")
    )
    field_order = ("party", "session", "item", "subject", "minutes", "order")

    def __init__(self, *args: Any, parties: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]  # a choice of models


class AllotForm(forms.Form):
    """For how long a party speaks, and in which place."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)
    order = forms.IntegerField(
        label=_("Place among the speakers"), min_value=1, max_value=999, required=False, help_text=_("Empty: last.")
    )


class RefuseForm(forms.Form):
    """Why a request cannot be met."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, help_text=_("The party is told."))


class AuthoriseForm(forms.Form):
    """Which observer country may intervene on which item, and why."""

    party = forms.ModelChoiceField(label=_("Observer country"), queryset=Party.objects.none())
    item = OfItsSession(label=_("Agenda item"), queryset=AgendaItem.objects.none())
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, help_text=_("It is kept on record, and members can read it.")
    )

    def __init__(self, *args: Any, parties: Any, items: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]  # a choice of models
        self.fields["item"].queryset = items.select_related("session")  # type: ignore[attr-defined]
