"""Files in an S3 service, tried against moto: stored, sent by a link that lives two minutes, removed."""

import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta

import boto3
import pytest
from django.conf import settings as configured
from django.test import Client
from moto.server import ThreadedMotoServer

from crm_portal.common.files.models import private_storage
from crm_portal.common.files.storing import remove_orphans
from crm_portal.settings.storage import private_storage as storage_settings
from tests.files import honest


@pytest.fixture(scope="module")
def service():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture
def folder(service, settings):
    """In place of the folder: a bucket, empty."""
    host, port = service
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="s/cret",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="private")
    url = f"s3://key:s%2Fcret@{host}:{port}/private?secure=0&region=us-east-1"
    settings.STORAGES = configured.STORAGES | {"private": storage_settings(url)}
    yield client
    for kept in client.list_objects_v2(Bucket="private").get("Contents", []):
        client.delete_object(Bucket="private", Key=kept["Key"])


def keys(client):
    return [kept["Key"] for kept in client.list_objects_v2(Bucket="private").get("Contents", [])]


@pytest.fixture
def signed_in(reader):
    client = Client()
    client.force_login(reader)
    return client


def test_a_file_leaves_by_a_link_that_lives_two_minutes(put, folder, signed_in):
    file = put("Año.pdf")

    answer = signed_in.get(file.get_absolute_url())

    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.url).query))
    assert (answer.status_code, keys(folder)) == (302, [file.path])
    assert int(asked["X-Amz-Expires"]) <= 120
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Año" not in urllib.parse.urlsplit(answer.url).path
    with urllib.request.urlopen(answer.url) as sent:
        assert sent.read() == honest.FILES["pdf"]
        assert sent.headers["Content-Disposition"] == "attachment; filename*=utf-8''A%C3%B1o.pdf"
        assert sent.headers["Content-Type"] == "application/pdf"


def test_no_link_is_made_for_who_may_not_read(put, folder, outsider):
    client = Client()
    client.force_login(outsider)

    answer = client.get(put().get_absolute_url())

    assert (answer.status_code, "Location" in answer.headers) == (404, False)


def test_a_revoked_reader_gets_no_further_link(put, folder, signed_in, reader, readers):
    file = put()
    first = signed_in.get(file.get_absolute_url(), headers={"Range": "bytes=0-9"})
    readers.remove(reader.pk)

    assert (first.status_code, signed_in.get(file.get_absolute_url()).status_code) == (302, 404)


def test_head_and_conditions_are_answered_without_a_link(put, folder, signed_in):
    file = put()

    head = signed_in.head(file.get_absolute_url())
    unchanged = signed_in.get(file.get_absolute_url(), headers={"If-None-Match": f'"{file.sha256}"'})

    assert (head.status_code, head.headers["Content-Length"], unchanged.status_code) == (200, str(file.size), 304)


def test_orphans_are_removed_from_the_bucket(put, folder, monkeypatch):
    from crm_portal.common.files import storing

    kept, orphan = put(), put("b.txt")
    type(orphan).objects.filter(pk=orphan.pk).delete()
    young = remove_orphans()
    monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(seconds=-60))

    removed = remove_orphans()

    assert (young, removed, keys(folder)) == (0, 1, [kept.path])


def test_a_task_reads_what_was_stored(put, folder):
    with put().open() as content:
        assert content.read() == honest.FILES["pdf"]
    assert private_storage().bucket_name == "private"
