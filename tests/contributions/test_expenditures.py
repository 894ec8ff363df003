"""Money is spent by two people, with a voucher, and never more than what is left of its heading."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from contributions import expenditures
from contributions.models import Account, Entry, Expenditure, Heading
from crm_portal.common.ledger.balances import balance
from crm_portal.common.ledger.verifying import verify
from crm_portal.common.workflow import TransitionNotAllowed
from tests.access.matrix_file import ROLES
from tests.contributions.budget_factories import TODAY, YESTERDAY, approved, examined, recorded, spent, visitor

STUDIES = Heading.STUDIES_RESEARCH


def test_what_is_confirmed_is_posted_on_the_day_it_was_paid(people):
    made = spent(approved(people), people, "40.00", reference="F-1")

    entry = made.entry
    assert (entry.accounting_on, entry.amount_usd, entry.source) == (
        YESTERDAY,
        Decimal("40.00"),
        f"expenditure {made.pk}",
    )
    assert str(entry.debit) == "expenditure: Studies and research"
    assert (entry.credit.kind, entry.words) == ("bank", "F-1")


def test_whoever_recorded_it_does_not_confirm_it(people):
    made = recorded(approved(people), people)

    with pytest.raises(TransitionNotAllowed, match="another person"):
        expenditures.confirm(made, by=people["st_assist"])
    assert not Entry.objects.exists()
    confirmed = spent(made.budget, people)
    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        Expenditure.objects.filter(pk=confirmed.pk).update(decided_by=people["st_assist"])


def test_it_is_confirmed_once(people):
    made = spent(approved(people), people)

    with pytest.raises(TransitionNotAllowed, match="not possible in the state"):
        expenditures.confirm(made, by=people["st_coord"])

    assert Entry.objects.count() == 1


def test_more_than_what_is_left_is_refused_naming_it(people):
    of = approved(people, studies_research="100.00")
    spent(of, people, "60.00")
    made = recorded(of, people, "40.01")

    with pytest.raises(TransitionNotAllowed) as refusal:
        expenditures.confirm(made, by=people["st_coord"])

    assert str(refusal.value) == (
        "USD 40.01 is more than what is left under “Studies and research”: USD 40.00. "
        "It needs a transfer from another heading, or another budget, before it can be confirmed."
    )
    assert Expenditure.objects.get(pk=made.pk).status == "recorded"


def test_what_is_taken_back_frees_its_heading_and_its_voucher_number(people):
    of = approved(people)
    wrong = spent(of, people, "100.00", reference="F-7")

    with pytest.raises(TransitionNotAllowed, match="Say why"):
        expenditures.reverse(wrong, by=people["st_coord"], reason=" ")
    expenditures.reverse(wrong, by=people["st_coord"], reason="Otro rubro")
    spent(of, people, "100.00", reference="F-7")

    account = Account.objects.of("expense", heading=STUDIES)
    assert balance(Entry, account.pk, as_of=TODAY) == Decimal("100.00")
    assert Entry.objects.get(reverses=wrong.entry).amount_usd == Decimal("100.00")


@pytest.mark.parametrize("reference", ["F-7", "f-7"])
def test_a_voucher_is_recorded_once(people, reference):
    of = approved(people)
    recorded(of, people, reference="F-7")

    with pytest.raises(TransitionNotAllowed, match="recorded already"):
        recorded(of, people, reference=reference)


def test_what_was_rejected_does_not_count_and_may_be_recorded_anew(people):
    of = approved(people)
    wrong = recorded(of, people, reference="F-7")
    rejected = expenditures.reject(wrong, by=people["st_coord"], reason="Ilegible")

    spent(of, people, reference="F-7")

    assert (rejected.status, rejected.reason, Entry.objects.count()) == ("rejected", "Ilegible", 1)


def test_nothing_is_spent_under_a_budget_that_is_not_approved_or_in_days_to_come(people):
    with pytest.raises(TransitionNotAllowed, match="examined by the RCGM"):
        recorded(examined(people), people)
    with pytest.raises(TransitionNotAllowed, match="still to come"):
        recorded(approved(people), people, paid_on=TODAY + timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_spend_the_last_dollars_of_a_heading_at_once_one_does(people, settings, tmp_path):
    of = approved(people, studies_research="100.00")
    rows = [recorded(of, people, "60.00") for _number in range(8)]

    def confirm(row):
        try:
            expenditures.confirm(row, by=people["st_coord"])
        except TransitionNotAllowed as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(confirm, [*rows, rows[0]]))

    assert answers.count("confirmed") == 1
    assert Expenditure.objects.filter(status="confirmed").count() == 1
    assert verify(Entry, []) == (1, "")


# The desk, and who reads vouchers


def filled(of, **changes):
    file = SimpleUploadedFile("recibo.txt", b"Recibo\n", content_type="text/plain")
    row = {"reference": "F-1", "amount_usd": "40.00", "paid_on": YESTERDAY.isoformat(), "payee": "A", "words": "B"}
    return {"budget": of.pk, "heading": STUDIES, "file": file} | row | changes


def test_the_assistant_records_and_the_coordinator_confirms_on_the_desk(people):
    of = approved(people)
    added = visitor(people, "st_assist").post("/admin/contributions/expenditure/add/", filled(of))
    made = Expenditure.objects.get()
    path = f"/admin/contributions/expenditure/{made.pk}/do/confirm/"

    own = visitor(people, "st_assist").post(path).status_code
    coordinator = visitor(people, "st_coord")
    asked = coordinator.get(path).content.decode()
    coordinator.post(path)

    made.refresh_from_db()
    assert (added.status_code, own, made.status) == (302, 403, "confirmed")
    assert "Left under “Studies and research” now: USD 100.00." in asked
    assert (made.recorded_by, made.decided_by) == (people["st_assist"], people["st_coord"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_usd": "0"}, "An amount is more than zero."),
        ({"amount_usd": "-0"}, "without a sign"),
        ({"amount_usd": "0.001"}, "2 decimals at most"),
        ({"amount_usd": "1e12"}, "digits 0 to 9"),
        ({"amount_usd": "1000000000000"}, "at most"),
        ({"amount_usd": "NaN"}, "digits 0 to 9"),
        ({"amount_usd": "٤٠"}, "digits 0 to 9"),
        ({"amount_usd": "1.000"}, "can be read in two ways"),
        ({"paid_on": "2001-01-01"}, "belongs to another budget"),
        ({"paid_on": (TODAY + timedelta(days=1)).isoformat()}, "still to come"),
        ({"reference": "tomada"}, "recorded already"),
        ({"payee": "a\u202eb"}, "cannot be seen"),
        ({"words": "x" * 201}, "at most 200 characters"),
        ({"heading": "nothing"}, "Select a valid choice"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "not accepted"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_stored(people, changes, said):
    of = approved(people)
    recorded(of, people, reference="TOMADA")

    answer = visitor(people, "st_assist").post("/admin/contributions/expenditure/add/", filled(of, **changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert Expenditure.objects.count() == 1


def test_an_amount_beyond_what_is_left_is_recorded_with_a_warning(people):
    of = approved(people)

    page = visitor(people, "st_assist").post(
        "/admin/contributions/expenditure/add/", filled(of, amount_usd="1,000.00"), follow=True
    )

    assert "it cannot be confirmed as yet" in page.content.decode()
    assert Expenditure.objects.get().amount_usd == Decimal("1000.00")


def test_what_is_recorded_is_never_edited(people):
    made = recorded(approved(people), people)
    path = f"/admin/contributions/expenditure/{made.pk}/change/"

    page = visitor(people, "st_assist").get(path).content.decode()
    answer = visitor(people, "st_assist").post(path, {"amount_usd": "1.00"})

    made.refresh_from_db()
    assert 'name="amount_usd"' not in page
    assert (answer.status_code, made.amount_usd) == (403, Decimal("40.00"))


def test_single_expenditures_and_vouchers_are_for_the_secretariat_and_the_auditor(people):
    of = approved(people)
    made = spent(of, people)
    doors = {role: visitor(people, role) for role in ROLES}
    page = f"/en/intranet/contributions/budgets/{of.pk}/expenditures/"

    listed = {role for role in ROLES if doors[role].get(page).status_code == 200}
    read = {role for role in ROLES if doors[role].head(made.voucher.get_absolute_url()).status_code == 200}

    assert listed == read == {"st_coord", "st_assist", "auditor"}
