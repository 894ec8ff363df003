"""The process that reads one file, from its standard input, and writes to its standard output what it found.

A line of JSON (`pages`, `is_scanned`), then the text in UTF-8. It is started by `extracting`. A file that cannot be
read, or not within the bounds, ends it with an error, whatever the reason: there is nothing to tell anybody.
"""

import contextlib
import json
import logging
import resource
import sys

from crm_portal.common.files.extraction.found import Found, settled

INPUT = "/proc/self/fd/0"  # opened anew, since whoever gave it may have read on
HEAD_BYTES = 1024
"""Room for the line of JSON before the text."""


def confine(seconds: int, memory_bytes: int, most_bytes: int) -> None:
    """From now on this process has so much time and memory, and writes no more than the text may hold."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes + HEAD_BYTES, most_bytes + HEAD_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def read(extension: str, data: bytes, most_bytes: int) -> Found:
    """The text of a file of this kind. Whatever its parser raises comes through."""
    # Each parser is imported where its kind needs it: a text file should not pay for the others.
    if extension == "pdf":
        from crm_portal.common.files.extraction import pdf

        return pdf.read(data, most_bytes)
    if extension in {"docx", "pptx", "xlsx"}:
        from crm_portal.common.files.extraction import office

        return office.READERS[extension](data, most_bytes)
    from crm_portal.common.files.extraction import plain

    return plain.READERS[extension](data, most_bytes)


def main() -> None:
    extension, seconds, memory_bytes, most_bytes = sys.argv[1:]
    confine(int(seconds), int(memory_bytes), int(most_bytes))
    logging.disable()  # parsers quote what they read
    with open(INPUT, "rb") as file:
        data = file.read()
    with contextlib.redirect_stdout(sys.stderr):
        found = read(extension, data, int(most_bytes))
    text, is_scanned = settled(found, int(most_bytes))
    head = json.dumps({"pages": found.pages, "is_scanned": is_scanned}).encode()
    sys.stdout.buffer.write(head + b"\n" + text)
    sys.stdout.buffer.flush()
