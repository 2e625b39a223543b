"""Every finding the check can make: how grave it is, and the Indonesian sentence that says what is wrong and what to do.

Facts in braces are filled from the finding; `sheet`, `cell`, `value` (as it was found) and `number` (as Indonesians write it)
are always there, and for a cell of a table `row` and `column` are its labels.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.findings import Finding, Severity
from sektoral.domain.numbers import Locale, render

MARKS_REMEDY = "Tulis angka, atau tanda: - (tidak ada), ... (tidak tersedia), NA, ~0."

REMEDIES: Mapping[Severity, str] = {  # for a rule, which may have any weight
    Severity.ERROR: "Perbaiki angkanya",
    Severity.WARNING: "Perbaiki, atau jelaskan",
    Severity.INFO: "Periksa kembali",
}
FUNCTIONS_SPOKEN: Mapping[str, str] = {  # functions of domain.rules as an operator reads them
    "abs": "nilai mutlak", "min": "terkecil", "max": "terbesar", "sum": "jumlah",
    "if_then": "bila", "is_missing": "kosong", "is_unique": "tidak kembar", "determines": "menentukan",
    "total": "jumlah", "mean": "rata-rata", "lowest": "terendah", "highest": "tertinggi", "count": "banyaknya",
    "every": "semua", "lookup": "nilai", "previous": "periode lalu",
    "figure_in": "nilai di tabel", "total_in": "jumlah di tabel", "count_in": "banyaknya di tabel",
}  # fmt: skip
WORDS_SPOKEN: Mapping[str, str] = {
    "and": "dan", "or": "atau", "not": "tidak", "in": "salah satu dari", "agency": "OPD",
    "row_code": "kode baris", "row_area": "kode wilayah",
}  # fmt: skip
NUMBERS = (
    "held",
    "previous",
    "reckoned",
    "minimum",
    "maximum",
    "median",
    "allowed",
    "repeated",
    "other_figure",
    "tolerance",
)  # facts that are canonical decimal texts
_CANONICAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """How grave a finding is, and its sentence with facts in braces."""

    severity: Severity
    text: str


def _error(text: str) -> Sentence:
    return Sentence(Severity.ERROR, text)


def _warning(text: str) -> Sentence:
    return Sentence(Severity.WARNING, text)


def _info(text: str) -> Sentence:
    return Sentence(Severity.INFO, text)


SENTENCES: Mapping[str, Sentence] = {
    # the workbook's own parts
    "sheet_missing": _error("Lembar {table} tidak ada. Kembalikan lembar itu dari instrumen asli; jangan menghapus lembar."),
    "sheet_twice": _error("Lembar {table} ada dua kali ({sheet} dan {other}). Hapus salinannya."),
    "listing_missing": _error("Lembar Daftar tidak ada. Kembalikan lembar itu dari instrumen asli."),
    "manifest_unverified": _info("Tanda tangan instrumen belum dapat dicocokkan di komputer ini; dicocokkan saat diterima."),
    "code_changed": _error("Kode baris di {cell} seharusnya {expected}, tertulis “{value}”. Kembalikan kode itu."),
    "code_twice": _error("Kode baris {expected} ada dua kali. Kembalikan kode di {cell} seperti semula."),
    "row_added": _error("Baris {cell} bukan bagian tabel ini tetapi berisi angka. Hapus baris itu atau pindahkan isinya."),
    "row_moved": _warning("Baris {expected} berpindah ke {cell}. Isinya dibaca menurut kodenya; jelaskan sebabnya."),
    "column_changed": _error("Nomor kolom di {cell} seharusnya {expected}, tertulis “{value}”. Kembalikan nomor itu."),
    "column_twice": _error("Nomor kolom {expected} ada dua kali. Kembalikan nomor di {cell} seperti semula."),
    "column_moved": _warning("Kolom {expected} berpindah ke {cell}. Isinya dibaca menurut nomornya; jelaskan sebabnya."),
    "label_changed": _error("Label di {cell} seharusnya “{expected}”, tertulis “{value}”. Kembalikan label itu."),
    # what surrounds the answer
    "sheet_added": _info("Lembar {sheet} bukan bagian instrumen ini ({cells}). Isinya tidak dibaca; pindahkan ke tabelnya bila termasuk jawaban."),
    "sheet_hidden": _warning("Lembar {sheet} disembunyikan tetapi ada isinya ({cells}). Tampilkan lembar itu lalu kirim lagi, atau jelaskan."),
    "row_hidden": _warning("Baris {line} di lembar {sheet} disembunyikan tetapi ada isinya ({cells}). Tampilkan baris itu, atau jelaskan."),
    "column_hidden": _warning("Kolom {line} di lembar {sheet} disembunyikan tetapi ada isinya ({cells}). Tampilkan kolom itu, atau jelaskan."),
    "cells_merged": _error("Sel {block} digabung melintasi isian. Pisahkan gabungan itu, lalu isi setiap selnya."),
    "outside_form": _warning("Di lembar {sheet} ada isi di luar tabel ({cells}) yang tidak dibaca. Pindahkan ke selnya, hapus, atau jelaskan."),
    "text_unclean": _error("Teks di {cell} memuat tanda yang tidak tampak atau membalik arah baca ({signs}). Ketik ulang teks itu."),
    "text_too_long": _error("Teks di {cell} terdiri atas {length} huruf, paling banyak {limit}. Ringkas teks itu."),
    # a long table: older series, one line per period and row
    "heading_missing": _error("Baris judul kolom tidak ditemukan. Tulis judul ini dalam satu baris: {expected}."),
    "heading_twice": _error("Judul “{value}” di {cell} menunjuk kolom yang sama dengan {other}. Hapus salah satu kolomnya."),
    "column_missing": _error("Kolom {column} tidak ada. Tambahkan kolom dengan judul “{expected}”."),
    "column_unknown": _warning("Kolom di {cell} berjudul “{value}” bukan bagian tabel ini dan tidak dibaca. Betulkan judulnya, atau hapus kolomnya."),
    "sheet_not_read": _warning("Lembar {sheet} juga berjudul seperti tabel ini tetapi tidak dibaca. Gabungkan isinya ke lembar {other}."),
    "key_empty": _error("Sel {cell} kosong, sehingga tidak jelas baris ini tentang apa. Isi, atau hapus barisnya."),
    "period_unknown": _error("Isi {cell}, “{value}”, bukan periode tabel ini. Tulis misalnya {expected}."),
    "row_unknown": _error("Isi {cell}, “{value}”, bukan baris tabel {expected}. Periksa kodenya di definisi tabel."),
    "place_unknown": _error("Isi {cell}, “{value}”, tidak menunjuk tepat satu isian tabel {expected}. Tulis kode kolom seperti di templat."),
    "row_label_differs": _error("Nama “{value}” di {cell} tidak cocok dengan kode {code} ({expected}). Perbaiki kode atau namanya."),
    "key_twice": _error("{row} ada dua kali: di {other} dan {cell}. Hapus salah satu barisnya."),
    "formula_result": _warning("{row}, {column}: berisi rumus; hasil yang tersimpan ({number}) yang dibaca. Tempel sebagai nilai, atau jelaskan."),
    "formula_without_result": _error("{row}, {column}: berisi rumus tanpa hasil. Hitung ulang lalu simpan, atau tempel sebagai nilai."),
    "earlier_left_out": _info("Angka periode {period} di berkas ini tidak diambil sebanyak {count} sel karena kosong atau salah. Periode yang diminta tidak terpengaruh."),
    # declarations in Daftar
    "nil_unknown": _error("Kolom Nihil di {cell} berisi “{value}”. Pilih Nihil dari daftar, atau kosongkan."),
    "reason_unknown": _error("Alasan di {cell} tidak dikenal (“{value}”). Pilih alasan dari daftar."),
    "reason_needs_remark": _warning("Alasan “Lainnya” memerlukan uraian. Tulis keterangan di kolom K baris yang sama."),
    "nature_unknown": _error("Sifat angka di {cell} tidak dikenal (“{value}”). Pilih dari daftar, atau kosongkan."),
    "declared_twice": _error("Tabel {table} dinyatakan nihil dan tidak tersedia sekaligus. Hapus salah satu."),
    "declared_and_filled": _error("Tabel {table} dinyatakan {declared} tetapi ada isinya. Hapus pernyataan itu, atau kosongkan tabel."),
    # what is missing
    "table_empty": _error("Tabel {table} belum diisi. Isi tabel, atau nyatakan nihil atau tidak tersedia di lembar Daftar."),
    "cell_empty": _error("{row}, {column}: belum diisi. " + MARKS_REMEDY),
    # what stands in a cell
    "formula_in_input": _error("{row}, {column}: berisi rumus. Salin lalu tempel sebagai nilai."),
    "error_in_input": _error("{row}, {column}: berisi galat {value}. Perbaiki sumbernya, lalu tulis angkanya."),
    "boolean_in_input": _error("{row}, {column}: berisi {value}, bukan angka. " + MARKS_REMEDY),
    "date_in_input": _error("{row}, {column}: terbaca sebagai tanggal ({value}). Tulis ulang angkanya dengan format angka."),
    "formula_text": _error("{row}, {column}: berisi teks rumus “{value}”. Tulis angkanya saja."),
    "not_a_number": _error("{row}, {column}: “{value}” bukan angka. " + MARKS_REMEDY),
    "number_ambiguous": _error("{row}, {column}: “{value}” dapat berarti dua angka. Tulis tanpa pemisah ribuan, misalnya 1234."),
    "number_style": _error("{row}, {column}: “{value}” tidak mengikuti gaya angka berkas ini. Samakan tanda desimalnya."),
    "leading_zero": _error("{row}, {column}: “{value}” diawali nol seperti kode. Tulis angkanya tanpa nol di depan."),
    "number_too_long": _error("{row}, {column}: “{value}” terlalu panjang. Paling banyak 28 angka dan 10 desimal."),
    "not_finite": _error("{row}, {column}: nilainya bukan bilangan hingga. Tulis ulang angkanya."),
    "style_quarrel": _warning("Angka ditulis dengan dua gaya: “{value}” dan “{other}”. Samakan, lalu periksa seluruh isian."),
    "digits_lost": _warning("{row}, {column}: lebih dari 15 angka penting, sebagian mungkin sudah hilang. Periksa ({number})."),
    # numbers of the wrong kind
    "not_whole": _error("{row}, {column}: {number} harus bilangan bulat ({unit}). Perbaiki angkanya."),
    "too_many_decimals": _warning("{row}, {column}: {number} memiliki lebih dari {decimals} desimal. Bulatkan atau jelaskan."),
    "below_minimum": _error("{row}, {column}: {number} kurang dari {minimum}. Perbaiki angkanya."),
    "above_maximum": _error("{row}, {column}: {number} lebih dari {maximum}. Perbaiki angkanya."),
    # sums
    "total_differs": _warning("Jumlah di {cell} tertulis {number}, jumlah isiannya {reckoned}. Samakan, atau jelaskan selisihnya."),
    "total_overwritten": _info("Rumus jumlah di {cell} tertimpa. Tidak memengaruhi isian; jumlah dihitung ulang."),
    # against last period
    "changed_much": _warning("{row}, {column}: {number}, periode lalu {previous} ({change}). Periksa, atau tulis penjelasannya (di buku kerja: kolom paling kanan)."),
    "factor_suspected": _warning("{row}, {column}: {number}, periode lalu {previous}, kira-kira {factor} kali. Periksa satuannya, atau jelaskan."),
    "copied_last_period": _warning("Semua isian tabel {table} sama dengan periode lalu. Pastikan bukan salinan, atau jelaskan."),
    "column_copied": _warning("{column}: seluruh {count} isian kolom ini sama dengan periode lalu, kolom lain tidak. Pastikan bukan salinan, atau jelaskan."),
    # against the whole series
    "far_from_series": _warning("{row}, {column}: {number} jauh dari nilai tengah {count} periode sebelumnya ({first}–{last}), yaitu {median}; biasanya selisihnya paling banyak {allowed}. Periksa, atau jelaskan."),
    # figures that are suspiciously alike
    "column_like_another": _warning("{column}: seluruh {count} isian kolom ini sama dengan kolom {other} di lembar {other_table}, padahal yang diukur berbeda. Periksa apakah tersalin, atau jelaskan."),
    "row_like_another": _warning("{row}: seluruh {count} isian baris ini sama dengan baris {other}. Periksa apakah tersalin, atau jelaskan."),
    "column_repeated": _warning("{column}: semua {count} baris berisi {repeated}. Pastikan bukan isian yang disalin ke bawah, atau jelaskan."),
    # the wrong scale
    "percent_as_proportion": _warning("{column}: {count} isian kolom ini antara 0 dan 1, padahal satuannya {unit}. Tulis 87,5 bukan 0,875, atau jelaskan."),
    "proportion_as_percent": _warning("{column}: {count} isian kolom ini di atas 1, padahal satuannya {unit} dari 0 sampai 1. Tulis 0,875 bukan 87,5, atau jelaskan."),
    # the same thing stated elsewhere
    "tables_disagree": _warning("{row}, {column}: {number}, sedangkan lembar {other_table} sel {other_cell} menyatakan {other_figure} untuk hal yang sama; pembulatan menjelaskan paling banyak {tolerance}. Samakan, atau jelaskan."),
    "bank_disagrees": _warning("{row}, {column}: {number}, sedangkan tabel {other_table} di Bank Data ({other_cell}) menyatakan {other_figure} untuk hal dan periode yang sama; pembulatan menjelaskan paling banyak {tolerance}. Samakan, atau jelaskan."),
    "agencies_disagree": _warning("{row}, {column}: {number}, sedangkan {agency} (tabel {other_table}, {other_cell}) menyatakan {other_figure} untuk hal dan periode yang sama; pembulatan menjelaskan paling banyak {tolerance}. Cocokkan dengan {agency}, atau jelaskan."),
    # logic
    "rule_broken": _warning("{row}: tidak memenuhi aturan {rule} “{says}” ({values}). {remedy}."),
    "rule_unreadable": _info("Aturan {rule} tidak dapat dibaca dan dilewati. {why} Hubungi Walidata."),
    "muted": _info("Pemeriksaan {muted} untuk tabel {table} dimatikan sampai {until} karena: {reason}. Temuan yang tidak dihitung: {count}."),
    # after a return
    "unchanged_after_return": _error("Isi tabel {table} sama dengan yang dikembalikan. Perbaiki sesuai catatan pemeriksa, lalu unggah lagi."),
    # old years beside what the bank holds
    "bank_differs": _error("{row}, {column}: berkas {number}, di Bank Data {held}. Betulkan, atau nyatakan impor ini koreksi beserta alasannya."),
    "bank_signed": _error("{row}, {column}: berkas {number}, di Bank Data {held} dari kiriman yang ditandatangani. Mintalah OPD mengirim perbaikannya."),
    # privacy
    "small_count": _info("{row}, {column}: {number} adalah bilangan kecil (1–4). Pertimbangkan kerahasiaan sebelum diterbitkan."),
}  # fmt: skip


def finding(
    code: str, *, sheet: str, cell: str, table: str = "", value: str = "", facts: Mapping[str, str] | None = None
) -> Finding:
    """Make a finding with the severity that its code has. Raise `KeyError` for a code without a sentence."""
    return Finding(code, SENTENCES[code].severity, sheet, cell, value[:300], table, dict(facts or {}))


def finding_sentence(found: Finding) -> str:
    """Fill the sentence of a finding; a fact that is missing reads as a dash."""
    return SENTENCES[found.code].text.format_map(_facts(found)) + _trial(found)


def finding_parts(found: Finding) -> tuple[str, str, str]:
    """Fill the sentence in three parts: where in words (the row and column), what is wrong, what to do."""
    where, text = _split_where(SENTENCES[found.code].text)
    what, _, remedy = text.partition(". ")
    facts = _facts(found)
    said = what.rstrip(".").format_map(facts)
    return where.format_map(facts), f"{said[:1].upper()}{said[1:]}.", remedy.format_map(facts) + _trial(found)


def _trial(found: Finding) -> str:
    """What is added while the check or rule is on trial: its findings only inform."""
    return " (Pemeriksaan percobaan: belum perlu dijelaskan.)" if "trial" in found.facts else ""


def _split_where(text: str) -> tuple[str, str]:
    """Part the place from what is said of it; most sentences about a cell begin with its row and column."""
    for place in ("{row}, {column}", "{row}", "{column}"):
        if text.startswith(f"{place}: "):
            return place, text.removeprefix(f"{place}: ")
    return "", text


def _facts(found: Finding) -> "_Dashes":
    own = {"sheet": found.sheet, "cell": found.cell, "table": found.table, "value": found.value}
    numbers = {name: shown_number(found.facts[name]) for name in NUMBERS if name in found.facts}
    return _Dashes({**own, "number": shown_number(found.value), **found.facts, **numbers})


def shown_number(text: str) -> str:
    """A canonical decimal text as Indonesians read it, `1.234,5`; any other text as it is."""
    return render(Decimal(text), Locale.ID) if _CANONICAL.fullmatch(text) else text


def spoken(text: str, labels: Mapping[str, str]) -> str:
    """A rule, or a part of one, as an operator reads it: columns by their labels, other words in Indonesian."""
    words = {**WORDS_SPOKEN, **labels}
    functions = "|".join(FUNCTIONS_SPOKEN)
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    quoted = r"""(?:"[^"]*"|'[^']*')"""
    pattern = rf"{quoted}|\b(?P<function>{functions})(?= *\()|(?<![\w.])(?P<word>{listed})(?![\w.])(?!\()"

    def say(found: re.Match[str]) -> str:
        return FUNCTIONS_SPOKEN.get(found["function"], "") or words.get(found["word"], "") or found[0]

    return re.sub(pattern, say, text)


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"
