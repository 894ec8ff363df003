"""Files are held until the scanner has seen them; a scanner that is down keeps them held. Hardening plan, row B1."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from crm_portal.common.files import clamav, scanning, tasks
from crm_portal.common.files.models import PrivateFile
from tests.files import honest
from tests.files.conftest import stored_files


class Clamd:
    """A daemon that speaks clamd's INSTREAM: reads the stream to its end, then says what it was told to."""

    def __init__(self, answer, listener):
        self.answer, self.listener = answer, listener
        self.received = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with peer:
                self.talk(peer)

    def talk(self, peer):
        stream = peer.makefile("rb")
        if stream.read(10) != b"zINSTREAM\0":
            peer.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(size)
        self.received.append(content)
        if self.answer is not None:
            peer.sendall(self.answer + b"\0")


@contextmanager
def clamd(answer, path=None):
    with socket.socket(socket.AF_UNIX if path else socket.AF_INET) as listener:
        listener.bind(str(path) if path else ("127.0.0.1", 0))
        listener.listen()
        daemon = Clamd(answer, listener)
        daemon.address = str(path) if path else f"127.0.0.1:{listener.getsockname()[1]}"
        yield daemon
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def held(put, settings):
    """A file that waits for a scanner; nothing listens at the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{free.getsockname()[1]}"
    return put()


def verdict(file):
    file.refresh_from_db()
    return file.scan, file.finding


def test_without_a_scanner_a_file_is_clean_at_once(put):
    assert verdict(put()) == ("clean", "")


def test_with_a_scanner_a_new_file_is_held_and_hidden(held, reader, uploader):
    assert verdict(held) == ("pending", "")
    assert list(PrivateFile.objects.visible_to(reader)) == []
    assert list(PrivateFile.objects.visible_to(uploader)) == [held]


def test_a_clean_file_is_let_through(held, settings, reader):
    with clamd(b"stream: OK") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan(str(held.pk))

    assert (verdict(held), daemon.received) == (("clean", ""), [honest.FILES["pdf"]])
    assert list(PrivateFile.objects.visible_to(reader)) == [held]


def test_an_infected_file_is_removed_and_its_row_says_so(held, settings, folder, reader):
    with clamd(b"stream: Eicar-Test-Signature FOUND") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan(str(held.pk))

    assert (verdict(held), stored_files(folder)) == (("infected", "Eicar-Test-Signature"), [])
    assert list(PrivateFile.objects.visible_to(reader)) == []


@pytest.mark.parametrize("answer", [None, b"", b"INSTREAM size limit exceeded. ERROR", b"nonsense", b"stream: "])
def test_a_file_without_a_verdict_stays_held(held, settings, answer, folder):
    with clamd(answer) as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan(str(held.pk))

    assert (verdict(held), stored_files(folder)) == (("pending", ""), [str(held.pk)])


def test_a_file_held_while_the_scanner_was_down_is_scanned_when_it_is_back(held, put, settings):
    second = put("b.txt")
    tasks.scan_held()
    down = verdict(held), verdict(second)

    with clamd(b"stream: OK") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan_held()

    assert down == (("pending", ""), ("pending", ""))
    assert (verdict(held), verdict(second)) == (("clean", ""), ("clean", ""))


def test_a_file_stays_held_when_the_scanner_is_taken_away(held, settings):
    settings.CLAMAV_ADDRESS = ""

    tasks.scan_held()

    assert verdict(held) == ("pending", "")


def test_a_scan_that_comes_twice_changes_nothing(held, settings):
    with clamd(b"stream: OK") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan(str(held.pk))
    with clamd(b"stream: Late FOUND") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        tasks.scan(str(held.pk))

    assert (verdict(held), daemon.received) == (("clean", ""), [])


def test_a_scanner_may_listen_on_a_socket(tmp_path):
    with clamd(b"stream: Worm FOUND", tmp_path / "clamd.sock") as daemon, open(__file__, "rb") as content:
        found = clamav.finding(daemon.address, content)

    assert found == "Worm"


def test_a_new_file_asks_for_its_scan_once_it_is_committed(settings, put, django_capture_on_commit_callbacks):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"

    with django_capture_on_commit_callbacks() as asked:
        put()

    assert len(asked) == 1


def test_with_the_broker_down_a_new_file_waits_for_the_scheduler(held, settings, caplog):
    from crm_portal.celery import app

    with app.connection_for_write() as connection:
        assert connection.transport_cls
    before = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    app._pool = app.amqp._producer_pool = None
    try:
        scanning.ask_for(held.pk)
    finally:
        app.conf.broker_url = before
        app._pool = app.amqp._producer_pool = None

    assert verdict(held) == ("pending", "")
    assert "the broker is down" in caplog.text.lower()
