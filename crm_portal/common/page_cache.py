"""Public pages, kept whole for visitors who are not signed in, until the data they show changes.

A page is kept with the edition it was rendered under. A write to a public table, by whatever way this code base has
(save, bulk, raw SQL), starts a new edition when it commits; a page of an older edition is never served again. The
edition is a random word, so an emptied Valkey cannot bring an old one back. Should Valkey be down, pages are rendered.
"""

import gzip
import hashlib
import logging
import re
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

import brotli
import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from crm_portal.common import registry

KEPT_SECONDS = 15 * 60  # bounds how long a page can be stale if Valkey was down when its data changed
WRITE = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE
)
UNREACHABLE = redis.exceptions.RedisError  # also a server that is full or may not be written
NOT_REFUSED = r"(?!\s*;\s*q=0(?:\.0*)?\b)"
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "": lambda body: body,
}
PUBLIC = "public, max-age=0, must-revalidate"  # may be stored, must be asked about: a change shows at once

logger = logging.getLogger(__name__)


class Edition(NamedTuple):
    """What the public sees from one change until the next."""

    word: str
    began_at: float


class KeptPage(NamedTuple):
    """A page as it was rendered; plain parts, since it crosses from one release to another."""

    edition: str
    headers: dict[str, str]
    etag: str
    encoding: str  # of the body: br, gzip, or "" for a plain one
    body: bytes


# Another release may keep other parts of a page: it must not find those of this one.
SHAPE = hashlib.sha256(repr((Edition._fields, KeptPage._fields)).encode()).hexdigest()[:8]
EDITION = f"public-edition:{SHAPE}"


def public_page[V: Callable[..., HttpResponseBase]](*parameters: str, keeps_queries: bool = True) -> Callable[[V], V]:
    """Mark a view as open to all, and alike for all below the masthead, so that its pages may be kept.

    `parameters` are the names in the query that the page understands. A value that it does not know is a 404, or
    strangers could fill the memory with pages. Where there are too many answers for that, a search for one,
    `keeps_queries` is False: the page is then kept without parameters only.
    """

    def marked(view: V) -> V:
        view = login_not_required(view)
        view.public_parameters = parameters  # type: ignore[attr-defined]  # read by process_view below
        view.keeps_queries = keeps_queries  # type: ignore[attr-defined]
        return view

    return marked


def begin_edition() -> None:
    """From now on every public page is rendered anew."""
    try:
        cache.set(EDITION, (secrets.token_hex(8), time.time()), None)
    except UNREACHABLE:
        logger.warning("Valkey is down: changed pages show within %s minutes.", KEPT_SECONDS // 60)


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Look at every statement on this connection for a write to a public table."""

    def execute(run: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001  # Django calls it so
        result = run(sql, params, many, context)
        if (
            isinstance(sql, str)
            and (write := WRITE.match(sql))
            and write[1] in registry.public_tables
            and not any(hook[1] is begin_edition for hook in connection.run_on_commit)
        ):
            transaction.on_commit(begin_edition, using=connection.alias)
        return result

    if not any(wrapper.__qualname__ == execute.__qualname__ for wrapper in connection.execute_wrappers):
        # First of all, before those that change a statement: the audit trail puts its context at the beginning, and
        # takes the last wrapper off when its block ends, whether or not that is its own.
        connection.execute_wrappers.insert(0, execute)


class PublicPageCacheMiddleware:
    """Serves kept pages, and keeps what public views render. Stands first, so that a hit costs one look at Valkey."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        request.edition = edition = current_edition()  # type: ignore[attr-defined]  # of before the page is rendered
        encoding = accepted_encoding(request)
        if is_visitor(request) and not request.META.get("QUERY_STRING"):
            page = find(edition, page_key(request, "", encoding))
            if page:
                return served(page, request)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not may_be_kept(request, response):
            return response
        page = kept(response, edition, encoding)
        if edition:
            plain = page._replace(encoding="", body=response.content)  # for those who sign in
            for each in (page, plain):
                put(page_key(request, request.public_query, each.encoding), each)  # type: ignore[attr-defined]
        return served(page, request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        """Serve what could not be recognised from the address alone: a page with parameters, and any to a session.

        Whoever has a session gets the kept page under a masthead of their own: nothing else may differ.
        """
        parameters = getattr(view, "public_parameters", None)
        if parameters is None or request.method not in {"GET", "HEAD"}:
            return None
        request.public_query = query = asked(request, parameters)  # type: ignore[attr-defined]
        request.is_kept = not query or view.keeps_queries  # type: ignore[attr-defined]
        if not request.is_kept:  # type: ignore[attr-defined]
            return None
        edition = request.edition  # type: ignore[attr-defined]
        if not is_visitor(request):
            page = find(edition, page_key(request, query, ""))
            return under_own_masthead(page, request) if page else None
        page = find(edition, page_key(request, query, accepted_encoding(request)))
        if page is None:
            return None
        request.public_query = None  # type: ignore[attr-defined]  # it is kept already
        return served(page, request)


def is_visitor(request: HttpRequest) -> bool:
    """Whether nobody can be signed in. Only what such a visitor was given is ever kept."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def asked(request: HttpRequest, parameters: tuple[str, ...]) -> str:
    """The part of the query that the page understands, in one form, so that no other makes it render anew."""
    return urlencode([(name, request.GET[name]) for name in parameters if request.GET.get(name)])


def page_key(request: HttpRequest, query: str, encoding: str) -> str:
    address = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}{request.path}?{query}"
    return f"page:{SHAPE}:{encoding}:{hashlib.sha256(address.encode()).hexdigest()}"


def current_edition() -> Edition | None:
    """The edition in force, begun where there is none; None while Valkey is down."""
    try:
        if (found := cache.get(EDITION)) is None:
            begin_edition()
            found = cache.get(EDITION)
    except UNREACHABLE:
        return None
    return Edition(*found) if found else None


# What this process has served already is not fetched again: the edition says whether it still holds.
_served: dict[str, tuple[float, KeptPage]] = {}
MOST_SERVED = 256


def find(edition: Edition | None, key: str) -> KeptPage | None:
    """The page as kept under this edition."""
    if edition is None:
        return None
    expires_at, page = _served.get(key, (0.0, None))
    if page and page.edition == edition.word and time.monotonic() < expires_at:
        return page
    try:
        found = cache.get(key)
    except UNREACHABLE:
        return None
    page = KeptPage(*found) if found else None
    if page is None or page.edition != edition.word:
        return None
    remember(key, page)
    return page


def put(key: str, page: KeptPage) -> None:
    """Keep a page for every process."""
    try:
        cache.set(key, tuple(page), KEPT_SECONDS)
    except UNREACHABLE:
        logger.warning("Valkey is down: pages are rendered for each visitor.")


def remember(key: str, page: KeptPage) -> None:
    if len(_served) >= MOST_SERVED:
        _served.clear()
    _served[key] = (time.monotonic() + KEPT_SECONDS, page)


# The few rows that every page shows, from one change of the public tables to the next.
_known: dict[str, tuple[str, Any]] = {}


def known[T](request: HttpRequest, name: str, load: Callable[[], T]) -> T:
    """What `load` finds in public tables, asked once after each change of them; each time while Valkey is down."""
    edition = getattr(request, "edition", None) or current_edition()
    if edition is None:
        return load()
    word, found = _known.get(name, ("", None))
    if word != edition.word:
        found = load()
        _known[name] = (edition.word, found)
    return found  # type: ignore[no-any-return]  # what `load` gave


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a public view answered a visitor well, and the same as every other."""
    is_public = getattr(request, "public_query", None) is not None and getattr(request, "is_kept", False)
    return is_public and is_visitor(request) and response.status_code == HTTPStatus.OK and not response.cookies


def kept(response: HttpResponse, edition: Edition | None, encoding: str) -> KeptPage:
    """A rendered page as it will be served: its headers, its hash, and its body as this visitor takes it."""
    body = response.content
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Last-Modified"] = http_date(edition.began_at if edition else time.time())
    return KeptPage(
        edition=edition.word if edition else "",
        headers=dict(response.headers),
        etag=hashlib.sha256(body).hexdigest()[:32] + (f"-{encoding}" if encoding else ""),
        encoding=encoding,
        body=ENCODERS[encoding](body),
    )


def accepted_encoding(request: HttpRequest) -> str:
    """The best encoding that this visitor takes."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return next((name for name in ("br", "gzip") if re.search(rf"\b{name}\b{NOT_REFUSED}", accepted)), "")


def served(page: KeptPage, request: HttpRequest) -> HttpResponseBase:
    """The page, or 304 where this visitor has it already."""
    response = HttpResponse(page.body, headers=page.headers)
    etag = f'"{page.etag}"'
    response.headers["ETag"] = etag
    response.headers["Content-Length"] = str(len(page.body))
    if page.encoding:
        response.headers["Content-Encoding"] = page.encoding
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
        since = parse_http_date_safe(page.headers["Last-Modified"])
        answer = get_conditional_response(request, etag=etag, last_modified=since, response=response)
        if answer is not None and answer is not response:
            for name, value in page.headers.items():
                if not name.startswith("Content-") or name == "Content-Security-Policy":
                    answer.headers.setdefault(name, value)
            return answer
    return response


OF_THE_CONTENT = {"Content-Type", "Content-Disposition"}
"""What a feed or a reference says of itself; all other headers are made for the person."""
MASTHEAD = re.compile(rb"(?<=<body>\n).*?(?=<main )", re.DOTALL)


def under_own_masthead(page: KeptPage, request: HttpRequest) -> HttpResponse:
    """A kept page with the masthead of the person who asks: who they are, what they may open, what they are told."""
    masthead = render_to_string("components/masthead.html", request=request).encode()
    told = {name: value for name, value in page.headers.items() if name in OF_THE_CONTENT}
    return HttpResponse(MASTHEAD.sub(lambda _: masthead, page.body, count=1), headers=told)
