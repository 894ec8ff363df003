"""Reminders of what is not paid: by the coordinator, to those who owe, once a day, in each person's language."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from contributions import reminders
from contributions.models import Reminder
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party, User
from tests.contributions.factories import assessed, paid
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/contributions/reminders/"
OVERDUE_DAYS = 10


@pytest.fixture
def overdue(people):
    """The invoices of all members, ten days overdue; Mexico has focal points of two languages, Canada one."""
    today = timezone.localdate()
    User.objects.filter(pk=people["focal"].pk).update(language="es")
    User.objects.filter(pk=seated("focal-mx-2", "focal", "mx").pk).update(language="en")
    seated("focal-ca", "focal", "ca")
    return assessed(
        people["st_coord"],
        starts_on=date(today.year, 1, 1),
        last_on=date(today.year, 12, 31),
        due_on=today - timedelta(days=OVERDUE_DAYS),
    )


def countries(*slugs):
    return list(Party.objects.filter(slug__in=slugs).order_by("name"))


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def test_each_focal_point_is_written_to_in_the_own_language(people, overdue):
    paid("mx", "3364", people)

    number = reminders.remind(countries("mx"), by=people["st_coord"])

    letters = {letter.language: letter for letter in Letter.objects.filter(kind="contribution-reminder")}
    symbol = overdue["mx"].symbol
    assert number == 2
    assert letters["en"].subject == "Contribution of Mexico: USD 30,000.00 outstanding"
    assert f"{symbol} ({timezone.localdate().year}): USD 30,000.00 of USD 33,364.00" in letters["en"].text
    assert "10 days overdue" in letters["en"].text
    assert symbol in letters["es"].text
    assert "/es/intranet/" in letters["es"].text
    assert Reminder.objects.get().outstanding_usd == Decimal(30000)


def test_a_country_is_reminded_once_a_day(people, overdue):
    reminders.remind(countries("mx"), by=people["st_coord"])
    sent = Reminder.objects.get()

    with pytest.raises(TransitionNotAllowed, match="Mexico was reminded today already"):
        reminders.remind(countries("ca", "mx"), by=people["st_coord"])
    with pytest.raises(IntegrityError, match="reminder_once_a_day"), transaction.atomic():
        Reminder.objects.create(
            party=sent.party, as_of=sent.as_of, outstanding_usd=Decimal(1), sent_by=people["st_coord"]
        )

    assert Reminder.objects.count() == 1
    Reminder.objects.update(as_of=sent.as_of - timedelta(days=1))
    assert reminders.remind(countries("ca", "mx"), by=people["st_coord"]) == 3


@pytest.mark.parametrize(
    ("slugs", "said"),
    [
        ((), "Choose at least one country"),
        (("ca", "mx"), "Canada owes nothing"),
        (("bz",), "Belize has no focal point"),
    ],
)
def test_nobody_is_written_to_in_vain(people, overdue, slugs, said):
    paid("ca", "68000", people)

    with pytest.raises(TransitionNotAllowed, match=said):
        reminders.remind(countries(*slugs), by=people["st_coord"])

    assert (Reminder.objects.count(), Letter.objects.filter(kind="contribution-reminder").count()) == (0, 0)


def test_whoever_has_paid_meanwhile_is_not_reminded_any_more(people, overdue):
    reminders.remind(countries("mx"), by=people["st_coord"])
    letter = Letter.objects.filter(kind="contribution-reminder").first()
    before = reminders.still_owes(letter)

    paid("mx", "33364", people)

    assert (before, reminders.still_owes(letter)) == (True, False)


def test_the_overdue_are_ticked_and_read_before_they_are_sent(people, overdue):
    paid("ca", "68000", people)
    client = visitor(people["st_coord"])

    page = client.get(PAGE).content.decode()
    preview = client.get(f"{PAGE}?country=mx").content.decode()

    assert page.count(" checked") == 10
    assert 'value="ca"' not in page
    assert [words in preview for words in ('lang="es"', 'lang="en"', overdue["mx"].symbol, "reminders/send/")] == [
        True
    ] * 4
    assert Letter.objects.filter(kind="contribution-reminder").count() == 0


def test_send_sends_and_a_second_click_does_not(people, overdue):
    client = visitor(people["st_coord"])

    first = client.post(f"{PAGE}send/", {"country": ["mx", "nowhere"]}, follow=True).content.decode()
    again = client.post(f"{PAGE}send/", {"country": ["mx"]}, follow=True).content.decode()

    assert "2 letters are on their way." in first
    assert "Mexico was reminded today already." in again
    assert Reminder.objects.count() == 1


def test_the_coordinator_alone_reminds(people, overdue):
    clients = {role: visitor(people[role]) for role in ("focal", "hod", "ppt", "auditor", "st_assist", "st_coord")}
    seen = {role: client.get(PAGE).status_code for role, client in clients.items()}
    sending = {role: client.post(f"{PAGE}send/", {"country": "mx"}).status_code for role, client in clients.items()}

    assert {role for role, status in seen.items() if status == 200} == {"st_coord", "st_assist", "auditor"}
    assert {role: status for role, status in sending.items() if status != 404} == {
        "st_coord": 302,
        "st_assist": 403,
        "auditor": 403,
    }
