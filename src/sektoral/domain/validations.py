"""What an input cell accepts and says, per kind of number: bounds, number format, the sentence of refusal."""

from decimal import Decimal

from sektoral.domain.instruments import ValueKind, VariableDef

TYPED_MARKS = ("-", "–", "...", "…", "NA", "~0")  # what counts as a mark in a cell, typed or corrected by the program
WHOLE = frozenset({ValueKind.COUNT, ValueKind.RUPIAH})
MARKS_HINT = "Atau tanda: -  ...  NA  ~0"
REFUSAL_TITLE = "Isian belum sesuai"  # 32 characters at most
EXPLANATION_LENGTH, CORRECTION_LENGTH, REMARK_LENGTH = 500, 2_000, 500
EXPLAIN_ABOVE = Decimal("0.5")  # a relative change beyond this asks for an explanation

REASONS = (
    "1 · Belum selesai diolah",
    "2 · Bukan tugas OPD ini",
    "3 · Ada di instansi lain",
    "4 · Rusak atau hilang",
    "5 · Dirahasiakan aturan",
    "6 · Lainnya (keterangan)",
)  # why a table is not available; stored by the digit before the dot
NATURES = (
    "Tetap",
    "* Sementara",
    "** Sangat sementara",
    "*** Sangat sangat sementara",
    "e Perkiraan",
    "r Diperbaiki",
)  # of all figures of a table
NIL = "Nihil"


def number_format(variable: VariableDef) -> str:
    """The spreadsheet's number format: thousands grouped, as many decimals as the variable has."""
    places = 0 if variable.kind in WHOLE else variable.decimals
    return "#,##0" + ("." + "0" * places if places else "")


def refusal(variable: VariableDef) -> str:
    """The sentence shown when a cell refuses what was typed: what to type, and an example. At most 255 characters."""
    low, high = variable.bounds
    span = number_span(low, high)
    match variable.kind:
        case ValueKind.COUNT:
            what = f"Isi bilangan bulat{span}, tanpa titik, koma, atau satuan. Contoh: 1250."
        case ValueKind.RUPIAH:
            what = f"Isi rupiah penuh{span}, tanpa titik, koma, atau “Rp”. Contoh: 61250400000."
        case ValueKind.PERCENT:
            what = f"Isi persen{span}, tanpa tanda %. Tanda desimal komputer ini tertulis di lembar Sampul."
        case ValueKind.DECIMAL | ValueKind.INDEX:
            what = f"Isi angka{span}. Tanda desimal komputer ini tertulis di lembar Sampul."
    return f"{what} {MARKS_HINT}"


def number_span(low: Decimal | None, high: Decimal | None) -> str:
    """The bounds in words: ` 0 atau lebih`, ` antara 0 dan 100`; nothing where there are none."""
    if low is not None and high is not None:
        return f" antara {_words(low)} dan {_words(high)}"
    if low is not None:
        return f" {_words(low)} atau lebih"
    return f" paling besar {_words(high)}" if high is not None else ""


def _words(bound: Decimal) -> str:
    return format(bound, "f").replace(".", ",")
