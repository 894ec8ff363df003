from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from crm_portal.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0001_initial"),
        ("members", "0005_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScaleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Lines of the 2016 publication “20 años de la CRM”, or the paper this rests on.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        blank=True,
                        db_comment="File and row of the recorded history that made this row; staff may correct everything else.",
                        default=None,
                        editable=False,
                        max_length=150,
                        null=True,
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, help_text="The first day it no longer holds.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[("year", "year"), ("month", "month"), ("day", "day")],
                        default="day",
                        max_length=5,
                        verbose_name="precision",
                    ),
                ),
                ("approved_by", models.CharField(max_length=200, verbose_name="approved by")),
                ("approved_by_es", models.CharField(max_length=200, null=True, verbose_name="approved by")),
                ("approved_by_en", models.CharField(max_length=200, null=True, verbose_name="approved by")),
                ("note", models.TextField(blank=True, verbose_name="note for the staff")),
                ("note_es", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
                ("note_en", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShareEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Lines of the 2016 publication “20 años de la CRM”, or the paper this rests on.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        blank=True,
                        db_comment="File and row of the recorded history that made this row; staff may correct everything else.",
                        default=None,
                        editable=False,
                        max_length=150,
                        null=True,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="place in the printed list")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD a year",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scale",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "fact", "id", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "valid_from", "valid_until") VALUES (NEW."approved_by", NEW."approved_by_en", NEW."approved_by_es", NEW."fact", NEW."id", NEW."note", NEW."note_en", NEW."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."precision", NEW."source", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="d2bf28aabe33aa376691ccdf54d6bec569e38f9a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a20b",
                    table="contributions_scale",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scale",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "fact", "id", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "valid_from", "valid_until") VALUES (NEW."approved_by", NEW."approved_by_en", NEW."approved_by_es", NEW."fact", NEW."id", NEW."note", NEW."note_en", NEW."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."precision", NEW."source", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="2d9a9b9992e8eb2a15f8a0bf15427dfe16b175bc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_39eb2",
                    table="contributions_scale",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scale",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "fact", "id", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "valid_from", "valid_until") VALUES (OLD."approved_by", OLD."approved_by_en", OLD."approved_by_es", OLD."fact", OLD."id", OLD."note", OLD."note_en", OLD."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."precision", OLD."source", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                    hash="436a3924d4ff62046e4ef85d50c757abb0fc09dc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b4128",
                    table="contributions_scale",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_shareevent" ("amount_usd", "fact", "id", "order", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source") VALUES (NEW."amount_usd", NEW."fact", NEW."id", NEW."order", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."scale_id", NEW."source"); RETURN NULL;',
                    hash="942448033c58567dc0418aec8e2adac86a31f066",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_41f28",
                    table="contributions_share",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_shareevent" ("amount_usd", "fact", "id", "order", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source") VALUES (NEW."amount_usd", NEW."fact", NEW."id", NEW."order", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."scale_id", NEW."source"); RETURN NULL;',
                    hash="dfa29e644c9cda856c29b68e7cbbd0b50bb4fde9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_509d1",
                    table="contributions_share",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "contributions_shareevent" ("amount_usd", "fact", "id", "order", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source") VALUES (OLD."amount_usd", OLD."fact", OLD."id", OLD."order", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."scale_id", OLD."source"); RETURN NULL;',
                    hash="74b8e309e00e37f7deba1d24e157f583f94a7f81",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c744a",
                    table="contributions_share",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="scaleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="contributions.scale",
            ),
        ),
        migrations.AddField(
            model_name="shareevent",
            name="party",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.party",
                verbose_name="member country",
            ),
        ),
        migrations.AddField(
            model_name="shareevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="contributions.share",
            ),
        ),
        migrations.AddField(
            model_name="shareevent",
            name="scale",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="contributions.scale",
                verbose_name="scale",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scaleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3359a78b90e15854be9f7f98d87b3ebadce662f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ad5d9",
                    table="contributions_scaleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shareevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f457234ac6e4a78f3c6b8c32e4fc952a69139f31",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fa244",
                    table="contributions_shareevent",
                    when="BEFORE",
                ),
            ),
        ),
        AppendOnly(
            "contributions_scaleevent",
            "contributions_shareevent",
        ),
    ]
