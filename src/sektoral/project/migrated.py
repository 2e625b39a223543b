"""How far the database is behind the code."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def waiting_migrations() -> int:
    """This will count the migrations that have not run on this database yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
