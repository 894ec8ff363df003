"""The rows of the Fund: its rules, its cases with what is sealed of them, and its money."""

from reserve_fund.models.cases import OPEN, Case, CaseQuerySet, random_number
from reserve_fund.models.costs import CostLine
from reserve_fund.models.decisions import Determination
from reserve_fund.models.evidence import Evidence
from reserve_fund.models.ledger import Account, Entry
from reserve_fund.models.money import Disbursement, Refund, Replenishment, Reservation
from reserve_fund.models.people import Beneficiary, CaseKey
from reserve_fund.models.provisions import CAP_USD, Rule, Vulnerability
from reserve_fund.models.publications import Publication

__all__ = [
    "CAP_USD",
    "OPEN",
    "Account",
    "Beneficiary",
    "Case",
    "CaseKey",
    "CaseQuerySet",
    "CostLine",
    "Determination",
    "Disbursement",
    "Entry",
    "Evidence",
    "Publication",
    "Refund",
    "Replenishment",
    "Reservation",
    "Rule",
    "Vulnerability",
    "random_number",
]
