from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="privatefile",
            index=models.Index(fields=["sha256"], name="file_by_hash"),
        ),
    ]
