"""Whether a case meets the rules of the Fund: each rule with what it finds, why, and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.common import money
from reserve_fund.models import CAP_USD, Case, Rule, Vulnerability

ADULT, SEVENTY = 18, 70
CHILD, ELDERLY, DISABLED, ILL = "UMC", "ELD", "DIS", "MED"


@dataclass(frozen=True)
class Finding:
    """What one rule says of a case: the rule's number, whether it is met, and why in a sentence.

    `field` is the answer of the form that it looks at, or the first that is missing.
    """

    rule: str
    is_met: bool
    words: str
    field: str
    source: str = ""


@dataclass(frozen=True)
class Outcome:
    """What all rules say, and what the form still lacks."""

    findings: tuple[Finding, ...]

    @property
    def is_eligible(self) -> bool:
        return all(finding.is_met for finding in self.findings)

    @property
    def unmet(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_met]


def met(rule: str, field: str, words: str) -> Finding:
    """A rule that the case meets, and why."""
    return Finding(rule, is_met=True, words=words, field=field)


def unmet(rule: str, field: str, words: str) -> Finding:
    """A rule that the case does not meet, and what would."""
    return Finding(rule, is_met=False, words=words, field=field)


def first_missing(person: Mapping[str, Any], fields: Iterable[str]) -> str:
    """The first of these answers that is not given; an empty text where all are."""
    return next((name for name in fields if not person[name]), "")


def age_on(born_on: date, day: date) -> int:
    """Completed years of age on a day; somebody born on 29 February completes a year on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_group(born_on: date, day: date) -> str:
    """The group that the statistics count somebody in."""
    groups = Case.AgeGroup
    age = age_on(born_on, day)
    bounds = ((12, groups.UNDER_12), (ADULT, groups.FROM_12), (36, groups.FROM_18), (SEVENTY + 1, groups.FROM_36))
    return next((group for bound, group in bounds if age < bound), groups.OVER_70)


def examined(case: Case, person: Mapping[str, Any], day: date) -> Outcome:
    """Every rule asked of a case, on a day. `person` is what `personal_data.contents` gives. Three queries, one where
    the vulnerabilities and costs of the case are there already.
    """
    situations = list(case.vulnerabilities.all())
    costs = sum((line.amount_usd for line in case.costs.all()), Decimal("0.00"))
    sources = dict(Rule.objects.values_list("code", "source"))
    found = findings(case, person, situations, costs, day)
    return Outcome(tuple(replace(one, source=sources.get(one.rule, "")) for one in found))


def findings(
    case: Case, person: Mapping[str, Any], situations: list[Vulnerability], costs: Decimal, day: date
) -> Iterable[Finding]:
    """The rules one by one, in the order of the Fund's list."""
    codes = [each.code for each in situations]
    yield voluntary(person, day)
    yield consented(person, day)
    yield subsidiary(person)
    yield vulnerable(person, situations)
    if CHILD in codes or is_child(person, day):
        yield protected_as_child(person, codes, day)
    if ELDERLY in codes:
        yield old_enough(person, day)
    yield within_the_cap(costs)
    yield one_person(case, person)
    yield referred(case, person)
    yield between_two_countries(case)
    yield identified(case, person, day)
    yield protected_on_return(person)


def is_child(person: Mapping[str, Any], day: date) -> bool:
    born_on = person["born_on"]
    return bool(born_on and age_on(born_on, day) < ADULT)


def voluntary(person: Mapping[str, Any], day: date) -> Finding:
    """Voluntary return alone. Source, lines 1649-1652."""
    stated = person["voluntary_on"]
    if missing := first_missing(person, ("voluntary_on", "voluntary_language", "explained_by")):
        return unmet(
            "RF1", missing, _("The statement of voluntariness needs its day, its language and who explained it.")
        )
    if stated > day:
        return unmet("RF1", "voluntary_on", _("The statement of voluntariness is dated in the future."))
    return met("RF1", "voluntary_on", _("The person has stated that the return is voluntary."))


def consented(person: Mapping[str, Any], day: date) -> Finding:
    """No personal data without consent. Practice 7."""
    given = person["consent_on"]
    if missing := first_missing(person, ("consent_on", "consent_scope")):
        return unmet("consent", missing, _("The consent to the use of the data needs its day and what it covers."))
    if given > day:
        return unmet("consent", "consent_on", _("The consent to the use of the data is dated in the future."))
    return met("consent", "consent_on", _("The person has consented to the use of the data."))


def subsidiary(person: Mapping[str, Any]) -> Finding:
    """Where national programmes fall short. Source, lines 1652-1655."""
    if not person["subsidiarity"]:
        return unmet("RF2", "subsidiarity", _("Say why national programmes do not suffice."))
    return met("RF2", "subsidiarity", _("It is said why national programmes do not suffice."))


def vulnerable(person: Mapping[str, Any], situations: list[Vulnerability]) -> Finding:
    """One of the listed situations. Source, lines 1663-1684."""
    if not situations:
        return unmet("RF3", "vulnerabilities", _("Choose at least one situation of vulnerability."))
    if not person["situation"]:
        return unmet("RF3", "situation", _("Describe the situation of vulnerability."))
    names = ", ".join(str(each) for each in situations)
    return met("RF3", "vulnerabilities", _("The situation is a listed one: %(names)s.") % {"names": names})


def protected_as_child(person: Mapping[str, Any], codes: list[str], day: date) -> Finding:
    """A child has somebody who stands for it, and its best interests were determined."""
    if CHILD in codes and person["born_on"] and not is_child(person, day):
        return unmet("RF3", "vulnerabilities", _("The person is of age, so not an unaccompanied child or adolescent."))
    if missing := first_missing(person, ("guardian", "best_interests")):
        return unmet(
            "RF3",
            missing,
            _("A child needs a guardian or representative, and the reference of the best-interests determination."),
        )
    return met("RF3", "guardian", _("The child is represented, and its best interests were determined."))


def old_enough(person: Mapping[str, Any], day: date) -> Finding:
    """Over seventy: 71 completed years; at 70 a recorded reason. Source, lines 1671-1673; ambiguities F2."""
    born_on = person["born_on"]
    if not born_on:
        return unmet("RF7", "born_on", _("The date of birth is needed to tell the age."))
    age = age_on(born_on, day)
    if age > SEVENTY:
        return met("RF7", "born_on", _("The person is %(age)d years old, over seventy.") % {"age": age})
    if age == SEVENTY and person["age_override"]:
        return met(
            "RF7", "age_override", _("The person is seventy years old, and it is recorded why this is accepted.")
        )
    if age == SEVENTY:
        return unmet(
            "RF7",
            "age_override",
            _("The person is seventy years old: say why this is accepted, since the rule says over seventy."),
        )
    return unmet("RF7", "born_on", _("The person is %(age)d years old, not over seventy.") % {"age": age})


def within_the_cap(costs: Decimal) -> Finding:
    """At most USD 1,000 a case. Source, lines 1688-1689."""
    words = {"costs": money.shown(costs), "cap": money.shown(CAP_USD)}
    if not costs:
        return unmet("RF5", "costs", _("Say what the return is expected to cost."))
    if costs > CAP_USD:
        return unmet("RF5", "costs", _("The costs add up to USD %(costs)s, above the cap of USD %(cap)s.") % words)
    return met("RF5", "costs", _("The costs add up to USD %(costs)s, within the cap of USD %(cap)s.") % words)


def one_person(case: Case, person: Mapping[str, Any]) -> Finding:
    """One person a case, unless IOM confirms a family. Ambiguities F3."""
    if not case.is_family:
        return met("RF5", "is_family", _("The case is for one person."))
    if not person["family"]:
        return unmet("RF5", "family", _("Name the members of the family."))
    if case.submitted_at and not case.family_confirmed_by_id:
        return unmet("RF5", "is_family", _("IOM has not confirmed yet that the family is one case."))
    return met("RF5", "is_family", _("The case is for a family."))


def referred(case: Case, person: Mapping[str, Any]) -> Finding:
    """An authority or organisation asks, never the migrant alone. External practice."""
    answers = {**person, "referrer": case.referrer, "institution": case.institution}
    if missing := first_missing(answers, ("referrer", "institution", "referring_officer", "officer_contact")):
        return unmet("RF9", missing, _("Say which authority refers the case, and its officer."))
    kind = case.get_referrer_display()
    return met("RF9", "referrer", _("The case is referred by an authority or organisation: %(kind)s.") % {"kind": kind})


def between_two_countries(case: Case) -> Finding:
    """Lodged where the person stays, for a return elsewhere. External practice."""
    if not (case.stay_id and case.return_to_id):
        return unmet(
            "RF10",
            "return_to" if case.stay_id else "stay",
            _("Say in which country the person is, and to which the return leads."),
        )
    words = {"stay": case.stay, "return_to": case.return_to}
    return met("RF10", "stay", _("From %(stay)s to %(return_to)s; the IOM office in %(stay)s handles it.") % words)


def identified(case: Case, person: Mapping[str, Any], day: date) -> Finding:
    """Who is helped: without it no ticket is issued."""
    born_on, answers = person["born_on"], {**person, "sex": case.sex}
    if missing := first_missing(answers, ("full_name", "born_on", "sex", "nationality")):
        return unmet("identity", missing, _("The name, the date of birth, the sex and the nationality are needed."))
    if born_on > day:
        return unmet("identity", "born_on", _("The date of birth is in the future."))
    return met("identity", "full_name", _("The person is identified."))


def protected_on_return(person: Mapping[str, Any]) -> Finding:
    """Whether the return puts somebody in danger was asked."""
    if not person["protection_concern"]:
        return unmet(
            "protection",
            "protection_concern",
            _("Say whether there is a protection concern on return; “none” is an answer."),
        )
    return met("protection", "protection_concern", _("It was asked whether the return puts the person in danger."))
