"""The second wall: the database itself shows a case's rows to those alone whom the transaction names.

The policies are in the migration. Outside of these blocks there are no cases: a query that forgets `visible_to` finds
nothing. What is set ends with the transaction, so no connection carries it on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from members.roles import Role

if TYPE_CHECKING:
    from members.standing import Standing

OWN, DESK, SPECIAL, CLOCK = "own", "desk", "special", "clock"
"""The own cases, those submitted to IOM, special ones referred to the joint decision, and all of them."""

SCOPES = {
    Role.FUND_REQUESTER: (OWN,),
    Role.IOM_FUND: (OWN, DESK),
    Role.ST_COORD: (SPECIAL,),
}
"""What each role may find at all; `Case.objects.visible_to` says which of it a person sees."""

# What was set before comes first, since the columns of an answer are made in their order.
SET = """
    SELECT coalesce(current_setting('fund.reader', true), ''), coalesce(current_setting('fund.scopes', true), ''),
           set_config('fund.reader', %s, true), set_config('fund.scopes', %s, true)
"""


def scopes(standing: "Standing") -> list[str]:
    """What a standing may find."""
    return sorted({scope for role, found in SCOPES.items() if standing.holds(role) for scope in found})


@contextmanager
def shown(reader: str, found: str, *, only_reads: bool = False) -> Iterator[None]:
    """A transaction in which the database shows the rows of these scopes; before and after it what it showed before.

    One that only reads needs no mark to come back to within another.
    """
    is_within_another = connection.in_atomic_block
    with transaction.atomic(savepoint=not only_reads), connection.cursor() as cursor:
        cursor.execute(SET, [reader, found])
        before = cursor.fetchone()[:2]
        yield
        if is_within_another:  # else it ends with the transaction
            cursor.execute(SET, before)


def for_person(user: Any, *, only_reads: bool = False) -> Any:
    """A block in which the database shows what this person may find. A context manager.

    Whoever looks through another role finds what the own one does; `visible_to` narrows it to both.
    """
    found = scopes(user.own_standing) if user.is_authenticated else []
    return shown(str(user.pk or ""), ",".join(found), only_reads=only_reads)


def for_the_clock() -> Any:
    """A block in which the database shows every case: for tasks that no person asks for, and for sums over all."""
    return shown("", CLOCK)


def within_the_fund(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a page the block of whoever asks for it: what it reads, logs and changes is one transaction."""

    @wraps(view)
    def shown_to_person(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        with for_person(request.user):
            return view(request, *args, **options)

    return shown_to_person
