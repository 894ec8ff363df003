"""The forms of delegations: the people, the letter, their travel, the list of participants and its import."""

import unicodedata
from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.formatted import validate_printable
from meetings.delegations import Entry, same_name
from meetings.models import Delegate, TravelData
from meetings.participants import KINDS
from members.forms import DayInput

EMPTY_ROWS = 3
MORE_ROWS = 5
MOST_ROWS = 80
"""In one form: with more, a post would have more fields than the portal accepts."""
MOST_BYTES = 1024 * 1024


def length(field: str) -> int:
    """How long a text of a delegate may be."""
    column: Any = Delegate._meta.get_field(field)
    return int(column.max_length)


class LineField(forms.CharField):
    """One line of text: blanks are made single, and characters that nobody sees are refused."""

    default_validators = [validate_printable]  # Django's own way to say it

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", " ".join(str(super().to_python(value) or "").split()))


class DelegateFields(forms.Form):
    """What is said of every delegate, on a page or in a file."""

    full_name = LineField(label=gettext_lazy("Full name"), max_length=length("full_name"))
    position = LineField(label=gettext_lazy("Position"), max_length=length("position"), required=False)
    institution = LineField(label=gettext_lazy("Institution"), max_length=length("institution"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=length("email"), required=False, validators=[validate_printable]
    )


class DelegateForm(DelegateFields):
    """One person of a delegation."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())
    is_head = forms.BooleanField(label=gettext_lazy("Head of delegation"), required=False)
    has_seat = forms.BooleanField(label=gettext_lazy("Accompanies the head behind closed doors"), required=False)
    is_removed = forms.BooleanField(label=gettext_lazy("Take out of the delegation"), required=False)

    def __init__(self, *args: Any, has_seats: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_seats:
            del self.fields["has_seat"]
        if not (self.initial.get("pk") or (self.is_bound and self["pk"].data)):
            self.fields["is_removed"].widget = forms.HiddenInput()

    def has_changed(self) -> bool:
        """A row that says who it is speaks of somebody, and one in which nothing is written of nobody."""
        return bool(self["pk"].data) or any(self[name].data for name in DelegateFields.base_fields)

    @property
    def entry(self) -> Entry:
        """What the row says. Only of a valid form that has changed."""
        return Entry(**self.cleaned_data)


class DelegateRows(forms.BaseFormSet):
    """All people of a delegation at once."""

    def clean(self) -> None:
        names = Counter(same_name(form.cleaned_data["full_name"]) for form in self.filled if not self.removes(form))
        for form in self.filled:
            name = form.cleaned_data["full_name"]
            if names[same_name(name)] > 1 and not self.removes(form):
                form.add_error("full_name", _("This name stands in the form twice."))
        if sum(form.cleaned_data["is_head"] for form in self.filled if not self.removes(form)) > 1:
            raise ValidationError(_("A delegation has one head: tick one person only."))

    @property
    def filled(self) -> list[Any]:
        """The rows that speak of somebody and can be understood."""
        return [form for form in self.forms if form.has_changed() and form.cleaned_data.get("full_name")]

    @staticmethod
    def removes(form: Any) -> bool:
        return bool(form.cleaned_data["is_removed"])

    @property
    def entries(self) -> list[Entry]:
        """What the rows say. Only of a valid set."""
        return [form.entry for form in self.filled]

    @property
    def as_written(self) -> list[dict[str, Any]]:
        """What stands in the rows now, understood or not, for a longer form."""
        return [{name: form[name].data for name in form.fields} for form in self.forms if form.has_changed()]


def rows(people: list[dict[str, Any]], *, empty: int, has_seats: bool, data: Any = None) -> DelegateRows:
    """The rows of a delegation's form, with some empty ones for people who are added."""
    made: Any = forms.formset_factory(
        DelegateForm, formset=DelegateRows, extra=empty, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    found: DelegateRows = made(data, initial=people, prefix="people", form_kwargs={"has_seats": has_seats})
    return found


class DelegationForm(forms.Form):
    """What a delegation has beside its people: those who are known already, and the letter."""

    known = forms.MultipleChoiceField(
        label=gettext_lazy("People you have sent before"),
        help_text=gettext_lazy("Ticked people are added to the delegation."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    letter = PrivateFileField(
        label=gettext_lazy("Credentials letter"), required=False, accept=(kinds.PDF, kinds.DOCX, kinds.PNG, kinds.JPG)
    )

    def __init__(self, *args: Any, known: list[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {same_name(entry.full_name): entry for entry in known}
        if not known:
            del self.fields["known"]
            return
        said = [
            (key, ", ".join(filter(None, (each.full_name, each.position, each.institution))))
            for key, each in self.offered.items()
        ]
        self.fields["known"].choices = said  # type: ignore[attr-defined]  # a field of choices

    @property
    def added(self) -> list[Entry]:
        """The known people who are ticked. Only of a valid form."""
        return [self.offered[key] for key in self.cleaned_data.get("known", ())]


class TravelForm(forms.ModelForm):
    """How one delegate comes; without consent nothing of it is kept."""

    consents = forms.BooleanField(
        label=gettext_lazy("The person agrees that this is kept until 30 days after the meeting"), required=False
    )

    class Meta:
        model = TravelData
        fields = ("arrives_on", "departs_on", "flight", "needs_hotel", "needs")
        widgets = {"arrives_on": DayInput(), "departs_on": DayInput()}

    field_order = ("consents",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["consents"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = any(cleaned.get(name) for name in self.Meta.fields)
        if told and not cleaned.get("consents"):
            if self.instance.pk:  # the consent was taken back: what is written is no longer wanted
                return cleaned
            raise ValidationError(
                {"consents": _("Without the person's consent nothing is kept: tick it, or empty the row.")}
            )
        first, last = cleaned.get("arrives_on"), cleaned.get("departs_on")
        if first and last and last < first:
            raise ValidationError({"departs_on": _("The day of leaving is not before that of arriving.")})
        return cleaned

    @property
    def told(self) -> dict[str, Any] | None:
        """What is kept: nothing without consent. Only of a valid form."""
        if not self.cleaned_data["consents"]:
            return None
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PrintForm(forms.Form):
    """Which file of the list of participants is made, and in which language."""

    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=[(kind.name, kind.label) for kind in KINDS])
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


class ParticipantsForm(forms.Form):
    """A table of participants."""

    file = PrivateFileField(
        label=gettext_lazy("Table of participants"), accept=(kinds.CSV,), help_text=gettext_lazy("CSV; at most 1 MB.")
    )

    def clean_file(self) -> CheckedUpload:
        file: CheckedUpload = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The table is larger than 1 MB: divide it."))
        return file

    @property
    def text(self) -> str:
        """What the file says; it was found to be UTF-8. Only of a valid form."""
        content = self.cleaned_data["file"].content
        content.seek(0)
        return str(content.read().decode("utf-8-sig"))
