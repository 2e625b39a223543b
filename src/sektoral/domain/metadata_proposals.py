"""Metadata forms filled from what the office knows already: compiled administrative data (domain of most agencies).

Each answer comes with where it was taken from; a person sees both and confirms by saving.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.instruments import MEASURE, ColumnDef, TableDef, ValueKind, VariableDef
from sektoral.domain.metadata_answers import Rows, one_line
from sektoral.domain.metadata_forms import NO, YES

COMPILED = "Kompilasi Produk Administrasi"
FROM_AGENCY = "data Produsen Data"
FROM_OFFICE = "wilayah kantor"
FROM_TABLES = "tabel yang diminta"
FROM_STANDARD = "Standar Data"
FROM_RULES = "aturan pemeriksaan"
BY_COMPILING = "kompilasi produk administrasi"
MOST_OF_A_DOMAIN = 300
FREQUENCIES = {"bulanan": "Bulanan", "triwulanan": "Triwulanan", "semesteran": "Semesteran", "tahunan": "Tahunan"}
LEVELS = {"kabupaten": "Kabupaten/Kota", "kecamatan": "Kecamatan"}
INDICATORS = frozenset({ValueKind.PERCENT, ValueKind.INDEX})
TYPES = {ValueKind.COUNT: "Integer", ValueKind.RUPIAH: "Integer"}

Labels = Mapping[tuple[str, str], str]  # (code list, code) -> label


@dataclass(frozen=True, slots=True)
class Proposal:
    """Answers that could be given, and for each key where it comes from."""

    answers: Mapping[str, Rows]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Producer:
    """An agency and where its office is; `province` and `regency` pair a BPS code (or nothing) with a name."""

    name: str
    address: str
    phone: str
    email: str
    province: tuple[str, str]
    regency: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A variable as Standar Data has it, the tables that ask for it, and what must hold of it, in sentences."""

    variable: VariableDef
    sds_code: str
    tables: tuple[TableDef, ...]
    rules: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether all its tables are open to the public."""
        return all(table.classification == "terbuka" for table in self.tables)


def propose_activity(producer: Producer, tables: Sequence[TableDef], *, year: int) -> Proposal:
    """Fill MS-Keg for an agency that compiles what its own administration produces."""
    frequency = _frequency(tables)
    return _proposal(
        ("judul_kegiatan", one_line(_title(producer, year)), FROM_AGENCY),
        ("tahun", one_line(str(year)), FROM_TABLES),
        ("jenis_statistik", one_line("Sektoral"), BY_COMPILING),
        ("cara_pengumpulan", one_line(COMPILED), BY_COMPILING),
        ("instansi", one_line(producer.name), FROM_AGENCY),
        ("alamat", one_line(producer.address), FROM_AGENCY),
        ("telepon", one_line(producer.phone), FROM_AGENCY),
        ("email", one_line(producer.email), FROM_AGENCY),
        ("variabel", _variables(tables), FROM_TABLES),
        ("pelaksanaan", one_line("Berulang"), FROM_TABLES),
        ("frekuensi", one_line(frequency), FROM_TABLES),
        ("cakupan_wilayah", one_line("Sebagian Wilayah Indonesia"), FROM_OFFICE),
        ("wilayah", ((*producer.province, *producer.regency),), FROM_OFFICE),
        ("metode", one_line("Pengumpulan Data Sekunder"), BY_COMPILING),
        ("tingkat_penyajian", _choices(LEVELS.get(one.level, "Lainnya") for one in tables), FROM_TABLES),
    )


def propose_variable(asked: Asked, labels: Labels, *, activity: str) -> Proposal:
    """Fill MS-Var from Standar Data, the tables that ask for the variable, and the rules that it obeys."""
    variable = asked.variable
    return _proposal(
        ("ms_keg", one_line(activity), "MS-Keg"),
        ("nama", one_line(variable.name), FROM_STANDARD),
        ("konsep", one_line(variable.concept), FROM_STANDARD),
        ("definisi", one_line(variable.definition), FROM_STANDARD),
        ("referensi_waktu", one_line(_times(asked.tables)), FROM_TABLES),
        ("ukuran", one_line(variable.measure), FROM_STANDARD),
        ("satuan", one_line(variable.unit), FROM_STANDARD),
        ("tipe_data", one_line(TYPES.get(variable.kind, "Float")), FROM_STANDARD),
        ("klasifikasi_isian", _value_domain(asked, labels), "kode referensi"),
        ("aturan_validasi", tuple((rule,) for rule in (_bounds(variable), *asked.rules)), FROM_RULES),
        (
            "kalimat_pertanyaan",
            one_line("; ".join(dict.fromkeys(one.title for one in asked.tables))[:500]),
            FROM_TABLES,
        ),
        ("akses_umum", one_line(YES if asked.is_open else NO), FROM_TABLES),
        ("id_sds", one_line(asked.sds_code), FROM_STANDARD),
    )


def propose_indicator(asked: Asked, lists: Mapping[str, str]) -> Proposal:
    """Fill MS-Ind for a rate or an index; `lists` names code lists by their codes."""
    variable = asked.variable
    return _proposal(
        ("nama", one_line(variable.name), FROM_STANDARD),
        ("konsep", one_line(variable.concept), FROM_STANDARD),
        ("definisi", one_line(variable.definition), FROM_STANDARD),
        ("ukuran", one_line(variable.measure), FROM_STANDARD),
        ("satuan", one_line(variable.unit), FROM_STANDARD),
        ("klasifikasi", _breakdowns(asked, lists), "kode referensi"),
        ("level_estimasi", _choices(_level(one.level) for one in asked.tables), FROM_TABLES),
        ("akses_umum", one_line(YES if asked.is_open else NO), FROM_TABLES),
        ("id_sds", one_line(asked.sds_code), FROM_STANDARD),
    )


def dimensions_of(asked: Asked) -> dict[tuple[str, str], None]:
    """List the (code list, code) pairs by which the variable is broken down, regions left out."""
    found: dict[tuple[str, str], None] = {}
    for table in asked.tables:
        for column in _own_columns(table, asked.variable.code):
            found.update(dict.fromkeys(column.dims))
        for row in table.rows:
            if row.variable in ("", asked.variable.code):
                found.update(dict.fromkeys(pair for pair in row.dims if pair[0] != MEASURE))
    return found


def _proposal(*parts: tuple[str, Rows, str]) -> Proposal:
    given = [(key, rows, source) for key, rows, source in parts if rows and any(any(row) for row in rows)]
    return Proposal({key: rows for key, rows, _ in given}, {key: source for key, _, source in given})


def _title(producer: Producer, year: int) -> str:
    return f"Kompilasi Produk Administrasi {producer.name} {producer.regency[1]} Tahun {year}"


def _variables(tables: Sequence[TableDef]) -> Rows:
    found: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for one in table.variables:
            found.setdefault(one.code, (one.name, one.concept, one.definition, table.period_type.capitalize()))
    return tuple(found.values())


def _frequency(tables: Sequence[TableDef]) -> str:
    """The shortest period that the agency reports by."""
    asked = {table.period_type for table in tables}
    return next((word for period, word in FREQUENCIES.items() if period in asked), "")


def _times(tables: Sequence[TableDef]) -> str:
    return ", ".join(dict.fromkeys(table.period_type.capitalize() for table in tables))


def _choices(words: Iterable[str]) -> Rows:
    return tuple((word,) for word in dict.fromkeys(words))


def _level(level: str) -> str:
    return {**LEVELS, "desa": "Desa/Kelurahan"}.get(level, "Lainnya")


def _bounds(variable: VariableDef) -> str:
    low, high = variable.bounds
    whole = variable.decimals == 0
    words = ["Bilangan bulat" if whole else f"Bilangan dengan paling banyak {variable.decimals} desimal"]
    words += [f"paling kecil {low:f}"] if low is not None else []
    words += [f"paling besar {high:f}"] if high is not None else []
    return ", ".join(words)


def _value_domain(asked: Asked, labels: Labels) -> Rows:
    pairs = [(f"{name}:{code}", labels.get((name, code), code)) for name, code in dimensions_of(asked)]
    return tuple(pairs[:MOST_OF_A_DOMAIN])


def _breakdowns(asked: Asked, lists: Mapping[str, str]) -> Rows:
    names = dict.fromkeys(name for name, _ in dimensions_of(asked))
    rows = [(lists.get(name, name), "Kode referensi kantor") for name in names]
    if any(row.area for table in asked.tables for row in table.rows):
        rows.append(("Wilayah", "Kode wilayah Kemendagri dan BPS"))
    return tuple(rows)


def _own_columns(table: TableDef, code: str) -> list[ColumnDef]:
    if table.has_variables_in_rows:
        return list(table.columns)
    return [column for column in table.columns if column.variable == code]
