"""Messages in XML, such as a bank's statement."""

import re

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from crm_portal.common.files.inspection.refusal import Reason, RefusedError

DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.DOTALL)
READABLE = {"utf-8", "utf8", "us-ascii", "ascii"}


def inspect(data: bytes) -> None:
    """Raises RefusedError unless this is XML in UTF-8 that is whole and defines nothing of its own.

    A message of a bank needs no DOCTYPE; what it could define there is what expands without end or fetches files.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(Reason.ENCODING) from error
    declared = DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if "\x00" in text or (declared and declared[1].decode().lower() not in READABLE):
        raise RefusedError(Reason.ENCODING)
    try:
        ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedError(Reason.EXTERNAL if "SYSTEM" in text or "PUBLIC" in text else Reason.BOMB) from error
    except (ElementTree.ParseError, ValueError) as error:
        raise RefusedError(Reason.DAMAGED) from error
