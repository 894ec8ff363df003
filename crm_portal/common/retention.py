"""What is kept how long. The privacy notice prints these declarations, and a daily task enforces the same ones."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common.registry import Registry, Text

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Retention:
    """How long one kind of data is kept, counted from `since`, and what then happens to it.

    `name` is a word for logs. `delete` is given the moment before which rows are too old, and returns how many it dealt
    with; it may be called again at any time. None says that the portal itself never removes this kind, and `ends` then
    says who does.
    """

    order: int
    name: str
    kind: Text
    keeps: timedelta | None
    since: Text
    ends: Text
    delete: Callable[[datetime], int] | None = None
    commits_itself: bool = False
    """Whether `delete` is no transaction, but takes one for each row: what it did stays done when a later row fails."""

    def __post_init__(self) -> None:
        if self.delete and self.keeps is None:
            raise ValueError(f"{self.name}: what is removed is kept for some time")

    @property
    def keeps_label(self) -> str:
        """The time in words: whole years, days or hours."""
        if self.keeps is None:
            return _("without limit")
        years, rest = divmod(self.keeps, YEAR)
        if years and not rest:
            return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
        if self.keeps.days:
            return ngettext("%(count)d day", "%(count)d days", self.keeps.days) % {"count": self.keeps.days}
        hours = self.keeps.seconds // 3600
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


retentions: Registry[Retention] = Registry()


def enforce(now: datetime) -> Iterator[tuple[str, int]]:
    """Deal with everything that is too old: the name and number of each kind. One that fails does not hold up others.

    Raises ExceptionGroup at the end with whatever failed.
    """
    failures: list[Exception] = []
    for each in retentions:
        if each.delete is None or each.keeps is None:
            continue
        try:
            with nullcontext() if each.commits_itself else transaction.atomic():
                done = each.delete(now - each.keeps)
        except Exception as failure:
            failures.append(failure)
        else:
            yield each.name, done
    if failures:
        raise ExceptionGroup("Some of what is too old is still there.", failures)
