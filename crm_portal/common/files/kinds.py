"""The kinds of file that may be kept. Imports nothing: the process that inspects uploads needs it too."""

from collections.abc import Iterable
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of file: its extension, its content type, and other extensions that mean the same."""

    extension: str
    content_type: str
    aliases: tuple[str, ...] = ()


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf")
DOCX = Kind("docx", f"{OFFICE}.wordprocessingml.document")
XLSX = Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet")
PPTX = Kind("pptx", f"{OFFICE}.presentationml.presentation")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text")
PNG = Kind("png", "image/png")
JPG = Kind("jpg", "image/jpeg", ("jpeg",))
TXT = Kind("txt", "text/plain; charset=utf-8")
CSV = Kind("csv", "text/csv; charset=utf-8")
HTML = Kind("html", "text/html; charset=utf-8", ("htm",))
XML = Kind("xml", "application/xml")
"""Messages of banks: taken by the forms that name it, and by no other."""

ALL = (PDF, DOCX, XLSX, PPTX, ODT, PNG, JPG, TXT, CSV, HTML)
DOCUMENTS = (PDF, DOCX, XLSX, PPTX, ODT)
IMAGES = (PNG, JPG)
TEXTS = (TXT, CSV, HTML, XML)
KEPT = (*ALL, XML)
BY_EXTENSION = {kind.extension: kind for kind in KEPT}

MOST_PIXELS = 24_000_000
"""Of a picture: 6000 x 4000 is what can be turned upright within the memory an inspection has."""


def find(extension: str, accept: Iterable[Kind]) -> Kind | None:
    """The accepted kind that a file of this extension claims to be."""
    return next((kind for kind in accept if extension in {kind.extension, *kind.aliases}), None)
