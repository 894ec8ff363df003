"""A whole worker is gone, with the tasks it had fetched; the next one finds the rows."""

import os
import signal

import pytest

from crm_portal.common.outbox.models import Letter
from tests.outbox.mail_server import MailServer
from tests.outbox.processes import (
    ACCEPTED,
    WAITING,
    empty_queue,
    hold,
    minutes_pass,
    release,
    state,
    wait_for,
    worker,
    write,
)

State = Letter.State


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_whole_worker_is_killed_and_another_sends_it(ana, lock, tmp_path):
    """The task itself is lost with the worker for an hour; the sweep finds the row."""
    empty_queue()
    server = MailServer()
    server.start()
    hold(lock, ACCEPTED)
    with worker(server.port, tmp_path / "first.log") as first:
        letters = [write(ana) for _ in range(3)]
        wait_for(lambda: lock.execute(WAITING).fetchone())
        os.killpg(first.pid, signal.SIGKILL)
    release(lock, ACCEPTED)

    with worker(server.port, tmp_path / "second.log"):
        minutes_pass()
        wait_for(lambda: Letter.objects.filter(state=State.UNCERTAIN).exists() or len(server.mails) == 4)
        minutes_pass()
        wait_for(lambda: {state(letter) for letter in letters} == {State.SENT})
    server.stop()

    assert set(server.message_ids) == {letter.message_id for letter in letters}
    assert len(server.message_ids) == 4  # the one in mid-send came twice
