"""Sending to a real mail server that takes, refuses, is slow or is down."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from crm_portal.common.outbox import sending, workflow
from crm_portal.common.outbox.models import Letter
from crm_portal.common.outbox.sending import Outcome
from members.models import Party, User

State = Letter.State
LATER = timedelta(hours=2)


@pytest.fixture
def letter(ana, news):
    return workflow.post("news", to=ana, context={"title": "uno"}, text="Léalo en https://example.org/es/uno/")


@pytest.fixture
def secret(ana):
    return workflow.post("account", to=ana, subject="Enlace", text="https://example.org/reset/abc")


def row(letter):
    letter.refresh_from_db()
    return letter


def test_a_letter_arrives_with_its_headers(letter, mail_server, settings):
    settings.MAIL_FROM = "Portal <portal@example.org>"
    settings.MAIL_BOUNCE_ADDRESS = "bounces@example.org"
    settings.MAIL_REPLY_TO = "secretariat@example.org"

    assert sending.send_due() == [Outcome.SENT]

    [mail] = mail_server.mails
    assert mail.envelope == ("bounces@example.org", ["ana@example.org"])
    assert (mail["From"], mail["To"], mail["Reply-To"], mail["Subject"]) == (
        "Portal <portal@example.org>",
        "ana@example.org",
        "secretariat@example.org",
        "News: uno",
    )
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (letter.message_id, "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "https://example.org/es/uno/" in mail.get_body(["plain"]).get_content()


def test_a_secret_is_emptied_once_it_is_sent(secret, mail_server):
    sending.send_due()

    assert "https://example.org/reset/abc" in mail_server.mails[0].get_body(["plain"]).get_content()
    assert (row(secret).state, secret.text, secret.html, secret.context) == (State.SENT, "", "", {})


@pytest.mark.parametrize(
    ("where", "answer", "outcome", "state"),
    [
        ("rcpt_answers", "451 4.7.1 Try again later", Outcome.HELD, State.QUEUED),
        ("rcpt_answers", "550 5.1.1 No such person", Outcome.FAILED, State.FAILED),
        ("data_answers", "452 4.2.2 Full", Outcome.HELD, State.QUEUED),
        ("data_answers", "554 5.7.1 Unwanted", Outcome.FAILED, State.FAILED),
        ("rcpt_answers", "421 4.3.2 Going down", Outcome.HELD, State.QUEUED),
    ],
)
def test_a_refusal_is_kept_in_the_servers_words(letter, mail_server, where, answer, outcome, state):
    getattr(mail_server, where).append(answer)

    assert sending.send_due() == [outcome]

    assert (row(letter).state, letter.error, letter.attempts) == (state, answer, 1)
    assert mail_server.mails == []


def test_a_refusal_for_now_is_tried_again_and_arrives_once(letter, mail_server):
    mail_server.rcpt_answers = ["451 Later", "451 Later"]

    outcomes = []
    for _attempt in range(3):
        outcomes.append(sending.send_due())
        Letter.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now())  # time passes

    assert outcomes == [[Outcome.HELD], [Outcome.HELD], [Outcome.SENT]]
    assert (row(letter).state, letter.attempts, letter.error) == (State.SENT, 3, "")
    assert mail_server.message_ids == [letter.message_id]


def test_a_letter_refused_for_days_is_given_up(letter, mail_server):
    Letter.objects.update(queued_at=timezone.now() - timedelta(days=4))
    mail_server.rcpt_answers = ["451 Later"]

    sending.send_due()

    assert (row(letter).state, letter.error) == (State.FAILED, "451 Later")


def test_a_server_that_is_down_holds_everything_and_nothing_is_lost(mail_server, news, ana):
    letters = [workflow.post("news", to=ana, context={"title": n}, text="…") for n in range(5)]
    mail_server.stop()

    down = sending.send_due()
    mail_server.start()
    at_once = sending.send_due()
    later = sending.send_due(timezone.now() + LATER)

    assert (down, at_once, later) == ([Outcome.UNREACHABLE], [], [Outcome.SENT] * 5)
    assert sorted(mail_server.message_ids) == sorted(letter.message_id for letter in letters)


def test_a_server_that_never_answers_leaves_the_letter_uncertain_and_it_repeats_itself_once(letter, mail_server):
    mail_server.is_slow = True

    outcomes = [sending.send_due()]
    seen = [row(letter).state]
    outcomes.append(sending.send_due())  # at once: not yet
    outcomes.append(sending.send_due(timezone.now() + LATER))
    seen.append(row(letter).state)
    outcomes.append(sending.send_due(timezone.now() + LATER))  # not a third time

    assert outcomes == [[Outcome.UNKNOWN], [], [Outcome.UNKNOWN], []]
    assert seen == [State.UNCERTAIN, State.UNCERTAIN]
    assert (letter.next_attempt_at, letter.attempts) == (None, 2)


def test_staff_resend_what_stays_uncertain_under_the_same_message_id(letter, mail_server, ana):
    mail_server.is_slow = True
    sending.send_due()
    sending.send_due(timezone.now() + LATER)
    mail_server.is_slow = False

    workflow.resend(letter, by=ana)
    sending.send_due()

    assert row(letter).state == State.SENT
    assert set(mail_server.message_ids) == {letter.message_id}


def test_a_kind_that_fails_its_own_check_does_not_keep_the_others(mail_server, make_kind, ana, caplog):
    make_kind("broken", may_still=lambda letter: 1 / 0)
    broken = workflow.post("broken", to=ana, subject="x", text="y")
    sound = workflow.post("account", to=ana, subject="x", text="y")

    sending.send_due()

    assert (row(broken).state, row(sound).state) == (State.FAILED, State.SENT)


def test_a_letter_of_a_kind_that_is_gone_fails(letter, mail_server):
    Letter.objects.update(kind="gone")

    sending.send_due()

    assert row(letter).state == State.FAILED
    assert letter.error


def test_a_wrong_setting_holds_the_letters(letter, mail_server, settings):
    sound = settings.MAILERS
    settings.MAILERS = {"default": sound["default"] | {"OPTIONS": {"hosst": "127.0.0.1"}}}
    wrong = sending.send_due()
    settings.MAILERS = sound

    Letter.objects.update(next_attempt_at=timezone.now())
    right = sending.send_due()

    assert (wrong, right) == ([Outcome.UNREACHABLE], [Outcome.SENT])


# Asked again at the moment of sending


def deactivated(letter):
    User.objects.filter(pk=letter.recipient_id).update(is_active=False)


def out_of_date(letter):
    Letter.objects.update(queued_at=timezone.now() - timedelta(hours=2))


def gone(letter):
    Letter.objects.update(about_model="members.party", about_pk="999999")


def nonsense(letter):
    Letter.objects.update(about_model="members.party", about_pk="x")


@pytest.mark.parametrize("change", [deactivated, out_of_date, gone, nonsense])
def test_a_letter_that_may_not_leave_any_more_is_cancelled_with_the_reason(secret, mail_server, change):
    change(secret)

    assert sending.send_due() == []

    assert (row(secret).state, secret.text, mail_server.mails) == (State.CANCELLED, "", [])
    assert secret.error


def test_a_letter_about_something_hidden_from_its_recipient_is_cancelled(mail_server, make_kind, ana, ben):
    make_kind("paper", may_still=lambda letter: letter.recipient == ben)
    letters = {person: workflow.post("paper", to=person, subject="x", text="y") for person in (ana, ben)}

    sending.send_due()

    assert {person: row(letter).state for person, letter in letters.items()} == {
        ana: State.CANCELLED,
        ben: State.SENT,
    }


def test_a_letter_about_something_that_is_there_leaves(mail_server, make_kind, ana, history):
    make_kind("paper")
    letter = workflow.post("paper", to=ana, subject="x", text="y", about=Party.objects.first())

    sending.send_due()

    assert row(letter).state == State.SENT


def test_a_letter_leaves_only_to_those_within_whose_sight_its_subject_is(
    mail_server, make_kind, ana, ben, history, monkeypatch
):
    make_kind("paper")
    rows = Party._default_manager  # no model draws the line yet, so one is given it as later apps will
    monkeypatch.setattr(rows, "visible_to", lambda user: rows.all() if user == ben else rows.none(), raising=False)
    letters = {
        person: workflow.post("paper", to=person, subject="x", text="y", about=Party.objects.first())
        for person in (ana, ben)
    }

    sending.send_due()

    assert {person: row(letter).state for person, letter in letters.items()} == {
        ana: State.CANCELLED,
        ben: State.SENT,
    }


def test_the_reply_address_is_asked_for_when_the_letter_leaves(mail_server, make_kind, ana):
    presiding = ["cr@example.org"]
    make_kind("letterhead", reply_to=lambda: presiding[0])
    workflow.post("letterhead", to=ana, subject="x", text="y")
    presiding[0] = "gt@example.org"

    sending.send_due()

    assert mail_server.mails[0]["Reply-To"] == "gt@example.org"


# Racing


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_letter_once(mail_server, news, ana):
    letters = [workflow.post("news", to=ana, context={"title": n}, text="…") for n in range(20)]
    start = threading.Barrier(2)

    def send():
        start.wait()
        try:
            sending.send_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(mail_server.message_ids) == sorted(letter.message_id for letter in letters)
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


def test_an_attempt_that_another_has_overtaken_changes_nothing(letter, mail_server):
    slow = workflow.begin_next(timezone.now())
    workflow.doubt_lost(timezone.now() + workflow.GRACE * 2)
    workflow.begin_next(timezone.now() + LATER)

    with pytest.raises(workflow.TransitionNotAllowed):
        workflow.fail(slow, words="late")

    assert row(letter).state == State.SENDING


def test_the_log_names_no_address(letter, mail_server, caplog):
    caplog.set_level("INFO")
    mail_server.rcpt_answers = ["550 <ana@example.org> does not live here"]

    sending.send_due()

    assert "ana@example.org" in row(letter).error
    assert f"Letter {letter.pk}: failed" in caplog.text
    assert "ana@" not in caplog.text
