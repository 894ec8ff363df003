import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from crm_portal.common.append_only import AppendOnly
from crm_portal.common.triggers import AddTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("reserve_fund", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleEvent",
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
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("text", models.CharField(max_length=300, verbose_name="rule")),
                ("text_es", models.CharField(max_length=300, null=True, verbose_name="rule")),
                ("text_en", models.CharField(max_length=300, null=True, verbose_name="rule")),
                ("value", models.CharField(blank=True, max_length=300, verbose_name="in detail")),
                ("value_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="in detail")),
                ("value_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="in detail")),
                ("basis", models.CharField(max_length=40, verbose_name="basis")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.rule",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="VulnerabilityEvent",
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
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_es", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=200, null=True, verbose_name="name")),
                (
                    "decided_by",
                    models.CharField(
                        choices=[
                            ("iom", "IOM"),
                            ("joint", "IOM and the Technical Secretariat, jointly and beforehand"),
                        ],
                        max_length=10,
                        verbose_name="decided by",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="place in the printed list")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.vulnerability",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        AddTriggers(
            {
                "rule": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_ruleevent" ("basis", "code", "fact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "text_en", "text_es", "value", "value_en", "value_es") VALUES (NEW."basis", NEW."code", NEW."fact", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."source", NEW."text", NEW."text_en", NEW."text_es", NEW."value", NEW."value_en", NEW."value_es"); RETURN NULL;',
                            hash="d6fd536bfd4ea3e367bc0a1124b5a32c13f9ce52",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_765bf",
                            table="reserve_fund_rule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_ruleevent" ("basis", "code", "fact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "text_en", "text_es", "value", "value_en", "value_es") VALUES (NEW."basis", NEW."code", NEW."fact", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."source", NEW."text", NEW."text_en", NEW."text_es", NEW."value", NEW."value_en", NEW."value_es"); RETURN NULL;',
                            hash="70bb818df8e475e0173b68d23bf3b32fd527e657",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a1617",
                            table="reserve_fund_rule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_ruleevent" ("basis", "code", "fact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "text_en", "text_es", "value", "value_en", "value_es") VALUES (OLD."basis", OLD."code", OLD."fact", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."source", OLD."text", OLD."text_en", OLD."text_es", OLD."value", OLD."value_en", OLD."value_es"); RETURN NULL;',
                            hash="b45c179e0771c897e8e239cb8b0d945caff585ac",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_47166",
                            table="reserve_fund_rule",
                            when="AFTER",
                        ),
                    ),
                ],
                "vulnerability": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_vulnerabilityevent" ("code", "decided_by", "fact", "id", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."code", NEW."decided_by", NEW."fact", NEW."id", NEW."name", NEW."name_en", NEW."name_es", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."source"); RETURN NULL;',
                            hash="e0d049700cb01ba9ce9f78e4053948da1dfd227c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ab496",
                            table="reserve_fund_vulnerability",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_vulnerabilityevent" ("code", "decided_by", "fact", "id", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."code", NEW."decided_by", NEW."fact", NEW."id", NEW."name", NEW."name_en", NEW."name_es", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."source"); RETURN NULL;',
                            hash="a698e3690dd10aa06a77285a552bbd6b5618cb48",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_59e9d",
                            table="reserve_fund_vulnerability",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_vulnerabilityevent" ("code", "decided_by", "fact", "id", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."code", OLD."decided_by", OLD."fact", OLD."id", OLD."name", OLD."name_en", OLD."name_es", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."source"); RETURN NULL;',
                            hash="5ae74c7c43ec8c03f57765bfb2dde2413122209d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_79af9",
                            table="reserve_fund_vulnerability",
                            when="AFTER",
                        ),
                    ),
                ],
                "ruleevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b99534ad0cdb6e50b9618f38d9a9230e9deb32dc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1b1ee",
                            table="reserve_fund_ruleevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "vulnerabilityevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1faca80126730836acef8d62580576bde28a2b14",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_84245",
                            table="reserve_fund_vulnerabilityevent",
                            when="BEFORE",
                        ),
                    )
                ],
            }
        ),
        AppendOnly(
            "reserve_fund_ruleevent",
            "reserve_fund_vulnerabilityevent",
        ),
    ]
