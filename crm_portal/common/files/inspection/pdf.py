"""PDF documents: sound, all there, without anything that runs, hides or fetches.

Looked at twice. Names of dangerous things are searched for in every byte and in every stream that can be unpacked,
since a reader that repairs a file may find objects which no table lists. What may be harmless or not, by where it
stands, is looked up in the document's structure.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.inspection.signatures import EICAR

MOST_OBJECTS, MOST_PAGES, MOST_REVISIONS, MOST_ACTIONS = 100_000, 5_000, 100, 20_000
MOST_UNPACKED = 150 * 1024 * 1024
CHUNK = 1024 * 1024
OVERLAP = 128  # what is searched for is shorter
DICTIONARY_BYTES = 2048  # how far before its stream a dictionary is looked for

DANGERS = {
    "JavaScript": Reason.SCRIPT,
    "Launch": Reason.SCRIPT,
    "SubmitForm": Reason.SCRIPT,
    "ImportData": Reason.SCRIPT,
    "XFA": Reason.SCRIPT,
    "EmbeddedFile": Reason.EMBEDDED,
    "EmbeddedFiles": Reason.EMBEDDED,
    "FileAttachment": Reason.EMBEDDED,
    "RichMedia": Reason.EMBEDDED,
    "Rendition": Reason.EMBEDDED,
    "Movie": Reason.EMBEDDED,
    "Sound": Reason.EMBEDDED,
    "GoToR": Reason.EXTERNAL,
    "GoToE": Reason.EMBEDDED,
}
"""Names that no document of ours needs, and why a file with one is refused."""


def _spelt(name: str) -> str:
    """A pattern for a name of which any letter may be written as #xx."""
    return "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name)


DANGER = re.compile(
    ("/(?:" + "|".join(f"(?P<{name}>{_spelt(name)})" for name in DANGERS) + r")(?=[\s/<>\[\]()%{}\x00]|$)").encode()
)
STREAM = re.compile(rb"\bstream\r?\n")
IMAGE, OBJECTS_INSIDE = re.compile(rb"/Subtype\s*/Image\b"), re.compile(rb"/Type\s*/Obj")
LINK_SCHEMES = {"", "http", "https", "mailto", "tel"}
WITHIN = {"/GoTo", "/Named"}
"""Actions that only turn pages."""


def inspect(data: bytes) -> None:
    """Raises RefusedError for what is no sound PDF, or would run, hide or fetch something."""
    _refuse_rest(data)
    _refuse_dangers(data)
    if data.count(b" obj") > MOST_OBJECTS or data.count(b"startxref") > MOST_REVISIONS:
        raise RefusedError(Reason.TOO_COMPLEX)
    for content in _unpacked(data):
        _refuse_dangers(content)
    try:
        _refuse_structure(pypdf.PdfReader(io.BytesIO(data), strict=False))
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # whatever a broken file makes of a parser
        raise RefusedError(Reason.DAMAGED) from error


def _refuse_rest(data: bytes) -> None:
    """Raises RefusedError where the end is missing, or something follows it."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise RefusedError(Reason.DAMAGED)
    if data[end + 5 :].strip(b"\r\n\t \0"):
        raise RefusedError(Reason.POLYGLOT)


def _refuse_dangers(content: bytes) -> None:
    if EICAR in content:
        raise RefusedError(Reason.VIRUS)
    if found := DANGER.search(content):
        raise RefusedError(DANGERS[found.lastgroup or ""])


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What can be inflated, piece by piece, pictures left out; the total has a bound."""
    total = 0
    for begin in STREAM.finditer(data):
        before = data[max(0, begin.start() - DICTIONARY_BYTES) : begin.start()]
        dictionary = before[before.rfind(b" obj") + 1 :]
        if IMAGE.search(dictionary) and not OBJECTS_INSIDE.search(dictionary):
            continue
        inflate = zlib.decompressobj()
        position, overlap = begin.end(), b""
        try:
            while not inflate.eof and (packed := inflate.unconsumed_tail or data[position : position + CHUNK]):
                position += 0 if inflate.unconsumed_tail else CHUNK
                piece = inflate.decompress(packed, CHUNK)
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise RefusedError(Reason.BOMB)
                yield overlap + piece
                overlap = piece[-OVERLAP:]
        except zlib.error:
            continue  # not deflated, or no stream at all


def _refuse_structure(reader: pypdf.PdfReader) -> None:
    if reader.is_encrypted:
        raise RefusedError(Reason.ENCRYPTED)
    if sum(len(generation) for generation in reader.xref.values()) + len(reader.xref_objStm) > MOST_OBJECTS:
        raise RefusedError(Reason.TOO_COMPLEX)
    for number in {
        stream for stream, _ in reader.xref_objStm.values()
    }:  # those that readers are told of, in any coding
        _refuse_dangers(reader.get_object(IndirectObject(number, 0, reader)).get_data())  # type: ignore[union-attr]
    root = reader.root_object
    _refuse_automatic(_value(root, "/OpenAction"))
    _refuse_additional(root)
    pages = list(_pages(root))
    if not pages:
        raise RefusedError(Reason.DAMAGED)
    seen = 0
    for page in pages:
        _refuse_additional(page)
        annotations = _value(page, "/Annots")
        for each in annotations if isinstance(annotations, ArrayObject) else []:
            annotation = each.get_object()
            seen += 1
            if seen > MOST_ACTIONS:
                raise RefusedError(Reason.TOO_COMPLEX)
            if isinstance(annotation, DictionaryObject):
                _refuse_additional(annotation)
                _refuse_clicked(_value(annotation, "/A"))


def _value(dictionary: DictionaryObject, name: str) -> Any:
    found = dictionary.get(name)
    return found.get_object() if found is not None else None


def _pages(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every page. Raises RefusedError for a tree that comes back to itself or is too large."""
    waiting, seen, count = [root.get("/Pages")], set(), 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                raise RefusedError(Reason.DAMAGED)
            seen.add(node.idnum)
        found = node.get_object() if node is not None else None
        if not isinstance(found, DictionaryObject):
            raise RefusedError(Reason.DAMAGED)
        kids = _value(found, "/Kids")
        if isinstance(kids, ArrayObject):
            waiting += reversed(kids)
        else:
            count += 1
            yield found
        if count > MOST_PAGES or len(waiting) > MOST_PAGES:
            raise RefusedError(Reason.TOO_COMPLEX)


def _actions(action: Any) -> Iterator[DictionaryObject]:
    """An action and those that follow it."""
    waiting, count = [action], 0
    while waiting:
        found = waiting.pop()
        found = found.get_object() if found is not None else None
        if isinstance(found, ArrayObject):
            waiting += found
        elif isinstance(found, DictionaryObject):
            yield found
            waiting.append(found.get("/Next"))
        count += 1
        if count > MOST_PAGES:
            raise RefusedError(Reason.TOO_COMPLEX)


def _refuse_automatic(opening: Any) -> None:
    """Raises RefusedError for what happens by itself on opening. An array is the place to begin reading at."""
    if isinstance(opening, ArrayObject):
        return
    for action in _actions(opening):
        if _value(action, "/S") not in WITHIN:
            raise RefusedError(Reason.SCRIPT)


def _refuse_additional(of: DictionaryObject) -> None:
    """Raises RefusedError for what happens when a page or a field is reached."""
    additional = _value(of, "/AA")
    for action in additional.values() if isinstance(additional, DictionaryObject) else []:
        _refuse_automatic(action.get_object())


def _refuse_clicked(clicked: Any) -> None:
    """Raises RefusedError for a link that opens anything but a page here, a page of the web or a letter."""
    if isinstance(clicked, ArrayObject):
        return
    for action in _actions(clicked):
        kind = _value(action, "/S")
        if kind == "/URI":
            address = str(_value(action, "/URI") or "").strip()
            if not _is_plain_link(address):
                raise RefusedError(Reason.EXTERNAL)
        elif kind not in {*WITHIN, "/Hide", "/SetOCGState", "/ResetForm", "/Thread", "/Trans"}:
            raise RefusedError(Reason.SCRIPT)


def _is_plain_link(address: str) -> bool:
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    return scheme in LINK_SCHEMES and not address.startswith(("\\", "//"))


MARKUP_ANNOTATIONS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Stamp"}
MARKUP_ANNOTATIONS |= {"/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret", "/Popup"}


def without_author(data: bytes) -> bytes:
    """The document without its properties, XMP, and the names of those who commented."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.metadata = None
    for found in writer._objects:  # every object, wherever it hangs; no public way leads to all
        if not isinstance(found, DictionaryObject):
            continue
        for name in ("/Metadata", "/PieceInfo", "/LastModified"):
            found.pop(name, None)
        if found.get("/Subtype") in MARKUP_ANNOTATIONS:
            found.pop("/T", None)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
