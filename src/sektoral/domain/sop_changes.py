"""What one version of an SOP says otherwise than another: part by part, for whoever signs the newer one."""

from collections.abc import Iterator
from dataclasses import dataclass

from sektoral.domain.sop_text import SopText, listed_symbols

SHAPES = {"terminator": "mulai/selesai", "process": "kegiatan", "decision": "keputusan"}


@dataclass(frozen=True, slots=True)
class SopChange:
    """One part that differs; `before` is empty for what is new, `after` for what is gone."""

    part: str
    before: str
    after: str


def compare_sops(before: SopText, after: SopText) -> tuple[SopChange, ...]:
    """This will list what differs, in the order of the document; a part that is gone stands where it was."""
    old, new = dict(_parts(before)), dict(_parts(after))
    return tuple(
        SopChange(part, old.get(part, ""), new.get(part, ""))
        for part in _merged(list(old), list(new))
        if old.get(part, "") != new.get(part, "")
    )


def _merged(old: list[str], new: list[str]) -> list[str]:
    """Both orders in one: what is gone goes before the next part that is still there."""
    merged, kept = [], set(new)
    ahead = iter(new)
    for part in old:
        if part in kept:
            for other in ahead:
                merged.append(other)
                if other == part:
                    break
        else:
            merged.append(part)
    merged.extend(ahead)
    return list(dict.fromkeys(merged))


def _parts(raw: SopText) -> Iterator[tuple[str, str]]:
    header, chart = raw["kepala"], raw["bagan_alur"]
    yield "Instansi", " · ".join(raw["instansi"])
    yield "Judul", raw["judul"]
    yield "Nomor SOP", header["Nomor SOP"]
    yield "Tanggal pembuatan", header["Tanggal Pembuatan"]
    yield "Nama SOP", header["Nama SOP"]
    yield "Disahkan oleh", header["Disahkan oleh"]["jabatan"]
    lists = (
        ("Dasar hukum", raw["dasar_hukum"]),
        ("Pelaksana", raw["pelaksana"]),
        ("Keterkaitan", raw["keterkaitan"]),
        ("Peralatan/perlengkapan", raw["peralatan"]),
        ("Catatan kaki", raw["catatan_kaki"]),
    )
    for name, items in lists:
        yield from ((f"{name} {number}", item) for number, item in enumerate(items, start=1))
    yield "Peringatan", raw["peringatan"]
    yield "Pencatatan dan pendataan", raw["pencatatan_dan_pendataan"]
    yield "Judul bagan", chart["judul"]
    yield "Lajur", " · ".join(chart["pelaksana"])
    for step in chart["langkah"]:
        words = {"kegiatan": step["kegiatan"], "kelengkapan": step["kelengkapan"], "waktu": step["waktu"]}
        words |= {"keluaran": step["keluaran"], "keterangan": step["ket"]}
        yield from ((f"Langkah {step['no']}: {name}", said) for name, said in words.items())
    for number, symbol in listed_symbols(raw):
        place = f"langkah {number}, lajur {symbol['pelaksana']}, susun {symbol['baris'] + 1}"
        shape = SHAPES.get(symbol["bentuk"], symbol["bentuk"])
        yield f"Simbol {symbol['id']}", f"{shape} “{symbol['teks']}”, {place}"
    for arrow in chart["usulan_simbol"]["panah"]:
        yield f"Panah {arrow['dari']} → {arrow['ke']}", arrow["label"] or "tanpa keterangan"
