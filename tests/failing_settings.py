"""An installation whose newest migration fails; see `tests/migrations_that_fail`."""

from sektoral.project.settings import *  # noqa: F403

MIGRATION_MODULES = {"records": "tests.migrations_that_fail"}
