from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0020_data_list_minutes")]

    operations = [
        migrations.AddField(
            model_name="code",
            name="successors",
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="code_ends_after_it_begins",
            ),
        ),
    ]
