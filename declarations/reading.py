"""What is kept of the reading of documents: of closed-door papers each one, in the transaction in which it is read."""

from typing import Any

from crm_portal.common import audit
from declarations.models import Document
from members.models import Audience


def record(user: Any, document: Document, action: str) -> None:
    """Keep that a person read a closed-door paper; other documents leave no trace of their readers."""
    if document.audience == Audience.CIRCLE:
        audit.record_access(user, document, action)
