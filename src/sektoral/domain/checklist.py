"""What is checked for one table, in words with the thresholds that hold: drawn from its definition and the checks.

The page “Apa yang diperiksa” and the printed form show it. Each line names the finding codes it stands for, and a test
holds that every finding has its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.checks import history, likeness, privacy, scales, series
from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.sentences import SENTENCES, shown_number
from sektoral.domain.checks.surroundings import TEXT_LENGTH
from sektoral.domain.checks.weighing import ON_TRIAL
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import InstrumentDef, RuleDef, TableDef, VariableDef
from sektoral.domain.numbers import FRACTION_DIGITS, SIGNIFICANT_DIGITS, WHOLE_DIGITS
from sektoral.domain.validations import EXPLAIN_ABOVE, WHOLE, number_span

SEVERITY_WORDS = {Severity.ERROR: "Salah", Severity.WARNING: "Perlu penjelasan", Severity.INFO: "Catatan"}
TRIAL_WORDS = "Catatan, diuji"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check: what must hold, where, how its findings weigh, and where a rule comes from."""

    codes: tuple[str, ...]
    says: str
    severity: Severity
    where: str = ""
    source: str = ""
    on_trial: bool = False

    @property
    def weight(self) -> str:
        """The severity in words; a check on trial only informs."""
        return TRIAL_WORDS if self.on_trial else SEVERITY_WORDS[self.severity]


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Checks of one kind under a heading."""

    title: str
    lines: tuple[CheckLine, ...]


def checklist_of(definition: InstrumentDef, sheet: str) -> tuple[CheckGroup, ...]:
    """List what is checked for the table on a sheet. Raise `KeyError` where there is none."""
    table = definition.table(sheet)
    with_previous = any(key[0] == sheet for key, _ in definition.previous)
    groups = (
        CheckGroup("Setiap sel isian", tuple(_contents(table))),
        CheckGroup("Jumlah", tuple(_sums(table))),
        CheckGroup("Aturan tabel ini", tuple(_rule(rule, table) for rule in table.rules)),
        CheckGroup("Dibandingkan dengan periode lalu", tuple(_history(definition) if with_previous else ())),
        CheckGroup("Dibandingkan dengan isian lain", tuple(_likeness(table))),
        CheckGroup("Pernyataan dan teks", tuple(_declarations())),
        CheckGroup("Susunan buku kerja", tuple(_shape())),
    )
    return tuple(group for group in groups if group.lines)


def _line(says: str, *codes: str, where: str = "") -> CheckLine:
    return CheckLine(codes, says, SENTENCES[codes[0]].severity, where, on_trial=codes[0] in ON_TRIAL)


def _contents(table: TableDef) -> Iterator[CheckLine]:
    yield _line("Tidak boleh kosong: angka, atau tanda - (tidak ada), ... (tidak tersedia), NA, ~0.", "cell_empty")
    yield _line(
        "Berisi angka atau tanda yang diketik; bukan rumus, galat, tanggal, nilai benar-salah, atau kata.",
        "not_a_number", "formula_in_input", "formula_text", "error_in_input", "boolean_in_input", "date_in_input",
    )  # fmt: skip
    yield _line(
        f"Angka ditulis dengan satu gaya di seluruh berkas, tanpa nol di depan, paling banyak {WHOLE_DIGITS} angka dan "
        f"{FRACTION_DIGITS} desimal.",
        "number_style", "number_ambiguous", "leading_zero", "number_too_long", "not_finite",
    )  # fmt: skip
    yield _line("Tidak ada dua gaya angka yang bertentangan dalam berkas.", "style_quarrel")
    yield _line(f"Paling banyak {SIGNIFICANT_DIGITS} angka penting bila disimpan sebagai bilangan.", "digits_lost")
    for variable, places in _places_by_variable(table):
        yield from _kind(variable, "; ".join(places))
    if any(privacy.is_about_people(one) for one in table.variables):
        low, high = privacy.SMALL.start, privacy.SMALL.stop - 1
        yield _line(f"Jumlah orang dari {low} sampai {high} ditandai demi kerahasiaan.", "small_count")


def _places_by_variable(table: TableDef) -> Iterator[tuple[VariableDef, list[str]]]:
    for variable in table.variables:
        rows = [row.label for row in table.rows if row.variable == variable.code]
        places = rows or [label_of(column) for column in table.columns if column.variable == variable.code]
        if places:
            yield variable, places


def _kind(variable: VariableDef, where: str) -> Iterator[CheckLine]:
    """Whole or how many decimals, and the bounds, of the columns or rows of one variable."""
    if variable.kind in WHOLE:
        yield _line(f"Bilangan bulat, dalam {variable.unit}.", "not_whole", where=where)
    else:
        yield _line(
            f"Paling banyak {variable.decimals} desimal, dalam {variable.unit}.", "too_many_decimals", where=where
        )
    low, high = variable.bounds
    codes = [code for code, bound in (("below_minimum", low), ("above_maximum", high)) if bound is not None]
    if codes:
        yield _line(f"Nilainya{number_span(low, high)}.", *codes, where=where)


def _sums(table: TableDef) -> Iterator[CheckLine]:
    if table.total_label:
        slack = _rounding(table)
        yield _line(
            f"Jumlah di laporan Anda, bila diisi, sama dengan jumlah isiannya{slack}. Bagian yang kosong atau tidak "
            "tersedia membuatnya tidak diputuskan; nihil dihitung nol.",
            "total_differs",
        )
    for total in table.row_totals:
        labels = {column.code: label_of(column) for column in table.columns}
        parts = " + ".join(labels[code] for code in total.columns)
        yield _line(f"{total.label} dihitung sendiri: {parts}.", "total_overwritten", where=total.label)
    if table.total_label or table.row_totals:
        yield _line("Rumus jumlah tidak tertimpa; bila tertimpa, jumlah dihitung ulang.", "total_overwritten")


def _rounding(table: TableDef) -> str:
    decimals = [one.decimals for one in table.variables if one.kind not in WHOLE and one.may_be_added]
    if not decimals:
        return ""
    half = Decimal(5).scaleb(-max(decimals) - 1)
    return f" (boleh selisih {shown_number(str(half))} untuk setiap sel yang dijumlahkan, karena pembulatan)"


def _rule(rule: RuleDef, table: TableDef) -> CheckLine:
    says = rule.says or spoken(rule.text, table)
    slack = f" Boleh selisih {shown_number(rule.tolerance)}." if rule.tolerance and Decimal(rule.tolerance) else ""
    return CheckLine(
        ("rule_broken", "rule_unreadable"), f"{says}{slack}", rule.severity, rule.code, rule.source, rule.on_trial
    )


def spoken(text: str, table: TableDef) -> str:
    """A rule's expression with labels in place of codes, for a rule that has no sentence of its own."""
    labels = {column.code: label_of(column) for column in table.columns}
    for code in sorted(labels, key=len, reverse=True):
        text = text.replace(code, f"“{labels[code]}”") if f"“{code}”" not in text else text
    return f"{text}."


def _history(definition: InstrumentDef) -> Iterator[CheckLine]:
    percent = int(EXPLAIN_ABOVE * 100)
    factors = ", ".join(shown_number(f"{factor:f}") for factor in history.FACTORS)
    before = definition.previous_period
    yield _line(
        f"Berubah lebih dari {percent} % dari {before} perlu penjelasan; untuk cacahan, perubahan di bawah "
        f"{history.SMALL_CHANGE} tidak dihitung.",
        "changed_much",
    )
    slack = int(history.FACTOR_SLACK * 100)
    yield _line(f"Kira-kira {factors} kali (± {slack} %) dari {before} menandakan satuan keliru.", "factor_suspected")
    yield _line(
        f"Semua isian sama dengan {before} (paling sedikit {history.COPIED_AT_LEAST} sel) menandakan salinan.",
        "copied_last_period",
    )
    yield _line(f"Satu kolom seluruhnya sama dengan {before}, kolom lain tidak.", "column_copied")
    yield _line(
        f"Jauh dari nilai tengah paling sedikit {series.PERIODS_AT_LEAST} periode sebelumnya.", "far_from_series"
    )


def _likeness(table: TableDef) -> Iterator[CheckLine]:
    least = likeness.LINES_AT_LEAST
    if len(table.columns) > 1 or len(table.rows) > 1:
        yield _line(f"Dua kolom atau dua baris yang sama seluruhnya (paling sedikit {least} sel).",
                    "column_like_another", "row_like_another")  # fmt: skip
        yield _line(
            f"Satu angka yang berulang di seluruh kolom (paling sedikit {likeness.REPEATED_AT_LEAST} baris).",
            "column_repeated",
        )
    if any(_is_share(one) for one in table.variables):
        yield _line(
            "Persen yang tertulis sebagai proporsi, atau sebaliknya.", "percent_as_proportion", "proportion_as_percent"
        )
    yield _line(
        "Hal yang sama di tabel lain, di Bank Data, atau dari OPD lain dinyatakan sama, kecuali pembulatan.",
        "tables_disagree", "bank_disagrees", "agencies_disagree",
    )  # fmt: skip


def _is_share(variable: VariableDef) -> bool:
    return variable.unit.casefold() in scales.PERCENT_UNITS | scales.PROPORTION_UNITS


def _declarations() -> Iterator[CheckLine]:
    yield _line("Tabel diisi, atau dinyatakan nihil atau tidak tersedia di lembar Daftar.", "table_empty")
    yield _line(
        "Tabel yang dinyatakan nihil atau tidak tersedia dibiarkan kosong, dan tidak dinyatakan keduanya.",
        "declared_and_filled", "declared_twice",
    )  # fmt: skip
    yield _line(
        "Nihil, alasan, dan sifat angka dipilih dari daftarnya.", "nil_unknown", "reason_unknown", "nature_unknown"
    )
    yield _line("Alasan “Lainnya” disertai uraian.", "reason_needs_remark")
    yield _line(
        f"Penjelasan, keterangan, dan perbaikan paling banyak {shown_number(str(TEXT_LENGTH))} huruf, tanpa tanda yang "
        "tidak tampak.",
        "text_unclean", "text_too_long",
    )  # fmt: skip
    yield _line("Tabel yang dikembalikan berbeda isinya dari yang dikembalikan.", "unchanged_after_return")
    yield _line("Pemeriksaan yang sedang dimatikan disebut dengan alasannya.", "muted")


def _shape() -> Iterator[CheckLine]:
    yield _line(
        "Semua lembar, kode baris, nomor kolom, dan labelnya masih seperti instrumen asli.",
        "sheet_missing", "sheet_twice", "listing_missing", "code_changed", "code_twice", "row_added", "column_changed",
        "column_twice", "label_changed", "cells_merged",
    )  # fmt: skip
    yield _line("Baris atau kolom yang berpindah dibaca menurut kodenya.", "row_moved", "column_moved")
    yield _line(
        "Tidak ada isian di lembar, baris, atau kolom yang disembunyikan, atau di luar tabel.",
        "sheet_hidden", "row_hidden", "column_hidden", "outside_form",
    )  # fmt: skip
    yield _line("Lembar tambahan tidak dibaca.", "sheet_added")
    yield _line("Tanda tangan instrumen dikenal.", "manifest_unverified")
    yield _line("Dari softcopy sendiri, angka periode lain diambil hanya bila benar.", "earlier_left_out")
    yield _line("Rumus di softcopy sendiri dibaca hasilnya.", "formula_result")
    yield _line("Rumus tanpa hasil tersimpan tidak dapat dibaca.", "formula_without_result")
