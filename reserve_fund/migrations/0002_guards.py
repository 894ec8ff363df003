"""What the database itself refuses, and to whom it shows cases. In plain SQL, which pgtrigger.ignore cannot switch off."""

from django.conf import settings
from django.db import migrations

from crm_portal.common.append_only import AppendOnly
from crm_portal.common.ledger.sealing import SealEntries

# The second wall (reserve_fund/row_security.py): who reads is said in the transaction, and nothing is shown where it is
# not said. The owner, who migrates and makes backups, passes it: FORCE would break pg_dump.
POLICIES = """
    CREATE FUNCTION fund_scopes() RETURNS text[] LANGUAGE sql STABLE
        AS $$ SELECT string_to_array(coalesce(current_setting('fund.scopes', true), ''), ',') $$;
    CREATE FUNCTION fund_reader() RETURNS bigint LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('fund.reader', true), '')::bigint $$;
    ALTER TABLE reserve_fund_case ENABLE ROW LEVEL SECURITY;
    CREATE POLICY shown ON reserve_fund_case TO {app} USING (
        'clock' = ANY (fund_scopes())
        OR 'own' = ANY (fund_scopes()) AND requested_by_id = fund_reader()
        OR 'desk' = ANY (fund_scopes()) AND submitted_at IS NOT NULL
        OR 'special' = ANY (fund_scopes()) AND is_special AND referred_at IS NOT NULL
    );
"""
OF_A_CASE = """
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY shown ON {table} TO {app} USING (EXISTS (SELECT FROM reserve_fund_case WHERE id = case_id));
"""
OF_A_PAYMENT = """
    ALTER TABLE reserve_fund_refund ENABLE ROW LEVEL SECURITY;
    CREATE POLICY shown ON reserve_fund_refund TO {app}
        USING (EXISTS (SELECT FROM reserve_fund_disbursement WHERE id = disbursement_id));
"""
TABLES_OF_A_CASE = (
    "reserve_fund_beneficiary",
    "reserve_fund_case_vulnerabilities",
    "reserve_fund_casekey",
    "reserve_fund_costline",
    "reserve_fund_determination",
    "reserve_fund_disbursement",
    "reserve_fund_evidence",
    "reserve_fund_reservation",
)
NO_POLICIES = """
    DROP POLICY shown ON {table};
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""

# Money is held only for a case that the right people have approved: IOM, for a special one the Secretariat too, nobody
# twice, nobody who referred it. Source, lines 1678-1688.
HELD = """
    CREATE FUNCTION refuse_unapproved_reservation() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        asked record;
        is_special boolean;
        institutions text[];
        people bigint[];
    BEGIN
        SELECT * INTO asked FROM reserve_fund_case WHERE id = NEW.case_id;
        SELECT asked.is_special OR EXISTS (
            SELECT FROM reserve_fund_case_vulnerabilities AS has
                JOIN reserve_fund_vulnerability AS kind ON kind.id = has.vulnerability_id
                WHERE has.case_id = NEW.case_id AND kind.decided_by = 'joint'
        ) INTO is_special;
        SELECT array_agg(DISTINCT institution::text), array_agg(DISTINCT by_id) INTO institutions, people
            FROM reserve_fund_determination
            WHERE case_id = NEW.case_id AND round = asked.round AND verdict = 'approve';
        IF asked.consent_withdrawn_at IS NOT NULL THEN
            RAISE EXCEPTION 'the consent was withdrawn' USING ERRCODE = 'check_violation';
        ELSIF asked.requested_by_id = ANY (people) OR asked.requested_by_id = NEW.made_by_id THEN
            RAISE EXCEPTION 'whoever refers a case does not approve it' USING ERRCODE = 'check_violation';
        ELSIF NOT coalesce('iom' = ANY (institutions), false) THEN
            RAISE EXCEPTION 'IOM has not approved this case' USING ERRCODE = 'check_violation';
        ELSIF is_special AND NOT ('secretariat' = ANY (institutions) AND cardinality(people) >= 2) THEN
            RAISE EXCEPTION 'a special case needs IOM and the Secretariat, two people' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_unapproved BEFORE INSERT ON reserve_fund_reservation
        FOR EACH ROW EXECUTE FUNCTION refuse_unapproved_reservation();
    CREATE FUNCTION refuse_change_of_reservation() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.released_usd >= OLD.released_usd
            AND to_jsonb(NEW) - 'released_usd' = to_jsonb(OLD) - 'released_usd' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'money held for a case is let go, and nothing else of it changes'
            USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON reserve_fund_reservation
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_reservation();
    CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON reserve_fund_reservation
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE FUNCTION refuse_case_without_reservation() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM reserve_fund_reservation WHERE case_id = NEW.id) THEN
            RAISE EXCEPTION 'nothing is held for this case' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_without_reservation BEFORE INSERT OR UPDATE OF status ON reserve_fund_case
        FOR EACH ROW
        WHEN (NEW.status IN ('approved', 'travel_arranged', 'travelled', 'arrived', 'settled', 'closed', 'cancelled'))
        EXECUTE FUNCTION refuse_case_without_reservation();
"""
NOT_HELD = """
    DROP TRIGGER refuse_without_reservation ON reserve_fund_case;
    DROP FUNCTION refuse_case_without_reservation();
    DROP TRIGGER refuse_truncate ON reserve_fund_reservation;
    DROP TRIGGER refuse_change ON reserve_fund_reservation;
    DROP FUNCTION refuse_change_of_reservation();
    DROP TRIGGER refuse_unapproved ON reserve_fund_reservation;
    DROP FUNCTION refuse_unapproved_reservation();
"""

# Whoever pays neither referred nor approved, and no more is paid than is held.
PAID = """
    CREATE FUNCTION refuse_payment() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        asked record;
        held numeric;
        paid numeric;
    BEGIN
        SELECT * INTO asked FROM reserve_fund_case WHERE id = NEW.case_id;
        SELECT amount_usd - released_usd INTO held FROM reserve_fund_reservation WHERE case_id = NEW.case_id;
        SELECT coalesce(sum(amount_usd), 0) INTO paid FROM reserve_fund_disbursement AS payment
            WHERE case_id = NEW.case_id
            AND NOT EXISTS (SELECT FROM reserve_fund_entry WHERE reverses_id = payment.entry_id);
        IF asked.requested_by_id = NEW.paid_by_id OR EXISTS (
            SELECT FROM reserve_fund_determination
                WHERE case_id = NEW.case_id AND verdict = 'approve' AND round = asked.round AND by_id = NEW.paid_by_id
        ) THEN
            RAISE EXCEPTION 'whoever pays neither referred nor approved the case' USING ERRCODE = 'check_violation';
        ELSIF held IS NULL OR paid + NEW.amount_usd > held THEN
            RAISE EXCEPTION 'more than is held for this case' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_payment BEFORE INSERT ON reserve_fund_disbursement
        FOR EACH ROW EXECUTE FUNCTION refuse_payment();
"""
NOT_PAID = """
    DROP TRIGGER refuse_payment ON reserve_fund_disbursement;
    DROP FUNCTION refuse_payment();
"""

# The Fund never has less than it has promised. Entries come one after the other (chain_entry holds the lock), so each is
# judged by all that were posted before it.
NEVER_OVERDRAWN = """
    CREATE FUNCTION refuse_overdraft() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        bank numeric;
        committed numeric;
    BEGIN
        SELECT coalesce(sum(net_usd) FILTER (WHERE account.kind = 'bank'), 0),
               -coalesce(sum(net_usd) FILTER (WHERE account.kind = 'committed'), 0)
            INTO bank, committed
            FROM reserve_fund_account AS account JOIN ledger_monthsum AS month
                ON month.ledger = 'reserve_fund_entry' AND month.account = account.id
            WHERE account.kind IN ('bank', 'committed');
        IF committed < 0 OR bank < committed THEN
            RAISE EXCEPTION 'the Fund would be overdrawn' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER refuse_overdraft AFTER INSERT ON reserve_fund_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_overdraft();
"""
OVERDRAWN = """
    DROP TRIGGER refuse_overdraft ON reserve_fund_entry;
    DROP FUNCTION refuse_overdraft();
"""


# What was released stays as the public read it.
RELEASED = """
    CREATE TRIGGER refuse_released BEFORE UPDATE OR DELETE ON reserve_fund_publication
        FOR EACH ROW WHEN (OLD.released_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""
NOT_RELEASED = "DROP TRIGGER refuse_released ON reserve_fund_publication;"


def policies() -> str:
    """The policies for the serving role."""
    app = f'"{settings.APP_ROLE}"'
    of_cases = "".join(OF_A_CASE.format(app=app, table=table) for table in TABLES_OF_A_CASE)
    return POLICIES.format(app=app) + of_cases + OF_A_PAYMENT.format(app=app)


def no_policies() -> str:
    """What takes them back."""
    tables = ("reserve_fund_refund", *TABLES_OF_A_CASE, "reserve_fund_case")
    dropped = "".join(NO_POLICIES.format(table=table) for table in tables)
    return f"{dropped} DROP FUNCTION fund_reader(); DROP FUNCTION fund_scopes();"


class Migration(migrations.Migration):
    dependencies = [("reserve_fund", "0001_reserve_fund"), ("ledger", "0001_ledgers")]

    operations = [
        SealEntries("reserve_fund_entry"),
        AppendOnly(
            "reserve_fund_publicationevent",
            "reserve_fund_replenishmentevent",
            "reserve_fund_reservationevent",
            "reserve_fund_ruleevent",
            "reserve_fund_vulnerabilityevent",
            "reserve_fund_entry",
            "reserve_fund_determination",
            "reserve_fund_disbursement",
            "reserve_fund_refund",
        ),
        migrations.RunSQL(policies(), no_policies()),
        migrations.RunSQL(HELD, NOT_HELD),
        migrations.RunSQL(PAID, NOT_PAID),
        migrations.RunSQL(NEVER_OVERDRAWN, OVERDRAWN),
        migrations.RunSQL(RELEASED, NOT_RELEASED),
    ]
