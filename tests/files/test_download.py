"""The one way out: whom it lets through, what it sends, and what it does not tell. Hardening plan, rows A4, H3, V6."""

import uuid
from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm_portal.common.files.doors import Door, doors
from crm_portal.common.files.models import PrivateFile
from tests.files import honest
from tests.files.conftest import person
from tests.signing_in import sign_in_past_second_factor

ENGLISH = {"Accept-Language": "en"}


def signed_in(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def body(answer):
    return b"".join(answer.streaming_content)


def missing(client):
    return client.get(reverse("files:download", args=[uuid.uuid4(), "acta.pdf"]), headers=ENGLISH)


@pytest.fixture
def file(put):
    return put()


@pytest.fixture
def client(reader):
    return signed_in(reader)


def test_a_reader_gets_the_file(client, file):
    answer = client.get(file.get_absolute_url())

    assert (answer.status_code, body(answer)) == (200, honest.FILES["pdf"])
    assert {name: answer.headers[name] for name in sorted(answer.headers)} == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'attachment; filename="acta.pdf"',
        "Content-Length": str(file.size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": f'"{file.sha256}"',
        "Permissions-Policy": answer.headers["Permissions-Policy"],
        "Referrer-Policy": "same-origin",
        "Vary": answer.headers["Vary"],
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    } | {name: answer.headers[name] for name in {"Content-Language"} & set(answer.headers)}


def test_a_name_with_accents_arrives_as_it_is(client, put):
    file = put("Año “2026”; acta.txt")

    answer = client.get(file.get_absolute_url())

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''A%C3%B1o%20%E2%80%9C2026%E2%80%9D_%20acta.txt"
    )
    assert body(answer) == honest.FILES["txt"]


def test_head_tells_all_but_the_content(client, file):
    whole, head = client.get(file.get_absolute_url()), client.head(file.get_absolute_url())

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)
    assert body(whole)


def outside(_, outsider):
    return outsider


def closed(reader, _):
    reader.is_active = False
    reader.save()
    return reader


def superuser(reader, _):
    reader.is_superuser = True
    reader.save()
    return reader


@pytest.mark.parametrize("who", [outside, superuser])
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}])
def test_who_may_not_read_gets_what_a_missing_file_gets(reader, outsider, file, who, method, headers):
    client = signed_in(who(reader, outsider))

    answer = getattr(client, method)(file.get_absolute_url(), headers=ENGLISH | headers)

    nothing = getattr(client, method)(reverse("files:download", args=[uuid.uuid4(), "x"]), headers=ENGLISH | headers)
    assert (answer.status_code, answer.content, dict(answer.headers)) == (404, nothing.content, dict(nothing.headers))


def test_a_visitor_is_asked_to_sign_in_whether_the_file_exists_or_not(db, file):
    visitor = Client()

    answers = [visitor.get(address) for address in (file.get_absolute_url(), f"/files/{uuid.uuid4()}/acta.pdf")]

    assert [(answer.status_code, answer.url.partition("?")[0]) for answer in answers] == [
        (302, "/accounts/login/"),
        (302, "/accounts/login/"),
    ]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_file_is_only_read(client, file, method):
    assert getattr(client, method)(file.get_absolute_url()).status_code == 405


def test_a_closed_account_is_out_at_the_next_request(client, reader, file):
    body(client.get(file.get_absolute_url()))
    closed(reader, None)

    assert client.get(file.get_absolute_url()).status_code == 302


def test_the_next_part_of_a_running_download_is_refused_after_revocation(client, reader, readers, file):
    first = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-99"})
    had = body(first)
    readers.remove(reader.pk)

    after = client.get(
        file.get_absolute_url(), headers=ENGLISH | {"Range": "bytes=100-199", "If-Range": first.headers["ETag"]}
    )

    assert (first.status_code, had) == (206, honest.FILES["pdf"][:100])
    assert (after.status_code, after.content) == (404, missing(client).content)


def test_a_revoked_reader_is_not_told_that_nothing_changed(client, reader, readers, file):
    etag = client.head(file.get_absolute_url()).headers["ETag"]
    readers.remove(reader.pk)

    assert client.get(file.get_absolute_url(), headers={"If-None-Match": etag}).status_code == 404


def test_a_closed_door_lets_nobody_through(client, file):
    door = doors["test"]
    doors.remove("test")
    try:
        found = client.get(file.get_absolute_url()).status_code
    finally:
        doors.add(door)

    assert found == 404


PDF = honest.FILES["pdf"]
SIZE = len(PDF)


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-0", 206, PDF[:1], f"bytes 0-0/{SIZE}"),
        ("bytes=5-9", 206, PDF[5:10], f"bytes 5-9/{SIZE}"),
        ("bytes=5-", 206, PDF[5:], f"bytes 5-{SIZE - 1}/{SIZE}"),
        ("bytes=-5", 206, PDF[-5:], f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}"),
        ("bytes=-999999", 206, PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
        ("bytes=0-999999", 206, PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
        (f"bytes={SIZE}-", 416, b"", f"bytes */{SIZE}"),
        ("bytes=999999-1000000", 416, b"", f"bytes */{SIZE}"),
        ("bytes=-0", 416, b"", f"bytes */{SIZE}"),
        ("bytes=9-5", 200, PDF, None),
        ("bytes=0-1,5-6", 200, PDF, None),
        ("bytes=", 200, PDF, None),
        ("bytes=-", 200, PDF, None),
        ("items=0-5", 200, PDF, None),
        ("bytes=a-b", 200, PDF, None),
        ("bytes=٣-٤", 200, PDF, None),
        ("bytes=0-" + "9" * 5000, 200, PDF, None),
    ],
)
def test_a_part_is_sent_where_one_is_asked_for(client, file, asked, status, content, said):
    answer = client.get(file.get_absolute_url(), HTTP_RANGE=asked)

    sent = body(answer) if answer.streaming else answer.content
    assert (answer.status_code, sent, answer.headers.get("Content-Range")) == (status, content, said)
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"{tag}"'}, 304),
        ({"If-None-Match": 'W/"{tag}"'}, 304),
        ({"If-None-Match": '"other", "{tag}"'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"Range": "bytes=0-1", "If-Range": '"{tag}"'}, 206),
        ({"Range": "bytes=0-1", "If-Range": '"other"'}, 200),
        ({"Range": "bytes=0-1", "If-Range": "Wed, 21 Oct 2026 07:28:00 GMT"}, 200),
    ],
)
def test_conditions_are_kept_by_the_files_hash(client, file, headers, status):
    asked = {name: value.replace("{tag}", file.sha256) for name, value in headers.items()}

    answer = client.get(file.get_absolute_url(), headers=asked)

    assert (answer.status_code, answer.headers["ETag"]) == (status, f'"{file.sha256}"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


@pytest.mark.parametrize(
    ("scan", "finding", "words"), [("pending", "", "waits for the virus"), ("infected", "Eicar", "removed")]
)
def test_a_file_that_is_not_clean_is_told_of_to_its_uploader_alone(client, uploader, file, scan, finding, words):
    PrivateFile.objects.update(scan=scan, finding=finding)

    own, other = (
        signed_in(uploader).get(file.get_absolute_url(), headers=ENGLISH),
        client.get(file.get_absolute_url(), headers=ENGLISH),
    )

    assert (own.status_code, words in own.text, file.name in own.text) == (403, True, True)
    assert (other.status_code, other.content) == (404, missing(client).content)


def test_the_proxy_is_told_where_the_file_lies(client, file, settings, folder):
    settings.FILES_ACCEL_REDIRECT = "/protected/"

    answer = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == f"/protected/{file.path}"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="acta.pdf"'
    assert answer.headers["ETag"] == f'"{file.sha256}"'
    assert (folder / file.path).read_bytes() == honest.FILES["pdf"]


def test_the_proxy_is_told_nothing_for_who_may_not_read(outsider, file, settings):
    settings.FILES_ACCEL_REDIRECT = "/protected/"

    answer = signed_in(outsider).get(file.get_absolute_url())

    assert (answer.status_code, "X-Accel-Redirect" in answer.headers) == (404, False)


@pytest.mark.parametrize("saves_session", [False, True])
@pytest.mark.django_db(transaction=True)
def test_a_slow_reader_holds_no_database_connection(client, file, settings, saves_session):
    settings.SESSION_SAVE_EVERY_REQUEST = saves_session  # as an idle limit would

    answer = client.get(file.get_absolute_url())
    pieces = iter(answer.streaming_content)
    first = next(pieces)

    assert (answer.status_code, first != b"", connection.connection) == (200, True, None)
    assert b"".join([first, *pieces]) == honest.FILES["pdf"]
    assert Session.objects.count() == 1


def test_a_door_may_record_each_reading_and_refuse_when_it_cannot(db, folder, put, uploader, client):
    seen = []

    def record(request, file):
        if len(seen) == 1:
            raise RuntimeError("the log is full")
        seen.append((request.user.pk, file.pk))

    door = doors["test"]
    doors.remove("test")
    doors.add(Door("test", door.readable, record))
    file = put()

    first = body(signed_in(uploader).get(file.get_absolute_url()))
    second = Client(raise_request_exception=False)
    sign_in_past_second_factor(second, uploader)
    after = second.get(file.get_absolute_url())

    assert (first, seen) == (honest.FILES["pdf"], [(uploader.pk, file.pk)])
    assert after.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert b"%PDF" not in after.content


def test_each_door_opens_its_own_files_alone(folder, put, reader, uploader):
    doors.add(Door("other", readable=lambda user: PrivateFile.objects.filter(name__startswith="b")))
    try:
        files = {name: put(name) for name in ("a.txt", "b.txt", "c.txt", "bb.txt")}
        PrivateFile.objects.filter(name__in=["a.txt", "b.txt"]).update(door="other")
        stranger = person("stranger")

        found = {user: set(PrivateFile.objects.visible_to(user)) for user in (reader, stranger)}
    finally:
        doors.remove("other")

    assert found == {
        reader: {files["b.txt"], files["c.txt"], files["bb.txt"]},
        stranger: {files["b.txt"]},
    }


@pytest.mark.parametrize("name", ["", "Circular", "a_b", "-a", "a" * 41])
def test_a_door_needs_a_short_word_for_a_name(name):
    with pytest.raises(ValueError, match="no name"):
        doors.add(Door(name, readable=lambda user: PrivateFile.objects.none()))


def test_a_door_is_named_once(readers):
    with pytest.raises(ValueError, match="already"):
        doors.add(Door("test", readable=lambda user: PrivateFile.objects.none()))


def test_a_download_asks_few_questions(client, file, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        body(client.get(file.get_absolute_url()))
