"""A PDF is asked for once, made by the worker, and had by those who may see what it is about."""

import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from crm_portal.common.pdf import workflow
from crm_portal.common.pdf.kinds import kinds
from crm_portal.common.pdf.models import Printout
from members.models import User
from tests.pdf.reading import read, words_of

State = Printout.State


@pytest.fixture
def printout(admitted, ana):
    return workflow.ask("test", ana, language="es", by=ana)


def test_a_pdf_waits_is_made_and_is_kept_as_a_private_file(printout, ana):
    waited = printout.state

    worked = [workflow.make_next(), workflow.make_next()]

    printout.refresh_from_db()
    reader = read(printout)
    assert (waited, worked, printout.state, printout.attempts) == (State.WAITING, [True, False], State.READY, 1)
    assert (printout.file.name, printout.file.uploaded_by, printout.file.scan) == (f"sobre-{ana.pk}.pdf", ana, "clean")
    assert reader.metadata.title == "Sobre Ana Ejemplo"
    assert "Conferencia Regional sobre Migración" in words_of(printout)


def test_a_pdf_that_the_calendar_asked_for_is_nobodys(admitted, ana):
    printout = workflow.ask("test", ana, language="en", by=None)

    workflow.make_next()

    printout.refresh_from_db()
    assert printout.file.uploaded_by is None
    assert "Regional Conference on Migration" in words_of(printout)


def test_whoever_asks_for_what_is_being_made_gets_the_same(printout, ana):
    again = workflow.ask("test", ana, language="es", by=ana)
    other = workflow.ask("test", ana, language="en", by=ana)

    assert (again, Printout.objects.count()) == (printout, 2)
    assert other != printout


def test_a_new_one_may_be_asked_for_when_it_is_ready(printout, ana):
    workflow.make_next()

    later = workflow.ask("test", ana, language="es", by=ana)

    assert (later.state, Printout.objects.count()) == (State.WAITING, 2)


def test_a_pdf_that_fails_is_tried_twice_and_holds_up_no_other(printout, ana, caplog):
    kinds["test"] = replace(kinds["test"], title=lambda person: f"{1 / 0} {person.full_name}")
    first = workflow.begin_next()
    workflow.stop_trying(first)
    after_one = Printout.objects.get(pk=printout.pk).state

    worked = [workflow.make_next(), workflow.make_next()]

    printout.refresh_from_db()
    assert (after_one, worked) == (State.WAITING, [True, False])
    assert (printout.state, printout.attempts, printout.file) == (State.FAILED, 2, None)
    assert ana.full_name not in caplog.text


def test_a_pdf_whose_worker_died_is_taken_up_again_and_then_given_up(printout):
    lost = timezone.now() - workflow.LOST_AFTER - timedelta(seconds=1)
    taken = []
    for _ in range(4):
        taken.append(workflow.begin_next())
        Printout.objects.filter(state=State.MAKING).update(begun_at=lost)

    printout.refresh_from_db()
    assert taken == [printout, printout, None, None]
    assert printout.state == State.FAILED


def test_a_late_worker_does_not_put_a_second_file_away(printout):
    slow = workflow.begin_next()
    Printout.objects.update(begun_at=timezone.now() - workflow.LOST_AFTER - timedelta(seconds=1))
    quick = workflow.begin_next()
    workflow.finish(quick, b"%PDF-quick")

    workflow.finish(slow, b"%PDF-slow")

    printout.refresh_from_db()
    with printout.file.open() as content:
        assert content.read() == b"%PDF-quick"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same(admitted, ana):
    for language in ("es", "en"):
        workflow.ask("test", ana, language=language, by=ana)
    barrier, taken = threading.Barrier(2), []

    def work():
        barrier.wait()
        taken.append(workflow.begin_next())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {one.language for one in taken} == {"es", "en"}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_ask_once(admitted, ana):
    barrier, asked = threading.Barrier(2), []

    def click():
        barrier.wait()
        asked.append(workflow.ask("test", ana, language="es", by=ana).pk)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(asked)) == Printout.objects.count() == 1


def test_the_file_is_for_those_who_may_see_what_it_is_about(printout, admitted, ana):
    workflow.make_next()
    printout.refresh_from_db()
    stranger = User.objects.create_user("ben@example.org", full_name="Ben")
    admitted.add(ana.pk)
    answers = {}
    for person in (ana, stranger):
        client = Client()
        client.force_login(person)
        answers[person.full_name] = client.get(printout.file.get_absolute_url())
    admitted.clear()
    client = Client()
    client.force_login(ana)

    revoked = client.get(printout.file.get_absolute_url())

    content = b"".join(answers["Ana Ejemplo"].streaming_content)
    answers["Ana Ejemplo"].close()
    assert PdfReader(BytesIO(content)).metadata.title == "Sobre Ana Ejemplo"
    assert (answers["Ben"].status_code, revoked.status_code) == (404, 404)
