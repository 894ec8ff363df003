"""The text of a PDF, page by page."""

import io
from collections.abc import Iterator

import pypdf

from crm_portal.common.files.extraction.found import Found, gathered

LEAST_LETTERS_PER_PAGE = 10
"""A file with fewer, page by page, is scanned, with a stamp or a page number at most."""


def read(data: bytes, most_bytes: int) -> Found:
    """What its pages say, in the order in which they are drawn."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = len(reader.pages)
    return Found(gathered(_pages(reader), most_bytes, "\n\n"), pages, LEAST_LETTERS_PER_PAGE * pages)


def _pages(reader: pypdf.PdfReader) -> Iterator[str]:
    for page in reader.pages:
        yield page.extract_text()
