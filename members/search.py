"""What the site search finds among countries, organisations and bodies; everybody may see them."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.facets import Facet
from crm_portal.common.registry import Text
from crm_portal.common.search import CONFIGURATIONS, Hit, Question, SearchSource, marked
from members.models import Body, Party, PartyAlias, PartyStatus

PAGES = {
    PartyStatus.Status.MEMBER: "members:member-detail",
    PartyStatus.Status.OBSERVER: "members:observer-list",
    PartyStatus.Status.CIVIL_SOCIETY: "members:civil-society",
    PartyStatus.Status.PARTNER: "members:partnership-list",
}
"""Where a party of each status is shown; members alone have a page of their own."""
SHOWN_WORDS = {"max_words": 28, "min_words": 12}


def matching(rows: QuerySet, question: Question, names: list[str], texts: list[str]) -> QuerySet:
    """The rows whose names or texts match in either language, as (kind, short name, rank, title, text)."""
    vectors = {
        language: SearchVector(*[f"{name}_{language}" for name in names], config=configuration, weight="A")
        + SearchVector(*[f"{text}_{language}" for text in texts], config=configuration, weight="B")
        for language, configuration in CONFIGURATIONS.items()
    }
    ranks = [SearchRank(F(language), question.tsquery(language)) for language in vectors]
    own = question.language
    found: QuerySet = rows.alias(**vectors).annotate(
        rank=Greatest(*ranks),
        title=question.headline(f"{names[0]}_{own}", highlight_all=True),
        words=question.headline(f"{texts[0]}_{own}", **SHOWN_WORDS),
    )
    return found


def parties(question: Question) -> QuerySet:
    """The parties that hold a seat today, by their names, other names and descriptions."""
    held = PartyStatus.objects.on(timezone.localdate()).filter(party=OuterRef("pk")).order_by("order")
    aliases = PartyAlias.objects.filter(party=OuterRef("pk")).alias(
        words=SearchVector("name", config=CONFIGURATIONS["es"])
    )
    also_called = Exists(
        aliases.filter(words=SearchQuery(question.words, config=CONFIGURATIONS["es"], search_type="websearch"))
    )
    rows = Party.objects.annotate(sort=Subquery(held.values("status")[:1])).exclude(sort=None)
    return matching(rows, question, ["name", "acronym"], ["description"]).filter(question.matches() | Q(also_called))


def bodies(question: Question) -> QuerySet:
    """The bodies of the Conference, by their names and what they do."""
    rows = Body.objects.presented().annotate(sort=Value("body", CharField()))
    return matching(rows, question, ["name", "acronym"], ["role", "composition", "outputs"]).filter(question.matches())


class FoundParticipants:
    """The parties and bodies that match a question; some dozens at most, so they are fetched at once."""

    is_ranked = True
    facets: list[Facet] = []  # never written to

    def __init__(self, user: Any, question: Question) -> None:
        self.question = question

    @cached_property
    def rows(self) -> list[tuple[str, str, float, str, str]]:
        columns = ("sort", "slug", "rank", "title", "words")
        found, others = (
            rows.order_by().values_list(*columns) for rows in (parties(self.question), bodies(self.question))
        )
        return list(found.union(others, all=True).order_by("-rank", "title", "slug"))

    @property
    def total(self) -> int:
        return len(self.rows)

    def hits(self, first: int, last: int) -> list[Hit]:
        return [
            Hit(marked(title), address(sort, slug), [label(sort)], marked(words or ""), self.question.language)
            for sort, slug, _rank, title, words in self.rows[first:last]
        ]


def address(sort: str, slug: str) -> str:
    if sort == "body":
        return reverse("members:body-detail", args=[slug])
    page = PAGES[PartyStatus.Status(sort)]
    return reverse(page, args=[slug] if page == "members:member-detail" else [])


def label(sort: str) -> Text:
    return _("Body of the Conference") if sort == "body" else PartyStatus.Status(sort).label


SOURCE = SearchSource(20, "participants", gettext_lazy("Countries, organisations and bodies"), FoundParticipants)
