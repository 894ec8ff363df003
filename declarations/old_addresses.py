"""Addresses of an earlier site, which links and bookmarks still carry, lead to the documents they named."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from declarations.models import OldAddress


class OldAddressMiddleware:
    """Answers an address that the portal does not have by the document it once led to, if everybody may read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or request.resolver_match is not None:
            return response
        old = OldAddress.objects.select_related("document").filter(path=request.path[:300].replace("\0", "")).first()
        if old is None or not old.document.is_public:
            return response
        return HttpResponsePermanentRedirect(old.document.permalink)
