"""The Fund's rules and situations equal the facts."""

import csv

from crm_portal.common.history import document
from reserve_fund import history_loader
from reserve_fund.models import CAP_USD, Rule, Vulnerability


def test_the_rules_equal_the_file(history):
    with (history_loader.FOLDER / "reserve_fund_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(Rule.objects.values_list("code", "text_es", "text_en", "basis", "source")) == [
        (row["rule_id"], row["rule_es"], row["rule_en"], row["basis"], row["source_lines"]) for row in rows
    ]


def test_the_special_situations_need_both(history):
    facts = document(history_loader.FOLDER / "reserve_fund.json")

    assert list(Vulnerability.objects.filter(decided_by="joint").values_list("code", "name_es", "name_en")) == [
        (case["code"], case["es"], case["en"]) for case in facts["special_cases"]
    ]
    assert list(Vulnerability.objects.filter(decided_by="iom").values_list("code", flat=True)) == [
        case["code"] for case in facts["eligible_vulnerabilities"]
    ]
    assert facts["cap_usd_per_case"] == CAP_USD
