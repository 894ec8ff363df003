"""Many triggers in one step of a migration."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from pgtrigger.compiler import Trigger


class AddTriggers(Operation):
    """What pgtrigger's AddTrigger does, for all tables of an app: {model: its triggers}.

    Each AddTrigger has Django build anew every model that a foreign key leads to or from, and in a portal with a
    history of each table there are hundreds. Triggers are nothing that those models know, so none is built here.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.ADDITION

    def __init__(self, triggers: Mapping[str, Sequence[Trigger]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: Any) -> None:
        for model, added in self.triggers.items():
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), *added]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for added in self.triggers.values():
            for trigger in added:
                with transaction.atomic(using=schema_editor.connection.alias):
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for added in self.triggers.values():
            for trigger in added:
                schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Add triggers to {', '.join(self.triggers)}"
