"""Where the bytes lie, and what becomes of those that no row names. Hardening plan, row F2."""

import os
import time
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from crm_portal.common.files import tasks
from crm_portal.common.files.models import PrivateFile, private_storage
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import checked_upload
from tests.files import honest
from tests.files.conftest import stored_files, uploaded

HOUR = 60 * 60


def age(folder, hours):
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - hours * HOUR,) * 2)


def test_a_file_lies_under_its_id_alone(put, folder):
    file = put("Acta secreta.pdf")

    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]

    assert [str(path) for path in found] == [f"{str(file.pk)[:2]}/{file.pk}"]
    with file.open() as content:
        assert content.read() == honest.FILES["pdf"]


def test_two_files_of_one_name_are_two(put, folder):
    first, second = put("a.txt", b"uno"), put("a.txt", b"dos")

    assert stored_files(folder) == sorted([str(first.pk), str(second.pk)])


def test_a_row_that_cannot_be_made_leaves_no_bytes(db, folder, uploader):
    checked = checked_upload(uploaded("a.pdf", honest.FILES["pdf"]))
    broken = type(checked)(
        name="a/b.pdf", kind=checked.kind, size=checked.size, sha256=checked.sha256, content=checked.content
    )

    with pytest.raises(IntegrityError):
        store(broken, by=uploader, door="test")

    assert (stored_files(folder), PrivateFile.objects.count()) == ([], 0)


def test_a_door_that_nobody_registered_is_refused(db, folder, uploader):
    with pytest.raises(ValueError, match="no door called nowhere"):
        store(checked_upload(uploaded("a.txt", b"a")), by=uploader, door="nowhere")

    assert stored_files(folder) == []


def test_orphans_are_removed_after_an_hour_and_nothing_else(put, folder):
    kept = put()
    with transaction.atomic():
        orphan = put("b.pdf")
        transaction.set_rollback(True)
    infected = put("c.txt")
    PrivateFile.objects.filter(pk=infected.pk).update(scan="infected", finding="Eicar")
    private_storage().save("ab/foreign.txt", ContentFile(b"not ours"))
    misplaced = str(uuid.uuid4())
    private_storage().save(f"zz/{misplaced}", ContentFile(b"not ours"))
    before = stored_files(folder)

    tasks.remove_orphans()
    young = stored_files(folder)
    age(folder, hours=2)
    tasks.remove_orphans()

    assert before == sorted([str(kept.pk), str(orphan.pk), str(infected.pk), "foreign.txt", misplaced])
    assert young == before
    assert stored_files(folder) == sorted([str(kept.pk), "foreign.txt", misplaced])


WRONG = [
    {"name": ""},
    {"name": "a/b.pdf"},
    {"name": "a\\b.pdf"},
    {"name": "a\r\nb.pdf"},
    {"name": "a\u202eb.pdf"},
    {"kind": "exe"},
    {"size": 0},
    {"sha256": "x" * 64},
    {"sha256": "A" * 64},
    {"sha256": "a" * 63},
    {"scan": "fine"},
    {"scan": "infected"},
    {"finding": "Eicar"},
    {"door": ""},
    {"door": "A door"},
]


@pytest.mark.parametrize("values", WRONG, ids=[ascii(row) for row in WRONG])
def test_the_database_refuses_what_no_file_can_be(db, uploader, values):
    sound = {"name": "a.pdf", "kind": "pdf", "size": 1, "sha256": "a" * 64, "scan": "clean", "door": "test"}

    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.create(uploaded_by=uploader, **sound | values)

    PrivateFile.objects.create(uploaded_by=uploader, **sound)
