"""Invented samples of every component for the style guide; nothing here is read from the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms

from sektoral.domain.states import FACTS, LetterState
from sektoral.ui.charts import Drawing, SentDay, Timeliness, sparkline_drawing
from sektoral.ui.components import (
    Action,
    Clock,
    Empty,
    Fact,
    Figure,
    Found,
    LetterRow,
    Notice,
    Progress,
    Shape,
    Status,
    Tone,
    Verdict,
)
from sektoral.ui.flow import Arrow, Chart, Kind, Lane, Reach, Symbol
from sektoral.ui.forms import DayField, Form, ReasonField, UploadField
from sektoral.ui.lists import Column, Filter, ListPage, ListSpec, list_page
from sektoral.ui.pictures import GridRow, LegendEntry, Mark, StepRow
from sektoral.ui.states import status_of

STORED, NIL = Status(Tone.DONE, "Tersimpan"), Status(Tone.IDLE, "Nihil", Shape.NIL)
WAITING, RETURNED = Status(Tone.RUN, "Menunggu diperiksa"), Status(Tone.BACK, "Dikembalikan")
LATE, LACK = Status(Tone.BAD, "Lewat batas"), Status(Tone.IDLE, "Tidak tersedia", Shape.LACK)

STATUSES = (
    Status(Tone.IDLE, "Belum dikirim"),
    Status(Tone.RUN, "Sedang diperiksa"),
    Status(Tone.WAIT, "Perlu penjelasan"),
    STORED,
    RETURNED,
    Status(Tone.BAD, "Terlambat"),
    NIL,
    LACK,
    Status(Tone.RUN, "Catatan BPS", Shape.INFO),
)
CLOCKS = (
    Clock(Tone.RUN, "Sisa 4 hari kerja", 1, 5, "Batas 19 November, 16.00"),
    Clock(Tone.WAIT, "Sisa 5 jam 55 menit, hari ini", 4, 5),
    Clock(Tone.BAD, "Lewat 2 hari kerja", 7, 5),
    Clock(Tone.DONE, "Selesai 2 hari lebih cepat", 3, 5),
    Clock(Tone.DONE, "Selesai dalam 38 menit", 1, 1, "Waktu SOP: 1 jam kerja"),
    Clock(Tone.IDLE, "Belum mulai", 0, 25),
)
FIGURES = (
    Figure("OPD mengirim", "36", "dari 39"),
    Figure("Tepat waktu", "32", "OPD, 82 %"),
    Figure("Tabel tersimpan", "148", "dari 214, 69 %"),
    Figure("Menunggu diperiksa", "33", "tabel"),
    Figure("Dikembalikan", "16", "tabel, 9 OPD"),
)
RUNNING = Progress(
    "Membuat surat",
    27,
    39,
    "Sekarang Dinas Lingkungan Hidup. Halaman ini boleh ditutup.",
    poll_url="/_gaya/kemajuan/",
    refresh_url="/_gaya/",
)
FINISHED = Progress(
    "Membuat surat", 39, 39, "39 surat jadi.", finished=True, tone=Tone.DONE, after=Action("Lihat surat", "#")
)
NOTICES = (
    Notice(
        Tone.BAD,
        "Berkas tidak dapat dibaca",
        "contoh-2025.xlsx memuat makro, dan berkas bermakro tidak dibuka demi keamanan.",
        "simpan ulang sebagai Buku Kerja Excel (.xlsx), lalu unggah lagi.",
        "Berkas Anda tetap tersimpan, diterima 19 November 2026, 13.07 WIB.",
        "macros",
    ),
    Notice(
        Tone.WAIT,
        "Layanan BSrE belum menjawab",
        "Belum diketahui apakah 9 surat sudah ditandatangani. Jangan mengulang dulu.",
        action=Action("Tanyakan sekarang", "#", icon="arrow-path"),
    ),
    Notice(Tone.DONE, "Tabel 4 diterima", "Dinas Kesehatan menerima tanda terimanya."),
)
FOUND = (
    Found(
        1,
        Status(Tone.BAD, "Salah"),
        "T04!F12",
        "Marbau, jumlah",
        "Jumlah 96 tidak sama dengan penjumlahan 91.",
        "OPD memperbaiki F12 menjadi 91, atau memperbaiki salah satu dari B12 sampai E12.",
        "row_total",
    ),
    Found(
        2,
        Status(Tone.DONE, "Sudah dijelaskan"),
        "T04!D15",
        "Kualuh Selatan, perawat",
        "58 naik 87,1 % dari 31.",
        said="Penambahan 27 perawat di dua puskesmas, mulai bertugas Maret 2025.",
        said_by="operator Dinas Kesehatan",
    ),
)
LETTERS = (
    LetterRow("Dinas Perhubungan", "6 tabel belum dikirim · 500.14/412", "#", "a", current=True),
    LetterRow("Satpol PP", "3 tabel belum dikirim · 500.14/413", "#", "b", ticked=False),
    LetterRow("Bapenda", "1 tabel dikembalikan · 500.14/420", "#", status=status_of(LetterState.SIGNED)),
)
GRID = (
    GridRow("Dinas Kesehatan", "Dinkes", "#", tuple(map(Mark, (STORED, STORED, RETURNED, *[WAITING] * 8, NIL))), 3),
    GridRow("Dinas Perhubungan", "Dishub", "#", tuple(map(Mark, [LATE] * 6)), 0),
    GridRow("Badan Penanggulangan Bencana Daerah", "BPBD", "#", tuple(map(Mark, (NIL, STORED, LACK))), 3),
    GridRow("Kecamatan Aek Kuo", "Aek Kuo", "#", tuple(map(Mark, (STORED, STORED, STORED))), 3),
)
LEGEND = tuple(LegendEntry(status, 7) for status in (STORED, NIL, LACK, WAITING, RETURNED, LATE))
STRIP = Timeliness(
    days=tuple(
        SentDay(date(2026, 11, day), in_time, late)
        for day, in_time, late in (
            (12, 1, 0),
            (13, 3, 0),
            (16, 4, 0),
            (17, 6, 0),
            (18, 8, 0),
            (19, 10, 0),
            (20, 0, 3),
            (23, 0, 1),
        )
    ),
    limit_day=date(2026, 11, 19),
    limit_words="Batas waktu 19 November, 16.00",
)
LANES = (
    Lane(("JP",), "JP"),
    Lane(("SuKor", "PPD"), "SuKor"),
    Lane(("Kabid", "SPT"), "Kabid"),
    Lane(("Kadis", "Kominfo"), "Kadis"),
    Lane(("Produsen", "Data"), "Produsen"),
    Lane(("Bank", "Data"), "Bank"),
)
DONE, NOW = Reach.DONE, Reach.NOW
CHART = Chart(
    lanes=LANES,
    rows=5,
    symbols=(
        Symbol("mulai", 0, 3, ("Mulai",), Kind.CAPSULE, 0, 2, DONE),
        Symbol("susun", 0, 0, ("Susun",), track=1, tracks=2, reach=DONE),
        Symbol("paraf1", 0, 1, ("Paraf",), track=1, tracks=2, reach=DONE),
        Symbol("paraf2", 0, 2, ("Paraf",), track=1, tracks=2, reach=DONE),
        Symbol("tte", 0, 3, ("TTE",), track=1, tracks=2, reach=DONE),
        Symbol("kirim", 1, 0, ("Kirim",), reach=DONE),
        Symbol("isi", 2, 4, ("Isi dan", "kirim", "36/39"), reach=NOW),
        Symbol("terima", 3, 0, ("Terima",), reach=DONE),
        Symbol("periksa", 3, 1, ("Sesuai?",), Kind.DIAMOND, reach=NOW, below="33 antre"),
        Symbol("simpan", 3, 5, ("Simpan", "148"), reach=NOW),
        Symbol("lapor", 4, 0, ("Susun",), track=0, tracks=2),
        Symbol("paraf3", 4, 1, ("Paraf",), track=0, tracks=2),
        Symbol("paraf4", 4, 2, ("Paraf",), track=0, tracks=2),
        Symbol("tte2", 4, 3, ("TTE",), track=0, tracks=2),
        Symbol("selesai", 4, 3, ("Selesai",), Kind.CAPSULE, 1, 2),
    ),
    arrows=(
        Arrow("mulai", "susun", DONE),
        Arrow("susun", "paraf1", DONE),
        Arrow("paraf1", "paraf2", DONE),
        Arrow("paraf2", "tte", DONE),
        Arrow("tte", "kirim", DONE),
        Arrow("kirim", "isi", DONE),
        Arrow("isi", "terima", DONE),
        Arrow("terima", "periksa", DONE),
        Arrow("periksa", "simpan", DONE),
        Arrow("periksa", "isi", Reach.BACK, "16 kembali"),
        Arrow("simpan", "lapor"),
        Arrow("lapor", "paraf3"),
        Arrow("paraf3", "paraf4"),
        Arrow("paraf4", "tte2"),
        Arrow("tte2", "selesai"),
    ),
    title="Bagan alur SOP. Langkah 1 dan 2 selesai. Langkah 3: 36 dari 39 Produsen Data sudah mengirim.",
    note="Susunan simbol belum disahkan.",
)
STEPS = (
    StepRow(1, "Mempersiapkan surat permintaan, referensi data, dan instrumen", CLOCKS[3], STORED, "39 surat"),
    StepRow(2, "Distribusi surat permintaan dan instrumen ke Produsen Data", CLOCKS[4], STORED, "39 terkirim"),
    StepRow(3, "Produsen Data menyampaikan data", CLOCKS[2], LATE, "36 dari 39 OPD mengirim", is_now=True, url="#"),
    StepRow(
        4, "Menerima dan memeriksa kesesuaian data, menyimpan di Bank Data", CLOCKS[0], WAITING, "148 dari 214", True
    ),
    StepRow(5, "Membuat laporan kolektif", CLOCKS[5], STATUSES[0], "Laporan Pengumpulan Data"),
)


class SampleForm(Form):
    """Every kind of field."""

    text = forms.CharField(label="Judul putaran", help_text="Nama yang tampil di surat.")
    choice = forms.ChoiceField(label="Periode", choices=(("2025", "Tahun 2025"), ("2026", "Tahun 2026")))
    kind = forms.ChoiceField(
        label="Cara tanda tangan", choices=(("a", "Elektronik"), ("b", "Pindaian")), widget=forms.RadioSelect
    )
    day = DayField(label="Tanggal mulai", required=False)
    reason = ReasonField(help_text="Alasan ini disimpan bersama putusan.")
    file = UploadField(label="Berkas isian", help_text="XLSX, XLS, XLSB, ODS, atau CSV, paling besar 10 MB.")
    sure = forms.BooleanField(label="Saya sudah membaca suratnya")


@dataclass(frozen=True, slots=True)
class Owed:
    """A row of the sample list."""

    agency: str
    tables: int
    share: Decimal | None
    state: str


OWED = (
    Owed("Dinas Kesehatan", 12, Decimal("25.0"), "run"),
    Owed("Dinas Perhubungan", 6, None, "bad"),
    Owed("Bappeda", 4, Decimal("100.0"), "done"),
)
OWED_LIST: ListSpec[Owed] = ListSpec(
    name="contoh",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("tabel", "Tabel", lambda row: row.tables, numeric=True),
        Column("persen", "Tersimpan (%)", lambda row: row.share, numeric=True),
    ),
    filters=(
        Filter(
            "keadaan", "Keadaan", (("run", "Berjalan"), ("done", "Selesai")), lambda row, chosen: row.state == chosen
        ),
    ),
    text=lambda row: row.agency,
    search_label="Cari OPD",
)


EMPTY = Empty(
    "Belum ada putaran pengumpulan",
    "Kelengkapan akan tampil di sini setelah Kepala Dinas membuka putaran.",
    (Action("Siapkan putaran data 2026", "#", primary=True), Action("Periksa 39 OPD dan 214 tabel", "#")),
    sketch=True,
)
FACT_LINES = (
    Fact("Nomor", "500.14/371/DISKOMINFO/2026", url="#"),
    Fact("Sidik berkas", "7c1e 04b9 … 5e90", note="SHA-256", is_code=True),
    Fact("Satuan", "Ton"),
)
VERDICT = Verdict(Status(Tone.DONE, "Surat ini asli"), "Terdaftar dan tidak berubah sejak ditandatangani.")
ACTIONS = (
    Action("Kembalikan tabel", "#", icon="arrow-uturn-left", primary=True),
    Action("Unduh PDF", "#", icon="document-text"),
    Action(
        "Tutup putaran",
        icon="lock-closed",
        refusal="Belum bisa ditutup: 33 tabel belum diperiksa. Sub Koordinator dapat menyelesaikannya.",
        key="tutup",
    ),
)


@dataclass(frozen=True, slots=True)
class SamplePage:
    """All samples, by the name of their component."""

    form: SampleForm
    owed: ListPage[Owed]
    sparks: tuple[Drawing, ...]
    states: tuple[Status, ...]
    statuses: tuple[Status, ...] = STATUSES
    clocks: tuple[Clock, ...] = CLOCKS
    figures: tuple[Figure, ...] = FIGURES
    progress: Progress = RUNNING
    notices: tuple[Notice, ...] = NOTICES
    findings: tuple[Found, ...] = FOUND
    letters: tuple[LetterRow, ...] = LETTERS
    grid: tuple[GridRow, ...] = GRID
    legend: tuple[LegendEntry, ...] = LEGEND
    strip: Timeliness = STRIP
    chart: Chart = CHART
    steps: tuple[StepRow, ...] = STEPS
    empty: Empty = EMPTY
    facts: tuple[Fact, ...] = FACT_LINES
    verdict: Verdict = VERDICT
    actions: tuple[Action, ...] = ACTIONS


def sample_page() -> SamplePage:
    """This will put the samples together; the form is a refused one, so that its errors show."""
    series = [Decimal(value) for value in ("106426.6", "103513.4", "108444.8", "104200.8", "107366.7")]
    return SamplePage(
        form=SampleForm({"text": "", "choice": "2025", "kind": "a", "reason": ""}),
        owed=list_page(OWED_LIST, OWED, {"urut": "opd"}),
        sparks=(sparkline_drawing(series), sparkline_drawing([series[0], None, series[2]], "naik dari 106,4 ke 108,4")),
        states=tuple(status_of(state) for machine in FACTS for state in FACTS[machine]),
    )
