"""The bank at its size: pages and queries of one office among hundreds, and an import beside a bare COPY.

python -m benchmarks.bank [postgresql|sqlite] [--figures N]     prints the section that docs/benchmarks.md keeps

The demo office's years are copied, table by table and figure by figure, to as many offices as it takes: 20 million
figures on PostgreSQL, 2 million on SQLite. What is measured is the first office, through Django's own client.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

SIZES = {"postgresql": 20_000_000, "sqlite": 2_000_000}
REQUESTS = 60  # of each page
IMPORTED, TURNS = 200_000, 3
ROWS, COLUMNS = 2_000, 25  # of the table that is imported
ROUND = "2023"


def main() -> None:
    """This will build the bank, measure it and print the section."""
    arguments = argparse.ArgumentParser(prog="benchmarks.bank")
    arguments.add_argument("database", nargs="?", choices=list(SIZES), default="postgresql")
    arguments.add_argument("--figures", type=int, default=0)
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="sektoral-bank-") as folder, database(said.database) as url:
        os.environ |= {
            "SEKTORAL_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": url,
            "SEKTORAL_LOG_LEVEL": "WARNING",
        }
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks.bank_filling import fill
        from benchmarks.bank_measuring import measure

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        offices, figures = fill(said.figures or SIZES[said.database])
        print(f"{figures:,} figures of {offices} offices, made in {time.perf_counter() - began:.0f} s", flush=True)
        load = os.getloadavg()[0]
        print(f"{said.database}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}", flush=True)
        for line in measure():
            print(line, flush=True)


@contextmanager
def database(vendor: str) -> Iterator[str]:
    """This will give the address of a database with room for much; for SQLite an empty one, so that it lies in the room."""
    if vendor == "sqlite":
        yield ""
        return
    from tests import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL on this machine")
    options = (*postgres.OPTIONS, "shared_buffers=512MB", "maintenance_work_mem=512MB", "max_wal_size=4GB")
    with postgres.cluster(binaries, options=options) as url:
        import psycopg

        with psycopg.connect(url.replace("/sektoral?", "/postgres?"), autocommit=True) as server:
            server.execute("CREATE DATABASE sektoral")
        yield url


if __name__ == "__main__":
    main()
