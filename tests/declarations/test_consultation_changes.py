"""What changes around a running consultation: the presidency, the people of a country, what others point to it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from crm_portal.common.outbox.models import Letter
from declarations.consultations import conducting, keeping_time, people, worklist
from declarations.models import Reminder, Round
from meetings.models import AgendaItem
from members.models import Mandate, Party, PresidencyTerm, User
from tests.declarations.consulting import (
    FRIDAY,
    REASONS,
    after_first_round,
    agreed,
    both,
    fresh,
    in_first_round,
    refreshed,
    refusal,
    running,
    say,
    with_troika,
)
from tests.meetings.factories import convened, session
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def pass_the_presidency_on():
    """Guatemala presides from today on, Honduras is to come: Panama is out of the Troika."""
    today = timezone.localdate()
    PresidencyTerm.objects.filter(party__slug="gt").delete()
    PresidencyTerm.objects.filter(party__slug="cr", ends_on__gt=today).update(ends_on=today)
    for slug, starts, ends in (("gt", today, today + 365 * DAY), ("hn", today + 365 * DAY, today + 730 * DAY)):
        PresidencyTerm.objects.create(party=Party.objects.get(slug=slug), starts_on=starts, ends_on=ends)


def test_a_new_presidency_does_not_take_the_word_of_another_troika_for_the_own(consulters):
    now = timezone.now()
    consultation = with_troika(consulters, now - 2 * HOUR)
    for name in ("troika", "coming"):
        say(consultation, consulters[name], "agree", at=now - HOUR)
    pass_the_presidency_on()
    guatemala = fresh(consulters["coming"])

    said = refusal(conducting.agree, consultation, by=guatemala)
    conducting.take_back(consultation, by=guatemala)
    conducting.submit(consultation, by=guatemala)

    assert said == "The presidency has passed on, and the Troika is another: take the text back and present it anew."
    asked = running(consultation).addressees.order_by("party__slug").values_list("party__slug", flat=True)
    assert list(asked) == ["cr", "hn"]


def test_what_the_old_troika_has_not_answered_awaits_the_new_presidency(consulters):
    consultation = with_troika(consulters, timezone.now() - HOUR)
    say(consultation, consulters["coming"], "agree", at=timezone.now())
    waits = [list(worklist.for_the_presidency(fresh(consulters["ppt"]), timezone.now()))]
    pass_the_presidency_on()

    waits.append(list(worklist.for_the_presidency(fresh(consulters["coming"]), timezone.now())))

    assert waits == [[], [consultation]]
    assert people.reminded(running(consultation).addressees.get(party__slug="pa")) == []
    assert "Nobody is to be reminded" in refusal(
        keeping_time.remind_missing, running(consultation), by=fresh(consulters["coming"])
    )


def test_a_country_without_a_focal_point_has_its_head_of_delegation_reminded(consulters):
    now = timezone.now()
    consultation = in_first_round(consulters, now - HOUR)
    Mandate.objects.filter(role="focal", party__slug="mx").update(valid_until=timezone.localdate())

    keeping_time.remind_missing(running(consultation), by=consulters["ppt"], now=now)

    to = Letter.objects.filter(kind="consultation-reminder").values_list("recipient__email", flat=True)
    assert "hod@example.org" in to
    assert len(to) == 11


def test_a_country_where_nobody_answers_is_not_counted_as_reminded(consulters):
    now = timezone.now()
    consultation = in_first_round(consulters, now - HOUR)
    Mandate.objects.filter(party__slug="us").update(valid_until=timezone.localdate())

    number = keeping_time.remind_missing(running(consultation), by=consulters["ppt"], now=now)
    reminder = Reminder.objects.filter(addressee__party__slug="us", kind="half_time").get()
    keeping_time.keep(reminder.due_at)
    reminder.refresh_from_db()

    assert (number, reminder.state) == (10, "needless")


def test_a_round_that_cannot_be_ended_does_not_stop_the_others(consulters):
    first, second = in_first_round(consulters), in_first_round(consulters, FRIDAY + HOUR)
    broken = running(first)
    type(first).objects.filter(pk=first.pk).update(status="draft")  # no step leads on from there

    with pytest.raises(Exception, match="not possible"):
        keeping_time.keep(running(second).closes_at + DAY)

    assert Round.objects.get(pk=broken.pk).closed_at is None
    assert refreshed(second).status == "between"


def test_the_letter_about_more_time_says_why_in_the_readers_language(consulters):
    consultation = in_first_round(consulters)
    User.objects.filter(email="focal-us@example.org").update(language="en")

    conducting.extend(
        running(consultation),
        until=date(2026, 10, 2),
        reasons={"es": "Feria patria.", "en": "National holidays."},
        by=consulters["ppt"],
        now=FRIDAY + DAY,
    )

    letters = Letter.objects.filter(kind="consultation-extended")
    assert "National holidays." in letters.get(recipient__email="focal-us@example.org").text
    assert "Feria patria." in letters.get(recipient__email="focal-mx@example.org").text


def test_the_board_keeps_the_days_as_they_were_sent_beside_more_time(consulters):
    consultation = agreed(consulters, FRIDAY - DAY)
    mexico = Party.objects.get(slug="mx").pk
    round_ = conducting.open_round(
        consultation, by=consulters["ppt"], edited={mexico: date(2026, 9, 28)}, reasons=both("Lo pidió."), now=FRIDAY
    )

    conducting.extend(round_, until=date(2026, 10, 2), reasons=both("x"), by=consulters["ppt"], now=FRIDAY + DAY)

    cell = round_.addressees.get(party=mexico)
    assert (cell.computed_on, cell.sent_last_on, cell.last_on) == (
        date(2026, 9, 21),
        date(2026, 9, 28),
        date(2026, 10, 2),
    )


def test_an_auditor_does_not_read_in_the_record_what_a_consultation_is_called(consulters):
    consultation = after_first_round(consulters)
    conducting.declare(consultation, "carried", REASONS, by=consulters["ppt"])
    today = timezone.localdate()
    plenary = session(convened(consulters["ppt"], "Reunión", starts_on=today, last_on=today), "plenary", "P", day=today)
    AgendaItem.objects.create(
        session=plenary, title_es="Tema", title_en="Quetzal", consultation=consultation, audience="public"
    )
    auditor = Client()
    sign_in_past_second_factor(auditor, fresh(seated("auditor", "auditor", "ca")))

    page = auditor.get("/en/intranet/record-of-changes/?kind=meetings.agendaitem")

    assert page.status_code == 200
    assert "Quetzal" in page.content.decode()
    assert consultation.title_en not in page.content.decode()
