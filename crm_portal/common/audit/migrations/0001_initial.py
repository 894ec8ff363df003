import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from crm_portal.common.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("object_id", models.CharField(blank=True, max_length=64, verbose_name="number")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="when"
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="request")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("view", "viewed"),
                            ("download", "downloaded"),
                            ("search", "searched"),
                            ("export", "exported"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                (
                    "who",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "access",
                "verbose_name_plural": "accesses",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["kind", "object_id", "id"], name="access_to_an_object"),
                    models.Index(fields=["who", "id"], name="access_of_a_person"),
                    models.Index(fields=["at"], name="access_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("object_id", models.CharField(blank=True, max_length=64, verbose_name="number")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="when"
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="request")),
                ("verb", models.CharField(max_length=100, verbose_name="step")),
                ("on_behalf_of", models.BigIntegerField(null=True, verbose_name="on behalf of")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "step taken",
                "verbose_name_plural": "steps taken",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["kind", "object_id", "id"], name="deed_of_an_object"),
                    models.Index(fields=["by", "id"], name="deed_of_a_person"),
                ],
            },
        ),
        AppendOnly(
            "audit_access",
            "audit_deed",
        ),
    ]
