"""Uploads to the pages of the Fund stay in memory until they are sealed: none lies open in a temporary folder."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.urls import Resolver404, resolve

NAMESPACE = "reserve_fund"


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Takes whatever is uploaded to an address of this app, of all files together no more than one may have.

    Of what comes beyond nothing is kept, and its file counts as too large. The other addresses are left to the handlers
    that follow, which put what is large into a temporary file.
    """

    request: HttpRequest

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        """Whether the address is one of this app; how much is announced does not matter."""
        self.activated = is_of_the_fund(self.request)
        self.left = settings.FILES_MAX_BYTES
        self.is_cut = False

    def new_file(self, *args: Any, **options: Any) -> None:
        self.is_cut = False
        super().new_file(*args, **options)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.activated:
            return raw_data
        self.file.write(raw_data[: self.left])
        self.is_cut = self.is_cut or len(raw_data) > self.left
        self.left -= min(self.left, len(raw_data))
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file. One of which something was not kept says that it is larger than any file may be."""
        return super().file_complete(max(file_size, settings.FILES_MAX_BYTES + 1) if self.is_cut else file_size)


def is_of_the_fund(request: HttpRequest) -> bool:
    """Whether a request goes to an address of this app, whether it was looked up already or not."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return NAMESPACE in match.app_names
