"""The language of pages whose address does not name one: sign-in, administration."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_path

PARAMETER = "language"


def is_a_facet(path: str) -> bool:
    """Whether the parameter asks for documents in a language there, and not for the page in one."""
    return path.startswith("/api/") or get_language_from_path(path) is not None


class LanguageParameterMiddleware:
    """`?language=en` chooses the language of such pages from now on; a public page links to them with its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.GET.get(PARAMETER)
        if chosen not in dict(settings.LANGUAGES) or is_a_facet(request.path_info):
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen  # where LocaleMiddleware looks
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return response
