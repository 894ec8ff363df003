"""The sender: one letter after the other, each *sending* in the database before the first word to the server.

The log names letters by number alone: an address in it would outlive every deletion.
"""

import logging
import smtplib
import time
from contextlib import ExitStack, suppress
from datetime import datetime
from enum import Enum
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers
from django.utils import timezone

from crm_portal.common.outbox import rendering, workflow
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed

LONGEST_RUN_SECONDS = 240  # a task of the worker is ended after 600; the next run goes on
PERMANENT = range(500, 600)
MOST_WORDS = 2000

logger = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of an attempt."""

    SENT = "sent"
    HELD = "held"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"


def send_due(now: datetime | None = None) -> list[Outcome]:
    """Send every letter that is due, until none is, the server cannot be reached, or time is up."""
    ends_at = time.monotonic() + LONGEST_RUN_SECONDS
    workflow.doubt_lost(now or timezone.now())
    outcomes: list[Outcome] = []
    while time.monotonic() < ends_at:
        letter = workflow.begin_next(now or timezone.now())
        if letter is None:
            break
        outcomes.append(attempt(letter))
        if outcomes[-1] is Outcome.UNREACHABLE:
            waiting = workflow.hold_all(until=timezone.now() + workflow.wait_before(2))
            logger.warning("The mail server cannot be reached; %d more letters wait.", waiting)
            break
    return outcomes


def attempt(letter: Letter) -> Outcome:
    """Try to hand a letter to the mail server, and note what became of it."""
    outcome, words = hand_over(letter)
    try:
        match outcome:
            case Outcome.HELD | Outcome.UNREACHABLE:
                workflow.hold(letter, words=words)
            case Outcome.FAILED:
                workflow.fail(letter, words=words)
            case Outcome.UNKNOWN:
                workflow.doubt(letter, words=words)
            case Outcome.SENT:
                pass  # noted by hand_over, before the server was bidden goodbye
    except TransitionNotAllowed:
        logger.warning("Letter %d went its own way during attempt %d.", letter.pk, letter.attempts)
    logger.info("Letter %d: %s at attempt %d.", letter.pk, outcome.value, letter.attempts)
    return outcome


def hand_over(letter: Letter) -> tuple[Outcome, str]:
    """Talk to the mail server. Returns the outcome and the server's words."""
    try:
        message = rendering.mail(letter)
        message.message()  # headers that cannot be written are found before anybody is called
    except Exception as error:  # one letter that cannot be written must not keep the others
        logger.error("Letter %d cannot be written (%s).", letter.pk, type(error).__name__)
        return Outcome.FAILED, shown(error)
    with ExitStack() as at_the_end:
        try:
            mailer = mailers.default
            at_the_end.callback(close, mailer)
            mailer.open()
        except Exception as error:  # a refused login or a wrong setting as well: no letter is to blame
            return Outcome.UNREACHABLE, shown(error)
        return submit(mailer, message, letter)


def close(mailer: Any) -> None:
    """Bid the server goodbye; what it says to that changes nothing."""
    with suppress(OSError, smtplib.SMTPException):
        mailer.close()


def submit(mailer: Any, message: EmailMultiAlternatives, letter: Letter) -> tuple[Outcome, str]:
    """Hand a mail over on an open connection, and note at once when the server has taken it."""
    try:
        mailer.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return refused(code), f"{code} {decoded(said)}"
    except smtplib.SMTPResponseException as error:
        return refused(error.smtp_code), f"{error.smtp_code} {decoded(error.smtp_error)}"
    except (smtplib.SMTPException, OSError) as error:  # lost before the mail was handed over
        return Outcome.HELD, shown(error)
    except ValueError as error:  # an address that cannot be written
        return Outcome.FAILED, shown(error)
    except Exception as error:  # OutcomeUnknownError, and whatever else leaves it open
        return Outcome.UNKNOWN, shown(error)
    try:
        workflow.mark_sent(letter)
    except TransitionNotAllowed:
        logger.warning("Letter %d went its own way during attempt %d.", letter.pk, letter.attempts)
    return Outcome.SENT, ""


def refused(code: int) -> Outcome:
    """A server says 5xx when trying again would not help."""
    return Outcome.FAILED if code in PERMANENT else Outcome.HELD


def decoded(said: Any) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.replace("\x00", "")[:MOST_WORDS]


def shown(error: Exception) -> str:
    return decoded(str(error)) or type(error).__name__
