"""Documents of Word, Excel and PowerPoint: a zip archive of XML parts that point at each other."""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

import defusedxml
from defusedxml.ElementTree import fromstring

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.inspection.signatures import EICAR, OLE, PROGRAMS, ZIP
from crm_portal.common.files.kinds import DOCX, PPTX, XLSX, Kind

MOST_PARTS = 5000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO, RATIO_COUNTS_FROM = 200, 1024 * 1024
"""Sheets of numbers shrink to a thirtieth; only repetition shrinks to a two hundredth."""
MOST_PARSED = 4 * 1024 * 1024  # of a list of parts or links, which becomes a tree in memory
LOCAL_HEADER = struct.Struct("<4s22xHH")
END_OF_ARCHIVE, END_BYTES = b"PK\x05\x06", 22
SYMLINK, FILE_TYPE = 0o120000, 0o170000
IS_ENCRYPTED = 0x1

MAIN = {
    DOCX: f"{DOCX.content_type}.main+xml",
    XLSX: f"{XLSX.content_type}.main+xml",
    PPTX: f"{PPTX.content_type}.main+xml",
}
TYPES = "[content_types].xml"
XML = (".xml", ".rels", ".vml", ".svg")
SCRIPTS = re.compile(
    r"vbaproject|vbadata|macrosheets?/|dialogsheets/|attachedtoolbars|activex|\.(?:js|vbs|exe|dll|bat|cmd)$"
)
OBJECTS = re.compile(r"embeddings?/|oleobject|afchunk|\.(?:docx?|docm|xls[xmb]?|pptx?|pptm|pdf|zip|html?|mht|rtf|msg)$")
ELSEWHERE = re.compile(r"externallinks/|(?:^|/)connections\.xml$|querytables/|webextensions?/")
SCRIPT_TYPES = re.compile(r"macroenabled|vbaproject|activex|ms-excel\.(?:intlmacrosheet|macrosheet)")
OBJECT_TYPES = re.compile(
    r"oleobject|/package$|afchunk|subdocument|-officedocument\.(?:\w+\.)?(?:document|sheet|presentation)$"
)
LINK_SCHEMES = {"", "http", "https", "mailto", "tel"}
FIELD_CODE = re.compile(
    rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)</|<(?:\w+:)?fldSimple\b[^>]*?\binstr\s*=\s*[\"']([^\"']*)", re.DOTALL
)
FETCHING_FIELD = re.compile(r"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
PROGRAM_LINK = re.compile(rb"ppaction://(?:program|macro|ole)", re.IGNORECASE)
FETCHING_FORMULA = re.compile(
    rb"<(?:\w+:)?(?:f|definedName)\b[^<]*?\b(?:WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID)\s*\(", re.IGNORECASE
)


def inspect(data: bytes, kind: Kind) -> None:
    """Raises RefusedError for what is no sound document of its kind, or would run, hide or fetch something."""
    parts: dict[str, bytes | None] = {}  # the content of those that say what the others are; a sheet may be large
    try:
        for written, content in _parts(data):
            name = written.lower()
            _refuse_name(name)
            _refuse_content(name, content, kind)
            parts[name] = content if name == TYPES or name.endswith(".rels") else None
    except (zipfile.BadZipFile, zlib.error, struct.error, UnicodeError, OSError, NotImplementedError) as error:
        raise RefusedError(Reason.DAMAGED) from error
    _refuse_types(parts, kind)
    for name, links in parts.items():
        if name.endswith(".rels"):
            _refuse_links(links)


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part, unpacked with a bound on what comes out, whatever the archive declares."""
    end = data.rfind(END_OF_ARCHIVE)
    if end < 0:
        raise RefusedError(Reason.DAMAGED)
    if end + END_BYTES != len(data):
        raise RefusedError(Reason.POLYGLOT)
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if len(entries) > MOST_PARTS:
        raise RefusedError(Reason.TOO_COMPLEX)
    if not entries or entries[0].header_offset != 0:
        raise RefusedError(Reason.POLYGLOT)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise RefusedError(Reason.MISMATCH)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise RefusedError(Reason.BOMB)
    free_from = 0
    for entry in entries:
        if entry.flag_bits & IS_ENCRYPTED:
            raise RefusedError(Reason.ENCRYPTED)
        _refuse_path(entry)
        signature, name_bytes, extra_bytes = LOCAL_HEADER.unpack_from(data, entry.header_offset)
        begins = entry.header_offset + LOCAL_HEADER.size
        own_name = data[begins : begins + name_bytes]
        if signature != ZIP or own_name != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437"):
            raise RefusedError(Reason.MISMATCH)
        begins += name_bytes + extra_bytes
        if entry.header_offset < free_from:  # parts that share bytes, which is how small archives unpack to much
            raise RefusedError(Reason.BOMB)
        free_from = begins + entry.compress_size
        if not entry.is_dir():
            yield entry.filename, _unpacked(data[begins:free_from], entry)


def _refuse_path(entry: zipfile.ZipInfo) -> None:
    """Raises RefusedError for a part that would be written outside of its folder."""
    name = entry.orig_filename
    steps = name.rstrip("/").split("/")
    if "\\" in name or "\0" in name or ":" in name or {"", ".", ".."} & set(steps):
        raise RefusedError(Reason.MISMATCH)
    if (entry.external_attr >> 16) & FILE_TYPE == SYMLINK:
        raise RefusedError(Reason.MISMATCH)


def _unpacked(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
    else:
        raise RefusedError(Reason.MISMATCH)
    if len(content) > entry.file_size:
        raise RefusedError(Reason.BOMB)
    if len(content) > RATIO_COUNTS_FROM and len(content) > MOST_RATIO * len(packed):
        raise RefusedError(Reason.BOMB)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise RefusedError(Reason.DAMAGED)
    return content


def _refuse_name(name: str) -> None:
    if SCRIPTS.search(name):
        raise RefusedError(Reason.SCRIPT)
    if OBJECTS.search(name):
        raise RefusedError(Reason.EMBEDDED)
    if ELSEWHERE.search(name):
        raise RefusedError(Reason.EXTERNAL)


def _refuse_content(name: str, content: bytes, kind: Kind) -> None:
    if EICAR in content:
        raise RefusedError(Reason.VIRUS)
    if content.startswith((ZIP, OLE, b"%PDF-", *PROGRAMS)):
        raise RefusedError(Reason.EMBEDDED)
    if not name.endswith(XML):
        return
    _refuse_unsound(content)
    if name.endswith((".svg", ".vml")) and b"<script" in content.lower():
        raise RefusedError(Reason.SCRIPT)
    if kind == PPTX and PROGRAM_LINK.search(content):
        raise RefusedError(Reason.SCRIPT)
    if kind == XLSX and FETCHING_FORMULA.search(content):
        raise RefusedError(Reason.EXTERNAL)
    if kind == DOCX:
        codes = "".join(html.unescape((a or b).decode()) for a, b in FIELD_CODE.findall(content))
        if FETCHING_FIELD.search(codes):
            raise RefusedError(Reason.EXTERNAL)


def _refuse_unsound(content: bytes) -> None:
    """Raises RefusedError unless it is well-formed XML in UTF-8, without a document type and thus without entities."""
    # defusedxml builds a tree, and a sheet's would not fit. This is its rule, at the speed of expat.
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise RefusedError(Reason.MISMATCH)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise RefusedError(Reason.MISMATCH)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = declared
    if b"\0" in content:  # another encoding, in which our searches would find nothing
        raise RefusedError(Reason.MISMATCH)
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat's own last parameter: this is all there is
    except expat.ExpatError as error:
        raise RefusedError(Reason.DAMAGED) from error


def _tree(content: bytes | None) -> Element:
    if content is None or len(content) > MOST_PARSED:
        raise RefusedError(Reason.MISMATCH if content is None else Reason.TOO_COMPLEX)
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, defusedxml.DefusedXmlException) as error:
        raise RefusedError(Reason.DAMAGED) from error
    return tree


def _refuse_types(parts: dict[str, bytes | None], kind: Kind) -> None:
    """Raises RefusedError unless the archive declares one main part, that of its kind, and it is there."""
    main = []
    for declared in _tree(parts.get(TYPES)):
        content_type = declared.get("ContentType", "").strip().lower()
        if SCRIPT_TYPES.search(content_type):
            raise RefusedError(Reason.SCRIPT)
        if OBJECT_TYPES.search(content_type):
            raise RefusedError(Reason.EMBEDDED)
        if content_type.endswith("main+xml") and declared.tag.endswith("}Override"):
            main.append((content_type, declared.get("PartName", "").lstrip("/").lower()))
    if len(main) != 1 or main[0][0] != MAIN[kind].lower() or main[0][1] not in parts:
        raise RefusedError(Reason.MISMATCH)


def _refuse_links(content: bytes | None) -> None:
    """Raises RefusedError for a link that is followed without a click, or leads where none should."""
    for link in _tree(content):
        relation = link.get("Type", "").rstrip("/").rpartition("/")[2].lower()
        target = link.get("Target", "")
        if relation in {"vbaproject", "wordvbadata", "attachedtoolbars", "control", "activexcontrolbinary"}:
            raise RefusedError(Reason.SCRIPT)
        if relation in {"oleobject", "package", "afchunk", "subdocument"}:
            raise RefusedError(Reason.EMBEDDED)
        if link.get("TargetMode", "").lower() != "external":
            continue
        if relation != "hyperlink" or not _is_plain_link(target):
            raise RefusedError(Reason.EXTERNAL)


def _is_plain_link(target: str) -> bool:
    try:
        scheme = urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in LINK_SCHEMES and not target.strip().startswith(("\\", "//"))


NEUTRAL = {
    "docprops/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
        b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docprops/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docprops/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
NAMING_PART = re.compile(r"comment|author|persons?/|people")
NAMING = re.compile(rb"""(\b(?:\w+:)?(?:author|initials|userName|displayName|userId|name)\s*=\s*)(?:"[^"]*"|'[^']*')""")
CHANGED_BY = re.compile(rb"""(\bw\w*:(?:author|initials)\s*=\s*)(?:"[^"]*"|'[^']*')""")
AUTHOR_ELEMENT = re.compile(rb"(<(?:\w+:)?author>)[^<]*")


def without_author(data: bytes) -> bytes:
    """The document without its properties, and with nobody's name at comments and changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in _parts(data):
            kept = NEUTRAL.get(name.lower(), content)
            if name.lower().endswith(".xml"):
                kept = CHANGED_BY.sub(rb'\1""', kept)
                if NAMING_PART.search(name.lower()):
                    kept = AUTHOR_ELEMENT.sub(rb"\1", NAMING.sub(rb'\1""', kept))
            copy.writestr(zipfile.ZipInfo(name), kept, zipfile.ZIP_DEFLATED)
    return out.getvalue()
