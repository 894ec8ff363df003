"""Who keeps the records of this app, and who drafts and approves scales. The levels are those of the matrix."""

from typing import Any

import rules

from contributions.matrix import BUDGET, OTHER_CONTRIBUTION, OWN_CONTRIBUTION, PROJECT, SCALE_DRAFT, VOUCHER
from contributions.models import Budget, ByTwo
from contributions.models.own import own_countries, sees_every_country
from crm_portal.common.access import Level, on_the_desk
from members.models import Party
from members.roles import PPT, SECRETARIAT, Role
from members.rules import reaches, writes_records

EXAMINERS = (Role.RCGM, PPT)
"""Who examines a budget: the roles of the matrix that comment on it."""
BOOKED = ["expenditure", "projectreceipt", "projectexpenditure"]
"""What one person records and another confirms."""

# The scale, and who has paid

drafts_scales = reaches(SCALE_DRAFT, Level.WRITE)
on_the_desk("contributions", ["scale", "share"], writes_records, drafts_scales)
rules.add_perm("contributions.read_scaledraft", reaches(SCALE_DRAFT, Level.READ))
rules.add_perm("contributions.draft_scale", drafts_scales)
rules.add_perm("contributions.discard_scale", drafts_scales)
rules.add_perm("contributions.approve_scale", reaches(SCALE_DRAFT, Level.APPROVE))
rules.add_perm("contributions.read_status", reaches(OTHER_CONTRIBUTION, Level.READ))


# What members are asked for and pay

sees = reaches(OWN_CONTRIBUTION, Level.READ) | reaches(OTHER_CONTRIBUTION, Level.READ)
records = reaches(OTHER_CONTRIBUTION, Level.WRITE)
confirms = reaches(OTHER_CONTRIBUTION, Level.APPROVE)


@rules.predicate
def is_not_own_record(user: Any, row: ByTwo | None) -> bool:
    """What somebody recorded another person confirms."""
    return row is None or row.recorded_by_id != user.pk


@rules.predicate
def acts_for(user: Any, party: Party | None) -> bool:
    """A focal point acts for the own country, the Secretariat on behalf of any. Source, lines 1033-1036."""
    if user.standing.level(OWN_CONTRIBUTION) < Level.WRITE:
        return False
    if user.standing.holds(*SECRETARIAT):
        return True
    own = user.standing.own_countries
    return bool(own) if party is None else party.pk in own


@rules.predicate
def reads_of_a_country(user: Any) -> bool:
    """Whoever sees the invoices and payments of the own country, or of every one."""
    own = user.standing.level(OWN_CONTRIBUTION) >= Level.READ and own_countries(user.standing)
    return bool(own or sees_every_country(user.standing))


@rules.predicate
def reads_of_every_country(user: Any) -> bool:
    """The Secretariat, which keeps the accounts, and the auditor."""
    return sees_every_country(user.standing)


on_the_desk("contributions", ["contributionperiod", "payment", "inkindcontribution"], sees, records)
on_the_desk("contributions", ["invoice", "refund", "proofofpayment", "paperrequest"], sees, rules.always_deny)
for verb in ("assess", "close"):
    rules.add_perm(f"contributions.{verb}_contributionperiod", confirms)
for verb in ("send", "cancel", "issue_again"):
    rules.add_perm(f"contributions.{verb}_invoice", confirms)
for model in ("payment", "refund"):
    rules.add_perm(f"contributions.confirm_{model}", confirms & is_not_own_record)
    for verb in ("reject", "reverse"):
        rules.add_perm(f"contributions.{verb}_{model}", confirms)
rules.add_perm("contributions.refund_payment", records)
rules.add_perm("contributions.hand_in_proofofpayment", acts_for)
rules.add_perm("contributions.link_proofofpayment", records)
rules.add_perm("contributions.ask_paperrequest", acts_for)
for verb in ("sign", "decline"):
    rules.add_perm(f"contributions.{verb}_paperrequest", confirms)
rules.add_perm("contributions.read_contributions", reads_of_a_country)
rules.add_perm("contributions.read_reminders", reads_of_every_country)
rules.add_perm("contributions.remind_party", confirms)


# Budgets and projects


@rules.predicate
def drafts_budgets(user: Any) -> bool:
    """The Secretariat writes budgets; the Vice-Ministers, who approve them, do not."""
    return bool(user.standing.holds(*SECRETARIAT))


@rules.predicate
def coordinates(user: Any) -> bool:
    """The coordinator records what bodies have decided, and decides on transfers."""
    return bool(user.standing.holds(Role.ST_COORD))


@rules.predicate
def comments_budget(user: Any, budget: Budget | None) -> bool:
    """Delegates to the RCGM and the Presidency say what they think of a budget. Source, lines 893-895."""
    return bool(user.standing.holds(*EXAMINERS))


@rules.predicate
def agrees_with_budget(user: Any, budget: Budget | None) -> bool:
    """The head of delegation says so for the own country. Source, lines 671-676."""
    return bool(user.standing.holds(Role.HOD))


def speaks_for(user: Any, *roles: str) -> Party | None:
    """The country for which somebody holds one of these roles of mandates; None for who holds none."""
    held = next((mandate for mandate in user.standing.mandates if mandate.role in roles), None)
    return held.party if held else None


reads_vouchers = reaches(VOUCHER, Level.READ)
records_amounts = reaches(VOUCHER, Level.WRITE)
confirms_amounts = reaches(VOUCHER, Level.APPROVE)
writes_projects = reaches(PROJECT, Level.WRITE)

on_the_desk("contributions", ["budget", "budgetline"], drafts_budgets, drafts_budgets)
on_the_desk("contributions", ["budgettransfer"], drafts_budgets, drafts_budgets)
on_the_desk("contributions", BOOKED, reads_vouchers, records_amounts)
on_the_desk("contributions", ["project", "projectreport"], writes_projects, writes_projects)
rules.add_perm("contributions.read_budget", reaches(BUDGET, Level.READ))
rules.add_perm("contributions.submit_budget", drafts_budgets)
for verb in ("examine", "send_back", "approve", "close"):
    rules.add_perm(f"contributions.{verb}_budget", coordinates)
rules.add_perm("contributions.comment_budget", comments_budget)
rules.add_perm("contributions.agree_budget", agrees_with_budget)
for verb in ("approve", "refuse"):
    rules.add_perm(f"contributions.{verb}_budgettransfer", coordinates)
for model in BOOKED:
    for verb in ("confirm", "reject", "reverse"):
        rules.add_perm(f"contributions.{verb}_{model}", confirms_amounts)
on_the_desk("contributions", ["bankaccount"], records_amounts, records_amounts)
rules.add_perm("contributions.read_bankstatement", reads_vouchers)
rules.add_perm("contributions.import_bankstatement", records_amounts)
rules.add_perm("contributions.decide_bankline", records_amounts)
rules.add_perm("contributions.read_project", reaches(PROJECT, Level.READ))
for verb in ("begin", "close"):
    rules.add_perm(f"contributions.{verb}_project", reaches(PROJECT, Level.APPROVE))
rules.add_perm("contributions.keep_agreement_project", writes_projects)
rules.add_perm("contributions.hand_in_projectreport", writes_projects)
