"""What is kept no longer than the privacy notice says."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape

from crm_portal.celery import app as celery_app
from crm_portal.common import retention
from crm_portal.common.retention import Retention
from crm_portal.site.tasks import enforce_retention
from members import retained
from members.models import Mandate, Party, PartyStatus, Substitution, User
from members.roles import Role

TODAY = date(2026, 7, 1)
NOW = timezone.make_aware(timezone.datetime(2026, 7, 1, 3, 30))


def person(name, *, joined=date(2020, 1, 1), ended=None, role=Role.AUDITOR, **values):
    user = User.objects.create_user(f"{name}@example.org", "a-long-enough-password", full_name=name.title(), **values)
    User.objects.filter(pk=user.pk).update(joined_at=timezone.make_aware(timezone.datetime(*joined.timetuple()[:3])))
    if ended != "never held one":
        party = Party.objects.get(iso2="MX")
        Mandate.objects.create(
            user=user, party=party, role=role, position="Jefa", valid_from=date(2021, 1, 1), valid_until=ended
        )
    return user


def days_ago(number):
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("ended", "joined", "is_open", "has_name"),
    [
        (None, date(2020, 1, 1), True, True),
        (days_ago(-30), date(2020, 1, 1), True, True),
        (days_ago(89), date(2020, 1, 1), True, True),
        (days_ago(91), date(2020, 1, 1), False, True),
        (days_ago(729), date(2020, 1, 1), False, True),
        (days_ago(731), date(2020, 1, 1), False, False),
        ("never held one", days_ago(89), True, True),
        ("never held one", days_ago(91), False, True),
        ("never held one", days_ago(731), False, False),
    ],
)
def test_an_account_without_a_mandate_is_closed_and_later_loses_its_name(history, ended, joined, is_open, has_name):
    user = person("ana", ended=ended, joined=joined)
    EmailAddress.objects.create(user=user, email=user.email)

    list(retention.enforce(NOW))

    user.refresh_from_db()
    assert (user.is_active, user.full_name, "ana" in user.email) == (is_open, "Ana" if has_name else "", has_name)
    assert EmailAddress.objects.filter(user=user).exists() == has_name
    assert user.has_usable_password() == has_name
    assert {mandate.position for mandate in user.mandates.all()} <= ({"Jefa"} if has_name else {""})


def test_a_deputy_and_a_break_glass_account_stay(history):
    deputy = person("deputy", ended=days_ago(800))
    emergency = person("root", ended="never held one", is_superuser=True)
    away = person("away")
    Substitution.objects.create(
        mandate=away.mandates.get(),
        deputy=deputy,
        named_by=away,
        valid_from=days_ago(5),
        valid_until=days_ago(-5),
    )

    list(retention.enforce(NOW))

    assert set(User.objects.filter(pk__in=[deputy.pk, emergency.pk]).values_list("is_active", "full_name")) == {
        (True, "Deputy"),
        (True, "Root"),
    }


def test_whoever_is_invited_and_not_yet_approved_stays(history):
    user = person("ana", ended=None, joined=days_ago(200))

    list(retention.enforce(NOW))

    user.refresh_from_db()
    assert user.mandates.get().approved_at is None
    assert user.is_active


def test_sessions_and_what_was_noted_of_devices_end(client, history):
    ana, eva = person("ana"), person("eva")
    clients = {}
    for user in (ana, eva):
        clients[user] = Client()
        clients[user].force_login(user)
        UserSession.objects.update_or_create(
            session_key=clients[user].session.session_key, defaults={"user": user, "ip": "192.0.2.1", "user_agent": "x"}
        )
    key = clients[ana].session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))

    list(retention.enforce(timezone.now()))

    assert not Session.objects.filter(session_key=key).exists()
    assert [session.user for session in UserSession.objects.all()] == [eva]


def test_the_admins_list_of_actions_ends_after_a_year(history):
    ana = person("ana")
    for age in (364, 366):
        entry = LogEntry.objects.create(user=ana, object_repr=str(age), action_flag=ADDITION)
        LogEntry.objects.filter(pk=entry.pk).update(action_time=NOW - timedelta(days=age))

    list(retention.enforce(NOW))

    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["364"]


def test_the_nightly_task_may_run_twice(history):
    user = person("ana", ended=date(2021, 6, 1))

    enforce_retention()
    first = User.objects.filter(pk=user.pk).values().get()
    enforce_retention()

    assert User.objects.filter(pk=user.pk).values().get() == first
    assert first["email"] == f"former-{user.pk}@{retained.NOWHERE}"


def test_the_scheduler_asks_for_it_every_day():
    assert celery_app.conf.beat_schedule["enforce-retention"]["task"] == enforce_retention.name
    assert enforce_retention.name in celery_app.tasks


@pytest.fixture
def one_that_fails():
    def fail(before):
        raise ValueError(before)

    before = list(retention.retentions)
    retention.retentions.add(Retention(1, "broken", "x", timedelta(days=1), "x", "x", fail))
    yield
    retention.retentions._items = before


def test_one_kind_that_fails_holds_up_no_other(history, one_that_fails):
    user = person("ana", ended=days_ago(100))

    with pytest.raises(ExceptionGroup) as raised:
        list(retention.enforce(NOW))

    user.refresh_from_db()
    assert not user.is_active
    assert [str(failure) for failure in raised.value.exceptions] == [str(NOW - timedelta(days=1))]


def test_what_is_removed_says_how_long_it_is_kept():
    with pytest.raises(ValueError, match="broken"):
        Retention(1, "broken", "x", None, "x", "x", lambda before: 0)


@pytest.mark.parametrize(
    ("keeps", "words"),
    [
        (None, "sin límite"),
        (timedelta(hours=12), "12 horas"),
        (timedelta(days=1), "1 día"),
        (timedelta(days=90), "90 días"),
        (timedelta(days=365), "1 año"),
        (timedelta(days=5 * 365), "5 años"),
        (timedelta(days=400), "400 días"),
    ],
)
def test_a_time_is_said_in_words(keeps, words):
    with translation.override("es"):
        assert Retention(1, "x", "x", keeps, "x", "x").keeps_label == words


@pytest.mark.parametrize(("address", "language"), [("/es/privacidad/", "es"), ("/en/privacy/", "en")])
def test_the_privacy_notice_prints_every_rule_that_is_enforced(client, history, address, language):
    answer = client.get(address)

    with translation.override(language):
        expected = [
            [str(escape(part)) for part in (r.kind, r.keeps_label, r.since or "—", r.ends)]
            for r in retention.retentions
        ]
    body = answer.text.split("<tbody>")[1].split("</tbody>")[0]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("</tr>") if row.strip()]
    assert found == expected
    assert len(found) >= 7


def test_the_footer_leads_to_both_notices(client, history):
    foot = client.get("/es/").text.split("<footer")[1]

    assert re.findall(r'href="([^"]+)">(Privacidad|Condiciones de uso)<', foot) == [
        ("/es/privacidad/", "Privacidad"),
        ("/es/condiciones/", "Condiciones de uso"),
    ]


def test_a_country_that_left_keeps_no_account_open(history):
    """The seat does not matter: only the mandate does."""
    PartyStatus.objects.filter(party__iso2="MX").update(valid_until=days_ago(400))
    user = person("ana", ended=days_ago(100))

    list(retention.enforce(NOW))

    user.refresh_from_db()
    assert not user.is_active
