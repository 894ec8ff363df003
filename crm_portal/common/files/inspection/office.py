"""Documents of Word, Excel and PowerPoint: a zip archive of XML parts that point at each other."""

import html
import io
import re
import zipfile

from crm_portal.common.files.inspection.archive import (
    UNREADABLE,
    is_plain_link,
    parts_of,
    refuse_hidden,
    refuse_unsound,
    tree,
)
from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import DOCX, PPTX, XLSX, Kind

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
        for written, content in parts_of(data):
            name = written.lower()
            _refuse_name(name)
            _refuse_content(name, content, kind)
            parts[name] = content if name == TYPES or name.endswith(".rels") else None
    except UNREADABLE as error:
        raise RefusedError(Reason.DAMAGED) from error
    _refuse_types(parts, kind)
    for name, links in parts.items():
        if name.endswith(".rels"):
            _refuse_links(links)


def _refuse_name(name: str) -> None:
    if SCRIPTS.search(name):
        raise RefusedError(Reason.SCRIPT)
    if OBJECTS.search(name):
        raise RefusedError(Reason.EMBEDDED)
    if ELSEWHERE.search(name):
        raise RefusedError(Reason.EXTERNAL)


def _refuse_content(name: str, content: bytes, kind: Kind) -> None:
    refuse_hidden(content)
    if not name.endswith(XML):
        return
    refuse_unsound(content)
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


def _refuse_types(parts: dict[str, bytes | None], kind: Kind) -> None:
    """Raises RefusedError unless the archive declares one main part, that of its kind, and it is there."""
    main = []
    for declared in tree(parts.get(TYPES)):
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
    for link in tree(content):
        relation = link.get("Type", "").rstrip("/").rpartition("/")[2].lower()
        target = link.get("Target", "")
        if relation in {"vbaproject", "wordvbadata", "attachedtoolbars", "control", "activexcontrolbinary"}:
            raise RefusedError(Reason.SCRIPT)
        if relation in {"oleobject", "package", "afchunk", "subdocument"}:
            raise RefusedError(Reason.EMBEDDED)
        if link.get("TargetMode", "").lower() != "external":
            continue
        if relation != "hyperlink" or not is_plain_link(target):
            raise RefusedError(Reason.EXTERNAL)


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
        for name, content in parts_of(data):
            kept = NEUTRAL.get(name.lower(), content)
            if name.lower().endswith(".xml"):
                kept = CHANGED_BY.sub(rb'\1""', kept)
                if NAMING_PART.search(name.lower()):
                    kept = AUTHOR_ELEMENT.sub(rb"\1", NAMING.sub(rb'\1""', kept))
            copy.writestr(zipfile.ZipInfo(name), kept, zipfile.ZIP_DEFLATED)
    return out.getvalue()
