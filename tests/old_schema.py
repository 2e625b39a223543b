"""`python -m tests.old_schema`: two offices in a database as an older version left it, under the variables given."""

import sys

OLD = "0018_holdings_counted"


def main() -> int:
    """This will make the offices, then undo the migrations after `OLD`."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    from tests.offices import make_two_offices

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_two_offices()
    MigrationRecorder(connection).migration_qs.filter(app="records", name__contains="_squashed_").delete()
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("records", OLD)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
