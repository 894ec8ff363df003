"""What a file is by its first bytes, told twice: by our own table, and by puremagic."""

import io
import zipfile

import puremagic

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import HTML, JPG, PDF, PNG, TEXTS, XML, Kind

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR"
"""The beginning of the harmless file by which virus scanners are tried."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!", b"dex\n", b"\0asm")
MARKUP = (b"<script", b"<?php", b"<html", b"<!doctype html", b"<svg", b"<iframe")
MARKUP_ANYWHERE = (b"<script", b"<?php")  # the short ones turn up by chance in millions of compressed bytes
BEGINNINGS = {HTML: (b"<!doctype html", b"<html"), XML: (b"<", b"\xff\xfe<", b"\xfe\xff\0<")}
"""Those of XML in two bytes a letter are told as what they are: not in UTF-8."""
HEAD_BYTES = 1024
"""How far browsers look for markup, and readers for the header of a PDF."""

TEXTUAL = {"text/plain", "text/csv", "application/json", "message/rfc822", "application/octet-stream", ""}
WEB_PAGE = {"text/html", "application/xhtml+xml", "text/xml", "application/xml"}
SURE = 0.5  # below it puremagic guesses from two or three bytes


def of_head(data: bytes, kind: Kind) -> bool:
    """Whether the file begins as its kind must, at the very first byte."""
    if kind == PDF:
        return data.startswith((b"%PDF-1.", b"%PDF-2."))
    if kind == PNG:
        return data.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    if kind == JPG:
        return data.startswith(b"\xff\xd8\xff")
    if kind in BEGINNINGS:
        return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower().startswith(BEGINNINGS[kind])
    if kind in TEXTS:
        return not data.startswith((ZIP, OLE, b"{\\rtf", b"%!PS", b"GIF8", b"\x89PNG", b"\xff\xd8\xff", *PROGRAMS[1:]))
    return data.startswith(ZIP)


def refuse_mixtures(data: bytes, kind: Kind) -> None:
    """Raises RefusedError for a file that another program would read as something else, and for EICAR's."""
    if EICAR in data:
        raise RefusedError(Reason.VIRUS)
    lower = data.lower()
    head = lower[:HEAD_BYTES]
    if kind != HTML and (
        any(mark in head for mark in MARKUP) or (kind not in TEXTS and any(mark in lower for mark in MARKUP_ANYWHERE))
    ):
        raise RefusedError(Reason.POLYGLOT if kind not in TEXTS else Reason.MISMATCH)
    if kind != PDF and b"%pdf-" in head:
        raise RefusedError(Reason.POLYGLOT)
    if kind in {PDF, PNG, JPG, *TEXTS} and zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedError(Reason.POLYGLOT)


def refuse_disagreement(path: str, kind: Kind) -> None:
    """Raises RefusedError when puremagic, which reads the file for itself, takes it for another kind."""
    if kind == XML:
        return  # it was read from end to end; puremagic guesses at dialects from the first word
    try:
        found = puremagic.magic_file(path)
    except puremagic.PureError:
        found = []
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise RefusedError(Reason.DAMAGED) from error
    if kind in TEXTS:
        expected_types = TEXTUAL | WEB_PAGE if kind == HTML else TEXTUAL
        if any(match.confidence >= SURE and match.mime_type not in expected_types for match in found):
            raise RefusedError(Reason.MISMATCH)
        return
    best = max((match.confidence for match in found), default=0)
    expected = kind.content_type.partition(";")[0]
    if expected not in {match.mime_type for match in found if match.confidence == best}:
        raise RefusedError(Reason.MISMATCH)
