"""A real worker: a PDF that hangs, or that eats all memory, is ended and given up, and the others are made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm_portal.common import waking
from crm_portal.common.pdf import workflow
from crm_portal.common.pdf.models import Printout
from tests.outbox.processes import empty_queue, wait_for, worker
from tests.pdf.reading import read

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

State = Printout.State


@pytest.fixture
def served(django_db_setup, tmp_path):
    empty_queue()
    with worker(0, tmp_path / "worker.log", app="tests.pdf.worker"):
        yield


def state(printout):
    printout.refresh_from_db()
    return printout.state


def test_pdfs_that_misbehave_are_given_up_and_the_next_is_made(served, ana):
    bad = [workflow.ask(kind, ana, language="es", by=ana) for kind in ("hanging", "hungry")]
    good = workflow.ask("honest", ana, language="es", by=ana)

    wait_for(lambda: state(good) == State.READY or sweep(), seconds=240)
    wait_for(lambda: [state(one) for one in bad] == [State.FAILED] * 2 or sweep(), seconds=240)

    assert [(one.attempts, one.file) for one in bad] == [(workflow.MOST_ATTEMPTS, None)] * 2
    assert read(good).metadata.title == "Ana Ejemplo"


def sweep():
    """Minutes pass, and the scheduler asks once more."""
    lost = timezone.now() - workflow.LOST_AFTER - timedelta(seconds=1)
    stuck = Printout.objects.filter(state=State.MAKING, begun_at__lt=timezone.now() - timedelta(seconds=4))
    if stuck.update(begun_at=lost):
        waking.wake(workflow.MAKE_TASK)
