"""Mail that comes back finds its letter, and its address is noted as not working."""

import io
import sys

import pytest
from django.core.management import call_command

from crm_portal.common.outbox import sending, workflow
from crm_portal.common.outbox.bounces import record_bounce
from crm_portal.common.outbox.models import AddressTrouble, Letter

NOTIFICATION = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.org
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.org>: no such
    person

--b
Content-Type: {returned}

{headers}

{body}
--b--
"""


def notification(letter, *, action="failed", returned="message/rfc822", header="Message-ID", body="Hola"):
    value = letter.message_id.strip("<>") if header == "X-Portal-Letter" else letter.message_id
    headers = f"Message-ID: <other@mail.example.org>\n{header}: {value}" if header != "Message-ID" else ""
    headers = headers or f"Subject: Aviso\n{header}: {value}"
    text = NOTIFICATION.format(action=action, returned=returned, headers=headers, body=body)
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def sent(ana, news, mail_server):
    letter = workflow.post("news", to=ana, context={"title": "x"}, text="…")
    sending.send_due()
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("header", ["Message-ID", "X-Portal-Letter"])
def test_a_returned_mail_finds_its_letter(sent, returned, header):
    record_bounce(notification(sent, returned=returned, header=header))

    sent.refresh_from_db()
    trouble = AddressTrouble.objects.get()
    assert (sent.state, sent.error) == ("bounced", "smtp; 550 5.1.1 <ana@example.org>: no such person")
    assert (trouble.address, trouble.reason) == ("ana@example.org", sent.error)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_notification_of_anything_but_a_failure_changes_nothing(sent, action):
    assert record_bounce(notification(sent, action=action)) is None

    assert (Letter.objects.get().state, AddressTrouble.objects.count()) == ("sent", 0)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: hello\r\n\r\nNo notification at all",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\x00",
        NOTIFICATION.format(
            action="failed", returned="message/rfc822", headers="Message-ID: <other@x>", body=""
        ).encode(),
        NOTIFICATION.format(action="failed", returned="text/plain", headers="x", body="").encode(),
        NOTIFICATION.format(
            action="failed", returned="message/rfc822", headers="Message-ID: <\udcff\x00@x>", body=""
        ).encode("utf-8", "surrogateescape"),
    ],
)
def test_whatever_else_comes_is_passed_over(sent, raw):
    assert record_bounce(raw) is None

    assert Letter.objects.get().state == "sent"


def test_a_mail_that_comes_back_twice_is_noted_once(sent):
    record_bounce(notification(sent))

    assert record_bounce(notification(sent)) is None
    assert AddressTrouble.objects.count() == 1


def test_a_draft_does_not_come_back(ana):
    draft = workflow.draft("note", to=ana, subject="x", text="y")

    assert record_bounce(notification(draft)) is None
    assert Letter.objects.get().state == "draft"


def test_mail_to_an_address_in_trouble_is_still_sent(sent, news, ana, mail_server):
    record_bounce(notification(sent))

    again = workflow.post("news", to=ana, context={"title": "x"}, text="…")
    sending.send_due()

    again.refresh_from_db()
    assert again.state == "sent"


def test_a_mail_servers_pipe_is_read(sent, monkeypatch, capsys):
    for raw in (notification(sent), b"nothing"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_bounce")

    assert capsys.readouterr().out.splitlines() == [
        f"Letter {sent.pk} came back.",
        "No letter that left is named in it.",
    ]
