"""A door for tests alone: who is on its list may read what came through it."""

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from crm_portal.common.files.doors import Door, doors
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import checked_upload
from members.models import User
from tests.files import honest


@pytest.fixture
def folder(tmp_path, settings):
    """The private storage of one test."""
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = configured.STORAGES | {"private": private}
    return tmp_path / "private"


@pytest.fixture
def readers():
    """The ids of the people whom the test's door admits; a test may change it as it goes."""
    admitted = set()
    doors.add(Door("test", readable=lambda user: Q() if user.pk in admitted else Q(pk__in=[])))
    yield admitted
    doors.remove("test")


def person(name, **values):
    return User.objects.create_user(f"{name}@example.org", "a-long-enough-password", full_name=name, **values)


@pytest.fixture
def uploader(db, readers):
    user = person("uploader")
    readers.add(user.pk)
    return user


@pytest.fixture
def reader(db, readers):
    user = person("reader")
    readers.add(user.pk)
    return user


@pytest.fixture
def outsider(db):
    return person("outsider")


def uploaded(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def put(folder, uploader):
    """Stores a sound file by the test's door."""

    def put(name="acta.pdf", content=None):
        content = honest.FILES[name.rpartition(".")[2]] if content is None else content
        return store(checked_upload(uploaded(name, content)), by=uploader, door="test")

    return put


def stored_files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
