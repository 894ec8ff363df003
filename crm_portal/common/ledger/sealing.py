"""What the database does with an entry that comes in: number it, seal it, add it to the sums."""

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory

BEGINNING = bytes(32)
"""What seals the first entry: there is none before it."""


def line(row: str, number: str) -> str:
    """An entry as the text that is hashed, in SQL: a JSON list, so that no two entries read the same.

    Days and moments are JSON's own, the moment in UTC: as text they would follow the session's DateStyle and time zone.
    """
    return (
        f"json_build_array({number}, {row}.accounting_on, {row}.recorded_at AT TIME ZONE 'UTC', {row}.recorded_by_id, "
        f"{row}.debit_id, {row}.credit_id, {row}.amount_usd, {row}.source, {row}.words, {row}.reverses_id)::text"
    )


def seal(row: str, previous: str, *, number: str) -> str:
    """The hash of an entry over the hash before it, in SQL."""
    return f"sha256({previous} || convert_to({line(row, number)}, 'UTF8'))"


# SECURITY DEFINER: the serving role may add entries, and touches neither the head nor the sums. The lock is held until
# the transaction ends, so that entries come one after the other, in the order of their moments; the head's row would
# do for that, but whoever waits for a row is woken twice. The head is found by its index, which takes a text and not
# the name that TG_TABLE_NAME is: its former versions pile up while a backup reads, and a plan made for one page would
# read them all. pg_temp stands last, or a temporary ledger_head would be written.
CHAIN = f"""
    CREATE OR REPLACE FUNCTION chain_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
    AS $$
    DECLARE
        table_name text := TG_TABLE_NAME;
        month_of_entry date := date_trunc('month', NEW.accounting_on)::date;
        reversed record;
    BEGIN
        PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
        NEW.recorded_at := clock_timestamp();
        LOOP
            UPDATE ledger_head AS head
                SET number = head.number + 1, hash = {seal("NEW", "head.hash", number="head.number + 1")}
                WHERE ledger = table_name
                RETURNING WITH (OLD AS before) head.number, before.hash, head.hash
                INTO NEW.number, NEW.previous_hash, NEW.hash;
            EXIT WHEN FOUND;
            INSERT INTO ledger_head (ledger, number, hash) VALUES (table_name, 0, decode(repeat('00', 32), 'hex'))
                ON CONFLICT DO NOTHING;
        END LOOP;
        IF NEW.reverses_id IS NOT NULL THEN
            EXECUTE format(
                'SELECT debit_id, credit_id, amount_usd, reverses_id FROM %I WHERE number = $1', table_name
            ) INTO reversed USING NEW.reverses_id;
            IF (reversed.debit_id, reversed.credit_id, reversed.amount_usd)
                IS DISTINCT FROM (NEW.credit_id, NEW.debit_id, NEW.amount_usd) OR reversed.reverses_id IS NOT NULL
            THEN
                RAISE EXCEPTION 'A reversing entry takes back the whole of an entry, between the same accounts'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        INSERT INTO ledger_monthsum AS kept (ledger, account, month, net_usd) VALUES
            (table_name, NEW.debit_id, month_of_entry, NEW.amount_usd),
            (table_name, NEW.credit_id, month_of_entry, -NEW.amount_usd)
            ON CONFLICT (ledger, account, month) DO UPDATE SET net_usd = kept.net_usd + excluded.net_usd;
        RETURN NEW;
    END $$
"""  # noqa: S608  # texts of ours


class KeepChain(Operation):
    """Make the function that seals entries, and keep the serving role from the head and the sums.

    It may not put the function on a table of its own either: entries there would move the ledger's head.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        app = schema_editor.quote_name(settings.APP_ROLE)
        schema_editor.execute(CHAIN, params=None)
        schema_editor.execute("REVOKE EXECUTE ON FUNCTION chain_entry() FROM PUBLIC")
        for table in ("ledger_head", "ledger_monthsum"):
            schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {app}")
        schema_editor.execute(
            "ALTER TABLE ledger_monthsum SET (fillfactor = 50)"
        )  # a sum's next version lies beside it

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute("DROP FUNCTION chain_entry()")

    def describe(self) -> str:
        return "Seal the entries of ledgers"

    @property
    def migration_name_fragment(self) -> str:
        return "keep_chain"


class SealEntries(Operation):
    """Have the entries that come into this table numbered and sealed; `AppendOnly` beside it refuses all else."""

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(
            f"CREATE TRIGGER chain_entry BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION chain_entry()"
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute(f"DROP TRIGGER chain_entry ON {schema_editor.quote_name(self.table)}")

    def describe(self) -> str:
        return f"Seal the entries of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"seal_{self.table}"
