"""The papers of the Fund: the statement of a time, entry by entry, and the half-yearly report, which has totals alone.

A paper is about the step by which it was asked for. The record of it names the days, and by the entry that it is of how
far the ledger had come; nobody changes it, so the paper made of it says the same for ever.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import audit
from crm_portal.common.audit.models import Deed
from crm_portal.common.audit.recording import kind_of
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.verifying import Finding, verify_code
from reserve_fund import fund_statement
from reserve_fund.fund_statement import COLUMNS, Half, HalfYear, Statement, cells
from reserve_fund.models import Entry

STATEMENT, STATEMENT_TABLE = "fund-statement", "fund-statement-table"
REPORT, REPORT_TABLE = "fund-report", "fund-report-table"
STATEMENTS = {"pdf": STATEMENT, "xlsx": STATEMENT_TABLE}
REPORTS = {"pdf": REPORT, "xlsx": REPORT_TABLE}

PRINT_STATEMENT, PRINT_REPORT = "reserve_fund.print_statement", "reserve_fund.print_report"
DEEDS = {
    PRINT_STATEMENT: gettext_lazy("had a statement of the Fund made"),
    PRINT_REPORT: gettext_lazy("had a half-yearly report of the Fund made"),
}


# Which papers there are


def asked(verb: str) -> QuerySet[Deed]:
    """Every step by which such a paper was asked for."""
    return Deed.objects.filter(kind=kind_of(Entry), verb=verb)


def statements_for(user: Any) -> QuerySet[Deed]:
    """The statements of whoever reads the ledger entry by entry."""
    return asked(PRINT_STATEMENT).filter(Exists(Entry.objects.visible_to(user)))


def reports_for(user: Any) -> QuerySet[Deed]:
    """The reports of whoever reads the ledger, entry by entry or by its totals."""
    reads = user.is_authenticated and user.has_perm("reserve_fund.read_ledger")
    return asked(PRINT_REPORT) if reads else Deed.objects.none()


@transaction.atomic
def ask_for_statement(found: Statement, format: str, *, language: str, by: Any) -> Printout:
    """Have a statement made into a file."""
    days = {"since": found.since.isoformat(), "as_of": found.as_of.isoformat()}
    return ask(STATEMENTS[format], PRINT_STATEMENT, found.through, days, language=language, by=by)


@transaction.atomic
def ask_for_report(half: Half, format: str, *, language: str, by: Any) -> Printout:
    """Have the report of a half-year made into a file, as the ledger knows it now."""
    through = fund_statement.last_entry()
    return ask(REPORTS[format], PRINT_REPORT, through, {"half": str(half)}, language=language, by=by)


def ask(kind: str, verb: str, through: int, facts: dict[str, str], *, language: str, by: Any) -> Printout:
    """The paper of these days by the entries up to a number; whoever asks for the same gets what was asked before."""
    same = asked(verb).filter(object_id=str(through), facts=facts).order_by("pk")
    if not same.exists():
        audit.record(verb, Entry(number=through), by=by, **facts)
    return pdf.ask(kind, same[0], language=language, by=by)


# What they say


def day(found: date) -> str:
    return date_format(found, "DATE_FORMAT")


def days_of(deed: Deed) -> tuple[date, date]:
    """The first and the last day of the statement that was asked for."""
    return date.fromisoformat(deed.facts["since"]), date.fromisoformat(deed.facts["as_of"])


def statement_of(deed: Deed) -> Statement:
    """The statement that was asked for."""
    return fund_statement.statement(*days_of(deed), through=int(deed.object_id))


def statement_title(since: date, as_of: date) -> str:
    """What a statement is called, on the page and in files."""
    words = {"first": day(since), "last": day(as_of)}
    return _("Reserve Fund: statement from %(first)s to %(last)s") % words


def title_of_statement(deed: Deed) -> str:
    return statement_title(*days_of(deed))


def name_of_statement(deed: Deed) -> str:
    return _("fund-statement-%(first)s-%(last)s") % {"first": deed.facts["since"], "last": deed.facts["as_of"]}


def statement_content(deed: Deed) -> Mapping[str, Any]:
    found = statement_of(deed)
    return {"statement": found, "lines": found.lines(), **verify_code()}


def half_of(deed: Deed) -> Half:
    return Half.named(deed.facts["half"])


def totals_of(deed: Deed) -> list[HalfYear]:
    """The half-years up to the one that the report is of."""
    half = half_of(deed)
    known = fund_statement.half_years(half.ends_on, through=int(deed.object_id))
    return known.ended


def title_of_report(deed: Deed) -> str:
    return _("Reserve Fund: half-yearly report, %(half)s") % {"half": half_of(deed).label}


def name_of_report(deed: Deed) -> str:
    return _("fund-report-%(half)s") % {"half": deed.facts["half"]}


def report_content(deed: Deed) -> Mapping[str, Any]:
    totals = totals_of(deed)
    rows = [cells(total) for total in totals]
    return {"total": totals[-1], "rows": rows, "columns": COLUMNS, "through": deed.object_id, **verify_code()}


# Whether they are genuine


def verify(printout: Printout) -> Finding:
    """What whoever holds the paper may know of it: what it is, by how many entries, and no figure."""
    deed = Deed.objects.get(pk=printout.about_id)
    title = title_of_statement(deed) if printout.kind == STATEMENT else title_of_report(deed)
    facts = [_("By the ledger up to entry no. %(number)s") % {"number": deed.object_id}]
    return Finding(title, facts, reverse("reserve_fund:rules"))


def statement_rows(deed: Deed) -> Iterator[tuple[Any, ...]]:
    return fund_statement.statement_lines(statement_of(deed))


def report_rows(deed: Deed) -> Iterator[list[Any]]:
    return fund_statement.half_year_lines(totals_of(deed))


def statement_kind(name: str, label: Any, **more: Any) -> PrintoutKind:
    return PrintoutKind(
        name=name,
        label=label,
        seen_by_person=statements_for,
        about=lambda pk: asked(PRINT_STATEMENT).get(pk=pk),
        title=title_of_statement,
        file_name=name_of_statement,
        content=statement_content,
        **more,
    )


def report_kind(name: str, label: Any, **more: Any) -> PrintoutKind:
    return PrintoutKind(
        name=name,
        label=label,
        seen_by_person=reports_for,
        about=lambda pk: asked(PRINT_REPORT).get(pk=pk),
        title=title_of_report,
        file_name=name_of_report,
        content=report_content,
        **more,
    )


KINDS = (
    statement_kind(
        STATEMENT, gettext_lazy("Statement of the Fund, PDF"), template="pdf/fund_statement.html", verify=verify
    ),
    statement_kind(
        STATEMENT_TABLE, gettext_lazy("Statement of the Fund, table (XLSX)"), template="", rows=statement_rows
    ),
    report_kind(
        REPORT, gettext_lazy("Half-yearly report of the Fund, PDF"), template="pdf/fund_report.html", verify=verify
    ),
    report_kind(
        REPORT_TABLE, gettext_lazy("Half-yearly report of the Fund, table (XLSX)"), template="", rows=report_rows
    ),
)
