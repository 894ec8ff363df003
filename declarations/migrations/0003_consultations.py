import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import crm_portal.common.triggers
import members.models.parties


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0002_search"),
        ("files", "0003_xml_files"),
        ("members", "0009_announced_holidays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("procedure", "consultation procedure"), ("question", "simple consultation")],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_es", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="number")),
                ("year", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="year")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "being drafted"),
                            ("with_troika", "with the Troika"),
                            ("agreed", "agreed by the Troika"),
                            ("first_round", "first round"),
                            ("between", "after the first round"),
                            ("second_round", "second round"),
                            ("asked", "open for answers"),
                            ("answered", "answered"),
                            ("declared", "outcome declared"),
                            ("reported", "reported to the members"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="put to the members")),
                (
                    "skip_reason",
                    models.TextField(blank=True, editable=False, verbose_name="why there is no second round"),
                ),
                (
                    "skip_reason_es",
                    models.TextField(
                        blank=True, editable=False, null=True, verbose_name="why there is no second round"
                    ),
                ),
                (
                    "skip_reason_en",
                    models.TextField(
                        blank=True, editable=False, null=True, verbose_name="why there is no second round"
                    ),
                ),
                (
                    "skipped_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="second round passed over"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "adopted"),
                            ("no_consensus", "no consensus"),
                            ("withdrawn", "withdrawn"),
                            ("carried", "carried to a meeting"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True, editable=False, verbose_name="reason of the outcome")),
                (
                    "outcome_reason_es",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="reason of the outcome"),
                ),
                (
                    "outcome_reason_en",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="reason of the outcome"),
                ),
                ("declared_at", models.DateTimeField(editable=False, null=True, verbose_name="declared")),
                ("report", models.TextField(blank=True, editable=False, verbose_name="report to the members")),
                (
                    "report_es",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="report to the members"),
                ),
                (
                    "report_en",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="report to the members"),
                ),
                ("reported_at", models.DateTimeField(editable=False, null=True, verbose_name="reported")),
                (
                    "begun_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.document",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "troika_dossier",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.document",
                        verbose_name="dossier of the Troika",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["-begun_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="consultation_number_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("opened_at", None), ("year", None)),
                            models.Q(("number__isnull", False), ("opened_at__isnull", False), ("year__isnull", False)),
                            _connector="OR",
                        ),
                        name="consultation_open_has_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared_at", None), ("declared_by", None), ("outcome", "")),
                            models.Q(
                                ("declared_at__isnull", False),
                                ("declared_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("outcome_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_outcome_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "procedure"),
                                ("status__in", ["reported", "declared"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "procedure"),
                                ("outcome", ""),
                                (
                                    "status__in",
                                    [
                                        "draft",
                                        "with_troika",
                                        "agreed",
                                        "first_round",
                                        "between",
                                        "second_round",
                                        "answered",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("kind", "question"),
                                ("outcome", ""),
                                ("status__in", ["draft", "asked", "answered", "reported"]),
                            ),
                            models.Q(
                                ("kind", "question"), ("outcome", "withdrawn"), ("status__in", ["declared", "reported"])
                            ),
                            _connector="OR",
                        ),
                        name="consultation_outcome_fits_its_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("procedure", "consultation procedure"), ("question", "simple consultation")],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_es", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="number")),
                ("year", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="year")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "being drafted"),
                            ("with_troika", "with the Troika"),
                            ("agreed", "agreed by the Troika"),
                            ("first_round", "first round"),
                            ("between", "after the first round"),
                            ("second_round", "second round"),
                            ("asked", "open for answers"),
                            ("answered", "answered"),
                            ("declared", "outcome declared"),
                            ("reported", "reported to the members"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="put to the members")),
                (
                    "skip_reason",
                    models.TextField(blank=True, editable=False, verbose_name="why there is no second round"),
                ),
                (
                    "skip_reason_es",
                    models.TextField(
                        blank=True, editable=False, null=True, verbose_name="why there is no second round"
                    ),
                ),
                (
                    "skip_reason_en",
                    models.TextField(
                        blank=True, editable=False, null=True, verbose_name="why there is no second round"
                    ),
                ),
                (
                    "skipped_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="second round passed over"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "adopted"),
                            ("no_consensus", "no consensus"),
                            ("withdrawn", "withdrawn"),
                            ("carried", "carried to a meeting"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True, editable=False, verbose_name="reason of the outcome")),
                (
                    "outcome_reason_es",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="reason of the outcome"),
                ),
                (
                    "outcome_reason_en",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="reason of the outcome"),
                ),
                ("declared_at", models.DateTimeField(editable=False, null=True, verbose_name="declared")),
                ("report", models.TextField(blank=True, editable=False, verbose_name="report to the members")),
                (
                    "report_es",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="report to the members"),
                ),
                (
                    "report_en",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="report to the members"),
                ),
                ("reported_at", models.DateTimeField(editable=False, null=True, verbose_name="reported")),
                (
                    "begun_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.document",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultation",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "troika_dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.document",
                        verbose_name="dossier of the Troika",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsultationText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="proposed course of action")),
                ("text_es", models.TextField(null=True, verbose_name="proposed course of action")),
                ("text_en", models.TextField(null=True, verbose_name="proposed course of action")),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written"),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="declarations.consultation",
                        verbose_name="consultation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a consultation",
                "verbose_name_plural": "texts of consultations",
                "ordering": ["consultation", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "number"), name="consultation_text_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="proposed course of action")),
                ("text_es", models.TextField(null=True, verbose_name="proposed course of action")),
                ("text_en", models.TextField(null=True, verbose_name="proposed course of action")),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written"),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultation",
                        verbose_name="consultation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultationtext",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("troika", "Troika"),
                            ("first", "first round"),
                            ("second", "second round"),
                            ("question", "simple consultation"),
                        ],
                        max_length=8,
                        verbose_name="phase",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="attempt")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sent"),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "each country's own calendar; the round ends with the last"),
                            ("seat", "the calendar of Costa Rica, the seat of the Secretariat"),
                            ("any", "no day that is a holiday in any member country"),
                            ("weekends", "weekends alone"),
                        ],
                        max_length=8,
                        verbose_name="working days",
                    ),
                ),
                ("calendar", models.CharField(blank=True, editable=False, max_length=60, verbose_name="calendar used")),
                ("edited_reason", models.TextField(blank=True, verbose_name="why days were changed")),
                ("edited_reason_es", models.TextField(blank=True, null=True, verbose_name="why days were changed")),
                ("edited_reason_en", models.TextField(blank=True, null=True, verbose_name="why days were changed")),
                ("closes_at", models.DateTimeField(null=True, verbose_name="ends")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "positions_opened_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="positions opened to the members"),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="declarations.consultation",
                        verbose_name="consultation",
                    ),
                ),
                (
                    "positions_opened_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="declarations.consultationtext",
                        verbose_name="text of a consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of a consultation",
                "verbose_name_plural": "rounds of consultations",
                "ordering": ["sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "stage", "attempt"), name="round_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("consultation",),
                        name="round_one_open_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", "troika"), ("attempt", 1), _connector="OR"),
                        name="round_repeated_by_troika_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", "troika"), ("closes_at__isnull", False), _connector="OR"),
                        name="round_of_members_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "troika"),
                            ("closed_at", None),
                            ("closed_at", models.F("closes_at")),
                            _connector="OR",
                        ),
                        name="round_of_members_ended_as_stored",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["first", "second"]), models.Q(("basis", ""), _negated=True)),
                            models.Q(("basis", ""), ("stage__in", ["troika", "question"])),
                            _connector="OR",
                        ),
                        name="round_of_working_days_has_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=50, validators=[members.models.parties.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                ("counted", models.JSONField(default=list, editable=False, verbose_name="working days counted")),
                ("skipped", models.JSONField(default=list, editable=False, verbose_name="days passed over")),
                ("computed_on", models.DateField(editable=False, null=True, verbose_name="last day as computed")),
                ("sent_last_on", models.DateField(editable=False, null=True, verbose_name="last day as sent")),
                ("last_on", models.DateField(null=True, verbose_name="last day")),
                ("due_at", models.DateTimeField(editable=False, null=True, verbose_name="due")),
                ("named_at", models.DateTimeField(editable=False, null=True, verbose_name="named")),
                (
                    "named_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.party",
                        verbose_name="country",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="respondent",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="declarations.round",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "country asked",
                "verbose_name_plural": "countries asked",
                "ordering": ["round", "party"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "party"), name="addressee_once_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at", None), ("last_on", None)),
                            models.Q(("due_at__isnull", False), ("last_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="addressee_due_on_its_last_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("agree", "agrees"),
                            ("agree_comments", "agrees, with comments"),
                            ("propose_change", "proposes a change"),
                            ("object", "objects"),
                            ("no_comment", "has no comment"),
                        ],
                        max_length=14,
                        verbose_name="position",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="comments, change or reason")),
                (
                    "language",
                    models.CharField(
                        choices=[("es", "Español"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "on_behalf",
                    models.BooleanField(default=False, verbose_name="recorded on behalf of the country, from its mail"),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="declarations.addressee",
                        verbose_name="country asked",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "position",
                "verbose_name_plural": "positions",
                "ordering": ["addressee", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("addressee", "number"), name="position_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice__in", ["agree", "no_comment"]), ("text", "")),
                            models.Q(
                                ("choice__in", ["agree_comments", "propose_change", "object"]),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="position_text_where_one_is_due",
                        violation_error_message="Say what the comment, the change or the reason is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on_behalf", False), ("file__isnull", False), _connector="OR"),
                        name="position_on_behalf_has_its_mail",
                        violation_error_message="Attach the mail in which the country answered.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("half_time", "at half time"),
                            ("day_before", "one day before"),
                            ("by_hand", "sent by hand"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("needless", "needless: answered, overtaken or ended"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled")),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="declarations.addressee",
                        verbose_name="country asked",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a round",
                "verbose_name_plural": "reminders of rounds",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="reminder_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("addressee", "kind", "due_at"), name="reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="reminder_settled_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(verbose_name="until the end of")),
                ("reason", models.TextField(verbose_name="reason")),
                ("reason_es", models.TextField(null=True, verbose_name="reason")),
                ("reason_en", models.TextField(null=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="declarations.round",
                        verbose_name="round of a consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension of a round",
                "verbose_name_plural": "extensions of rounds",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AddresseeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "time_zone",
                    models.CharField(
                        max_length=50, validators=[members.models.parties.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                ("counted", models.JSONField(default=list, editable=False, verbose_name="working days counted")),
                ("skipped", models.JSONField(default=list, editable=False, verbose_name="days passed over")),
                ("computed_on", models.DateField(editable=False, null=True, verbose_name="last day as computed")),
                ("sent_last_on", models.DateField(editable=False, null=True, verbose_name="last day as sent")),
                ("last_on", models.DateField(null=True, verbose_name="last day")),
                ("due_at", models.DateTimeField(editable=False, null=True, verbose_name="due")),
                ("named_at", models.DateTimeField(editable=False, null=True, verbose_name="named")),
                (
                    "named_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named by",
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
                        verbose_name="country",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.addressee",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="respondent",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.round",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("troika", "Troika"),
                            ("first", "first round"),
                            ("second", "second round"),
                            ("question", "simple consultation"),
                        ],
                        max_length=8,
                        verbose_name="phase",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="attempt")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sent"),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "each country's own calendar; the round ends with the last"),
                            ("seat", "the calendar of Costa Rica, the seat of the Secretariat"),
                            ("any", "no day that is a holiday in any member country"),
                            ("weekends", "weekends alone"),
                        ],
                        max_length=8,
                        verbose_name="working days",
                    ),
                ),
                ("calendar", models.CharField(blank=True, editable=False, max_length=60, verbose_name="calendar used")),
                ("edited_reason", models.TextField(blank=True, verbose_name="why days were changed")),
                ("edited_reason_es", models.TextField(blank=True, null=True, verbose_name="why days were changed")),
                ("edited_reason_en", models.TextField(blank=True, null=True, verbose_name="why days were changed")),
                ("closes_at", models.DateTimeField(null=True, verbose_name="ends")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "positions_opened_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="positions opened to the members"),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultation",
                        verbose_name="consultation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.round",
                    ),
                ),
                (
                    "positions_opened_by",
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
                    "sent_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultationtext",
                        verbose_name="text of a consultation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TextAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="declarations.consultationtext",
                        verbose_name="text of a consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of a consultation",
                "verbose_name_plural": "attachments of consultations",
                "ordering": ["text", "pk"],
                "constraints": [models.UniqueConstraint(fields=("text", "file"), name="text_attachment_once")],
            },
        ),
        migrations.CreateModel(
            name="TextAttachmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.textattachment",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="declarations.consultationtext",
                        verbose_name="text of a consultation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        crm_portal.common.triggers.AddTriggers(
            triggers={
                "addressee": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_addresseeevent" ("computed_on", "counted", "due_at", "id", "last_on", "named_at", "named_by_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "respondent_id", "round_id", "sent_last_on", "skipped", "time_zone") VALUES (NEW."computed_on", NEW."counted", NEW."due_at", NEW."id", NEW."last_on", NEW."named_at", NEW."named_by_id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."respondent_id", NEW."round_id", NEW."sent_last_on", NEW."skipped", NEW."time_zone"); RETURN NULL;',
                            hash="e0560c1e0c5e796da2482324b4050d6a6a553914",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0b764",
                            table="declarations_addressee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_addresseeevent" ("computed_on", "counted", "due_at", "id", "last_on", "named_at", "named_by_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "respondent_id", "round_id", "sent_last_on", "skipped", "time_zone") VALUES (NEW."computed_on", NEW."counted", NEW."due_at", NEW."id", NEW."last_on", NEW."named_at", NEW."named_by_id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."respondent_id", NEW."round_id", NEW."sent_last_on", NEW."skipped", NEW."time_zone"); RETURN NULL;',
                            hash="2a51eb3592adf76e879ecb90af6316577c5e85a0",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_78398",
                            table="declarations_addressee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_addresseeevent" ("computed_on", "counted", "due_at", "id", "last_on", "named_at", "named_by_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "respondent_id", "round_id", "sent_last_on", "skipped", "time_zone") VALUES (OLD."computed_on", OLD."counted", OLD."due_at", OLD."id", OLD."last_on", OLD."named_at", OLD."named_by_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."respondent_id", OLD."round_id", OLD."sent_last_on", OLD."skipped", OLD."time_zone"); RETURN NULL;',
                            hash="84d0c980ee790afd4e3f427e9e7ceedb7c1f06c9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_85f22",
                            table="declarations_addressee",
                            when="AFTER",
                        ),
                    ),
                ],
                "addresseeevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="29e33e486c88df2266b3f4149711acc31289f006",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c2f2d",
                            table="declarations_addresseeevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "consultation": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationevent" ("begun_at", "begun_by_id", "declared_at", "declared_by_id", "dossier_id", "id", "kind", "number", "opened_at", "outcome", "outcome_reason", "outcome_reason_en", "outcome_reason_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_en", "report_es", "reported_at", "reported_by_id", "skip_reason", "skip_reason_en", "skip_reason_es", "skipped_at", "status", "title", "title_en", "title_es", "troika_dossier_id", "year") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."declared_at", NEW."declared_by_id", NEW."dossier_id", NEW."id", NEW."kind", NEW."number", NEW."opened_at", NEW."outcome", NEW."outcome_reason", NEW."outcome_reason_en", NEW."outcome_reason_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."report", NEW."report_en", NEW."report_es", NEW."reported_at", NEW."reported_by_id", NEW."skip_reason", NEW."skip_reason_en", NEW."skip_reason_es", NEW."skipped_at", NEW."status", NEW."title", NEW."title_en", NEW."title_es", NEW."troika_dossier_id", NEW."year"); RETURN NULL;',
                            hash="39e8f691c404457552a0a520a1b1b57ec263d22b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_efd41",
                            table="declarations_consultation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationevent" ("begun_at", "begun_by_id", "declared_at", "declared_by_id", "dossier_id", "id", "kind", "number", "opened_at", "outcome", "outcome_reason", "outcome_reason_en", "outcome_reason_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_en", "report_es", "reported_at", "reported_by_id", "skip_reason", "skip_reason_en", "skip_reason_es", "skipped_at", "status", "title", "title_en", "title_es", "troika_dossier_id", "year") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."declared_at", NEW."declared_by_id", NEW."dossier_id", NEW."id", NEW."kind", NEW."number", NEW."opened_at", NEW."outcome", NEW."outcome_reason", NEW."outcome_reason_en", NEW."outcome_reason_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."report", NEW."report_en", NEW."report_es", NEW."reported_at", NEW."reported_by_id", NEW."skip_reason", NEW."skip_reason_en", NEW."skip_reason_es", NEW."skipped_at", NEW."status", NEW."title", NEW."title_en", NEW."title_es", NEW."troika_dossier_id", NEW."year"); RETURN NULL;',
                            hash="6b2a211394863b387f63f979bdd53f15655e0477",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6a77a",
                            table="declarations_consultation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationevent" ("begun_at", "begun_by_id", "declared_at", "declared_by_id", "dossier_id", "id", "kind", "number", "opened_at", "outcome", "outcome_reason", "outcome_reason_en", "outcome_reason_es", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_en", "report_es", "reported_at", "reported_by_id", "skip_reason", "skip_reason_en", "skip_reason_es", "skipped_at", "status", "title", "title_en", "title_es", "troika_dossier_id", "year") VALUES (OLD."begun_at", OLD."begun_by_id", OLD."declared_at", OLD."declared_by_id", OLD."dossier_id", OLD."id", OLD."kind", OLD."number", OLD."opened_at", OLD."outcome", OLD."outcome_reason", OLD."outcome_reason_en", OLD."outcome_reason_es", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."report", OLD."report_en", OLD."report_es", OLD."reported_at", OLD."reported_by_id", OLD."skip_reason", OLD."skip_reason_en", OLD."skip_reason_es", OLD."skipped_at", OLD."status", OLD."title", OLD."title_en", OLD."title_es", OLD."troika_dossier_id", OLD."year"); RETURN NULL;',
                            hash="39ebfd6b1c52c5d26e1c4ddaaf4ea47a9c8bb918",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b6113",
                            table="declarations_consultation",
                            when="AFTER",
                        ),
                    ),
                ],
                "consultationevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4f0f5207e698d53bc0c4f65b534e44f01e4f96cb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_47758",
                            table="declarations_consultationevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "consultationtext": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationtextevent" ("consultation_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "text_en", "text_es", "written_at", "written_by_id") VALUES (NEW."consultation_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."text", NEW."text_en", NEW."text_es", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="cc58fcb53823f338e3a66746ba0b8821891623d3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c05b8",
                            table="declarations_consultationtext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationtextevent" ("consultation_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "text_en", "text_es", "written_at", "written_by_id") VALUES (NEW."consultation_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."text", NEW."text_en", NEW."text_es", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="3df219e78ce696dc21b0048046dc9da3ef85c15c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2c6b1",
                            table="declarations_consultationtext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_consultationtextevent" ("consultation_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "text_en", "text_es", "written_at", "written_by_id") VALUES (OLD."consultation_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."text", OLD."text_en", OLD."text_es", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                            hash="015e5f4ad72e22ac56b767f7236e65dc024304d9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d658d",
                            table="declarations_consultationtext",
                            when="AFTER",
                        ),
                    ),
                ],
                "consultationtextevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="931bc1eb0b7f0f839b092cd2cdca81f138943ad7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f66bd",
                            table="declarations_consultationtextevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "round": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_roundevent" ("attempt", "basis", "calendar", "closed_at", "closes_at", "consultation_id", "edited_reason", "edited_reason_en", "edited_reason_es", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "positions_opened_at", "positions_opened_by_id", "sent_at", "sent_by_id", "stage", "text_id") VALUES (NEW."attempt", NEW."basis", NEW."calendar", NEW."closed_at", NEW."closes_at", NEW."consultation_id", NEW."edited_reason", NEW."edited_reason_en", NEW."edited_reason_es", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."positions_opened_at", NEW."positions_opened_by_id", NEW."sent_at", NEW."sent_by_id", NEW."stage", NEW."text_id"); RETURN NULL;',
                            hash="dc98c0424f8636e6a87984c0b1a8cf6bcec11060",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b3b06",
                            table="declarations_round",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_roundevent" ("attempt", "basis", "calendar", "closed_at", "closes_at", "consultation_id", "edited_reason", "edited_reason_en", "edited_reason_es", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "positions_opened_at", "positions_opened_by_id", "sent_at", "sent_by_id", "stage", "text_id") VALUES (NEW."attempt", NEW."basis", NEW."calendar", NEW."closed_at", NEW."closes_at", NEW."consultation_id", NEW."edited_reason", NEW."edited_reason_en", NEW."edited_reason_es", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."positions_opened_at", NEW."positions_opened_by_id", NEW."sent_at", NEW."sent_by_id", NEW."stage", NEW."text_id"); RETURN NULL;',
                            hash="1fccd7ed9b5037671a37b1be847c3a8278ea358b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d09b6",
                            table="declarations_round",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_roundevent" ("attempt", "basis", "calendar", "closed_at", "closes_at", "consultation_id", "edited_reason", "edited_reason_en", "edited_reason_es", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "positions_opened_at", "positions_opened_by_id", "sent_at", "sent_by_id", "stage", "text_id") VALUES (OLD."attempt", OLD."basis", OLD."calendar", OLD."closed_at", OLD."closes_at", OLD."consultation_id", OLD."edited_reason", OLD."edited_reason_en", OLD."edited_reason_es", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."positions_opened_at", OLD."positions_opened_by_id", OLD."sent_at", OLD."sent_by_id", OLD."stage", OLD."text_id"); RETURN NULL;',
                            hash="b0af287a375c40c9063f59de216b61f96458496d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b070e",
                            table="declarations_round",
                            when="AFTER",
                        ),
                    ),
                ],
                "roundevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="67501dfdfbe1c66fbb4bfd7df3a46cdfb9c54201",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9b9ab",
                            table="declarations_roundevent",
                            when="BEFORE",
                        ),
                    )
                ],
                "textattachment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_textattachmentevent" ("file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_id") VALUES (NEW."file_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."text_id"); RETURN NULL;',
                            hash="7cabbc6179b26a92f089069767f45760cfa857ad",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_baa8b",
                            table="declarations_textattachment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_textattachmentevent" ("file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_id") VALUES (NEW."file_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."text_id"); RETURN NULL;',
                            hash="c8d5ca1ef7fadea7bf0f1d13809b76927149b81f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9984f",
                            table="declarations_textattachment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                            func='INSERT INTO "declarations_textattachmentevent" ("file_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_id") VALUES (OLD."file_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."text_id"); RETURN NULL;',
                            hash="29a0854eb0d9769718d35378d983a384b3be3e64",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9fcf5",
                            table="declarations_textattachment",
                            when="AFTER",
                        ),
                    ),
                ],
                "textattachmentevent": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b67a95807dd03daed947fc3f445201c1d8a4f9bc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a005b",
                            table="declarations_textattachmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
