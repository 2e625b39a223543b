from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0021_code_successors")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="is_made_here",
            field=models.BooleanField(default=False),
        ),
    ]
