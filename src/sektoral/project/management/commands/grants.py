"""`sektoral grants ROLE [--sql]`: gives the application's role on PostgreSQL what it needs, and no more."""

from argparse import ArgumentParser

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import ProgrammingError, connection, transaction

from sektoral.records.grants import statements


class Command(BaseCommand):
    """Run it as the owner of the tables, after every migration."""

    help = "Beri peran basis data milik aplikasi hak yang diperlukannya saja (PostgreSQL, sebagai pemilik tabel)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="peran yang dipakai layanan, misalnya sektoral")
        parser.add_argument("--sql", action="store_true", help="tulis pernyataannya saja, jangan jalankan")

    def handle(self, *, role: str, sql: bool, **_: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Peran basis data hanya ada pada PostgreSQL.")
        call_command("createcachetable", verbosity=0)
        wanted = statements(role)
        if sql:
            print(";\n".join([*wanted, ""]).strip())
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in wanted:
                    cursor.execute(statement)
        except ProgrammingError as error:
            raise CommandError(f"Tidak dapat memberi hak kepada {role}: {error}".strip()) from None
        print(f"{role} dapat bekerja pada {len(wanted) - 3} tabel; bukti tidak dapat diubah atau dihapusnya.")
