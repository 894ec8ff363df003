"""What the half-yearly report tells of consultations: how many, by their outcome.

Neither a title nor a country: the auditor reads the reports, and reads no consultation. One that ended with the Troika
was never put to the members, and is not counted.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import Cell, ReportSection, ReportTable
from declarations.models import Consultation

KINDS = (Consultation.Kind.PROCEDURE, Consultation.Kind.QUESTION)


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The consultations that were put to the members in the time, by what came of them. One query."""
    put = Consultation.objects.filter(opened_at__date__gte=starts_on, opened_at__date__lt=ends_on)
    counted = put.order_by().values_list("outcome", "kind").annotate(number=Count("pk"))
    numbers = Counter({(outcome, kind): number for outcome, kind, number in counted})
    outcomes = [(value, capfirst(str(label))) for value, label in Consultation.Outcome.choices]
    outcomes.append(("", _("No outcome declared")))
    rows: list[list[Cell]] = [
        [label, *(numbers[outcome, kind] for kind in KINDS)]
        for outcome, label in outcomes
        if any(numbers[outcome, kind] for kind in KINDS)
    ]
    total: list[Cell] = [
        _("Total"),
        *(sum(number for (_outcome, of), number in numbers.items() if of == kind) for kind in KINDS),
    ]
    note = _(
        "A consultation is told in the half-year in which it was put to the members. A simple consultation decides "
        "nothing, and has no outcome unless it was withdrawn."
    )
    yield ReportTable(
        _("Consultations put to the members, by outcome"),
        [_("Outcome"), _("Consultation procedure"), _("Simple consultation")],
        rows,
        total=total if rows else None,
        note=note if rows else "",
    )


SECTION = ReportSection(32, gettext_lazy("Consultations"), tables)
