"""A PDF is tagged, carries its language and fonts, and is made of what its page carries in itself."""

import logging
import re
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from string import ascii_letters, digits, punctuation
from unicodedata import category

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from pypdf import PdfReader

from crm_portal.common.pdf import rendering

PAGE = '<!doctype html><html lang="es"><head><title>Título</title></head><body><h1>Título</h1>{}</body></html>'


@pytest.fixture
def trap():
    """A server on this machine that notes whoever asks it for anything."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_pdf_is_tagged_with_title_and_language_and_says_so():
    reader = PdfReader(BytesIO(rendering.draw(PAGE.format("<p>Año, niñez, ¿por qué?</p>"))))

    catalog = reader.root_object
    xmp = catalog["/Metadata"].get_data().decode()
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"].value) == ("es", True)
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata.title == "Título"
    assert re.search(r"pdfuaid:part\W+1", xmp)
    assert {child.get_object()["/S"] for child in catalog["/StructTreeRoot"]["/K"]} == {"/Document"}


def test_a_picture_in_a_pdf_has_words_and_the_letterhead_needs_none(db):
    pdf = rendering.to_pdf("pdf/base.html", title="Título", content={})

    def kinds(element):
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            inner = child.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                yield inner["/S"], inner.get("/Alt")
                yield from kinds(inner)

    found = list(kinds(PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]))

    assert ("/H1", None) in found
    assert [kind for kind, words in found if kind == "/Figure" and not words] == []


def test_a_pdf_carries_its_fonts():
    reader = PdfReader(BytesIO(rendering.draw(PAGE.format("<p>Texto</p>"))))

    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    descendants = [font["/DescendantFonts"][0].get_object() for font in fonts]

    assert descendants
    assert all("/FontFile2" in font["/FontDescriptor"] for font in descendants)
    assert {re.sub(r"^/[A-Z]{6}\+", "", str(font["/BaseFont"]))[:13] for font in descendants} == {"Source-Sans-3"}


OTHERS = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’–—…·•°ºª§©€£¢%−×÷"  # noqa: RUF001  # look-alikes are what is tried


def drawn_otherwise(caplog, content):
    """What is drawn as a box since no font has it, and the fonts that stand in for the portal's own."""
    caplog.clear()
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf = rendering.draw(PAGE.format(content))
    reader = PdfReader(BytesIO(pdf))
    boxes = [record.getMessage() for record in caplog.records if ".notdef" in record.getMessage()]
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    return boxes, {font for font in fonts if "+Source-Sans-3" not in font}


def test_no_character_of_what_the_portal_says_is_a_box(caplog):
    """Letters, figures and punctuation of all its texts in either language, drawn in its own fonts."""
    with (settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").open("rb") as texts:
        said = [part for message in read_po(texts) for part in (message.id, message.string)]
    characters = {*ascii_letters, *digits, *punctuation, *OTHERS}
    characters |= {letter for part in said for text in ([part] if isinstance(part, str) else part) for letter in text}
    written = [letter for letter in sorted(characters) if category(letter)[0] in "LMNP" or letter in OTHERS]
    shown = " ".join(map(escape, written))

    drawn = {kind: drawn_otherwise(caplog, f"<{kind}>{shown}</{kind}>") for kind in ("p", "strong", "em")}
    [box], _fonts = drawn_otherwise(caplog, "<p>\U000e1234</p>")

    assert drawn == dict.fromkeys(("p", "strong", "em"), ([], set()))
    assert "U+E1234" in box


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{trap}/a.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<link rel="attachment" href="{trap}/a">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">a</a>',
        '<link rel="stylesheet" href="{trap}/a.css">',
        "<style>@import '{trap}/a.css';</style>",
        "<style>@font-face {{ font-family: x; src: url({trap}/a.woff) }} p {{ font-family: x }}</style><p>a</p>",
        '<p style="background: url({trap}/a.png)">a</p>',
        '<svg width="9" height="9"><image href="{trap}/a.png" width="9" height="9"/></svg>',
        '<svg width="9" height="9"><use href="{trap}/a.svg#a"/></svg>',
        '<object data="{trap}/a.pdf"></object>',
        '<embed src="{trap}/a.svg">',
        '<base href="{trap}/"><img src="a.png" alt="">',
    ],
)
def test_markup_fetches_and_attaches_nothing(trap, markup):
    address, asked = trap

    reader = PdfReader(BytesIO(rendering.draw(PAGE.format(markup.format(trap=address)))))

    assert asked == []
    assert list(reader.attachments) == []
    assert not [page for page in reader.pages if list(page.images)]
