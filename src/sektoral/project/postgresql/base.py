"""Django's PostgreSQL, except that no answer is waited for without an end.

A line may stay open and carry nothing: a proxy that lost its server, a firewall that forgot the line. Each packet is
acknowledged, so the kernel's time-outs never fire, and the server's `statement_timeout` ends a statement that never
reached it no sooner. Whoever waits then waits for good, unless the wait itself ends.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg.abc import RV, PQGen

from sektoral.project.connections import LONGEST_WAIT


class _Connection(psycopg.Connection[Any]):
    longest_wait: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        return super().wait(gen, interval, self.longest_wait if timeout is None else timeout)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that gives up after `LONGEST_WAIT` seconds without an answer; never where that is not set."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """This will connect; raises `OperationalError` as Django's own does."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        connection = _Connection.connect(**conn_params)
        connection.longest_wait = self.settings_dict.get(LONGEST_WAIT)
        return connection
