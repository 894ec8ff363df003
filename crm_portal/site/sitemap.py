"""The public pages, as search engines want them listed: each in both languages, each naming the other.

One file as long as they fit into one; beyond that /sitemap.xml is an index of files (sitemaps.org).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from crm_portal.common import registry
from crm_portal.common.page_cache import public_page

Page = tuple[str, tuple[str, ...]]
OWN_PAGES: list[Page] = [
    ("home", ()),
    ("accessibility", ()),
    ("privacy", ()),
    ("terms", ()),
    ("search", ()),
    ("verify", ()),
]
PER_FILE = 2_000
"""Pages in one file, each in two languages: some 2 MB, where the protocol allows 50 MB and 50,000 addresses."""
XML = "application/xml; charset=utf-8"


class Listed(NamedTuple):
    """A page, by URL name and arguments, and its last change where that is known."""

    name: str
    arguments: tuple[str, ...]
    changed_at: datetime | None = None


class Address(NamedTuple):
    """A page in one language, with all its languages."""

    location: str
    changed_at: datetime | None
    alternates: list[tuple[str, str]]


def few() -> list[Listed]:
    """The pages that are no row's."""
    pages = [*OWN_PAGES, *(page for source in registry.public_pages for page in source.pages())]
    return [Listed(name, arguments) for name, arguments in pages]


def every_page() -> Iterator[Listed]:
    """All public pages, the many after the few, in an order that stays."""
    yield from few()
    for source in registry.public_rows:
        for argument, changed_at in source.rows().iterator():
            yield Listed(source.url_name, (argument,), changed_at)


def part(number: int) -> list[Listed]:
    """The pages of one file, counted from 1; of those that are rows no others are read."""
    start = (number - 1) * PER_FILE
    pages = few()
    found, passed = pages[start : start + PER_FILE], len(pages)
    for source in registry.public_rows:
        rows = source.rows()
        if len(found) < PER_FILE:
            first = max(0, start + len(found) - passed)
            more = rows[first : first + PER_FILE - len(found)]
            found += [Listed(source.url_name, (argument,), changed_at) for argument, changed_at in more]
        passed += rows.count()
    return found


def how_many() -> int:
    """The public pages there are."""
    return len(few()) + sum(source.rows().count() for source in registry.public_rows)


@public_page()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, or where there are too many for one file, the files."""
    if how_many() <= PER_FILE:
        return listed(request, part(1))
    files = []
    for number, pages in enumerate(batched(every_page(), PER_FILE, strict=False), 1):
        changes = [page.changed_at for page in pages if page.changed_at]
        path = reverse("sitemap-part", args=[number])
        files.append((request.build_absolute_uri(path), max(changes, default=None)))
    return render(request, "site/sitemap_index.xml", {"files": files}, content_type=XML)


@public_page()
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One file of the sitemap."""
    pages = part(number) if number > 0 else []
    if not pages:
        raise Http404
    return listed(request, pages)


def listed(request: HttpRequest, pages: Iterable[Listed]) -> HttpResponse:
    """The pages with their addresses in both languages."""
    addresses = [address for page in pages for address in in_each_language(request, page)]
    return render(request, "site/sitemap.xml", {"addresses": addresses}, content_type=XML)


def in_each_language(request: HttpRequest, page: Listed) -> list[Address]:
    """One page's addresses."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append((code, request.build_absolute_uri(reverse(page.name, args=page.arguments))))
    alternates = [*found, ("x-default", found[0][1])]
    return [Address(location, page.changed_at, alternates) for _code, location in found]
