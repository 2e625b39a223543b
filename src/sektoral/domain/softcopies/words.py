"""The words that tell the parts of an Indonesian table apart, and how text is made comparable."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

TOTALS = frozenset({"jumlah", "total", "jumlah total", "total jumlah", "grand total", "sub total", "subtotal", "jml",
    "sub jumlah", "rata rata", "rerata", "keseluruhan", "jumlah keseluruhan", "total keseluruhan",
    "rata rata total", "jumlah seluruhnya", "seluruhnya", "average", "mean", "jumlah rata rata"})  # fmt: skip
NUMBERS = frozenset({"no", "nomor", "no urut", "nomor urut", "nr", "no kode", "index"})
UNITS = frozenset({"satuan", "unit satuan", "satuan ukuran", "satuan unit", "unit", "satuan data", "satuan barang"})
PERIODS: dict[str, str] = {"tahun": "year", "thn": "year", "year": "year", "tahun data": "year", "periode": "any",
    "bulan": "month", "bln": "month", "month": "month", "semester": "semester", "smt": "semester",
    "triwulan": "quarter", "tw": "quarter", "kuartal": "quarter", "quarter": "quarter", "period": "any",
    "waktu": "any", "periode data": "any",
    "tahun periode": "any", "triwulanan": "quarter", "bulan tahun": "any"}  # fmt: skip
REMARKS = frozenset({"keterangan", "ket", "catatan", "sumber", "sumber data", "remark", "remarks", "note", "notes"})
LEVELS: dict[str, str] = {"provinsi": "provinsi", "prov": "provinsi", "propinsi": "provinsi", "kabupaten": "kabupaten",
    "kab": "kabupaten", "kota": "kabupaten", "kabkot": "kabupaten", "kakot": "kabupaten", "kotamadya": "kabupaten",
    "kabupaten kota": "kabupaten", "kab kota": "kabupaten", "kota kab": "kabupaten", "kecamatan": "kecamatan",
    "kec": "kecamatan", "distrik": "kecamatan", "desa": "desa", "kelurahan": "desa", "kel": "desa", "kampung": "desa",
    "desa kelurahan": "desa", "kelurahan desa": "desa", "nagari": "desa", "wilayah": "", "daerah": "",
    "nama wilayah": "", "nama daerah": "", "kota kabupaten": "kabupaten", "district": "kecamatan"}  # fmt: skip
VARIABLES = frozenset({"uraian", "indikator", "jenis data", "nama data", "elemen data", "kelompok data", "variabel",
    "elemen", "nama variabel", "nama indikator", "nama", "data", "rincian", "kelompok sub kelompok data", "judul data",
    "uraian data", "parameter", "indikator kinerja", "nama elemen", "jenis"})  # fmt: skip
MEASURED = ("jumlah", "persentase", "presentase", "rasio", "angka", "indeks", "luas", "panjang", "produksi",
    "rata rata", "volume", "nilai", "cakupan", "prevalensi", "tingkat", "banyaknya", "total", "kapasitas",
    "realisasi")  # fmt: skip
GENERIC = frozenset({"nilai", "jumlah", "volume", "realisasi", "capaian", "angka", "data", "isi", "isian", "hasil",
    "value", "jmlh", "jml", "total", "banyaknya", "target", "besaran"})  # fmt: skip
UNHEADED = "Kolom"  # begins the name of a column that has no heading
CODES = re.compile(r"(?:kode|code|id|kd|pk|fk)(?:\b|_|[a-z])|.*\b(?:kode|code|nik|npsn|nip|uuid)\b|.*_id")
ADMINISTRATIVE = frozenset({"ordering", "urutan", "order", "publish", "enabled", "aktif", "active", "status", "tipe",
    "penggunaan", "type", "color", "warna", "lat", "lng", "long", "latitude", "longitude", "lintang", "bujur", "zoom",
    "created at", "updated at", "tanggal", "tgl", "level", "flag", "is active", "deleted",
    "metode kalkulasi"})  # fmt: skip
ASKED = ("pertanyaan", "jawaban", "bobot", "skor", "tingkat kematangan", "kriteria", "opsi", "pilihan jawaban",
    "penjelasan indikator", "tipe pertanyaan", "bukti dukung", "nilai minimal", "responden")  # fmt: skip
LETTERHEADS = ("pemerintah", "dinas", "badan", "kantor", "kementerian", "sekretariat", "satuan polisi", "jalan", "jl ",
    "telepon", "telp", "kecamatan", "kelurahan", "republik", "unit pelaksana", "rumah sakit", "inspektorat",
    "alamat", "email", "website", "opd", "nama opd", "skpd", "perangkat daerah", "instansi", "bidang")  # fmt: skip
NOTES = ("catatan", "keterangan", "ket ", "ket.", "note", "sumber", "source", "access time", "referensi", "*", "ctt",
    "penjelasan", "cat ", "cat.", "diolah")  # fmt: skip
SOURCES = ("sumber", "source", "access time", "referensi waktu", "diolah")
_SHORT = {"kep": "kepulauan", "kab": "kabupaten", "kec": "kecamatan", "prov": "provinsi", "propinsi": "provinsi",
    "perk": "perkebunan", "kel": "kelurahan", "ds": "desa", "tj": "tanjung", "tg": "tanjung", "sei": "sungai",
    "jml": "jumlah", "jmlh": "jumlah", "pddk": "penduduk", "rt2": "rata rata", "presentase": "persentase",
    "prosentase": "persentase", "thn": "tahun", "bln": "bulan", "lk": "laki laki", "pr": "perempuan"}  # fmt: skip
_UNSEEN = re.compile("[\u0080-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NO_HEAD = re.compile(r"Unnamed: ?\d+(?:_level_\d+)?")  # what a well-known program writes over a column without a head
_ENUMERATION = re.compile(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})(?:[.][)]|[)][.]|[.)])\s*(?=[^\s\d.])|[-–•*]\s+)"
)
_FOOTNOTE = re.compile(r"^([^()]*(?:\([^()]*\)[^()]*)*?)\s*(?:\*{1,3}\)?|(?<=[^\s\d(])\s?\d\)|[¹²³⁴⁵])$")


def clean(text: str) -> str:
    """Compose a text, take out what is not seen and join its lines; a head that some program made up is none."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    text = " ".join(text.split())
    return "" if _NO_HEAD.fullmatch(text) else text


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Make a text comparable: small letters and digits, shortened words written out, one space between."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in letters.split())


def bare(text: str) -> str:
    """Take off the number in front (`1.`, `a)`, `A.`, `-`) and the mark of a footnote behind."""
    text = clean(text)
    shorter = _FOOTNOTE.sub(r"\1", _ENUMERATION.sub("", text, count=1)).strip()
    return shorter or text


def numbered(text: str) -> tuple[str, str]:
    """Tell how a label is numbered, and by which sign: (`A`, `B`) for `B.`, then `1`, `a`, `i`, `1.1`, `-`."""
    found = _ENUMERATION.match(clean(text))
    if found is None:
        return "", ""
    sign = found[0].strip().strip("().")
    if not sign or not sign[0].isalnum():
        return "-", sign
    if sign[0].isdigit():
        return ".".join("1" for _ in sign.split(".")), sign
    roman = set(sign.lower()) <= set("ivx") and (len(sign) > 1 or sign in "iI")
    small, capital = ("i", "I") if roman else ("a", "A")
    return capital if sign[0].isupper() else small, sign


def is_total(text: str) -> bool:
    """Whether a label names a total and nothing else: `Jumlah`, `TOTAL KABUPATEN …`, `Rata-rata`."""
    words = fold(bare(text))
    if words in TOTALS:
        return True
    first, _, rest = words.partition(" ")
    return first in ("jumlah", "total") and rest.split(" ")[0] in (*LEVELS, "semua", "seluruh", "umum", "besar")


def starts_as_total(text: str) -> bool:
    """Whether a label may name a total of something: `Total PDRB`, `Jumlah Ongkos`."""
    return fold(bare(text)).startswith(("jumlah", "total", "sub total", "subtotal"))


def has_any(words: str, known: Iterable[str]) -> bool:
    """Whether a folded text holds one of the known words or phrases as whole words."""
    padded = f" {words} "
    return any(f" {one} " in padded for one in known)


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """How alike two folded texts are, spaces aside, from 0 to 1."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    if one == other:
        return 1.0
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < 0.75:
        return 0.0
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.ratio() if found.quick_ratio() > 0.8 else 0.0
