"""What the pages of consultations accept."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files.fields import PrivateFileField
from declarations.consultations.answering import NEEDS_TEXT
from declarations.consultations.clock import Planned
from declarations.consultations.transitions import outcomes_of
from declarations.models import Consultation, Position, Round
from members.day_field import DayField
from members.models import User

LONGEST_TEXT, LONGEST_REASON = 40_000, 5_000


def words(label: Any, rows: int, longest: int = LONGEST_REASON, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReportForm(forms.Form):
    """What the members are told, in both languages."""

    es = words(_("In Spanish"), 8)
    en = words(_("In English"), 8)


class TextForm(forms.Form):
    """The course of action in both languages. A draft may lack one of them; what is sent may not."""

    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    text_es = words(_("Text in Spanish"), 14, LONGEST_TEXT)
    text_en = words(_("Text in English"), 14, LONGEST_TEXT, required=False)
    file = PrivateFileField(label=_("Add an attachment"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    """The mark of the text as it was when the page was opened."""

    taken_away = forms.MultipleChoiceField(
        label=_("Take these attachments away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, attachments: Collection[Any] = (), title_is_fixed: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if title_is_fixed:
            del self.fields["title_es"], self.fields["title_en"]
        if attachments:
            self.fields["taken_away"].choices = [(one.pk, one.file.name) for one in attachments]  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["taken_away"]

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by its name."""
        names = ("title_es", "title_en", "text_es", "text_en")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    @property
    def going(self) -> list[int]:
        """The numbers of the attachments to take away."""
        return [int(number) for number in self.cleaned_data.get("taken_away", [])]


class UntilForm(forms.Form):
    """Until the end of which day answers are taken, in each country's own time."""

    last_on = DayField(label=_("Answers until the end of"))
    text_seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, is_optional: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["last_on"].required = not is_optional
        self.fields["last_on"].help_text = (
            _("23:59 in the time of each country. Without a day the Troika has no deadline.")
            if is_optional
            else _("23:59 in the time of each country.")
        )

    def clean_last_on(self) -> date | None:
        day: date | None = self.cleaned_data["last_on"]
        if day is not None and day <= self.today:
            raise ValidationError(_("Choose a day after today."))
        return day


class BasisForm(forms.Form):
    """Whose holidays do not count."""

    basis = forms.ChoiceField(label=_("Working days"), choices=Round.Basis, initial=Round.Basis.OWN)


class DaysForm(forms.Form):
    """The last day of each country as counted, which the Presidency may change for a reason."""

    basis = forms.ChoiceField(choices=Round.Basis, widget=forms.HiddenInput)
    days_seen = forms.CharField(widget=forms.HiddenInput)
    text_seen = forms.CharField(widget=forms.HiddenInput)
    es = words(_("Reason for changing a day, in Spanish"), 3, required=False)
    en = words(_("Reason for changing a day, in English"), 3, required=False)

    def __init__(self, *args: Any, planned: Sequence[Planned], **options: Any) -> None:
        super().__init__(*args, **options)
        for code in ("es", "en"):
            self.fields[code].help_text = _("Asked for where you change a day. The members read it.")
        self.planned = planned
        for one in planned:
            label = _("Last day: %(country)s") % {"country": one.party.name}
            self.fields[f"last_on_{one.party.pk}"] = DayField(label=label, initial=one.counting.last_on)

    def rows(self) -> list[tuple[Planned, Any]]:
        """Each country's count, with the field of its last day."""
        return [(one, self[f"last_on_{one.party.pk}"]) for one in self.planned]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for one in self.planned:
            name = f"last_on_{one.party.pk}"
            if name in cleaned and cleaned[name] <= one.sent_on:
                self.add_error(name, _("Choose a day after today."))
        for code in ("es", "en"):
            if self.edited and not cleaned.get(code):
                self.add_error(code, _("Say why a day is another than the one counted."))
        return cleaned

    @property
    def edited(self) -> dict[int, date]:
        """The days that are others than those counted, by the number of the country."""
        chosen = {one.party.pk: self.cleaned_data.get(f"last_on_{one.party.pk}") for one in self.planned}
        counted = {one.party.pk: one.counting.last_on for one in self.planned}
        return {number: day for number, day in chosen.items() if day is not None and day != counted[number]}


class ReasonForm(forms.Form):
    """A reason that the members read, in both languages."""

    es = words(_("Reason in Spanish"), 5)
    en = words(_("Reason in English"), 5)


class OutcomeForm(ReasonForm):
    """What came of the consultation, and why; of the outcomes, those that its state allows."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    field_order = ("outcome", "es", "en")

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = [(one, one.label) for one in outcomes_of(consultation)]  # type: ignore[attr-defined]  # a choice


class ExtendForm(ReasonForm):
    """Until when a running round takes answers, and why."""

    until = DayField(label=_("New last day"), help_text=_("23:59 in the time of each country."))
    field_order = ("until", "es", "en")

    def __init__(self, *args: Any, later_than: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.later_than = later_than

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= self.later_than:
            said = formats.date_format(self.later_than, "DATE_FORMAT")
            raise ValidationError(
                gettext("Choose a day after %(day)s, the last day that a country has.") % {"day": said}
            )
        return day


class AnswerForm(forms.Form):
    """The position of a country."""

    choice = forms.ChoiceField(
        label=pgettext_lazy("consultation", "Position"), choices=Position.Choice, widget=forms.RadioSelect
    )
    text = words(
        _("Comments, change or reason"),
        8,
        20_000,
        required=False,
        help_text=_("Needed unless the country agrees or has no comment: what is commented, changed or objected to."),
    )
    file = PrivateFileField(label=_("Attach a file"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """How many answers there were when the page was opened."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice, text = cleaned.get("choice"), cleaned.get("text", "")
        if choice in NEEDS_TEXT and not text:
            self.add_error("text", _("Say what the comment, the change or the reason is."))
        elif choice and choice not in NEEDS_TEXT and text:
            self.add_error("text", _("This position has no text: choose “agrees, with comments”, or leave it empty."))
        return cleaned


class RecordForm(AnswerForm):
    """A position that came by mail, with the mail."""

    file = PrivateFileField(label=_("The mail in which the country answered"))
    seen = None  # type: ignore[assignment]  # how a form leaves out a field of the one it builds on


class RespondentForm(forms.Form):
    """Who answers for the country."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models
