"""Metadata forms as the eight sheets by which INDAH's model is usually filled in (BPS; the names of sheets and columns
are those of the public automation `indah_automation`, as it reads them). Ours to hand over; nothing is sent to INDAH.

What the sheets have no column for stands in columns of our own, at the end; the words of choices are INDAH's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.metadata_answers import Answers, Rows, applicable
from sektoral.domain.metadata_cells import BETWEEN
from sektoral.domain.metadata_forms import NO, YES, AnswerKind, Entry, FormDef, MetadataKind, form_of

WORDS: Mapping[str, Mapping[str, str]] = {  # by key of the entry: our option -> INDAH's word, where it differs
    "jenis_statistik": {one: f"Statistik {one}" for one in ("Dasar", "Sektoral", "Khusus")},
    "cara_pengumpulan": {
        "Cara lain sesuai dengan perkembangan TI": "Cara lain sesuai perkembangan teknologi dan informasi"
    },
    "pelaksanaan": {"Hanya sekali": "Sekali"},
    "tipe_data": {"Char/String": "CHARACTER"},
}
TICKED: Mapping[str, Mapping[str, str]] = {  # choices of several: a column for each option
    "metode": {
        "Wawancara": "metode_wawancara",
        "Mengisi Kuesioner Sendiri (Swacacah)": "metode_mengisi_sendiri",
        "Pengamatan (Observasi)": "metode_pengamatan",
        "Pengumpulan Data Sekunder": "metode_pengumpulan_sekunder",
        "Lainnya": "metode_lainnya",
    },
    "sarana": {one: f"sarana_{one.lower()}" for one in ("PAPI", "CAPI", "CATI", "CAWI", "Mail", "Lainnya")},
    "unit": {
        "Individu": "unit_individu",
        "Rumah Tangga": "unit_rumah_tangga",
        "Usaha/Perusahaan": "unit_usaha_perusahaan",
        "Lainnya": "unit_lainnya",
    },
    "pemeriksaan_kualitas": {
        "Kunjungan Kembali (Revisit)": "kualitas_kunjungan_kembali",
        "Supervisi": "kualitas_supervisi",
        "Task Force": "kualitas_taskforce",
        "Lainnya": "kualitas_lainnya",
    },
    "unit_analisis": {
        "Individu": "unit_analisis_individu",
        "Rumah Tangga": "unit_analisis_rumah_tangga",
        "Usaha/Perusahaan": "unit_analisis_usaha_perusahaan",
        "Lainnya": "unit_analisis_lainnya",
    },
    "tingkat_penyajian": {
        "Nasional": "tingkat_nasional",
        "Provinsi": "tingkat_provinsi",
        "Kabupaten/Kota": "tingkat_kabupaten_kota",
        "Kecamatan": "tingkat_kecamatan",
        "Lainnya": "tingkat_lainnya",
    },
}
GRIDS: Mapping[str, Sequence[Sequence[str]]] = {  # a column for each cell, row by row
    "jadwal": [
        (f"jadwal_{stage}_awal", f"jadwal_{stage}_akhir")
        for stage in ("perencanaan", "desain", "pengumpulan", "pengolahan", "analisis", "diseminasi", "evaluasi")
    ],
    "tahapan_pengolahan": [("tahap_editing",), ("tahap_coding",), ("tahap_data_entry",), ("tahap_validasi",)],
    "produk": [("produk_tercetak",), ("produk_digital",), ("produk_mikrodata",)],
    "rencana_rilis": [("rilis_tercetak_tanggal",), ("rilis_digital_tanggal",), ("rilis_mikrodata_tanggal",)],
}
NAMES: Mapping[str, str] = {  # MS-Keg: key -> column, where they differ
    "cara_pengumpulan": "cara_pengumpulan_data",
    "sektor": "sektor_kegiatan",
    "rekomendasi": "rekomendasi_dari_bps",
    "instansi": "produsen_data_name",
    "alamat": "alamat_instansi",
    "telepon": "telepon_instansi",
    "email": "email_instansi",
    "faksimile": "faksimile_instansi",
    "eselon_1": "unit_eselon1",
    "eselon_2": "unit_eselon2",
    "pj_nama": "pj_teknis_nama",
    "pj_jabatan": "pj_teknis_jabatan",
    "pj_alamat": "pj_teknis_alamat",
    "pj_telepon": "pj_teknis_telepon",
    "pj_email": "pj_teknis_email",
    "pj_faksimile": "pj_teknis_faksimile",
    "latar_belakang": "latar_belakang_kegiatan",
    "tujuan": "tujuan_kegiatan",
    "pelaksanaan": "kegiatan_ini_dilakukan",
    "frekuensi": "frekuensi_penyelenggaraan",
    "tipe_pengumpulan": "tipe_pengumpulan_data",
    "rancangan_sampel": "jenis_rancangan_sampel",
    "metode_pemilihan": "metode_pemilihan_sampel_tahap_terakhir",
    "metode_sampel": "metode_yang_digunakan",
    "kerangka_sampel": "kerangka_sampel_tahap_terakhir",
    "fraksi_sampel": "fraksi_sampel_keseluruhan",
    "sampling_error": "sampling_error_variabel_utama",
    "uji_coba": "melakukan_uji_coba",
    "petugas": "petugas_pengumpulan_data",
    "pendidikan_petugas": "pendidikan_terendah_petugas",
    "jumlah_supervisor": "jumlah_petugas_supervisor",
    "jumlah_enumerator": "jumlah_petugas_enumerator",
    "pelatihan": "pelatihan_petugas",
    "ms_keg": "judul_kegiatan",
    "klasifikasi_isian": "value_domain",
    "komposit": "indikator_komposit",
    "akses_umum": "bisa_diakses_umum",
}
CHILDREN: Mapping[MetadataKind, Mapping[str, tuple[str, Sequence[str]]]] = {  # tables with a sheet of their own
    MetadataKind.ACTIVITY: {
        "variabel": (
            "ms_kegiatan_variabel_dikumpulkan",
            ("variabel_nama", "variabel_konsep", "variabel_definisi", "variabel_referensi_waktu"),
        ),
        "wilayah": (
            "ms_kegiatan_wilayah",
            ("wilayah_provinsi_code", "wilayah_provinsi", "wilayah_kabupaten_kota_code", "wilayah_kabupaten_kota"),
        ),
    },
    MetadataKind.VARIABLE: {
        "klasifikasi_isian": ("ms_variabel_value_domain", ("value_domain_kode", "value_domain_nilai"))
    },
    MetadataKind.INDICATOR: {
        "indikator_pembangun": ("ms_indikator_pembangun", ("indikator_pembangun_nama", "sumber_publikasi")),
        "variabel_pembangun": (
            "ms_indikator_variabel_pembangun",
            ("variabel_pembangun_nama", "kegiatan_penghasil", "kode_kegiatan"),
        ),
    },
}
SHEETS: Mapping[MetadataKind, str] = {
    MetadataKind.ACTIVITY: "ms_kegiatan",
    MetadataKind.VARIABLE: "ms_variabel",
    MetadataKind.INDICATOR: "ms_indikator",
}
PARENTS: Mapping[MetadataKind, Sequence[str]] = {  # by which a row of a child finds its own
    MetadataKind.ACTIVITY: ("judul_kegiatan",),
    MetadataKind.VARIABLE: ("judul_kegiatan", "nama_variabel"),
    MetadataKind.INDICATOR: ("judul_kegiatan", "nama_indikator"),
}
OWN = ("kode_opd", "kunci", "versi")  # ours: which form a row is of
BREAKDOWN = ("klasifikasi_penyajian", "klasifikasi_sumber")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled: of which agency, under which key, in which version; `activity` is the title it is of."""

    kind: MetadataKind
    agency: str
    key: str
    version: int
    activity: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the heads of its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets_of(forms: Sequence[Filled]) -> tuple[Sheet, ...]:
    """Lay forms out as the eight sheets; what does not apply to a form is left empty."""
    return tuple(
        sheet for kind in MetadataKind for sheet in _sheets_of(kind, [one for one in forms if one.kind is kind])
    )


def _sheets_of(kind: MetadataKind, forms: Sequence[Filled]) -> list[Sheet]:
    form = form_of(kind)
    plain = [(form_, applicable(form, form_.answers)) for form_ in forms]
    columns = _columns(form)
    rows = [_row(form, filled, answers, columns) for filled, answers in plain]
    sheets = [Sheet(SHEETS[kind], tuple(columns), tuple(rows))]
    for key, (name, heads) in CHILDREN[kind].items():
        own = [
            (*_parents(filled, answers), *cells, *_own(filled))
            for filled, answers in plain
            for cells in answers.get(key, ())
            if any(cells)
        ]
        sheets.append(Sheet(name, (*PARENTS[kind], *heads, *OWN), tuple(own)))
    return sheets


def _columns(form: FormDef) -> list[str]:
    columns = [] if form.kind is MetadataKind.ACTIVITY else ["judul_kegiatan"]
    for entry in form.entries:
        columns += [column for column in _columns_of(form, entry.key) if column not in columns]
    return [*columns, *OWN]


def _columns_of(form: FormDef, key: str) -> list[str]:
    if key in CHILDREN[form.kind]:
        return []
    if key in TICKED:
        return list(TICKED[key].values())
    if key in GRIDS:
        return [column for row in GRIDS[key] for column in row]
    if key == "klasifikasi":
        return list(BREAKDOWN)
    return [NAMES.get(key, key)]


def _row(form: FormDef, filled: Filled, answers: Answers, columns: Sequence[str]) -> tuple[str, ...]:
    cells = dict(zip(OWN, _own(filled), strict=True))
    cells["judul_kegiatan"] = filled.activity
    for entry in form.entries:
        if entry.key in answers:
            cells.update(_cells(entry, answers[entry.key]))
    return tuple(cells.get(column, "") for column in columns)


def _cells(entry: Entry, rows: Rows) -> dict[str, str]:
    key = entry.key
    if key in TICKED:
        given = {row[0] for row in rows}
        return {column: YES if option in given else NO for option, column in TICKED[key].items()}
    if key in GRIDS:
        pairs = zip(GRIDS[key], rows, strict=False)
        return {column: cell for columns, cells in pairs for column, cell in zip(columns, cells, strict=True)}
    if key == "klasifikasi":
        return {column: _joined([row[at] for row in rows]) for at, column in enumerate(BREAKDOWN)}
    words = WORDS.get(key, {})
    items = [words.get(row[0], row[0]) for row in rows]
    divided = entry.kind in (AnswerKind.LIST, AnswerKind.CHOICES)
    return {NAMES.get(key, key): _joined(items) if divided else items[0]}


def _joined(items: Sequence[str]) -> str:
    """INDAH's lists are divided by `|`, or by `;` where there is none: a lone item with `;` in it gets one."""
    text = f" {BETWEEN} ".join(items)
    return f"{text} {BETWEEN}" if len(items) == 1 and ";" in text else text


def _parents(filled: Filled, answers: Answers) -> tuple[str, ...]:
    if filled.kind is MetadataKind.ACTIVITY:
        return (filled.activity,)
    return filled.activity, answers.get("nama", (("",),))[0][0]


def _own(filled: Filled) -> tuple[str, ...]:
    return filled.agency, filled.key, str(filled.version)
