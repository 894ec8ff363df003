"""The drafting of a scale as files: the comparison with the scale before it, as PDF and as a table."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import ScaleDraft
from contributions.simulation import Comparison, amounts, compare, table
from crm_portal.common import audit
from crm_portal.common.pdf import workflow as printing
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout


def compared(draft: ScaleDraft) -> Comparison:
    """A draft beside the scale that it was drafted from. Two queries."""
    return compare(amounts(draft.drafted_from), amounts(draft))


def title(draft: ScaleDraft) -> str:
    """What the draft is called, on its page and in its files."""
    return str(draft)


def file_name(draft: ScaleDraft) -> str:
    """The name of a file with the comparison, without extension."""
    return _("scale-%(day)s-compared") % {"day": draft.valid_from.isoformat()}


def content(draft: ScaleDraft) -> Mapping[str, Any]:
    """What the template of the PDF shows."""
    return {"draft": draft, "comparison": compared(draft)}


def about(pk: str) -> ScaleDraft:
    """The draft of a number, whoever asks."""
    return ScaleDraft.objects.select_related("drafted_from", "drafted_by").get(pk=pk)


KINDS = (
    PrintoutKind(
        name="scale-draft",
        label=gettext_lazy("Comparison, PDF"),
        template="pdf/scale_draft.html",
        seen_by_person=ScaleDraft.objects.visible_to,
        about=about,
        title=title,
        file_name=file_name,
        content=content,
    ),
    PrintoutKind(
        name="scale-draft-table",
        label=gettext_lazy("Comparison, table (XLSX)"),
        template="",
        seen_by_person=ScaleDraft.objects.visible_to,
        about=about,
        title=title,
        file_name=file_name,
        content=content,
        rows=lambda draft: table(compared(draft)),
    ),
)


@transaction.atomic
def ask_for_file(draft: ScaleDraft, kind: str, *, language: str, by: Any) -> Printout:
    """Have one of the files made as things stand now."""
    audit.record("contributions.print_scaledraft", draft, by=by, file=kind, language=language)
    return printing.ask(kind, draft, language=language, by=by)
