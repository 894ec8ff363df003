"""What the first page of the admin says about letters."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from crm_portal.common.outbox.models import Letter

REMINDED_FOR = timedelta(days=14)


def waiting_letters() -> str | None:
    """How many letters want somebody: failed, returned, or uncertain and not repeating themselves."""
    recent = Letter.objects.filter(queued_at__gte=timezone.now() - REMINDED_FOR, carried_by=None)
    failed = recent.filter(state__in=[Letter.State.FAILED, Letter.State.BOUNCED])
    stuck = recent.filter(state=Letter.State.UNCERTAIN, next_attempt_at=None)
    number = (failed | stuck).count()
    if not number:
        return None
    return ngettext(
        "%(number)d letter did not arrive or may not have.",
        "%(number)d letters did not arrive or may not have.",
        number,
    ) % {"number": number}
