"""Making a PDF from a template. WeasyPrint is loaded here and nowhere else, in the worker.

What a template shows is escaped text; should markup come through all the same, nothing is fetched for it: no file, no
address, only what the page carries in itself. Source: hardening plan, row B7.
"""

import base64
import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from crm_portal.common.pdf.letterhead import letterhead

VARIANT = "pdf/ua-1"
MOST_MEMORY_BYTES = 512 * 1024 * 1024
SHEET = Path(__file__).parent / "paper.css"
FONT = "fonts/source-sans-3-latin-wght-normal.woff2"


def to_pdf(template: str, *, title: str, content: Mapping[str, Any], day: date | None = None) -> bytes:
    """The template as a tagged PDF (PDF/UA-1) with its fonts, in the language that is active.

    Its letterhead is that of the day given, or else of today. Raises MemoryError as `draw` does.
    """
    now = timezone.localtime()
    frame = {"title": title, "language": get_language(), "letterhead": letterhead(day or now.date()), "made_at": now}
    return draw(render_to_string(template, {**content, **frame}))


def draw(html: str) -> bytes:
    """The page as a tagged PDF. Raises MemoryError where it takes more than 512 MB."""
    sheet, fonts = paper()
    with bounded_memory():
        pdf: bytes = HTML(string=html, url_fetcher=nothing_else()).write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT
        )
    return pdf


def nothing_else() -> URLFetcher:
    """Fetches what the page carries in itself, and nothing from anywhere."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@lru_cache(maxsize=1)
def paper() -> tuple[CSS, FontConfiguration]:
    """The style sheet with typeface and emblem inside it, read once for each worker."""
    emblem = render_to_string("components/emblem.html").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    carried = {
        "portal-typeface": embedded("font/woff2", (settings.BASE_DIR / "static" / FONT).read_bytes()),
        "portal-emblem": embedded("image/svg+xml", emblem.encode()),
    }
    sheet = SHEET.read_text()
    for name, address in carried.items():
        sheet = sheet.replace(name, address)
    fonts = FontConfiguration()
    return CSS(string=sheet, font_config=fonts, url_fetcher=nothing_else()), fonts


def embedded(content_type: str, content: bytes) -> str:
    """An address that carries its own content."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


@contextmanager
def bounded_memory() -> Iterator[None]:
    """Refuse more memory than a PDF may take beside what the process has already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_MEMORY_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
