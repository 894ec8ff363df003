"""What the two records may be narrowed to."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from crm_portal.common.audit.models import Access, AccessQuerySet
from crm_portal.common.audit.trail import Asked


class AccessFilter(forms.Form):
    """Kind, person and days. A person is chosen by number: an address with a name in it would end up in other logs."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    person: Any = forms.ModelChoiceField(None, label=_("Person"), required=False, empty_label=_("Everybody"))
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, values: Any, accesses: AccessQuerySet) -> None:
        super().__init__(values)
        self.accesses = accesses
        kinds = [Access(kind=kind) for kind in accesses.order_by("kind").values_list("kind", flat=True).distinct()]
        named = sorted((each.kind_label, each.kind) for each in kinds)
        choices = [("", _("Every kind")), *((kind, label) for label, kind in named)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField
        people = get_user_model()._default_manager.filter(pk__in=accesses.order_by().values("who"))
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # of a ModelChoiceField

    def narrowed(self) -> AccessQuerySet:
        """The accesses asked for; none when what was asked makes no sense."""
        if not self.is_valid():
            return self.accesses.none()
        asked = self.cleaned_data
        lookups = {
            "kind": asked["kind"],
            "who": asked["person"],
            "at__date__gte": asked["since"],
            "at__date__lte": asked["until"],
        }
        return self.accesses.filter(**{name: value for name, value in lookups.items() if value})


class TrailFilter(forms.Form):
    """Kind and number of the object, what was done, by whom, and days. People by number, for the same reason."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    number = forms.CharField(label=_("Number"), required=False, max_length=64)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, values: Any, kinds: list[tuple[str, str]], verbs: list[tuple[str, str]], people: dict[int, str]
    ) -> None:
        super().__init__(values)
        by_name = sorted(people.items(), key=lambda pair: pair[1].casefold())
        for name, everything, choices in (
            ("kind", _("Every kind"), kinds),
            ("verb", _("Everything"), verbs),
            ("person", _("Everybody"), by_name),
        ):
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # of choices

    @property
    def asked(self) -> Asked | None:
        """What was asked for; None when it makes no sense."""
        return Asked(**self.cleaned_data) if self.is_valid() else None
