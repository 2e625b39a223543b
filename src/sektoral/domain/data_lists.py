"""Daftar Data Daerah: what is collected, by whom and how often, in 22 fixed columns; and its excerpt, Data Prioritas.

The columns are those of the list that the provinces ask for (lampiran surat Sekda Provinsi Maluku Utara
000.7/4486/SETDA, 24 July 2026), the excerpt those of Bappenas. The Forum Satu Data agrees on a list (Perpres 39/2019);
what was agreed never changes.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid

RISKS = ("terbuka", "terbatas", "tertutup")
SCHEDULES = ("harian", "mingguan", "bulanan", "triwulanan", "semesteran", "tahunan", "insidental")
KINDS = ("statistik", "geospasial", "keuangan")
METHODS = ("kompilasi produk administrasi", "pencacahan lengkap", "survei", "cara lain")  # Peraturan BPS 5/2020
INDICATOR, VARIABLE = "indikator", "variabel"
YEARS = range(2025, 2030)  # of the excerpt's columns


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; the fields are the columns in their order. `id_ddd` names table and variable through all editions."""

    id_ddd: str
    id_ddp: str
    sumber_referensi: str
    kode_indikator: str
    nama_indikator: str
    nama_data: str
    jenis_data: str
    indikator_variabel: str
    kode_standar_data: str
    produsen_data: str
    klasifikasi_risiko: str
    definisi: str
    satuan: str
    klasifikasi_penyajian: str
    jadwal_pemutakhiran: str
    kategori_rad: str
    kode_metadata: str
    link_portal_daerah: str
    link_portal_sdi: str
    metode_pengumpulan: str
    periode_data: str
    penanggung_jawab: str

    @property
    def table(self) -> tuple[str, str]:
        """The agency's code and the table's code."""
        agency, table, *_ = self.id_ddd.split("/")
        return agency, table

    @property
    def is_priority(self) -> bool:
        """Whether it is data prioritas: those alone have an id of their own list."""
        return bool(self.id_ddp)


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Entry))
WORDS: Mapping[str, str] = {
    "id_ddd": "ID Daftar Data",
    "id_ddp": "ID Data Prioritas",
    "sumber_referensi": "Sumber referensi",
    "kode_indikator": "Kode indikator",
    "nama_indikator": "Nama indikator",
    "nama_data": "Nama data",
    "jenis_data": "Jenis data",
    "indikator_variabel": "Indikator atau variabel",
    "kode_standar_data": "Kode standar data",
    "produsen_data": "Produsen data",
    "klasifikasi_risiko": "Klasifikasi risiko",
    "definisi": "Definisi",
    "satuan": "Satuan",
    "klasifikasi_penyajian": "Klasifikasi penyajian",
    "jadwal_pemutakhiran": "Jadwal pemutakhiran",
    "kategori_rad": "Kategori RAD",
    "kode_metadata": "Kode metadata",
    "link_portal_daerah": "Tautan portal daerah",
    "link_portal_sdi": "Tautan portal SDI",
    "metode_pengumpulan": "Metode pengumpulan",
    "periode_data": "Periode data",
    "penanggung_jawab": "Penanggung jawab",
}
CHOICES: Mapping[str, Sequence[str]] = {
    "jenis_data": KINDS,
    "indikator_variabel": (INDICATOR, VARIABLE),
    "klasifikasi_risiko": RISKS,
    "jadwal_pemutakhiran": SCHEDULES,
    "metode_pengumpulan": METHODS,
}
REQUIRED = ("nama_data", "produsen_data", "definisi", "satuan", "metode_pengumpulan", "penanggung_jawab")
GIVEN = ("id_ddd", "nama_data", "produsen_data", "definisi", "satuan")  # the catalogue's; they are changed there
EDITABLE: tuple[str, ...] = tuple(name for name in COLUMNS if name not in GIVEN)
TYPED = (  # nothing but a person knows them: the next edition takes them over from the last
    "id_ddp",
    "sumber_referensi",
    "kode_indikator",
    "nama_indikator",
    "kategori_rad",
    "link_portal_sdi",
    "metode_pengumpulan",
    "penanggung_jawab",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a list says of an entry that another one said otherwise; `changes` are (column, before, after).

    Without changes the entry is new, or (`is_gone`) no longer there.
    """

    entry: Entry
    changes: tuple[tuple[str, str, str], ...] = ()
    is_gone: bool = False


def faults_of(entry: Entry) -> Sequence[str]:
    """This will name the columns that must be filled before the list is proposed, or hold no word of their own list."""
    lacking = [name for name in REQUIRED if not getattr(entry, name).strip()]
    return [*lacking, *(name for name, words in CHOICES.items() if getattr(entry, name) not in words)]


def edited(entry: Entry, said: Mapping[str, str]) -> Entry:
    """This will change columns of an entry. Raises `Invalid` (`data_list_column`, `data_list_word`)."""
    for name, text in said.items():
        if name not in EDITABLE:
            raise Invalid("data_list_column", column=name)
        if name in CHOICES and text not in CHOICES[name]:
            raise Invalid("data_list_word", column=WORDS[name], word=text[:60])
    return replace(entry, **{name: " ".join(text.split()) for name, text in said.items()})


def carried_over(fresh: Sequence[Entry], earlier: Sequence[Entry]) -> tuple[Entry, ...]:
    """This will take what people typed into an earlier edition over into one freshly drawn from the catalogue."""
    before = {entry.id_ddd: entry for entry in earlier}
    return tuple(_kept(entry, before[entry.id_ddd]) if entry.id_ddd in before else entry for entry in fresh)


def _kept(fresh: Entry, before: Entry) -> Entry:
    return replace(fresh, **{name: getattr(before, name) for name in TYPED if getattr(before, name)})


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> Sequence[Difference]:
    """This will list what is new, what is gone, and what is said otherwise, in the order of the later list."""
    then, now = {one.id_ddd: one for one in before}, {one.id_ddd: one for one in after}
    found = [
        Difference(entry, _changes(then[key], entry) if key in then else ())
        for key, entry in now.items()
        if then.get(key) != entry
    ]
    return [*found, *(Difference(entry, is_gone=True) for key, entry in then.items() if key not in now)]


def _changes(before: Entry, after: Entry) -> tuple[tuple[str, str, str], ...]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in COLUMNS]
    return tuple(one for one in pairs if one[1] != one[2])


def entries_digest(entries: Sequence[Entry]) -> str:
    """This will fingerprint a list as 64 hex digits; the journal keeps that of each list proposed and agreed."""
    return hashlib.sha256(canonical.dumps(tuple(entries)).encode()).hexdigest()


PRIORITY_COLUMNS: tuple[str, ...] = (
    "id_ddp",
    "sumber_referensi",
    "indikator",
    "nama_data",
    "jenis_data",
    "jenis_pengajuan",
    "indikator_variabel",
    "standar_data",
    "instansi_produsen",
    "unit_kerja_produsen",
    "definisi",
    "satuan",
    "klasifikasi_resiko",
    "klasifikasi_penyajian",
    "jadwal_pemutakhiran",
    "tag_rad",
    "butuh_dukungan_daerah",
    "level_produsen",
    "catatan",
    *(f"tahun_{year}" for year in YEARS),
)


def priority_row(entry: Entry, *, is_new: bool, years: Collection[int]) -> Mapping[str, str]:
    """This will give an entry in the columns of Data Prioritas, as Bappenas spells them.

    `is_new`: the list before did not have it. `years` are those of which the bank holds figures.
    """
    return {
        "id_ddp": entry.id_ddp,
        "sumber_referensi": entry.sumber_referensi,
        "indikator": entry.nama_indikator,
        "nama_data": entry.nama_data,
        "jenis_data": entry.jenis_data,
        "jenis_pengajuan": "baru" if is_new else "lanjutan",
        "indikator_variabel": entry.indikator_variabel,
        "standar_data": entry.kode_standar_data,
        "instansi_produsen": entry.produsen_data,
        "unit_kerja_produsen": entry.penanggung_jawab,
        "definisi": entry.definisi,
        "satuan": entry.satuan,
        "klasifikasi_resiko": entry.klasifikasi_risiko,
        "klasifikasi_penyajian": entry.klasifikasi_penyajian,
        "jadwal_pemutakhiran": entry.jadwal_pemutakhiran,
        "tag_rad": entry.kategori_rad,
        "butuh_dukungan_daerah": "",
        "level_produsen": "kabupaten/kota",
        "catatan": "",
        **{f"tahun_{year}": "tersedia" if year in years else "" for year in YEARS},
    }
