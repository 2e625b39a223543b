"""An installation of 514 offices × 50 agencies × 8 rounds, five million figures: what one office among them waits for.

python -m benchmarks.volume [postgresql|sqlite] [--share 0.01] [--turns 3] [--wait]     prints the section of docs/benchmarks.md

One office's round is played and then copied (benchmarks/volume_filling.py). With `--wait` a line on standard input
begins the measuring. Every page that its staff may open is opened through Django's client, each tick of the worker runs
once with everything due, every invariant is tried on the one office, and the public pages are opened. It ends with 1
where a page is over its budget.
"""

import argparse
import os
import platform
import sys
import tempfile
import time

from benchmarks.bank import database

OFFICES = 514


def main() -> int:
    """This will fill the installation, measure it and print the section."""
    arguments = argparse.ArgumentParser(prog="benchmarks.volume")
    arguments.add_argument("database", nargs="?", choices=["postgresql", "sqlite"], default="postgresql")
    arguments.add_argument("--share", type=float, default=1.0)
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--wait", action="store_true")
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="sektoral-volume-") as folder, database(said.database) as url:
        os.environ |= {
            "SEKTORAL_TEST_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": url,
            "SEKTORAL_LOG_LEVEL": "ERROR",
        }
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import volume_filling
        from benchmarks.volume_measuring import measure

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        began, offices = time.perf_counter(), max(round(said.share * OFFICES), 2)
        scene = volume_filling.filled(offices)
        print(f"{said.database}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; ", end="")
        print(
            f"{offices} offices, {volume_filling.counted()}, filled in {time.perf_counter() - began:.0f} s", flush=True
        )
        if said.wait:
            input("A line begins the measuring: ")
        return measure(scene, said.turns)


if __name__ == "__main__":
    sys.exit(main())
