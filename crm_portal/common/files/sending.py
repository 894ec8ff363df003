"""Sends a file: whole, a part of it, or word that it has not changed. Who may read has been asked before."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from crm_portal.common.files.models import PrivateFile, private_storage

CHUNK_BYTES = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
LONGEST_NUMBER = 18
SECURITY = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class UnsatisfiableRangeError(Exception):
    """The part asked for lies outside of the file."""


def send(request: HttpRequest, file: PrivateFile) -> HttpResponseBase:
    """The answer with the file, by whichever way the storage has. Gives the database connection back first."""
    give_back_connection()
    response = _answer(request, file)
    etag = f'"{file.sha256}"'
    for name, value in SECURITY.items():
        response.headers[name] = value
    response.headers["ETag"] = etag
    return response


def _answer(request: HttpRequest, file: PrivateFile) -> HttpResponseBase:
    etag = f'"{file.sha256}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    headers = {"Content-Type": file.kind_of.content_type, "Content-Disposition": disposition}
    storage: Any = private_storage()
    if settings.FILES_ACCEL_REDIRECT:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": f"{settings.FILES_ACCEL_REDIRECT}{file.path}"})
    headers["Accept-Ranges"] = "bytes"
    if request.method == "HEAD":
        return HttpResponse(headers=headers | {"Content-Length": str(file.size)})
    if hasattr(storage, "signed_link"):
        link = storage.signed_link(file.path, disposition=disposition, content_type=file.kind_of.content_type)
        return HttpResponseRedirect(link)
    try:
        part = asked_range(request, file.size, etag)
    except UnsatisfiableRangeError:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={"Content-Range": f"bytes */{file.size}"},
            content_type="text/plain",
        )
    begin, end = part or (0, file.size)
    headers["Content-Length"] = str(end - begin)
    if part:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{file.size}"
    status = HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK
    return StreamingHttpResponse(Part(storage.open(file.path), begin, end), status=status, headers=headers)


def give_back_connection() -> None:
    """A slow reader would keep it from the pages (docs/adr/0002-web-server.md)."""
    if not connection.in_atomic_block:
        connection.close()


def asked_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The half-open part of the file that is asked for; None for all of it.

    A header that asks for several parts, is not understood, or holds for another version (If-Range) is passed over, as
    RFC 9110 (14.2, 13.1.5) allows. Raises UnsatisfiableRangeError.
    """
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked[1], asked[2]
    if max(len(first), len(last)) > LONGEST_NUMBER or not (first or last):
        return None
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
    if begin >= end:
        raise UnsatisfiableRangeError
    return begin, end


class Part:
    """A part of an open file, read in small pieces; the server closes it."""

    def __init__(self, content: Any, begin: int, end: int) -> None:
        self.content = content
        self.left = end - begin
        self.is_begun = False
        content.seek(begin)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self.is_begun:  # what stands around the view may have asked the database after it, to save the session
            give_back_connection()
            self.is_begun = True
        piece: bytes = self.content.read(min(CHUNK_BYTES, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.content.close()
