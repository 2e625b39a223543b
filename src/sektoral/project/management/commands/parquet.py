"""`sektoral parquet FOLDER [--released]`: the whole bank as partitioned Parquet, for DuckDB, Spark or Trino."""

import importlib.util
import shutil
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sektoral.adapters.exchange.partitions import write_partitions
from sektoral.bank.queries.all_cubes import bank_cubes, released_cubes
from sektoral.project import clock
from sektoral.records.models import Office


class Command(BaseCommand):
    """Writes beside the folder and renames at the end: what stands under the name is always whole."""

    help = "Tulis Bank Data sebagai Parquet terbagi menurut kantor dan tahun: office=…/year=…/part.parquet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="folder baru, atau yang masih kosong")
        parser.add_argument("--released", action="store_true", help="hanya yang sudah dirilis untuk umum")

    def handle(self, *, folder: Path, released: bool, **_: object) -> None:
        if importlib.util.find_spec("pyarrow") is None:
            raise CommandError("Parquet memerlukan pyarrow; pasanglah dengan pip install 'sektoral[parquet]'.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} sudah berisi; pilih folder baru.")
        read, at = released_cubes if released else bank_cubes, clock.now()
        unfinished = folder.with_name(f".{folder.name}.tmp")
        try:
            unfinished.mkdir(parents=True)
            offices = Office.objects.order_by("slug")
            count = write_partitions((cube for office in offices for cube in read(office, at=at)), unfinished)
            unfinished.replace(folder)
        except OSError as error:
            raise CommandError(f"{folder} tidak dapat ditulis ({type(error).__name__}).") from None
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        self.stdout.write(f"{folder}: {count} angka")
