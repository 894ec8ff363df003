"""Documents and their versions, and the Plan of Action."""

from declarations.models.documents import (
    Document,
    DocumentGrant,
    DocumentRelation,
    DocumentTheme,
    DocumentVersion,
    OldAddress,
    Paragraph,
)
from declarations.models.plan import Axis, Subtheme, Theme
from declarations.models.search import IndexEntry, KnownWord, VersionText

__all__ = [
    "Axis",
    "Document",
    "DocumentGrant",
    "DocumentRelation",
    "DocumentTheme",
    "DocumentVersion",
    "IndexEntry",
    "KnownWord",
    "OldAddress",
    "Paragraph",
    "Subtheme",
    "Theme",
    "VersionText",
]
