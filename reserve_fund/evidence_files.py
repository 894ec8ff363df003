"""The files of cases: sealed before they are put away, and opened for whoever may open the person."""

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.audit.models import Access
from crm_portal.common.files import clamav
from crm_portal.common.files.kinds import BY_EXTENSION, Kind
from crm_portal.common.files.models import private_storage
from crm_portal.common.files.uploads import CheckedUpload
from members.roles import Role
from reserve_fund import personal_data
from reserve_fund.models import Case, Evidence
from reserve_fund.models.evidence import FOLDER
from reserve_fund.sealed.sealing import seal, unseal

ORPHAN_AFTER = timedelta(hours=1)
logger = logging.getLogger(__name__)


def place(file: Evidence) -> tuple[str, ...]:
    """What the bytes of a file are sealed for."""
    return ("reserve_fund_evidence", "content", str(file.pk), str(file.case_id))


def require_clean(upload: CheckedUpload) -> None:
    """Raises ValidationError where the virus scanner finds something or does not answer: nothing is kept unseen."""
    if not settings.CLAMAV_ADDRESS:
        return
    upload.content.seek(0)
    try:
        found = clamav.finding(settings.CLAMAV_ADDRESS, upload.content)
    except clamav.ScannerUnavailableError as error:
        raise ValidationError(_("The file cannot be checked for viruses now. Try again in a few minutes.")) from error
    if found:
        raise ValidationError(_("The virus scanner refuses this file."))


def add(case: Case, kind: str, upload: CheckedUpload, *, by: Any) -> Evidence:
    """Seal an upload and put it away, in the caller's transaction. Raises ValidationError, TransitionNotAllowed."""
    require_clean(upload)
    key = personal_data.key_of(case)
    file = Evidence(case=case, kind=kind, extension=upload.kind.extension, size=upload.size, added_by=by)
    column: Any = Evidence._meta.get_field("name")
    file.name = column.sealed(file, str(case.pk), key, upload.name)
    upload.content.seek(0)
    sealed = seal(key, upload.content.read(), *place(file))
    storage = private_storage()
    try:
        storage.save(file.path, ContentFile(sealed))
        with transaction.atomic():
            file.save(force_insert=True)
            audit.record("reserve_fund.add_evidence", case, by=by, kind=kind)
    except BaseException:
        storage.delete(file.path)
        raise
    return file


def readable(user: Any, case: Case) -> bool:
    """Whether somebody opens the files of a case: whoever opens the whole person, so never the coordinator."""
    return bool(personal_data.readable(user, case)) and not user.standing.holds(Role.ST_COORD)


def named(case: Case, key: bytes | None = None) -> list[tuple[Evidence, str]]:
    """The files of a case with their names, for pages that have logged that they show the person. One query, or two."""
    key, column = key or personal_data.key_of(case), Evidence._meta.get_field("name")
    return [(file, column.opened(file, str(case.pk), key)) for file in case.evidence.exclude(name=None)]


def opened(file: Evidence, *, by: Any, purpose: str) -> tuple[str, Kind, bytes]:
    """Name, kind and bytes of a file. That it was taken is logged first, in the caller's transaction.

    Raises PermissionDenied, also for an officer who is not in charge and gave no reason, TransitionNotAllowed,
    SealBrokenError, FileNotFoundError.
    """
    if not (readable(by, file.case) and personal_data.may_open(by, file.case)):
        raise PermissionDenied
    personal_data.require_consent(file.case)
    audit.record_access(by, file, Access.Action.DOWNLOAD, why=str(personal_data.Purpose(purpose).value))
    key = personal_data.key_of(file.case)
    column: Any = Evidence._meta.get_field("name")
    with private_storage().open(file.path) as sealed:
        content = unseal(key, sealed.read(), *place(file))
    return column.opened(file, str(file.case_id), key), BY_EXTENSION[file.extension], content


def remove(file: Evidence, *, by: Any) -> None:
    """Take a file out of a case that is still being written, in the caller's transaction; its bytes go on commit."""
    path = file.path
    audit.record("reserve_fund.remove_evidence", file.case, by=by, kind=file.kind)
    file.delete()
    transaction.on_commit(lambda: private_storage().delete(path))


def stored() -> Iterator[tuple[uuid.UUID, str]]:
    """The sealed files that lie in the storage."""
    storage = private_storage()
    try:
        folders, _files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for folder in folders:
        for name in storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield uuid.UUID(name), f"{FOLDER}/{folder}/{name}"


def remove_orphans() -> int:
    """Remove sealed bytes that no row names, once they are an hour old; how many. To be called for the clock."""
    storage, found, before = private_storage(), dict(stored()), timezone.now() - ORPHAN_AFTER
    kept = set(Evidence.objects.filter(pk__in=found).exclude(name=None).values_list("pk", flat=True))
    gone = [path for pk, path in found.items() if pk not in kept and storage.get_modified_time(path) < before]
    for path in gone:
        storage.delete(path)
    return len(gone)
