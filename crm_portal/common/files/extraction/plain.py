"""The text of what is text already, of web pages and of OpenDocument."""

import io
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from crm_portal.common.files.extraction.found import Found, gathered

SILENT = {"script", "style", "template", "noscript", "head"}
BLOCKS = {"p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table"}
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def text(data: bytes, most_bytes: int) -> Found:
    """The file itself."""
    return Found(data[: most_bytes + 4].decode("utf-8-sig", errors="ignore"))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent_in = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent_in += tag in SILENT
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent_in = max(0, self.silent_in - (tag in SILENT))
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent_in:
            self.pieces.append(data)


def html(data: bytes, most_bytes: int) -> Found:
    """What a web page says, without its scripts and styles."""
    page = _Page()
    page.feed(data.decode("utf-8-sig", errors="replace"))
    page.close()
    return Found(gathered(page.pieces, most_bytes, ""))


def odt(data: bytes, most_bytes: int) -> Found:
    """The headings, paragraphs and lists of an OpenDocument text."""
    from defusedxml.ElementTree import fromstring

    content = fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    return Found(gathered(_odf(content), most_bytes, ""))


def _odf(element: Any) -> Iterator[str]:
    if element.tag in {f"{ODF_TEXT}tracked-changes"}:
        return
    yield element.text or ""
    for child in element:
        yield " " if child.tag in {f"{ODF_TEXT}s", f"{ODF_TEXT}tab", f"{ODF_TEXT}line-break"} else ""
        yield from _odf(child)
        yield child.tail or ""
    if element.tag in {f"{ODF_TEXT}p", f"{ODF_TEXT}h"}:
        yield "\n"


def picture(_data: bytes, _most_bytes: int) -> Found:
    """A picture says nothing that we can read."""
    return Found("")


READERS: dict[str, Callable[[bytes, int], Found]] = {
    "txt": text,
    "csv": text,
    "html": html,
    "odt": odt,
    "png": picture,
    "jpg": picture,
}
