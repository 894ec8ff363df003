"""Loads declarations/history/: the Plan of Action, and the documents that the 2016 publication names.

The publication says that its list holds some of the most important ones; it is never presented as complete. They come
without files, and the themes beside them are a proposal.
"""

from datetime import UTC, datetime
from pathlib import Path

from crm_portal.common.history import Loading, Row, rows
from crm_portal.site.history_loader import load_page_texts
from declarations import publishing
from declarations.models import Axis, Document, DocumentTheme, Subtheme, Theme
from members.history_loader import both
from members.models import Audience

FOLDER = Path(__file__).parent / "history"
KINDS = {
    "declaration": Document.Kind.DECLARATION,
    "guidelines": Document.Kind.GUIDELINES,
    "framework": Document.Kind.FRAMEWORK,
    "compilation": Document.Kind.COMPILATION,
    "proceedings": Document.Kind.PROCEEDINGS,
    "matrix": Document.Kind.MATRIX,
    "publication": Document.Kind.PUBLICATION,
}
PRINTED_AT = datetime(2016, 11, 1, tzinfo=UTC)
"""The publication that names them; none of them was published on this portal before."""


def load(loading: Loading) -> None:
    """Load the plan, then the documents that point to it, and the texts of pages. Raises BadFactError."""
    load_plan(loading)
    load_documents(loading)
    load_page_texts(loading, FOLDER)


def load_plan(loading: Loading) -> None:
    """Axes, themes and sub-themes. Source, lines 189-194 and 1126-1230."""
    order: dict[str, int] = {}
    for row in rows(FOLDER / "plan_of_action.csv"):
        number, slug = row.whole("axis_no"), row["theme_slug"]
        if slug not in order:
            order[slug] = len(order) + 1
        axis = Axis.objects.filter(fact=f"plan_of_action:axis-{number}").first() or loading.put(
            Axis, row, f"axis-{number}", number=number, **both(row, "name", column="axis"), source=row["source_lines"]
        )
        theme = Theme.objects.filter(fact=f"plan_of_action:{slug}").first() or loading.put(
            Theme,
            row,
            slug,
            axis=axis,
            slug=slug,
            order=order[slug],
            **both(row, "name", column="theme"),
            source=row["source_lines"],
        )
        loading.put(
            Subtheme,
            row,
            f"{slug}-{row['subtheme_no']}",
            theme=theme,
            number=row.whole("subtheme_no"),
            **both(row, "name", column="subtheme"),
            source=row["source_lines"],
        )


def load_documents(loading: Loading) -> None:
    """The documents named, as published records without files. Source, lines 1535-1614."""
    for row in rows(FOLDER / "declarations_and_guidelines.csv"):
        document = loading.put(
            Document,
            row,
            row["order_in_source"],
            kind=Document.Kind.EXTRAORDINARY if "xtraordinar" in row["title_en"] else row.choice("kind", KINDS),
            **both(row, "title"),
            year=row.whole("year"),
            authentic_language=Document.Authentic.SPANISH,
            audience=Audience.PUBLIC,
            note=f"{row['title_en_status']}; {row['linked_conference']}".rstrip("; "),
            source=row["source_lines"],
        )
        if document.symbol is None:
            publishing.record(document, at=PRINTED_AT)
            classify(document, row)


def classify(document: Document, row: Row) -> None:
    """The themes that the data proposes: `theme` or `theme:number`, separated by semicolons."""
    for proposed in filter(None, row["themes_proposed"].split(";")):
        slug, _colon, number = proposed.partition(":")
        theme = Theme.objects.filter(slug=slug).first()
        if theme is None:
            raise row.refuse(f"there is no theme “{slug}”")
        subtheme = theme.subthemes.filter(number=number).first() if number else None
        DocumentTheme.objects.get_or_create(
            document=document, theme=theme, subtheme=subtheme, defaults={"is_proposed": True}
        )
