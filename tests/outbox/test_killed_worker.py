"""Real workers die by SIGKILL at each point of a send, the broker and the mail server go away and come back.

Nothing is lost, and nothing arrives twice but in the middle of a send, where it carries the same Message-ID.
"""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.utils import timezone

from crm_portal.common import waking
from crm_portal.common.outbox.models import Letter
from crm_portal.common.outbox.workflow import SEND_TASK
from tests.outbox.mail_server import MailServer
from tests.outbox.processes import (
    ACCEPTED,
    POSTRUN,
    PRERUN,
    WAITING,
    child_of,
    empty_queue,
    environment,
    hold,
    minutes_pass,
    release,
    state,
    wait_for,
    worker,
    write,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

State = Letter.State


@pytest.fixture(scope="module")
def served(django_db_setup, tmp_path_factory):
    """One worker for the tests of this file: its children are killed, it goes on."""
    empty_queue()
    server, log = MailServer(), tmp_path_factory.mktemp("worker") / "worker.log"
    with worker(server.port, log) as process:
        yield server, process, log
    server.stop()


@pytest.fixture
def server(served):
    server = served[0]
    server.mails.clear()
    server.is_in_data.clear()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def child(served, server):
    return lambda: wait_for(lambda: child_of(served[1]))


def test_killed_before_the_send_it_arrives_once(served, server, child, lock, ana):
    hold(lock, PRERUN)
    letter = write(ana)
    wait_for(lambda: lock.execute(WAITING).fetchone())

    at_death = state(letter)
    os.kill(child(), signal.SIGKILL)
    release(lock, PRERUN)

    wait_for(lambda: state(letter) == State.SENT)  # the broker gives the task out again, by itself
    assert (at_death, server.message_ids) == (State.QUEUED, [letter.message_id])


def test_killed_in_the_middle_of_the_data_it_arrives_once(server, child, ana):
    server.is_slow = True
    letter = write(ana, text=("x" * 900 + "\n") * 4000)  # more than the buffers between here and there hold
    server.is_in_data.wait(20)

    at_death = state(letter)
    os.kill(child(), signal.SIGKILL)
    server.is_slow = False
    minutes_pass()
    wait_for(lambda: state(letter) == State.UNCERTAIN)
    minutes_pass()

    wait_for(lambda: state(letter) == State.SENT)
    assert (at_death, server.message_ids) == (State.SENDING, [letter.message_id])


def test_killed_when_the_server_had_taken_it_it_comes_again_under_the_same_message_id(server, child, lock, ana):
    hold(lock, ACCEPTED)
    letter = write(ana)
    wait_for(lambda: lock.execute(WAITING).fetchone())

    at_death = state(letter), len(server.mails)
    os.kill(child(), signal.SIGKILL)
    release(lock, ACCEPTED)
    minutes_pass()
    wait_for(lambda: state(letter) == State.UNCERTAIN)
    minutes_pass()

    wait_for(lambda: state(letter) == State.SENT)
    minutes_pass()
    time.sleep(0.5)
    assert at_death == (State.SENDING, 1)
    assert server.message_ids == [letter.message_id, letter.message_id]


def test_killed_after_the_send_it_does_not_come_again(served, server, child, lock, ana):
    hold(lock, POSTRUN)
    letter = write(ana)
    wait_for(lambda: lock.execute(WAITING).fetchone())
    told = served[2].read_text().count("] received")

    at_death = state(letter)
    os.kill(child(), signal.SIGKILL)
    release(lock, POSTRUN)

    wait_for(lambda: served[2].read_text().count("] received") > told)  # the task comes again
    minutes_pass()
    wait_for(lambda: served[2].read_text().count("] received") > told + 1)
    time.sleep(0.5)
    assert (at_death, state(letter), server.message_ids) == (State.SENT, State.SENT, [letter.message_id])


def test_the_broker_is_down_and_back(served, server):
    command = [sys.executable, "-m", "tests.outbox.writer", "new@example.org"]
    dead = environment(0, BROKER="redis://127.0.0.1:9")

    page = subprocess.run(command, env=dead, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    letter = Letter.objects.get()
    before = state(letter)
    waking.wake(SEND_TASK)  # the sweep, once the broker is back

    wait_for(lambda: state(letter) == State.SENT)
    assert (before, server.message_ids) == (State.QUEUED, [letter.message_id])
    assert float(page.stdout) < 1, "the page waited for the broker"
    assert "The worker could not be told of" in page.stderr
    assert "new@example.org" not in page.stderr


def test_the_mail_server_is_down_and_back(served, server, ana):
    server.stop()
    letter = write(ana)
    wait_for(lambda: state(letter) == State.QUEUED and letter.attempts == 1)
    waits, said = letter.next_attempt_at, letter.error

    server.start()
    minutes_pass()

    wait_for(lambda: state(letter) == State.SENT)
    assert (letter.attempts, server.message_ids) == (2, [letter.message_id])
    assert waits > timezone.now()
    assert "refused" in said


def test_the_workers_log_names_no_address_and_no_words(served, server, ana):
    server.rcpt_answers = ["550 <ana@example.org> is unknown"]
    failing = write(ana)
    wait_for(lambda: state(failing) == State.FAILED)
    fine = write(ana, text="Palabras para Ana.")
    wait_for(lambda: state(fine) == State.SENT)

    log = served[2].read_text()

    assert f"Letter {fine.pk}: sent" in log
    assert [word for word in ("@example.org", "Palabras", "Aviso") if word in log] == []
