"""Has a file inspected by a process of its own, so that a hostile one can neither hold nor fell the web process."""

import json
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files.inspection.refusal import Reason
from crm_portal.common.files.kinds import MOST_PIXELS, Kind

SECONDS, MEMORY_BYTES = 2, 256 * 1024 * 1024
"""Of processor time, and of memory, for one upload."""
PATIENCE_SECONDS = 10
"""How long to wait for a process that may not get the processor at once."""
COPY_SECONDS, COPY_MEMORY_BYTES = 20, 512 * 1024 * 1024
"""For a public copy, which a task makes from a file that was inspected."""


def program(child: str) -> str:
    """What a fresh interpreter runs to become a child of ours; its first argument is the folder of the portal.

    The packages above the child import Celery and settings, which it has no use for.
    """
    tops = sorted({"crm_portal", child.partition(".")[0]})
    return f"""
import sys, types
root = sys.argv.pop(1)
for top in {tops}:
    sys.modules[top] = types.ModuleType(top)
    sys.modules[top].__path__ = [root + "/" + top]
from {child} import main
main()
"""


PROGRAM = program("crm_portal.common.files.inspection.child")

SENTENCES = {
    Reason.ANIMATED: _("The picture moves: only a still one is accepted."),
    Reason.BOMB: _("The file unpacks to far more than its size: save it anew in a simpler form."),
    Reason.DAMAGED: _("The file is damaged or not complete: open it, save it anew and try again."),
    Reason.EMBEDDED: _("The file holds another file inside: take it out, and insert charts and tables as pictures."),
    Reason.ENCODING: _("The text is not in UTF-8: save it with that encoding."),
    Reason.ENCRYPTED: _("The file is protected by a password: save it without one."),
    Reason.EXTERNAL: _("The file fetches something from elsewhere when it is opened: remove such links."),
    Reason.FORMULA: _("The table holds formulas: save their values alone."),
    Reason.MISMATCH: _("The content is not what the name says: it is no %(kind)s file."),
    Reason.PIXELS: _("The picture has more than %(millions)s million pixels: make it smaller."),
    Reason.POLYGLOT: _("The file is of two kinds at once, or something is hidden in it: save it anew."),
    Reason.SCRIPT: _("The file does something by itself when it is opened, such as a macro: save it without."),
    Reason.TOO_COMPLEX: _("The file is too complex to be checked: save it anew in a simpler form."),
    Reason.VIRUS: _("The file carries the mark of a virus."),
}

logger = logging.getLogger(__name__)


def inspected(content: File, kind: Kind) -> bytes | None:
    """What to keep instead of an upload, or None to keep it as it is. Raises ValidationError with one sentence."""
    return _ask("inspect", content, kind, SECONDS, MEMORY_BYTES)


def without_author(content: File, kind: Kind) -> bytes | None:
    """The file without author and other traces, or None where there are none. Raises ValidationError."""
    return _ask("without_author", content, kind, COPY_SECONDS, COPY_MEMORY_BYTES)


def refusal(reason: Reason, kind: Kind) -> ValidationError:
    words = {"kind": kind.extension.upper(), "millions": MOST_PIXELS // 1_000_000}
    return ValidationError(SENTENCES[reason], code=reason.value, params=words)


def command(task: str, kind: Kind, seconds: int, memory_bytes: int) -> list[str]:
    """What is started to look into one file; the file is its standard input."""
    limits = [str(seconds), str(memory_bytes)]
    return [sys.executable, "-I", "-B", "-c", PROGRAM, str(settings.BASE_DIR), task, kind.extension, *limits]


def _ask(task: str, content: File, kind: Kind, seconds: int, memory_bytes: int) -> bytes | None:
    with on_disk(content) as file:
        try:
            done = subprocess.run(
                command(task, kind, seconds, memory_bytes),
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # parsers quote what they read
                env={},  # no secret of ours is within its reach
                timeout=PATIENCE_SECONDS + seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise refusal(Reason.TOO_COMPLEX, kind) from None
    if done.returncode:
        logger.warning("The inspection of a %s file ended with %s.", kind.extension, done.returncode)
        raise refusal(Reason.TOO_COMPLEX if -done.returncode in set(signal.Signals) else Reason.DAMAGED, kind)
    line, _newline, instead = done.stdout.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise refusal(Reason(answer["refused"]), kind)
    return instead or None


@contextmanager
def on_disk(content: File) -> Iterator[Any]:
    """The content as a file of the system, which another process can be given."""
    try:
        content.fileno()
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as copy:
            content.seek(0)
            for chunk in content.chunks():
                copy.write(chunk)
            copy.flush()
            yield copy
    else:
        content.flush()
        yield content
    content.seek(0)
