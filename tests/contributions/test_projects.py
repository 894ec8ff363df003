"""The funds of projects are kept apart, and nothing is spent of them that has not come in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions import budget_worklist, projects
from contributions.models import Account, Entry, Project, ProjectExpenditure, ProjectReceipt, ProjectReport
from contributions.project_accounts import project_accounts
from crm_portal.common import waiting
from crm_portal.common.ledger.balances import balance
from crm_portal.common.workflow import TransitionNotAllowed
from tests.access.matrix_file import ROLES
from tests.contributions.budget_factories import (
    TODAY,
    YESTERDAY,
    approved,
    came_in,
    paid,
    project,
    running,
    spent,
    to_be_paid,
    visitor,
    voucher,
)

READERS = {"focal", "hod", "rcgm", "ppt", "st_coord", "st_assist", "auditor"}


def figures(one, day=TODAY):
    [account] = project_accounts([one], day)
    return (account.received_usd, account.spent_usd, account.left_usd)


def test_what_comes_in_and_is_spent_stands_on_the_projects_own_account(people):
    one, other = running(people), running(people, title="Otro")
    came_in(one, people, "500.00")
    came_in(other, people, "50.00")
    paid(one, people, "200.00")
    spent(approved(people), people, "40.00")  # of the contributions

    funds = Account.objects.of("project", project=one)
    assert figures(one) == (Decimal("500.00"), Decimal("200.00"), Decimal("300.00"))
    assert figures(other) == (Decimal("50.00"), Decimal("0.00"), Decimal("50.00"))
    assert figures(one, YESTERDAY - timedelta(days=1)) == (Decimal("0.00"),) * 3
    assert balance(Entry, funds.pk, as_of=TODAY) == Decimal("-300.00")
    assert balance(Entry, Account.objects.of("bank").pk, as_of=TODAY) == Decimal("310.00")


def test_more_than_what_came_in_is_refused_naming_what_is_left(people):
    one = running(people)
    came_in(one, people, "100.00")
    made = to_be_paid(one, people, "100.01")

    with pytest.raises(TransitionNotAllowed, match=r"USD 100\.01 is more than what is left .* USD 100\.00"):
        projects.confirm(made, by=people["st_coord"])


def test_a_receipt_of_which_too_much_is_spent_is_not_taken_back(people):
    one = running(people)
    receipt = came_in(one, people, "100.00")
    expenditure = paid(one, people, "60.00")

    with pytest.raises(TransitionNotAllowed, match="spent already"):
        projects.reverse(receipt, by=people["st_coord"], reason="Devuelto")
    projects.reverse(expenditure, by=people["st_coord"], reason="Devuelto")
    projects.reverse(receipt, by=people["st_coord"], reason="Devuelto")

    assert figures(one) == (Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))


def test_two_people_book_each_amount_and_a_reference_of_the_bank_is_taken_once(people):
    one = running(people)
    receipt = ProjectReceipt(project=one, amount_usd=Decimal("5.00"), value_on=YESTERDAY, bank_reference="B/1")
    receipt = projects.record_receipt(receipt, by=people["st_assist"])

    with pytest.raises(TransitionNotAllowed, match="another person"):
        projects.confirm(receipt, by=people["st_assist"])
    with pytest.raises(TransitionNotAllowed, match="recorded already"):
        came_in(one, people, bank_reference="b/1")


def test_money_moves_while_a_project_runs_and_it_is_closed_once_nothing_is_left_or_owed(people):
    planned = project()
    with pytest.raises(TransitionNotAllowed, match="planned"):
        came_in(planned, people)
    one = projects.begin(planned, by=people["st_coord"])
    came_in(one, people, "100.00")
    report = ProjectReport.objects.create(project=one, due_on=TODAY)

    with pytest.raises(TransitionNotAllowed, match=r"USD 100\.00 is left"):
        projects.close(one, by=people["st_coord"])
    paid(one, people, "100.00")
    with pytest.raises(TransitionNotAllowed, match="owed a report"):
        projects.close(one, by=people["st_coord"])
    projects.hand_in(report, voucher("informe.txt"), by=people["st_assist"])
    closed = projects.close(one, by=people["st_coord"])

    assert closed.status == "closed"
    with pytest.raises(TransitionNotAllowed, match="closed"):
        came_in(closed, people)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_spend_the_last_funds_at_once_one_does(people):
    one = running(people)
    came_in(one, people, "100.00")
    rows = [to_be_paid(one, people, "60.00") for _number in range(6)]

    def confirm(row):
        try:
            projects.confirm(row, by=people["st_coord"])
        except TransitionNotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(confirm, rows))

    assert sum(done) == 1
    assert figures(one)[2] == Decimal("40.00")


@pytest.mark.django_db(transaction=True)
def test_an_account_that_many_open_at_once_is_one(people):
    one = running(people)

    def opened(_number):
        try:
            return Account.objects.of("project", project=one).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(opened, range(16)))

    assert found == {Account.objects.get(kind="project", project=one).pk}


# Reports to donors


def test_reports_to_donors_wait_in_the_worklist_and_the_calendar_of_the_staff(people):
    one = running(people)
    for days in (-1, 20, 90):
        ProjectReport.objects.create(project=one, due_on=TODAY + timedelta(days=days))

    told = [(str(task.title), task.due_on) for task in waiting.counted(budget_worklist.tasks(people["st_assist"]))]
    dated = [event.starts_on for event in projects.deadlines(people["st_assist"])]

    assert told == [("Hand in 2 reports to donors", TODAY - timedelta(days=1))]
    assert dated == [TODAY + timedelta(days=days) for days in (-1, 20, 90)]
    assert list(budget_worklist.tasks(people["focal"])) == list(projects.deadlines(people["focal"])) == []


def test_a_report_is_handed_in_once_with_its_file_on_the_desk(people):
    report = ProjectReport.objects.create(project=running(people), due_on=TODAY)
    path = f"/admin/contributions/projectreport/{report.pk}/do/hand_in/"
    desk = visitor(people, "st_assist")

    empty = desk.post(path, {"on": ""}).content.decode()
    late = desk.post(
        path, {"on": (TODAY + timedelta(days=1)).isoformat(), "file": SimpleUploadedFile("i.txt", b"Informe\n")}
    ).content.decode()
    done = desk.post(path, {"on": "", "file": SimpleUploadedFile("informe.txt", b"Informe\n")})
    again = desk.get(path, follow=True).content.decode()

    report.refresh_from_db()
    assert "This field is required" in empty
    assert "still to come" in late
    assert (done.status_code, report.submitted_on, report.file.name) == (302, TODAY, "informe.txt")
    assert "not possible any more" in again


# Who sees it


def test_projects_are_for_those_of_the_matrix_and_their_single_amounts_for_fewer(people):
    one = running(people)
    one = projects.keep_agreement(one, voucher("convenio.txt"), by=people["st_assist"])
    came_in(one, people, bank_reference="BANCO-77")
    made = paid(one, people)
    doors = {role: visitor(people, role) for role in ROLES}
    page = f"/en/intranet/contributions/projects/{one.pk}/"

    answers = {role: doors[role].get(page) for role in ROLES}
    seen = {role for role in ROLES if answers[role].status_code == 200}
    told = {role for role in ROLES if "BANCO-77" in answers[role].content.decode()}
    agreement = {role for role in ROLES if doors[role].head(one.agreement.get_absolute_url()).status_code == 200}
    vouchers = {role for role in ROLES if doors[role].head(made.voucher.get_absolute_url()).status_code == 200}

    assert seen == agreement == READERS
    assert told == vouchers == {"st_coord", "st_assist", "auditor"}


def test_the_list_and_its_csv_say_the_same_in_few_queries(people):
    for number in range(5):
        one = running(people, title=f"Proyecto {number}")
        came_in(one, people, "500.00")
        paid(one, people, "123.45")
        ProjectReport.objects.create(project=one, due_on=TODAY)
    client = visitor(people, "auditor")
    paths = ("/en/intranet/contributions/projects/", one.get_absolute_url().replace("/es/", "/en/"))
    pages, counts = [], []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.get(path).content.decode())
        counts.append(len(queries))
    table = client.get("/en/intranet/contributions/projects/projects.csv").content.decode("utf-8-sig")

    assert pages[0].count("376.55") == 5
    assert table.count("1000.00,500.00,123.45,376.55") == 5
    assert max(counts) <= 15, counts


# The desk


def filled(**changes):
    reports = {"reports-TOTAL_FORMS": "0", "reports-INITIAL_FORMS": "0"}
    row = {"title_es": "Uno", "title_en": "One", "donor_name": "Agencia", "budget_usd": "1000.00"}
    return row | {"starts_on": "2026-01-01", "ends_on": "2027-07-01"} | reports | changes


def test_a_project_is_written_on_the_desk_with_its_report_dates(people):
    reports = {"reports-TOTAL_FORMS": "1", "reports-0-due_on": "2026-07-15"}

    answer = visitor(people, "st_assist").post("/admin/contributions/project/add/", filled(**reports))

    made = Project.objects.get()
    assert (answer.status_code, made.status, made.donor_shown) == (302, "planned", "Agencia")
    assert [str(report.due_on) for report in made.reports.all()] == ["2026-07-15"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"donor_name": ""}, "Name the donor"),
        ({"ends_on": "2026-01-01"}, "It must end after it begins."),
        ({"budget_usd": "0"}, "An amount is more than zero."),
        ({"title_es": "x" * 201}, "at most 200 characters"),
        ({"focal_contact": "a\u202eb"}, "cannot be seen"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_no_project_is_stored(people, changes, said):
    answer = visitor(people, "st_assist").post("/admin/contributions/project/add/", filled(**changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not Project.objects.exists()


def test_the_assistant_records_and_the_coordinator_confirms_a_receipt_and_an_expenditure(people):
    one = running(people)
    assistant, coordinator = visitor(people, "st_assist"), visitor(people, "st_coord")
    receipt = {"project": one.pk, "amount_usd": "500.00", "value_on": YESTERDAY.isoformat(), "bank_reference": "B1"}
    row = {"reference": "P1", "amount_usd": "40.00", "paid_on": YESTERDAY.isoformat(), "payee": "A", "words": "B"}
    file = SimpleUploadedFile("recibo.txt", b"Recibo\n")

    assistant.post("/admin/contributions/projectreceipt/add/", receipt)
    assistant.post("/admin/contributions/projectexpenditure/add/", row | {"project": one.pk, "file": file})
    for model in (ProjectReceipt, ProjectExpenditure):
        path = f"/admin/contributions/{model._meta.model_name}/{model.objects.get().pk}/do/confirm/"
        coordinator.post(path)

    assert figures(one) == (Decimal("500.00"), Decimal("40.00"), Decimal("460.00"))
