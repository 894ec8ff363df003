"""What files say is read by a process of its own, once, within bounds; a bomb is given up and the next file is read."""

import io
import re
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pptx
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from crm_portal.common.files import extracting, kinds
from crm_portal.common.files.extracting import MEMORY_BYTES, UnreadableError, extracted
from crm_portal.common.files.storing import store_own
from crm_portal.common.files.uploads import checked
from declarations import texts
from declarations.models import DocumentVersion, VersionText
from declarations.publishing import DOOR
from tests.declarations.factories import document
from tests.files import honest
from tests.files.honest import office, raw_pdf, stream
from tests.members.factories import seated

State = DocumentVersion.TextState


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf_saying(*pages):
    """A PDF with a page for each text, in Helvetica; needs letters of Latin-1."""
    objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (
            2,
            b"<</Type/Pages/Kids[%b]/Count %d>>"
            % (b" ".join(b"%d 0 R" % (10 + n) for n in range(len(pages))), len(pages)),
        ),
        (3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    ]
    for number, text in enumerate(pages):
        objects.append(
            (
                10 + number,
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
                % (100 + number),
            )
        )
        lines = b"".join(b"(%b) Tj 0 -14 Td " % line.encode("latin-1") for line in text.split("\n"))
        objects.append((100 + number, stream(b"BT /F 12 Tf 20 250 Td " + lines + b"ET")))
    return raw_pdf(*objects)


def word_file():
    made = docx.Document()
    made.add_heading("Niñez migrante", 1)
    made.add_paragraph("Los países acuerdan")
    made.add_table(1, 2).rows[0].cells[1].text = "proteger"
    return saved(made)


def slides():
    made = pptx.Presentation()
    for title in ("Primera", "Segunda"):
        made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = title
    return saved(made)


def sheet(rows=2, columns=2, value="Honduras"):
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("Escala")
    for _ in range(rows):
        page.append([value] * columns)
    return saved(made)


@pytest.mark.parametrize(
    ("extension", "content", "text", "pages", "is_scanned"),
    [
        (
            "pdf",
            pdf_saying("Declaración de Managua sobre niñez migra-\nción", "y desarrollo de los pueblos"),
            "Declaración de Managua sobre niñez migración\ny desarrollo de los pueblos",
            2,
            False,
        ),
        ("pdf", honest.FILES["pdf"], "", 1, True),
        ("docx", word_file(), "Niñez migrante\nLos países acuerdan\nproteger", None, False),
        ("pptx", slides(), "Primera\nSegunda", 2, False),
        ("xlsx", sheet(), "Escala\nHonduras Honduras\nHonduras Honduras", None, False),
        ("txt", "nin\u0303ez\x07 y\u200b más".encode(), "niñez y más", None, False),
        ("csv", honest.FILES["csv"], "país,monto,nota\nMéxico,-5.00,+503 2222", None, False),
        (
            "html",
            b"<html><head><title>t</title></head><body><style>x{}</style><p>Uno &amp; dos<script>x</script><p>tres",
            "Uno & dos\ntres",
            None,
            False,
        ),
        (
            "odt",
            honest.opendocument("<text:h>Acta</text:h><text:p>uno<text:tab/>dos <text:span>tres</text:span></text:p>"),
            "Acuerdo\nActa\nuno dos tres",
            None,
            False,
        ),
        ("png", honest.FILES["png"], "", None, True),
    ],
)
def test_a_file_says_its_text(extension, content, text, pages, is_scanned):
    assert extracted(ContentFile(content), extension) == (text, pages, is_scanned)


@pytest.mark.parametrize("extension", ["pdf", "docx", "pptx", "xlsx"])
def test_a_file_that_is_none_of_its_kind_cannot_be_read(extension):
    with pytest.raises(UnreadableError):
        extracted(ContentFile(b"nothing of the kind"), extension)


def test_no_more_text_is_kept_than_its_bound(monkeypatch):
    monkeypatch.setattr(extracting, "MOST_BYTES", 1000)

    found = extracted(ContentFile("ñandú ".encode() * 500), "txt")

    assert 990 < len(found.text.encode()) <= 1000


def test_the_process_knows_no_secret_and_cannot_outgrow_its_bounds(monkeypatch):
    program = "import os, sys; sys.exit(0 if not {k for k in os.environ if k != 'LC_CTYPE'} else 9)"
    monkeypatch.setattr(extracting, "PROGRAM", program + "\n")
    with pytest.raises(ValueError, match="Expecting value"):  # it ended well, and wrote nothing
        extracted(ContentFile(b"x"), "txt")

    confined = "from crm_portal.common.files.extraction.child import confine, main\nconfine(5, 2**29, 1000)\n"
    head = extracting.program("crm_portal.common.files.extraction.child").removesuffix("main()\n")
    for deed in ("bytearray(2**30)", "sys.stdout.write('x' * 100_000)"):
        monkeypatch.setattr(extracting, "PROGRAM", f"{head}{confined}{deed}\nsys.stdout.flush()")
        with pytest.raises(UnreadableError):
            extracted(ContentFile(b"x"), "txt")


def test_a_process_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(extracting, "PROGRAM", "import time; time.sleep(600)")
    monkeypatch.setattr(extracting, "PATIENCE_SECONDS", 1)

    with pytest.raises(UnreadableError, match="time"):
        extracted(ContentFile(b"x"), "txt")


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


def kept(by, name, content, of=None):
    """A version with this file, past the inspection that would refuse a bomb at the door."""
    kind = kinds.BY_EXTENSION[name.rpartition(".")[2]]
    file = store_own(checked(name, kind, ContentFile(content)), by=by, door=DOOR)
    of = of or document()
    return DocumentVersion.objects.create(
        document=of,
        number=of.versions.count() + 1,
        language="es",
        translation_status="authentic",
        file=file,
        added_by=by,
    )


def states(*versions):
    return [DocumentVersion.objects.get(pk=version.pk).text_state for version in versions]


def test_a_version_is_read_once_and_its_pages_counted(coordinator):
    one = kept(coordinator, "a.pdf", pdf_saying("Acuerdo sobre retorno digno", "de la niñez migrante"))
    scanned = kept(coordinator, "b.pdf", honest.FILES["pdf"])

    done = [texts.read_next() for _ in range(3)]

    one.refresh_from_db()
    assert done == [True, True, False]
    assert (one.text_state, one.pages, one.text_attempts) == (State.READ, 2, 1)
    assert VersionText.objects.get(version=one).text == "Acuerdo sobre retorno digno\nde la niñez migrante"
    assert states(scanned) == [State.NO_TEXT]


def test_a_lost_worker_leaves_a_version_that_is_tried_once_more_and_then_given_up(coordinator):
    one = kept(coordinator, "a.txt", b"uno")
    assert texts.begin_next() == one

    while_it_is_read = texts.begin_next()
    rows = DocumentVersion.objects.filter(pk=one.pk)
    rows.update(text_begun_at=timezone.now() - timedelta(minutes=3))
    again = texts.begin_next()
    rows.update(text_begun_at=timezone.now() - timedelta(minutes=3))

    assert (while_it_is_read, again, texts.begin_next()) == (None, one, None)
    assert states(one) == [State.FAILED]


def test_a_file_that_waits_for_the_virus_scanner_is_not_read(coordinator):
    one = kept(coordinator, "a.txt", b"uno")
    type(one.file).objects.filter(pk=one.file.pk).update(scan="pending")

    assert (texts.read_next(), states(one)) == (False, [State.WAITING])


def deep_docx():
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return office(body=body + "<w:p>" * 100_000 + "</w:p>" * 100_000 + "</w:body></w:document>")


def huge_docx():
    """A part of 700 MB, of which the archive keeps a thousandth."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in honest.office_parts():
            if name != "word/document.xml":
                archive.writestr(name, content)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(honest.BODY["docx"].removesuffix("</w:body></w:document>").encode())
            for _ in range(700):
                part.write(b"<w:p/>" * 174_763)
    return out.getvalue()


@pytest.fixture
def most_memory(monkeypatch, tmp_path):
    """The most bytes that a process that reads files has had; it says so itself as it ends."""
    said = tmp_path / "said"
    told = f"import atexit\natexit.register(lambda: open({str(said)!r}, 'a').write(open('/proc/self/status').read()))\n"
    monkeypatch.setattr(extracting, "PROGRAM", told + extracting.PROGRAM)
    return lambda: max(int(kilobytes) * 1024 for kilobytes in re.findall(r"VmHWM:\s+(\d+) kB", said.read_text()))


BOMBS = {
    "300 MB in a page of a PDF": (
        "a.pdf",
        lambda: raw_pdf(
            (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<<>>>>/Contents 4 0 R>>"),
            (4, stream(bytes(300 << 20))),
        ),
    ),
    "paragraphs 100,000 deep": ("a.docx", deep_docx),
    "700 MB in a document": ("a.docx", huge_docx),
    "archive in an archive": (
        "a.docx",
        lambda: honest.zipped([("word/document.xml", honest.zipped([("x", bytes(1 << 20))]))]),
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_an_extraction_bomb_is_given_up_within_its_memory_and_the_next_file_is_read(coordinator, bomb, most_memory):
    name, content = BOMBS[bomb]
    hostile = kept(coordinator, name, content())
    sound = kept(coordinator, "b.txt", b"uno dos tres")

    read = [texts.read_next(), texts.read_next()]

    assert read == [True, True]
    assert states(hostile, sound) == [State.FAILED, State.READ]
    assert not VersionText.objects.filter(version=hostile).exists()
    assert 10_000_000 < most_memory() <= MEMORY_BYTES


def test_a_million_cells_are_read_up_to_the_bound(coordinator, most_memory):
    hostile = kept(coordinator, "a.xlsx", sheet(1000, 1000, "celda"))

    texts.read_next()

    assert states(hostile) == [State.READ]
    assert len(VersionText.objects.get(version=hostile).text) == extracting.MOST_BYTES
    assert 10_000_000 < most_memory() <= MEMORY_BYTES


def test_a_text_of_more_words_than_a_vector_holds_is_indexed_from_its_beginning(coordinator):
    many = " ".join(f"palabra{number:07}ñ" for number in range(90_000))
    one = kept(coordinator, "a.txt", many.encode())

    texts.read_next()

    assert states(one) == [State.READ]
    assert VersionText.objects.filter(version=one, words="palabra0000001n").exists()
