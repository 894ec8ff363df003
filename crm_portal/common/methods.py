"""Pages are read and forms are posted: no address of the portal takes another method.

Django hands PUT, DELETE or TRACE to a view that does not look at the method as if they were GET, and asks TRACE for no
token. Said here for every address, so that no view can forget it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

ALLOWED = ("GET", "HEAD", "POST")
REFUSES_ITSELF = "/api/"
"""Takes fewer methods still, and says so in the form that its programs read."""


class MethodsMiddleware:
    """Answers 405 to every other method, whether the address exists or not. Stands below what sets headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ALLOWED or request.path.startswith(REFUSES_ITSELF):
            return self.get_response(request)
        return HttpResponseNotAllowed(ALLOWED)
