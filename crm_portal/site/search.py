"""The site search: one page over what the apps register, for everybody, and for each of what that person may see."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from crm_portal.common import registry
from crm_portal.common.page_cache import public_page
from crm_portal.common.search import BEST, NEWEST, Question, Results, SearchSource, SmallSource, find_small

type AnySource = SearchSource | SmallSource

PAGE_SIZE = 10
MOST_CHARACTERS = 200
FACETS = ("kind", "year", "language")
FACET_VALUE = re.compile(r"\w{1,30}")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@public_page("q", "source", "order", "page", *FACETS, keeps_queries=False)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the words asked. Whatever is asked is answered by a page."""
    question = asked_in(request)
    context: dict[str, Any] = {"question": question, "most": MOST_CHARACTERS}
    if question.words and len(question.words) <= MOST_CHARACTERS:
        context |= answer(request, question)
    response = render(request, "site/search.html", context)
    if question.words:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def asked_in(request: HttpRequest) -> Question:
    """The question in the address; what it does not understand is passed over."""
    words = " ".join(UNSEEN.sub(" ", request.GET.get("q", "")).split())
    facets = {name: value for name in FACETS if FACET_VALUE.fullmatch(value := request.GET.get(name, ""))}
    order = NEWEST if request.GET.get("order") == NEWEST else BEST
    return Question(words, get_language() or "es", chosen_source(request.GET.get("source", "")), facets, order)


def chosen_source(name: str) -> str:
    return next((source.name for source in registry.search_sources if source.name == name), "")


def answer(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What each source found, and a page of the one that is shown: the one chosen, else the first with something."""
    found = find(request.user, question)
    shown, results = next(
        (pair for pair in found if pair[0].name == question.source),
        next((pair for pair in found if pair[1].total), found[0]),
    )
    page = Paginator(range(results.total), PAGE_SIZE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PAGE_SIZE
    return {
        "tabs": [tab(source, one.total, question, shown) for source, one in found],
        "shown": shown,
        "results": results,
        "page": page,
        "hits": results.hits(first, first + PAGE_SIZE) if results.total else [],
        "orders": {"best": question.query(order=BEST), "newest": question.query(order=NEWEST)},
        "query": question.query(),
        "anew": question.of(question.words).query(),
        "meant": meant(request.user, question, found),
    }


def find(user: Any, question: Question) -> list[tuple[AnySource, Results]]:
    """What each source finds, in their order; the small ones in one query."""
    small = find_small((each for each in registry.search_sources if isinstance(each, SmallSource)), user, question)
    return [
        (each, each.of(small, question) if isinstance(each, SmallSource) else each.find(user, question))
        for each in registry.search_sources
    ]


def tab(source: AnySource, total: int, question: Question, shown: AnySource) -> dict[str, Any]:
    return {
        "label": source.label,
        "total": total,
        "query": question.query(source=source.name),
        "is_shown": source is shown,
    }


def meant(user: Any, question: Question, found: list[tuple[AnySource, Results]]) -> dict[str, str] | None:
    """Other words, where these found nothing and others would find something that this person may see."""
    if question.facets or any(results.total for _source, results in found):
        return None
    words = next((words for source in registry.search_sources if (words := source.meant(question))), "")
    if not words:
        return None
    other = question.of(words)
    if any(results.total for _source, results in find(user, other)):
        return {"words": words, "query": other.query()}
    return None
