"""The read-only API, put together from what the apps register. Loaded when it is first asked (api_door.py)."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from crm_portal.common import registry

ROOT, OPENAPI = "/api/v1/", "openapi.json"
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
"""A part of a route that stands for a value; OpenAPI writes it in braces."""

DESCRIPTION = """\
What the Regional Conference on Migration makes public, for programs. Read-only: GET and HEAD. Whoever is not signed in
gets what is public; with a session of the portal, what that person may read.

Texts come in both languages side by side (`es`, `en`); a text that was not translated is null. Days are ISO 8601,
moments carry their offset. Lists are paged; `next` and `previous` are addresses. An answer carries an `ETag`: send it
back as `If-None-Match` and what has not changed is not sent again. A parameter that an operation does not know, or that
is given twice, is refused with 400. What is not public answers 404, as what does not exist.
"""


class Renderer(JSONRenderer):
    """Letters as they are, not as numbers."""

    json_dumps_params = {"ensure_ascii": False}


@lru_cache(maxsize=1)
def made() -> NinjaAPI:
    """The API with every router that an app brings."""
    api = NinjaAPI(
        title="Regional Conference on Migration",
        version="1.0.0",
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,  # its page runs scripts of another origin
        openapi_url=None,  # told by `answer`
        renderer=Renderer(),
    )
    for part in registry.api_routers:
        api.add_router("", import_string(part.router))
    api.exception_handler(ValidationError)(refused)
    api.exception_handler(Http404)(partial(problem, status=HTTPStatus.NOT_FOUND))
    return api


@lru_cache(maxsize=1)
def resolver() -> URLResolver:
    """The addresses below the root."""
    return URLResolver(RegexPattern(r"^"), made().urls[0])


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The API in the words of OpenAPI."""
    return made().get_openapi_schema(path_prefix=ROOT)


@lru_cache(maxsize=64)
def parameters_of(route: str) -> frozenset[str]:
    """The names that an operation understands in a query, by its route."""
    path = ROOT + CONVERTER.sub(r"{\1}", route)
    told = description()["paths"][path]["get"].get("parameters", [])
    return frozenset(one["name"] for one in told if one["in"] == "query")


def index(request: HttpRequest) -> dict[str, Any]:
    """Where to go from the root: the lists, and the description of everything."""
    lists = [path for path in description()["paths"] if "{" not in path]
    return {
        "openapi": request.build_absolute_uri(f"{ROOT}{OPENAPI}"),
        "lists": [request.build_absolute_uri(path) for path in lists],
    }


def answer(request: HttpRequest, path: str) -> HttpResponse:
    """What the API says to a GET below its root."""
    if path == OPENAPI:
        return told(description())
    try:
        match = resolver().resolve(path)
    except Resolver404:
        return problem(request, None, status=HTTPStatus.NOT_FOUND)
    known = parameters_of(match.route) if path else frozenset()
    faults = {name: "There is no such parameter." for name in request.GET if name not in known}
    faults |= {name: "Given more than once." for name, values in request.GET.lists() if len(values) > 1}
    if faults:
        return refusal(faults)
    if not path:
        return told(index(request))
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """The parameters that were not understood, each with what is wrong with it."""
    return refusal({str(one["loc"][-1]): one["msg"] for one in error.errors})


def refusal(parameters: dict[str, str]) -> HttpResponse:
    return told({"detail": "These parameters were not understood.", "parameters": parameters}, HTTPStatus.BAD_REQUEST)


def problem(request: HttpRequest, error: Exception | None, *, status: HTTPStatus) -> HttpResponse:
    """One sentence; the same for what is hidden and for what does not exist."""
    return told({"detail": "There is nothing at this address.", "parameters": {}}, status)


def told(what: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(
        json.dumps(what, ensure_ascii=False), status=status, content_type="application/json; charset=utf-8"
    )
