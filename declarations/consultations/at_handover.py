"""What of the consultations is open when a presidency hands over."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from crm_portal.common.registry import Task
from declarations.models import Consultation, Round
from members.standing import Standing


def tasks(standing: Standing) -> Iterator[Task]:
    """The consultations that are under way, or whose outcome was not reported yet, each with the day its round ends.

    A draft of the Presidency that was put to nobody is not among them: a team of the Troika does not see it.
    """
    is_unreported = Q(status=Consultation.Status.DECLARED, opened_at__isnull=False)
    open_ones = Q(pk__in=Consultation.objects.under_way().values("pk")) | is_unreported
    running = Round.objects.seen_by(standing).filter(consultation=OuterRef("pk"), closed_at=None)
    found = (
        Consultation.objects.seen_by(standing)
        .filter(open_ones)
        .annotate(ends_at=Subquery(running.order_by().values("closes_at")[:1]))
    )
    for consultation in found.order_by("begun_at", "pk"):
        ends_at = consultation.ends_at
        yield Task(
            str(consultation),
            consultation.get_absolute_url(),
            due_on=timezone.localdate(ends_at) if ends_at else None,
            detail=consultation.get_status_display(),
        )
