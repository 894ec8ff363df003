"""Documents that are a zip archive of XML parts: what is refused of them whatever program wrote them."""

import io
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

MOST_PARTS = 5000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO, RATIO_COUNTS_FROM = 200, 1024 * 1024
"""Sheets of numbers shrink to a thirtieth; only repetition shrinks to a two hundredth."""
MOST_PARSED = 4 * 1024 * 1024  # of a list of parts or links, which becomes a tree in memory
LOCAL_HEADER = struct.Struct("<4s22xHH")
END_OF_ARCHIVE, END_BYTES = b"PK\x05\x06", 22
SYMLINK, FILE_TYPE = 0o120000, 0o170000
IS_ENCRYPTED = 0x1
LINK_SCHEMES = {"", "http", "https", "mailto", "tel"}

UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, UnicodeError, OSError, NotImplementedError)
"""What reading a damaged archive may raise."""


def parts_of(data: bytes) -> Iterator[tuple[str, bytes]]:
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


def refuse_hidden(content: bytes) -> None:
    """Raises RefusedError for a part that is itself a document, an archive or a program, and for EICAR's."""
    if EICAR in content:
        raise RefusedError(Reason.VIRUS)
    if content.startswith((ZIP, OLE, b"%PDF-", *PROGRAMS)):
        raise RefusedError(Reason.EMBEDDED)


def refuse_unsound(content: bytes) -> None:
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


def tree(content: bytes | None) -> Element:
    """A part that says what the others are. Raises RefusedError where it is missing, too large or damaged."""
    if content is None or len(content) > MOST_PARSED:
        raise RefusedError(Reason.MISMATCH if content is None else Reason.TOO_COMPLEX)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, defusedxml.DefusedXmlException) as error:
        raise RefusedError(Reason.DAMAGED) from error
    return root


def is_plain_link(target: str) -> bool:
    """Whether following it takes a click, and leads to a page or an address."""
    try:
        scheme = urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in LINK_SCHEMES and not target.strip().startswith(("\\", "//"))
