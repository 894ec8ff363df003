"""What the half-yearly report tells of the Secretariat's finances: the scale, who has paid, the budget, the projects.

All of it is what every reader of the reports sees on the pages, at the end of the report's time.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import budget_execution, project_accounts, status_table
from contributions.models import Budget, InKindContribution, Project, Scale, Share
from crm_portal.common import money
from crm_portal.common.registry import ReportSection, ReportTable
from crm_portal.common.templatetags.portal import known_date


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The tables of a time from its first day to the day after its last."""
    last_on = ends_on - timedelta(days=1)
    yield from scales(starts_on, ends_on)
    yield contributions(last_on)
    yield from in_kind(starts_on, ends_on)
    yield from budgets(starts_on, ends_on)
    yield from projects(starts_on, ends_on)


def scales(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """Each scale that was in force in the time. Two queries."""
    in_time = Scale.objects.approved().filter(
        Q(valid_until=None) | Q(valid_until__gt=starts_on), valid_from__lt=ends_on
    )
    with_party = Prefetch("shares", Share.objects.select_related("party"))
    for scale in in_time.order_by("valid_from").prefetch_related(with_party):
        shares = sorted(scale.shares.all(), key=lambda share: (-share.amount_usd, share.order))
        total = sum((share.amount_usd for share in shares), 0 * money.CENT)
        yield ReportTable(
            _("Scale of contributions, in force since %(day)s")
            % {"day": known_date(scale.valid_from, scale.precision)},
            [_("Country"), _("USD a year"), _("Share in %")],
            [[share.party.name, share.amount_usd, money.percentage(share.amount_usd, total)] for share in shares],
            total=[_("Total"), total, money.percentage(total, total)] if shares else None,
            note=_("The amounts are what was decided; the shares are rounded, so they need not add up to 100."),
        )


def contributions(last_on: date) -> ReportTable:
    """Who has paid at the end of the time, and what is overdue."""
    found = status_table.status_table(last_on)

    def line(row: status_table.Row) -> list[Any]:
        state = str(row.state.label) if row.party else ""
        return [str(row.name), state, row.asked_usd, row.paid_usd, row.outstanding_usd, row.overdue_usd, row.ahead_usd]

    columns = [_("Country"), _("State"), _("Asked for, USD"), _("Paid, USD"), _("Outstanding, USD")]
    return ReportTable(
        status_table.title_of(last_on),
        [*columns, _("Of it overdue, USD"), _("Paid in advance, USD")],
        [line(row) for row in found.rows],
        total=line(found.total),
    )


def in_kind(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """What was given other than money in the time."""
    given = InKindContribution.objects.filter(given_on__gte=starts_on, given_on__lt=ends_on).select_related("party")
    if rows := [[str(one.party), one.description, one.given_on, one.valued_usd or ""] for one in given]:
        columns = [_("Given by"), _("Description"), _("Given on"), _("Value in USD")]
        yield ReportTable(_("Contributions in kind"), columns, rows, note=_("Kept apart: they settle no invoice."))


def budgets(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The execution, by heading, of each approved budget that has days of the time."""
    last_on = ends_on - timedelta(days=1)
    for budget in Budget.objects.approved().filter(starts_on__lt=ends_on, ends_on__gt=starts_on).order_by("starts_on"):
        found = budget_execution.execution(budget, min(last_on, budget.last_on))
        yield of_lines(_("Execution of the budget: %(title)s") % {"title": budget.title}, budget_execution.lines(found))


def projects(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The funds of each project that has days of the time; they are no contributions of the members."""
    last_on = ends_on - timedelta(days=1)
    running = Project.objects.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).order_by("starts_on", "pk")
    if accounts := project_accounts.project_accounts(running, last_on):
        yield of_lines(_("Projects and cooperation funds"), project_accounts.lines(accounts, last_on), has_total=False)


def of_lines(heading: str, lines: Iterable[Iterable[Any]], *, has_total: bool = True) -> ReportTable:
    """The lines that spreadsheets get, of which the first names the columns and the last may be the total."""
    columns, *rows = [list(line) for line in lines]
    total = rows.pop() if has_total else None
    return ReportTable(heading, [str(name) for name in columns], rows, total=total)


SECTION = ReportSection(40, gettext_lazy("Finances of the Secretariat"), tables)
