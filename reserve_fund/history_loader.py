"""Loads reserve_fund/history/: the rules of the Fund and the situations in which it assists."""

from pathlib import Path

from crm_portal.common.history import Loading, document, rows
from crm_portal.site.history_loader import load_page_texts
from reserve_fund.models import CAP_USD, Rule, Vulnerability

FOLDER = Path(__file__).parent / "history"
DECISIONS = {"iom": Vulnerability.DecidedBy.IOM, "joint iom+ts": Vulnerability.DecidedBy.JOINT}


def load(loading: Loading) -> None:
    """Load the rules, whose printed cap must be the enforced one, situations and texts. Raises BadFactError."""
    load_page_texts(loading, FOLDER)
    for rule in rows(FOLDER / "reserve_fund_rules.csv"):
        loading.put(
            Rule,
            rule,
            rule["rule_id"],
            code=rule["rule_id"],
            text_es=rule["rule_es"],
            text_en=rule["rule_en"],
            value_es=rule["value_es"],
            value_en=rule["value_en"],
            basis=rule["basis"],
            source=rule["source_lines"],
        )
    facts = document(FOLDER / "reserve_fund.json")
    if facts["cap_usd_per_case"] != CAP_USD:
        raise facts.refuse(f"the printed cap is {facts['cap_usd_per_case']}, the portal enforces {CAP_USD}")
    situations = [*facts.parts("eligible_vulnerabilities"), *facts.parts("special_cases")]
    for order, situation in enumerate(situations, start=1):
        loading.put(
            Vulnerability,
            situation,
            situation["code"],
            code=situation["code"],
            name_es=situation["es"],
            name_en=situation["en"],
            decided_by=situation.choice("decision", DECISIONS),
            order=order,
            source=situation.get("source_lines") or facts["special_cases_source_lines"],
        )
