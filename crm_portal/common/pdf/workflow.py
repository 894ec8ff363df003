"""When a PDF is asked for and made: the only writer of its state.

The row says *making*, committed, before the work begins. A worker that dies of a PDF leaves that word behind; the sweep
tries once more and then gives up, so that one PDF never keeps the worker from the rest.
"""

import logging
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from crm_portal.common import waking
from crm_portal.common.files.names import clean_name
from crm_portal.common.files.storing import store_own
from crm_portal.common.files.uploads import checked
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import Transitions, next_status

logger = logging.getLogger(__name__)

State = Printout.State
TRANSITIONS: Transitions = {
    "begin": ((State.WAITING, State.MAKING), State.MAKING),
    "finish": ((State.MAKING,), State.READY),
    "retry": ((State.MAKING,), State.WAITING),
    "give_up": ((State.WAITING, State.MAKING), State.FAILED),
}
MAKE_TASK = "crm_portal.common.pdf.tasks.make_next"
LONGEST_SECONDS = 60
"""After which the worker's process is ended, whatever it does."""
LOST_AFTER = timedelta(seconds=2 * LONGEST_SECONDS)
MOST_ATTEMPTS = 2


@transaction.atomic
def ask(kind: str, about: models.Model, *, language: str, by: Any) -> Printout:
    """Ask for a PDF; whoever asks for one that is being made gets that one. `by` is None where the calendar asks."""
    wanted = {"kind": kind, "about_id": about.pk, "language": language}
    under_way = Printout.objects.filter(state__in=[State.WAITING, State.MAKING])
    Printout.objects.bulk_create([Printout(**wanted, asked_by=by)], ignore_conflicts=True)
    transaction.on_commit(lambda: waking.wake(MAKE_TASK))
    return under_way.get(**wanted)


def make_next() -> bool:
    """Make the PDF that has waited longest; whether there was one.

    Raises MemoryError, once it is noted: the libraries ran out of it in the middle of something, and the process is not
    to be used again.
    """
    printout = begin_next()
    if printout is None:
        return False
    try:
        content = made(printout)
    except Exception as error:  # whatever is wrong with it, the worker goes on to the next
        logger.error("PDF %s could not be made: %s", printout.pk, type(error).__name__)
        stop_trying(printout)
        if isinstance(error, MemoryError):
            raise
    else:
        finish(printout, content)
    return True


@transaction.atomic
def begin_next() -> Printout | None:
    """Take the PDF that has waited longest, or was begun and lost; None when nothing waits."""
    lost = Q(state=State.MAKING, begun_at__lt=timezone.now() - LOST_AFTER)
    due = Printout.objects.select_for_update(skip_locked=True).filter(Q(state=State.WAITING) | lost)
    while printout := due.order_by("asked_at", "pk").first():  # one row is locked at a time: the others are for others
        if printout.attempts < MOST_ATTEMPTS:
            printout.state = next_status(TRANSITIONS, "begin", printout.state)
            printout.attempts += 1
            printout.begun_at = timezone.now()
            printout.save(update_fields=["state", "attempts", "begun_at"])
            return printout
        printout.state = next_status(TRANSITIONS, "give_up", printout.state)
        printout.save(update_fields=["state"])
    return None


def made(printout: Printout) -> bytes:
    """The file's bytes."""
    # The worker alone loads WeasyPrint, 33 MB and a second, and what writes spreadsheets.
    from crm_portal.common.pdf import rendering, spreadsheet

    kind = printout.kind_of
    with override(printout.language):
        about = kind.about(str(printout.about_id))
        if kind.sheets:
            return spreadsheet.to_workbook(kind.sheets(about), title=kind.title(about))
        if kind.rows:
            return spreadsheet.to_xlsx(kind.rows(about), title=kind.title(about))
        return rendering.to_pdf(
            kind.template, title=kind.title(about), content=kind.content(about), day=kind.day(about)
        )


@transaction.atomic
def finish(printout: Printout, content: bytes) -> None:
    """Put the PDF away, unless another worker was given it in the meantime."""
    row = Printout.objects.select_for_update().get(pk=printout.pk)
    if row.state != State.MAKING or row.attempts != printout.attempts:
        return
    with override(row.language):
        kind = row.kind_of
        name = clean_name(f"{kind.file_name(kind.about(str(row.about_id)))}.{kind.made_as.extension}")
    row.file = store_own(checked(name, kind.made_as, ContentFile(content)), by=row.asked_by, door="printout")
    row.state = next_status(TRANSITIONS, "finish", row.state)
    row.made_at = timezone.now()
    row.save(update_fields=["file", "state", "made_at"])


@transaction.atomic
def stop_trying(printout: Printout) -> None:
    """Let a PDF that failed wait for its second attempt, or give up."""
    row = Printout.objects.select_for_update().get(pk=printout.pk)
    if row.state == State.MAKING and row.attempts == printout.attempts:
        verb = "retry" if row.attempts < MOST_ATTEMPTS else "give_up"
        row.state = next_status(TRANSITIONS, verb, row.state)
        row.save(update_fields=["state"])
