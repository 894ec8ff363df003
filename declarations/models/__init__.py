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

__all__ = [
    "Axis",
    "Document",
    "DocumentGrant",
    "DocumentRelation",
    "DocumentTheme",
    "DocumentVersion",
    "OldAddress",
    "Paragraph",
    "Subtheme",
    "Theme",
]
