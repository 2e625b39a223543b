"""Evidence that the system draws up itself: what the bank, the catalogue and the year's rounds hold, as workbooks."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from sektoral.adapters.exports import Cell
from sektoral.assessment.queries.proof import Heads, Proof, Year, made_list
from sektoral.domain.states import RuleState
from sektoral.records.models import (
    Agency,
    ApiKey,
    Code,
    Contradiction,
    DataList,
    Event,
    FindingRecord,
    MetadataForm,
    ReferenceFigure,
    Release,
    Remark,
    Request,
    RequestedTable,
    Round,
    RuleVersion,
    Table,
    Variable,
)


def variables(year: Year) -> Iterable[Proof]:
    """The register of variables with the five parts of Standar Data."""
    heads = Heads(("Kode", "Nama", "Konsep", "Definisi", "Klasifikasi", "Ukuran", "Satuan", "Kode SDS", "Kode DSSD"))
    rows = Variable.objects.filter(office=year.office).values_list(
        "code", "name", "concept", "definition", "classification", "measure", "unit", "sds_code", "dssd_code"
    )
    return made_list(year, "Daftar variabel menurut Standar Data", heads, rows)


def metadata(year: Year) -> Iterable[Proof]:
    """The metadata forms as they stood at the end of the year."""
    forms = MetadataForm.objects.filter(office=year.office, written_at__lt=year.ends_at).order_by(
        "agency__position", "kind", "key", "version"
    )
    newest = {(one.agency_id, one.kind, one.key): one for one in forms.select_related("agency", "checked_by")}
    rows = (
        (one.agency.name, one.kind, one.key, one.version, one.written_at, one.checked_at) for one in newest.values()
    )
    heads = Heads(("Produsen data", "Formulir", "Tentang", "Versi", "Ditulis", "Diperiksa Walidata"), frozenset({3}))
    return made_list(year, "Daftar metadata statistik", heads, rows)


def codes(year: Year) -> Iterable[Proof]:
    """The code lists with their validity."""
    heads = Heads(("Daftar", "Sumber", "Kode", "Nama", "Kode BPS", "Berlaku sejak", "Berlaku sampai"))
    rows = Code.objects.filter(office=year.office).order_by("codelist__code", "position", "code")
    return made_list(
        year,
        "Kode referensi",
        heads,
        rows.values_list("codelist__name", "codelist__source", "code", "label", "bps_code", "valid_from", "valid_to"),
    )


def catalogue(year: Year) -> Iterable[Proof]:
    """The tables that the bank asks for, with their classification and schedule."""
    heads = Heads(
        ("Produsen data", "Kode", "Judul", "Tingkat", "Klasifikasi", "Data prioritas", "Edisi"), frozenset({6})
    )
    tables = Table.objects.filter(office=year.office, is_current=True).order_by("agency__position", "code")
    rows = tables.values_list("agency__name", "code", "title", "level", "classification", "is_priority", "version")
    return made_list(year, "Katalog tabel", heads, ((*row[:5], "ya" if row[5] else "", row[6]) for row in rows))


def classified(year: Year) -> Iterable[Proof]:
    """The tables that are not open, or of which small figures are hidden: how confidentiality is kept."""
    heads = Heads(("Produsen data", "Kode", "Judul", "Klasifikasi", "Angka kecil disembunyikan"))
    tables = Table.objects.filter(office=year.office, is_current=True).order_by("agency__position", "code")
    rows = tables.values_list("agency__name", "code", "title", "classification", "hides_small")
    kept = [(*row[:4], "ya" if row[4] else "") for row in rows if row[3] != "terbuka" or row[4]]
    return made_list(year, "Tabel yang tidak terbuka atau disamarkan", heads, kept)


def data_lists(year: Year) -> Iterable[Proof]:
    """The Daftar Data of the year, edition by edition."""
    heads = Heads(("Tahun", "Edisi", "Keadaan", "Jumlah baris", "Disusun", "Disepakati"), frozenset({0, 1, 3}))
    lists = DataList.objects.filter(office=year.office, year=year.number, drawn_up_at__lt=year.ends_at)
    rows = ((o.year, o.edition, o.state, len(o.entries), o.drawn_up_at, o.agreed_at) for o in lists)
    return made_list(year, "Daftar Data", heads, rows)


def rounds(year: Year) -> Iterable[Proof]:
    """What was asked of whom in the year's rounds, and when it was answered."""
    heads = Heads(("Putaran", "Produsen data", "Tabel", "Dikirim", "Batas waktu", "Lengkap"), frozenset({2}))
    asked = Request.objects.filter(
        office=year.office, round__opened_at__gte=year.begins_at, round__opened_at__lt=year.ends_at
    ).annotate(asked=Count("tables"))
    rows = asked.order_by("round__opened_at", "agency__position").values_list(
        "round__title", "agency__name", "asked", "sent_at", "due_at", "completed_at"
    )
    return made_list(year, "Permintaan dan jawabannya", heads, rows)


def step_times(year: Year) -> Iterable[Proof]:
    """When each step of the year's rounds ended: the SOP as it was carried out."""
    heads = Heads(("Putaran", "Periode", "Dibuka", "Surat ditandatangani", "Terdistribusi", "Ditutup", "Selesai"))
    held = Round.objects.filter(office=year.office, opened_at__gte=year.begins_at, opened_at__lt=year.ends_at)
    rows = held.order_by("opened_at").values_list(
        "title", "period", "opened_at", "letters_signed_at", "distributed_at", "intake_closed_at", "closed_at"
    )
    return made_list(year, "Waktu pelaksanaan SOP", heads, rows)


def checked_tables(year: Year) -> Iterable[Proof]:
    """What became of each table that was asked for."""
    heads = Heads(("Putaran", "Produsen data", "Tabel", "Keadaan", "Dikembalikan", "Nilai"), frozenset({4, 5}))
    rows = RequestedTable.objects.filter(
        office=year.office, request__round__opened_at__gte=year.begins_at, request__round__opened_at__lt=year.ends_at
    ).order_by("request__round__opened_at", "request__agency__position", "sheet")
    return made_list(
        year,
        "Hasil pemeriksaan menurut tabel",
        heads,
        rows.values_list(
            "request__round__title", "request__agency__name", "table__title", "state", "returns", "values"
        ),
    )


def findings(year: Year) -> Iterable[Proof]:
    """How often each kind of fault was found in the year, and how often it was explained; no figure among them."""
    heads = Heads(("Temuan", "Tingkat", "Jumlah", "Dijelaskan OPD"), frozenset({2, 3}))
    found = FindingRecord.objects.filter(
        office=year.office, submission__received_at__gte=year.begins_at, submission__received_at__lt=year.ends_at
    )
    all_of, explained = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for code, severity, explanation in found.values_list("code", "severity", "explanation").iterator():
        all_of[code, severity] += 1
        explained[code, severity] += bool(explanation)
    rows = ((code, severity, n, explained[code, severity]) for (code, severity), n in sorted(all_of.items()))
    return made_list(year, "Rekap temuan pemeriksaan", heads, rows)


def rules(year: Year) -> Iterable[Proof]:
    """The office's own rules as they stood at the end of the year."""
    heads = Heads(("Produsen data", "Tabel", "Aturan", "Bunyi", "Keadaan", "Sumber", "Ditulis"))
    versions = RuleVersion.objects.filter(office=year.office, made_at__lt=year.ends_at).order_by("number")
    newest = {one.rule_id: one for one in versions.select_related("rule__agency")}
    rows = (
        (o.rule.agency.name, o.rule.table_code, o.rule.code, o.says, RuleState(o.state).value, o.source, o.made_at)
        for o in newest.values()
    )
    return made_list(year, "Aturan pemeriksaan", heads, rows)


def contradictions(year: Year) -> Iterable[Proof]:
    """Where two agencies stated different figures, and what was decided; no figure among them."""
    heads = Heads(("Variabel", "Keadaan", "Ditemukan", "Diputuskan"))
    raised = Contradiction.objects.filter(office=year.office, raised_at__gte=year.begins_at, raised_at__lt=year.ends_at)
    rows = raised.order_by("raised_at").values_list("variable", "state", "raised_at", "settled_at")
    return made_list(year, "Pertentangan antar-OPD", heads, rows)


def comparisons(year: Year) -> Iterable[Proof]:
    """Which tables have figures of another publisher beside them."""
    heads = Heads(("Produsen data", "Tabel", "Periode", "Penerbit", "Publikasi", "Angka"), frozenset({5}))
    rows = (
        ReferenceFigure.objects.filter(office=year.office, added_at__lt=year.ends_at)
        .values_list("agency__name", "code", "period", "publisher", "publication")
        .annotate(figures=Count("pk"))
        .order_by("agency__name", "code", "period")
    )
    return made_list(year, "Pembandingan dengan angka lain", heads, rows)


def releases(year: Year) -> Iterable[Proof]:
    """What was released in the year, beside the day it was planned for."""
    heads = Heads(("Produsen data", "Tabel", "Periode", "Edisi", "Direncanakan", "Dirilis"), frozenset({3}))
    out = Release.objects.filter(
        office=year.office, released_at__gte=year.begins_at, released_at__lt=year.ends_at
    ).order_by("released_at")
    rows = out.values_list("agency__name", "code", "period", "edition", "planned_on", "released_at")
    return made_list(year, "Rilis data dan jadwalnya", heads, rows)


def pushes(year: Year) -> Iterable[Proof]:
    """Which releases stand on other portals."""
    heads = Heads(("Tabel", "Periode", "Portal", "Dikirim"))
    sent = Release.objects.filter(
        office=year.office, pushes__pushed_at__gte=year.begins_at, pushes__pushed_at__lt=year.ends_at
    )
    rows = sent.values_list("code", "period", "pushes__portal", "pushes__pushed_at")
    return made_list(year, "Rilis pada portal lain", heads, rows)


def machine_doors(year: Year) -> Iterable[Proof]:
    """Who may read the bank by program; the key itself is nowhere kept."""
    heads = Heads(("Nama", "Kunci", "Dibuat", "Berlaku sampai", "Dicabut"))
    keys = ApiKey.objects.filter(office=year.office, made_at__lt=year.ends_at)
    rows = keys.values_list("name", "prefix", "made_at", "expires_at", "revoked_at")
    return made_list(year, "Akses antarmuka program", heads, rows)


def remarks(year: Year) -> Iterable[Proof]:
    """What the Pembina Data remarked, and when it was answered."""
    heads = Heads(("Produsen data", "Tabel", "Periode", "Catatan", "Ditulis", "Jawaban", "Dijawab"))
    written = Remark.objects.filter(office=year.office, written_at__gte=year.begins_at, written_at__lt=year.ends_at)
    rows = written.order_by("written_at").values_list(
        "agency__name", "code", "period", "text", "written_at", "answer", "answered_at"
    )
    return made_list(year, "Catatan Pembina Data", heads, rows)


def participation(year: Year) -> Iterable[Proof]:
    """Every producer and whether it took part in the year."""
    heads = Heads(("Produsen data", "Diminta", "Menjawab lengkap"), frozenset({1, 2}))
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    requests = Request.objects.filter(
        office=year.office, round__opened_at__gte=year.begins_at, round__opened_at__lt=year.ends_at
    )
    for agency, completed in requests.values_list("agency__name", "completed_at"):
        asked[agency] += 1
        answered[agency] += completed is not None
    if not asked:
        return []
    names = Agency.objects.filter(office=year.office).values_list("name", flat=True)
    return made_list(
        year, "Keikutsertaan Produsen Data", heads, ((name, asked[name], answered[name]) for name in names)
    )


def journal(year: Year) -> Iterable[Proof]:
    """How many deeds of each kind the journal tells of the year: the trail is kept for all alike."""
    heads = Heads(("Peristiwa", "Jumlah"), frozenset({1}))
    told = Event.objects.filter(office_id=year.office.pk, at__gte=year.begins_at, at__lt=year.ends_at)
    rows: Iterable[tuple[Cell, ...]] = told.values_list("kind").annotate(n=Count("pk")).order_by("kind")
    return made_list(year, "Rekap jurnal", heads, rows)


def recommendations(year: Year) -> Iterable[Proof]:
    """Which activities name a recommendation of BPS."""
    heads = Heads(("Produsen data", "Kegiatan", "Identitas rekomendasi"))
    forms = MetadataForm.objects.filter(
        office=year.office, kind="MS-Keg", is_current=True, written_at__lt=year.ends_at
    ).select_related("agency")
    rows = [
        (one.agency.name, one.key, str(one.answers["identitas_rekomendasi"]))
        for one in forms
        if one.answers.get("identitas_rekomendasi")
    ]
    return made_list(year, "Rekomendasi kegiatan statistik", heads, rows)
