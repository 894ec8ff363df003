"""Workers to be killed, and what their tests wait for."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from crm_portal.common import waking
from crm_portal.common.outbox import workflow
from crm_portal.common.outbox.models import Letter

PRERUN, ACCEPTED, POSTRUN = 4711, 4712, 4713  # as in worker.py, which is another process's settings
WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"
LONG_AGO = timedelta(minutes=30)
State = Letter.State


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
    return value


def environment(port, **more):
    names = {"DJANGO_SETTINGS_MODULE": "crm_portal.settings.test", "TEST_DATABASE": connection.settings_dict["NAME"]}
    return os.environ | names | {"MAIL_PORT": str(port)} | more


@contextmanager
def worker(port, log, app="tests.outbox.worker"):
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "-c", "1", "-l", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with log.open("a") as output:
        process = subprocess.Popen(
            command, env=environment(port), stdout=output, stderr=output, cwd=settings.BASE_DIR, start_new_session=True
        )
    try:
        wait_for(lambda: " ready." in log.read_text())
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def child_of(process):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(children[0]) if children else None


def empty_queue():
    redis.Redis.from_url(settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")).delete(
        settings.CELERY_TASK_DEFAULT_QUEUE
    )


def hold(lock, point):
    lock.execute("SELECT pg_advisory_lock(%s)", [point])


def release(lock, point):
    lock.execute("SELECT pg_advisory_unlock(%s)", [point])


def write(ana, text="Un aviso."):
    """As a page does: the worker is told when the row is committed."""
    note = workflow.draft("note", to=ana, subject="Aviso", text=text, by=ana)
    return workflow.queue(note, by=ana)


def state(letter):
    letter.refresh_from_db()
    return letter.state


def minutes_pass():
    """Everything that waits for a moment has waited for it, and the sweep comes by."""
    Letter.objects.filter(state=State.SENDING).update(sending_at=timezone.now() - LONG_AGO)
    Letter.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now() - LONG_AGO)
    waking.wake(workflow.SEND_TASK)
