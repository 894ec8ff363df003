"""A budget is drafted, examined, approved and closed; its execution is the same figure everywhere."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contributions import budget_execution, budget_worklist, budgeting, expenditures
from contributions.models import Account, Budget, BudgetStatement, BudgetTransfer, Entry, Heading
from crm_portal.common import waiting
from crm_portal.common.audit.models import Deed
from crm_portal.common.ledger.balances import balance
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from tests.access.matrix_file import ROLES
from tests.contributions.budget_factories import (
    TODAY,
    YESTERDAY,
    approved,
    budget,
    examined,
    recorded,
    spent,
    submitted,
    transfer,
    visitor,
)
from tests.pdf.reading import read, words_of

STUDIES, STAFF_HEADING = Heading.STUDIES_RESEARCH, Heading.SUPPORT_STAFF
READERS = {"focal", "hod", "rcgm", "ppt", "st_coord", "st_assist", "auditor"}
WORDS = {"words_es": "Aprobado", "words_en": "Approved"}


def page_of(one, more=""):
    return f"/en/intranet/contributions/budgets/{one.pk}/{more}"


def figures(one, heading=STUDIES, day=TODAY):
    row = budget_execution.execution(one, day).headings[heading]
    return (row.approved_usd, row.transferred_usd, row.spent_usd, row.left_usd, row.percent)


# Its course


def test_a_budget_goes_from_draft_to_approval_step_by_step_each_on_record(people):
    made = approved(people)

    assert (made.status, made.round, made.decided_on) == ("approved", 1, YESTERDAY)
    verbs = Deed.objects.filter(kind="contributions.budget").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"contributions.{verb}_budget" for verb in ("submit", "examine", "approve")]


@pytest.mark.parametrize(
    ("make", "verb", "facts"),
    [
        (budget, budgeting.examine, {}),
        (submitted, budgeting.submit, {}),
        (submitted, budgeting.approve, {"decided_on": YESTERDAY, **WORDS}),
        (examined, budgeting.close, {}),
        (approved, budgeting.send_back, {"reason": "no"}),
    ],
)
def test_a_step_out_of_turn_is_refused(people, make, verb, facts):
    made = make() if make is budget else make(people)

    with pytest.raises(TransitionNotAllowed, match="not possible in the state"):
        verb(made, by=people["st_coord"], **facts)


def test_a_budget_of_nothing_or_without_a_heading_is_not_submitted(people):
    nothing = budget(**{heading.name.lower(): "0.00" for heading in Heading})
    five = budget()
    five.lines.first().delete()

    with pytest.raises(TransitionNotAllowed, match="given nothing"):
        budgeting.submit(nothing, by=people["st_assist"])
    with pytest.raises(TransitionNotAllowed, match="six headings"):
        budgeting.submit(five, by=people["st_assist"])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"decided_on": TODAY + timedelta(days=1), **WORDS}, "still to come"),
        ({"decided_on": YESTERDAY}, "Name the document of the decision"),
        ({"decided_on": YESTERDAY, "words_es": "Aprobado"}, "in both languages"),
    ],
)
def test_an_approval_is_recorded_with_its_decision(people, facts, said):
    made = examined(people)

    with pytest.raises(TransitionNotAllowed, match=said):
        budgeting.approve(made, by=people["st_coord"], **facts)


def test_two_approved_budgets_do_not_overlap(people):
    approved(people, starts_on=date(2020, 1, 1), ends_on=date(2021, 7, 1))
    overlapping = examined(people, starts_on=date(2021, 1, 1), ends_on=date(2022, 1, 1))

    with pytest.raises(TransitionNotAllowed, match="covers part of that time"):
        budgeting.approve(overlapping, by=people["st_coord"], decided_on=YESTERDAY, **WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=overlapping.pk).update(
            status="approved", decided_on=YESTERDAY, decision_words_es="a", decision_words_en="b"
        )


def test_a_budget_of_eighteen_months_is_spent_on_its_first_and_last_day_and_the_next_follows_on_it(people):
    """It has happened: June 2003 to December 2004. Ambiguities, E6."""
    long = approved(people, starts_on=date(2003, 6, 1), ends_on=date(2005, 1, 1))
    following = approved(people, starts_on=date(2005, 1, 1), ends_on=date(2006, 1, 1))

    spent(long, people, paid_on=date(2003, 6, 1))
    spent(long, people, paid_on=date(2004, 12, 31))
    with pytest.raises(TransitionNotAllowed, match="belongs to another budget"):
        recorded(long, people, paid_on=date(2005, 1, 1))

    assert long.last_on == date(2004, 12, 31)
    assert figures(long)[2] == Decimal("80.00")
    assert figures(following)[2] == Decimal("0.00")


def test_a_budget_sent_back_is_agreed_with_anew(people):
    made = examined(people)
    mexico = Party.objects.get(slug="mx")
    budgeting.agree(made, mexico, by=people["hod"])

    with pytest.raises(TransitionNotAllowed, match="already"):
        budgeting.agree(made, mexico, by=people["hod"])
    made = budgeting.send_back(made, by=people["st_coord"], reason="Falta detalle")
    assert (made.status, made.sent_back_reason) == ("draft", "Falta detalle")
    made = budgeting.examine(budgeting.submit(made, by=people["st_assist"]), by=people["st_coord"])
    budgeting.agree(made, mexico, by=people["hod"])

    assert list(made.agreements.values_list("round", flat=True)) == [1, 2]


def test_a_budget_is_closed_early_on_a_day_after_which_nothing_was_spent(people):
    made = approved(people)
    spent(made, people, paid_on=YESTERDAY)

    with pytest.raises(TransitionNotAllowed, match="It runs until"):
        budgeting.close(made, by=people["st_coord"])
    with pytest.raises(TransitionNotAllowed, match="paid after that day"):
        budgeting.close(made, by=people["st_coord"], last_on=YESTERDAY - timedelta(days=1))
    unconfirmed = recorded(made, people)
    with pytest.raises(TransitionNotAllowed, match="wait to be confirmed"):
        budgeting.close(made, by=people["st_coord"], last_on=YESTERDAY)
    expenditures.reject(unconfirmed, by=people["st_coord"], reason="Duplicado")
    closed = budgeting.close(made, by=people["st_coord"], last_on=YESTERDAY)

    assert (closed.status, closed.ends_on) == ("closed", TODAY)
    with pytest.raises(TransitionNotAllowed, match="approved budget"):
        recorded(closed, people)


# Transfers


def test_a_transfer_takes_two_people_and_never_more_than_is_left(people):
    made = approved(people)
    spent(made, people, "40.00")

    with pytest.raises(TransitionNotAllowed, match=r"Only USD 60\.00 is left"):
        transfer(made, people, "60.01")
    asked = transfer(made, people, "60.00")
    with pytest.raises(TransitionNotAllowed, match="another person"):
        expenditures.approve_transfer(asked, by=people["st_assist"])
    spent(made, people, "0.01")
    with pytest.raises(TransitionNotAllowed, match=r"Only USD 59\.99 is left"):
        expenditures.approve_transfer(asked, by=people["st_coord"])
    smaller = expenditures.approve_transfer(transfer(made, people, "59.99"), by=people["st_coord"])

    assert smaller.status == "approved"
    assert figures(made) == (Decimal("100.00"), Decimal("-59.99"), Decimal("40.01"), Decimal("0.00"), Decimal("100.00"))
    assert figures(made, STAFF_HEADING)[:2] == (Decimal("100.00"), Decimal("59.99"))
    assert figures(made, day=YESTERDAY)[1] == Decimal("0.00")  # not approved yet then


def test_the_database_knows_that_a_transfer_takes_two_people(people):
    asked = transfer(approved(people), people)

    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        BudgetTransfer.objects.filter(pk=asked.pk).update(
            status="approved", decided_by=people["st_assist"], decided_on=TODAY
        )


# The figures


def test_the_execution_is_what_the_ledger_has_up_to_a_day(people):
    made = approved(people)
    spent(made, people, "40.00", paid_on=YESTERDAY - timedelta(days=1))
    wrong = spent(made, people, "10.00", paid_on=YESTERDAY - timedelta(days=1))
    recorded(made, people, "5.00")  # waits, and does not count
    expenditures.reverse(wrong, by=people["st_coord"], reason="Otro rubro", on=YESTERDAY)

    by_day = [figures(made, day=TODAY - timedelta(days=back))[2] for back in (3, 2, 1)]
    account = Account.objects.of("expense", heading=STUDIES)
    assert by_day == [Decimal("0.00"), Decimal("50.00"), Decimal("40.00")]
    assert [balance(Entry, account.pk, as_of=TODAY - timedelta(days=back)) for back in (3, 2, 1)] == by_day
    total = budget_execution.execution(made, TODAY).total
    assert (total.approved_usd, total.spent_usd, total.percent) == (
        Decimal("600.00"),
        Decimal("40.00"),
        Decimal("6.67"),
    )


def test_page_csv_xlsx_and_pdf_say_the_same(people, settings, tmp_path):
    made = approved(people)
    spent(made, people, "33.33")
    client = visitor(people, "focal")
    day = TODAY.isoformat()

    page = client.get(page_of(made)).content.decode()
    table = client.get(f"{page_of(made, 'execution.csv')}?as_of={day}")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    for form in ("xlsx", "pdf"):
        client.post(page_of(made, "print/"), {"language": "en", "format": form, "as_of": day})
        assert pdf.make_next()

    sheet_file, pdf_file = (Printout.objects.get(kind=kind) for kind in (budget_execution.TABLE, budget_execution.PDF))
    with sheet_file.file.open() as content:
        sheet = list(openpyxl.load_workbook(io.BytesIO(content.read())).active.values)
    assert rows[4][4:] == ["33.33", "66.67", "33.33"]
    assert [str(value) for value in sheet[4][4:]] == ["33.33", "66.67", "33.33"]
    assert "Studies and research 100.00 0.00 100.00 33.33 66.67 33.33" in words_of(pdf_file)
    assert read(pdf_file).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert page.count("33.33") >= 2
    assert BudgetStatement.objects.get().as_of == TODAY
    assert client.head(sheet_file.file.get_absolute_url()).status_code == 200
    assert visitor(people, "obs_org").head(sheet_file.file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("asked", ["yesterday", "2026-13-01", "31/12/2026", "2026-01-01' OR 1=1", "\x00"])
def test_a_day_that_is_none_is_told_and_today_is_shown(people, asked):
    made = approved(people)
    client = visitor(people, "focal")

    page = client.get(page_of(made), {"as_of": asked})
    table = client.get(page_of(made, "execution.csv"), {"as_of": asked})

    assert (page.status_code, "This is no day" in page.content.decode()) == (200, True)
    assert (table.status_code, table.headers["Location"]) == (302, page_of(made))


# Who sees it, and what they say


def test_a_draft_is_the_secretariats_and_what_is_submitted_is_for_those_of_the_matrix(people):
    draft, open_ = budget("Borrador"), submitted(people)
    clients = {role: visitor(people, role) for role in ROLES}

    seen = {
        name: {role for role in ROLES if clients[role].get(page_of(one)).status_code == 200}
        for name, one in (("draft", draft), ("submitted", open_))
    }

    assert seen == {"draft": {"st_coord", "st_assist"}, "submitted": READERS}


@pytest.mark.parametrize(
    ("role", "status_code", "kept"),
    [("rcgm", 302, 1), ("ppt", 302, 1), ("focal", 403, 0), ("hod", 403, 0), ("auditor", 403, 0), ("obs_org", 404, 0)],
)
def test_delegates_to_the_rcgm_and_the_presidency_comment_while_it_is_examined(people, role, status_code, kept):
    made = submitted(people)

    answer = visitor(people, role).post(page_of(made, "comment/"), {"heading": STUDIES, "text": "Falta detalle"})

    assert (answer.status_code, made.comments.count()) == (status_code, kept)


def test_a_comment_is_shown_by_country_and_bad_ones_are_told_beside_the_field(people):
    made = submitted(people)
    client = visitor(people, "rcgm")
    client.post(page_of(made, "comment/"), {"heading": "", "text": "Falta detalle"})

    bad = client.post(page_of(made, "comment/"), {"heading": "nothing", "text": "a\u202eb"}).content.decode()
    page = visitor(people, "focal").get(page_of(made)).content.decode()

    assert "Select a valid choice" in bad
    assert "cannot be seen" in bad
    assert "Mexico" in page
    assert "Falta detalle" in page
    assert made.comments.count() == 1


def test_a_head_of_delegation_agrees_for_the_own_country_once(people):
    made = examined(people)
    client = visitor(people, "hod")

    offered = "agrees with this budget" in client.get(page_of(made)).content.decode()
    client.post(page_of(made, "agree/"))
    twice = client.post(page_of(made, "agree/"), follow=True).content.decode()

    assert offered
    assert [(one.party.slug, one.given_by) for one in made.agreements.all()] == [("mx", people["hod"])]
    assert "has said so already" in twice
    assert visitor(people, "rcgm").post(page_of(made, "agree/")).status_code == 403


def test_the_worklist_tells_each_what_waits_for_them(people):
    made = approved(people)
    recorded(made, people)
    transfer(made, people)
    times = [{"starts_on": date(year, 1, 1), "ends_on": date(year + 1, 1, 1)} for year in (2031, 2032)]
    submitted(people, title="Uno", **times[0])
    examined(people, title="Otro", **times[1])

    told = {
        role: [str(task.title) for task in waiting.counted(budget_worklist.tasks(people[role]))]
        for role in ("st_coord", "st_assist", "rcgm", "hod", "focal")
    }

    assert told == {
        "st_coord": [
            "Confirm 1 expenditure",
            "Decide on 1 transfer in a budget",
            "Record the decision on 1 budget",
        ],
        "st_assist": [],
        "rcgm": ["Examine the budget: Uno (en)"],
        "hod": ["Say whether your country agrees with the budget: Otro (en)"],
        "focal": [],
    }


def test_the_page_of_a_budget_takes_few_queries_however_much_was_spent(people):
    made = approved(people)
    for _number in range(12):
        spent(made, people, "1.00")
    expenditures.approve_transfer(transfer(made, people, "1.00"), by=people["st_coord"])
    counts = {}
    for path in (page_of(made), page_of(made, "expenditures/"), "/en/intranet/contributions/budgets/"):
        client = visitor(people, "auditor")
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        counts[path] = len(queries)

    assert max(counts.values()) <= 15, counts


# The desk


def filled(**changes):
    lines = {"lines-TOTAL_FORMS": "6", "lines-INITIAL_FORMS": "0", "lines-MAX_NUM_FORMS": "6"}
    lines |= {f"lines-{number}-amount_usd": "" for number in range(6)}
    own = {"title_es": "Uno", "title_en": "One", "starts_on": "2026-07-01", "ends_on": "2028-01-01", "note": ""}
    return own | lines | changes


@pytest.fixture
def desk(people):
    return visitor(people, "st_assist")


def test_the_desk_writes_a_budget_with_its_six_headings(desk):
    answer = desk.post("/admin/contributions/budget/add/", filled(**{"lines-3-amount_usd": "1200.50"}))

    made = Budget.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    assert dict(made.lines.values_list("heading", "amount_usd")) == {
        heading: Decimal("1200.50") if heading == STUDIES else Decimal("0.00") for heading in Heading
    }


@pytest.mark.parametrize("amount", ["-1", "-0", "0.001", "1e12", "NaN", "10000000000", "١٢٣", "12,5x", "1,000"])
def test_a_bad_amount_is_told_beside_its_field_and_nothing_is_stored(desk, amount):
    if amount == "1,000":
        amount = "1.000"  # thousands to some, and one dollar to others
    answer = desk.post("/admin/contributions/budget/add/", filled(**{"lines-0-amount_usd": amount}))

    assert (answer.status_code, "errorlist" in answer.content.decode()) == (200, True)
    assert not Budget.objects.exists()


@pytest.mark.parametrize(("amount", "read_as"), [("1,000.00", "1000.00"), ("1.000,00", "1000.00"), ("0", "0.00")])
def test_an_amount_is_read_as_either_language_writes_it(desk, amount, read_as):
    desk.post("/admin/contributions/budget/add/", filled(**{"lines-0-amount_usd": amount}))

    assert Budget.objects.get().lines.get(heading=STAFF_HEADING).amount_usd == Decimal(read_as)


def test_the_coordinator_alone_records_the_approval_with_its_decision(people, desk):
    made = examined(people)
    path = f"/admin/contributions/budget/{made.pk}/do/approve/"
    coordinator = visitor(people, "st_coord")

    refused = desk.post(path, {"decided_on": YESTERDAY}).status_code
    lacking = coordinator.post(path, {"decided_on": YESTERDAY.isoformat()}).content.decode()
    unknown = coordinator.post(path, {"decided_on": YESTERDAY.isoformat(), "document": "CRM/NADA/1"}).content.decode()
    done = coordinator.post(path, {"decided_on": YESTERDAY.isoformat(), **WORDS})

    made.refresh_from_db()
    assert refused == 403
    assert "in both languages" in lacking
    assert "No document that everybody may read has this symbol" in unknown
    assert (done.status_code, made.status, made.decision_words_en) == (302, "approved", "Approved")


def test_lines_are_not_edited_once_it_is_submitted(people, desk):
    made = submitted(people)
    line = made.lines.first()
    changes = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": line.pk}

    page = desk.get(f"/admin/contributions/budget/{made.pk}/change/").content.decode()
    desk.post(
        f"/admin/contributions/budget/{made.pk}/change/",
        filled(**changes, **{"lines-0-budget": made.pk, "lines-0-amount_usd": "9.00"}, title_en="Other", note="Kept"),
    )

    line.refresh_from_db()
    made.refresh_from_db()
    assert 'name="lines-0-amount_usd"' not in page
    assert (line.amount_usd, made.title_en, made.note) == (Decimal("100.00"), "Presupuesto (en)", "Kept")
