import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import members.models.parties
from crm_portal.common.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declarations", "0002_search"),
        ("members", "0008_no_telephone_in_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityCount",
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
                ("order", models.PositiveSmallIntegerField(unique=True, verbose_name="place in the list")),
                ("name", models.CharField(max_length=150, verbose_name="name as printed")),
                ("name_es", models.CharField(max_length=150, null=True, verbose_name="name as printed")),
                ("name_en", models.CharField(max_length=150, null=True, verbose_name="name as printed")),
                ("printed", models.PositiveSmallIntegerField(verbose_name="number printed")),
                ("kinds", models.JSONField(blank=True, default=list, editable=False, verbose_name="kinds of meeting")),
            ],
            options={
                "verbose_name": "printed count of activities",
                "verbose_name_plural": "printed counts of activities",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="ActivityCountEvent",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="place in the list")),
                ("name", models.CharField(max_length=150, verbose_name="name as printed")),
                ("name_es", models.CharField(max_length=150, null=True, verbose_name="name as printed")),
                ("name_en", models.CharField(max_length=150, null=True, verbose_name="name as printed")),
                ("printed", models.PositiveSmallIntegerField(verbose_name="number printed")),
                ("kinds", models.JSONField(blank=True, default=list, editable=False, verbose_name="kinds of meeting")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("plenary", "the plenary"),
                            ("rcgm", "the Regional Consultation Group on Migration"),
                            ("agenda_consultation", "members and observer organisations"),
                            ("members", "members"),
                            ("body", "the body it belongs to"),
                            ("circle", "the people admitted to the session"),
                            ("troika", "the Troika"),
                            ("presidency", "the Presidency and the Secretariat"),
                            ("secretariat", "the Secretariat"),
                        ],
                        default="secretariat",
                        max_length=20,
                        verbose_name="audience",
                    ),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day observers read what is for the plenary. The Presidency decides it.",
                        null=True,
                        verbose_name="released to the plenary on",
                    ),
                ),
                (
                    "is_open_to_rrocm",
                    models.BooleanField(
                        default=False,
                        help_text="It belongs to the RNCOM's own item or slot, or the Presidency opened it.",
                        verbose_name="open to the RNCOM",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="place on the agenda")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("presenter", models.CharField(blank=True, max_length=150, verbose_name="presented by")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "minimum",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ppt_report", "Report of the Presidency Pro-Témpore"),
                            ("opening_statements", "Opening statements by member delegations"),
                            ("rrocm_dialogue", "Dialogue with civil society (RNCOM)"),
                        ],
                        help_text="Every plenary has the Presidency's report, opening statements and the dialogue with the RNCOM.",
                        max_length=20,
                        verbose_name="part of the minimum agenda",
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("political", "Sensitive political decisions"),
                            ("secretariat", "Administrative and financial matters of the Secretariat"),
                            ("future", "Future actions and activities of the Conference"),
                            ("membership", "Conditions for new memberships"),
                            ("observers", "Criteria for the participation of observers"),
                        ],
                        help_text="Of an item behind closed doors.",
                        max_length=20,
                        verbose_name="kind of matter",
                    ),
                ),
                (
                    "is_standing",
                    models.BooleanField(
                        default=False,
                        help_text="It comes back at the next meeting of this kind.",
                        verbose_name="standing item",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("done", "done"), ("carried_over", "carried over")],
                        editable=False,
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                (
                    "widening_reason",
                    models.CharField(
                        blank=True,
                        help_text="Kept on record.",
                        max_length=250,
                        verbose_name="why it is for more than the session",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ["session", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("plenary", "the plenary"),
                            ("rcgm", "the Regional Consultation Group on Migration"),
                            ("agenda_consultation", "members and observer organisations"),
                            ("members", "members"),
                            ("body", "the body it belongs to"),
                            ("circle", "the people admitted to the session"),
                            ("troika", "the Troika"),
                            ("presidency", "the Presidency and the Secretariat"),
                            ("secretariat", "the Secretariat"),
                        ],
                        default="secretariat",
                        max_length=20,
                        verbose_name="audience",
                    ),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day observers read what is for the plenary. The Presidency decides it.",
                        null=True,
                        verbose_name="released to the plenary on",
                    ),
                ),
                (
                    "is_open_to_rrocm",
                    models.BooleanField(
                        default=False,
                        help_text="It belongs to the RNCOM's own item or slot, or the Presidency opened it.",
                        verbose_name="open to the RNCOM",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="place on the agenda")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("presenter", models.CharField(blank=True, max_length=150, verbose_name="presented by")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "minimum",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ppt_report", "Report of the Presidency Pro-Témpore"),
                            ("opening_statements", "Opening statements by member delegations"),
                            ("rrocm_dialogue", "Dialogue with civil society (RNCOM)"),
                        ],
                        help_text="Every plenary has the Presidency's report, opening statements and the dialogue with the RNCOM.",
                        max_length=20,
                        verbose_name="part of the minimum agenda",
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("political", "Sensitive political decisions"),
                            ("secretariat", "Administrative and financial matters of the Secretariat"),
                            ("future", "Future actions and activities of the Conference"),
                            ("membership", "Conditions for new memberships"),
                            ("observers", "Criteria for the participation of observers"),
                        ],
                        help_text="Of an item behind closed doors.",
                        max_length=20,
                        verbose_name="kind of matter",
                    ),
                ),
                (
                    "is_standing",
                    models.BooleanField(
                        default=False,
                        help_text="It comes back at the next meeting of this kind.",
                        verbose_name="standing item",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("done", "done"), ("carried_over", "carried over")],
                        editable=False,
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                (
                    "widening_reason",
                    models.CharField(
                        blank=True,
                        help_text="Kept on record.",
                        max_length=250,
                        verbose_name="why it is for more than the session",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="added"),
                ),
            ],
            options={
                "verbose_name": "paper of an item",
                "verbose_name_plural": "papers of items",
                "ordering": ["item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemDocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="added"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("slug", models.SlugField(unique=True, verbose_name="short name in addresses")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "Regional Conference on Migration"),
                            ("rcgm", "Regional Consultation Group on Migration"),
                            ("network", "Liaison network"),
                            ("joint_networks", "Joint meeting of the liaison networks"),
                            ("ad_hoc", "Ad hoc group"),
                            ("drafting", "Drafting group"),
                            ("troika", "Troika"),
                            ("workshop", "Workshop"),
                            ("seminar", "Seminar"),
                            ("training", "Training"),
                            ("regional", "Regional meeting"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("theme", models.CharField(blank=True, max_length=250, verbose_name="theme")),
                ("theme_es", models.CharField(blank=True, max_length=250, null=True, verbose_name="theme")),
                ("theme_en", models.CharField(blank=True, max_length=250, null=True, verbose_name="theme")),
                (
                    "format",
                    models.CharField(
                        choices=[("in_person", "in person"), ("virtual", "virtual"), ("hybrid", "hybrid")],
                        default="in_person",
                        max_length=10,
                        verbose_name="format",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=150, verbose_name="city")),
                ("place_es", models.CharField(blank=True, max_length=150, null=True, verbose_name="city")),
                ("place_en", models.CharField(blank=True, max_length=150, null=True, verbose_name="city")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                    "time_zone",
                    models.CharField(
                        default="America/Costa_Rica",
                        max_length=50,
                        validators=[members.models.parties.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("convened", "convened"),
                            ("open", "in session"),
                            ("closed", "closed"),
                            ("archived", "archived"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("convened_at", models.DateTimeField(editable=False, null=True, verbose_name="convened")),
                (
                    "cancellation_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why it is cancelled"),
                ),
                (
                    "cancellation_reason_es",
                    models.CharField(blank=True, max_length=250, null=True, verbose_name="why it is cancelled"),
                ),
                (
                    "cancellation_reason_en",
                    models.CharField(blank=True, max_length=250, null=True, verbose_name="why it is cancelled"),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("decided", "decided by the Conference"),
                            ("source_explicit", "said by the source"),
                            ("source_partial", "said by the source in part"),
                            (
                                "source_number_external_year",
                                "the number by the source, the year by another publication",
                            ),
                            ("derived", "derived from the other conferences"),
                            ("external", "said by another publication"),
                        ],
                        default="decided",
                        editable=False,
                        max_length=30,
                        verbose_name="basis of number, year and place",
                    ),
                ),
                (
                    "certainty",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        verbose_name="what is certain, and by what",
                    ),
                ),
                (
                    "certainty_es",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        null=True,
                        verbose_name="what is certain, and by what",
                    ),
                ),
                (
                    "certainty_en",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        null=True,
                        verbose_name="what is certain, and by what",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        db_comment="How often what calendars show has changed; the database counts.",
                        default=0,
                        editable=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-year", "-starts_on", "-ordinal", "slug"],
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
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
                ("slug", models.SlugField(db_index=False, verbose_name="short name in addresses")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "Regional Conference on Migration"),
                            ("rcgm", "Regional Consultation Group on Migration"),
                            ("network", "Liaison network"),
                            ("joint_networks", "Joint meeting of the liaison networks"),
                            ("ad_hoc", "Ad hoc group"),
                            ("drafting", "Drafting group"),
                            ("troika", "Troika"),
                            ("workshop", "Workshop"),
                            ("seminar", "Seminar"),
                            ("training", "Training"),
                            ("regional", "Regional meeting"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="title")),
                ("theme", models.CharField(blank=True, max_length=250, verbose_name="theme")),
                ("theme_es", models.CharField(blank=True, max_length=250, null=True, verbose_name="theme")),
                ("theme_en", models.CharField(blank=True, max_length=250, null=True, verbose_name="theme")),
                (
                    "format",
                    models.CharField(
                        choices=[("in_person", "in person"), ("virtual", "virtual"), ("hybrid", "hybrid")],
                        default="in_person",
                        max_length=10,
                        verbose_name="format",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=150, verbose_name="city")),
                ("place_es", models.CharField(blank=True, max_length=150, null=True, verbose_name="city")),
                ("place_en", models.CharField(blank=True, max_length=150, null=True, verbose_name="city")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                    "time_zone",
                    models.CharField(
                        default="America/Costa_Rica",
                        max_length=50,
                        validators=[members.models.parties.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("convened", "convened"),
                            ("open", "in session"),
                            ("closed", "closed"),
                            ("archived", "archived"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("convened_at", models.DateTimeField(editable=False, null=True, verbose_name="convened")),
                (
                    "cancellation_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why it is cancelled"),
                ),
                (
                    "cancellation_reason_es",
                    models.CharField(blank=True, max_length=250, null=True, verbose_name="why it is cancelled"),
                ),
                (
                    "cancellation_reason_en",
                    models.CharField(blank=True, max_length=250, null=True, verbose_name="why it is cancelled"),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("decided", "decided by the Conference"),
                            ("source_explicit", "said by the source"),
                            ("source_partial", "said by the source in part"),
                            (
                                "source_number_external_year",
                                "the number by the source, the year by another publication",
                            ),
                            ("derived", "derived from the other conferences"),
                            ("external", "said by another publication"),
                        ],
                        default="decided",
                        editable=False,
                        max_length=30,
                        verbose_name="basis of number, year and place",
                    ),
                ),
                (
                    "certainty",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        verbose_name="what is certain, and by what",
                    ),
                ),
                (
                    "certainty_es",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        null=True,
                        verbose_name="what is certain, and by what",
                    ),
                ),
                (
                    "certainty_en",
                    models.TextField(
                        blank=True,
                        help_text="Shown on the page of a meeting of the history.",
                        null=True,
                        verbose_name="what is certain, and by what",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "ordering": ["meeting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutcomeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("plenary", "the plenary"),
                            ("rcgm", "the Regional Consultation Group on Migration"),
                            ("agenda_consultation", "members and observer organisations"),
                            ("members", "members"),
                            ("body", "the body it belongs to"),
                            ("circle", "the people admitted to the session"),
                            ("troika", "the Troika"),
                            ("presidency", "the Presidency and the Secretariat"),
                            ("secretariat", "the Secretariat"),
                        ],
                        default="secretariat",
                        max_length=20,
                        verbose_name="audience",
                    ),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day observers read what is for the plenary. The Presidency decides it.",
                        null=True,
                        verbose_name="released to the plenary on",
                    ),
                ),
                (
                    "is_open_to_rrocm",
                    models.BooleanField(
                        default=False,
                        help_text="It belongs to the RNCOM's own item or slot, or the Presidency opened it.",
                        verbose_name="open to the RNCOM",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("plenary", "Plenary"),
                            ("closed_door", "Closed-door meeting"),
                            ("opening", "Opening"),
                            ("session", "Session"),
                            ("event", "Event"),
                        ],
                        max_length=20,
                        verbose_name="part",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("room", models.CharField(blank=True, max_length=150, verbose_name="room")),
                (
                    "attended_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("member", "Member countries"),
                                ("observer_country", "Observer countries"),
                                ("observer_organisation", "Observer organisations"),
                                ("rrocm", "RNCOM"),
                                ("ppt", "Presidency Pro-Témpore"),
                                ("technical_secretariat", "Technical Secretariat"),
                                ("troika_member", "Troika"),
                                ("host_or_co_sponsor", "Host or co-sponsor"),
                                ("outside_guest", "Guests from outside the Conference"),
                                ("other", "Others"),
                            ],
                            max_length=30,
                        ),
                        default=list,
                        editable=False,
                        verbose_name="who attends",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        db_comment="How often what calendars show has changed; the database counts.",
                        default=0,
                        editable=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("plenary", "the plenary"),
                            ("rcgm", "the Regional Consultation Group on Migration"),
                            ("agenda_consultation", "members and observer organisations"),
                            ("members", "members"),
                            ("body", "the body it belongs to"),
                            ("circle", "the people admitted to the session"),
                            ("troika", "the Troika"),
                            ("presidency", "the Presidency and the Secretariat"),
                            ("secretariat", "the Secretariat"),
                        ],
                        default="secretariat",
                        max_length=20,
                        verbose_name="audience",
                    ),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day observers read what is for the plenary. The Presidency decides it.",
                        null=True,
                        verbose_name="released to the plenary on",
                    ),
                ),
                (
                    "is_open_to_rrocm",
                    models.BooleanField(
                        default=False,
                        help_text="It belongs to the RNCOM's own item or slot, or the Presidency opened it.",
                        verbose_name="open to the RNCOM",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("plenary", "Plenary"),
                            ("closed_door", "Closed-door meeting"),
                            ("opening", "Opening"),
                            ("session", "Session"),
                            ("event", "Event"),
                        ],
                        max_length=20,
                        verbose_name="part",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("room", models.CharField(blank=True, max_length=150, verbose_name="room")),
                (
                    "attended_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("member", "Member countries"),
                                ("observer_country", "Observer countries"),
                                ("observer_organisation", "Observer organisations"),
                                ("rrocm", "RNCOM"),
                                ("ppt", "Presidency Pro-Témpore"),
                                ("technical_secretariat", "Technical Secretariat"),
                                ("troika_member", "Troika"),
                                ("host_or_co_sponsor", "Host or co-sponsor"),
                                ("outside_guest", "Guests from outside the Conference"),
                                ("other", "Others"),
                            ],
                            max_length=30,
                        ),
                        default=list,
                        editable=False,
                        verbose_name="who attends",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_activitycountevent" ("fact", "id", "kinds", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "source") VALUES (NEW."fact", NEW."id", NEW."kinds", NEW."name", NEW."name_en", NEW."name_es", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."printed", NEW."source"); RETURN NULL;',
                    hash="2d7a2ff2663087ea5da55d804800d2e04545c3a1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15d4c",
                    table="meetings_activitycount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_activitycountevent" ("fact", "id", "kinds", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "source") VALUES (NEW."fact", NEW."id", NEW."kinds", NEW."name", NEW."name_en", NEW."name_es", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."printed", NEW."source"); RETURN NULL;',
                    hash="759cab695fe493034011c1597b5bdd3a13d710c9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de1fb",
                    table="meetings_activitycount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_activitycountevent" ("fact", "id", "kinds", "name", "name_en", "name_es", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "source") VALUES (OLD."fact", OLD."id", OLD."kinds", OLD."name", OLD."name_en", OLD."name_es", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."printed", OLD."source"); RETURN NULL;',
                    hash="229afe032796d2659e6aa7ea4f9f5f7155a7a7e5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b2786",
                    table="meetings_activitycount",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="activitycountevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.activitycount",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="axis",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="declarations.axis",
                verbose_name="axis of the Plan of Action",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="circle",
            field=models.ForeignKey(
                blank=True,
                help_text="The people and parties admitted beside those whom the audience names.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.circle",
                verbose_name="circle",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemevent",
            name="axis",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="agendaitemevent",
            name="body",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemevent",
            name="circle",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The people and parties admitted beside those whom the audience names.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.circle",
                verbose_name="circle",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="itemdocument",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="itemdocument",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="papers",
                to="meetings.agendaitem",
                verbose_name="agenda item",
            ),
        ),
        migrations.AddField(
            model_name="itemdocument",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="declarations.documentversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="itemdocumentevent",
            name="added_by",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="itemdocumentevent",
            name="item",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.agendaitem",
                verbose_name="agenda item",
            ),
        ),
        migrations.AddField(
            model_name="itemdocumentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.itemdocument",
            ),
        ),
        migrations.AddField(
            model_name="itemdocumentevent",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="declarations.documentversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="bodies",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="members.body", verbose_name="bodies that meet"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="co_sponsors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Workshops, seminars and training are convened by the host and the co-sponsors.",
                related_name="+",
                to="members.party",
                verbose_name="co-sponsors",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="held_with",
            field=models.ManyToManyField(blank=True, to="meetings.meeting", verbose_name="held together with"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="host",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.party",
                verbose_name="host country",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="following",
                to="meetings.meeting",
                verbose_name="previous meeting",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="host",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.party",
                verbose_name="host country",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
                verbose_name="previous meeting",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="declarations.document",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outcomes",
                to="meetings.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.AddField(
            model_name="outcomeevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="declarations.document",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="outcomeevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.AddField(
            model_name="outcomeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.outcome",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="circle",
            field=models.ForeignKey(
                blank=True,
                help_text="The people and parties admitted beside those whom the audience names.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.circle",
                verbose_name="circle",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="meetings.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemevent",
            name="session",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.session",
                verbose_name="session",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="meetings.session",
                verbose_name="session",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="body",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="circle",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The people and parties admitted beside those whom the audience names.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.circle",
                verbose_name="circle",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.session",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycountevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1ed2428b9fe5a0e09a3e3d544d88cf574758fabe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6e04",
                    table="meetings_activitycountevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="itemdocument",
            constraint=models.UniqueConstraint(fields=("item", "version"), name="paper_once_an_item"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_itemdocumentevent" ("added_at", "added_by_id", "id", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."version_id"); RETURN NULL;',
                    hash="a4fe36eb1f4f9717c99d08029f4882815fb3ae8f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3a721",
                    table="meetings_itemdocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_itemdocumentevent" ("added_at", "added_by_id", "id", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."version_id"); RETURN NULL;',
                    hash="0135be24905bafece59e23ac3f1c65ad376debce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_998ef",
                    table="meetings_itemdocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_itemdocumentevent" ("added_at", "added_by_id", "id", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."id", OLD."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."version_id"); RETURN NULL;',
                    hash="0e690bc387e06878f8f9b4ec7a523b27888d857d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f162c",
                    table="meetings_itemdocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemdocumentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6dc3f187a183d1cb8b26f6367bd9ac0fa9a30307",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dd2da",
                    table="meetings_itemdocumentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["conference", "rcgm"])),
                fields=("kind", "ordinal"),
                name="meeting_number_once",
                violation_error_message="There is a meeting of this kind with that number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_on", None),
                    models.Q(("last_on__gte", models.F("starts_on")), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_ends_after_it_begins",
                violation_error_message="The last day is not before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("year", django.db.models.functions.datetime.ExtractYear("starts_on")),
                    _connector="OR",
                ),
                name="meeting_is_of_its_year",
                violation_error_message="The first day lies in the year of the meeting.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("convened_at", None), ("status", "planned")),
                    ("status", "cancelled"),
                    models.Q(
                        ("convened_at__isnull", False), ("status__in", ["convened", "open", "closed", "archived"])
                    ),
                    _connector="OR",
                ),
                name="meeting_convened_at_a_moment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="count_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."host_id" IS DISTINCT FROM (NEW."host_id") OR OLD."last_on" IS DISTINCT FROM (NEW."last_on") OR OLD."place_en" IS DISTINCT FROM (NEW."place_en") OR OLD."place_es" IS DISTINCT FROM (NEW."place_es") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es"))',
                    func="NEW.sequence = OLD.sequence + 1; RETURN NEW;",
                    hash="6e064300d9c2bfdc72671e0b8d1bfa7ab4b935c1",
                    operation="UPDATE",
                    pgid="pgtrigger_count_changes_4161a",
                    table="meetings_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_meetingevent" ("basis", "cancellation_reason", "cancellation_reason_en", "cancellation_reason_es", "certainty", "certainty_en", "certainty_es", "convened_at", "fact", "format", "host_id", "id", "kind", "last_on", "ordinal", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_es", "precision", "previous_id", "slug", "source", "starts_on", "status", "theme", "theme_en", "theme_es", "time_zone", "title", "title_en", "title_es", "year") VALUES (NEW."basis", NEW."cancellation_reason", NEW."cancellation_reason_en", NEW."cancellation_reason_es", NEW."certainty", NEW."certainty_en", NEW."certainty_es", NEW."convened_at", NEW."fact", NEW."format", NEW."host_id", NEW."id", NEW."kind", NEW."last_on", NEW."ordinal", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."place", NEW."place_en", NEW."place_es", NEW."precision", NEW."previous_id", NEW."slug", NEW."source", NEW."starts_on", NEW."status", NEW."theme", NEW."theme_en", NEW."theme_es", NEW."time_zone", NEW."title", NEW."title_en", NEW."title_es", NEW."year"); RETURN NULL;',
                    hash="9bf29583d15011ed0593d18e8075f019d2286963",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61d9e",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."cancellation_reason" IS DISTINCT FROM (NEW."cancellation_reason") OR OLD."cancellation_reason_en" IS DISTINCT FROM (NEW."cancellation_reason_en") OR OLD."cancellation_reason_es" IS DISTINCT FROM (NEW."cancellation_reason_es") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."certainty_en" IS DISTINCT FROM (NEW."certainty_en") OR OLD."certainty_es" IS DISTINCT FROM (NEW."certainty_es") OR OLD."convened_at" IS DISTINCT FROM (NEW."convened_at") OR OLD."fact" IS DISTINCT FROM (NEW."fact") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."host_id" IS DISTINCT FROM (NEW."host_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last_on" IS DISTINCT FROM (NEW."last_on") OR OLD."ordinal" IS DISTINCT FROM (NEW."ordinal") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."place_en" IS DISTINCT FROM (NEW."place_en") OR OLD."place_es" IS DISTINCT FROM (NEW."place_es") OR OLD."precision" IS DISTINCT FROM (NEW."precision") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."theme_en" IS DISTINCT FROM (NEW."theme_en") OR OLD."theme_es" IS DISTINCT FROM (NEW."theme_es") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_meetingevent" ("basis", "cancellation_reason", "cancellation_reason_en", "cancellation_reason_es", "certainty", "certainty_en", "certainty_es", "convened_at", "fact", "format", "host_id", "id", "kind", "last_on", "ordinal", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_es", "precision", "previous_id", "slug", "source", "starts_on", "status", "theme", "theme_en", "theme_es", "time_zone", "title", "title_en", "title_es", "year") VALUES (NEW."basis", NEW."cancellation_reason", NEW."cancellation_reason_en", NEW."cancellation_reason_es", NEW."certainty", NEW."certainty_en", NEW."certainty_es", NEW."convened_at", NEW."fact", NEW."format", NEW."host_id", NEW."id", NEW."kind", NEW."last_on", NEW."ordinal", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."place", NEW."place_en", NEW."place_es", NEW."precision", NEW."previous_id", NEW."slug", NEW."source", NEW."starts_on", NEW."status", NEW."theme", NEW."theme_en", NEW."theme_es", NEW."time_zone", NEW."title", NEW."title_en", NEW."title_es", NEW."year"); RETURN NULL;',
                    hash="348a949f109bac8cf816baccc5d0fa8392355576",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_495b8",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_meetingevent" ("basis", "cancellation_reason", "cancellation_reason_en", "cancellation_reason_es", "certainty", "certainty_en", "certainty_es", "convened_at", "fact", "format", "host_id", "id", "kind", "last_on", "ordinal", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_en", "place_es", "precision", "previous_id", "slug", "source", "starts_on", "status", "theme", "theme_en", "theme_es", "time_zone", "title", "title_en", "title_es", "year") VALUES (OLD."basis", OLD."cancellation_reason", OLD."cancellation_reason_en", OLD."cancellation_reason_es", OLD."certainty", OLD."certainty_en", OLD."certainty_es", OLD."convened_at", OLD."fact", OLD."format", OLD."host_id", OLD."id", OLD."kind", OLD."last_on", OLD."ordinal", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."place", OLD."place_en", OLD."place_es", OLD."precision", OLD."previous_id", OLD."slug", OLD."source", OLD."starts_on", OLD."status", OLD."theme", OLD."theme_en", OLD."theme_es", OLD."time_zone", OLD."title", OLD."title_en", OLD."title_es", OLD."year"); RETURN NULL;',
                    hash="d5381c23cbffab8e8856e1d4dd6c769f93cac763",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4bf26",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="161adc4dee7601797a02097cded16f6fce0bad5d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b4ce",
                    table="meetings_meetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(fields=("meeting", "document"), name="outcome_once_a_meeting"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_outcomeevent" ("document_id", "id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."document_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="409c52f1b84c00e4b0513ad886f3fe9f19539efb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2bef6",
                    table="meetings_outcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_outcomeevent" ("document_id", "id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."document_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="0a659f924c90fbf7416d8a5190a83007389ad446",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4cd7c",
                    table="meetings_outcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_outcomeevent" ("document_id", "id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."document_id", OLD."id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="5503d4d7cbfbffc2c638cf69da14497faa8b1aaf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_60996",
                    table="meetings_outcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcomeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f9134a2729dc0dd1ce509e7ee080ee9d20ead597",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8dcdc",
                    table="meetings_outcomeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="session_ends_after_it_begins",
                violation_error_message="It must end after it begins.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="count_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es"))',
                    func="NEW.sequence = OLD.sequence + 1; RETURN NEW;",
                    hash="1b13b617b5c179ab4233168fdafdd9dbeb77ce3d",
                    operation="UPDATE",
                    pgid="pgtrigger_count_changes_a643b",
                    table="meetings_session",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_sessionevent" ("attended_by", "audience", "body_id", "circle_id", "ends_at", "id", "is_open_to_rrocm", "meeting_id", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_on", "room", "starts_at", "title", "title_en", "title_es") VALUES (NEW."attended_by", NEW."audience", NEW."body_id", NEW."circle_id", NEW."ends_at", NEW."id", NEW."is_open_to_rrocm", NEW."meeting_id", NEW."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."released_on", NEW."room", NEW."starts_at", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                    hash="8d8d52556f1652e86ad2b7dbdb5ff4581b4479d2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6e3c8",
                    table="meetings_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."attended_by" IS DISTINCT FROM (NEW."attended_by") OR OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."body_id" IS DISTINCT FROM (NEW."body_id") OR OLD."circle_id" IS DISTINCT FROM (NEW."circle_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open_to_rrocm" IS DISTINCT FROM (NEW."is_open_to_rrocm") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."released_on" IS DISTINCT FROM (NEW."released_on") OR OLD."room" IS DISTINCT FROM (NEW."room") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es"))',
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_sessionevent" ("attended_by", "audience", "body_id", "circle_id", "ends_at", "id", "is_open_to_rrocm", "meeting_id", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_on", "room", "starts_at", "title", "title_en", "title_es") VALUES (NEW."attended_by", NEW."audience", NEW."body_id", NEW."circle_id", NEW."ends_at", NEW."id", NEW."is_open_to_rrocm", NEW."meeting_id", NEW."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."released_on", NEW."room", NEW."starts_at", NEW."title", NEW."title_en", NEW."title_es"); RETURN NULL;',
                    hash="28f1df8994740b76324b6dde70a9017831b1bd87",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b633d",
                    table="meetings_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_sessionevent" ("attended_by", "audience", "body_id", "circle_id", "ends_at", "id", "is_open_to_rrocm", "meeting_id", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_on", "room", "starts_at", "title", "title_en", "title_es") VALUES (OLD."attended_by", OLD."audience", OLD."body_id", OLD."circle_id", OLD."ends_at", OLD."id", OLD."is_open_to_rrocm", OLD."meeting_id", OLD."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."released_on", OLD."room", OLD."starts_at", OLD."title", OLD."title_en", OLD."title_es"); RETURN NULL;',
                    hash="66a7bfa99d53f4660019f008cf00664320c85211",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_43600",
                    table="meetings_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b8de708c8bd890b145ba1a7c1536a2aac70cd27",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6ea58",
                    table="meetings_agendaitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "title", "title_en", "title_es", "widening_reason") VALUES (NEW."audience", NEW."axis_id", NEW."body_id", NEW."circle_id", NEW."id", NEW."is_open_to_rrocm", NEW."is_standing", NEW."matter", NEW."minimum", NEW."minutes", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."presenter", NEW."released_on", NEW."result", NEW."session_id", NEW."title", NEW."title_en", NEW."title_es", NEW."widening_reason"); RETURN NULL;',
                    hash="a4f927777ce57a08a97fe29488e36c26a3691f91",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f98e2",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "title", "title_en", "title_es", "widening_reason") VALUES (NEW."audience", NEW."axis_id", NEW."body_id", NEW."circle_id", NEW."id", NEW."is_open_to_rrocm", NEW."is_standing", NEW."matter", NEW."minimum", NEW."minutes", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."presenter", NEW."released_on", NEW."result", NEW."session_id", NEW."title", NEW."title_en", NEW."title_es", NEW."widening_reason"); RETURN NULL;',
                    hash="74d450ddce1498a21c259a3cabc914d42b8eb99d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca6ee",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _heard TEXT := set_config('pgtrigger.ignore', '{}', true);",
                    func='INSERT INTO "meetings_agendaitemevent" ("audience", "axis_id", "body_id", "circle_id", "id", "is_open_to_rrocm", "is_standing", "matter", "minimum", "minutes", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "released_on", "result", "session_id", "title", "title_en", "title_es", "widening_reason") VALUES (OLD."audience", OLD."axis_id", OLD."body_id", OLD."circle_id", OLD."id", OLD."is_open_to_rrocm", OLD."is_standing", OLD."matter", OLD."minimum", OLD."minutes", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."presenter", OLD."released_on", OLD."result", OLD."session_id", OLD."title", OLD."title_en", OLD."title_es", OLD."widening_reason"); RETURN NULL;',
                    hash="5a7d63e88974f7624ca9cd1fae740a5ff8eb69ed",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2c12a",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80d96337d9546b16e18c78ae89fdfdb7a6e7adf0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_564a9",
                    table="meetings_sessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AppendOnly(
            "meetings_activitycountevent",
            "meetings_agendaitemevent",
            "meetings_itemdocumentevent",
            "meetings_meetingevent",
            "meetings_outcomeevent",
            "meetings_sessionevent",
        ),
    ]
