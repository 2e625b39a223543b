"""The command `sektoral`. What needs no Django is run before Django is imported, so that it starts at once."""

import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from importlib import import_module
from typing import TYPE_CHECKING

from sektoral.domain.errors import SektoralError
from sektoral.ui.messages import error_body, explained

if TYPE_CHECKING:
    from django.core.management import BaseCommand

Main = Callable[[list[str]], int]

# Commands that need no Django: name → "module:function", which takes the arguments and gives the exit code
EARLY = {
    "check": "sektoral.project.file_commands:check",
    "read": "sektoral.project.file_commands:read",
    "rehearse": "sektoral.project.rehearsal.command:main",  # lays out its own room before Django looks at settings
    "workdays": "sektoral.project.workdays_command:main",
}

# Every command by what somebody has in mind who looks for it
COMMANDS: Mapping[str, Mapping[str, str]] = {
    "Mencoba": {
        "demo": "kantor contoh: basis data, halaman web, dan pekerja",
        "rehearse": "gladi: satu putaran SOP secara utuh, dengan semua dokumennya",
    },
    "Melayani": {
        "serve": "halaman web",
        "work": "pekerja: instrumen, pesan, tanda terima, pemeriksaan berkas",
    },
    "Memasang dan merawat": {
        "init": "kantor, kalender, SOP, OPD, dan administrator pertama",
        "doctor": "apakah pemasangan ini siap bekerja, dan obatnya bila tidak",
        "upgrade": "perbarui basis data ke versi ini; gagal berarti dikembalikan",
        "grants": "beri peran PostgreSQL milik aplikasi hak yang perlu saja",
        "rotate-key": "ganti satu kunci; yang ditandatangani kunci lama tetap sah",
    },
    "Mencadangkan dan memindahkan": {
        "backup": "cadangkan selagi sistem bekerja: semua, atau satu kantor",
        "restore": "pulihkan ke tempat yang kosong; mesin basis datanya boleh lain",
        "move-to-postgres": "pindah dari SQLite ke PostgreSQL",
        "copy-files": "salin berkas ke penyimpanan pemasangan ini, tiap satu dibuktikan",
    },
    "Membuktikan": {
        "verify": "keaslian sebuah PDF",
        "verify-all": "semua yang harus selalu benar: bank, jurnal, berkas, surat, laporan",
        "journal": "jurnal satu kantor sebagai baris JSON, untuk diperiksa di luar",
        "evidence": "paket bukti satu putaran, dengan skrip pemeriksanya",
    },
    "Berkas dan angka": {
        "read": "apa yang terbaca dari sebuah berkas tabel",
        "check": "periksa instrumen terisi, atau tabel panjang terhadap definisinya",
        "definition": "definisi satu tabel sebagai berkas",
        "instrument": "buku kerja satu OPD dari satu putaran",
        "parquet": "Bank Data sebagai Parquet menurut kantor dan tahun",
        "workdays": "batas waktu dalam hari kerja",
    },
}

# What must stand in the environment before the settings are read; what is set already stays
ENVIRONMENT = {
    "demo": {"SEKTORAL_DEMO": "yes"},
}

SETTINGS = "sektoral.project.settings"
REFUSED = 2
BROKEN = 70  # EX_SOFTWARE


def main(argv: list[str] | None = None) -> int:
    """This will run one command and give its exit code.

    With `--json`, standard output is one JSON object whatever happens, and standard error shows no traceback.
    """
    args = sys.argv[1:] if argv is None else argv
    if "--json" in args:
        return _run_as_json(args)
    try:
        return _run(args)
    except CommandRefused as error:
        print(f"sektoral: {error}", file=sys.stderr)
        return error.exit_code
    except SektoralError as error:
        print(f"sektoral: {explained(error)} ({error.code})", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def _run(args: list[str]) -> int:
    name, *rest = args or ["help"]
    if name in {"help", "--help", "-h"}:
        return _help()
    if name == "--version":
        return _version()
    if name in EARLY:
        return _exit_code(_early(name), rest)
    return _exit_code(_run_command, [name, *rest])


def _run_as_json(args: list[str]) -> int:
    out = io.StringIO()
    refusal: Mapping[str, object] | None = None
    try:
        with redirect_stdout(out):
            code = _run(args)
    except CommandRefused as error:
        code, refusal = error.exit_code, _refusal(error.code, str(error))
    except SektoralError as error:
        code, refusal = REFUSED, error_body(error)
    except KeyboardInterrupt:
        code, refusal = 130, _refusal("interrupted", "Dihentikan.")
    except Exception as error:  # noqa: BLE001  the program that reads us gets an object, never a traceback
        code, refusal = BROKEN, _refusal("internal_error", f"{type(error).__name__}: {error}")
    text = out.getvalue()
    if not text.strip() and code:
        refusal = refusal or _refusal("refused", "Perintah ditolak; sebabnya ada di keluaran galat.")
    print(json.dumps(refusal, ensure_ascii=False, allow_nan=False) if refusal else text.rstrip("\n"))
    return code


def _refusal(code: str, message: str) -> Mapping[str, object]:
    return {"code": code, "message": message, "facts": {}}


def _exit_code(run: Main, args: list[str]) -> int:
    try:
        return run(args)
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)


def _early(name: str) -> Main:
    module, _, function = EARLY[name].partition(":")
    main: Main = getattr(import_module(module), function)
    return main


def _run_command(args: list[str]) -> int:
    name, *rest = args
    for variable, value in {"DJANGO_SETTINGS_MODULE": SETTINGS, **ENVIRONMENT.get(name, {})}.items():
        os.environ.setdefault(variable, value)
    import django
    from django.core.management import CommandError, call_command, get_commands, load_command_class

    django.setup()
    command = name.replace("-", "_")  # Django finds a command by the name of its module
    if command not in get_commands():
        raise CommandRefused(f"perintah {name} tidak dikenal; daftar perintah: sektoral help")
    if {"-h", "--help"} & {*rest}:
        return _help_of(load_command_class(get_commands()[command], command), name)
    try:
        call_command(command, *rest)
    except CommandError as error:
        # Django's 1 only says that something is wrong; a command that means a code of its own keeps it
        exit_code = REFUSED if error.returncode == 1 else error.returncode
        raise CommandRefused(str(error).removeprefix("Error: "), exit_code=exit_code) from None
    return 0


class CommandRefused(SektoralError):
    """A command was given arguments it cannot use, or says itself that it will not go on."""

    status = 422

    def __init__(self, message: str, *, exit_code: int = REFUSED) -> None:
        super().__init__("command_refused", reason=message)
        self.exit_code = exit_code

    def __str__(self) -> str:
        return str(self.facts["reason"])


def _help() -> int:
    width = max(len(name) for group in COMMANDS.values() for name in group)
    print("sektoral PERINTAH [--help] | --version")
    for title, group in COMMANDS.items():
        print(f"\n{title}")
        for name, purpose in group.items():
            print(f"  {name:<{width}}  {purpose}")
    return 0


def _version() -> int:
    from importlib.metadata import version  # no quick command should wait for it

    print(f"sektoral {version('sektoral')}")
    return 0


def _help_of(command: "BaseCommand", name: str) -> int:
    """The options that every command of Django's has are of no use to who runs this one."""
    command.suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    }  # fmt: skip
    command.requires_system_checks = []  # else the help offers to skip them
    command.print_help("sektoral", name)
    return 0
