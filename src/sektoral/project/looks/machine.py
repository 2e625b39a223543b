"""Looks at the machine: its clock, its memory, its limits, and what it did last night."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from sektoral.adapters import machine
from sektoral.project import heartbeat, milestones
from sektoral.project.looks.finding import Finding, Health, good
from sektoral.project.milestones import Deed

GIB = 1 << 30
BESIDE = GIB  # what web and worker need beside the children that open uploads
FEWEST_FILES = 1024
OVERDUE = timedelta(hours=50)  # a night was missed, and the next one too
DEEDS = {
    Deed.BACKUP: ("Cadangan", "Nyalakan sektoral-backup.timer, atau jalankan `sektoral backup`."),
    Deed.VERIFICATION: (
        "Pemeriksaan menyeluruh",
        "Nyalakan sektoral-verify.timer, atau jalankan `sektoral verify-all`.",
    ),
}


def look_at_time_service(at: datetime) -> Iterator[Finding]:
    """This will ask the kernel whether something keeps the clock right: deadlines run to the second."""
    match machine.is_clock_kept():
        case True:
            yield good("Jam diselaraskan dengan NTP.")
        case False:
            yield Finding(Health.MIND, "Jam tidak diselaraskan.", "Pasang systemd-timesyncd atau chrony.")
        case None:
            yield Finding(Health.MIND, "Tidak diketahui apakah jam diselaraskan.", "Periksa dengan `timedatectl`.")


def look_at_memory(at: datetime) -> Iterator[Finding]:
    """This will reckon whether the children that open uploads fit beside everything else."""
    limits = settings.SANDBOX_LIMITS
    wanted = BESIDE + limits.at_once * limits.agency.memory_bytes
    has = machine.memory_bytes()
    if has is None:
        yield Finding(Health.MIND, "Besarnya memori tidak diketahui.", "Periksa dengan `free -h`.")
    elif has < wanted:
        text = f"Memori {has / GIB:.1f} GiB; {limits.at_once} berkas sekaligus dapat perlu {wanted / GIB:.1f} GiB."
        yield Finding(Health.MIND, text, "Tambah memori atau kecilkan SEKTORAL_SANDBOX_AT_ONCE.")
    else:
        yield good(f"Memori {has / GIB:.1f} GiB, cukup untuk membuka {limits.at_once} berkas sekaligus.")


def look_at_open_files(at: datetime) -> Iterator[Finding]:
    """This will tell how many files and connections a process may hold."""
    most = machine.open_files()
    if most < FEWEST_FILES:
        yield Finding(Health.MIND, f"Hanya {most} berkas boleh terbuka.", "Naikkan batasnya (LimitNOFILE, ulimit -n).")
    else:
        yield good(f"{most} berkas boleh terbuka sekaligus.")


def look_at_heartbeat(at: datetime) -> Iterator[Finding]:
    """This will tell when a worker last said that it lives."""
    seen = heartbeat.seen_at()
    if seen is None:
        yield Finding(Health.MIND, "Belum pernah ada pekerja.", "Jalankan `sektoral work` sebagai layanan.")
    elif at - seen > heartbeat.MISSED_AFTER:
        text = f"Pekerja terakhir terlihat {seen:%Y-%m-%d %H:%M} UTC."
        yield Finding(Health.BAD, text, "Periksa `systemctl status sektoral-work`.")
    else:
        yield good("Pekerja hidup.")


def look_at_nightly_deeds(at: datetime) -> Iterator[Finding]:
    """This will tell how old the last backup and the last verification are, and whether they came out well."""
    for deed, (name, remedy) in DEEDS.items():
        last = milestones.last(deed)
        if last is None:
            yield Finding(Health.MIND, f"{name} belum pernah dijalankan.", remedy)
        elif not last.well:
            yield Finding(Health.BAD, f"{name} {last.at:%Y-%m-%d %H:%M} UTC gagal.", "Baca keluarannya, lalu ulangi.")
        elif at - last.at > OVERDUE:
            yield Finding(Health.BAD, f"{name} terakhir {last.at:%Y-%m-%d %H:%M} UTC.", remedy)
        else:
            yield good(f"{name} terakhir {last.at:%Y-%m-%d %H:%M} UTC.")
