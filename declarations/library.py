"""The public library: which documents somebody asks for, and how many there are of each sort."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, CharField, Count, F, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from crm_portal.common.facets import Facet, Option
from crm_portal.common.registry import Text
from declarations.models import Document, DocumentRelation, DocumentTheme, DocumentVersion
from members.models import PresidencyTerm

NEWEST, OLDEST, BY_TITLE = "newest", "oldest", "title"
ORDERS: dict[str, tuple[str, ...]] = {
    NEWEST: ("-year", "-dated_on", "-pk"),
    OLDEST: ("year", "dated_on", "pk"),
    BY_TITLE: ("title", "pk"),
}
ORDER_LABELS = [
    (NEWEST, gettext_lazy("Newest first")),
    (OLDEST, gettext_lazy("Oldest first")),
    (BY_TITLE, gettext_lazy("By title")),
]
COLUMNS = {
    "kind": "kind",
    "theme": "themes__slug",
    "axis": "themes__axis__number",
    "body": "body__slug",
    "year": "year",
    "language": "versions__language",
}
"""The facets, each with the column it asks."""
ONLY = {"language": {"versions__frozen_at__isnull": False}}
"""What a facet counts by alone: a file that is not published yet tells nobody of itself."""
NAMES = {"theme": "themes__name", "axis": "themes__axis__name", "body": "body__name"}
"""Where a value has its name beside it."""


def has_opened(since: datetime, now: datetime) -> bool:
    """Whether an embargo ended between two moments."""
    opened = Document.objects.public().filter(embargo_until__isnull=False, published_at__range=(since, now))
    return opened.exists()


ON_THE_HOME_PAGE = 4


def latest() -> dict[str, Any]:
    """What the home page shows of the library: the newest public documents."""
    documents = Document.objects.public().exclude(status=Document.Status.WITHDRAWN).order_by(*ORDERS[NEWEST])
    return {"documents": list(documents[:ON_THE_HOME_PAGE])}


def language_name(code: str) -> str:
    """A language, in the language that is active."""
    return {"es": _("Spanish"), "en": _("English")}[code]


class LibraryForm(forms.Form):
    """What may be asked of the library. A value that it does not know is no document's."""

    kind = forms.ChoiceField(choices=Document.Kind, required=False)
    year = forms.IntegerField(min_value=1990, max_value=2100, required=False)
    body = forms.SlugField(required=False)
    axis = forms.IntegerField(min_value=1, max_value=9, required=False)
    theme = forms.SlugField(required=False)
    language = forms.ChoiceField(choices=[("es", "es"), ("en", "en")], required=False)
    presidency = forms.SlugField(required=False)
    order = forms.ChoiceField(choices=ORDER_LABELS, required=False)

    def asked(self) -> dict[str, Any]:
        """The facets asked for, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "order"}


def narrowed(documents: QuerySet[Document], asked: dict[str, Any], *, but: str = "") -> QuerySet[Document]:
    """The documents of all facets asked for; `but` leaves one out, to count its other values."""
    for name, value in asked.items():
        if name == but:
            continue
        if name == "presidency":
            documents = documents.filter(year__in=years_of(value))
        else:
            documents = documents.filter(**{COLUMNS[name]: value}, **ONLY.get(name, {}))
    return documents.distinct() if asked else documents


def years_of(slug: str) -> list[int]:
    """The years in which a country presided."""
    return [term.starts_on.year for term in PresidencyTerm.objects.filter(party__slug=slug)]


class Counted(NamedTuple):
    """A value of a facet, its name where the database has one, and its number of documents."""

    value: str
    name: str
    documents: int


def counts(documents: QuerySet[Document], asked: dict[str, Any]) -> dict[str, list[Counted]]:
    """How many documents each value of each facet has beside the other facets asked for; one question for all."""
    parts = [
        narrowed(documents, asked, but=facet)
        .order_by()
        .filter(**{f"{column}__isnull": False}, **ONLY.get(facet, {}))
        .annotate(value=Cast(F(column), CharField()), name=Cast(F(name_column(facet)), CharField()))
        .values("value", "name")
        .annotate(number=Count("pk", distinct=True))
        .values_list(Value(facet, CharField()), "value", "name", "number")
        for facet, column in COLUMNS.items()
    ]
    found: dict[str, list[Counted]] = {facet: [] for facet in COLUMNS}
    for facet, *counted in parts[0].union(*parts[1:], all=True).order_by():
        found[facet].append(Counted(*counted))
    return found


def name_column(facet: str) -> str:
    """Where the values of a facet have their names in the language that is active."""
    return f"{NAMES[facet]}_{get_language() or 'es'}" if facet in NAMES else COLUMNS[facet]


def facets(documents: QuerySet[Document], asked: dict[str, Any], order: str) -> list[Facet]:
    """The facets with their values and counts; a value without documents is not offered."""
    found = counts(documents, asked)
    by_year = {counted.value: counted.documents for counted in found["year"]}
    presided: dict[str, Counted] = {}
    for term in PresidencyTerm.objects.select_related("party").order_by("party__name"):
        slug = term.party.slug
        before = presided[slug].documents if slug in presided else 0
        presided[slug] = Counted(slug, term.party.name, before + by_year.get(str(term.starts_on.year), 0))
    kinds = dict(Document.Kind.choices)
    by_name, by_value = attrgetter("name"), attrgetter("value")
    named: dict[str, tuple[Text, Iterable[Counted]]] = {
        "kind": (_("Kind"), sorted((one._replace(name=str(kinds[one.value])) for one in found["kind"]), key=by_name)),
        "theme": (pgettext("plan of action", "Theme"), sorted(found["theme"], key=by_name)),
        "axis": (_("Axis"), sorted(found["axis"], key=by_value)),
        "body": (_("Body"), sorted(found["body"], key=by_name)),
        "year": (_("Year"), sorted(found["year"], key=by_value, reverse=True)),
        "presidency": (_("Presidency"), presided.values()),
        "language": (
            _("Language of the file"),
            [one._replace(name=language_name(one.value)) for one in sorted(found["language"], key=by_value)],
        ),
    }
    made = [Facet(name, label, list(options(name, values, asked, order))) for name, (label, values) in named.items()]
    return [facet for facet in made if facet.options]


def options(name: str, values: Iterable[Counted], asked: dict[str, Any], order: str) -> Iterator[Option]:
    """The values of one facet that some document has, or that is chosen."""
    chosen = str(asked.get(name, ""))
    rest = {facet: value for facet, value in asked.items() if facet != name} | ({"order": order} if order else {})
    for one in values:
        if one.documents or one.value == chosen:
            query = rest if one.value == chosen else {name: one.value, **rest}
            yield Option(one.name, one.documents, one.value == chosen, urlencode(query))


def published(versions: QuerySet[DocumentVersion]) -> Prefetch:
    """The versions given, of each document as `published`."""
    return Prefetch("versions", queryset=versions, to_attr="published")


MOST_RELATED = 12
Relation = DocumentRelation.Kind
THIS_DOES: dict[str, Text] = {
    Relation.IMPLEMENTS: gettext_lazy("implemented by this document"),
    Relation.CORRECTS: gettext_lazy("corrected by this document"),
    Relation.REPLACES: gettext_lazy("replaced by this document"),
    Relation.ANNEXED: gettext_lazy("this document is annexed to it"),
    Relation.CITES: gettext_lazy("referred to by this document"),
}
THAT_DOES: dict[str, Text] = {
    Relation.IMPLEMENTS: gettext_lazy("implements this document"),
    Relation.CORRECTS: gettext_lazy("corrects this document"),
    Relation.REPLACES: gettext_lazy("replaces this document"),
    Relation.ANNEXED: gettext_lazy("is annexed to this document"),
    Relation.CITES: gettext_lazy("refers to this document"),
}


class Related(NamedTuple):
    """A document that stands beside another: how, or nothing where they share a theme alone."""

    document: Document
    how: Text


def related(document: Document) -> list[Related]:
    """The documents for everybody that stand around one, in one query.

    First those tied to it, which implement, correct or replace it or are so themselves, then the newest on the same
    themes; twelve at most.
    """
    ties, back = DocumentRelation.objects.filter(document=document), DocumentRelation.objects.filter(other=document)
    themes = DocumentTheme.objects.filter(document=document).values("theme")
    on_the_same = DocumentTheme.objects.filter(theme__in=themes).values("document")
    tied = ties.values("other").union(back.values("document"))
    around = ties.values("other").union(back.values("document"), on_the_same)  # few rows, however many documents
    found: Any = Document.objects.public().exclude(pk=document.pk).filter(pk__in=around)
    found = found.annotate(
        this_does=Subquery(ties.filter(other=OuterRef("pk")).values("kind")[:1]),
        that_does=Subquery(back.filter(document=OuterRef("pk")).values("kind")[:1]),
        is_tied=Case(When(pk__in=tied, then=True), default=False),
    )
    newest = found.order_by("-is_tied", *ORDERS[NEWEST])[:MOST_RELATED]
    return [Related(one, THIS_DOES.get(one.this_does) or THAT_DOES.get(one.that_does, "")) for one in newest]
