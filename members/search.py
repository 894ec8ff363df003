"""What the site search finds among countries, organisations and bodies; everybody may see them."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import Text
from crm_portal.common.search import CONFIGURATIONS, Found, Hit, Question, SmallSource, marked, matching
from members.models import Body, Party, PartyAlias, PartyStatus

PAGES = {
    PartyStatus.Status.MEMBER: "members:member-detail",
    PartyStatus.Status.OBSERVER: "members:observer-list",
    PartyStatus.Status.CIVIL_SOCIETY: "members:civil-society",
    PartyStatus.Status.PARTNER: "members:partnership-list",
}
"""Where a party of each status is shown; members alone have a page of their own."""


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


def found(user: Any, question: Question) -> list[QuerySet]:
    """The parties and bodies that match a question."""
    without = Cast(Value(None), DateTimeField())
    return [each.annotate(found_as=F("slug"), found_at=without) for each in (parties(question), bodies(question))]


def hit(row: Found, question: Question) -> Hit:
    return Hit(
        marked(row.title), address(row.sort, row.name), [label(row.sort)], marked(row.words or ""), question.language
    )


def address(sort: str, slug: str) -> str:
    if sort == "body":
        return reverse("members:body-detail", args=[slug])
    page = PAGES[PartyStatus.Status(sort)]
    return reverse(page, args=[slug] if page == "members:member-detail" else [])


def label(sort: str) -> Text:
    return _("Body of the Conference") if sort == "body" else PartyStatus.Status(sort).label


SOURCE = SmallSource(20, "participants", gettext_lazy("Countries, organisations and bodies"), found, hit)
