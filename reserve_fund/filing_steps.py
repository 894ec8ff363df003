"""The steps in which a case is filed, and how far each of them is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm_portal.common import money
from crm_portal.common.registry import Text
from reserve_fund import filing
from reserve_fund.eligibility import Finding, Outcome
from reserve_fund.filing_forms import (
    AMOUNTS,
    AuthorityForm,
    ConsentForm,
    CostsForm,
    PersonForm,
    SituationForm,
    StepForm,
    amount_name,
    label_of,
)
from reserve_fund.models import Case, CostLine


@dataclass(frozen=True)
class Step:
    """One page of the form: its number and name, what it asks for, and the names of its answers."""

    number: int
    title: Text
    lead: Text
    form: type[StepForm] | None
    names: tuple[str, ...] = ()

    def url(self, case: Case) -> str:
        """Where the step of a case is written."""
        if self.form is None:
            return reverse("reserve_fund:case-files", args=[case.pk])
        return reverse("reserve_fund:case-step", args=[case.pk, self.number])


def step(number: int, title: Text, lead: Text, form: type[StepForm], more: Iterable[str] = ()) -> Step:
    """A step with a form; `more` names answers that the form makes itself."""
    return Step(number, title, lead, form, (*more, *form.base_fields))


STEPS = (
    step(1, _("Referring authority"), _("Who refers the case, and between which countries."), AuthorityForm),
    step(2, _("The person"), _("Whom the case is for."), PersonForm),
    step(3, _("Situation"), _("What makes the person vulnerable, and what shows it."), SituationForm),
    step(
        4, _("Voluntariness and consent"), _("The person wants to return, and allows us to use the data."), ConsentForm
    ),
    step(
        5,
        _("Costs and other programmes"),
        _("What the return is expected to cost, and why national programmes do not suffice."),
        CostsForm,
        AMOUNTS,
    ),
    Step(6, _("Files"), _("What shows who, what and how much: PDF files and pictures."), None),
)
BY_NUMBER = {each.number: each for each in STEPS}
OF_FIELD = {name: each for each in STEPS for name in each.names}
"""Which step an answer is written in."""


class Progress(models.TextChoices):
    """How far a step is."""

    NOT_BEGUN = "not_begun", _("not begun")
    BEGUN = "begun", _("begun")
    COMPLETE = "complete", _("complete")


def answers(case: Case, person: Mapping[str, Any]) -> dict[str, Any]:
    """Every answer that a case holds, by the name it has in the steps. Two queries."""
    models.prefetch_related_objects([case], "vulnerabilities", "costs")
    amounts = {line.kind: line.amount_usd for line in case.costs.all()}
    return {
        **person,
        **{name: getattr(case, name) for name in filing.PLAIN},
        **{amount_name(kind): amounts.get(kind) for kind in CostLine.Kind},
        "vulnerabilities": list(case.vulnerabilities.all()),
    }


def told(step: Step, given: Mapping[str, Any]) -> list[tuple[Text, Any]]:
    """What a step holds, each answer under its label, as people read it."""
    return [(label_of_answer(name), in_words(name, given[name])) for name in step.names]


def label_of_answer(name: str) -> Text:
    """What an answer or an amount is called."""
    kinds = {amount_name(kind): kind.label for kind in CostLine.Kind}
    return capfirst(kinds[name]) if name in kinds else label_of(name)


def in_words(name: str, value: Any) -> Any:
    """An answer as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return money.shown(value, places=2)
    names = {"referrer": dict(Case.Referrer.choices), "sex": dict(Case.Sex.choices)}
    return names.get(name, {}).get(value, value)


def progress(given: Mapping[str, Any], outcome: Outcome, files: int) -> list[tuple[Step, Progress]]:
    """Each step with how far it is: complete once something is written in it and no rule asks for more of it."""
    lacking = {step_of(finding).number for finding in outcome.unmet}
    found = []
    for each in STEPS:
        is_begun = bool(files) if each.form is None else any(given[name] for name in each.names)
        is_complete = is_begun and each.number not in lacking
        found.append((each, Progress.COMPLETE if is_complete else Progress.BEGUN if is_begun else Progress.NOT_BEGUN))
    return found


def step_of(finding: Finding) -> Step:
    """The step in which what a rule looks at is written."""
    return OF_FIELD[field_of(finding)]


def field_of(finding: Finding) -> str:
    """The field that a rule looks at, by its name in the steps; for the costs the first of them."""
    return AMOUNTS[0] if finding.field == "costs" else finding.field


def url_of(case: Case, finding: Finding) -> str:
    """The very field in which what a rule asks for is written."""
    return f"{step_of(finding).url(case)}#id_{field_of(finding)}"


def total(given: Mapping[str, Any]) -> Decimal:
    """What the costs add up to, in USD."""
    return sum((given[name] or Decimal(0) for name in AMOUNTS), Decimal(0))
