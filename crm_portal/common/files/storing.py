"""Puts files away, and removes what no row knows."""

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from crm_portal.common.files.doors import doors
from crm_portal.common.files.models import PrivateFile, path_of, private_storage
from crm_portal.common.files.uploads import CheckedUpload

ORPHAN_AFTER = timedelta(hours=1)
"""Longer than any transaction lasts: younger files may get their row yet."""
FOLDERS = [f"{number:02x}" for number in range(256)]

logger = logging.getLogger(__name__)


def store(checked: CheckedUpload, *, by: Any, door: str) -> PrivateFile:
    """Put a checked upload away and make its row. To be called in the transaction that makes your own row.

    Raises ValueError for a door that nobody registered.
    """
    from crm_portal.common.files import scanning  # it builds on the rows made here

    file = put_away(
        checked, PrivateFile.Scan.PENDING if settings.CLAMAV_ADDRESS else PrivateFile.Scan.CLEAN, by=by, door=door
    )
    if file.scan == PrivateFile.Scan.PENDING:
        transaction.on_commit(lambda: scanning.ask_for(file.pk))
    return file


def store_own(checked: CheckedUpload, *, by: Any, door: str) -> PrivateFile:
    """Put away what the portal made itself, which no scanner needs to see; `by` is None where nobody asked for it."""
    return put_away(checked, PrivateFile.Scan.CLEAN, by=by, door=door)


def put_away(checked: CheckedUpload, scan: PrivateFile.Scan, *, by: Any, door: str) -> PrivateFile:
    """The bytes first, so that no row is ever without them; where the row is not made, they go again."""
    if door not in doors:
        raise ValueError(f"There is no door called {door}")
    file = PrivateFile(
        name=checked.name,
        kind=checked.kind.extension,
        size=checked.size,
        sha256=checked.sha256,
        scan=scan,
        door=door,
        uploaded_by=by,
    )
    storage = private_storage()
    try:
        checked.content.seek(0)
        storage.save(file.path, checked.content)
        with transaction.atomic():
            file.save(force_insert=True)
    except BaseException:
        storage.delete(file.path)
        raise
    return file


def remove_orphans() -> int:
    """Remove bytes that no row names, and those of infected files, once they are an hour old; how many were."""
    storage, removed = private_storage(), 0
    before = timezone.now() - ORPHAN_AFTER
    for folder in FOLDERS:
        found = dict(_stored(storage, folder))
        kept = PrivateFile.objects.filter(pk__in=found).exclude(scan=PrivateFile.Scan.INFECTED)
        for file_id in found.keys() - set(kept.values_list("pk", flat=True)):
            if storage.get_modified_time(found[file_id]) < before:
                storage.delete(found[file_id])
                removed += 1
    if removed:
        logger.info("Removed %s stored files that no row names.", removed)
    return removed


def _stored(storage: Storage, folder: str) -> Iterator[tuple[uuid.UUID, str]]:
    """What lies in a folder under a name that we give; anything else is not ours to remove."""
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        try:
            file_id = uuid.UUID(name)
        except ValueError:
            continue
        if path_of(file_id) == f"{folder}/{name}":
            yield file_id, path_of(file_id)
