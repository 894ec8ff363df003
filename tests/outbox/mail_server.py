"""A real SMTP server on loopback, in a thread of its own, which a test can stop, slow down and make refuse."""

import asyncio
import email
import email.policy
import logging
import socket
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.WARNING)  # the server's own log, which names addresses


class Door(SMTP):
    """Says 354 as usual, then may read nothing of the mail until it is let."""

    async def push(self, status):
        await super().push(status)
        if str(status).startswith("354") and self.event_handler.is_slow:
            self.event_handler.is_in_data.set()
            while self.event_handler.is_slow:
                await asyncio.sleep(0.02)


class SmallDoors(Controller):
    def factory(self):
        return Door(self.handler, **self.SMTP_kwargs)

    def _create_server(self):
        # Small buffers: a mail of some megabytes is still on its way when the reader stops.
        listening = socket.create_server((self.hostname, self.port))
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return self.loop.create_server(self._factory_invoker, sock=listening)


class MailServer:
    """What arrived is in `mails`; `answers` are given to recipients or mails in turn instead of 250."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.mails = []
        self.rcpt_answers = []
        self.data_answers = []
        self.is_slow = False
        self.is_in_data = threading.Event()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data_answers:
            return self.data_answers.pop(0)
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        mail.envelope = (envelope.mail_from, envelope.rcpt_tos)
        self.mails.append(mail)
        return "250 OK"

    def start(self):
        self.controller = SmallDoors(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        self.is_slow = False
        if self.controller:
            self.controller.stop()
        self.controller = None

    @property
    def message_ids(self):
        return [mail["Message-ID"] for mail in self.mails]
