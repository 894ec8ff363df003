"""The letters about contributions; each is a row of the outbox first."""

from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from contributions.models import Invoice
from crm_portal.common import money
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from members.letters import absolute
from members.models import Mandate, Party, User
from members.roles import Role

KINDS = (
    LetterKind(
        "invoice",
        _("Invoice of a contribution"),
        template="mail/invoice",
        subject=_("Contribution for %(period)s: invoice %(symbol)s"),
    ),
)


def focal_points(party: Party) -> list[User]:
    """The focal points of a country, to whom its invoices and reminders go."""
    acting = Mandate.objects.on(timezone.localdate()).filter(role=Role.FOCAL, party=party)
    return list(acting.people().order_by("pk"))


def send_invoice(invoice: Invoice, recipient: User, *, by: Any) -> None:
    """Tell one focal point that an invoice was issued: its number, amount and day, and where to read it."""
    with translation.override(recipient.language):
        context = {
            "symbol": invoice.symbol,
            "period": str(invoice.assessment.period),
            "amount": money.shown(invoice.amount_usd, places=2),
            "due_on": formats.date_format(invoice.due_on, "DATE_FORMAT"),
            "link": absolute(invoice.get_absolute_url()),
        }
    outbox.post("invoice", to=recipient, about=invoice, context=context, by=by)
