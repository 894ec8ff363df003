"""OpenDocument texts: a zip archive whose first part says what it is, and whose manifest lists the others."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from crm_portal.common.files.inspection.archive import (
    UNREADABLE,
    is_plain_link,
    parts_of,
    refuse_hidden,
    refuse_unsound,
    tree,
)
from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import Kind

MIMETYPE, CONTENT, MANIFEST = "mimetype", "content.xml", "meta-inf/manifest.xml"
XML = (".xml", ".rdf", ".svg")
SCRIPTS = re.compile(r"(?:^|/)(?:basic|scripts|dialogs)/|\.(?:js|vbs|exe|dll|bat|cmd|py|jar|class)$")
OBJECTS = re.compile(r"(?:^|/)object [^/]*(?:/|$)|\.(?:od[tspgbmf]|docx?|docm|xls[xmb]?|pptx?|pdf|zip|html?|rtf|msg)$")
OWN = "urn:oasis:names:tc:opendocument:xmlns:"
SCRIPT_ELEMENTS = {f"{OWN}office:1.0 script", f"{OWN}office:1.0 event-listeners"}
OBJECT_ELEMENTS = {f"{OWN}drawing:1.0 {name}" for name in ("object", "object-ole", "applet", "plugin")}
FETCHING_ELEMENTS = {
    f"{OWN}drawing:1.0 floating-frame",
    f"{OWN}text:1.0 section-source",
    f"{OWN}text:1.0 dde-connection",
    f"{OWN}text:1.0 dde-connection-decl",
    f"{OWN}office:1.0 dde-source",
    f"{OWN}form:1.0 connection-resource",
}
LINK_ELEMENTS = {f"{OWN}text:1.0 a", f"{OWN}drawing:1.0 a"}
HREF = "http://www.w3.org/1999/xlink href"


def inspect(data: bytes, kind: Kind) -> None:
    """Raises RefusedError for what is no sound text of OpenDocument, or would run, hide or fetch something."""
    main_type = kind.content_type.encode()
    seen: dict[str, bytes | None] = {}
    try:
        for written, content in parts_of(data):
            name = written.lower()
            if not seen and (name != MIMETYPE or content.strip() != main_type):
                raise RefusedError(Reason.MISMATCH)
            _refuse_name(name)
            refuse_hidden(content)
            if name.endswith(XML) and content:  # LibreOffice leaves a list of shortcuts empty
                refuse_unsound(content)
                _refuse_elements(content)
            seen[name] = content if name == MANIFEST else None
    except UNREADABLE as error:
        raise RefusedError(Reason.DAMAGED) from error
    if CONTENT not in seen or MANIFEST not in seen:
        raise RefusedError(Reason.MISMATCH)
    _refuse_entries(seen[MANIFEST], kind)


def _refuse_name(name: str) -> None:
    if SCRIPTS.search(name):
        raise RefusedError(Reason.SCRIPT)
    if OBJECTS.search(name):
        raise RefusedError(Reason.EMBEDDED)


def _refuse_elements(content: bytes) -> None:
    """Raises RefusedError for an element that runs, holds or fetches something."""
    # Element by element, since the tree of a long text would not fit the memory an inspection has.
    parser = expat.ParserCreate(namespace_separator=" ")

    def started(name: str, attributes: dict[str, str]) -> None:
        if name in SCRIPT_ELEMENTS:
            raise RefusedError(Reason.SCRIPT)
        if name in OBJECT_ELEMENTS:
            raise RefusedError(Reason.EMBEDDED)
        if name in FETCHING_ELEMENTS or not _stays_inside(attributes.get(HREF, ""), by_click=name in LINK_ELEMENTS):
            raise RefusedError(Reason.EXTERNAL)

    parser.StartElementHandler = started
    parser.Parse(content, True)  # noqa: FBT003  # expat's own last parameter: this is all there is


def _stays_inside(target: str, *, by_click: bool) -> bool:
    """A picture lies in the archive; a link that somebody follows may lead to a page."""
    if by_click:
        return is_plain_link(target)
    return not re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|/|\\|\.\.)", target, re.IGNORECASE)


def _refuse_entries(manifest: bytes | None, kind: Kind) -> None:
    """Raises RefusedError unless the manifest declares a text, and nothing of it behind a password."""
    declared = ""
    for entry in tree(manifest).iter():
        names = {key.rpartition("}")[2]: value for key, value in entry.attrib.items()}
        if entry.tag.endswith("}encryption-data"):
            raise RefusedError(Reason.ENCRYPTED)
        if names.get("full-path") == "/":
            declared = names.get("media-type", "")
    if declared != kind.content_type:
        raise RefusedError(Reason.MISMATCH)


NEUTRAL_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
)
NAMING_ELEMENT = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|text:(?:initial-)?creator|text:author-(?:name|initials)"
    rb"|text:sender-[a-z-]+|text:printed-by)\b[^>/]*>)[^<]*"
)
SETTING = re.compile(rb"(<config:config-item\b[^>]*config:name=\"Printer(?:Name|Setup)\"[^>/]*>)[^<]*")


def without_author(data: bytes) -> bytes:
    """The text without its properties and its small picture, and with nobody's name at comments and changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in _public(parts_of(data)):
            packing = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
            copy.writestr(zipfile.ZipInfo(name), content, packing)
    return out.getvalue()


def _public(parts: Any) -> Iterator[tuple[str, bytes]]:
    for name, content in parts:
        lower = name.lower()
        if lower.startswith("thumbnails/"):
            continue
        kept = NEUTRAL_META if lower == "meta.xml" else content
        if lower.endswith(".xml"):
            kept = SETTING.sub(rb"\1", NAMING_ELEMENT.sub(rb"\1", kept))
        if lower == MANIFEST:
            kept = re.sub(rb"<manifest:file-entry\b[^>]*\"Thumbnails/[^>]*/>", b"", kept)
        yield name, kept
