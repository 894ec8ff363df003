"""The address of the API. What answers there is loaded with the first question: not every process is ever asked one,
and django-ninja with pydantic takes 15 MB and most of a second.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from crm_portal.common import rate_limit
from crm_portal.common.page_cache import PUBLIC

METHODS = ["GET", "HEAD"]


@csrf_exempt  # nothing is ever written here, and a program that tries is told so in its own terms
@login_not_required
def api(request: HttpRequest, path: str) -> HttpResponseBase:
    """Everything below /api/v1/: JSON in English for whoever asks, with what that person may read."""
    if request.method not in METHODS:
        return problem("The API is read-only.", 405, Allow=", ".join(METHODS))
    if not rate_limit.may_ask(request):
        return problem("Too many questions. Ask again in a minute.", 429, **{"Retry-After": "60"})
    from crm_portal.site.api import answer  # see above

    method, request.method = request.method, "GET"  # a HEAD is a GET whose body the server leaves out
    with translation.override("en"):
        response = answer(request, path)
    request.method = method
    return with_tag(request, response)


def problem(detail: str, status: int, **headers: str) -> JsonResponse:
    """A refusal, in the form of the API's own."""
    return JsonResponse({"detail": detail, "parameters": {}}, status=status, headers=headers)


def with_tag(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with word on how long it holds, or word that it has not changed."""
    patch_vary_headers(response, ["Cookie"])
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.headers["Cache-Control"] = PUBLIC
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if response.status_code == 200:  # noqa: PLR2004  # only what was found is worth asking about again
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response
    return response
