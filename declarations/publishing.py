"""The workflow of a document: drafted, provisional, final, published under a symbol, withdrawn with a reason.

What is published is frozen: the database refuses to change a published version, and a later text is a later version.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit, waking
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.files.storing import store, store_own
from crm_portal.common.files.uploads import CheckedUpload, public_copy
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from declarations import symbols, texts
from declarations.models import Document, DocumentGrant, DocumentVersion
from members import audience
from members.models import Audience

Status = Document.Status
TRANSITIONS: Transitions = {
    "provisional": ((Status.DRAFT,), Status.PROVISIONAL),
    "final": ((Status.DRAFT, Status.PROVISIONAL), Status.FINAL),
    "reopen": ((Status.PROVISIONAL, Status.FINAL), Status.DRAFT),
    "publish": ((Status.FINAL, Status.PUBLISHED), Status.PUBLISHED),  # again: its later versions
    "withdraw": ((Status.PUBLISHED,), Status.WITHDRAWN),
}
DOOR = "document"
PREPARE_TASK = "declarations.tasks.prepare_versions"
PRINT_TASK = "declarations.tasks.print_instruments"


def locked(document: Document) -> Document:
    """The row, for the length of the transaction."""
    return Document.objects.select_for_update(of=("self",)).select_related("body").get(pk=document.pk)


@transaction.atomic
def add_version(
    document: Document,
    upload: CheckedUpload,
    *,
    language: str,
    translation_status: str,
    by: Any,
    number: int | None = None,
) -> DocumentVersion:
    """Put a file in as the next version of a language, or as `number` where the language joins another's version.

    It is not published by that. Raises TransitionNotAllowed when the document is withdrawn, or the version is there.
    """
    document = locked(document)
    if document.is_withdrawn:
        raise TransitionNotAllowed(_("This document was withdrawn: it takes no further version."))
    of_language = document.versions.filter(language=language)
    highest = of_language.aggregate(highest=Max("number"))["highest"] or 0
    number = number or highest + 1
    if number <= highest:
        raise TransitionNotAllowed(_("There is a version %(number)d in this language.") % {"number": number})
    source = None
    if translation_status != DocumentVersion.Translation.AUTHENTIC:
        source = document.versions.exclude(language=language).filter(number__lte=number).order_by("-number").first()
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        language=language,
        translation_status=translation_status,
        translates=source,
        file=store(upload, by=by, door=DOOR),
        added_by=by,
    )
    audit.record("declarations.add_version", document, by=by, number=number, language=language)
    transaction.on_commit(lambda: waking.wake(PREPARE_TASK))
    transaction.on_commit(lambda: waking.wake(texts.READ_TASK))
    return version


@transaction.atomic
def advance(document: Document, verb: str, *, by: Any) -> None:
    """Make a draft provisional or final, or open it again. Raises TransitionNotAllowed."""
    document = locked(document)
    document.status = next_status(TRANSITIONS, verb, document.status)
    document.save(update_fields=["status"])
    audit.record(f"declarations.{verb}_document", document, by=by)


@transaction.atomic
def publish(document: Document, *, by: Any) -> Document:
    """Give the document its symbol, freeze its versions, and open it to its audience, now or when its embargo ends.

    Done again, it publishes the versions added since. Raises TransitionNotAllowed, also where a version is held by the
    virus scanner or is still being prepared, and where the audience is wider than the rules give without a reason.
    """
    document = locked(document)
    is_first = document.status != Status.PUBLISHED
    document.status = next_status(TRANSITIONS, "publish", document.status)
    refuse_unexplained_width(document)
    waiting = document.versions.filter(frozen_at=None).select_related("file")
    if not is_first and not waiting:
        raise TransitionNotAllowed(_("There is no version that is not published yet."))
    now = timezone.now()
    for version in waiting:
        freeze(version, now)
    if is_first:
        document.symbol = document.symbol or symbols.allocate(document)
        document.published_at = max(now, document.embargo_until or now)
    document.save(update_fields=["status", "symbol", "published_at"])
    audit.record("declarations.publish_document", document, by=by, symbol=document.symbol)
    transaction.on_commit(lambda: waking.wake(PRINT_TASK))
    return document


@transaction.atomic
def publish_own(document: Document, files: Mapping[str, CheckedUpload], *, by: Any) -> Document:
    """Publish what the portal itself has made, in each language: these very bytes, as the next version of all of them.

    There is nothing in them to scan, and no author to be taken out, which would cost a PDF its tags. Raises
    TransitionNotAllowed when the document is withdrawn.
    """
    document = locked(document)
    number = (document.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    for language, made in files.items():
        kept = store_own(made, by=by, door=DOOR)
        DocumentVersion.objects.create(
            document=document,
            number=number,
            language=language,
            translation_status=DocumentVersion.Translation.AUTHENTIC,
            file=kept,
            public_file=kept,
            added_by=by,
        )
        audit.record("declarations.add_version", document, by=by, number=number, language=language)
    if document.status == Status.DRAFT:
        advance(document, "final", by=by)
    transaction.on_commit(lambda: waking.wake(texts.READ_TASK))
    return publish(document, by=by)


@transaction.atomic
def record(document: Document, *, at: datetime) -> None:
    """Keep a document that was published elsewhere, long before, under a symbol: it needs nobody's decision now."""
    document.symbol = symbols.allocate(document)
    document.status, document.published_at = Status.PUBLISHED, at
    document.save(update_fields=["symbol", "status", "published_at"])


@transaction.atomic
def open_to(grant: DocumentGrant, *, by: Any) -> DocumentGrant:
    """Open a document to one party or person beyond its audience, on record, for the reason that the grant gives."""
    grant.granted_by = by
    grant.save(force_insert=True)
    audit.record("declarations.open_document", grant.document, by=by, grant=grant.pk)
    return grant


@transaction.atomic
def close_to(grant: DocumentGrant, *, by: Any) -> None:
    """End an exception: from today on the document is closed to that party or person again."""
    today = timezone.localdate()
    if grant.valid_until is None or grant.valid_until > today:
        grant.valid_until = today
        grant.save(update_fields=["valid_until"])
        audit.record("declarations.close_document", grant.document, by=by, grant=grant.pk)


def freeze(version: DocumentVersion, now: datetime) -> None:
    """Keep these bytes for ever. Raises TransitionNotAllowed while they are not ready."""
    if version.public_file is None or not version.file.is_clean:
        raise TransitionNotAllowed(
            _("Version %(number)d (%(language)s) is still being prepared. Try again in a moment.")
            % {"number": version.number, "language": version.get_language_display()}
        )
    version.sha256 = version.public_file.sha256
    version.frozen_at = now
    version.save(update_fields=["sha256", "frozen_at"])


def refuse_unexplained_width(document: Document) -> None:
    """Raises TransitionNotAllowed where somebody beyond the rules of attendance would read it, and nothing says why."""
    if not document.part or document.widening_reason:
        return
    given = audience.derived(document.body, document.part)
    if audience.is_wider(document.audience, given, document.body):
        raise TransitionNotAllowed(
            _("By the rules of attendance this is for: %(audience)s. Say why it is for more.")
            % {"audience": Audience(given).label}
        )


@transaction.atomic
def withdraw(document: Document, *, by: Any) -> None:
    """Leave a tombstone that says why. The symbol stays taken. Raises TransitionNotAllowed."""
    document = locked(document)
    document.status = next_status(TRANSITIONS, "withdraw", document.status)
    if not is_in_both_languages(document, "withdrawal_reason"):
        raise TransitionNotAllowed(_("Say in both languages why it is withdrawn, and save, before you withdraw it."))
    document.withdrawn_at = timezone.now()
    document.save()  # all of it: modeltranslation keeps the reason in three columns
    audit.record("declarations.withdraw_document", document, by=by)


def prepare(version: DocumentVersion) -> None:
    """Make the copy that is published: without author and the names of those who commented. Done once."""
    copy = public_copy(version.file)
    with transaction.atomic():
        row = DocumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if row.public_file is None:
            row.public_file = store_own(copy, by=row.added_by, door=DOOR)
            row.save(update_fields=["public_file"])
