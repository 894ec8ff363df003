from decimal import Decimal

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import contributions.models.periods
import crm_portal.common.formatted
import crm_portal.common.periods
from crm_portal.common.append_only import AppendOnly
from crm_portal.common.ledger.sealing import SealEntries
from crm_portal.common.triggers import AddTriggers

# Plain SQL, which pgtrigger.ignore cannot switch off: what was approved keeps its amounts and its legal basis; only the
# next scale ends it. What the print of 2016 told has a fact behind it and may be put right.
FROZEN = """
    CREATE FUNCTION refuse_change_of_approved_scale() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            RAISE EXCEPTION 'approved scales are never changed' USING ERRCODE = 'restrict_violation';
        ELSIF OLD.status <> 'approved' THEN
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        ELSIF TG_OP = 'UPDATE' AND NEW.status = 'approved' AND NEW.fact IS NOT DISTINCT FROM OLD.fact AND (
            OLD.fact IS NOT NULL OR to_jsonb(NEW) - 'valid_until' = to_jsonb(OLD) - 'valid_until'
        ) THEN
            RETURN NEW;
        ELSIF TG_OP = 'DELETE' AND OLD.fact IS NOT NULL THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'approved scales are never changed' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON contributions_scale
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_approved_scale();
    CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON contributions_scale
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_approved_scale();
    CREATE FUNCTION refuse_change_of_approved_share() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE scales bigint[];
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            RAISE EXCEPTION 'shares of approved scales are never changed' USING ERRCODE = 'restrict_violation';
        ELSIF TG_OP = 'INSERT' THEN
            scales := ARRAY[NEW.scale_id];
        ELSIF TG_OP = 'DELETE' THEN
            scales := ARRAY[OLD.scale_id];
        ELSE
            scales := ARRAY[OLD.scale_id, NEW.scale_id];
        END IF;
        PERFORM FROM contributions_scale WHERE id = ANY (scales) AND status = 'approved' AND fact IS NULL;
        IF FOUND THEN
            RAISE EXCEPTION 'shares of approved scales are never changed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER refuse_change BEFORE INSERT OR UPDATE OR DELETE ON contributions_share
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_approved_share();
    CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON contributions_share
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_approved_share();
"""
UNFROZEN = """
    DROP TRIGGER refuse_truncate ON contributions_share;
    DROP TRIGGER refuse_change ON contributions_share;
    DROP FUNCTION refuse_change_of_approved_share();
    DROP TRIGGER refuse_truncate ON contributions_scale;
    DROP TRIGGER refuse_change ON contributions_scale;
    DROP FUNCTION refuse_change_of_approved_scale();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_ledgers"),
        ("declarations", "0002_search"),
        ("files", "0003_xml_files"),
        ("members", "0008_no_telephone_in_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(help_text="The first day that it no longer covers.", verbose_name="until"),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note for the staff")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the RCGM"),
                            ("examined", "examined by the RCGM"),
                            ("approved", "approved"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times submitted")),
                (
                    "sent_back_reason",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=1000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="why it was sent back",
                    ),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="decided on")),
                (
                    "decision_words",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="the decision in words"),
                ),
                (
                    "decision_words_es",
                    models.CharField(
                        blank=True, editable=False, max_length=300, null=True, verbose_name="the decision in words"
                    ),
                ),
                (
                    "decision_words_en",
                    models.CharField(
                        blank=True, editable=False, max_length=300, null=True, verbose_name="the decision in words"
                    ),
                ),
                (
                    "decision_document",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.document",
                        verbose_name="document of the decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget",
                "verbose_name_plural": "budgets",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gt", models.F("starts_on")),
                            ("starts_on", None),
                            ("ends_on", None),
                            _connector="OR",
                        ),
                        name="budget_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status__in", ["approved", "closed"])),
                        expressions=[
                            (crm_portal.common.periods.DateRange("starts_on", "ends_on", models.Value("[)")), "&&")
                        ],
                        name="budget_one_at_a_time",
                        violation_error_message="Another approved budget covers part of that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "closed"]), _negated=True),
                            models.Q(
                                ("decided_on__isnull", False),
                                models.Q(
                                    ("decision_document__isnull", False),
                                    models.Q(("decision_words_en__gt", ""), ("decision_words_es__gt", "")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="budget_approved_by_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="times submitted")),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="given"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement with a budget",
                "verbose_name_plural": "agreements with budgets",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget", "round", "party"), name="budgetagreement_once_per_country"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetAgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("round", models.PositiveSmallIntegerField(verbose_name="times submitted")),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="given"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budgetagreement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BudgetComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="times submitted")),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=4000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="comment",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a budget",
                "verbose_name_plural": "comments on budgets",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BudgetCommentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("round", models.PositiveSmallIntegerField(verbose_name="times submitted")),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=4000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="comment",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budgetcomment",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BudgetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "title",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(help_text="The first day that it no longer covers.", verbose_name="until"),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note for the staff")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the RCGM"),
                            ("examined", "examined by the RCGM"),
                            ("approved", "approved"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times submitted")),
                (
                    "sent_back_reason",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=1000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="why it was sent back",
                    ),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="decided on")),
                (
                    "decision_words",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="the decision in words"),
                ),
                (
                    "decision_words_es",
                    models.CharField(
                        blank=True, editable=False, max_length=300, null=True, verbose_name="the decision in words"
                    ),
                ),
                (
                    "decision_words_en",
                    models.CharField(
                        blank=True, editable=False, max_length=300, null=True, verbose_name="the decision in words"
                    ),
                ),
                (
                    "decision_document",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.document",
                        verbose_name="document of the decision",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a budget",
                "verbose_name_plural": "lines of a budget",
                "ordering": ["budget", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("budget", "heading"), name="budgetline_once_per_heading"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gte", 0)),
                        name="budgetline_not_below_zero",
                        violation_error_message="A heading is given nothing, or more than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "heading__in",
                                [
                                    "support-staff",
                                    "seminars-meetings",
                                    "it-equipment-network",
                                    "studies-research",
                                    "documents-translation",
                                    "other-operating-contingency",
                                ],
                            )
                        ),
                        name="budgetline_of_a_heading",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budgetline",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BudgetStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of the execution of a budget",
                "verbose_name_plural": "statements of the execution of budgets",
                "ordering": ["budget", "-as_of"],
                "constraints": [models.UniqueConstraint(fields=("budget", "as_of"), name="budgetstatement_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="BudgetTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="from the heading",
                    ),
                ),
                (
                    "to_heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="to the heading",
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=300,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reason",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("requested", "requested"), ("approved", "approved"), ("refused", "refused")],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="requested"),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="approved or refused on")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved or refused by",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer between headings",
                "verbose_name_plural": "transfers between headings",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)),
                        name="budgettransfer_of_some_amount",
                        violation_error_message="The amount is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_heading", models.F("to_heading")), _negated=True),
                        name="budgettransfer_between_two_headings",
                        violation_error_message="A transfer is between two different headings.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="budgettransfer_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("decided_on", None), ("status", "requested")),
                            models.Q(
                                models.Q(("status", "requested"), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="budgettransfer_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetTransferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "from_heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="from the heading",
                    ),
                ),
                (
                    "to_heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="to the heading",
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=300,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reason",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("requested", "requested"), ("approved", "approved"), ("refused", "refused")],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="requested"),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="approved or refused on")),
                (
                    "budget",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved or refused by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budgettransfer",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ContributionPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "starts_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="from"),
                ),
                (
                    "last_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="last day"),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="The source sets no day: it is agreed each time.",
                        validators=[contributions.models.periods.validate_day],
                        verbose_name="contributions due by",
                    ),
                ),
                (
                    "bank_details_reference",
                    models.CharField(
                        blank=True,
                        help_text="The note by which the bank details were communicated. Account numbers never stand here.",
                        max_length=120,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank details given in",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "planned"), ("assessed", "assessed"), ("closed", "closed")],
                        default="planned",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("assessed_at", models.DateTimeField(editable=False, null=True, verbose_name="assessed")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution period",
                "verbose_name_plural": "contribution periods",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("starts_on"))), name="period_ends_after_it_begins"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (crm_portal.common.periods.DateRange("starts_on", "last_on", models.Value("[]")), "&&")
                        ],
                        name="period_one_at_a_time",
                        violation_error_message="Another contribution period has days of this one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessed_at", None), ("status", "planned")),
                            models.Q(models.Q(("status", "planned"), _negated=True), ("assessed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="period_assessed_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributionPeriodEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "starts_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="from"),
                ),
                (
                    "last_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="last day"),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="The source sets no day: it is agreed each time.",
                        validators=[contributions.models.periods.validate_day],
                        verbose_name="contributions due by",
                    ),
                ),
                (
                    "bank_details_reference",
                    models.CharField(
                        blank=True,
                        help_text="The note by which the bank details were communicated. Account numbers never stand here.",
                        max_length=120,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank details given in",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "planned"), ("assessed", "assessed"), ("closed", "closed")],
                        default="planned",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("assessed_at", models.DateTimeField(editable=False, null=True, verbose_name="assessed")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.contributionperiod",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="InKindContribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "description",
                    models.CharField(
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="description",
                    ),
                ),
                (
                    "given_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="given on"),
                ),
                (
                    "valued_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="As its giver values it; left empty where nobody did.",
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="value in USD",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="given by",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution in kind",
                "verbose_name_plural": "contributions in kind",
                "ordering": ["-given_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valued_usd", None), ("valued_usd__gt", 0), _connector="OR"),
                        name="in_kind_of_some_value",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InKindContributionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "description",
                    models.CharField(
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="description",
                    ),
                ),
                (
                    "given_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="given on"),
                ),
                (
                    "valued_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="As its giver values it; left empty where nobody did.",
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="value in USD",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="given by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.inkindcontribution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "donor_name",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="donor of another kind",
                    ),
                ),
                (
                    "agreement_reference",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reference of the agreement",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(help_text="The first day that is no longer part of it.", verbose_name="until"),
                ),
                (
                    "budget_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="budget in USD",
                    ),
                ),
                (
                    "focal_contact",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="contact for the project",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "planned"), ("running", "running"), ("closed", "closed")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "agreement",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "axis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.axis",
                        verbose_name="axis of the Plan of Action",
                    ),
                ),
                (
                    "donor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="donor or partner of the Conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("donor__isnull", False), ("donor_name", "")),
                            models.Q(("donor", None), models.Q(("donor_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="project_names_its_donor",
                        violation_error_message="Name the donor: choose a party, or write the name of another, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="project_ends_after_it_begins",
                        violation_error_message="It must end after it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget_usd__gt", 0)),
                        name="project_of_some_amount",
                        violation_error_message="The amount is more than zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "title",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="title",
                    ),
                ),
                (
                    "donor_name",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="donor of another kind",
                    ),
                ),
                (
                    "agreement_reference",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reference of the agreement",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(help_text="The first day that is no longer part of it.", verbose_name="until"),
                ),
                (
                    "budget_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="budget in USD",
                    ),
                ),
                (
                    "focal_contact",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="contact for the project",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "planned"), ("running", "running"), ("closed", "closed")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "axis",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.axis",
                        verbose_name="axis of the Plan of Action",
                    ),
                ),
                (
                    "donor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="donor or partner of the Conference",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.project",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ProjectReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("submitted_on", models.DateField(editable=False, null=True, verbose_name="handed in on")),
                (
                    "file",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "report to a donor",
                "verbose_name_plural": "reports to donors",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "due_on"),
                        name="projectreport_once_a_day",
                        violation_error_message="A report of this project is due on that day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("submitted_on", None)),
                            models.Q(("file__isnull", False), ("submitted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="projectreport_handed_in_with_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("due_on", models.DateField(verbose_name="due on")),
                ("submitted_on", models.DateField(editable=False, null=True, verbose_name="handed in on")),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.projectreport",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="as at")),
                ("through", models.BigIntegerField(verbose_name="last entry read")),
                (
                    "party",
                    models.ForeignKey(
                        help_text="Empty for the table of all.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
            ],
            options={
                "verbose_name": "reckoning",
                "verbose_name_plural": "reckonings",
                "ordering": ["-as_of", "-through"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "as_of", "through"), name="reckoning_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="as at")),
                (
                    "outstanding_usd",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="outstanding in USD"),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a contribution",
                "verbose_name_plural": "reminders of contributions",
                "ordering": ["-as_of", "party__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "as_of"), name="reminder_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("outstanding_usd__gt", 0)), name="reminder_of_some_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        unique=True,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("discarded", "discarded")],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="In a draft: the day from which it is meant to hold.", verbose_name="from"
                    ),
                ),
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
                (
                    "approved_by",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_by_es",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_by_en",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        blank=True,
                        help_text="The day of the decision. Needed for the approval.",
                        null=True,
                        verbose_name="decided on",
                    ),
                ),
                (
                    "justification",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                (
                    "justification_es",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                (
                    "justification_en",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note for the staff")),
                ("note_es", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
                ("note_en", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
                (
                    "total_asked_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="The amounts must add up to it before the scale can be approved.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="total asked for, in USD",
                    ),
                ),
                ("drafted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="drafted")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        help_text="The document that holds the decision, where it is in the library.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.document",
                        verbose_name="decision",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "drafted_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.scale",
                        verbose_name="drafted from",
                    ),
                ),
            ],
            options={
                "verbose_name": "scale of contributions",
                "verbose_name_plural": "scales of contributions",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__gt", models.F("valid_from")),
                            ("valid_from", None),
                            ("valid_until", None),
                            _connector="OR",
                        ),
                        name="scale_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "approved")),
                        expressions=[
                            (crm_portal.common.periods.DateRange("valid_from", "valid_until", models.Value("[)")), "&&")
                        ],
                        name="scale_one_at_a_time",
                        violation_error_message="Another scale is in force in that time; end that one first.",
                    ),
                ],
            },
        ),
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
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("discarded", "discarded")],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="In a draft: the day from which it is meant to hold.", verbose_name="from"
                    ),
                ),
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
                (
                    "approved_by",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_by_es",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_by_en",
                    models.CharField(
                        blank=True,
                        help_text="Who decided, and at which meeting. Needed for the approval.",
                        max_length=200,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="approved by",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        blank=True,
                        help_text="The day of the decision. Needed for the approval.",
                        null=True,
                        verbose_name="decided on",
                    ),
                ),
                (
                    "justification",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                (
                    "justification_es",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                (
                    "justification_en",
                    models.TextField(
                        blank=True,
                        help_text="Why this scale is proposed, for those who examine the draft.",
                        max_length=4000,
                        null=True,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="justification",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note for the staff")),
                ("note_es", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
                ("note_en", models.TextField(blank=True, null=True, verbose_name="note for the staff")),
                (
                    "total_asked_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="The amounts must add up to it before the scale can be approved.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="total asked for, in USD",
                    ),
                ),
                ("drafted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="drafted")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The document that holds the decision, where it is in the library.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.document",
                        verbose_name="decision",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "drafted_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.scale",
                        verbose_name="drafted from",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.scale",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        unique=True,
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
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="contributions.scale",
                        verbose_name="scale",
                    ),
                ),
            ],
            options={
                "verbose_name": "share",
                "verbose_name_plural": "shares",
                "ordering": ["scale", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("scale", "party"), name="share_once_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)),
                        name="share_amount_is_positive",
                        violation_error_message="A share is more than zero.",
                    ),
                ],
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
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.share",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.scale",
                        verbose_name="scale",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("members.party",),
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receivable", "contributions owed"),
                            ("credit", "paid in advance"),
                            ("income", "contributions assessed"),
                            ("bank", "bank"),
                            ("charges", "bank charges"),
                            ("expense", "expenditure"),
                            ("project", "project funds not spent yet"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["kind", "party__name", "heading", "project"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "party", "heading", "project"), name="account_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("heading", ""), ("project", None)),
                                ("kind__in", ["receivable", "credit"]),
                                ("party__isnull", False),
                            ),
                            models.Q(
                                models.Q(("heading", ""), ("project", None)),
                                ("kind__in", ["income", "bank", "charges"]),
                                ("party__isnull", True),
                            ),
                            models.Q(
                                (
                                    "heading__in",
                                    [
                                        "support-staff",
                                        "seminars-meetings",
                                        "it-equipment-network",
                                        "studies-research",
                                        "documents-translation",
                                        "other-operating-contingency",
                                    ],
                                ),
                                ("kind", "expense"),
                                ("party", None),
                                ("project", None),
                            ),
                            models.Q(("heading", ""), ("kind", "project"), ("party", None), ("project__isnull", False)),
                            _connector="OR",
                        ),
                        name="account_of_what_its_kind_asks_for",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "number",
                    models.BigIntegerField(editable=False, primary_key=True, serialize=False, verbose_name="number"),
                ),
                ("accounting_on", models.DateField(verbose_name="accounting date")),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("source", models.CharField(max_length=100, verbose_name="source")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
                (
                    "credit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.account",
                        verbose_name="credited",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.account",
                        verbose_name="debited",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="contributions.entry",
                        verbose_name="reverses",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the ledger of contributions",
                "verbose_name_plural": "entries of the ledger of contributions",
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="contributions_entry_of_some_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="contributions_entry_between_two",
                    ),
                    models.UniqueConstraint(fields=("source",), name="contributions_entry_source_once"),
                ],
                "indexes": [
                    models.Index(
                        fields=["debit", "accounting_on"], include=("amount_usd",), name="contributions_entry_debits"
                    ),
                    models.Index(
                        fields=["credit", "accounting_on"], include=("amount_usd",), name="contributions_entry_credits"
                    ),
                    models.Index(fields=["accounting_on"], name="contributions_entry_days"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expenditure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        db_index=True,
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "payee",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="paid to",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="what for",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="voucher number",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_%(class)s",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "expenditure",
                "verbose_name_plural": "expenditures",
                "ordering": ["-paid_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            ("status", "rejected"),
                            _connector="OR",
                        ),
                        name="expenditure_takes_two_people",
                        violation_error_message="Whoever recorded it does not confirm it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "recorded")),
                            models.Q(
                                models.Q(("status", "recorded"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="expenditure_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)),
                        name="expenditure_of_some_amount",
                        violation_error_message="The amount is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", None), ("status__in", ["recorded", "rejected"])),
                            models.Q(("entry__isnull", False), ("status__in", ["confirmed", "reversed"])),
                            _connector="OR",
                        ),
                        name="expenditure_posted_once_confirmed",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("reference"),
                        condition=models.Q(("status__in", ["recorded", "confirmed"])),
                        name="expenditure_voucher_once",
                        violation_error_message="A voucher of this number is recorded already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpenditureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "payee",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="paid to",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="what for",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="voucher number",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.budget",
                        verbose_name="budget",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.expenditure",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        db_index=True,
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="What the country paid, before the charges of the Secretariat's bank.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "charges_usd",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        help_text="What the bank kept of it.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.00"))],
                        verbose_name="bank charges in USD",
                    ),
                ),
                (
                    "value_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="value date"),
                ),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=64,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank reference",
                    ),
                ),
                (
                    "original_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in its own currency",
                    ),
                ),
                ("original_currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=8,
                        help_text="How many of its own currency one USD cost.",
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("1E-8"))],
                        verbose_name="rate",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="note",
                    ),
                ),
                (
                    "receipt_year",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="year of the receipt"),
                ),
                (
                    "receipt_number",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="number of the receipt"),
                ),
                (
                    "charges_entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the charges",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["-value_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            ("status", "rejected"),
                            _connector="OR",
                        ),
                        name="payment_takes_two_people",
                        violation_error_message="Whoever recorded it does not confirm it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "recorded")),
                            models.Q(
                                models.Q(("status", "recorded"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="payment_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper(django.db.models.functions.text.Trim("bank_reference")),
                        condition=models.Q(("status__in", ["recorded", "confirmed"])),
                        name="payment_once_for_a_bank_reference",
                        violation_error_message="A payment with this bank reference is recorded already.",
                    ),
                    models.UniqueConstraint(
                        fields=("receipt_year", "receipt_number"), name="receipt_number_once_a_year"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="payment_of_some_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("charges_usd__gte", 0), ("charges_usd__lt", models.F("amount_usd"))),
                        name="payment_charges_below_the_amount",
                        violation_error_message="The charges are less than the amount.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("original_amount", None), ("original_currency", ""), ("rate", None)),
                            models.Q(
                                ("original_amount__gt", 0), ("original_currency__regex", "^[A-Z]{3}$"), ("rate__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="payment_in_its_own_currency_whole",
                        violation_error_message="Amount, currency and rate belong together: give all three, or none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry", None),
                                ("receipt_number", None),
                                ("receipt_year", None),
                                ("status__in", ["recorded", "rejected"]),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("receipt_number__isnull", False),
                                ("receipt_year__isnull", False),
                                ("status__in", ["confirmed", "reversed"]),
                            ),
                            _connector="OR",
                        ),
                        name="payment_confirmed_with_a_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="What the country paid, before the charges of the Secretariat's bank.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "charges_usd",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        help_text="What the bank kept of it.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.00"))],
                        verbose_name="bank charges in USD",
                    ),
                ),
                (
                    "value_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="value date"),
                ),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=64,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank reference",
                    ),
                ),
                (
                    "original_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in its own currency",
                    ),
                ),
                ("original_currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=8,
                        help_text="How many of its own currency one USD cost.",
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("1E-8"))],
                        verbose_name="rate",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="note",
                    ),
                ),
                (
                    "receipt_year",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="year of the receipt"),
                ),
                (
                    "receipt_number",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="number of the receipt"),
                ),
                (
                    "charges_entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the charges",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.payment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ProjectExpenditure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        db_index=True,
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "payee",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="paid to",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="what for",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="voucher number",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_%(class)s",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "expenditure of a project",
                "verbose_name_plural": "expenditures of projects",
                "ordering": ["-paid_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            ("status", "rejected"),
                            _connector="OR",
                        ),
                        name="projectexpenditure_takes_two_people",
                        violation_error_message="Whoever recorded it does not confirm it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "recorded")),
                            models.Q(
                                models.Q(("status", "recorded"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="projectexpenditure_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)),
                        name="projectexpenditure_of_some_amount",
                        violation_error_message="The amount is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", None), ("status__in", ["recorded", "rejected"])),
                            models.Q(("entry__isnull", False), ("status__in", ["confirmed", "reversed"])),
                            _connector="OR",
                        ),
                        name="projectexpenditure_posted_once_confirmed",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("reference"),
                        condition=models.Q(("status__in", ["recorded", "confirmed"])),
                        name="projectexpenditure_voucher_once",
                        violation_error_message="A voucher of this number is recorded already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectExpenditureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "payee",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="paid to",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=200,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="what for",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="voucher number",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.projectexpenditure",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ProjectReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        db_index=True,
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("value_on", models.DateField(verbose_name="value date")),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reference of the bank",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_%(class)s",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a project",
                "verbose_name_plural": "receipts of projects",
                "ordering": ["-value_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            ("status", "rejected"),
                            _connector="OR",
                        ),
                        name="projectreceipt_takes_two_people",
                        violation_error_message="Whoever recorded it does not confirm it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "recorded")),
                            models.Q(
                                models.Q(("status", "recorded"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="projectreceipt_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)),
                        name="projectreceipt_of_some_amount",
                        violation_error_message="The amount is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", None), ("status__in", ["recorded", "rejected"])),
                            models.Q(("entry__isnull", False), ("status__in", ["confirmed", "reversed"])),
                            _connector="OR",
                        ),
                        name="projectreceipt_posted_once_confirmed",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("bank_reference"),
                        condition=models.Q(("status__in", ["recorded", "confirmed"])),
                        name="projectreceipt_bank_reference_once",
                        violation_error_message="A receipt with this reference of the bank is recorded already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("value_on", models.DateField(verbose_name="value date")),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=60,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="reference of the bank",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.projectreceipt",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        db_index=True,
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "value_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="value date"),
                ),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=64,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank reference",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        max_length=400, validators=[crm_portal.common.formatted.validate_printable], verbose_name="note"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
                "ordering": ["-value_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            ("status", "rejected"),
                            _connector="OR",
                        ),
                        name="refund_takes_two_people",
                        violation_error_message="Whoever recorded it does not confirm it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "recorded")),
                            models.Q(
                                models.Q(("status", "recorded"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="refund_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper(django.db.models.functions.text.Trim("bank_reference")),
                        condition=models.Q(("status__in", ["recorded", "confirmed"])),
                        name="refund_once_for_a_bank_reference",
                        violation_error_message="A refund with this bank reference is recorded already.",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="refund_of_some_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "to be confirmed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("reversed", "taken back"),
                        ],
                        default="recorded",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed or rejected")),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason it was rejected or taken back"
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "value_on",
                    models.DateField(validators=[contributions.models.periods.validate_day], verbose_name="value date"),
                ),
                (
                    "bank_reference",
                    models.CharField(
                        max_length=64,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="bank reference",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        max_length=400, validators=[crm_portal.common.formatted.validate_printable], verbose_name="note"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.refund",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receivable", "contributions owed"),
                            ("credit", "paid in advance"),
                            ("income", "contributions assessed"),
                            ("bank", "bank"),
                            ("charges", "bank charges"),
                            ("expense", "expenditure"),
                            ("project", "project funds not spent yet"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support-staff", "Support staff"),
                            ("seminars-meetings", "Support for seminars and meetings"),
                            ("it-equipment-network", "Equipment and network access"),
                            ("studies-research", "Studies and research"),
                            ("documents-translation", "Document production and translation"),
                            ("other-operating-contingency", "Other operating expenses and contingencies"),
                        ],
                        max_length=30,
                        verbose_name="heading",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.account",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="contributions.contributionperiod",
                        verbose_name="contribution period",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["period", "party__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "party"), name="assessment_once_a_period"),
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="assessment_of_some_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                (
                    "amount_usd",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name="amount in USD"),
                ),
                ("issued_on", models.DateField(editable=False, verbose_name="issued")),
                ("due_on", models.DateField(editable=False, verbose_name="due by")),
                (
                    "status",
                    models.CharField(
                        choices=[("issued", "issued"), ("cancelled", "cancelled")],
                        default="issued",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
                (
                    "assessment",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contributions.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="invoice_number_once_a_year"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "cancelled"), _negated=True),
                        fields=("assessment",),
                        name="invoice_once_for_an_assessment",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="invoice_of_some_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocation",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation",
                "verbose_name_plural": "allocations",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="allocation_of_some_amount"),
                    models.UniqueConstraint(
                        condition=models.Q(("entry", None)), fields=("payment", "invoice"), name="allocation_meant_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="issued")),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_note",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit note",
                "verbose_name_plural": "credit notes",
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="credit_note_number_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="issued")),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.creditnote",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="InvoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                (
                    "amount_usd",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name="amount in USD"),
                ),
                ("issued_on", models.DateField(editable=False, verbose_name="issued")),
                ("due_on", models.DateField(editable=False, verbose_name="due by")),
                (
                    "status",
                    models.CharField(
                        choices=[("issued", "issued"), ("cancelled", "cancelled")],
                        default="issued",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.invoice",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PaperRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        max_length=2000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="which paper, and for whom",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "asked for"), ("signed", "signed"), ("declined", "declined")],
                        default="asked",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked for"),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="by the Secretariat for the country"
                    ),
                ),
                ("answer", models.CharField(blank=True, editable=False, max_length=400, verbose_name="answer")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "form",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="form to be signed",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "signed",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="signed paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a signed paper",
                "verbose_name_plural": "requests for signed papers",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("signed", None), ("status", "asked")),
                            models.Q(("answered_at__isnull", False), ("signed__isnull", False), ("status", "signed")),
                            models.Q(
                                ("answer__gt", ""),
                                ("answered_at__isnull", False),
                                ("signed", None),
                                ("status", "declined"),
                            ),
                            _connector="OR",
                        ),
                        name="paper_request_answered_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "words",
                    models.TextField(
                        max_length=2000,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="which paper, and for whom",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "asked for"), ("signed", "signed"), ("declined", "declined")],
                        default="asked",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked for"),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="by the Secretariat for the country"
                    ),
                ),
                ("answer", models.CharField(blank=True, editable=False, max_length=400, verbose_name="answer")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="form to be signed",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.paperrequest",
                    ),
                ),
                (
                    "signed",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="signed paper",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ProofOfPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="note",
                    ),
                ),
                ("handed_in_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="handed in")),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="by the Secretariat for the country"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proofs",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of payment",
                "verbose_name_plural": "proofs of payment",
                "ordering": ["-handed_in_at"],
            },
        ),
        migrations.CreateModel(
            name="ProofOfPaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        validators=[crm_portal.common.formatted.validate_printable],
                        verbose_name="note",
                    ),
                ),
                ("handed_in_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="handed in")),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="by the Secretariat for the country"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.proofofpayment",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AllocationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.allocation",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.entry",
                        verbose_name="entry of the ledger",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.party",
                        verbose_name="member country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.assessment",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.contributionperiod",
                        verbose_name="contribution period",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "ending",
                    models.CharField(
                        help_text="The number itself is not kept. A statement of another account is refused by these four.",
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z0-9]{4}$", "Four digits or capital letters.")
                        ],
                        verbose_name="the last four characters of its number",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="USD",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{3}$", "Three capital letters, such as USD.")
                        ],
                        verbose_name="currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ending__regex", "^[A-Z0-9]{4}$")), name="bank_account_ends_in_four"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="bank_account_has_a_currency"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "ending",
                    models.CharField(
                        help_text="The number itself is not kept. A statement of another account is refused by these four.",
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z0-9]{4}$", "Four digits or capital letters.")
                        ],
                        verbose_name="the last four characters of its number",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="USD",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{3}$", "Three capital letters, such as USD.")
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.bankaccount",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("camt.053", "camt.053")], max_length=8, verbose_name="format"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "opening",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="opening balance"),
                ),
                (
                    "closing",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="closing balance"),
                ),
                (
                    "imported_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="imported"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="contributions.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank statement",
                "verbose_name_plural": "bank statements",
                "ordering": ["-ends_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="bank_statement_sha256_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="bank_statement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("booked_on", models.DateField(verbose_name="booked on")),
                ("value_on", models.DateField(verbose_name="value date")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("bank_reference", models.CharField(blank=True, max_length=64, verbose_name="bank reference")),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="payer")),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="words of the payment")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("recorded", "recorded as a payment"), ("set_aside", "set aside")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outgoing", "a charge or an expenditure"),
                            ("repeated", "it stands in another statement"),
                            ("other", "no contribution"),
                        ],
                        max_length=10,
                        verbose_name="why it was set aside",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="contributions.bankstatement",
                        verbose_name="bank statement",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_line",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a bank statement",
                "verbose_name_plural": "lines of bank statements",
                "ordering": ["statement", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "number"), name="bank_line_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("bank_reference", ""), _negated=True),
                        fields=("statement", "bank_reference"),
                        name="bank_line_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="bank_line_of_some_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("state", "set_aside"), _connector="OR"),
                        name="bank_line_outgoing_waits_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "set_aside"), ("reason", ""), _connector="XOR"),
                        name="bank_line_set_aside_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "recorded"), ("payment", None), _connector="XOR"),
                        name="bank_line_recorded_has_its_payment",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("bank_reference", ""), _negated=True),
                        fields=["bank_reference"],
                        name="bank_line_by_reference",
                    ),
                    models.Index(condition=models.Q(("state", "open")), fields=["statement"], name="bank_line_open"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("booked_on", models.DateField(verbose_name="booked on")),
                ("value_on", models.DateField(verbose_name="value date")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("bank_reference", models.CharField(blank=True, max_length=64, verbose_name="bank reference")),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="payer")),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="words of the payment")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("recorded", "recorded as a payment"), ("set_aside", "set aside")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outgoing", "a charge or an expenditure"),
                            ("repeated", "it stands in another statement"),
                            ("other", "no contribution"),
                        ],
                        max_length=10,
                        verbose_name="why it was set aside",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.bankline",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.bankstatement",
                        verbose_name="bank statement",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.payment",
                        verbose_name="payment",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BankStatementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("camt.053", "camt.053")], max_length=8, verbose_name="format"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "opening",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="opening balance"),
                ),
                (
                    "closing",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="closing balance"),
                ),
                (
                    "imported_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="imported"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contributions.bankstatement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ScaleDraft",
            fields=[],
            options={
                "verbose_name": "draft of a scale of contributions",
                "verbose_name_plural": "drafts of scales of contributions",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("contributions.scale",),
        ),
        AddTriggers(
            {
                "bankaccount": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankaccountevent" ("currency", "ending", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."currency", NEW."ending", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="45b596e340e0aa161e93510874f5b744b3638627",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1f98c",
                            table="contributions_bankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankaccountevent" ("currency", "ending", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."currency", NEW."ending", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                            hash="045940fa852ae746fea91876572ff4d707d59e1c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c2b3d",
                            table="contributions_bankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankaccountevent" ("currency", "ending", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."currency", OLD."ending", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="6f7f55e9747bf3e4a53ef9242ebe51f297b2b7d4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1a42f",
                            table="contributions_bankaccount",
                            when="AFTER",
                        ),
                    ),
                ],
                "bankaccountevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cde0c46d12a6da5c7462fd8d675ef4d4b68fec51",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_82053",
                            table="contributions_bankaccountevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "bankstatement": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankstatementevent" ("account_id", "closing", "ends_on", "file_id", "format", "id", "imported_at", "imported_by_id", "opening", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "starts_on") VALUES (NEW."account_id", NEW."closing", NEW."ends_on", NEW."file_id", NEW."format", NEW."id", NEW."imported_at", NEW."imported_by_id", NEW."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."sha256", NEW."starts_on"); RETURN NULL;',
                            hash="6114da2445a661728f85ed53742f15b49bcfbbcf",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_49c1d",
                            table="contributions_bankstatement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankstatementevent" ("account_id", "closing", "ends_on", "file_id", "format", "id", "imported_at", "imported_by_id", "opening", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "starts_on") VALUES (NEW."account_id", NEW."closing", NEW."ends_on", NEW."file_id", NEW."format", NEW."id", NEW."imported_at", NEW."imported_by_id", NEW."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."sha256", NEW."starts_on"); RETURN NULL;',
                            hash="5a030ec52a9ab8af54d9aeed25f90f26ab2d24cd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0e404",
                            table="contributions_bankstatement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_bankstatementevent" ("account_id", "closing", "ends_on", "file_id", "format", "id", "imported_at", "imported_by_id", "opening", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "starts_on") VALUES (OLD."account_id", OLD."closing", OLD."ends_on", OLD."file_id", OLD."format", OLD."id", OLD."imported_at", OLD."imported_by_id", OLD."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."sha256", OLD."starts_on"); RETURN NULL;',
                            hash="22a93c1deb788b96d20bbaa5be5868360bb58e61",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0ffae",
                            table="contributions_bankstatement",
                            when="AFTER",
                        ),
                    ),
                ],
                "bankstatementevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="09ba9439dd84ecbf0fd732bdb052e603955b7410",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b74d7",
                            table="contributions_bankstatementevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "budget": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetevent" ("decided_on", "decision_document_id", "decision_words", "decision_words_en", "decision_words_es", "ends_on", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "sent_back_reason", "starts_on", "status", "title", "title_en", "title_es") VALUES (NEW."decided_on", NEW."decision_document_id", NEW."decision_words", NEW."decision_words_en", NEW."decision_words_es", NEW."ends_on", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."round", NEW."sent_back_reason", NEW."starts_on", NEW."status", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                            hash="f65a5cf1939c9336aa3f0cc311b851eb3ae510a0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5310f",
                            table="contributions_budget",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetevent" ("decided_on", "decision_document_id", "decision_words", "decision_words_en", "decision_words_es", "ends_on", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "sent_back_reason", "starts_on", "status", "title", "title_en", "title_es") VALUES (NEW."decided_on", NEW."decision_document_id", NEW."decision_words", NEW."decision_words_en", NEW."decision_words_es", NEW."ends_on", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."round", NEW."sent_back_reason", NEW."starts_on", NEW."status", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                            hash="ad20def2b554e84c5a7f051ebd49351da3cf2e49",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_91830",
                            table="contributions_budget",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetevent" ("decided_on", "decision_document_id", "decision_words", "decision_words_en", "decision_words_es", "ends_on", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "sent_back_reason", "starts_on", "status", "title", "title_en", "title_es") VALUES (OLD."decided_on", OLD."decision_document_id", OLD."decision_words", OLD."decision_words_en", OLD."decision_words_es", OLD."ends_on", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."round", OLD."sent_back_reason", OLD."starts_on", OLD."status", OLD."title", OLD."title_en", OLD."title_es"); RETURN NULL;',
                            hash="e0ec9806d490dfce78327c8d97ade08d2b9ee6a2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bbbcb",
                            table="contributions_budget",
                            when="AFTER",
                        ),
                    ),
                ],
                "budgetagreement": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetagreementevent" ("budget_id", "given_at", "given_by_id", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round") VALUES (NEW."budget_id", NEW."given_at", NEW."given_by_id", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."round"); RETURN NULL;',
                            hash="f23439ab409791c3f7907f72de96c780db1761eb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_11bc8",
                            table="contributions_budgetagreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetagreementevent" ("budget_id", "given_at", "given_by_id", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round") VALUES (NEW."budget_id", NEW."given_at", NEW."given_by_id", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."round"); RETURN NULL;',
                            hash="e74be85a42df1a49b9d6e836f0b578fcdf2d9818",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e4b6f",
                            table="contributions_budgetagreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetagreementevent" ("budget_id", "given_at", "given_by_id", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round") VALUES (OLD."budget_id", OLD."given_at", OLD."given_by_id", OLD."id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."round"); RETURN NULL;',
                            hash="9fbae6c2290786411b160e9d8ef93d9ffceda3e0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2fc34",
                            table="contributions_budgetagreement",
                            when="AFTER",
                        ),
                    ),
                ],
                "budgetagreementevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="81bd1c1f50a2a58661d84cd74e490a6c5e8c9c09",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fcc5f",
                            table="contributions_budgetagreementevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "budgetcomment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetcommentevent" ("budget_id", "heading", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "text", "written_at", "written_by_id") VALUES (NEW."budget_id", NEW."heading", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."round", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="b219ce2d3153e77c07c54396e8aba8d38fe657d5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5d438",
                            table="contributions_budgetcomment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetcommentevent" ("budget_id", "heading", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "text", "written_at", "written_by_id") VALUES (NEW."budget_id", NEW."heading", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."round", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="cf1a34d643b5a8d559d8e7df0ca423181848436c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c7eb9",
                            table="contributions_budgetcomment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetcommentevent" ("budget_id", "heading", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round", "text", "written_at", "written_by_id") VALUES (OLD."budget_id", OLD."heading", OLD."id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."round", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                            hash="b65e61baf6afafffa110e7dac001f3c6733ad795",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c0753",
                            table="contributions_budgetcomment",
                            when="AFTER",
                        ),
                    ),
                ],
                "budgetcommentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7b4dc770a9feb8741e3fb0a21172b6e6afe6ca4d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6ede1",
                            table="contributions_budgetcommentevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "budgetevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3590be6a07288a28e5a918850709ee802f00360a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d90ff",
                            table="contributions_budgetevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "budgetline": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetlineevent" ("amount_usd", "budget_id", "heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."budget_id", NEW."heading", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="3426478e5f878e705c261be674cbee985bd39759",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1f12f",
                            table="contributions_budgetline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetlineevent" ("amount_usd", "budget_id", "heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."budget_id", NEW."heading", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                            hash="be47d2d7d6973f010231f6f5d1ae653377187126",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_114b6",
                            table="contributions_budgetline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgetlineevent" ("amount_usd", "budget_id", "heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."amount_usd", OLD."budget_id", OLD."heading", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="a706810e4fd0f7a47fc07dbb590d602f656f24ff",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_931c0",
                            table="contributions_budgetline",
                            when="AFTER",
                        ),
                    ),
                ],
                "budgetlineevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8f02724b333f3b6b56e73a0ec1968cbe6064e32a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_164de",
                            table="contributions_budgetlineevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "budgettransfer": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgettransferevent" ("amount_usd", "budget_id", "decided_by_id", "decided_on", "from_heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by_id", "status", "to_heading") VALUES (NEW."amount_usd", NEW."budget_id", NEW."decided_by_id", NEW."decided_on", NEW."from_heading", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."requested_at", NEW."requested_by_id", NEW."status", NEW."to_heading"); RETURN NULL;',
                            hash="e6a3258abcd4bf4d66d07059f5ed41d8c8cff3f1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1cb3f",
                            table="contributions_budgettransfer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgettransferevent" ("amount_usd", "budget_id", "decided_by_id", "decided_on", "from_heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by_id", "status", "to_heading") VALUES (NEW."amount_usd", NEW."budget_id", NEW."decided_by_id", NEW."decided_on", NEW."from_heading", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."requested_at", NEW."requested_by_id", NEW."status", NEW."to_heading"); RETURN NULL;',
                            hash="775080af79f974efb946c69f6645b0f99c0536c4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2a767",
                            table="contributions_budgettransfer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_budgettransferevent" ("amount_usd", "budget_id", "decided_by_id", "decided_on", "from_heading", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by_id", "status", "to_heading") VALUES (OLD."amount_usd", OLD."budget_id", OLD."decided_by_id", OLD."decided_on", OLD."from_heading", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."requested_at", OLD."requested_by_id", OLD."status", OLD."to_heading"); RETURN NULL;',
                            hash="0e508432015a27da25d56ec7a8324d52c0b2fd76",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ef45c",
                            table="contributions_budgettransfer",
                            when="AFTER",
                        ),
                    ),
                ],
                "budgettransferevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="86468240754bb2cbe87252295abd839a3170a271",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_892f1",
                            table="contributions_budgettransferevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "contributionperiod": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_contributionperiodevent" ("assessed_at", "assessed_by_id", "bank_details_reference", "due_on", "id", "last_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."bank_details_reference", NEW."due_on", NEW."id", NEW."last_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."starts_on", NEW."status"); RETURN NULL;',
                            hash="abf160523cecccaa9cf52408615d73178d8155eb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d2997",
                            table="contributions_contributionperiod",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_contributionperiodevent" ("assessed_at", "assessed_by_id", "bank_details_reference", "due_on", "id", "last_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."bank_details_reference", NEW."due_on", NEW."id", NEW."last_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."starts_on", NEW."status"); RETURN NULL;',
                            hash="c07bfd28047177256c901b8a07165b4d15b1994f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_42246",
                            table="contributions_contributionperiod",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_contributionperiodevent" ("assessed_at", "assessed_by_id", "bank_details_reference", "due_on", "id", "last_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status") VALUES (OLD."assessed_at", OLD."assessed_by_id", OLD."bank_details_reference", OLD."due_on", OLD."id", OLD."last_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."starts_on", OLD."status"); RETURN NULL;',
                            hash="b25b8a75de546726838e6306806018eb42221c94",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_410e0",
                            table="contributions_contributionperiod",
                            when="AFTER",
                        ),
                    ),
                ],
                "assessmentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2ba1e3196612faa97861d050d94a2bf52f84c3b6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c8d3d",
                            table="contributions_assessmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "assessment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_assessmentevent" ("amount_usd", "id", "party_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."id", NEW."party_id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="3c5a9fb7f564c590d3e46129c47f160f4437eae7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_befce",
                            table="contributions_assessment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_assessmentevent" ("amount_usd", "id", "party_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."id", NEW."party_id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                            hash="cfb7ab828419e9b63e7b40c8106151d5892df0c8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_df97d",
                            table="contributions_assessment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_assessmentevent" ("amount_usd", "id", "party_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."amount_usd", OLD."id", OLD."party_id", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="4786493deed15cbf3cd40f7dcbcb256e1952de9c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3576b",
                            table="contributions_assessment",
                            when="AFTER",
                        ),
                    ),
                ],
                "contributionperiodevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="90ba73da25ea55313913f714a5622e88294e3634",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_31e0b",
                            table="contributions_contributionperiodevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "expenditure": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_expenditureevent" ("amount_usd", "budget_id", "decided_at", "decided_by_id", "entry_id", "heading", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (NEW."amount_usd", NEW."budget_id", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."heading", NEW."id", NEW."paid_on", NEW."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."status", NEW."voucher_id", NEW."words"); RETURN NULL;',
                            hash="1ad9c9fd5e7855dc5624cccf997507d02afc0ef6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8dd94",
                            table="contributions_expenditure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_expenditureevent" ("amount_usd", "budget_id", "decided_at", "decided_by_id", "entry_id", "heading", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (NEW."amount_usd", NEW."budget_id", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."heading", NEW."id", NEW."paid_on", NEW."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."status", NEW."voucher_id", NEW."words"); RETURN NULL;',
                            hash="6b255f4897c3933857f71b49f47fc16ce35b9525",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9b3fa",
                            table="contributions_expenditure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_expenditureevent" ("amount_usd", "budget_id", "decided_at", "decided_by_id", "entry_id", "heading", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (OLD."amount_usd", OLD."budget_id", OLD."decided_at", OLD."decided_by_id", OLD."entry_id", OLD."heading", OLD."id", OLD."paid_on", OLD."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."status", OLD."voucher_id", OLD."words"); RETURN NULL;',
                            hash="98bc1472a83ce73860638d66dac664d0e5c444ca",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8db4e",
                            table="contributions_expenditure",
                            when="AFTER",
                        ),
                    ),
                ],
                "expenditureevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a4a3ae3109aecf1c427699c22a4235e3d66272a8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_245b5",
                            table="contributions_expenditureevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "inkindcontribution": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_inkindcontributionevent" ("description", "given_on", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "valued_usd") VALUES (NEW."description", NEW."given_on", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."valued_usd"); RETURN NULL;',
                            hash="d63fdbf103de873c56dbe729b225941649d397ae",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0f5c0",
                            table="contributions_inkindcontribution",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_inkindcontributionevent" ("description", "given_on", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "valued_usd") VALUES (NEW."description", NEW."given_on", NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."recorded_by_id", NEW."valued_usd"); RETURN NULL;',
                            hash="15518efa8f7cf7daddeb1c09459b79f442d99eef",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79cff",
                            table="contributions_inkindcontribution",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_inkindcontributionevent" ("description", "given_on", "id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "valued_usd") VALUES (OLD."description", OLD."given_on", OLD."id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."valued_usd"); RETURN NULL;',
                            hash="4b46f12b40fd2cf97d5e85a90d0d3be4830cbf9e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ffa1a",
                            table="contributions_inkindcontribution",
                            when="AFTER",
                        ),
                    ),
                ],
                "inkindcontributionevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c50b43171f1f648594676f2fc68fdef3b390b19e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b27db",
                            table="contributions_inkindcontributionevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "invoice": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_invoiceevent" ("amount_usd", "assessment_id", "due_on", "entry_id", "id", "issued_by_id", "issued_on", "number", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "status", "year") VALUES (NEW."amount_usd", NEW."assessment_id", NEW."due_on", NEW."entry_id", NEW."id", NEW."issued_by_id", NEW."issued_on", NEW."number", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."sent_at", NEW."status", NEW."year"); RETURN NULL;',
                            hash="eb40b25c6f1cb63994c353807820624170a34198",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_eb86a",
                            table="contributions_invoice",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_invoiceevent" ("amount_usd", "assessment_id", "due_on", "entry_id", "id", "issued_by_id", "issued_on", "number", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "status", "year") VALUES (NEW."amount_usd", NEW."assessment_id", NEW."due_on", NEW."entry_id", NEW."id", NEW."issued_by_id", NEW."issued_on", NEW."number", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."sent_at", NEW."status", NEW."year"); RETURN NULL;',
                            hash="293a4122ecd5f8f2267a5a1dcbafc17efb2ef348",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_95c4d",
                            table="contributions_invoice",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_invoiceevent" ("amount_usd", "assessment_id", "due_on", "entry_id", "id", "issued_by_id", "issued_on", "number", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "status", "year") VALUES (OLD."amount_usd", OLD."assessment_id", OLD."due_on", OLD."entry_id", OLD."id", OLD."issued_by_id", OLD."issued_on", OLD."number", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."sent_at", OLD."status", OLD."year"); RETURN NULL;',
                            hash="f3492e8d37af64bd291488d533284b152c013c4c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9b326",
                            table="contributions_invoice",
                            when="AFTER",
                        ),
                    ),
                ],
                "creditnoteevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e70ade77a288c0acf70ca348913301162c4b4fe1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e308e",
                            table="contributions_creditnoteevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "creditnote": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_creditnoteevent" ("entry_id", "id", "invoice_id", "issued_by_id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "year") VALUES (NEW."entry_id", NEW."id", NEW."invoice_id", NEW."issued_by_id", NEW."issued_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."year"); RETURN NULL;',
                            hash="3a2a8baddd0b21d7ecfe7a37d549442514bb3be6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b56f2",
                            table="contributions_creditnote",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_creditnoteevent" ("entry_id", "id", "invoice_id", "issued_by_id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "year") VALUES (NEW."entry_id", NEW."id", NEW."invoice_id", NEW."issued_by_id", NEW."issued_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."year"); RETURN NULL;',
                            hash="fc72658e609d13609f41eaa237822c543099a75c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a6463",
                            table="contributions_creditnote",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_creditnoteevent" ("entry_id", "id", "invoice_id", "issued_by_id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "year") VALUES (OLD."entry_id", OLD."id", OLD."invoice_id", OLD."issued_by_id", OLD."issued_on", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."year"); RETURN NULL;',
                            hash="a9880fe4560bf84c16b448fe3d20af7f02bc5c68",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_94b2c",
                            table="contributions_creditnote",
                            when="AFTER",
                        ),
                    ),
                ],
                "invoiceevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c6a43ba73f066091ab874da29c6bf240ffb5e0c8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3fd0d",
                            table="contributions_invoiceevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "paperrequest": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paperrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "form_id", "id", "invoice_id", "is_on_behalf", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_id", "status", "words") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."form_id", NEW."id", NEW."invoice_id", NEW."is_on_behalf", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."signed_id", NEW."status", NEW."words"); RETURN NULL;',
                            hash="046d7059bf126851853ddfe818a2e5c7697884d9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c4987",
                            table="contributions_paperrequest",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paperrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "form_id", "id", "invoice_id", "is_on_behalf", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_id", "status", "words") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."form_id", NEW."id", NEW."invoice_id", NEW."is_on_behalf", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."signed_id", NEW."status", NEW."words"); RETURN NULL;',
                            hash="5e40d7680015143377508f6c8cf60b79e8819bd6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2a9a",
                            table="contributions_paperrequest",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paperrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "form_id", "id", "invoice_id", "is_on_behalf", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_id", "status", "words") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."form_id", OLD."id", OLD."invoice_id", OLD."is_on_behalf", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."signed_id", OLD."status", OLD."words"); RETURN NULL;',
                            hash="171e95d50bff9e5ce0dbf9df56721687fb4b2554",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_88e1e",
                            table="contributions_paperrequest",
                            when="AFTER",
                        ),
                    ),
                ],
                "paperrequestevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="20d365b2ec87bf106fc8ec720aa8c7dd663c403d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c196d",
                            table="contributions_paperrequestevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "payment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paymentevent" ("amount_usd", "bank_reference", "charges_entry_id", "charges_usd", "decided_at", "decided_by_id", "entry_id", "id", "note", "original_amount", "original_currency", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "receipt_number", "receipt_year", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."charges_entry_id", NEW."charges_usd", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."note", NEW."original_amount", NEW."original_currency", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."rate", NEW."reason", NEW."receipt_number", NEW."receipt_year", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="2fefea12cf37d594c5afc7849864b785523c2a82",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5bd70",
                            table="contributions_payment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paymentevent" ("amount_usd", "bank_reference", "charges_entry_id", "charges_usd", "decided_at", "decided_by_id", "entry_id", "id", "note", "original_amount", "original_currency", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "receipt_number", "receipt_year", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."charges_entry_id", NEW."charges_usd", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."note", NEW."original_amount", NEW."original_currency", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."rate", NEW."reason", NEW."receipt_number", NEW."receipt_year", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="33141ddcbaaa47f5a6bb0a6e932ea1904c6fb8b3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_86fcf",
                            table="contributions_payment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_paymentevent" ("amount_usd", "bank_reference", "charges_entry_id", "charges_usd", "decided_at", "decided_by_id", "entry_id", "id", "note", "original_amount", "original_currency", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "receipt_number", "receipt_year", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (OLD."amount_usd", OLD."bank_reference", OLD."charges_entry_id", OLD."charges_usd", OLD."decided_at", OLD."decided_by_id", OLD."entry_id", OLD."id", OLD."note", OLD."original_amount", OLD."original_currency", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."rate", OLD."reason", OLD."receipt_number", OLD."receipt_year", OLD."recorded_at", OLD."recorded_by_id", OLD."status", OLD."value_on"); RETURN NULL;',
                            hash="f538c3018fb51bdfdd24700753b97581b64ff60b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_00df3",
                            table="contributions_payment",
                            when="AFTER",
                        ),
                    ),
                ],
                "banklineevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="03cfe3132b5c827edea4d893557ae1a3596a7bb3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8916c",
                            table="contributions_banklineevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "bankline": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_banklineevent" ("amount", "bank_reference", "booked_on", "decided_at", "decided_by_id", "id", "note", "number", "payer", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "statement_id", "value_on", "words") VALUES (NEW."amount", NEW."bank_reference", NEW."booked_on", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."note", NEW."number", NEW."payer", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."statement_id", NEW."value_on", NEW."words"); RETURN NULL;',
                            hash="2513b215c05a18faaa012f19ec7bc55d9a9f8c6f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d0e74",
                            table="contributions_bankline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_banklineevent" ("amount", "bank_reference", "booked_on", "decided_at", "decided_by_id", "id", "note", "number", "payer", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "statement_id", "value_on", "words") VALUES (NEW."amount", NEW."bank_reference", NEW."booked_on", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."note", NEW."number", NEW."payer", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."statement_id", NEW."value_on", NEW."words"); RETURN NULL;',
                            hash="62d037c83e65fdc34f3122d7f95177fb0658da61",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bf83a",
                            table="contributions_bankline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_banklineevent" ("amount", "bank_reference", "booked_on", "decided_at", "decided_by_id", "id", "note", "number", "payer", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "statement_id", "value_on", "words") VALUES (OLD."amount", OLD."bank_reference", OLD."booked_on", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."note", OLD."number", OLD."payer", OLD."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."statement_id", OLD."value_on", OLD."words"); RETURN NULL;',
                            hash="7290f063015e8b20559e04d137fe58a1a620e879",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c0e2f",
                            table="contributions_bankline",
                            when="AFTER",
                        ),
                    ),
                ],
                "allocationevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="83a2e3538d034b28be8cf6a082ab17e11984474c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_692bc",
                            table="contributions_allocationevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "allocation": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_allocationevent" ("amount_usd", "entry_id", "id", "invoice_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."entry_id", NEW."id", NEW."invoice_id", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="d5bd4f685401496eb336ac0db2af9afac238382c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_91ef8",
                            table="contributions_allocation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_allocationevent" ("amount_usd", "entry_id", "id", "invoice_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."amount_usd", NEW."entry_id", NEW."id", NEW."invoice_id", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                            hash="7b2ca53922398873d374eb0b80259796e643fea2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0a7b4",
                            table="contributions_allocation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_allocationevent" ("amount_usd", "entry_id", "id", "invoice_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."amount_usd", OLD."entry_id", OLD."id", OLD."invoice_id", OLD."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="4ed3e037aa2db4433cb114a24c0ae821edfa2f43",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ef56d",
                            table="contributions_allocation",
                            when="AFTER",
                        ),
                    ),
                ],
                "paymentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="38dca73a417ce990baba312353e0b0101a99fd2d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6e048",
                            table="contributions_paymentevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "project": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectevent" ("agreement_id", "agreement_reference", "axis_id", "budget_usd", "donor_id", "donor_name", "ends_on", "focal_contact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "title", "title_en", "title_es") VALUES (NEW."agreement_id", NEW."agreement_reference", NEW."axis_id", NEW."budget_usd", NEW."donor_id", NEW."donor_name", NEW."ends_on", NEW."focal_contact", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."starts_on", NEW."status", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                            hash="b5fad9f5c61c1783f5eb3d0f390f27825568e138",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_18f60",
                            table="contributions_project",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectevent" ("agreement_id", "agreement_reference", "axis_id", "budget_usd", "donor_id", "donor_name", "ends_on", "focal_contact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "title", "title_en", "title_es") VALUES (NEW."agreement_id", NEW."agreement_reference", NEW."axis_id", NEW."budget_usd", NEW."donor_id", NEW."donor_name", NEW."ends_on", NEW."focal_contact", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."starts_on", NEW."status", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                            hash="07bb47af30c8317886a7fd062cf9795ffdf40d72",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_be90a",
                            table="contributions_project",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectevent" ("agreement_id", "agreement_reference", "axis_id", "budget_usd", "donor_id", "donor_name", "ends_on", "focal_contact", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "title", "title_en", "title_es") VALUES (OLD."agreement_id", OLD."agreement_reference", OLD."axis_id", OLD."budget_usd", OLD."donor_id", OLD."donor_name", OLD."ends_on", OLD."focal_contact", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."starts_on", OLD."status", OLD."title", OLD."title_en", OLD."title_es"); RETURN NULL;',
                            hash="dd2e30a81ba9bb314437ef82603232f673299ce1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_42d6e",
                            table="contributions_project",
                            when="AFTER",
                        ),
                    ),
                ],
                "accountevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d9ab3c2e90d755317b878441f63d4dd113e834dd",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6f2a8",
                            table="contributions_accountevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "account": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_accountevent" ("heading", "id", "kind", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."heading", NEW."id", NEW."kind", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                            hash="6d0748b493ef4badea40759f88df5753bf35662c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8bdbe",
                            table="contributions_account",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_accountevent" ("heading", "id", "kind", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."heading", NEW."id", NEW."kind", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                            hash="f4a9fcb66a57a8e589a0566850f84551fed4fec8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fecd3",
                            table="contributions_account",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_accountevent" ("heading", "id", "kind", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."heading", OLD."id", OLD."kind", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                            hash="6579e612402276d4d12e0869bbb963934af1f0d0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4868b",
                            table="contributions_account",
                            when="AFTER",
                        ),
                    ),
                ],
                "projectevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="40f996a36838312a8d207ebcafb4a60d2e2a3412",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_66a7a",
                            table="contributions_projectevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "projectexpenditure": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectexpenditureevent" ("amount_usd", "decided_at", "decided_by_id", "entry_id", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (NEW."amount_usd", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."paid_on", NEW."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."status", NEW."voucher_id", NEW."words"); RETURN NULL;',
                            hash="fc1a7f46b09bd321df1a71637087821b8fb4b78c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a78d8",
                            table="contributions_projectexpenditure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectexpenditureevent" ("amount_usd", "decided_at", "decided_by_id", "entry_id", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (NEW."amount_usd", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."paid_on", NEW."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."status", NEW."voucher_id", NEW."words"); RETURN NULL;',
                            hash="a15d1dd17cc2f88e6b0813bd9f57e914771f3752",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2bad5",
                            table="contributions_projectexpenditure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectexpenditureevent" ("amount_usd", "decided_at", "decided_by_id", "entry_id", "id", "paid_on", "payee", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "reference", "status", "voucher_id", "words") VALUES (OLD."amount_usd", OLD."decided_at", OLD."decided_by_id", OLD."entry_id", OLD."id", OLD."paid_on", OLD."payee", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."project_id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."status", OLD."voucher_id", OLD."words"); RETURN NULL;',
                            hash="ba6844633e1a4f0eac949afdd7405e6314aa260c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c1997",
                            table="contributions_projectexpenditure",
                            when="AFTER",
                        ),
                    ),
                ],
                "projectexpenditureevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="138ee15ec16873c40c1be3df403227880ca79bf0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ed829",
                            table="contributions_projectexpenditureevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "projectreceipt": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreceiptevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="af489ab2deea02684c303f15e7b2dbf59ddbe3f6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_06e08",
                            table="contributions_projectreceipt",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreceiptevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="a83943f199cf07009432a8cde7cbb6deccf94bc3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e8a2a",
                            table="contributions_projectreceipt",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreceiptevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (OLD."amount_usd", OLD."bank_reference", OLD."decided_at", OLD."decided_by_id", OLD."entry_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."project_id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."status", OLD."value_on"); RETURN NULL;',
                            hash="e8b61e2a1fd378584ae7e880d29b17fa60dab448",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ce32c",
                            table="contributions_projectreceipt",
                            when="AFTER",
                        ),
                    ),
                ],
                "projectreceiptevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2ad07b1b95ad0c8b044116870da55d391405da34",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_04852",
                            table="contributions_projectreceiptevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "projectreport": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreportevent" ("due_on", "file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "submitted_on") VALUES (NEW."due_on", NEW."file_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."project_id", NEW."submitted_on"); RETURN NULL;',
                            hash="49557368be5cd42c405b3f571b74964e35969ba1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_06409",
                            table="contributions_projectreport",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreportevent" ("due_on", "file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "submitted_on") VALUES (NEW."due_on", NEW."file_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."project_id", NEW."submitted_on"); RETURN NULL;',
                            hash="7fbdc98ccebad1a2fff902282d6ea3fdc309a941",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9b1a9",
                            table="contributions_projectreport",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_projectreportevent" ("due_on", "file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "submitted_on") VALUES (OLD."due_on", OLD."file_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."project_id", OLD."submitted_on"); RETURN NULL;',
                            hash="bff590a0f069c8aa54810823e402555eded8e722",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_918ae",
                            table="contributions_projectreport",
                            when="AFTER",
                        ),
                    ),
                ],
                "projectreportevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6b24db7776944049518d3903272ba7d7b9bb5536",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2542c",
                            table="contributions_projectreportevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "proofofpayment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_proofofpaymentevent" ("file_id", "handed_in_at", "handed_in_by_id", "id", "invoice_id", "is_on_behalf", "note", "party_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."file_id", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."invoice_id", NEW."is_on_behalf", NEW."note", NEW."party_id", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="6f06cb02cde5543d3c922e08b8a5dc2b8c427466",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7510c",
                            table="contributions_proofofpayment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_proofofpaymentevent" ("file_id", "handed_in_at", "handed_in_by_id", "id", "invoice_id", "is_on_behalf", "note", "party_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."file_id", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."invoice_id", NEW."is_on_behalf", NEW."note", NEW."party_id", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                            hash="3ee774f27eec1e38d06fdb4ee2c7104c1de4f089",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1ed7d",
                            table="contributions_proofofpayment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_proofofpaymentevent" ("file_id", "handed_in_at", "handed_in_by_id", "id", "invoice_id", "is_on_behalf", "note", "party_id", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."file_id", OLD."handed_in_at", OLD."handed_in_by_id", OLD."id", OLD."invoice_id", OLD."is_on_behalf", OLD."note", OLD."party_id", OLD."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="19cbcf6c454f028b6a968fefd518531c970010c4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_eef63",
                            table="contributions_proofofpayment",
                            when="AFTER",
                        ),
                    ),
                ],
                "proofofpaymentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b46d99d5700336851d6a64f39569656b5d19920d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_19907",
                            table="contributions_proofofpaymentevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "refund": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_refundevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "note", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."note", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="61116ce50d475b7b94c20022a4f40de65f593391",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_320d9",
                            table="contributions_refund",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_refundevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "note", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (NEW."amount_usd", NEW."bank_reference", NEW."decided_at", NEW."decided_by_id", NEW."entry_id", NEW."id", NEW."note", NEW."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."value_on"); RETURN NULL;',
                            hash="d42676c54cb29fca22f40f5ff9d90686ce3be57e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2dc53",
                            table="contributions_refund",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_refundevent" ("amount_usd", "bank_reference", "decided_at", "decided_by_id", "entry_id", "id", "note", "payment_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "status", "value_on") VALUES (OLD."amount_usd", OLD."bank_reference", OLD."decided_at", OLD."decided_by_id", OLD."entry_id", OLD."id", OLD."note", OLD."payment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."status", OLD."value_on"); RETURN NULL;',
                            hash="797324c243a9482da63e1fb00c56d200b0e8a735",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bc6c0",
                            table="contributions_refund",
                            when="AFTER",
                        ),
                    ),
                ],
                "refundevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2c94a05c93d1024c6db82ac38e7edccd588a4ba2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4d249",
                            table="contributions_refundevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "scale": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "decided_on", "decision_id", "drafted_at", "drafted_by_id", "drafted_from_id", "fact", "id", "justification", "justification_en", "justification_es", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "status", "total_asked_usd", "valid_from", "valid_until") VALUES (NEW."approved_by", NEW."approved_by_en", NEW."approved_by_es", NEW."decided_on", NEW."decision_id", NEW."drafted_at", NEW."drafted_by_id", NEW."drafted_from_id", NEW."fact", NEW."id", NEW."justification", NEW."justification_en", NEW."justification_es", NEW."note", NEW."note_en", NEW."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."precision", NEW."source", NEW."status", NEW."total_asked_usd", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                            hash="0d417a573c775d9415f2e1e18070d16e540f05f1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1a20b",
                            table="contributions_scale",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "decided_on", "decision_id", "drafted_at", "drafted_by_id", "drafted_from_id", "fact", "id", "justification", "justification_en", "justification_es", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "status", "total_asked_usd", "valid_from", "valid_until") VALUES (NEW."approved_by", NEW."approved_by_en", NEW."approved_by_es", NEW."decided_on", NEW."decision_id", NEW."drafted_at", NEW."drafted_by_id", NEW."drafted_from_id", NEW."fact", NEW."id", NEW."justification", NEW."justification_en", NEW."justification_es", NEW."note", NEW."note_en", NEW."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."precision", NEW."source", NEW."status", NEW."total_asked_usd", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                            hash="94bf3879daa2597a2f1f6350d2ba7820e8dac7a9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_39eb2",
                            table="contributions_scale",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "contributions_scaleevent" ("approved_by", "approved_by_en", "approved_by_es", "decided_on", "decision_id", "drafted_at", "drafted_by_id", "drafted_from_id", "fact", "id", "justification", "justification_en", "justification_es", "note", "note_en", "note_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "status", "total_asked_usd", "valid_from", "valid_until") VALUES (OLD."approved_by", OLD."approved_by_en", OLD."approved_by_es", OLD."decided_on", OLD."decision_id", OLD."drafted_at", OLD."drafted_by_id", OLD."drafted_from_id", OLD."fact", OLD."id", OLD."justification", OLD."justification_en", OLD."justification_es", OLD."note", OLD."note_en", OLD."note_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."precision", OLD."source", OLD."status", OLD."total_asked_usd", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                            hash="d73b405a05d4912a0f390730e3375fc88353a5c9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b4128",
                            table="contributions_scale",
                            when="AFTER",
                        ),
                    ),
                ],
                "scaleevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3359a78b90e15854be9f7f98d87b3ebadce662f6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ad5d9",
                            table="contributions_scaleevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "share": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
                "shareevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f457234ac6e4a78f3c6b8c32e4fc952a69139f31",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fa244",
                            table="contributions_shareevent",
                            when="BEFORE",
                        ),
                    )
                ],
            }
        ),
        SealEntries("contributions_entry"),
        AppendOnly(
            "contributions_accountevent",
            "contributions_allocationevent",
            "contributions_assessmentevent",
            "contributions_bankaccountevent",
            "contributions_banklineevent",
            "contributions_bankstatementevent",
            "contributions_budgetagreementevent",
            "contributions_budgetcommentevent",
            "contributions_budgetevent",
            "contributions_budgetlineevent",
            "contributions_budgettransferevent",
            "contributions_contributionperiodevent",
            "contributions_creditnoteevent",
            "contributions_expenditureevent",
            "contributions_inkindcontributionevent",
            "contributions_invoiceevent",
            "contributions_paperrequestevent",
            "contributions_paymentevent",
            "contributions_projectevent",
            "contributions_projectexpenditureevent",
            "contributions_projectreceiptevent",
            "contributions_projectreportevent",
            "contributions_proofofpaymentevent",
            "contributions_refundevent",
            "contributions_scaleevent",
            "contributions_shareevent",
            "contributions_entry",
            "contributions_assessment",
            "contributions_creditnote",
            "contributions_reckoning",
        ),
        migrations.RunSQL(FROZEN, UNFROZEN),
    ]
