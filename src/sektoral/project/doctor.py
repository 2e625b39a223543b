"""`sektoral doctor`: is this installation fit to work? Each look says what it found and, if need be, what to do."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sektoral.adapters.addresses import is_safe_address
from sektoral.adapters.clamd import ScannerSilent
from sektoral.adapters.sandbox import client
from sektoral.adapters.signatures.roots import UnreadRoot, read_roots
from sektoral.adapters.typesetting.coverage import FONTS
from sektoral.domain.errors import Unavailable
from sektoral.domain.papers import SigningService
from sektoral.intake.files import file_store
from sektoral.intake.scanning import SILENT, scanner
from sektoral.letters.gateways import fault_of_gateway
from sektoral.letters.services import missing_settings, service_of
from sektoral.letters.words import SERVICE_WORDS
from sektoral.project import milestones
from sektoral.project.clock_watch import KIND
from sektoral.project.connections import WAL_IS_SAFE_FROM
from sektoral.project.keeping.drilling import last_drill
from sektoral.project.looks import machine, outside
from sektoral.project.looks.finding import Finding, Health, Look, good
from sektoral.project.milestones import Deed
from sektoral.project.reactions import REACTIONS
from sektoral.records import triggers
from sektoral.records.actors import local_date
from sektoral.records.calendars import calendar_of
from sektoral.records.grants import may_delete_evidence
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Office
from sektoral.ui.messages import remedy, sentence

SCARCE, LITTLE = 1 << 30, 5 << 30  # bytes free on the disk
SLACK = timedelta(minutes=5)
LATELY = timedelta(days=7)
DRILL_IS_OLD = timedelta(days=40)
PATIENCE = timedelta(minutes=2)  # how long an event may wait before the worker is missed
OTHERS = 0o077
OLDEST_POSTGRESQL = 150000
SAMPLE = b"a;b\n1;2\n"
STALE = timedelta(days=7)  # how old the scanner's knowledge may be
EICAR = b"".join([b"X5O!P%@AP[4\\PZX54(P^)7CC)7}", b"$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"$H+H*"])


def examine(at: datetime) -> list[tuple[str, Finding]]:
    """This will take every look in turn; `at` is now. A look that breaks down is bad itself."""
    return [(look.name, finding) for look in LOOKS for finding in _findings(look, at)]


def look_at_settings(at: datetime) -> Iterator[Finding]:
    """This will repeat Django's own checks and ours."""
    found = run_checks()
    yield from (
        Finding(Health.BAD, one.msg, f"Periksa {one.hint or one.id} di .env.") for one in found if one.level >= 30
    )
    if settings.DEMO:
        yield Finding(Health.MIND, "Pemasangan contoh (SEKTORAL_DEMO).", "Jangan dipakai untuk data sungguhan.")
    elif not found:
        yield good("Pengaturan aman.")


def look_at_clock(at: datetime) -> Iterator[Finding]:
    """This will compare the clock with the last event: a clock that goes back makes deadlines wrong."""
    last = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if settings.REHEARSAL_CLOCK is not None:
        yield Finding(Health.MIND, "Jam gladi sedang dipakai.", "Kosongkan SEKTORAL_CLOCK.")
    elif last is not None and last > at + SLACK:
        yield Finding(
            Health.BAD, f"Jam mesin {at:%Y-%m-%d %H:%M} mendahului peristiwa terakhir.", "Samakan dengan NTP."
        )
    elif steps := list(Event.objects.filter(kind=KIND, at__gt=at - LATELY).values_list("facts__seconds", flat=True)):
        told = ", ".join(f"{seconds:+d} detik" for seconds in steps)
        yield Finding(
            Health.MIND, f"Dalam {LATELY.days} hari terakhir jam mesin disetel: {told}.", "Nyalakan NTP (timedatectl)."
        )
    else:
        yield good(f"Jam mesin {at:%Y-%m-%d %H:%M} UTC.")


def look_at_disk(at: datetime) -> Iterator[Finding]:
    """This will measure what is free, and try to write."""
    free = shutil.disk_usage(settings.VAR).free
    text = f"{free / (1 << 30):.1f} GiB bebas di {settings.VAR}."
    if free < LITTLE:
        yield Finding(Health.BAD if free < SCARCE else Health.MIND, text, "Tambah ruang penyimpanan.")
    elif not os.access(settings.VAR, os.W_OK):
        yield Finding(Health.BAD, f"{settings.VAR} tidak dapat ditulisi.", "Perbaiki pemilik dan hak aksesnya.")
    else:
        yield good(text)


def look_at_files(at: datetime) -> Iterator[Finding]:
    """This will ask the store of files, where it is not the server's own disk."""
    store = file_store()
    if settings.FILES_BUCKET is None:
        yield good(f"Berkas di {settings.FILES_ROOT}.")
        return
    try:
        ref = store.put(SAMPLE)
    except Unavailable as fault:
        yield Finding(Health.BAD, f"Wadah S3 {settings.FILES_BUCKET.name}: {sentence(fault)}", remedy(fault))
    else:
        yield good(f"Wadah S3 {settings.FILES_BUCKET.name} menyimpan dan mengembalikan {ref.size} bita.")


def look_at_database(at: datetime) -> Iterator[Finding]:
    """This will look at version, durability, migrations and triggers."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding(Health.BAD, "Ada migrasi yang belum dijalankan.", "Jalankan `sektoral migrate`.")
    if triggers.missing():
        yield Finding(Health.BAD, f"Pemicu hilang: {', '.join(triggers.missing())}.", "Jalankan `sektoral migrate`.")
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()


def look_at_fonts(at: datetime) -> Iterator[Finding]:
    """This will count the fonts that papers are set in."""
    fonts = list(Path(FONTS).glob("*.ttf"))
    if not fonts:
        yield Finding(Health.BAD, "Huruf Arimo tidak ada; surat tidak dapat disusun.", "Pasang ulang fontpkg-arimo.")
    else:
        yield good(f"{len(fonts)} berkas huruf Arimo.")


def look_at_keys(at: datetime) -> Iterator[Finding]:
    """This will name every private key that others may read."""
    places = [settings.KEYS_ROOT, *settings.KEYS_ROOT.rglob("*")] if settings.KEYS_ROOT.is_dir() else []
    secret = [place for place in places if place.suffix != ".pub"]
    exposed = [place for place in secret if place.stat().st_mode & OTHERS]
    yield from (Finding(Health.BAD, f"{one} dapat dibaca orang lain.", f"chmod go= {one}") for one in exposed)
    if not exposed:
        yield good(f"{sum(place.is_file() for place in secret)} kunci rahasia hanya terbaca oleh pemiliknya.")


def look_at_roots(at: datetime) -> Iterator[Finding]:
    """This will name the root certificates that are trusted beside our own."""
    folder = settings.TRUSTED_ROOTS
    found = read_roots(folder) if folder else []
    for one in found:
        if isinstance(one, UnreadRoot):
            yield Finding(Health.BAD, f"{one.file} bukan sertifikat: {one.why}", "Ganti atau keluarkan berkasnya.")
        elif one.expires_at < at:
            yield Finding(Health.MIND, f"{one.name} berakhir {one.expires_at:%Y-%m-%d}.", "Pasang akar penggantinya.")
        else:
            yield good(f"Dipercaya: {one.name}, berlaku sampai {one.expires_at:%Y-%m-%d}, sidik {one.sha256[:16]}.")
    if folder and not found:
        yield Finding(Health.BAD, f"{folder} tidak memuat sertifikat.", "Periksa SEKTORAL_TRUSTED_ROOTS.")
    if not folder:
        yield good("Hanya akar sertifikat uji kantor ini yang dipercaya; tanda tangan BSrE tidak akan disebut asli.")


def look_at_sandbox(at: datetime) -> Iterator[Finding]:
    """This will have a tiny file read where strangers' files are read."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(SAMPLE)
        file.flush()
        answer = client.run("read", Path(file.name))
    if not answer.ok:
        yield Finding(Health.BAD, f"Kotak pasir tidak menjawab: {answer.code}.", "Periksa batas proses dan memori.")
    elif os.geteuid() == 0:
        yield Finding(
            Health.MIND, "Berjalan sebagai root: batas banyaknya proses tidak berlaku.", "Pakai pengguna sendiri."
        )
    else:
        yield good("Kotak pasir menjawab.")


def look_at_scanner(at: datetime) -> Iterator[Finding]:
    """This will have the virus scanner find what every scanner knows, and count what waits for it."""
    clamd = scanner()
    if clamd is None:
        yield good("Tanpa pemindai virus; isi SEKTORAL_CLAMD bila mesin ini memilikinya.")
        return
    waiting = Event.objects.filter(settled_at__isnull=True, last_error_code=SILENT).count()
    try:
        is_awake, known = bool(clamd.scan([EICAR])), clamd.definitions_of()
    except ScannerSilent as error:
        text = f"Pemindai virus tidak menjawab ({error.why}); {waiting} berkas menunggunya."
        yield Finding(Health.BAD, text, "Jalankan clamav-daemon dan periksa SEKTORAL_CLAMD.")
        return
    if not is_awake:
        yield Finding(Health.BAD, "Pemindai virus tidak mengenali berkas uji.", "Jalankan freshclam, lalu ulangi.")
    elif known < at - STALE:
        yield Finding(Health.MIND, f"Pengetahuan pemindai virus dari {known:%Y-%m-%d}.", "Jalankan freshclam.")
    else:
        yield good(f"Pemindai virus menjawab, pengetahuannya dari {known:%Y-%m-%d}; {waiting} berkas menunggu.")


def look_at_worker(at: datetime) -> Iterator[Finding]:
    """This will tell from the journal whether somebody works on it."""
    waiting = Event.objects.filter(settled_at__isnull=True, kind__in=REACTIONS)
    stuck = waiting.filter(attempts__gte=MAX_ATTEMPTS).count()
    if stuck:
        yield Finding(
            Health.BAD, f"{stuck} peristiwa gagal berulang kali.", "Buka Jurnal, perbaiki sebabnya, coba lagi."
        )
    overdue = waiting.filter(attempts=0, claimed_until__isnull=True, at__lt=at - PATIENCE).count()
    if overdue:
        yield Finding(
            Health.BAD, f"{overdue} peristiwa menunggu lebih dari 2 menit.", "Jalankan `sektoral work` sebagai layanan."
        )
    if not stuck and not overdue:
        yield good("Tidak ada peristiwa yang menunggu terlalu lama.")


def look_at_calendars(at: datetime) -> Iterator[Finding]:
    """This will look for the decreed days off of this year and the next."""
    if not Office.objects.exists():
        yield Finding(Health.MIND, "Belum ada kantor.", "Jalankan `sektoral init`.")
    for office in Office.objects.order_by("slug"):
        year = local_date(office, at).year
        lacking = [one for one in (year, year + 1) if one not in calendar_of(office).covered_years]
        if lacking:
            health = Health.BAD if year in lacking else Health.MIND
            years = ", ".join(map(str, lacking))
            yield Finding(
                health, f"{office.slug}: kalender {years} belum ada.", "Isi hari libur di Penataan → Kalender."
            )
        else:
            yield good(f"{office.slug}: kalender {year} dan {year + 1} ada.")


def look_at_signing(at: datetime) -> Iterator[Finding]:
    """This will tell through what each office signs, and whether BSrE's gateway answers where it is set up."""
    for office in Office.objects.order_by("slug"):
        service = service_of(office)
        missing = missing_settings(service)
        text = f"{office.slug}: {SERVICE_WORDS[service]}"
        if service is SigningService.TEST and not settings.DEMO:
            means = "Belum ada surat yang dapat ditandatangani" if missing else "Surat tidak berkekuatan hukum"
            yield Finding(Health.BAD, f"{text}. {means}.", "Pilih BSrE di Layanan tanda tangan.")
        elif missing:
            yield Finding(Health.BAD, f"{text}. Belum diatur: {', '.join(missing)}.", "Isi di .env.")
        else:
            yield good(f"{text}.")
    if settings.BSRE_URL:
        yield from _gateway()


def look_at_drills(at: datetime) -> Iterator[Finding]:
    """This will tell when a restore was last tried for practice, once there are backups."""
    drilled = last_drill()
    if drilled is not None and at - drilled <= DRILL_IS_OLD:
        yield good(f"Latihan pemulihan terakhir {drilled:%Y-%m-%d}.")
    elif milestones.last(Deed.BACKUP) is not None:
        since = f"terakhir {drilled:%Y-%m-%d}" if drilled else "belum pernah"
        yield Finding(Health.MIND, f"Latihan pemulihan {since}.", "Jalankan `sektoral restore --drill` setiap bulan.")
    else:
        yield good("Belum ada cadangan yang perlu dicoba.")


LOOKS = (
    Look("pengaturan", look_at_settings),
    Look("jam", look_at_clock),
    Look("penyelarasan", machine.look_at_time_service),
    Look("memori", machine.look_at_memory),
    Look("berkas terbuka", machine.look_at_open_files),
    Look("penyimpanan", look_at_disk),
    Look("berkas", look_at_files),
    Look("basis data", look_at_database),
    Look("huruf", look_at_fonts),
    Look("kunci", look_at_keys),
    Look("akar sertifikat", look_at_roots),
    Look("kotak pasir", look_at_sandbox),
    Look("pemindai virus", look_at_scanner),
    Look("pekerja", look_at_worker),
    Look("denyut pekerja", machine.look_at_heartbeat),
    Look("tiap malam", machine.look_at_nightly_deeds),
    Look("latihan pemulihan", look_at_drills),
    Look("kalender", look_at_calendars),
    Look("surel", outside.look_at_mail),
    Look("stempel waktu", outside.look_at_time_stamps),
    Look("alamat", outside.look_at_base_url),
    Look("titik periksa", outside.look_at_checkpoints),
    Look("tanda tangan", look_at_signing),
)


def _gateway() -> Iterator[Finding]:
    fault = fault_of_gateway() if is_safe_address(settings.BSRE_URL) else "gateway_not_https"
    if fault:
        yield Finding(Health.BAD, sentence(Unavailable(fault)), remedy(Unavailable(fault)))
    else:
        yield good("Layanan BSrE menjawab dan mengenal pemasangan ini.")


def _sqlite() -> Iterator[Finding]:
    """WAL with two processes is unsafe in older versions, so the rollback journal is truncated instead."""
    wanted = "wal" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "truncate"
    with connection.cursor() as cursor:
        journal = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
        synchronous = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    text = f"SQLite {sqlite3.sqlite_version}, jurnal {journal}, synchronous {synchronous}."
    in_memory = journal == "memory"
    if (journal != wanted and not in_memory) or synchronous < 2:
        yield Finding(Health.BAD, text, f"Seharusnya {wanted} dengan synchronous 2; jalankan ulang semua proses.")
    else:
        yield good(text)


def _postgresql() -> Iterator[Finding]:
    connection.ensure_connection()
    version = connection.connection.info.server_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}."
    if version < OLDEST_POSTGRESQL:
        yield Finding(Health.BAD, text, "Perbarui ke PostgreSQL 15 atau lebih baru.")
    elif may_delete_evidence():
        text += " Peran aplikasi dapat menghapus bukti."
        yield Finding(Health.MIND, text, "Pakai dua peran dan `sektoral grants` (docs/operations.md).")
    else:
        yield good(text)


def _findings(look: Look, at: datetime) -> Iterator[Finding]:
    try:
        yield from look.look(at)
    except Exception as error:  # noqa: BLE001  a sick installation may break any look
        yield Finding(Health.BAD, f"{type(error).__name__}: {error}"[:300], "Perbaiki ini dahulu, lalu periksa lagi.")
