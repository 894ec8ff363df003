"""Loads reserve_fund/history/: the rules of the Fund and the situations in which it assists."""

from pathlib import Path

from crm_portal.common.history import Loading, Row, document, rows
from reserve_fund.models import CAP_USD, Rule, Vulnerability

FOLDER = Path(__file__).parent / "history"
DECISIONS = {"iom": Vulnerability.DecidedBy.IOM, "joint iom+ts": Vulnerability.DecidedBy.JOINT}


def load(loading: Loading) -> None:
    """Load the rules and the vulnerabilities; the printed cap must be the enforced one. Raises BadFactError."""
    for rule in rows(FOLDER / "reserve_fund_rules.csv"):
        loading.put(
            Rule,
            rule,
            key={"code": rule["rule_id"]},
            text_es=rule["rule_es"],
            text_en=rule["rule_en"],
            value_es=rule["value_es"],
            value_en=rule["value_en"],
            basis=rule["basis"],
            source=rule["source_lines"],
        )
    file = FOLDER / "reserve_fund.json"
    facts = document(file)
    if facts["cap_usd_per_case"] != CAP_USD:
        cap = Row()
        cap.file, cap.line = file, 1
        raise cap.refuse(f"the printed cap is {facts['cap_usd_per_case']}, the portal enforces {CAP_USD}")
    ordinary, special = facts["eligible_vulnerabilities"], facts["special_cases"]
    for order, situation in enumerate([*ordinary, *special], start=1):
        row = Row({"source_lines": facts["special_cases_source_lines"]} | situation)
        row.file, row.line = file, 1
        loading.put(
            Vulnerability,
            row,
            key={"code": row["code"]},
            name_es=row["es"],
            name_en=row["en"],
            decided_by=DECISIONS[row["decision"]],
            order=order,
            source=row["source_lines"],
        )
