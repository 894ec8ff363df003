"""What waits, counted: one question for all of it, a page for one row, the nearest day for several."""

from datetime import date, timedelta

import pytest
from django.db.models import Count
from django.utils.translation import ngettext_lazy

from crm_portal.common.registry import Task, Waiting
from crm_portal.common.waiting import counted
from members.models import Party, PresidencyTerm

SAID = ngettext_lazy("%(number)d circular", "%(number)d circulars", "number")
DAY = date(2031, 1, 1)


def parties(*slugs):
    return Party.objects.filter(slug__in=slugs)


def test_tasks_and_numbers_keep_their_order_and_cost_one_question(history, django_assert_num_queries):
    terms = PresidencyTerm.objects.filter(party__slug="mx")
    first, second = Task("First"), Task("Last")
    found = [
        first,
        Waiting(SAID, parties("mx", "cr"), "/parties/", page_of_one="members:member", detail="of the CRM"),
        Waiting(SAID, parties("nowhere"), "/nowhere/"),
        Waiting(SAID, terms, "/terms/", day="starts_on"),
        second,
    ]

    with django_assert_num_queries(1):
        told = counted(found)

    assert [told[0], told[-1]] == [first, second]
    assert [(str(task.title), task.url, task.due_on, task.detail) for task in told[1:-1]] == [
        ("2 circulars", "/parties/", None, "of the CRM"),
        (f"{terms.count()} circulars", "/terms/", min(term.starts_on for term in terms), ""),
    ]
    assert terms.count() > 1


@pytest.mark.parametrize(("page_of_one", "leads_to_the_row"), [("admin:members_party_change", True), ("", False)])
def test_one_row_leads_to_its_own_page_if_it_has_one(history, page_of_one, leads_to_the_row):
    [task] = counted([Waiting(SAID, parties("mx"), "/parties/", page_of_one=page_of_one)])

    assert task.title == "1 circular"
    assert (str(parties("mx").get().pk) in task.url) is leads_to_the_row
    assert (task.url == "/parties/") is not leads_to_the_row


def test_what_waits_by_no_day_is_asked_beside_what_does(history):
    """The database has to be told the kind of a day that is not there."""
    dated = Waiting(SAID, PresidencyTerm.objects.all(), "/terms/", day="starts_on")
    undated = [Waiting(SAID, parties(slug), "/parties/") for slug in ("mx", "cr", "gt")]

    assert [task.due_on is None for task in counted([*undated, dated])] == [True, True, True, False]


def test_rows_that_a_condition_finds_twice_wait_once(history):
    rows = Party.objects.filter(slug="mx", presidencies__starts_on__lt=DAY + timedelta(days=1))

    [task] = counted([Waiting(SAID, rows, "/parties/")])

    assert rows.count() > 1
    assert task.title == "1 circular"


def test_rows_that_were_counted_already_are_counted_once(history):
    rows = Party.objects.annotate(terms=Count("presidencies")).filter(terms__gt=0)

    [task] = counted([Waiting(SAID, rows, "/parties/")])

    assert task.title == f"{len(rows)} circulars"
    assert len(rows) > 1


def test_nothing_that_waits_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counted([Task("Only this")]) == [Task("Only this")]
