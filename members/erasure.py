"""Taking out of the record of changes what says who a former account was; only the owner of the tables can.

The record is only added to, for everybody who serves. What retention takes from a live row would therefore stand there
for good. Here each name, address and position that the live row has lost, or that belonged to a row which is
gone, is taken out of the history too. The entries stay: who by number did what, and when.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from crm_portal.common import audit
from crm_portal.common.audit import history_of
from members.models import Invitation, Mandate, User
from members.retained import NOWHERE

LOCK_TIMEOUT = "20s"
"""How long to wait for a table that somebody writes to; the next night tries again."""


@transaction.atomic
def erase_former() -> dict[str, int]:
    """Redact the histories, all or nothing, and keep a step on record for each object dealt with.

    Returns how many objects of each kind were redacted; running it again redacts nothing. Raises ProgrammingError for
    a role that does not own the tables.
    """
    done: dict[str, int] = {}
    with changeable(history_of(model)._meta.db_table for model in (User, Mandate, Invitation)):
        for model, (events, blank) in redactions().items():
            numbers = sorted(set(events.values_list("pgh_obj_id", flat=True)))
            events.update(**blank)
            done[model._meta.label_lower] = len(numbers)
            for number in numbers:
                audit.record("members.erase_former", model(pk=number), by=None)
    return done


def redactions() -> dict[type[Any], tuple[QuerySet[Any], dict[str, Any]]]:
    """By model: the states that still say what they must no longer say, and what is put in its place."""
    nameless = User.objects.filter(email__endswith=f"@{NOWHERE}")
    emptied = Invitation.objects.filter(email__endswith=f"@{NOWHERE}")
    former = Concat(Value("former-"), Cast("pgh_obj_id", CharField()), Value(f"@{NOWHERE}"))
    return {
        User: (
            lost(User, nameless).exclude(email=former, full_name=""),
            {"email": former, "full_name": ""},
        ),
        Mandate: (
            history_of(Mandate)
            .objects.filter(Exists(nameless.filter(pk=OuterRef("user_id"))) | ~Exists(live(User, "user_id")))
            .exclude(position=""),
            {"position": ""},
        ),
        Invitation: (
            lost(Invitation, emptied).exclude(email=former, full_name="", reason=""),
            {"email": former, "full_name": "", "reason": ""},
        ),
    }


def lost(model: type[Any], emptied: QuerySet[Any]) -> QuerySet[Any]:
    """The states of rows that have been emptied or are gone."""
    states: QuerySet[Any] = history_of(model).objects.filter(
        Q(Exists(emptied.filter(pk=OuterRef("pgh_obj_id")))) | ~Exists(live(model, "pgh_obj_id"))
    )
    return states


def live(model: type[Any], number: str) -> QuerySet[Any]:
    """The row that there is still."""
    rows: QuerySet[Any] = model.objects.filter(pk=OuterRef(number))
    return rows


@contextmanager
def changeable(tables: Iterable[str]) -> Iterator[None]:
    """Switch the guards of these tables off for the block, which is part of a transaction: nobody else sees them off.

    Should the block fail, the rollback puts them back.
    """
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
