"""What the half-yearly report tells of documents: those published for everybody, since its readers share no others."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import ReportSection, ReportTable
from declarations.models import Document

MOST_LISTED = 200


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """How many documents of each kind were published in the time, and which. One query."""
    in_time = {"published_at__date__gte": starts_on, "published_at__date__lt": ends_on}
    out = Document.objects.public().filter(status=Document.Status.PUBLISHED, **in_time)
    found = list(out.order_by("published_at", "pk"))
    counted = Counter(document.kind for document in found)
    yield ReportTable(
        _("Documents published, by kind"),
        [_("Kind"), _("Number")],
        [[str(kind.label).capitalize(), counted[kind]] for kind in Document.Kind if counted[kind]],
        total=[_("Total"), len(found)] if found else None,
    )
    note = ""
    if len(found) > MOST_LISTED:
        note = _("The latest %(shown)d of %(all)d.") % {"shown": MOST_LISTED, "all": len(found)}
    yield ReportTable(
        _("Documents published"),
        [_("Symbol"), _("Title"), _("Published")],
        [
            [document.symbol or "", document.title, timezone.localdate(document.published_at)]
            for document in found[-MOST_LISTED:]
        ],
        note=note,
    )


SECTION = ReportSection(30, gettext_lazy("Documents"), tables)
