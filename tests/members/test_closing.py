"""An account without a mandate closes; its person is warned once, and the Secretariat sees it coming."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import retention
from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from members import closing
from members.models import User
from tests.letters import sent
from tests.members.factories import mandate, person, seated
from tests.signing_in import sign_in_past_second_factor

NOW = timezone.make_aware(timezone.datetime(2026, 7, 1, 3, 30))
TODAY = date(2026, 7, 1)


def days_ago(number):
    return TODAY - timedelta(days=number)


def former(name, ended, **values):
    """Somebody whose last mandate ended on a day; None for one who still has it."""
    user = person(name, **values)
    joined = timezone.make_aware(timezone.datetime(2020, 1, 1))
    User.objects.filter(pk=user.pk).update(joined_at=joined)
    mandate(user, "auditor", "mx", valid_from=date(2021, 1, 1), valid_until=ended)
    return user


def warnings():
    return list(Letter.objects.filter(kind="account-closes").order_by("pk"))


@pytest.mark.parametrize(
    ("ended", "warned", "is_open"),
    [
        (None, 0, True),
        (days_ago(-1), 0, True),
        (days_ago(75), 0, True),
        (days_ago(76), 1, True),
        (days_ago(89), 1, True),
        (days_ago(90), 0, False),  # closed at once: there is nothing left to warn of
        (days_ago(400), 0, False),
    ],
)
def test_a_person_is_warned_within_the_last_fortnight(history, ended, warned, is_open):
    user = former("ana", ended)

    list(retention.enforce(NOW))

    user.refresh_from_db()
    assert (len(warnings()), user.is_active) == (warned, is_open)


def test_a_person_is_warned_once_and_closed_on_the_day_that_was_said(history):
    user = former("ana", days_ago(76))

    states = []
    for day in range(16):
        list(retention.enforce(NOW + timedelta(days=day)))
        user.refresh_from_db()
        states.append(user.is_active)

    [deed] = Deed.objects.filter(verb=closing.WARNING)
    assert len(warnings()) == 1
    assert states == [True] * 14 + [False] * 2
    assert (deed.object_id, deed.by, deed.facts) == (str(user.pk), None, {"closes_on": "2026-07-15"})


@pytest.mark.parametrize(("language", "written"), [("es", "15 de julio de 2026"), ("en", "July 15, 2026")])
def test_the_warning_names_the_day_in_the_persons_language(history, language, written):
    former("ana", days_ago(76), language=language)

    closing.warn(NOW)

    [letter] = warnings()
    assert (letter.language, letter.address, letter.context["day"]) == (language, "ana@example.org", written)
    assert written in letter.subject
    assert written in letter.text


def test_whoever_lost_a_second_mandate_is_warned_again(history):
    now, today = timezone.now(), timezone.localdate()
    user = former("ana", today - timedelta(days=80))
    closing.warn(now)

    user.mandates.update(valid_until=today + timedelta(days=100))
    list(retention.enforce(now + timedelta(days=60)))
    list(retention.enforce(now + timedelta(days=180)))

    assert len(warnings()) == 2


def test_a_warning_does_not_leave_once_there_is_a_mandate_again(history):
    today = timezone.localdate()
    user = former("ana", today - timedelta(days=80))
    closing.warn(timezone.now())
    mandate(user, "auditor", "mx", valid_from=today)

    assert sent() == []
    assert warnings()[0].state == "cancelled"


def test_a_break_glass_account_is_not_warned(history):
    former("ana", days_ago(80), is_superuser=True)

    assert closing.warn(NOW) == 0


@pytest.fixture
def desk(history):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, seated("coordinator", "st_coord", "iom"))
    return client


def test_the_secretariat_sees_which_accounts_close_and_when(desk):
    today = timezone.localdate()
    former("ana", today - timedelta(days=80))
    former("eva", today - timedelta(days=10))
    former("ida", None)
    newcomer = person("noa")

    answer = desk.get("/en/intranet/people/")

    assert [(user.full_name, day) for user, day in answer.context["closing"]] == [
        ("Ana", today + timedelta(days=10)),
        ("Eva", today + timedelta(days=80)),
        (newcomer.full_name, today + timedelta(days=91)),
    ]
    assert ">Ana<br>" in answer.text


def test_a_focal_point_does_not_see_whose_account_closes(history):
    former("ana", timezone.localdate() - timedelta(days=80))
    client = Client()
    sign_in_past_second_factor(client, seated("focal", "focal", "mx"))

    answer = client.get("/en/intranet/people/")

    assert (answer.status_code, answer.context["closing"]) == (200, [])
    assert "ana@example.org" not in answer.text


@pytest.mark.parametrize("number", [1, 60])
def test_the_page_asks_no_more_for_more_accounts(desk, number, django_assert_max_num_queries):
    for n in range(number):
        former(f"p{n}", timezone.localdate() - timedelta(days=80))

    with django_assert_max_num_queries(15):
        desk.get("/en/intranet/people/")
