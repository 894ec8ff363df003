import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import crm_portal.common.triggers


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0004_consultation_guards"),
        ("meetings", "0001_meetings"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="agendaitem",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agendaitem",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agendaitem",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="consultation",
            field=models.ForeignKey(
                blank=True,
                help_text="One that was carried to a meeting, and is taken up here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="declarations.consultation",
                verbose_name="consultation",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemevent",
            name="consultation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="One that was carried to a meeting, and is taken up here.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="declarations.consultation",
                verbose_name="consultation",
            ),
        ),
        crm_portal.common.triggers.AddTriggers(
            triggers={
                "agendaitem": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "consultation_id", "finished_at", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "taken_up_at", "title", "title_en", "title_es", "widening_reason") VALUES (NEW."audience", NEW."axis_id", NEW."body_id", NEW."circle_id", NEW."consultation_id", NEW."finished_at", NEW."id", NEW."is_open_to_rrocm", NEW."is_standing", NEW."matter", NEW."minimum", NEW."minutes", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."presenter", NEW."released_on", NEW."result", NEW."session_id", NEW."taken_up_at", NEW."title", NEW."title_en", NEW."title_es", NEW."widening_reason"); RETURN NULL;',
                            hash="920028a157e3d49035c470813119e61f804deabc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f98e2",
                            table="meetings_agendaitem",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."axis_id" IS DISTINCT FROM (NEW."axis_id") OR OLD."body_id" IS DISTINCT FROM (NEW."body_id") OR OLD."circle_id" IS DISTINCT FROM (NEW."circle_id") OR OLD."consultation_id" IS DISTINCT FROM (NEW."consultation_id") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open_to_rrocm" IS DISTINCT FROM (NEW."is_open_to_rrocm") OR OLD."is_standing" IS DISTINCT FROM (NEW."is_standing") OR OLD."matter" IS DISTINCT FROM (NEW."matter") OR OLD."minimum" IS DISTINCT FROM (NEW."minimum") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."presenter" IS DISTINCT FROM (NEW."presenter") OR OLD."released_on" IS DISTINCT FROM (NEW."released_on") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."session_id" IS DISTINCT FROM (NEW."session_id") OR OLD."taken_up_at" IS DISTINCT FROM (NEW."taken_up_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."widening_reason" IS DISTINCT FROM (NEW."widening_reason"))',
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "consultation_id", "finished_at", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "taken_up_at", "title", "title_en", "title_es", "widening_reason") VALUES (NEW."audience", NEW."axis_id", NEW."body_id", NEW."circle_id", NEW."consultation_id", NEW."finished_at", NEW."id", NEW."is_open_to_rrocm", NEW."is_standing", NEW."matter", NEW."minimum", NEW."minutes", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."presenter", NEW."released_on", NEW."result", NEW."session_id", NEW."taken_up_at", NEW."title", NEW."title_en", NEW."title_es", NEW."widening_reason"); RETURN NULL;',
                            hash="c55d568ebd4c5c560daf66d6a254c3ba6b7b886d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ca6ee",
                            table="meetings_agendaitem",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "consultation_id", "finished_at", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "taken_up_at", "title", "title_en", "title_es", "widening_reason") VALUES (OLD."audience", OLD."axis_id", OLD."body_id", OLD."circle_id", OLD."consultation_id", OLD."finished_at", OLD."id", OLD."is_open_to_rrocm", OLD."is_standing", OLD."matter", OLD."minimum", OLD."minutes", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."presenter", OLD."released_on", OLD."result", OLD."session_id", OLD."taken_up_at", OLD."title", OLD."title_en", OLD."title_es", OLD."widening_reason"); RETURN NULL;',
                            hash="445441e6f0b13b3d2de2b6fcb78c57db6bf9438e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2c12a",
                            table="meetings_agendaitem",
                            when="AFTER",
                        ),
                    ),
                ]
            },
        ),
    ]
