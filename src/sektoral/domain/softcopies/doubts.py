"""What a person has to look at before a found table is used, each with its sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping

from sektoral.domain.numbers import ValueState
from sektoral.domain.softcopies.regions import ColumnFound, Doubt, Layout, LineReason, Region, RowFound, RowRole
from sektoral.domain.softcopies.sheets import MORE_MARKS

SENTENCES: Mapping[str, str] = {
    "number_ambiguous": "Angka “{detail}” dapat dibaca dua cara. Pastikan arti titik dan komanya.",
    "headings_missing": "Kolom angka tidak berjudul. Beri nama sebelum dipakai.",
    "heading_missing": "Kolom {detail} tidak berjudul. Beri nama sebelum dipakai.",
    "period_missing": "Tahun atau periodenya tidak disebut. Pilih periodenya.",
    "unit_missing": "Satuan tidak disebut untuk: {detail}.",
    "unit_unknown": "Satuan “{detail}” belum dikenal. Pastikan artinya.",
    "unit_multiple": "Satuan “{detail}” adalah kelipatan. Faktor pengalinya harus dipastikan.",
    "row_unlabelled": "Baris {detail} berisi angka tanpa nama, sehingga tidak diambil.",
    "hidden_figures": "Ada angka di baris atau kolom tersembunyi: {detail}.",
    "sheet_hidden": "Tabel ini berada di lembar tersembunyi.",
    "formulas": "{detail} sel berisi rumus; hasil yang tersimpan yang dibaca.",
    "formulas_without_result": "{detail} sel berisi rumus tanpa hasil tersimpan. Buka dan simpan ulang di Excel.",
    "error_cells": "{detail} sel berisi galat.",
    "mark_unusual": "Tanda “{detail}” menggantikan angka. Pastikan artinya.",
    "not_a_number": "{detail} sel di antara angka bukan angka.",
    "answered_twice": "Sel ini menjawab isian yang sudah dijawab sel {detail}. Pilih salah satu.",
    "correction_unusable": "Dengan pembetulan itu tidak ada lagi tabelnya, sehingga dibaca seperti semula.",
    "area_unknown": "Wilayah tidak ada dalam daftar kode: {detail}.",
    "area_doubtful": "Nama wilayah ditulis lain dari daftar kode: {detail}.",
}
NAMED_AT_MOST = 6


def doubt_sentence(doubt: Doubt) -> str:
    """The sentence for a doubt."""
    return SENTENCES[doubt.code].format(detail=doubt.detail)


def doubts_of(region: Region) -> tuple[Doubt, ...]:
    """Everything about a region that is to be looked at, the gravest first."""
    return (*_readings(region), *_headings(region), *_units(region), *_lines(region))


def _readings(region: Region) -> Iterator[Doubt]:
    """What cells among the figures are other than plain numbers."""
    seen: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for one in region.readings:
        code = (
            "formulas_without_result" if one.error == "formula"
            else "error_cells" if one.error
            else "number_ambiguous" if one.state is ValueState.AMBIGUOUS
            else "not_a_number" if one.state is ValueState.UNREADABLE
            else "mark_unusual" if one.mark in MORE_MARKS
            else "formulas" if one.formula
            else ""
        )  # fmt: skip
        if code:
            seen[code] += 1
            first.setdefault(code, (one.cell, one.raw.strip()))
    for code, count in seen.items():
        cell, raw = first[code]
        yield Doubt(code, cell, raw if code in ("number_ambiguous", "mark_unusual") else str(count))


def _headings(region: Region) -> Iterator[Doubt]:
    columns = [column for column in region.columns if column.has_figures]
    bare = [column.letters for column in columns if not column.heads]
    if bare and len(bare) == len(columns):
        yield Doubt("headings_missing")
    elif bare:
        yield Doubt("heading_missing", detail=", ".join(bare))
    by_column = all(column.facts.period for column in columns)
    if not (region.facts.period or by_column or any(row.facts.period for row in region.rows)):
        yield Doubt("period_missing")


def _units(region: Region) -> Iterator[Doubt]:
    figures = [row for row in region.rows if row.role is RowRole.FIGURES]
    columns = [column for column in region.columns if column.has_figures]
    lines: list[RowFound] | list[ColumnFound] = figures if region.layout is Layout.LISTED else columns
    by_row = region.facts.unit is not None or all(row.facts.unit for row in figures)
    by_column = any(column.units_in for column in region.columns)
    missing = [line for line in lines if line.facts.unit is None]
    if missing and not by_row and not by_column:
        names = dict.fromkeys(line.facts.variable or "?" for line in missing)
        yield Doubt("unit_missing", detail="; ".join(list(names)[:NAMED_AT_MOST]))
    said = [region.facts, *(row.facts for row in figures), *(column.facts for column in columns)]
    for unit in sorted({facts.unit for facts in said if facts.unit}, key=lambda one: one.written):
        if unit.factor in ("1000", "1000000", "1000000000", "1000000000000"):
            yield Doubt("unit_multiple", detail=unit.written)
        elif not unit.unit:
            yield Doubt("unit_unknown", detail=unit.written)


def _lines(region: Region) -> Iterator[Doubt]:
    unlabelled = [str(row.row) for row in region.rows if row.reason is LineReason.UNLABELLED]
    if unlabelled:
        yield Doubt("row_unlabelled", detail=", ".join(unlabelled[:NAMED_AT_MOST]))
    hidden = [row.row for row in region.rows if row.hidden]
    columns = [column.letters for column in region.columns if column.hidden and column.has_figures]
    if hidden or columns:
        yield Doubt("hidden_figures", detail=", ".join([*map(str, hidden[:NAMED_AT_MOST]), *columns]))
    if region.visibility.value != "visible":
        yield Doubt("sheet_hidden")
