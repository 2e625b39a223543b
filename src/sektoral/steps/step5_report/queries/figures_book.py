"""All figures of a report as one workbook: a sheet for each list that the paper prints, from the same snapshot."""

from collections.abc import Iterable, Sequence

from sektoral.adapters.exports import Cell, Column, Sheet
from sektoral.domain.freshness import Freshness
from sektoral.domain.report_parts import FaultCount, Quality
from sektoral.domain.reports import ReportSnapshot, TableState, Verdict, Way, recap, tally
from sektoral.records.models import Letter
from sektoral.records.report_contents import content_digest, report_of
from sektoral.steps.step5_report.queries.figures_page import KEPT, TO_TAKE_AWAY, FigureRow

Rows = Iterable[Sequence[Cell]]
FOUND = "Ditemukan#|Diperbaiki#|Dijelaskan#|Terbuka#"
TABLE_WORDS: dict[TableState, str] = {
    TableState.STORED: "tersimpan",
    TableState.NIL: "nihil",
    TableState.UNAVAILABLE: "tidak tersedia",
    TableState.HANDED_ON: "dialihkan ke OPD lain",
    TableState.AWAITING_STEWARD: "menunggu Pembina Data",
    TableState.RETURNED: "dikembalikan, belum diperbaiki",
    TableState.MISSING: "belum dikirim",
}
WAY_WORDS: dict[Way, str] = {Way.MERGER: "penggabungan OPD", Way.HANDED_ON: "dialihkan menurut pernyataan OPD"}
VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.OPEN: "menunggu jawaban",
    Verdict.ANSWERED: "menunggu putusan kantor",
    Verdict.RESOLVED: "diperbaiki, kini sama",
    Verdict.FIRST: "yang berlaku angka OPD pertama",
    Verdict.SECOND: "yang berlaku angka OPD kedua",
    Verdict.BOTH: "keduanya berlaku",
}
AGED_WORDS = {Freshness.DUE: "jatuh tempo", Freshness.STALE: "usang"}


def figures_book(letter: Letter) -> Sequence[Sheet]:
    """This will lay out the sheets of a report's workbook; lists that a report does not have are left out."""
    body = report_of(letter)
    sheets = (
        _sheet("Ringkasan", "Hal|Jumlah#", _counts(body, content_digest(letter))),
        _agencies(body),
        _sheet("Tabel", "OPD|Kode|Tabel data|Keadaan|Nilai#|Dikirim ulang#|Keterangan", _tables(body)),
        _sheet("Waktu", "Langkah|Waktu SOP|Mulai|Batas|Selesai|Pemegang|Menit kerja#", _times(body)),
        _sheet("Temuan per jenis", f"Jenis|Kode|Sifat|{FOUND}", _kinds(body.quality)),
        _sheet("Temuan per OPD", f"OPD|Salah#|Periksa#|Catatan#|{FOUND}", _by_agency(body.quality)),
        _sheet("Putaran lalu", "Hal|Putaran ini#|Putaran lalu#", _comparison(body)),
        _sheet("Berpindah", "Kode|Tabel data|Sebab|Dari|Ke|Batas waktu|Berpindah", _moved(body)),
        _sheet("Pertentangan", "Hal|OPD pertama|OPD kedua|Hasil|Ditemukan|Alasan", _contradicted(body)),
        _sheet("Perbaikan angka", "Kode|Tabel data|OPD|Periode|Nilai#|Alasan", _corrected(body)),
        _sheet("Kemutakhiran", "Kode|Tabel data|OPD|Keadaan|Terakhir|Ditunggu|Paling lambat", _aged(body)),
    )
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(title: str, heads: str, rows: Rows) -> Sheet:
    """Heads are parted by bars; one that ends in # stands over figures."""
    columns = [Column(head.removesuffix("#"), numeric=head.endswith("#")) for head in heads.split("|")]
    return Sheet(title, columns, list(rows))


def _counts(body: ReportSnapshot, digest: str) -> Rows:
    counts, tables = recap(body.agencies), recap(body.agencies).tables
    yield from [
        ("OPD yang diminta", counts.agencies),
        ("OPD yang mengirim", counts.sent),
        ("OPD tepat waktu", counts.on_time),
        ("OPD tepat waktu, surat menyusul", counts.letter_later),
        ("OPD terlambat", counts.late),
        ("OPD belum mengirim", counts.silent),
        ("Tabel yang diminta", tables.requested),
        ("Tabel diterima dan diperiksa", tables.received),
        ("Tabel tersimpan", tables.stored),
        ("Nilai tersimpan", tables.values),
    ]
    if coverage := body.coverage:
        yield from [
            ("OPD lengkap", coverage.agencies_complete),
            ("Tabel dijawab", coverage.tables_answered),
            ("Tabel tepat waktu", coverage.tables_in_time),
        ]
    if bank := body.bank:
        yield from [("Tabel Bank Data yang mutakhir", bank.fresh), ("Tabel tanpa angka", bank.empty)]
    yield ("Sidik SHA-256 semua angka laporan", digest)


def _agencies(body: ReportSnapshot) -> Sheet:
    rows = [FigureRow(one, tally(one.tables), KEPT[one.timeliness]) for one in body.agencies]
    columns = [Column(column.label, column.numeric) for column in TO_TAKE_AWAY.columns]
    return Sheet("OPD", columns, [[column.value(row) for column in TO_TAKE_AWAY.columns] for row in rows])


def _tables(body: ReportSnapshot) -> Rows:
    for agency in body.agencies:
        for one in agency.tables:
            word = TABLE_WORDS[one.state]
            yield (agency.name, one.code, one.title, word, one.values, one.resubmitted, one.note)


def _times(body: ReportSnapshot) -> Rows:
    for step in body.steps:
        name = f"{step.no}. {step.title}" if step.no else step.title
        clock = (name, step.limit, step.begun_at, step.due_at, step.ended_at)
        for held in step.held:
            yield (*clock, held.holder, held.minutes)
        if not step.held:
            yield (*clock, "", None)


def _kinds(quality: Quality | None) -> Rows:
    for kind in quality.kinds if quality else ():
        yield (kind.title, kind.code, kind.severity.value, *_found(kind.count))


def _by_agency(quality: Quality | None) -> Rows:
    for one in quality.agencies if quality else ():
        yield (one.name, one.errors, one.warnings, one.infos, *_found(one.count))


def _found(count: FaultCount) -> tuple[int, int, int, int]:
    return count.found, count.corrected, count.explained, count.still_open


def _comparison(body: ReportSnapshot) -> Rows:
    before, counts = body.last_round, recap(body.agencies)
    if before is None:
        return
    asking = body.quality.asking if body.quality else None
    yield ("OPD yang diminta", counts.agencies, before.agencies)
    yield ("OPD tepat waktu", counts.on_time + counts.letter_later, before.in_time)
    yield ("Tabel yang diminta", counts.tables.requested, before.tables)
    yield ("Tabel tersimpan", counts.tables.stored, before.stored)
    yield ("Nilai tersimpan", counts.tables.values, before.values)
    yield ("Temuan salah dan periksa", asking.found if asking else None, before.findings)
    yield ("Temuan masih terbuka", asking.still_open if asking else None, before.still_open)


def _moved(body: ReportSnapshot) -> Rows:
    for one in body.moved:
        way = WAY_WORDS[one.way]
        yield (one.code, one.title, way, one.moved_from, one.moved_to, one.due_at, one.moved_at)


def _contradicted(body: ReportSnapshot) -> Rows:
    for one in body.contradictions:
        yield (one.thing, one.first, one.second, VERDICT_WORDS[one.verdict], one.raised_at, one.reason)


def _corrected(body: ReportSnapshot) -> Rows:
    for one in body.corrected:
        yield (one.code, one.title, one.agency, one.period, one.values, one.reason)


def _aged(body: ReportSnapshot) -> Rows:
    for one in body.bank.aged if body.bank else ():
        yield (one.code, one.title, one.agency, AGED_WORDS[one.state], one.last, one.awaited, one.due_on)
