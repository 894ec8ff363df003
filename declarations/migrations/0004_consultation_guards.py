"""What the database itself refuses of consultations. In plain SQL, which pgtrigger.ignore cannot switch off."""

from django.db import migrations

from crm_portal.common.append_only import AppendOnly

# An answer counts only while its round takes answers, and the round ends at its stored moment, noted or not.
ANSWERED_IN_TIME = """
    CREATE FUNCTION refuse_late_position() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        asked record;
    BEGIN
        SELECT round.closes_at, round.closed_at INTO asked FROM declarations_round AS round
            JOIN declarations_addressee AS addressee ON addressee.round_id = round.id
            WHERE addressee.id = NEW.addressee_id;
        IF asked.closed_at IS NOT NULL OR NEW.answered_at >= asked.closes_at THEN
            RAISE EXCEPTION 'the round takes no more answers' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_late BEFORE INSERT ON declarations_position
        FOR EACH ROW EXECUTE FUNCTION refuse_late_position();
"""
NOT_ANSWERED_IN_TIME = """
    DROP TRIGGER refuse_late ON declarations_position;
    DROP FUNCTION refuse_late_position();
"""

# What a round is held on stays as it was read: the text, its attachments, and the round's own beginning and end.
PINNED = """
    CREATE FUNCTION refuse_change_of_pinned_text() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        pinned bigint[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            pinned := ARRAY[NEW.text_id];  -- attachments alone: a text that is being made was put to nobody
        ELSIF TG_TABLE_NAME = 'declarations_textattachment' THEN
            pinned := ARRAY[OLD.text_id];
            IF TG_OP = 'UPDATE' THEN
                pinned := pinned || NEW.text_id;  -- nor is one moved to a text that was read
            END IF;
        ELSE
            pinned := ARRAY[OLD.id];
        END IF;
        IF EXISTS (SELECT FROM declarations_round WHERE text_id = ANY (pinned)) THEN
            RAISE EXCEPTION 'a round was held on this text' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON declarations_consultationtext
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_pinned_text();
    CREATE TRIGGER refuse_change BEFORE INSERT OR UPDATE OR DELETE ON declarations_textattachment
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_pinned_text();
    CREATE FUNCTION refuse_change_of_round() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (NEW.consultation_id, NEW.stage, NEW.attempt, NEW.text_id, NEW.sent_at)
                IS NOT DISTINCT FROM (OLD.consultation_id, OLD.stage, OLD.attempt, OLD.text_id, OLD.sent_at)
            AND (OLD.closed_at IS NULL
                OR (NEW.closes_at, NEW.closed_at) IS NOT DISTINCT FROM (OLD.closes_at, OLD.closed_at)) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a round keeps what it was held on, and ends once' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON declarations_round
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_round();
    CREATE FUNCTION refuse_change_of_addressee() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.party_id) IS NOT DISTINCT FROM (OLD.round_id, OLD.party_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a round keeps whom it asked' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON declarations_addressee
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_addressee();
"""
NOT_PINNED = """
    DROP TRIGGER refuse_change ON declarations_addressee;
    DROP FUNCTION refuse_change_of_addressee();
    DROP TRIGGER refuse_change ON declarations_round;
    DROP FUNCTION refuse_change_of_round();
    DROP TRIGGER refuse_change ON declarations_textattachment;
    DROP TRIGGER refuse_change ON declarations_consultationtext;
    DROP FUNCTION refuse_change_of_pinned_text();
"""

# No consent out of silence: adopted is what every country asked last has agreed to, or let pass, in so many words.
ADOPTED = """
    CREATE FUNCTION refuse_unfounded_outcome() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        last record;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF OLD.outcome = NEW.outcome THEN
                RETURN NEW;
            ELSIF OLD.outcome <> '' THEN
                RAISE EXCEPTION 'an outcome is declared once' USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        IF NEW.outcome <> 'adopted' THEN
            RETURN NEW;
        END IF;
        SELECT id, stage, closed_at INTO last FROM declarations_round
            WHERE consultation_id = NEW.id ORDER BY sent_at DESC, id DESC LIMIT 1;
        IF last.closed_at IS NULL OR last.stage NOT IN ('first', 'second') THEN
            RAISE EXCEPTION 'no round of the members has ended' USING ERRCODE = 'check_violation';
        ELSIF EXISTS (
            SELECT FROM declarations_addressee AS addressee
                LEFT JOIN LATERAL (
                    SELECT choice FROM declarations_position
                        WHERE addressee_id = addressee.id ORDER BY number DESC LIMIT 1
                ) AS position ON true
                WHERE addressee.round_id = last.id
                    AND coalesce(position.choice, 'none') NOT IN ('agree', 'agree_comments', 'no_comment')
        ) THEN
            RAISE EXCEPTION 'no reply, an objection or a change proposed is no consensus' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_unfounded BEFORE INSERT OR UPDATE OF outcome ON declarations_consultation
        FOR EACH ROW EXECUTE FUNCTION refuse_unfounded_outcome();
"""
NOT_ADOPTED = """
    DROP TRIGGER refuse_unfounded ON declarations_consultation;
    DROP FUNCTION refuse_unfounded_outcome();
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0003_consultations")]

    operations = [
        AppendOnly(
            "declarations_position",
            "declarations_extension",
            "declarations_addresseeevent",
            "declarations_consultationevent",
            "declarations_consultationtextevent",
            "declarations_roundevent",
            "declarations_textattachmentevent",
        ),
        migrations.RunSQL(ANSWERED_IN_TIME, NOT_ANSWERED_IN_TIME),
        migrations.RunSQL(PINNED, NOT_PINNED),
        migrations.RunSQL(ADOPTED, NOT_ADOPTED),
    ]
