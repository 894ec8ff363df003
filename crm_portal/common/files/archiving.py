"""Archives of several files in one, written piece by piece."""

import shutil
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from crm_portal.common.files.kinds import TEXTS
from crm_portal.common.files.sending import CHUNK_BYTES

SQUEEZED = frozenset(kind.extension for kind in TEXTS)
"""The kinds worth compressing; the others are compressed already."""


class TooLargeError(Exception):
    """The files are more than may be taken at once; carries a sentence fit to show."""


def write(target: zipfile.ZipFile, name: str, at: datetime, content: Any, size: int = 0) -> None:
    """Add a text, or an open file piece by piece: memory holds a piece of one file."""
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    is_text = PurePosixPath(name).suffix.removeprefix(".") in SQUEEZED
    entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
    if isinstance(content, bytes):
        target.writestr(entry, content)
        return
    entry.file_size = size
    with target.open(entry, "w") as place:
        shutil.copyfileobj(content, place, CHUNK_BYTES)
