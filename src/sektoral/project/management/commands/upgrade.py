"""`sektoral upgrade [--backup DEST | --without-backup]`: back up, migrate, verify; undone where one of them fails."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from sektoral.adapters.age import Recipients
from sektoral.domain.errors import Invalid
from sektoral.project import clock
from sektoral.project.keeping.backing_up import Order, back_up
from sektoral.project.keeping.upgrading import UpgradeFailed, upgrade
from sektoral.records import schema

UNDONE = 1


class Command(BaseCommand):
    """Exit code 0 when the schema is this program's, 1 when the upgrade was undone, 2 when it did not begin."""

    help = "Perbarui basis data ke versi program ini: cadangkan, migrasikan, periksa; gagal berarti dikembalikan."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backup", type=Path, metavar="DEST", help="folder cadangan, selain SEKTORAL_BACKUP_TO")
        parser.add_argument("--without-backup", action="store_true", help="tanpa cadangan lebih dahulu")

    def handle(self, *, backup: Path | None, without_backup: bool, **_: object) -> None:
        at = clock.real_now()
        if schema.standstill() is None and schema.waiting() and not without_backup:
            schema.check_may_alter()
            target: Path | None = backup or settings.BACKUP_TO
            if target is None:
                raise Invalid("upgrade_without_backup")
            done = back_up(Order(target.resolve(), Recipients(settings.BACKUP_RECIPIENTS)), at=at)
            self.stdout.write(f"Cadangan utuh: {done.written.folder}")
        try:
            done_now = upgrade(at=clock.now())
        except UpgradeFailed as error:
            lines = [f"Pembaruan gagal dan dibatalkan; basis data seperti semula. Sebab: {error.facts['reason']}"]
            lines += [f"  {one.invariant.code}: {fault}" for one in error.outcomes for fault in one.faults[:3]]
            lines += ["Pasang lagi versi program yang lama, lalu jalankan layanan."]
            self.stderr.write("\n".join(lines))
            sys.exit(UNDONE)
        if done_now.was_put_back:
            self.stdout.write("Pembaruan sebelumnya terputus; basis data dikembalikan dahulu, lalu diulang.")
        if done_now.migrations:
            ran = ", ".join(done_now.migrations)
            self.stdout.write(f"Migrasi: {ran}. verify-all: semua terpenuhi. Jalankan web dan pekerja.")
        else:
            self.stdout.write("Basis data sudah sesuai versi ini; tidak ada yang diubah.")
