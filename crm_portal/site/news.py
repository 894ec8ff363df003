"""The public pages of news: the list, each item, the feed, and what the site search finds among them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.common.page_cache import public_page
from crm_portal.common.search import Found, Hit, Question, SmallSource, marked, matching
from crm_portal.site.models import News

PAGE_SIZE = 20
ON_THE_HOME_PAGE = 3
IN_THE_FEED = 30
BEGINNING = datetime(1996, 1, 1, tzinfo=UTC)
"""When a feed without news was last changed: there was nothing before the Conference."""
ATOM = "application/atom+xml; charset=utf-8"


def latest() -> dict[str, Any]:
    """What the home page tells."""
    return {"news": list(News.objects.public()[:ON_THE_HOME_PAGE])}


def has_opened(since: datetime, now: datetime) -> bool:
    """Whether the moment of an item came between two others."""
    return News.objects.public().filter(not_before__isnull=False, published_at__range=(since, now)).exists()


@public_page("page", keeps_queries=False)
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """All news, the latest first."""
    page = Paginator(News.objects.public(), PAGE_SIZE).get_page(request.GET.get("page"))
    if request.GET.get("page", "1") != str(page.number):
        raise Http404
    return render(request, "site/news_list.html", {"page": page})


@public_page()
@require_safe
def news_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One news item."""
    news = get_object_or_404(News.objects.public(), pk=pk)
    return render(request, "site/news_detail.html", {"row": news, "crumbs": crumbs()})


def crumbs() -> list[dict[str, str]]:
    return [{"label": _("News"), "url": reverse("news-list")}]


@public_page()
@require_safe
def news_updates(request: HttpRequest) -> HttpResponse:
    """The latest news as an Atom feed (RFC 4287)."""
    found = list(News.objects.public()[:IN_THE_FEED])
    entries = [{"row": news, "url": request.build_absolute_uri(news.get_absolute_url())} for news in found]
    context = {
        "feed": request.build_absolute_uri(request.path),
        "page": request.build_absolute_uri(reverse("news-list")),
        "changed_at": max((news.changed_at for news in found), default=BEGINNING),
        "entries": entries,
    }
    return render(request, "site/news.atom", context, content_type=ATOM)


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pages for the sitemap that are no item's."""
    yield "news-list", ()


def public_rows() -> Any:
    """Every item for everybody, by its number, with its last change."""
    return News.objects.public().order_by("pk").values_list("pk", "changed_at")


def found(user: Any, question: Question) -> list[QuerySet[Any]]:
    """The news that match a question: the public ones, whoever asks."""
    rows = matching(News.objects.public(), question, ["title"], ["summary", "text"]).filter(question.matches())
    return [
        rows.annotate(sort=Value("", CharField()), found_as=Cast("pk", CharField()), found_at=F("published_at")),
    ]


def hit(row: Found, question: Question) -> Hit:
    day = date_format(localtime(row.moment), "DATE_FORMAT") if row.moment else ""
    return Hit(
        marked(row.title), reverse("news-detail", args=[row.name]), [day], marked(row.words or ""), question.language
    )


SOURCE = SmallSource(40, "news", gettext_lazy("News"), found, hit)
