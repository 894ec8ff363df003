"""Parts of pages that ask for news of themselves, and what happens once they get none: their session has ended."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRefresh


class LookingAgainMiddleware:
    """Has the whole page loaded anew where a part of it would be led elsewhere: to the login, say.

    The browser would follow by itself, and put that page into the place of the part. Stands above whatever leads away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.FOUND and "HX-Request" in request.headers:
            return HttpResponseClientRefresh()
        return response
