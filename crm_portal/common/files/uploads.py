"""The one validator of uploads."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files import inspecting, kinds
from crm_portal.common.files.kinds import Kind
from crm_portal.common.files.names import clean_name, extension_of

if TYPE_CHECKING:
    from crm_portal.common.files.models import PrivateFile

MEGABYTE = 1024 * 1024
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be stored: what it is called, what it is, and its bytes."""

    name: str
    kind: Kind
    size: int
    sha256: str
    content: File


def checked_upload(uploaded: File, accept: Iterable[Kind] = kinds.ALL) -> CheckedUpload:
    """The upload, inspected and with a clean name; pictures drawn anew, without EXIF and place.

    Raises ValidationError with one sentence: for its size, its extension, a content that is not what the name says, and
    for whatever runs, hides, fetches or cannot be checked within bounds. Source: hardening plan, row B1.
    """
    accepted = tuple(accept)
    size = uploaded.size or 0
    if size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    if size > settings.FILES_MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."),
            code="too_large",
            params={"limit": settings.FILES_MAX_BYTES // MEGABYTE},
        )
    name = clean_name(uploaded.name or "")
    kind = kinds.find(extension_of(name), accepted)
    if kind is None:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted are: %(kinds)s."),
            code="extension",
            params={"kinds": in_words(accepted)},
        )
    instead = inspecting.inspected(uploaded, kind)
    content: File = uploaded if instead is None else ContentFile(instead)
    return checked(f"{name.rpartition('.')[0]}.{kind.extension}", kind, content)


def checked(name: str, kind: Kind, content: File) -> CheckedUpload:
    """A content that was inspected, weighed."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return CheckedUpload(name, kind, size, digest.hexdigest(), content)


def public_copy(file: "PrivateFile") -> CheckedUpload:
    """A copy to publish: without author, properties and the names of those who commented.

    May take twenty seconds, so it belongs in a task. Raises ValidationError when it cannot be made.
    """
    with file.open() as content:
        instead = inspecting.without_author(content, file.kind_of)
        content.seek(0)
        return checked(file.name, file.kind_of, ContentFile(content.read() if instead is None else instead))


def in_words(accepted: Iterable[Kind]) -> str:
    """Kinds as people write them: PDF, DOCX."""
    return ", ".join(kind.extension.upper() for kind in accepted)
