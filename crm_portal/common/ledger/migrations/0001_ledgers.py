from django.db import migrations, models

from crm_portal.common.ledger.sealing import KeepChain


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("ledger", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthSum",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "ledger",
                        "account",
                        "month",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("ledger", models.CharField(max_length=63)),
                ("account", models.BigIntegerField()),
                ("month", models.DateField(db_comment="The first day of the month.")),
                ("net_usd", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
        ),
        KeepChain(),
    ]
