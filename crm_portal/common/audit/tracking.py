"""The history of rows, kept by triggers: no way of writing goes past it."""

from collections.abc import Iterable
from typing import Any

import pghistory
import pghistory.trigger
import pgtrigger
from django.db import models

_histories: dict[type[models.Model], type[models.Model]] = {}


class Trigger(pghistory.trigger.Event):
    """A trigger that pgtrigger.ignore does not silence: it takes the list of ignored ones back before that is read."""

    def get_declare(self, model: type[models.Model]) -> list[tuple[str, str]]:
        return [("_heard", "TEXT := set_config('pgtrigger.ignore', '{}', true)")]


class Heard:
    """Puts our trigger in the place of pghistory's."""

    def add_event_trigger(self, event_model: Any) -> None:
        row: Any = self
        parts = {part: getattr(row, part) for part in ("label", "row", "operation", "condition", "level")}
        pgtrigger.register(Trigger(event_model=event_model, name=row.trigger_name, **parts))(
            event_model.pgh_tracked_model
        )


class InsertEvent(Heard, pghistory.InsertEvent):
    pass


class UpdateEvent(Heard, pghistory.UpdateEvent):
    pass


class DeleteEvent(Heard, pghistory.DeleteEvent):
    pass


def keep_history(model: type[models.Model], *, exclude: Iterable[str] = ()) -> None:
    """Have the database keep each state of the model's rows, with who changed them, in a table that is only added to.

    For a translated model this comes after `register` in translation.py: only then has the model its two languages.
    `exclude` names fields that must leave no trace; a change of these alone leaves none at all. The migration that
    makes the history's table ends with `AppendOnly` for it.
    """
    _histories[model] = pghistory.create_event_model(
        model,
        InsertEvent(),
        UpdateEvent(),
        DeleteEvent(),
        exclude=list(exclude),
        append_only=True,
        abstract=False,
        # In the row itself: pghistory's own table of contexts is updated as it goes, so who did it could be rewritten.
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
    )


def history_of(model: type[models.Model]) -> Any:
    """The model of a model's history; None where none is kept."""
    return _histories.get(model)


def histories() -> dict[type[models.Model], type[models.Model]]:
    """Every model whose history is kept, with the model of the history."""
    return dict(_histories)


def is_history(model: type[models.Model]) -> bool:
    """Whether the rows of a model are the history of another's."""
    return hasattr(model, "pgh_tracked_model")
