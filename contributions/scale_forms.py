"""The forms of the simulator: what another scale would be made of, and what a draft of it says."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Scale
from contributions.scale_files import KINDS
from contributions.simulation import DOLLAR, apportion
from crm_portal.common import money
from crm_portal.common.amounts import AmountField, WeightField
from crm_portal.common.formatted import validate_printable
from members.forms import DayInput
from members.models import Party

MOST_WORDS = 4000
SHORT = {"inputmode": "decimal", "autocomplete": "off", "size": "9"}


class Method(models.TextChoices):
    """What a simulation begins with."""

    PROPORTION = "proportion", gettext_lazy("Another total, shared as now")
    SHARES = "shares", gettext_lazy("A total and new shares")
    AMOUNTS = "amounts", gettext_lazy("An amount for each country")


class Unit(models.TextChoices):
    """How finely a total is split."""

    DOLLARS = "dollars", gettext_lazy("Whole dollars")
    CENTS = "cents", gettext_lazy("Cents")


class SimulationForm(forms.Form):
    """A total, shares or amounts; `new` is what each country would contribute, once the form is valid.

    Only the fields of the method chosen are read, so that whoever tries one after another need not empty the rest.
    """

    method = forms.ChoiceField(
        label=gettext_lazy("What to try"), choices=Method, initial=Method.PROPORTION, widget=forms.RadioSelect()
    )
    total = AmountField(
        label=gettext_lazy("Total, USD a year"),
        error_messages={"required": gettext_lazy("Write the total to be shared.")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("Split in"), choices=Unit, initial=Unit.DOLLARS)
    minimum = AmountField(
        label=gettext_lazy("Least amount of a country, USD a year"),
        required=False,
        help_text=gettext_lazy("The others share what remains."),
    )

    def __init__(self, present: Mapping[Party, Decimal], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.present = present
        total = sum(present.values(), Decimal(0))
        self.fields["total"].initial = total or None
        for party, amount in present.items():
            share = money.percentage(amount, total) if total else None
            names = {"country": party.name}
            self.fields[f"weight_{party.slug}"] = WeightField(
                label=_("New share or weight: %(country)s") % names,
                required=False,
                initial=share,
                widget=forms.TextInput(attrs=SHORT),
            )
            self.fields[f"amount_{party.slug}"] = AmountField(
                label=_("New amount: %(country)s") % names,
                required=False,
                initial=amount or None,
                widget=forms.TextInput(attrs=SHORT),
            )
        self.new: dict[Party, Decimal] = {}

    @property
    def general(self) -> list[forms.BoundField]:
        """The fields that are of no one country."""
        return [self[name] for name in self.base_fields]

    @property
    def rows(self) -> list[tuple[Party, Decimal, forms.BoundField, forms.BoundField]]:
        """Each country with what it contributes now, and its two fields."""
        return [
            (party, amount, self[f"weight_{party.slug}"], self[f"amount_{party.slug}"])
            for party, amount in self.present.items()
        ]

    @property
    def names_countries(self) -> bool:
        """Whether what is tried is written country by country."""
        return self.is_bound and self.data.get("method") in {Method.SHARES, Method.AMOUNTS}

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What was asked, to ask it again: names and values as they were sent."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    @property
    def sum_of_weights(self) -> Decimal:
        """What the weights written add up to. Of a valid form."""
        return sum((self.cleaned_data[f"weight_{party.slug}"] or Decimal(0) for party in self.present), Decimal(0))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        method = cleaned.get("method")
        if method is None:
            return cleaned
        self.leave_unread(method)
        if not self.errors:
            amounts = self.typed() if method == Method.AMOUNTS else self.shared_out(method)
            if amounts and not self.errors:
                self.new = dict(zip(self.present, amounts, strict=True))
        return cleaned

    def leave_unread(self, method: str) -> None:
        """Forget what is wrong with fields that the method has no use for."""
        unread = [name for name in self.fields if name.startswith("weight_") and method != Method.SHARES]
        unread += [name for name in self.fields if name.startswith("amount_") and method != Method.AMOUNTS]
        if method == Method.AMOUNTS:
            unread += ["total", "unit", "minimum"]
        for name in unread:
            self.errors.pop(name, None)

    def typed(self) -> list[Decimal]:
        """The amounts written for each country."""
        amounts = [self.cleaned_data[f"amount_{party.slug}"] for party in self.present]
        for party, amount in zip(self.present, amounts, strict=True):
            if amount is None:
                self.add_error(f"amount_{party.slug}", _("Write an amount for every country."))
        return [amount for amount in amounts if amount is not None]

    def shared_out(self, method: str) -> list[Decimal]:
        """The total by the present amounts or by the weights written; nothing where that cannot be."""
        total, weights = self.cleaned_data["total"], list(self.present.values())
        minimum = self.cleaned_data["minimum"] or Decimal(0)
        unit = DOLLAR if self.cleaned_data["unit"] == Unit.DOLLARS else money.CENT
        for name, amount in (("total", total), ("minimum", minimum)):
            if amount % unit:
                self.add_error(name, _("It has cents: write whole dollars, or choose to split in cents."))
        if method == Method.SHARES:
            weights = [self.cleaned_data[f"weight_{party.slug}"] or Decimal(0) for party in self.present]
        if not any(weights):
            first = next(iter(self.present), None)
            where = f"weight_{first.slug}" if first and method == Method.SHARES else "method"
            self.add_error(where, _("At least one share must be more than zero."))
        if minimum * len(weights) > total:
            self.add_error("minimum", _("So much from each country is more than the total."))
        if self.errors:
            return []
        amounts = apportion(total, weights, unit=unit, minimum=minimum)
        self.refuse_nothing(amounts, method)
        return amounts

    def refuse_nothing(self, amounts: list[Decimal], method: str) -> None:
        """Say which countries would contribute nothing, which no scale allows."""
        freed = [party for party, amount in zip(self.present, amounts, strict=True) if not amount]
        said = _("It would contribute nothing. Give it a share, or set a least amount.")
        for party in freed if method == Method.SHARES else []:
            self.add_error(f"weight_{party.slug}", said)
        if freed and method == Method.PROPORTION:
            names = ", ".join(party.name for party in freed)
            self.add_error(
                "total", _("Of so little these would contribute nothing: %(countries)s.") % {"countries": names}
            )


class DraftForm(forms.Form):
    """What a draft says besides its amounts."""

    valid_from = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=DayInput(),
        help_text=gettext_lazy("The day from which it is meant to hold; the approval fixes it."),
    )
    justification_es = forms.CharField(
        label=gettext_lazy("Justification, in Spanish"),
        required=False,
        max_length=MOST_WORDS,
        validators=[validate_printable],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    justification_en = forms.CharField(
        label=gettext_lazy("Justification, in English"),
        required=False,
        max_length=MOST_WORDS,
        validators=[validate_printable],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_valid_from(self) -> Any:
        """A day after the scale before it begins, so that the draft can be approved."""
        day = self.cleaned_data["valid_from"]
        last = Scale.objects.approved().first()
        if last and day <= last.valid_from:
            raise ValidationError(_("The scale before it begins on that day or later: choose a later day."))
        return day


class PrintForm(forms.Form):
    """Which file of a draft is made, and in which language."""

    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=[(kind.name, kind.label) for kind in KINDS])
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
