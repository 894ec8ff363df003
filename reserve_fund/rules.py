"""Who keeps the records of this app, and who may take which step with a case. The levels are those of the matrix."""

from typing import Any

import rules

from crm_portal.common.access import Level, allow, on_the_desk
from members.roles import Role
from members.rules import reaches, writes_records
from reserve_fund.matrix import FUND_CASE, FUND_LEDGER, FUND_STATS
from reserve_fund.models import Case
from reserve_fund.models.ledger import WHOLE_LEDGER

on_the_desk("reserve_fund", ["rule", "vulnerability"], writes_records, writes_records)


@rules.predicate
def administers(user: Any, case: Case | None = None) -> bool:
    """IOM's officers, who administer the Fund. Source, lines 1686-1688."""
    return bool(user.standing.holds(Role.IOM_FUND))


@rules.predicate
def refers(user: Any, case: Case | None = None) -> bool:
    """Authorities that refer cases, and IOM's missions; a case only by whoever began it. External practice."""
    if not user.standing.holds(Role.FUND_REQUESTER, Role.IOM_FUND):
        return False
    return case is None or case.requested_by_id == user.pk


@rules.predicate
def decides(user: Any, case: Case | None = None) -> bool:
    """IOM on every case, the coordinator on special ones; nobody on a case that one referred. Lines 1678-1688."""
    if user.standing.level(FUND_CASE) < Level.APPROVE or (case is not None and case.requested_by_id == user.pk):
        return False
    return case is None or case.is_special or bool(user.standing.holds(Role.IOM_FUND))


@rules.predicate
def reads_entries(user: Any) -> bool:
    """Whoever reads the ledger entry by entry; members read the totals of half-years."""
    return bool(user.standing.holds(*WHOLE_LEDGER))


@rules.predicate
def did_not_refer(user: Any, case: Case | None = None) -> bool:
    """Whoever refers a case neither handles nor pays it."""
    return case is None or case.requested_by_id != user.pk


handles = administers & did_not_refer


allow("reserve_fund.handle_case", decides)
for verb in ("begin", "write", "submit", "withdraw"):
    allow(f"reserve_fund.{verb}_case", refers)
for verb in ("approve", "reject"):
    allow(f"reserve_fund.{verb}_case", decides)
for verb in (
    *("take", "hand_over", "send_back", "confirm_family", "refer", "cancel"),
    *("arrange_travel", "record_departure", "confirm_arrival", "pay", "take_payment_back", "settle", "close"),
    *("hold", "erase", "refund"),
):
    allow(f"reserve_fund.{verb}_case", handles)
allow("reserve_fund.withdraw_consent_case", administers | refers)
allow("reserve_fund.search_beneficiary", administers)
allow("reserve_fund.read_ledger", reaches(FUND_LEDGER, Level.READ))
allow("reserve_fund.read_entry", reads_entries)
allow("reserve_fund.record_replenishment", reaches(FUND_LEDGER, Level.WRITE))
allow("reserve_fund.take_back_replenishment", reaches(FUND_LEDGER, Level.WRITE))
allow("reserve_fund.prepare_publication", reaches(FUND_STATS, Level.WRITE) & administers)
allow("reserve_fund.release_publication", reaches(FUND_STATS, Level.APPROVE))
