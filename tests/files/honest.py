"""Small sound files of each kind, and the pieces that hostile ones are made of."""

import io
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link

CT = "http://schemas.openxmlformats.org/package/2006/content-types"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
DOC_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
BODY = {
    "docx": '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Acuerdo</w:t></w:r></w:p></w:body></w:document>',
    "xlsx": '<workbook xmlns="s"><sheets/></workbook>',
    "pptx": '<p:presentation xmlns:p="p"/>',
}
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Quetzalcanary</dc:creator></cp:coreProperties>'
)


def zipped(parts, *, compression=zipfile.ZIP_DEFLATED):
    """An archive of (name or ZipInfo, content) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def office_parts(kind="docx", *, types="", links="", main_type=None, body=None, more=()):
    """The parts of a document; `types` and `links` are put into its lists."""
    part, name = MAIN[kind]
    main_type = main_type or f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
    folder, file = part.split("/")
    return [
        (
            "[Content_Types].xml",
            f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{CT}"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            f'"application/xml"/><Override PartName="/{part}" ContentType="{main_type}"/>{types}</Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{REL}"><Relationship Id="r1" Type="{DOC_REL}/officeDocument" '
            f'Target="{part}"/></Relationships>',
        ),
        (part, body or BODY[kind]),
        (f"{folder}/_rels/{file}.rels", f'<Relationships xmlns="{REL}">{links}</Relationships>'),
        ("docProps/core.xml", CORE),
        *more,
    ]


def office(kind="docx", **parts):
    return zipped(office_parts(kind, **parts))


def link(kind, target, *, external=True):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="x1" Type="{DOC_REL}/{kind}" Target="{target}"{mode}/>'


def pdf(*, pages=1, change=None, **written):
    """A document by pypdf; `change` may add to the writer what it likes."""
    writer = PdfWriter(**written)
    for _ in range(pages):
        writer.add_blank_page(300, 300)
    writer.add_metadata({"/Author": "Quetzalcanary", "/Title": "Acta"})
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_link(address):
    return pdf(change=lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=address)))


def raw_pdf(*objects, trailer="", version="1.7"):
    """A document written by hand: object 1 is the catalog, 2 the page tree, 3 the page, unless given otherwise."""
    given = dict(objects)
    standard = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }
    out, places = bytearray(f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1")), {}
    for number, body in sorted((standard | given).items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        max(places) + 1,
        trailer.encode(),
        table,
    )


def stream(content, dictionary=b"", *, deflate=True):
    body = zlib.compress(content) if deflate else content
    coding = b"/Filter/FlateDecode" if deflate else b""
    return b"<</Length %d%b%b>>\nstream\n%b\nendstream" % (len(body), coding, dictionary, body)


def picture(form="JPEG", size=(40, 30), *, mode="RGB", **saved):
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, form, **saved)
    return out.getvalue()


def photo_with_place():
    """A photograph as a telephone makes it: turned, with its place, its owner and a word from the maker."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Quetzalcanary"
    exif[0x8825] = {1: "N", 2: (9.0, 55.0, 0.0), 3: "W", 4: (84.0, 5.0, 0.0)}
    return picture(size=(40, 30), exif=exif, comment=b"Quetzalcanary")


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
SPACES = f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:draw="{ODF}:drawing:1.0"'
SPACES += f' xmlns:script="{ODF}:script:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def manifest(entries="", *, media_type=ODT_TYPE):
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
    return f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">{root}{entries}</manifest:manifest>'


def opendocument(text="", *, mimetype=ODT_TYPE, entries="", media_type=ODT_TYPE, more=(), content=None):
    """A text with the parts that a sound one has; `text` is put after its first paragraph."""
    body = f"<office:body><office:text><text:p>Acuerdo</text:p>{text}</office:text></office:body>"
    parts = [
        (zipfile.ZipInfo("mimetype"), mimetype),
        ("content.xml", content or f"<office:document-content {SPACES}>{body}</office:document-content>"),
        ("meta.xml", f"<office:document-meta {SPACES}><dc:creator>Quetzalcanary</dc:creator></office:document-meta>"),
        ("META-INF/manifest.xml", manifest(entries, media_type=media_type)),
        *more,
    ]
    return zipped(parts)


FILES = {
    "pdf": pdf(),
    "docx": office("docx"),
    "xlsx": office("xlsx"),
    "pptx": office("pptx"),
    "odt": opendocument(),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "txt": "Señoras y señores:\r\n\tacordamos.\n".encode(),
    "csv": "país,monto,nota\nMéxico,-5.00,+503 2222\n".encode("utf-8-sig"),
    "html": "<!DOCTYPE html>\n<html><head><title>Acta</title></head><body><p>Señoras y señores</p></html>".encode(),
}
