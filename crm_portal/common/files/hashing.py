"""A file sent to be weighed and not to be kept: it is hashed as it comes in, and stands nowhere, not for a moment."""

import hashlib
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class Hashed:
    """What remains of such a file."""

    def __init__(self, sha256: str, size: int) -> None:
        self.sha256 = sha256
        self.size = size

    def close(self) -> None:
        """There is nothing to close; the request closes all it holds."""


class HashingUploadHandler(FileUploadHandler):
    """Hashes the files of a form, each up to a size; `is_too_large` once one had more."""

    def __init__(self, request: HttpRequest, *, most_bytes: int) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes
        self.is_too_large = False

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.digest, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a piece, and hand it on to nobody."""
        self.size += len(raw_data)
        if self.size > self.most_bytes:
            self.is_too_large = True
            raise StopUpload
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return Hashed(self.digest.hexdigest(), self.size)
