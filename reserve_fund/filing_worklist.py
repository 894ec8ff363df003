"""What waits for whoever refers cases: those that IOM returned, and drafts that lie."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import Task, Text
from reserve_fund.models import Case
from reserve_fund.row_security import for_person

DRAFT_LIES_AFTER = timedelta(days=7)
MOST = 20
"""How many cases are named one by one."""

NOTHING = gettext_lazy("Nothing for you to do: IOM arranges what follows.")
AT_AN_END = gettext_lazy("Nothing: the case is at its end.")
WHAT_NEXT: Mapping[Case.Status, Text] = {
    Case.Status.DRAFT: gettext_lazy("Go on with the steps, then submit it."),
    Case.Status.SUBMITTED: gettext_lazy("Nothing for you to do: IOM takes it up."),
    Case.Status.RETURNED: gettext_lazy("Complete what IOM asks for, and submit it again."),
    Case.Status.UNDER_REVIEW: gettext_lazy("Nothing for you to do: IOM reviews it."),
    Case.Status.AWAITING_DECISION: gettext_lazy("Nothing for you to do: it awaits the decision."),
    Case.Status.APPROVED: NOTHING,
    Case.Status.TRAVEL_ARRANGED: NOTHING,
    Case.Status.TRAVELLED: NOTHING,
    Case.Status.ARRIVED: NOTHING,
    Case.Status.SETTLED: NOTHING,
    Case.Status.CLOSED: AT_AN_END,
    Case.Status.REJECTED: AT_AN_END,
    Case.Status.WITHDRAWN: AT_AN_END,
    Case.Status.CANCELLED: AT_AN_END,
}
"""What whoever refers a case does next, in each of its states."""


def tasks(user: Any) -> Iterator[Task]:
    """The own cases that wait to be completed; nothing for whoever refers none."""
    if not user.has_perm("reserve_fund.begin_case"):
        return
    lies = Q(status=Case.Status.DRAFT, changed_at__lt=timezone.now() - DRAFT_LIES_AFTER)
    with for_person(user, only_reads=True):
        own = Case.objects.visible_to(user).filter(requested_by=user).open()
        waiting = list(own.filter(Q(status=Case.Status.RETURNED) | lies).order_by("-status", "changed_at")[:MOST])
    for case in waiting:
        if case.status == Case.Status.RETURNED:
            title, detail = _("Complete the case %(number)s"), _("Reserve Fund: IOM has returned it.")
        else:
            title = _("Go on with the draft %(number)s, or withdraw it")
            detail = _("Reserve Fund: nothing was changed in it for a week.")
        yield Task(title % {"number": case.number}, reverse("reserve_fund:case-draft", args=[case.pk]), detail=detail)
