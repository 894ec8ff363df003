"""Writing the two records that code keeps itself: steps of workflows, and readings of what is protected."""

from typing import Any

from django.db import connection, models

from crm_portal.common.audit import context

# The models are imported within the functions: Django imports this package before any model may be.


class OutsideTransactionError(RuntimeError):
    """A record was to be written on its own: it would stay when the thing itself is rolled back, or the reverse."""


def record(verb: str, obj: models.Model, *, by: Any, **facts: Any) -> None:
    """Keep that a step of a workflow was taken, in the caller's transaction. The verb reads `app.verb`.

    `by` is the person, or None where the clock did it. The facts are plain values about the step and never personal
    data, since nobody can remove them. Raises OutsideTransactionError.
    """
    from crm_portal.common.audit.models import Deed

    require_transaction()
    current = context.facts()
    Deed.objects.create(
        verb=verb,
        kind=kind_of(obj),
        object_id=str(obj.pk),
        by=by,
        on_behalf_of=current.get("on_behalf_of"),
        facts=facts,
        request_id=current.get("request") or "",
    )


def record_access(user: Any, obj: models.Model | type[models.Model], action: str, why: str = "") -> None:
    """Keep that a person read something protected, in the transaction in which it is read: no record, no view.

    `obj` is the row, or the model where many were searched or exported; `action` one of Access.Action; `why` the
    purpose that was given, without names. Raises OutsideTransactionError, and the database's error when it cannot be
    written: the caller lets both pass, so that nothing is shown.
    """
    from crm_portal.common.audit.models import Access

    require_transaction()
    Access.objects.create(
        who=user,
        kind=kind_of(obj),
        object_id=str(obj.pk) if isinstance(obj, models.Model) else "",
        action=Access.Action(action),
        why=why,
        request_id=context.facts().get("request") or "",
    )


def require_transaction() -> None:
    """Raises OutsideTransactionError unless what happens now can still be rolled back."""
    if not connection.in_atomic_block:
        raise OutsideTransactionError("A record is written inside the transaction of what it is about.")


def kind_of(obj: models.Model | type[models.Model]) -> str:
    """The word for a kind of object: `app.model`."""
    return obj._meta.label_lower
