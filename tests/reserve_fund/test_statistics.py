"""Counting a half-year, preparing what may be printed of it, and releasing it; nobody else sees a draft."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from reserve_fund import assisting, fund_money, publishing_statistics, statistics
from reserve_fund.fund_statement import Half
from reserve_fund.models import Case, Disbursement, Publication, Vulnerability
from reserve_fund.published_tables import as_json, in_full, in_words, kept
from reserve_fund.row_security import for_the_clock
from reserve_fund.suppression import SITUATION, STAY, TABLES, printed
from tests.members.factories import seated
from tests.reserve_fund.factories import arrived, fresh, fund_people, paid, replenished, step
from tests.signing_in import sign_in_past_second_factor

PAST = Half(2025, 2)
IN_IT = date(2025, 9, 15)


@pytest.fixture
def people(history):
    return fund_people()


def settled_cases(people, number, on=IN_IT, codes=("MED",), to="hn", **values):
    """Cases as they lie in the table after their settlement, without the steps that led there."""
    made = [
        Case(
            requested_by=people["consulate"],
            referred_for=Party.objects.get(slug="mx"),
            settled_on=on,
            **{
                "stay": Party.objects.get(slug="mx"),
                "return_to": Party.objects.get(slug=to),
                "sex": "female",
                "age_group": "from_18",
                **values,
            },
        )
        for _place in range(number)
    ]
    with for_the_clock():
        Case.objects.bulk_create(made)
        has = Case.vulnerabilities.through
        situations = list(Vulnerability.objects.filter(code__in=codes))
        has.objects.bulk_create(has(case=case, vulnerability=one) for case in made for one in situations)
    return made


def numbers(figures, table):
    return {cell.code: cell.cases for cell in figures.tables[table] if cell.cases}


def many(people):
    """A half-year of which some figures may be printed, and others not."""
    settled_cases(people, 14, to="hn")
    settled_cases(people, 7, to="gt", sex="male", age_group="from_36")
    settled_cases(people, 3, to="sv", sex="male", codes=("DIS",), age_group="from_36")


def prepare(people, half=PAST, by="officer"):
    return publishing_statistics.prepare(half, by=fresh(people[by]))


def release(people, publication, half=PAST, by="coordinator"):
    return publishing_statistics.release(half, publication.prepared_at.isoformat(), by=fresh(people[by]))


# Counting


def test_a_case_counts_when_it_was_settled_with_what_was_paid_less_what_came_back(people):
    replenished(people)
    case = arrived(people)
    paid(people, case, amount="100.00", reference="V-2")
    arrived(people, document_number="ZZ-002")  # not settled
    step(assisting.settle, case, people["payer"])
    with for_the_clock():
        ticket = Disbursement.objects.get(case=case, reference="V-1")
        fund_money.refund(ticket, Decimal("50.25"), on=timezone.localdate(), reference="R-1", by=people["officer"])

    found = statistics.counted(Half.of(timezone.localdate()))

    assert (found.cases, found.amount_usd) == (1, Decimal("499.75"))
    assert {name: numbers(found, name) for name in TABLES} == {
        "stay": {"mx": 1},
        "return": {"hn": 1},
        "situation": {"ELD": 1},
        "age_group": {"over_70": 1},
        "sex": {"female": 1},
    }


def test_half_years_have_no_case_in_common(people):
    for day in (date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1)):
        settled_cases(people, 1, on=day)

    assert [statistics.counted(Half(*half)).cases for half in ((2025, 1), (2025, 2), (2026, 1))] == [1, 2, 1]


@pytest.mark.parametrize(
    ("codes", "heading"),
    [
        (("UMC",), "UMC"),
        (("DIS", "MED"), "several"),
        (("VOT",), "special"),
        (("DV", "SA"), "special"),
        (("UMC", "VOT"), "special"),  # told by nothing but that it was decided jointly
    ],
)
def test_a_case_counts_under_one_situation(people, codes, heading):
    settled_cases(people, 1, codes=codes)

    assert numbers(statistics.counted(PAST), SITUATION) == {heading: 1}


def test_every_table_adds_up_and_names_all_members(people):
    many(people)

    found = statistics.counted(PAST)

    assert {name: sum(cell.cases for cell in cells) for name, cells in found.tables.items()} == dict.fromkeys(
        TABLES, 24
    )
    assert len(found.tables[STAY]) == 11


def test_counting_asks_the_same_number_of_questions_whatever_it_counts(people):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            statistics.counted(PAST)
        return len(asked)

    before = questions()
    many(people)

    assert questions() == before <= 14


def test_counting_leaves_no_case_open_to_whoever_asked(people):
    many(people)
    statistics.counted(PAST)

    assert Case.objects.count() == 0


def test_half_years_are_listed_from_the_first_settlement_to_the_last_that_is_over(people):
    before = statistics.past_half_years(date(2026, 11, 1))
    settled_cases(people, 1, on=date(2025, 3, 1))

    found = statistics.past_half_years(date(2026, 11, 1))

    assert (before, list(map(str, found))) == ([], ["2026-1", "2025-2", "2025-1"])


# Preparing and releasing


def test_what_is_kept_is_what_may_be_printed_and_nothing_else(people):
    many(people)

    publication = prepare(people)

    publication.refresh_from_db()
    assert kept(publication) == printed(statistics.counted(PAST))
    assert publication.tables["tables"]["return"] == [
        {"code": cell.code, "cases": {"hn": 14, "gt": None, "sv": None}.get(cell.code, 0), "amount_usd": None}
        for cell in statistics.counted(PAST).tables["return"]
    ]


def test_of_too_few_cases_not_even_their_number_is_kept(people):
    settled_cases(people, 9)

    assert prepare(people).tables == {"cases": None, "amount_usd": None, "tables": {}}


def test_a_half_year_that_is_not_over_is_not_prepared(people):
    with pytest.raises(TransitionNotAllowed, match=r"not over|no ha terminado|todavía"):
        prepare(people, Half.of(timezone.localdate()))


def test_a_draft_is_prepared_again_and_released_by_another(people):
    many(people)
    first = prepare(people)
    settled_cases(people, 1)
    second = prepare(people, by="third")
    with pytest.raises(TransitionNotAllowed, match=r"once more|nuevo|otra vez"):
        release(people, first)

    done = release(people, second)

    assert Publication.objects.count() == 1
    assert (done.tables["cases"], done.prepared_by, done.released_by) == (25, people["third"], people["coordinator"])
    verbs = Deed.objects.filter(kind="reserve_fund.publication").order_by("pk").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == [*["prepare_publication"] * 2, "release_publication"]


def test_nobody_releases_what_they_prepared(people):
    publication = prepare(people)

    with pytest.raises(TransitionNotAllowed, match=r"yourself|usted"):
        release(people, publication, by="officer")
    with pytest.raises(IntegrityError, match="publication_released_by_another"), transaction.atomic():
        Publication.objects.update(released_by=people["officer"], released_at=timezone.now())


def test_what_was_not_prepared_is_not_released(people):
    with pytest.raises(TransitionNotAllowed):
        publishing_statistics.release(PAST, "", by=people["coordinator"])


def test_what_is_released_never_changes(people):
    many(people)
    done = release(people, prepare(people))
    settled_cases(people, 5)

    for verb in (lambda: prepare(people), lambda: release(people, done, by="third")):
        with pytest.raises(TransitionNotAllowed):
            verb()

    done.refresh_from_db()
    assert done.tables["cases"] == 24


def test_money_that_comes_back_later_changes_nothing_that_is_released(people):
    replenished(people)
    case = step(assisting.settle, arrived(people), people["payer"])
    settled_cases(people, 11)
    with for_the_clock():
        Case.objects.filter(pk=case.pk).update(settled_on=IN_IT)
    done = release(people, prepare(people))

    with for_the_clock():
        ticket = Disbursement.objects.get(case=case)
        fund_money.refund(ticket, Decimal("50.00"), on=timezone.localdate(), reference="R-1", by=people["officer"])

    done.refresh_from_db()
    assert done.tables["amount_usd"] == "450.00"
    assert statistics.counted(PAST).amount_usd == Decimal("400.00")


def test_tables_read_back_are_as_they_were_kept(people):
    many(people)
    found = printed(statistics.counted(PAST))

    assert kept(Publication(tables=json.loads(json.dumps(as_json(found))))) == found


# The desk


def page(name, half=PAST, **more):
    return reverse(f"reserve_fund:{name}", args=[half.year, half.half] if name != "publication-list" else [], **more)


def signed_in(who):
    client = Client()
    sign_in_past_second_factor(client, fresh(who))
    return client


PAGES = ("publication-list", "publication-detail", "publication-figures")
STEPS = ("publication-prepare", "publication-release")


def test_drafts_and_full_figures_are_for_iom_and_the_coordinator_alone(people):
    many(people)
    publication = prepare(people)
    others = {
        role: seated(role, role, slug) for role, slug in (("auditor", "iom"), ("focal", "mx"), ("st_assist", "iom"))
    }

    answers = {
        name: {
            *[signed_in(who).get(page(each)).status_code for each in PAGES],
            *[signed_in(who).post(page(each)).status_code for each in STEPS if name not in {"officer", "coordinator"}],
        }
        for name, who in {**people, **others}.items()
        if name in {"officer", "coordinator", "consulate", *others}
    }

    assert answers == {
        "officer": {200},
        "coordinator": {200},
        **{name: {404} for name in ("consulate", *others)},
    }
    assert {Client().get(page(each)).status_code for each in PAGES} == {302}
    publication.refresh_from_db()
    assert publication.released_at is None
    assert set(Publication.objects.visible_to(fresh(people["consulate"]))) == set()


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [("publication-prepare", "coordinator", 403), ("publication-release", "officer", 403)],
)
def test_each_takes_the_own_step_alone(people, name, who, status):
    many(people)
    prepare(people, by="third")

    assert signed_in(people[who]).post(page(name), {"is_read": "on"}).status_code == status


def test_the_desk_prepares_looks_and_releases(people):
    many(people)
    officer, coordinator = signed_in(people["officer"]), signed_in(people["coordinator"])

    officer.post(page("publication-prepare"))
    seen = Publication.objects.get().prepared_at.isoformat()
    unconfirmed = coordinator.post(page("publication-release"), {"seen": seen})
    still_draft = Publication.objects.get().released_at
    coordinator.post(page("publication-release"), {"seen": seen, "is_read": "on"})

    assert (unconfirmed.status_code, "data-error" in unconfirmed.text, still_draft) == (200, True, None)
    assert f'value="{seen}"' in unconfirmed.text.replace("&#x2B;", "+")
    assert Publication.objects.get().released_by == people["coordinator"]


@pytest.mark.parametrize("seen", ["", "x" * 5000, "\x00", "2026-01-01"])
def test_a_release_of_something_else_is_refused_in_a_sentence(people, seen):
    many(people)
    prepare(people)

    answer = signed_in(people["coordinator"]).post(page("publication-release"), {"seen": seen, "is_read": "on"})

    assert answer.status_code in {200, 302}
    assert Publication.objects.get().released_at is None


@pytest.mark.parametrize("half", [Half(2025, 3), Half(1990, 1), Half(99999999999999, 1), Half.of(timezone.localdate())])
def test_a_half_year_that_is_none_is_not_found(people, half):
    settled_cases(people, 1)

    assert {signed_in(people["officer"]).get(page(name, half)).status_code for name in PAGES[1:]} == {404}


def test_full_figures_are_read_only_with_a_record_of_it(people):
    many(people)
    answer = signed_in(people["coordinator"]).get(page("publication-figures"), headers={"Accept-Language": "en"})

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert list(Access.objects.values_list("who", "kind", "object_id", "action", "why")) == [
        (people["coordinator"].pk, "reserve_fund.case", "", "view", "supervise")
    ]
    words = in_words(PAST, in_full(statistics.counted(PAST)))
    assert [row.cases for row in words.named(SITUATION).rows if row.code == "DIS"] == [3]


def test_the_pages_of_the_desk_stay_within_their_budget(people, django_assert_max_num_queries):
    many(people)
    prepare(people)
    client = signed_in(people["coordinator"])
    client.get(page("publication-list"))

    for name, most in (("publication-list", 15), ("publication-detail", 15), ("publication-figures", 30)):
        with django_assert_max_num_queries(most):
            assert client.get(page(name)).status_code == 200
