"""Documents and their versions, consultations, and the Plan of Action."""

from declarations.models.consultations import (
    Consultation,
    ConsultationText,
    Extension,
    Round,
    TextAttachment,
)
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
from declarations.models.positions import Addressee, Position, Reminder
from declarations.models.search import IndexEntry, KnownWord, VersionText

__all__ = [
    "Addressee",
    "Axis",
    "Consultation",
    "ConsultationText",
    "Document",
    "DocumentGrant",
    "DocumentRelation",
    "DocumentTheme",
    "DocumentVersion",
    "Extension",
    "IndexEntry",
    "KnownWord",
    "OldAddress",
    "Paragraph",
    "Position",
    "Reminder",
    "Round",
    "Subtheme",
    "TextAttachment",
    "Theme",
    "VersionText",
]
