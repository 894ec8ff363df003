import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import reserve_fund.models.cases
import reserve_fund.sealed.fields
from crm_portal.common.triggers import AddTriggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0008_no_telephone_in_history"),
        ("members", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bank", "held by IOM"),
                            ("opening", "opening balance"),
                            ("income", "replenishments"),
                            ("expense", "assistance paid"),
                            ("encumbrance", "held for cases"),
                            ("committed", "committed to cases"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "account of the Fund",
                "verbose_name_plural": "accounts of the Fund",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Rule",
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
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                ("text", models.CharField(max_length=300, verbose_name="rule")),
                ("text_es", models.CharField(max_length=300, null=True, verbose_name="rule")),
                ("text_en", models.CharField(max_length=300, null=True, verbose_name="rule")),
                ("value", models.CharField(blank=True, max_length=300, verbose_name="in detail")),
                ("value_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="in detail")),
                ("value_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="in detail")),
                ("basis", models.CharField(max_length=40, verbose_name="basis")),
            ],
            options={
                "verbose_name": "rule of the Fund",
                "verbose_name_plural": "rules of the Fund",
                "ordering": ["id"],
            },
        ),
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vulnerability",
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
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
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
            ],
            options={
                "verbose_name": "vulnerability",
                "verbose_name_plural": "vulnerabilities",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "number",
                    models.CharField(
                        default=reserve_fund.models.cases.random_number,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="case number",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned for completion"),
                            ("under_review", "under review"),
                            ("awaiting_decision", "awaiting the joint decision"),
                            ("approved", "approved"),
                            ("travel_arranged", "travel arranged"),
                            ("travelled", "travelled"),
                            ("arrived", "arrival confirmed"),
                            ("settled", "costs settled"),
                            ("closed", "closed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "referrer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consulate", "consulate"),
                            ("migration_institute", "migration authority"),
                            ("iom_mission", "IOM mission"),
                            ("international", "international organisation"),
                            ("civil_society", "civil society organisation"),
                        ],
                        max_length=20,
                        verbose_name="kind of referring authority",
                    ),
                ),
                ("institution", models.CharField(blank=True, max_length=200, verbose_name="referring authority")),
                ("is_special", models.BooleanField(default=False, editable=False, verbose_name="special case")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent")),
                ("is_family", models.BooleanField(default=False, verbose_name="for a family")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "female"), ("male", "male"), ("other", "other or not said")],
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_12", "under 12"),
                            ("from_12", "12 to 17"),
                            ("from_18", "18 to 35"),
                            ("from_36", "36 to 70"),
                            ("over_70", "over 70"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="age group",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="round")),
                (
                    "began_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="submitted")),
                (
                    "referred_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="referred to the joint decision"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                ("travels_on", models.DateField(null=True, verbose_name="day of travel")),
                ("arrived_on", models.DateField(null=True, verbose_name="day of arrival")),
                ("settled_on", models.DateField(editable=False, null=True, verbose_name="costs settled on")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "consent_withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="consent withdrawn"),
                ),
                ("is_held", models.BooleanField(default=False, editable=False, verbose_name="kept for a legal reason")),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="personal data erased")),
                (
                    "family_confirmed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="family confirmed by",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer in charge",
                    ),
                ),
                (
                    "referred_for",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="party of the referring authority",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="referred by",
                    ),
                ),
                (
                    "return_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="country of return",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="country of stay",
                    ),
                ),
                (
                    "vulnerabilities",
                    models.ManyToManyField(
                        related_name="+", to="reserve_fund.vulnerability", verbose_name="vulnerabilities"
                    ),
                ),
            ],
            options={
                "verbose_name": "case of the Reserve Fund",
                "verbose_name_plural": "cases of the Reserve Fund",
                "ordering": ["-changed_at"],
                "indexes": [
                    models.Index(fields=["status", "submitted_at"], name="case_queue"),
                    models.Index(fields=["requested_by", "status"], name="case_of_requester"),
                    models.Index(fields=["settled_on"], name="case_settled"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), ("submitted_at", None)),
                            models.Q(("status", "draft"), _negated=True),
                            _connector="OR",
                        ),
                        name="case_draft_not_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stay", None),
                            ("return_to", None),
                            models.Q(("stay", models.F("return_to")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_returns_elsewhere",
                    ),
                ],
            },
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
                ("master_key", models.CharField(max_length=40, verbose_name="master key")),
                ("sealed", models.BinaryField()),
                ("sealed_at", models.DateTimeField(auto_now=True, verbose_name="sealed")),
            ],
            options={
                "verbose_name": "key of a case",
                "verbose_name_plural": "keys of cases",
                "indexes": [models.Index(fields=["master_key"], name="case_key_by_master")],
            },
        ),
        migrations.CreateModel(
            name="Beneficiary",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("full_name", reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="full name")),
                (
                    "document_number",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="number of the identity document"
                    ),
                ),
                ("document_look_up", models.BinaryField(null=True)),
                (
                    "born_on",
                    reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="date of birth"),
                ),
                (
                    "nationality",
                    reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="nationality"),
                ),
                (
                    "contact",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="how to reach the person"
                    ),
                ),
                (
                    "situation",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="situation of vulnerability"
                    ),
                ),
                (
                    "evidence_reference",
                    reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="what shows it"),
                ),
                (
                    "guardian",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="guardian or representative"
                    ),
                ),
                (
                    "best_interests",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="reference of the best-interests determination"
                    ),
                ),
                (
                    "age_override",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="why the age of seventy is accepted"
                    ),
                ),
                (
                    "protection_concern",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="protection concern on return"
                    ),
                ),
                (
                    "subsidiarity",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="why national programmes do not suffice"
                    ),
                ),
                (
                    "family",
                    reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="members of the family"),
                ),
                (
                    "voluntary_on",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="day of the statement of voluntariness"
                    ),
                ),
                (
                    "voluntary_language",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="language of the statement"
                    ),
                ),
                (
                    "explained_by",
                    reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="who explained it"),
                ),
                (
                    "consent_on",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="day of consent to the use of the data"
                    ),
                ),
                (
                    "consent_scope",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="what the consent covers"
                    ),
                ),
                (
                    "referring_officer",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="officer of the referring authority"
                    ),
                ),
                (
                    "officer_contact",
                    reserve_fund.sealed.fields.SealedField(
                        blank=True, null=True, verbose_name="how to reach the officer"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beneficiary",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "person assisted",
                "verbose_name_plural": "people assisted",
                "indexes": [models.Index(fields=["document_look_up"], name="beneficiary_look_up")],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ticket", "ticket"),
                            ("documents", "travel documents"),
                            ("escort", "escort"),
                            ("transit", "stay in transit"),
                            ("medical", "medical care for the journey"),
                            ("reception", "reception on arrival"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="kind of cost",
                    ),
                ),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost foreseen",
                "verbose_name_plural": "costs foreseen",
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind"), name="cost_line_once"),
                    models.CheckConstraint(condition=models.Q(("amount_usd__gt", 0)), name="cost_line_of_some_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Determination",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("send_back", "sent back for completion"),
                            ("approve", "approved"),
                            ("reject", "rejected"),
                            ("withdraw", "withdrawn"),
                            ("cancel", "cancelled"),
                            ("take_over", "taken over by another officer"),
                            ("open_unassigned", "opened by an officer not in charge"),
                        ],
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                (
                    "institution",
                    models.CharField(
                        choices=[
                            ("iom", "IOM"),
                            ("secretariat", "Technical Secretariat"),
                            ("referrer", "referring authority"),
                        ],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("reason", reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="determinations",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a case",
                "verbose_name_plural": "decisions on cases",
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "approve")),
                        fields=("case", "round", "institution"),
                        name="determination_one_approval_of_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "approve")),
                        fields=("case", "round", "by"),
                        name="determination_nobody_approves_twice",
                        violation_error_message="You have approved this case already: another person decides with you.",
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
                        to="reserve_fund.account",
                        verbose_name="credited",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.account",
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
                        to="reserve_fund.entry",
                        verbose_name="reverses",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the Fund's ledger",
                "verbose_name_plural": "entries of the Fund's ledger",
                "ordering": ["number"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["debit", "accounting_on"], include=("amount_usd",), name="reserve_fund_entry_debits"
                    ),
                    models.Index(
                        fields=["credit", "accounting_on"], include=("amount_usd",), name="reserve_fund_entry_credits"
                    ),
                    models.Index(fields=["accounting_on"], name="reserve_fund_entry_days"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="reserve_fund_entry_of_some_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="reserve_fund_entry_between_two",
                    ),
                    models.UniqueConstraint(fields=("source",), name="reserve_fund_entry_source_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "identity document"),
                            ("vulnerability", "proof of vulnerability"),
                            ("voluntariness", "statement of voluntariness"),
                            ("consent", "consent to the use of the data"),
                            ("guardianship", "guardianship or best interests"),
                            ("voucher", "voucher of a payment"),
                            ("other", "other"),
                        ],
                        max_length=15,
                        verbose_name="kind of file",
                    ),
                ),
                ("name", reserve_fund.sealed.fields.SealedField(blank=True, null=True, verbose_name="name")),
                ("extension", models.CharField(max_length=8, verbose_name="format")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a case",
                "verbose_name_plural": "files of cases",
                "ordering": ["kind", "added_at"],
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ticket", "ticket"),
                            ("documents", "travel documents"),
                            ("escort", "escort"),
                            ("transit", "stay in transit"),
                            ("medical", "medical care for the journey"),
                            ("reception", "reception on arrival"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="kind of cost",
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
                ("reference", models.CharField(max_length=60, verbose_name="number of the voucher")),
                ("paid_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="paid by",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.evidence",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment for a case",
                "verbose_name_plural": "payments for cases",
                "ordering": ["paid_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="disbursement_of_some_amount"
                    ),
                    models.UniqueConstraint(fields=("case", "reference"), name="disbursement_voucher_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "half",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "January to June"), (2, "July to December")], verbose_name="half-year"
                    ),
                ),
                ("tables", models.JSONField(editable=False, verbose_name="tables")),
                (
                    "prepared_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="prepared"),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="released")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
            ],
            options={
                "verbose_name": "statistics of a half-year",
                "verbose_name_plural": "statistics of half-years",
                "ordering": ["-year", "-half"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "half"), name="publication_of_a_half_year_once"),
                    models.CheckConstraint(condition=models.Q(("half__in", [1, 2])), name="publication_of_a_half"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None)),
                            models.Q(
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("released_by", models.F("prepared_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_released_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "half",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "January to June"), (2, "July to December")], verbose_name="half-year"
                    ),
                ),
                ("tables", models.JSONField(editable=False, verbose_name="tables")),
                (
                    "prepared_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="prepared"),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="released")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.publication",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Refund",
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
                ("received_on", models.DateField(verbose_name="received on")),
                ("reference", models.CharField(max_length=60, verbose_name="reference")),
                (
                    "disbursement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="reserve_fund.disbursement",
                        verbose_name="payment",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund to the Fund",
                "verbose_name_plural": "refunds to the Fund",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="refund_to_fund_of_some_amount"
                    ),
                    models.UniqueConstraint(fields=("disbursement", "reference"), name="refund_to_fund_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Replenishment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("opening", "opening balance"), ("replenishment", "replenishment")],
                        default="replenishment",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="from whom, where it is no party")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("reference", models.CharField(max_length=80, verbose_name="reference")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was taken back"),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
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
                        verbose_name="from which party",
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
                    "reversed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "replenishment of the Fund",
                "verbose_name_plural": "replenishments of the Fund",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="replenishment_of_some_amount"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reversed_by", None)),
                        fields=("reference",),
                        name="replenishment_reference_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "opening"),
                            ("party__isnull", False),
                            models.Q(("payer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="replenishment_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reversed_by", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="replenishment_taken_back_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplenishmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("opening", "opening balance"), ("replenishment", "replenishment")],
                        default="replenishment",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="from whom, where it is no party")),
                (
                    "amount_usd",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in USD",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("reference", models.CharField(max_length=80, verbose_name="reference")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was taken back"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
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
                        verbose_name="from which party",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.replenishment",
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
                    "reversed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reservation",
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
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "released_usd",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=12, verbose_name="let go, in USD"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservation",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "money held for a case",
                "verbose_name_plural": "money held for cases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0), ("amount_usd__lte", Decimal("1000.00"))),
                        name="reservation_within_the_cap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_usd__gte", 0), ("released_usd__lte", models.F("amount_usd"))),
                        name="reservation_lets_go_what_it_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservationEvent",
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
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "released_usd",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=12, verbose_name="let go, in USD"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reserve_fund.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="reserve_fund.reservation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AddTriggers(
            triggers={
                "publication": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_publicationevent" ("half", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "tables", "year") VALUES (NEW."half", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."tables", NEW."year"); RETURN NULL;',
                            hash="aa9d76481668354da8bd2fae3dc07fdb08f0c9ec",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0c3c2",
                            table="reserve_fund_publication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_publicationevent" ("half", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "tables", "year") VALUES (NEW."half", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."tables", NEW."year"); RETURN NULL;',
                            hash="f825dcc2ece623fdf4a0aad039022cd407f01bc2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e1b21",
                            table="reserve_fund_publication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_publicationevent" ("half", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "tables", "year") VALUES (OLD."half", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."released_at", OLD."released_by_id", OLD."tables", OLD."year"); RETURN NULL;',
                            hash="748576db818229ed30548f2fa3bb489f624544b4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9cdca",
                            table="reserve_fund_publication",
                            when="AFTER",
                        ),
                    ),
                ],
                "publicationevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="59316ef3bcc84bc15132323a38fdd9316ab6b9fd",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a05e8",
                            table="reserve_fund_publicationevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "replenishment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_replenishmentevent" ("amount_usd", "entry_id", "id", "kind", "party_id", "payer", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "recorded_at", "recorded_by_id", "reference", "reversed_by_id") VALUES (NEW."amount_usd", NEW."entry_id", NEW."id", NEW."kind", NEW."party_id", NEW."payer", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."reversed_by_id"); RETURN NULL;',
                            hash="f2a9efb73233203af753837989657373303e7690",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6f0ec",
                            table="reserve_fund_replenishment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_replenishmentevent" ("amount_usd", "entry_id", "id", "kind", "party_id", "payer", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "recorded_at", "recorded_by_id", "reference", "reversed_by_id") VALUES (NEW."amount_usd", NEW."entry_id", NEW."id", NEW."kind", NEW."party_id", NEW."payer", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."reversed_by_id"); RETURN NULL;',
                            hash="70d55f43e09e61a2bc00bf0c70c9477c97d04f73",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2c084",
                            table="reserve_fund_replenishment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_replenishmentevent" ("amount_usd", "entry_id", "id", "kind", "party_id", "payer", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "recorded_at", "recorded_by_id", "reference", "reversed_by_id") VALUES (OLD."amount_usd", OLD."entry_id", OLD."id", OLD."kind", OLD."party_id", OLD."payer", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."received_on", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."reversed_by_id"); RETURN NULL;',
                            hash="28be1dc7a4a1d138a08c1de2bc8f1ffe2f67624d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_81533",
                            table="reserve_fund_replenishment",
                            when="AFTER",
                        ),
                    ),
                ],
                "replenishmentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c08c813e2f1b55c923ca095dd2869f9e1b53a9fc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f1795",
                            table="reserve_fund_replenishmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "reservation": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_reservationevent" ("amount_usd", "case_id", "entry_id", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_usd") VALUES (NEW."amount_usd", NEW."case_id", NEW."entry_id", NEW."id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."released_usd"); RETURN NULL;',
                            hash="d24d303104ac18f61b830d9df98416402e36fbb5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c1437",
                            table="reserve_fund_reservation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_reservationevent" ("amount_usd", "case_id", "entry_id", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_usd") VALUES (NEW."amount_usd", NEW."case_id", NEW."entry_id", NEW."id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."released_usd"); RETURN NULL;',
                            hash="42e28ad91545fbaf12dd0f2ac98a1879eea9f12a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_73854",
                            table="reserve_fund_reservation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "reserve_fund_reservationevent" ("amount_usd", "case_id", "entry_id", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_usd") VALUES (OLD."amount_usd", OLD."case_id", OLD."entry_id", OLD."id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."released_usd"); RETURN NULL;',
                            hash="86dd4520bbca79a4cb89e4a5f21b670d8c4d737e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_72e73",
                            table="reserve_fund_reservation",
                            when="AFTER",
                        ),
                    ),
                ],
                "reservationevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ee05dbdc5f6a3d8de034dac18935d08b57bfd209",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f5609",
                            table="reserve_fund_reservationevent",
                            when="BEFORE",
                        ),
                    )
                ],
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
            },
        ),
    ]
