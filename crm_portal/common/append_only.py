"""Tables that are only added to: the migration operation that makes them so. Its reasons: docs/adr/0006-ledgers.md."""

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory

# Plain SQL: a trigger of pgtrigger's would let anyone through who sets pgtrigger.ignore. Per statement, so that a
# change which matches no row is refused as loudly as one which does, and because TRUNCATE fires no other kind.
FUNCTION = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: correct a row by adding one', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
"""
DROP_UNUSED_FUNCTION = """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgfoid = to_regproc('refuse_change')) THEN
            DROP FUNCTION IF EXISTS refuse_change();
        END IF;
    END $$
"""


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and TRUNCATE of these tables: to who serves by privilege, to everybody by a trigger."""

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute(FUNCTION, params=None)
        app = schema_editor.quote_name(settings.APP_ROLE)
        for table in map(schema_editor.quote_name, self.tables):
            schema_editor.execute(
                f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        app = schema_editor.quote_name(settings.APP_ROLE)
        for table in map(schema_editor.quote_name, self.tables):
            schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {app}")  # what pre_migrate gives by default
            schema_editor.execute(f"DROP TRIGGER refuse_change ON {table}")
        schema_editor.execute(DROP_UNUSED_FUNCTION, params=None)

    def describe(self) -> str:
        return f"Only add to {', '.join(self.tables)}"

    @property
    def migration_name_fragment(self) -> str:
        return f"append_only_{'_'.join(self.tables)}"
