"""The process that inspects one file, from its standard input, and says on its standard output what it found.

A line of JSON, then the bytes that replace the file where there are any. It is started by `inspecting`.
"""

import contextlib
import json
import logging
import resource
import sys

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import BY_EXTENSION, HTML, IMAGES, ODT, PDF, TEXTS, XML, Kind

INPUT = "/proc/self/fd/0"  # opened anew, since whoever gave it may have read on


def confine(seconds: int, memory_bytes: int) -> None:
    """From now on this process has so much time and memory, and can neither write files nor leave its memory behind."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def inspect(data: bytes, kind: Kind) -> bytes | None:
    """What to keep instead of the file, or None to keep it as it is. Raises RefusedError."""
    # Each parser is imported where its kind needs it: an inspection should not pay for the others.
    from crm_portal.common.files.inspection import signatures

    if not signatures.of_head(data, kind):
        raise RefusedError(Reason.MISMATCH)
    signatures.refuse_mixtures(data, kind)
    redrawn = None
    if kind == PDF:
        from crm_portal.common.files.inspection import pdf

        pdf.inspect(data)
    elif kind in IMAGES:
        from crm_portal.common.files.inspection import image

        redrawn = image.redrawn(data, kind)
    elif kind == HTML:
        from crm_portal.common.files.inspection import web_page

        redrawn = web_page.redrawn(data)
    elif kind == XML:
        from crm_portal.common.files.inspection import message

        message.inspect(data)
    elif kind in TEXTS:
        from crm_portal.common.files.inspection import text

        text.inspect(data, kind)
    elif kind == ODT:
        from crm_portal.common.files.inspection import opendocument

        opendocument.inspect(data, kind)
    else:
        from crm_portal.common.files.inspection import office

        office.inspect(data, kind)
    signatures.refuse_disagreement(INPUT, kind)
    return redrawn


def without_author(data: bytes, kind: Kind) -> bytes | None:
    """The file without author and other traces; None where nothing is left: pictures and web pages are drawn anew."""
    if kind == PDF:
        from crm_portal.common.files.inspection import pdf  # as above

        return pdf.without_author(data)
    if kind in {*IMAGES, *TEXTS}:
        return None
    if kind == ODT:
        from crm_portal.common.files.inspection import opendocument  # as above

        return opendocument.without_author(data)
    from crm_portal.common.files.inspection import office  # as above

    return office.without_author(data)


TASKS = {"inspect": inspect, "without_author": without_author}


def main() -> None:
    task, extension, seconds, memory_bytes = sys.argv[1:]
    confine(int(seconds), int(memory_bytes))
    logging.disable()  # parsers quote what they read
    answer: dict[str, str] = {}
    content: bytes | None = None
    try:
        with open(INPUT, "rb") as file:
            data = file.read()
        with contextlib.redirect_stdout(sys.stderr):
            content = TASKS[task](data, BY_EXTENSION[extension])
    except RefusedError as error:
        answer["refused"] = error.reason.value
    except (MemoryError, RecursionError):
        answer["refused"] = Reason.TOO_COMPLEX.value
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + (content or b""))
    sys.stdout.buffer.flush()
