"""What whoever refers a case may write in it, step by step. A draft takes blanks; what is ill-formed is refused."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.amounts import AmountField
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.kinds import IMAGES, PDF
from crm_portal.common.formatted import validate_printable
from members.day_field import DayField
from members.models import Party, PartyStatus
from reserve_fund.models import Beneficiary, Case, CostLine, Evidence, Vulnerability
from reserve_fund.personal_data import COLUMNS

LINE, PARAGRAPHS = 200, 4000
"""The most letters of a short answer and of a long one."""

NOTHING_CHOSEN = [("", gettext_lazy("— choose —"))]


class Words(forms.CharField):
    """A text in plain letters; the fixed blanks that word processors put between words become ordinary ones."""

    default_validators = [validate_printable]  # as Django declares it

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in text)


def label_of(name: str) -> Any:
    """What an answer is called, in the case or sealed beside it."""
    model = Beneficiary if name in COLUMNS else Case
    return capfirst(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # has one


def line(name: str, help_text: Any = "") -> Words:
    """A short answer."""
    return Words(label=label_of(name), required=False, max_length=LINE, help_text=help_text)


def paragraphs(name: str, help_text: Any = "", rows: int = 4) -> Words:
    """A long answer."""
    widget = forms.Textarea(attrs={"rows": rows})
    return Words(label=label_of(name), required=False, max_length=PARAGRAPHS, help_text=help_text, widget=widget)


def day(name: str, help_text: Any = "") -> DayField:
    """A day that may be missing yet."""
    return DayField(label=label_of(name), required=False, help_text=help_text)


def choice(name: str, choices: Iterable[Any], help_text: Any = "") -> forms.ChoiceField:
    """One of a list, or nothing yet."""
    return forms.ChoiceField(
        label=label_of(name), required=False, help_text=help_text, choices=[*NOTHING_CHOSEN, *choices]
    )


def tick(name: str, help_text: Any = "") -> forms.BooleanField:
    """Yes, or not."""
    return forms.BooleanField(label=label_of(name), required=False, help_text=help_text)


OPTIONAL = {
    *("is_urgent", "is_family", "family", "document_number", "contact", "evidence_reference"),
    *("guardian", "best_interests", "age_override"),
}
"""What a case may be submitted without, or is asked of some people alone; amounts too, as long as there is one."""


def amount_name(kind: str) -> str:
    """The name of the field for one kind of cost."""
    return f"cost_{kind}"


AMOUNTS = tuple(amount_name(kind) for kind in CostLine.Kind)


class StepForm(forms.Form):
    """The answers of one step, any of which may be left for later. What is personal says that it is sealed.

    Only what a case may be submitted without is called optional, though a step is saved without the others too.
    """

    def __init__(self, data: Any = None, *, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(given or {}), use_required_attribute=False)
        for name, field in self.fields.items():
            if name in COLUMNS:
                field.help_text = format_html('<span class="chip">{}</span> {}', _("sealed"), field.help_text)

    def full_clean(self) -> None:
        super().full_clean()
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL and name not in AMOUNTS

    def answers(self) -> dict[str, Any]:
        """What was written and is well-formed, by name: of the case or of the person."""
        return self.cleaned_data

    def amounts(self) -> dict[str, Decimal | None]:
        """What was written of costs, by kind."""
        return {}


class CountryField(forms.TypedChoiceField):
    """A state, the members of the Conference first."""

    def __init__(self, name: str, help_text: Any) -> None:
        super().__init__(label=label_of(name), required=False, help_text=help_text, empty_value=None)

    def offer(self, states: Iterable[Any]) -> None:
        """Let one of these be chosen. They come as `states_members_first` gives them."""
        told = list(states)
        headings = {True: _("Member countries"), False: _("Other countries")}
        groups = [
            (headings[is_member], [(state.slug, state.name) for state in group])
            for is_member, group in groupby(told, key=lambda state: state.is_member)
        ]
        self.choices = [*NOTHING_CHOSEN, *groups]
        self.coerce = {state.slug: state for state in told}.__getitem__

    def prepare_value(self, value: Any) -> Any:
        return value.slug if isinstance(value, Party) else value


def states_members_first() -> Any:
    """The states, those that are members today before the others. One query."""
    seats = PartyStatus.objects.on(timezone.localdate()).filter(status=PartyStatus.Status.MEMBER)
    is_member = Exists(seats.filter(party=OuterRef("pk")))
    return Party.objects.filter(kind=Party.Kind.STATE).annotate(is_member=is_member).order_by("-is_member", "name")


class AuthorityForm(StepForm):
    """Who refers the case, and between which countries. A migrant does not ask alone. External practice."""

    referrer = choice("referrer", Case.Referrer.choices)
    institution = line("institution", gettext_lazy("The consulate, office or organisation, with its city."))
    referring_officer = line("referring_officer", gettext_lazy("Whom IOM asks about the case."))
    officer_contact = line("officer_contact", gettext_lazy("Telephone or e-mail at work."))
    stay = CountryField("stay", gettext_lazy("Where the person is now. The IOM office there handles the case."))
    return_to = CountryField("return_to", gettext_lazy("Where the person wants to return to."))
    is_urgent = tick("is_urgent", gettext_lazy("Tick it if waiting puts the person in danger. IOM sees it first."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = list(states_members_first())
        for name in ("stay", "return_to"):
            self.fields[name].offer(states)  # type: ignore[attr-defined]  # a country

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("stay") and values.get("stay") == values.get("return_to"):
            # said beside both, so that neither is kept: the case as it stands may hold the other one
            self.add_error("stay", _("The return leads to another country than the one of stay."))
            self.add_error("return_to", _("The return leads to another country than the one of stay."))
        return values


class PersonForm(StepForm):
    """Whom the case is for."""

    full_name = line("full_name", gettext_lazy("As in the identity document, if there is one."))
    document_number = line("document_number", gettext_lazy("Passport, identity card or consular document."))
    born_on = day("born_on", gettext_lazy("If the day is not known, the one that the authority assumes."))
    sex = choice("sex", Case.Sex.choices)
    nationality = line("nationality")
    contact = paragraphs("contact", gettext_lazy("Telephone, shelter, or a person of trust."), rows=2)
    is_family = tick(
        "is_family", gettext_lazy("A case is for one person, unless IOM confirms that a family travels as one case.")
    )
    family = paragraphs(
        "family", gettext_lazy("For a family alone: name, date of birth and relation of each member."), rows=3
    )


class SituationForm(StepForm):
    """What makes the person vulnerable. Source, lines 1663-1684."""

    vulnerabilities = forms.TypedMultipleChoiceField(
        label=label_of("vulnerabilities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Tick all that apply. With one marked “special case”, IOM and the Technical Secretariat decide "
            "together, before any assistance."
        ),
    )
    situation = paragraphs("situation", gettext_lazy("What happened, and what the person needs on the journey."), 6)
    evidence_reference = paragraphs(
        "evidence_reference", gettext_lazy("For example: medical certificate, report, interview, with its date."), 2
    )
    guardian = line("guardian", gettext_lazy("Needed for a child or adolescent: who stands for them, and how reached."))
    best_interests = line(
        "best_interests", gettext_lazy("Needed for a child or adolescent: authority, date and number.")
    )
    age_override = paragraphs(
        "age_override", gettext_lazy("For a person of exactly seventy alone: the rule says over seventy."), 2
    )
    protection_concern = paragraphs(
        "protection_concern",
        gettext_lazy("Whether the return puts the person in danger, and from whom. “None” is an answer."),
        3,
    )

    def __init__(self, data: Any = None, *, given: Mapping[str, Any] | None = None) -> None:
        chosen = [each.code for each in (given or {}).get("vulnerabilities", ())]
        super().__init__(data, given={**(given or {}), "vulnerabilities": chosen})
        offered = {each.code: each for each in Vulnerability.objects.all()}
        field: Any = self.fields["vulnerabilities"]
        field.choices = [(code, name_with_decision(each)) for code, each in offered.items()]
        field.coerce = offered.__getitem__


def name_with_decision(situation: Vulnerability) -> str:
    """What a situation is called; a special one says that it is."""
    if situation.decided_by == Vulnerability.DecidedBy.JOINT:
        return _("%(situation)s (special case)") % {"situation": situation}
    return str(situation)


class ConsentForm(StepForm):
    """That the return is voluntary, and that the data may be used. Source, lines 1649-1652; practice 7."""

    voluntary_on = day("voluntary_on", gettext_lazy("When the person stated freely that they want to return."))
    voluntary_language = line("voluntary_language", gettext_lazy("One that the person understands."))
    explained_by = line("explained_by", gettext_lazy("Who told the person what the return means, before they decided."))
    consent_on = day("consent_on")
    consent_scope = paragraphs(
        "consent_scope",
        gettext_lazy("Which data may be used, for what, and who may receive them: IOM, the authorities of return…"),
        3,
    )


class CostField(AmountField):
    """What one kind of cost comes to; the column has eight digits."""

    largest = Decimal("999999.99")

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)


class CostsForm(StepForm):
    """What the return is expected to cost, and why national programmes do not suffice. Source, lines 1652-1655."""

    subsidiarity = paragraphs(
        "subsidiarity",
        gettext_lazy("Which programmes of both countries were asked, and what they answered."),
    )

    def __init__(self, data: Any = None, *, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, given=given)
        words = self.fields.pop("subsidiarity")
        for kind in CostLine.Kind:
            self.fields[amount_name(kind)] = CostField(capfirst(kind.label))
        self.fields["subsidiarity"] = words

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name == "subsidiarity"}

    def amounts(self) -> dict[str, Decimal | None]:
        named = {kind.value: amount_name(kind) for kind in CostLine.Kind}
        return {kind: self.cleaned_data[name] for kind, name in named.items() if name in self.cleaned_data}


class FileForm(forms.Form):
    """A file of the case."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Evidence.Kind if kind != Evidence.Kind.VOUCHER],
    )
    file = PrivateFileField(label=gettext_lazy("File"), accept=[PDF, *IMAGES])


class WithdrawalForm(forms.Form):
    """Why a case is withdrawn."""

    reason = Words(
        label=gettext_lazy("Why the case is withdrawn"),
        max_length=PARAGRAPHS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It is sealed with the case; IOM reads it."),
    )
