"""What `sektoral init` asks, with an example and what an answer must be; also as a file to fill in."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_HOURS = re.compile(r"([01]\d|2[0-3])[.:]([0-5]\d) ?(?:-|–|sampai) ?([01]\d|2[0-3])[.:]([0-5]\d)")

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `fault` gives what is wrong with an answer, or nothing; a `default` stands in for none."""

    name: str
    text: str
    example: str
    fault: Callable[[str], str]
    default: str | None = None  # none: it must be answered


def _text(shortest: int, longest: int) -> Callable[[str], str]:
    def fault(answer: str) -> str:
        if not answer.isprintable():
            return "memuat tanda yang tidak tampak; ketik ulang"
        return "" if shortest <= len(answer) <= longest else f"panjangnya harus {shortest} sampai {longest} huruf"

    return fault


def _pattern(pattern: str, wanted: str) -> Callable[[str], str]:
    return lambda answer: "" if re.fullmatch(pattern, answer) else f"harus {wanted}"


def _email(answer: str) -> str:
    try:
        validate_email(answer)
    except ValidationError:
        return "bukan alamat surel"
    return ""


def _optional(fault: Callable[[str], str]) -> Callable[[str], str]:
    return lambda answer: fault(answer) if answer else ""


def _zone(answer: str) -> str:
    return "" if answer.upper() in ZONES else f"harus salah satu dari {', '.join(ZONES)}"


def _day(answer: str) -> str:
    try:
        date.fromisoformat(answer)
    except ValueError:
        return "harus tanggal dengan bentuk TTTT-BB-HH, misalnya 2026-01-15"
    return ""


def _hours(answer: str) -> str:
    found = _HOURS.fullmatch(answer)
    if found is None:
        return "harus jam buka dan jam tutup, misalnya 07.30-16.00"
    return "" if found.groups()[:2] < found.groups()[2:] else "jam tutup harus sesudah jam buka"


def _file(answer: str) -> str:
    return "" if Path(answer).is_file() else f"tidak ada berkas {answer}"


QUESTIONS = (
    Question("regency", "Nama kabupaten atau kota", "Kabupaten Contoh", _text(5, 100)),
    Question("name", "Nama dinas selaku Walidata", "Dinas Komunikasi dan Informatika", _text(5, 200)),
    Question("region_code", "Kode wilayah Kemendagri", "12.23", _pattern(r"\d\d\.\d\d", "dua angka, titik, dua angka")),
    Question("place", "Tempat surat diberi tanggal", "Kota Contoh", _text(2, 100)),
    Question("address", "Alamat kantor pada kop surat", "Jalan Contoh 1, Kota Contoh", _text(5, 200)),
    Question("phone", "Telepon untuk OPD yang bertanya (boleh kosong)", "(0624) 000000", _text(0, 60), ""),
    Question("email", "Surel dinas pada kop surat (boleh kosong)", "kominfo@contoh.go.id", _optional(_email), ""),
    Question("time_zone", "Zona waktu: WIB, WITA, atau WIT", "WIB", _zone, "WIB"),
    Question("hours_mon_thu", "Jam kerja Senin sampai Kamis", "07.30-16.00", _hours, "07.30-16.00"),
    Question("hours_fri", "Jam kerja Jumat", "07.30-16.30", _hours, "07.30-16.30"),
    Question(
        "unit_code",
        "Singkatan dinas dalam nomor surat",
        "DISKOMINFO",
        _pattern(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}", "huruf, angka, titik, atau tanda hubung, paling banyak 20"),
    ),
    Question("sop_number", "Nomor SOP pengumpulan data di kantor ini", "047/1/SOP/KOMINFO/2026", _text(3, 100)),
    Question("sop_effective_on", "Tanggal SOP itu berlaku", "2026-01-15", _day),
    Question(
        "agencies",
        "Daftar OPD: lembar kerja dari `sektoral init --template` yang sudah diisi (boleh kosong)",
        "opd.xlsx",
        _optional(_file),
        "",
    ),
    Question(
        "draft",
        "Sertakan konsep daftar OPD dan katalog tabel Kabupaten Labuhanbatu Utara: ya atau tidak",
        "tidak",
        _pattern("ya|tidak", "ya atau tidak"),
        "tidak",
    ),
    Question("admin_name", "Nama administrator pertama", "Nama Lengkap", _text(3, 150)),
    Question("admin_email", "Alamat surel administrator; dengan ini ia masuk", "admin@contoh.go.id", _email),
)


def ask(read: Callable[[str], str], say: Callable[[str], None]) -> Answers:
    """This will put every question, again where the answer cannot be used; `read` shows its prompt."""
    return {question.name: _answer(question, read, say) for question in QUESTIONS}


def _answer(question: Question, read: Callable[[str], str], say: Callable[[str], None]) -> str:
    instead = f"; kosong: {question.default}" if question.default else ""
    while True:
        answer = read(f"{question.text} (misalnya {question.example}{instead}): ").strip()
        if not answer and question.default is not None:
            return question.default
        fault = question.fault(answer) if answer else "harus diisi"
        if not fault:
            return answer
        say(f"  {fault}.")


def read_answers(file: Path) -> Answers:
    """This will read a filled `kantor.toml`; a path in it is relative to it. `ValueError` holds every fault."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {question.name for question in QUESTIONS}
    faults = [f"{name}: tidak dikenal" for name in told if name not in known]
    answers = {question.name: str(told.get(question.name, "")).strip() for question in QUESTIONS}
    if answers["agencies"]:
        answers["agencies"] = str(file.absolute().parent / answers["agencies"])
    for question in QUESTIONS:
        answers[question.name] = answers[question.name] or question.default or ""
        fault = question.fault(answers[question.name]) if answers[question.name] or question.default is None else ""
        faults += [f"{question.name}: {fault}"] if fault else []
    if faults:
        raise ValueError("\n".join(faults))
    return answers


def to_file() -> str:
    """This will write `kantor.toml`, to be filled in."""
    head = "# Isi nilai di antara tanda kutip, lalu jalankan: sektoral init --from kantor.toml\n"
    return head + "".join(
        f'\n# {question.text}, misalnya {question.example}\n{question.name} = "{question.default or ""}"\n'
        for question in QUESTIONS
    )


def hours_of(answer: str) -> list[str]:
    """This will turn `07.30-16.00` into `["07:30", "16:00"]`."""
    found = _HOURS.fullmatch(answer)
    if found is None:
        raise ValueError(answer)
    opens_hour, opens_minute, closes_hour, closes_minute = found.groups()
    return [f"{opens_hour}:{opens_minute}", f"{closes_hour}:{closes_minute}"]
