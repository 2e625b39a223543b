from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, Max, Q


def count_what_is_held(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What a bank of before holds, counted once; from here on every change keeps it."""
    held, observations = apps.get_model("records", "Holding"), apps.get_model("records", "Observation")
    places = observations.objects.filter(superseded_at__isnull=True).values(
        "office_id", "table__agency_id", "table__code", "period"
    )
    counted = places.annotate(
        figures=Count("pk", filter=~Q(text="")), marks=Count("pk", filter=Q(text="")), last=Max("recorded_at")
    ).order_by()
    held.objects.all().delete()
    held.objects.bulk_create(
        [
            held(
                office_id=one["office_id"],
                agency_id=one["table__agency_id"],
                code=one["table__code"],
                period=one["period"],
                figures=one["figures"],
                marks=one["marks"],
                recorded_at=one["last"],
            )
            for one in counted
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0017_data_bank'),
    ]

    operations = [
        migrations.RunPython(count_what_is_held, migrations.RunPython.noop),
    ]
