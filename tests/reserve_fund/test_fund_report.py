"""The papers of the Fund in both languages, and what the Secretariat's half-yearly report tells of it."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone, translation

from crm_portal.common.audit.models import Deed
from crm_portal.common.money import shown
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.verifying import findings
from crm_portal.site import report_content
from reserve_fund import printouts, reported
from reserve_fund.fund_statement import Half, half_years
from reserve_fund.models import Entry
from tests.members.seats import everybody
from tests.pdf.reading import words_of
from tests.reserve_fund.factories import fund_people, replenished
from tests.reserve_fund.test_fund_statement import Kind, posted
from tests.reserve_fund.test_ledger_pages import ENTRIES, LEDGER, TOTALS, got, visitor

TODAY = timezone.localdate()
HALF = Half.of(Half.of(TODAY).starts_on - timedelta(days=1))
SINCE, AS_OF = HALF.starts_on, HALF.ends_on - timedelta(days=1)
NUMBER = "FR-DDDD-4444"


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def people(history):
    return fund_people() | everybody()


@pytest.fixture
def money(people):
    replenished(people, "3000.00", "transfer 5", SINCE)
    posted(Kind.ENCUMBRANCE, Kind.COMMITTED, "600.00", SINCE, f"commitment {NUMBER}", NUMBER)
    posted(Kind.EXPENSE, Kind.BANK, "250.00", AS_OF, f"payment {NUMBER} V", NUMBER)
    posted(Kind.COMMITTED, Kind.ENCUMBRANCE, "250.00", AS_OF, f"use {NUMBER} V", NUMBER)


def made(user, which, **values):
    """The paper that somebody asks for on the page."""
    values = {"language": "en", "format": "pdf", "half": str(HALF), **values}
    answer = visitor(user).post(f"{LEDGER}{which}/print/", values)
    assert answer.status_code == 302
    while pdf.make_next():
        pass
    return Printout.objects.latest("pk")


def lines_of(printout):
    with printout.file.open() as content:
        return list(openpyxl.load_workbook(io.BytesIO(content.read())).active.values)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_half_yearly_report_has_totals_alone(people, money, language):
    words = words_of(made(people["focal"], "report", language=language))

    with translation.override(language):
        said = [HALF.label, *(shown(Decimal(usd), places=2) for usd in (3000, 250, 2750, 350, 2400))]
    assert [each for each in said if each not in words] == []
    assert NUMBER not in words
    assert "transfer 5" not in words


def test_a_statement_on_paper_is_for_those_who_read_single_entries(people, money):
    days = {"since": SINCE.isoformat(), "as_of": AS_OF.isoformat()}
    report, paper = made(people["focal"], "report"), made(people["auditor"], "statement", **days)

    refused = visitor(people["focal"]).post(f"{LEDGER}statement/print/", {"language": "en", "format": "pdf", **days})
    had = {
        role: tuple(got(visitor(person), one.file.get_absolute_url())[0] for one in (report, paper))
        for role, person in people.items()
        if role in {*ENTRIES, *TOTALS, "fund_requester", "obs_org", "st_it"}
    }

    assert refused.status_code == 404
    assert NUMBER in words_of(paper)
    assert had == {
        **dict.fromkeys(ENTRIES, (200, 200)),
        **dict.fromkeys(TOTALS, (200, 404)),
        **dict.fromkeys(("fund_requester", "obs_org", "st_it"), (404, 404)),
    }


def test_g4_a_statement_asked_for_before_an_entry_is_made_without_it(people, money):
    """The worker may be late; what is asked for is the ledger as it was then."""
    found = printouts.fund_statement.statement(SINCE, AS_OF)
    asked = printouts.ask_for_statement(found, "xlsx", language="en", by=people["auditor"])
    replenished(people, "9.00", "late", SINCE)
    while pdf.make_next():
        pass
    asked.refresh_from_db()

    lines = lines_of(asked)

    assert len(lines) == 7  # names, opening, four entries, closing
    assert lines[-1][-3:] == (2750, 350, 2400)


def test_whoever_asks_for_the_same_paper_again_adds_no_step(people, money):
    for language in ("en", "es", "en"):
        printouts.ask_for_report(HALF, "pdf", language=language, by=people["focal"])

    [deed] = Deed.objects.filter(verb=printouts.PRINT_REPORT)
    assert (deed.object_id, deed.facts) == (str(Entry.objects.count()), {"half": str(HALF)})
    assert Printout.objects.count() == 2


def test_the_spreadsheet_says_what_the_page_says(people, money):
    paper = made(people["rcgm"], "report", format="xlsx")

    page = visitor(people["rcgm"]).get(LEDGER).context["rows"]
    assert [list(line) for line in lines_of(paper)][1:] == [list(row) for row in page]


def test_whether_a_paper_is_genuine_is_told_without_a_figure(people, money, client):
    paper = made(people["focal"], "report")

    [finding] = findings(paper.file.sha256)

    assert str(finding.title).endswith(HALF.label)
    assert [str(fact) for fact in finding.facts] == [f"By the ledger up to entry no. {Entry.objects.count()}"]
    with paper.file.open() as content:
        told = client.post("/en/verify/", {"file": content}).content.decode()
    assert "3,000" not in told
    assert findings("0" * 64) == []


@pytest.mark.parametrize(
    "values", [{"half": "1999-1"}, {"half": "x"}, {"half": ""}, {"language": "de"}, {"format": "exe"}]
)
def test_a_paper_that_there_is_not_gets_a_sentence(people, money, values):
    sent = {"language": "en", "format": "pdf", "half": str(HALF), **values}
    answer = visitor(people["focal"]).post(f"{LEDGER}report/print/", sent, follow=True)

    assert (answer.status_code, Printout.objects.count()) == (200, 0)
    assert any(word in answer.content.decode() for word in ("is not one of the available choices", "is required"))


def test_the_secretariats_report_has_the_figures_of_the_members_page(people, money):
    [table] = reported.tables(HALF.starts_on, HALF.ends_on)

    assert [table.rows, list(table.columns)] == [
        visitor(people["focal"]).get(LEDGER).context["rows"],
        [str(name) for name in printouts.COLUMNS],
    ]
    assert "Reserve Fund" in [each.title for each in report_content.figures_of(HALF.starts_on, HALF.ends_on)]


def test_the_secretariats_report_tells_of_no_half_year_under_way(people, money):
    now = half_years().running.half

    [table] = reported.tables(now.starts_on, now.ends_on)

    assert table.rows == []
    assert list(reported.tables(date(2001, 1, 1), date(2001, 7, 1))) == []
