"""What is done with a mandate while it lasts: confirm that it is still right, and end it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Mandate, User
from members.models.mandates import in_force
from members.roles import LISTED

CONFIRM_EVERY = timedelta(days=182)
"""How long an entry counts as confirmed. Countries keep their contacts current: source, lines 737-740."""


def unconfirmed(mandates: QuerySet[Mandate], day: date) -> QuerySet[Mandate]:
    """Mandates in force that nobody has confirmed for six months."""
    since = day - CONFIRM_EVERY
    stale = Q(confirmed_on__lte=since) | Q(confirmed_on=None, valid_from__lte=since)
    return mandates.filter(in_force(day), stale, role__in=LISTED)


@transaction.atomic
def confirm(mandate: Mandate, *, by: User) -> None:
    """Say that the entry is still right. Raises TransitionNotAllowed when it is no longer in force."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if not mandate.is_in_force(timezone.localdate()):
        raise TransitionNotAllowed(_("This mandate is not in force."))
    mandate.confirmed_on = timezone.localdate()
    mandate.save(update_fields=["confirmed_on"])
    audit.record("members.confirm_mandate", mandate, by=by)


@transaction.atomic
def end(mandate: Mandate, *, by: User, on: date) -> None:
    """End it on a day, from which on it gives no right. Raises TransitionNotAllowed when it has ended already."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if mandate.valid_until is not None and mandate.valid_until <= timezone.localdate():
        raise TransitionNotAllowed(_("This mandate has ended already."))
    if on <= mandate.valid_from:
        raise TransitionNotAllowed(_("It must end after it begins."))
    mandate.valid_until = on
    mandate.save(update_fields=["valid_until"])
    audit.record("members.end_mandate", mandate, by=by)
