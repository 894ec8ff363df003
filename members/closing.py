"""Accounts without a mandate: since when they have none, when they close, and the warning before that."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils import timezone

from crm_portal.common import audit
from crm_portal.common.audit.models import Deed
from members import letters
from members.models import Mandate, Substitution, User

INACTIVE_AFTER = timedelta(days=90)
WARNED_BEFORE = timedelta(days=14)
WARNING = "members.warn_of_closing"


def without_mandate_since(moment: datetime) -> QuerySet[User]:
    """Accounts that have neither held nor awaited a mandate since then, nor stood in for anybody."""
    day = timezone.localdate(moment)
    lasting = Mandate.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), user=OuterRef("pk"))
    standing_in = Substitution.objects.filter(valid_until__gt=day, deputy=OuterRef("pk"))
    return User.objects.filter(
        ~Exists(lasting), ~Exists(standing_in), joined_at__lt=moment, is_superuser=False
    )  # a break-glass account holds no mandate and stays


def closing(now: datetime) -> QuerySet[User]:
    """Open accounts without a mandate, the first to close first; each knows since when in `mandateless_on`."""
    ended = Mandate.objects.filter(user=OuterRef("pk")).order_by().values("user")
    stood_in = Substitution.objects.filter(deputy=OuterRef("pk")).order_by().values("deputy")
    since = Greatest(
        Subquery(ended.annotate(last=Max("valid_until")).values("last")),
        Subquery(stood_in.annotate(last=Max("valid_until")).values("last")),
        TruncDate(F("joined_at") + timedelta(days=1)),  # a day that has begun does not count
        output_field=DateField(),
    )
    return without_mandate_since(now).filter(is_active=True).annotate(mandateless_on=since).order_by("mandateless_on")


def closes_on(user: User) -> date:
    """The day on which an account of `closing` closes."""
    since: date = user.mandateless_on  # type: ignore[attr-defined]  # annotated by closing
    return since + INACTIVE_AFTER


def warn(now: datetime) -> int:
    """Write once to everybody whose account closes within the next fortnight. Returns how many were written to.

    Who gets a mandate and loses it again is warned again: the days are then counted from the later end.
    """
    today = timezone.localdate(now)
    earliest, latest = today - INACTIVE_AFTER, today - INACTIVE_AFTER + WARNED_BEFORE
    warned = Deed.objects.filter(
        kind=User._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
        verb=WARNING,
        at__date__gte=OuterRef("mandateless_on"),
    )
    rows: Any = closing(now)  # the type checker does not see the annotation
    due = rows.filter(~Exists(warned), mandateless_on__gt=earliest, mandateless_on__lte=latest)
    count = 0
    for number in due.values_list("pk", flat=True):
        with transaction.atomic():
            User.objects.select_for_update().get(pk=number)  # two runs at once would write twice
            user = due.filter(pk=number).first()
            if user is None:
                continue
            audit.record(WARNING, user, by=None, closes_on=closes_on(user).isoformat())
            letters.warn_of_closing(user, closes_on(user))
            count += 1
    return count
