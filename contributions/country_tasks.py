"""What waits for the focal points of a country: invoices to pay, and signed papers to take."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.models import Invoice, PaperRequest
from contributions.models.own import own_countries
from crm_portal.common import money
from crm_portal.common.registry import Event, Task

COMING = timedelta(days=60)
"""How long before its day an invoice is put before those who have to see to it."""
NEW = timedelta(days=30)
"""How long a signed paper is called to mind."""


def tasks(user: Any) -> Iterator[Task]:
    """Invoices that are overdue or due soon, and papers signed of late, of the countries somebody acts for."""
    if not (own := user.standing.own_countries):
        return
    today = timezone.localdate()
    due = Invoice.objects.visible_to(user).filter(party__in=own, due_on__lte=today + COMING).unpaid(today)
    for invoice in due.select_related("assessment__period"):
        yield Task(
            _("Pay the contribution for %(period)s") % {"period": invoice.assessment.period},
            invoice.get_absolute_url(),
            due_on=invoice.due_on,
            detail=_("%(invoice)s: USD %(amount)s outstanding")
            % {"invoice": invoice.symbol, "amount": money.shown(invoice.outstanding, places=2)},
        )
    signed = PaperRequest.objects.visible_to(user).filter(party__in=own, status=PaperRequest.Status.SIGNED)
    for paper in signed.filter(answered_at__gte=timezone.now() - NEW).select_related("party").order_by("answered_at"):
        page = reverse("contributions:paper-list", args=[paper.party.slug])
        yield Task(_("The paper that you asked for is signed"), page, detail=paper.words[:100])


def due_dates(user: Any) -> Iterator[Event]:
    """The days by which the own countries' invoices are to be paid, until they are paid or cancelled."""
    if not (own := own_countries(user.standing)):
        return
    for invoice in Invoice.objects.visible_to(user).filter(party__in=own).unpaid(timezone.localdate()):
        title = _("Contribution due: %(invoice)s") % {"invoice": invoice.symbol}
        page = invoice.get_absolute_url()
        yield Event(f"invoice-{invoice.pk}", title, invoice.due_on, invoice.due_on + timedelta(days=1), page)
