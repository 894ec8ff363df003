"""Reminders of what a country has not paid: to its focal points, each in their own language, once a day at most."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contributions import settling
from contributions.country_position import owed_by_country
from contributions.letters import focal_points
from contributions.models import Invoice, Reminder
from contributions.models.invoices import outstanding_total
from crm_portal.common import audit, money
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from members.letters import absolute
from members.models import Party


def still_owes(letter: Letter) -> bool:
    """Whether the country that a letter reminds has not paid since."""
    reminded = Reminder.objects.filter(pk=letter.about_pk).values("party")
    return bool(Invoice.objects.filter(party__in=reminded).unpaid(timezone.localdate()).exists())


KINDS = (
    LetterKind(
        "contribution-reminder",
        gettext_lazy("Reminder of a contribution"),
        template="mail/contribution_reminder",
        subject=gettext_lazy("Contribution of %(country)s: USD %(total)s outstanding"),
        may_still=still_owes,
    ),
)


def content(party: Party, invoices: list[Any], day: date, language: str) -> dict[str, Any]:
    """What a reminder says, in plain words of a language."""
    with translation.override(language):
        return {
            "country": party.name,
            "total": money.shown(outstanding_total(invoices), places=2),
            "as_of": formats.date_format(day, "DATE_FORMAT"),
            "invoices": [line(invoice, day) for invoice in invoices],
            "link": absolute(Reminder(party=party).get_absolute_url()),
        }


def line(invoice: Any, day: date) -> str:
    """An invoice as a line of plain text: what is outstanding of it, its day, and for how long it is overdue."""
    days = (day - invoice.due_on).days
    words = {
        "invoice": invoice.symbol,
        "period": str(invoice.assessment.period),
        "amount": money.shown(invoice.amount_usd, places=2),
        "outstanding": money.shown(invoice.outstanding, places=2),
        "due_on": formats.date_format(invoice.due_on, "DATE_FORMAT"),
        "days": days,
    }
    if days <= 0:
        said = _("%(invoice)s (%(period)s): USD %(outstanding)s of USD %(amount)s, due by %(due_on)s")
    else:
        said = ngettext(
            "%(invoice)s (%(period)s): USD %(outstanding)s of USD %(amount)s, due by %(due_on)s, %(days)d day overdue",
            "%(invoice)s (%(period)s): USD %(outstanding)s of USD %(amount)s, due by %(due_on)s, %(days)d days overdue",
            days,
        )
    return said % words


@transaction.atomic
def remind(parties: Iterable[Party], *, by: Any) -> int:
    """Write to the focal points of countries that owe something, all or none; how many letters that makes.

    Raises TransitionNotAllowed for a country that owes nothing, was reminded today, or has no focal point. Source,
    lines 1033-1036.
    """
    chosen = list(parties)
    if not chosen:
        raise TransitionNotAllowed(_("Choose at least one country."))
    settling.lock_accounts(party.pk for party in chosen)
    day = timezone.localdate()
    owed = owed_by_country(chosen, day)
    return sum(remind_one(party, owed[party].unpaid, day, by=by) for party in chosen)


def remind_one(party: Party, invoices: list[Any], day: date, *, by: Any) -> int:
    """Write to the focal points of one country, whose accounts are locked."""
    words = {"country": party.name}
    if not invoices:
        raise TransitionNotAllowed(_("%(country)s owes nothing: it is not reminded.") % words)
    recipients = focal_points(party)
    if not recipients:
        raise TransitionNotAllowed(_("%(country)s has no focal point to remind.") % words)
    reminder = Reminder(party=party, as_of=day, outstanding_usd=outstanding_total(invoices), sent_by=by)
    try:
        with transaction.atomic():
            reminder.save()
    except IntegrityError as error:
        if "reminder_once_a_day" not in str(error):
            raise
        raise TransitionNotAllowed(_("%(country)s was reminded today already.") % words) from None
    for recipient in recipients:
        context = content(party, invoices, day, recipient.language)
        outbox.post("contribution-reminder", to=recipient, about=reminder, context=context, by=by)
    audit.record("contributions.remind_party", reminder, by=by, letters=len(recipients))
    return len(recipients)
