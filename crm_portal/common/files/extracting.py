"""Has the text of a file read by a process of its own, so that a hostile one can neither hold nor fell the worker."""

import json
import logging
import subprocess
import sys
import tempfile
from typing import NamedTuple

from django.conf import settings
from django.core.files import File

from crm_portal.common.files.inspecting import on_disk, program

SECONDS, MEMORY_BYTES = 50, 512 * 1024 * 1024
"""Of processor time, and of memory, for one file."""
PATIENCE_SECONDS = 58
"""After which the process is ended, whatever it waits for; with its start and end a file takes a minute at most."""
MOST_BYTES = 5 * 1024 * 1024
"""Of text kept of one file; the rest is not searched."""

PROGRAM = program("crm_portal.common.files.extraction.child")
logger = logging.getLogger(__name__)


class FileText(NamedTuple):
    """What a file says, in how many pages, and whether it is a picture of a text: scanned."""

    text: str
    pages: int | None
    is_scanned: bool


class UnreadableError(Exception):
    """The file could not be read, or not within the bounds."""


def extracted(content: File, extension: str) -> FileText:
    """The text of a file that was inspected. May take a minute, so it belongs in a task. Raises UnreadableError."""
    bounds = [str(SECONDS), str(MEMORY_BYTES), str(MOST_BYTES)]
    command = [sys.executable, "-I", "-B", "-c", PROGRAM, str(settings.BASE_DIR), extension, *bounds]
    with on_disk(content) as file, tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                command,
                stdin=file,
                stdout=output,  # a file, whose size the process may not go beyond
                stderr=subprocess.DEVNULL,  # parsers quote what they read
                env={},  # no secret of ours is within its reach
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnreadableError("time") from None
        if done.returncode:
            raise UnreadableError(str(done.returncode))
        output.seek(0)
        head, text = json.loads(output.readline()), output.read()
    return FileText(text.decode(errors="ignore"), head["pages"], head["is_scanned"])
