"""The page on which the SOP is revised, read back: what was typed becomes the version's text, faults and all.

Nothing is refused here; `domain.sop_checks` says what is wrong, at the names that these fields have.
"""

import re
from collections.abc import Mapping

from sektoral.domain.sop_checks import STEPS
from sektoral.domain.sop_text import FlowText, SopText, StepText, SymbolText, listed_symbols

MOST_ROWS = 60  # symbols or arrows; more than a sheet could show
LISTS = ("instansi", "dasar_hukum", "pelaksana", "keterkaitan", "peralatan", "catatan_kaki")

Posted = Mapping[str, str]


def read_sop(posted: Posted, base: SopText) -> SopText:
    """This will give what `base` becomes by what was typed; what the page does not show stays."""
    lists = {name: _lines(posted.get(name, "")) for name in LISTS}
    header, chart = base["kepala"], base["bagan_alur"]
    lanes = _lines(posted.get("lajur", ""))
    symbols, arrows = _symbols(posted, _renamed(chart["pelaksana"], lanes)), _arrows(posted)
    approver = header["Disahkan oleh"] | {"jabatan": _line(posted, "jabatan")}
    read: SopText = {
        **base,
        "instansi": lists["instansi"],
        "judul": _line(posted, "judul"),
        "kepala": {
            **header,
            "Nomor SOP": _line(posted, "nomor"),
            "Tanggal Pembuatan": _line(posted, "pembuatan"),
            "Disahkan oleh": approver,
            "Nama SOP": _line(posted, "nama"),
        },
        "dasar_hukum": lists["dasar_hukum"],
        "pelaksana": lists["pelaksana"],
        "keterkaitan": lists["keterkaitan"],
        "peralatan": lists["peralatan"],
        "peringatan": _line(posted, "peringatan"),
        "pencatatan_dan_pendataan": _line(posted, "pencatatan"),
        "catatan_kaki": lists["catatan_kaki"],
        "bagan_alur": {
            **chart,
            "judul": _line(posted, "bagan"),
            "pelaksana": lanes,
            "langkah": [_step(posted, number) for number in range(1, STEPS + 1)],
            "usulan_simbol": {**chart["usulan_simbol"], "langkah": symbols, "panah": arrows},
        },
    }
    return read


def read_change(posted: Posted) -> str:
    """This will give what the writer says that the revision changes."""
    return posted.get("perubahan", "").replace("\0", "").strip()


def _step(posted: Posted, number: int) -> StepText:
    place = f"langkah-{number}"
    return {
        "no": number,
        "kegiatan": _line(posted, f"{place}-kegiatan"),
        "kelengkapan": _line(posted, f"{place}-kelengkapan"),
        "waktu": f"{_line(posted, f'{place}-nilai')} {_line(posted, f'{place}-satuan')}",
        "keluaran": _line(posted, f"{place}-keluaran"),
        "ket": _line(posted, f"{place}-ket"),
    }


def _symbols(posted: Posted, renamed: Mapping[str, str]) -> dict[str, list[SymbolText]]:
    """The symbols by their step. A row that says nothing is no symbol; one without a key gets it from its words."""
    symbols: dict[str, list[SymbolText]] = {str(number): [] for number in range(1, STEPS + 1)}
    typed = {_line(posted, f"simbol-{at}-id") for at in range(MOST_ROWS)}
    for at in range(MOST_ROWS):
        place = f"simbol-{at}"
        key, words = _line(posted, f"{place}-id"), _line(posted, f"{place}-teks")
        if not (key or words) or f"{place}-hapus" in posted:
            continue
        if not key:
            key = _fresh_key(words, typed)
            typed.add(key)
        lane = _line(posted, f"{place}-pelaksana")
        symbol: SymbolText = {
            "id": key,
            "pelaksana": renamed.get(lane, lane),
            "bentuk": _line(posted, f"{place}-bentuk"),
            "teks": words,
            "baris": _number(posted, f"{place}-baris") - 1,
        }
        symbols.setdefault(str(_number(posted, f"{place}-langkah")), []).append(symbol)
    return symbols


def _fresh_key(words: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:30] or "simbol"
    stem = stem if stem[0].isalpha() else f"simbol_{stem}"
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, MOST_ROWS + 3))) if key not in taken)


def _arrows(posted: Posted) -> list[FlowText]:
    rows = [f"panah-{at}" for at in range(MOST_ROWS)]
    return [
        {"dari": start, "ke": end, "label": _line(posted, f"{row}-label")}
        for row in rows
        if ((start := _line(posted, f"{row}-dari")) + (end := _line(posted, f"{row}-ke")))
        and f"{row}-hapus" not in posted
    ]


def _renamed(before: list[str], after: list[str]) -> Mapping[str, str]:
    """Lanes that only got another name take their symbols along."""
    if len(before) != len(after):
        return {}
    return {old: new for old, new in zip(before, after, strict=True) if old not in after}


def _line(posted: Posted, name: str) -> str:
    return " ".join(posted.get(name, "").replace("\0", "").split())


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.replace("\0", "").split()) for line in text.splitlines())
    return [line for line in lines if line]


def _number(posted: Posted, name: str) -> int:
    text = _line(posted, name)
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0


def posted_sop(raw: SopText, change: str) -> dict[str, str]:
    """This will give what the page would send if nothing on it were changed: the inverse of `read_sop`."""
    header, chart = raw["kepala"], raw["bagan_alur"]
    values = {
        "instansi": "\n".join(raw["instansi"]),
        "judul": raw["judul"],
        "nomor": header["Nomor SOP"],
        "pembuatan": header["Tanggal Pembuatan"],
        "nama": header["Nama SOP"],
        "jabatan": header["Disahkan oleh"]["jabatan"],
        "dasar_hukum": "\n".join(raw["dasar_hukum"]),
        "pelaksana": "\n".join(raw["pelaksana"]),
        "keterkaitan": "\n".join(raw["keterkaitan"]),
        "peralatan": "\n".join(raw["peralatan"]),
        "peringatan": raw["peringatan"],
        "pencatatan": raw["pencatatan_dan_pendataan"],
        "catatan_kaki": "\n".join(raw["catatan_kaki"]),
        "bagan": chart["judul"],
        "lajur": "\n".join(chart["pelaksana"]),
        "perubahan": change,
    }
    for step in chart["langkah"]:
        time, _, unit = step["waktu"].partition(" ")
        parts = {"kegiatan": step["kegiatan"], "kelengkapan": step["kelengkapan"], "nilai": time, "satuan": unit}
        parts |= {"keluaran": step["keluaran"], "ket": step["ket"]}
        values |= {f"langkah-{step['no']}-{name}": value for name, value in parts.items()}
    for at, (number, symbol) in enumerate(listed_symbols(raw)):
        said = {"langkah": str(number), "id": symbol["id"], "pelaksana": symbol["pelaksana"], "teks": symbol["teks"]}
        said |= {"bentuk": symbol["bentuk"], "baris": str(symbol["baris"] + 1)}
        values |= {f"simbol-{at}-{name}": value for name, value in said.items()}
    for at, arrow in enumerate(chart["usulan_simbol"]["panah"]):
        ends = {"dari": arrow["dari"], "ke": arrow["ke"], "label": arrow["label"]}
        values |= {f"panah-{at}-{name}": value for name, value in ends.items()}
    return values
