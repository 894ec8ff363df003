"""The letters about cases. None of them says anything of a case, not even its number: they lead to the portal."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from members.letters import absolute
from members.models import User
from members.readers import holders
from members.roles import Role
from reserve_fund.models import Case

WAITS, CHANGED, OPENED = "fund-case-waits", "fund-case-changed", "fund-case-opened"

KINDS = (
    LetterKind(
        WAITS,
        _("A case of the Reserve Fund waits"),
        template="mail/fund_case_waits",
        subject=_("Reserve Fund: a case awaits you"),
    ),
    LetterKind(
        CHANGED,
        _("A case of the Reserve Fund changed"),
        template="mail/fund_case_changed",
        subject=_("Reserve Fund: the state of a case has changed"),
    ),
    LetterKind(
        OPENED,
        _("A case opened or taken over by an officer not in charge"),
        template="mail/fund_case_opened",
        subject=_("Reserve Fund: an officer not in charge has opened or taken over a case"),
    ),
)


def post(kind: str, recipients: Iterable[User], *, by: Any) -> None:
    """Write to each of them, but not to whoever did it. The link leads to what waits for them, to no case."""
    for recipient in recipients:
        if recipient.pk != by.pk:
            outbox.post(kind, to=recipient, context={"link": absolute(reverse("intranet"))}, by=by)


def tell_fund_officers(*, by: Any) -> None:
    """Tell IOM's officers that a case was submitted."""
    post(WAITS, holders([Role.IOM_FUND]), by=by)


def tell_coordinators(*, by: Any) -> None:
    """Tell the coordinator that a special case awaits the joint decision."""
    post(WAITS, holders([Role.ST_COORD]), by=by)


def tell_changed(case: Case, recipient: Any, *, by: Any) -> None:
    """Tell one person that the state of one of their cases changed."""
    post(CHANGED, [recipient], by=by)


def alert_opened(*, by: Any) -> None:
    """Tell IOM's other officers and the coordinator that somebody opened or took over a case of another's."""
    post(OPENED, holders([Role.IOM_FUND, Role.ST_COORD]), by=by)
