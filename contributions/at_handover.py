"""What of the contributions is open when a presidency hands over."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions.models import Invoice
from contributions.models.invoices import outstanding_total
from crm_portal.common import money
from crm_portal.common.registry import Task
from members.standing import Standing


def tasks(standing: Standing) -> Iterator[Task]:
    """How many countries have overdue contributions, how much that is, and since when.

    Which ones they are is not said: a team of the Troika reads that of others only while it presides, and the file is
    read by both teams, whatever one of them sees.
    """
    today = timezone.localdate()
    overdue = list(Invoice.objects.unpaid(today).filter(due_on__lt=today))
    if not overdue:
        return
    number = len({invoice.party_id for invoice in overdue})
    title = ngettext(
        "%(number)d country has overdue contributions", "%(number)d countries have overdue contributions", number
    )
    detail = _("USD %(amount)s outstanding") % {"amount": money.shown(outstanding_total(overdue), places=2)}
    yield Task(title % {"number": number}, due_on=overdue[0].due_on, detail=detail)
