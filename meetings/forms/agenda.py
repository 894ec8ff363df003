"""The forms of an agenda: its items, what countries propose, and what delegations say of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings import attendance
from meetings.models import AgendaItem, ItemComment, ItemProposal, Session
from members.forms import DayInput
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
            cleaned["audience"] = cleaned.get("audience") or session.audience
            self.instance.session, self.instance.audience = session, cleaned["audience"]
            self.instance.body = session.body
            attendance.settle_circle(self.instance)
        return cleaned


class ItemForm(AgendaItemForm):
    """An item as the Presidency and the Secretariat write it in the intranet, in the sessions that they read."""

    class Meta(AgendaItemForm.Meta):
        fields: tuple[str, ...] = (  # type: ignore[assignment]  # other fields than the desk's
            *("session", "title_es", "title_en", "axis", "consultation", "presenter", "minutes", "minimum", "matter"),
            *("audience", "widening_reason", "is_open_to_rrocm", "is_standing"),
        )
        labels = {"title_es": _("Title in Spanish"), "title_en": _("Title in English")}

    def __init__(self, *args: Any, sessions: Any, consultations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a choice of models
        self.fields["consultation"].queryset = consultations  # type: ignore[attr-defined]  # the same
        self.fields["title_es"].required = self.fields["title_en"].required = True


class ProposalForm(forms.ModelForm):
    """An item that a country puts forward."""

    class Meta:
        model = ItemProposal
        fields = ("title", "grounds", "axis", "minutes")


class CommentForm(forms.ModelForm):
    """What a delegation says of an item."""

    class Meta:
        model = ItemComment
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


class SendOutForm(forms.Form):
    """Until when comments on a preliminary agenda are taken; the hour is that of the meeting's zone."""

    comments_until = forms.DateField(
        label=_("Comments until"),
        widget=DayInput(),
        help_text=_("To the end of that day, at the hour of the place where the meeting is held."),
    )


class AcceptForm(forms.Form):
    """Onto the agenda of which session a proposal is taken."""

    session = forms.ModelChoiceField(label=_("Session"), queryset=Session.objects.none())

    def __init__(self, *args: Any, sessions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a choice of models


class RefuseForm(forms.Form):
    """Why a proposal is refused."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
