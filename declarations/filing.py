"""Files that the staff bring together: which language each is in, and which version they are."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from declarations import publishing
from declarations.models import Document, DocumentVersion

LANGUAGE_IN_NAME = re.compile(
    r"(?:^|[\W_])(?P<es>es|esp|spa|español|espanol|castellano)(?=[\W_]|$)"
    r"|(?:^|[\W_])(?P<en>en|eng|ing|inglés|ingles|english)(?=[\W_]|$)",
    re.IGNORECASE,
)


def language_of(name: str) -> str:
    """The language that a file's name tells; empty where it tells none, or both."""
    found = {
        language for match in LANGUAGE_IN_NAME.finditer(name) for language, said in match.groupdict().items() if said
    }
    return found.pop() if len(found) == 1 else ""


@transaction.atomic
def add_files(
    document: Document, uploads: Iterable[CheckedUpload], *, translation_status: str, by: Any
) -> list[DocumentVersion]:
    """Each file as the next version in its language, which its name tells, else in the authentic one.

    `translation_status` is that of what is not authentic. Raises TransitionNotAllowed where two files are in one
    language, and as `publishing.add_version` does.
    """
    document = publishing.locked(document)
    authentic = {Document.Authentic.BOTH: ["es", "en"], Document.Authentic.ENGLISH: ["en"]}
    languages = authentic.get(Document.Authentic(document.authentic_language or "es"), ["es"])
    chosen: dict[str, CheckedUpload] = {}
    for upload in uploads:
        language = language_of(upload.name) or languages[0]
        if language in chosen:
            raise TransitionNotAllowed(
                _("Two files are in one language. Put “es” or “en” into their names, or add them one after the other.")
            )
        chosen[language] = upload
    number = (document.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return [
        publishing.add_version(
            document,
            chosen[language],
            language=language,
            translation_status=DocumentVersion.Translation.AUTHENTIC if language in languages else translation_status,
            by=by,
            number=number,
        )
        for language in sorted(chosen, key=lambda code: code not in languages)  # a translation knows its source
    ]
