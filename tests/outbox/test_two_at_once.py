"""Two workers gather daily summaries at the same time, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from crm_portal.common.outbox import sending, workflow
from crm_portal.common.outbox.models import Letter, MailPreference
from members.models import User

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
WORKERS = 2
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def readers(transactional_db):
    people = [User.objects.create_user(f"p{n}@example.org", full_name=f"P {n}") for n in range(12)]
    for person in people:
        MailPreference.objects.create(user=person, delivery="daily")
    return people


@pytest.fixture
def at_once():
    """Runs something in threads that begin together, each with a connection to the database of its own."""

    def run(*works):
        start = Barrier(len(works))

        def work(function):
            start.wait(10)
            try:
                return function()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as threads:
            return [done.result(60) for done in [threads.submit(work, function) for function in works]]

    return run


def post(news, person, number):
    return workflow.post(news.name, to=person, context={"title": str(number)}, text="Texto.")


def test_each_person_gets_one_summary_with_every_letter(readers, news, at_once):
    for number in range(10):
        for person in readers:
            post(news, person, number)

    made = at_once(*[lambda: workflow.gather_digests(FAR_AHEAD)] * WORKERS)

    digests = Letter.objects.filter(kind="digest")
    assert sum(made) == len(readers)
    assert sorted(digests.values_list("recipient", flat=True)) == sorted(person.pk for person in readers)
    assert {digest.items.count() for digest in digests} == {10}
    assert Letter.objects.filter(kind="news", carried_by=None).count() == 0


def test_one_who_comes_while_another_is_at_it_leaves_that_person_alone(readers, news):
    """The first holds the person in an open transaction; the second gathers for everybody else."""
    for person in readers:
        post(news, person, 1)
    held, go_on = Event(), Event()

    def first():
        try:
            with transaction.atomic():
                MailPreference.objects.select_for_update().get(user=readers[0])
                held.set()
                go_on.wait(30)
                return workflow.gather_for(MailPreference.objects.get(user=readers[0]).pk, FAR_AHEAD)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(first)
        held.wait(10)
        others = workflow.gather_digests(FAR_AHEAD)
        go_on.set()
        assert (others, waiting.result(30)) == (len(readers) - 1, True)

    assert Letter.objects.filter(kind="digest", recipient=readers[0]).count() == 1
    assert workflow.gather_digests(FAR_AHEAD) == 0


def test_a_letter_that_somebody_has_locked_is_not_left_out(readers, news, at_once):
    """Staff look at one of the letters, and decide to leave it be, while the summary is put together."""
    letters = [post(news, readers[0], number) for number in range(3)]
    held, gathering = Event(), Event()

    def looks():
        with transaction.atomic():
            Letter.objects.select_for_update().get(pk=letters[1].pk)
            held.set()
            gathering.wait(10)
            with connection.cursor() as cursor:  # until the other one waits for this very row
                cursor.execute("SELECT pg_sleep(0.3)")

    def gathers():
        held.wait(10)
        gathering.set()
        return workflow.gather_digests(FAR_AHEAD)

    made = at_once(looks, gathers)

    assert made == [None, 1]
    assert Letter.objects.get(kind="digest").items.count() == 3


def test_a_cancelled_letter_is_not_gathered_by_one_who_waited_for_it(readers, news, at_once):
    letters = [post(news, readers[0], number) for number in range(2)]
    held = Event()

    def cancels():
        with transaction.atomic():
            workflow.cancel(letters[0], by=readers[1])
            held.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")

    def gathers():
        held.wait(10)
        return workflow.gather_digests(FAR_AHEAD)

    at_once(cancels, gathers)

    assert list(Letter.objects.get(kind="digest").items.all()) == [letters[1]]


def test_two_senders_send_a_summary_once(readers, news, at_once, mail_server):
    for person in readers:
        post(news, person, 1)

    def gather_and_send():
        workflow.gather_digests(FAR_AHEAD)
        sending.send_due(timezone.now() + timedelta(minutes=1))

    at_once(*[gather_and_send] * WORKERS)
    sending.send_due(timezone.now() + timedelta(minutes=1))

    assert sorted(mail["To"] for mail in mail_server.mails) == sorted(person.email for person in readers)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
