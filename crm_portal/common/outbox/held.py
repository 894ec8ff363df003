"""What the outbox holds of people: how long, and for whoever wants to take it along."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox.models import Letter, MailPreference
from crm_portal.common.registry import PersonalData
from crm_portal.common.retention import YEAR, Retention


def empty_letters(before: datetime) -> int:
    """Take the text out of letters that ended before a moment; that they were sent stays on record."""
    ended = Letter.objects.filter(state__in=Letter.ENDED, created_at__lt=before)
    return ended.exclude(text="", html="", context={}).update(text="", html="", context={})


def forget_letters(before: datetime) -> int:
    """Remove letters that ended before a moment."""
    return Letter.objects.filter(state__in=Letter.ENDED, created_at__lt=before).delete()[0]


RETENTIONS = (
    Retention(
        order=40,
        name="texts of letters",
        kind=_("What a letter or mail to you said"),
        keeps=YEAR,
        since=_("the day it was written"),
        ends=_("The text is removed; that it was sent, to whom and when, stays for another year."),
        delete=empty_letters,
    ),
    Retention(
        order=41,
        name="letters",
        kind=_("That a letter or mail was sent to you"),
        keeps=2 * YEAR,
        since=_("the day it was written"),
        ends=_("It is removed."),
        delete=forget_letters,
    ),
)


def letters(user: Any) -> dict[str, Any]:
    """The letters to a person, and how the person wants them; what a secret one said is not told again."""
    received = Letter.objects.filter(recipient=user).order_by("created_at", "pk")
    preference = MailPreference.objects.filter(user=user).first()
    return {
        "delivery": preference.delivery if preference else MailPreference.Delivery.IMMEDIATE,
        "received": list(received.filter(is_secret=False).values("subject", "text", "state", "created_at", "sent_at")),
        "received_secret": list(received.filter(is_secret=True).values("subject", "state", "created_at", "sent_at")),
    }


PARTS = (PersonalData(60, "letters", letters),)
