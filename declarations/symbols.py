"""The symbol of a document: CRM/<body>/<year, or year and meeting>/<type>/<number>, given once and never again."""

from crm_portal.common import numbers
from declarations.models import Document

BODIES = {
    "vm": "VM",
    "net-trafficking": "RED-TRATA",
    "net-consular": "RED-CONSULAR",
    "net-children": "RED-NINEZ",
    "troika": "TROIKA",
}
"""What a body is called in symbols where its Spanish acronym does not say it."""
NO_BODY = "GEN"

Kind = Document.Kind
TYPES: dict[str, str] = {
    Kind.DECLARATION: "DEC",
    Kind.JOINT_COMMUNIQUE: "COM",
    Kind.EXTRAORDINARY: "DECEXT",
    Kind.CONCLUSIONS: "CONC",
    Kind.RECOMMENDATIONS: "REC",
    Kind.GUIDELINES: "LIN",
    Kind.FRAMEWORK: "MARCO",
    Kind.COMPILATION: "COMP",
    Kind.PROCEEDINGS: "MEM",
    Kind.MATRIX: "MAT",
    Kind.PUBLICATION: "PUB",
    Kind.REPORT: "INF",
    Kind.WORK_PLAN: "PT",
    Kind.CONCEPT_NOTE: "NC",
    Kind.AGENDA: "AG",
    Kind.PARTICIPANTS: "LP",
    Kind.STATEMENT: "DISC",
    Kind.PRESENTATION: "PRES",
    Kind.WORKING_PAPER: "DT",
    Kind.CORRIGENDUM: "CORR",
    Kind.OTHER: "DOC",
}


def series(document: Document) -> str:
    """All of the symbol but its number."""
    body = document.body
    name = (BODIES.get(body.slug) or getattr(body, "acronym_es", "") or body.slug) if body else NO_BODY
    period = f"{document.year}-{document.session_number}" if document.session_number else str(document.year)
    return f"CRM/{name.upper()}/{period}/{TYPES[document.kind]}"


def allocate(document: Document) -> str:
    """The next symbol of the document's series, without gaps, in the caller's transaction."""
    name = series(document)
    return f"{name}/{numbers.allocate(f'symbol {name}'):02}"
