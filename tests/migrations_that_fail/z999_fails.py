"""Makes a table and then raises; with `SEKTORAL_TEST_KILL` it kills its own process instead."""

import os
import signal

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sektoral.records import schema


def fail(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """This will not end well."""
    if os.environ.get("SEKTORAL_TEST_KILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError("fails on purpose")


class Migration(migrations.Migration):
    dependencies = (
        ("records", next(n for n in reversed(schema.known()["records"]) if n[0].isdigit() and "squash" not in n)),
    )
    operations = (migrations.RunSQL("CREATE TABLE left_behind (id int)"), migrations.RunPython(fail))
