"""The pages of the Fund's ledger: entry by entry for those who answer for it, totals of half-years for members."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from reserve_fund import fund_money
from reserve_fund.fund_statement import Half
from reserve_fund.models import Entry, Replenishment
from tests.members.seats import everybody
from tests.reserve_fund.factories import approved, arrived, fund_people, replenished
from tests.reserve_fund.test_fund_statement import Kind, posted
from tests.signing_in import sign_in_past_second_factor

LEDGER = "/en/intranet/reserve-fund/ledger/"
MONEY = "/en/intranet/reserve-fund/replenishments/"
ENTRIES = {"iom_fund", "st_coord", "st_assist", "auditor"}
TOTALS = {"focal", "hod", "rcgm", "ppt"}
TODAY = timezone.localdate()
LAST_HALF = Half.of(Half.of(TODAY).starts_on - timedelta(days=1))


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


@pytest.fixture
def people(history):
    return fund_people()


@pytest.fixture
def money(people):
    """A half-year that has ended and one under way, both with money and with a case."""
    replenished(people, "5000.00", "transfer-of-then", LAST_HALF.starts_on)
    number = "FR-CCCC-3333"
    posted(Kind.ENCUMBRANCE, Kind.COMMITTED, "432.10", LAST_HALF.starts_on, f"commitment {number}", number)
    replenished(people, "250.00", "transfer-of-now", TODAY)
    return number, arrived(people).number


@pytest.fixture
def pages(money):
    """What everybody gets of each page of the ledger, by role."""
    paths = (LEDGER, f"{LEDGER}half-years.csv", f"{LEDGER}statement.csv?since=2020-01-01", MONEY, f"{MONEY}new/")
    return {role: [got(visitor(person), path) for path in paths] for role, person in everybody().items()}


def got(client, path, values=None):
    """The status, and all that was sent."""
    answer = client.get(path, values, follow=True)
    return answer.status_code, b"".join(answer)


def test_who_reads_which_page_of_the_ledger(pages, money):
    """Matrix, row fund_ledger: single entries and numbers of cases are for those who answer for the Fund."""
    for role, found in pages.items():
        expected = [404, 404, 404, 404, 404]
        if role in TOTALS:
            expected = [200, 200, 404, 404, 404]
        elif role in ENTRIES:
            expected = [200, 200, 200, 200, 200 if role == "iom_fund" else 403]
        assert [status for status, _content in found] == expected, role

    for role, found in pages.items():
        seen = b"".join(content for _status, content in found)
        single = [word.encode() in seen for word in (*money, "transfer-of", "try no.", "250.00")]
        assert single == [role in ENTRIES] * 5, role
        assert (b"432.10" in seen) == (role in ENTRIES | TOTALS), role  # what stood committed at the end


def test_members_read_totals_of_ended_half_years_and_no_day_of_their_own(people, money):
    focal = visitor(everybody()["focal"])

    page = focal.get(LEDGER, {"since": "2020-01-01", "as_of": TODAY.isoformat()}).content.decode()

    assert "5,000.00" in page
    assert "250.00" not in page  # of the half-year that is under way
    assert "450.00" not in page  # the payment of now
    assert 'name="as_of"' not in page


def test_the_totals_as_csv_are_those_of_the_page(people, money):
    focal = visitor(everybody()["focal"])

    page = focal.get(LEDGER).context["rows"]
    table = list(csv.reader(StringIO(focal.get(f"{LEDGER}half-years.csv").content.decode("utf-8-sig"))))

    assert table[1:] == [[str(cell) for cell in row] for row in page]
    assert table[1][1:] == ["0.00", "5000.00", "0.00", "0.00", "5000.00", "432.10", "4567.90"]


def test_the_fund_stands_as_it_stood_on_the_day_that_is_asked_for(people, money):
    officer = visitor(people["officer"])

    then = officer.get(LEDGER, {"since": "2020-01-01", "as_of": (LAST_HALF.ends_on - timedelta(days=1)).isoformat()})
    now = officer.get(LEDGER)

    assert (then.context["standing"].available, then.context["standing"].committed) == (
        Decimal("4567.90"),
        Decimal("432.10"),
    )
    assert now.context["standing"].balance == Decimal("4800.00")  # 450 paid for the case
    assert now.context["statement"].opening.balance == Decimal("5000.00")
    assert [str(line.what) for line in now.context["lines"]][:2] == ["Replenishment", "Committed to a case"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"as_of": "2026-13-45"}, "This is no day"),
        ({"since": "x", "as_of": "2026-01-01"}, "This is no day"),
        ({"since": "2026-05-01", "as_of": "2026-01-01"}, "The last day is not before the first."),
        ({"since": "0001-01-01", "as_of": "9999-12-31", "page": "9" * 30}, ""),
        ({"as_of": "0001-01-01"}, ""),
        ({"as_of": "\x00"}, "This is no day"),
    ],
)
def test_days_that_are_none_get_a_sentence(people, money, values, sentence):
    officer = visitor(people["officer"])

    page = officer.get(LEDGER, values)
    table = got(officer, f"{LEDGER}statement.csv", values)
    paper = officer.post(f"{LEDGER}statement/print/", {**values, "language": "en", "format": "pdf"}, follow=True)

    assert (page.status_code, table[0], paper.status_code) == (200, 200, 200)
    if sentence:
        assert sentence in page.content.decode()
        assert sentence in table[1].decode()
        assert sentence in paper.content.decode()


def test_the_page_asks_as_few_questions_with_fifty_times_the_entries(people, money, django_assert_max_num_queries):
    officer, focal = visitor(people["officer"]), visitor(everybody()["focal"])
    for client in (officer, focal):
        with django_assert_max_num_queries(15):
            client.get(LEDGER)
    for number in range(50 * Entry.objects.count()):
        posted(Kind.BANK, Kind.INCOME, "1.00", TODAY - timedelta(days=number % 700), f"replenishment many {number}")

    for client in (officer, focal):
        with django_assert_max_num_queries(15):
            assert client.get(LEDGER).status_code == 200
    with django_assert_max_num_queries(15):
        second = officer.get(LEDGER, {"since": "2020-01-01", "as_of": TODAY.isoformat(), "page": "2"})
    with django_assert_max_num_queries(15):
        officer.get(MONEY)
    whole = list(second.context["statement"].lines())
    assert second.context["lines"] == whole[40:80]
    _status, rows = got(officer, f"{LEDGER}statement.csv", {"since": "2020-01-01", "as_of": TODAY.isoformat()})
    assert len(rows.splitlines()) == len(whole) + 3  # the names of the columns, opening and closing


# Money that comes in


def sent(**values):
    return {
        "party": Replenishment._meta.get_field("party").related_model.objects.get(slug="ca").pk,
        "payer": "",
        "amount_usd": "1,500.00",
        "received_on": TODAY.isoformat(),
        "reference": "transfer 11",
        **values,
    }


def test_iom_records_money_that_came_in_once(people):
    officer = visitor(people["officer"])

    answers = [officer.post(f"{MONEY}new/", {**sent(), "kind": "replenishment"}) for _ in range(2)]

    [came] = Replenishment.objects.all()
    assert [answer.status_code for answer in answers] == [302, 200]
    assert "recorded already" in answers[1].content.decode()
    assert (came.amount_usd, came.recorded_by, Entry.objects.count()) == (Decimal("1500.00"), people["officer"], 1)
    assert fund_money.standing(TODAY).available == Decimal("1500.00")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"amount_usd": "0"}, "amount_usd", "An amount is more than zero."),
        ({"amount_usd": "-5"}, "amount_usd", "Write it with the digits 0 to 9"),
        ({"amount_usd": "1.005"}, "amount_usd", "can be read in two ways"),
        ({"amount_usd": "NaN"}, "amount_usd", "Write it with the digits 0 to 9"),
        ({"amount_usd": "99999999999999"}, "amount_usd", "at most"),
        ({"received_on": "tomorrow"}, "received_on", "This is no day"),
        ({"received_on": (TODAY + timedelta(days=1)).isoformat()}, "received_on", "still to come"),
        ({"received_on": "1995-12-31"}, "received_on", "began in 1996"),
        ({"received_on": "0206-05-01"}, "received_on", "Check the year"),
        ({"party": ""}, "party", "from whom the money came"),
        ({"payer": "Fundación"}, "payer", "one of them"),
        ({"party": "999999"}, "party", "valid choice"),
        ({"reference": ""}, "reference", "required"),
        ({"reference": "x" * 81}, "reference", "at most 80"),
        ({"reference": "a\u202eb"}, "reference", "cannot be seen"),
        ({"kind": "opening"}, "reference", ""),  # no longer asked once there are entries, and left aside
    ],
)
def test_what_is_wrong_with_money_is_said_at_its_field(people, values, field, sentence):
    replenished(people, "10.00", "transfer 1")
    officer = visitor(people["officer"])

    answer = officer.post(f"{MONEY}new/", sent(**values))

    if not sentence:
        assert Replenishment.objects.latest("pk").kind == "replenishment"
        return
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    assert "transfer 11" in answer.content.decode() or "reference" in values
    assert Entry.objects.count() == 1


def test_the_opening_balance_is_asked_for_while_the_ledger_is_empty(people):
    officer = visitor(people["officer"])
    before = officer.get(f"{MONEY}new/").content.decode()

    officer.post(f"{MONEY}new/", sent(kind="opening", party=""))

    assert 'name="kind"' in before
    assert 'name="kind"' not in officer.get(f"{MONEY}new/").content.decode()
    assert Replenishment.objects.get().kind == "opening"


def test_another_officer_takes_money_back_for_a_reason(people):
    came = replenished(people, "75.00")
    page = f"{MONEY}{came.pk}/take-back/"
    own, other = visitor(people["officer"]), visitor(people["payer"])

    refused = own.post(page, {"reason": "Mistyped"})
    silent = other.post(page, {"reason": " "})
    done = other.post(page, {"reason": "Mistyped"})
    again = other.post(page, {"reason": "Mistyped"})

    came.refresh_from_db()
    assert "another person takes it back" in refused.content.decode()
    assert silent.context["form"].errors["reason"]
    assert (done.status_code, came.reversed_by, came.reason) == (302, people["payer"], "Mistyped")
    assert "taken back already" in again.content.decode()
    assert fund_money.standing(TODAY).balance == 0


def test_who_takes_money_back(people):
    came = replenished(people)
    page = f"{MONEY}{came.pk}/take-back/"

    statuses = {role: visitor(person).get(page).status_code for role, person in everybody().items()}

    expected = dict.fromkeys(statuses, 404) | dict.fromkeys(ENTRIES, 403) | {"iom_fund": 200}
    assert statuses == expected


def test_money_committed_to_cases_is_not_taken_back(people):
    came = replenished(people, "700.00")
    approved(people)

    answer = visitor(people["payer"]).post(f"{MONEY}{came.pk}/take-back/", {"reason": "Bounced"})

    assert "USD 100.00 available" in answer.content.decode()


def test_the_addresses_are_translated():
    with translation.override("en"):
        assert reverse("reserve_fund:ledger") == LEDGER
        assert reverse("reserve_fund:replenishment-list") == MONEY
