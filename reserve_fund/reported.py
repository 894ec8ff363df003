"""What the Secretariat's half-yearly report tells of the Fund: the totals that members read on the ledger's page."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import ReportSection, ReportTable
from reserve_fund.fund_statement import COLUMNS, cells, half_years


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The half-years that ended in a time, from its first day to the day after its last. Two queries."""
    known = half_years()
    ended = [each for each in known.ended if starts_on < each.half.ends_on <= ends_on]
    if ended or (known.running and known.running.half.starts_on < ends_on):
        yield ReportTable(
            _("Reserve Fund: totals of half-years"),
            [str(name) for name in COLUMNS],
            [cells(each) for each in ended],
            note=_("A half-year stands here once it has ended. Replenishments are without what was taken back."),
        )


SECTION = ReportSection(45, gettext_lazy("Reserve Fund"), tables)
