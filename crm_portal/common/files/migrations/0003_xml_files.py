from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_file_by_hash"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="privatefile",
            name="file_kind_is_known",
        ),
        migrations.AlterField(
            model_name="privatefile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "DOCX"),
                    ("xlsx", "XLSX"),
                    ("pptx", "PPTX"),
                    ("odt", "ODT"),
                    ("png", "PNG"),
                    ("jpg", "JPG"),
                    ("txt", "TXT"),
                    ("csv", "CSV"),
                    ("html", "HTML"),
                    ("xml", "XML"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="privatefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["csv", "docx", "html", "jpg", "odt", "pdf", "png", "pptx", "txt", "xlsx", "xml"])
                ),
                name="file_kind_is_known",
            ),
        ),
    ]
