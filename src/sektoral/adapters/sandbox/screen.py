"""How `sektoral read` and `sektoral check` show their result to a person at a terminal."""

from collections.abc import Mapping, Sequence

from sektoral.domain.checks.sentences import shown_number

SHOWN_FINDINGS = 50
_VERDICTS = {
    "accepted": "DITERIMA: tidak ada yang perlu diperbaiki.",
    "explain": "PERLU PENJELASAN: isian dapat diterima setelah dijelaskan.",
    "rejected": "BELUM DAPAT DITERIMA: perbaiki isian yang salah, lalu kirim ulang.",
    "refused": "DITOLAK",
}
_VISIBILITY = {"visible": "tampak", "hidden": "tersembunyi", "very_hidden": "sangat tersembunyi"}
_KEYS_OF_LINES = {"period": "periode", "code": "kode baris", "label": "nama baris"}
_HEADS = ("Lembar", "Keadaan", "Baris", "Kolom", "Sel angka", "Jumlah angka", "Galat", "Rumus")
_KEYS = ("rows", "columns", "numeric_cells", "numeric_sum", "error_cells", "formula_cells")


def refusal_lines(result: Mapping[str, object]) -> list[str]:
    """A refusal: the file, the reason with its remedy, the code."""
    refusal = _mapping(result["refusal"])
    return [f"{result['file'] or '(tanpa berkas)'}: DITOLAK", str(refusal["message"]), f"Kode: {refusal['code']}"]


def read_lines(result: Mapping[str, object]) -> list[str]:
    """What was read, a line per sheet in aligned columns."""
    rows = [
        (_clean(sheet["name"]), _VISIBILITY[str(sheet["visibility"])], *(str(sheet[key]) for key in _KEYS))
        for sheet in map(_mapping, _sequence(result["sheets"]))
    ]
    lines = [f"{result['file']}: terbaca, format {result.get('format', '')}"]
    if result.get("encoding"):
        delimiter = str(result["delimiter"]).replace("\t", "tab")
        lines += [
            f"Huruf: {result['encoding']} · Pemisah kolom: {delimiter}",
            "Periksa apakah benar; bila tidak, ulangi dengan --encoding atau --delimiter.",
        ]
        if result.get("ragged_rows"):
            lines.append(f"{result['ragged_rows']} baris memiliki kolom lebih sedikit daripada yang lain.")
    hidden = [line for sheet in map(_mapping, _sequence(result["sheets"])) for line in _hidden_line(sheet)]
    return [*lines, *hidden, "", *aligned([_HEADS, *rows], left=2)]


def _hidden_line(sheet: Mapping[str, object]) -> list[str]:
    rows, columns = sheet.get("hidden_rows", 0), sheet.get("hidden_columns", 0)
    return (
        [f"Lembar {_clean(sheet['name'])}: {rows} baris dan {columns} kolom disembunyikan."] if rows or columns else []
    )


def check_lines(result: Mapping[str, object]) -> list[str]:
    """The verdict, then the findings in the order of the sheets."""
    verdict = str(result["verdict"])
    lines = [f"{result['file']}: {_VERDICTS[verdict]}", *_what_was_read(result)]
    findings = [_mapping(one) for one in _sequence(result["findings"])]
    if findings:
        shown = [(str(f["severity"]), f"{f['sheet']}!{f['cell']}".rstrip("!"), _clean(f["message"])) for f in findings]
        lines += ["", *aligned([("Bobot", "Sel", "Temuan"), *shown[:SHOWN_FINDINGS]], left=3)]
    if result.get("question"):
        lines += ["", *_question_lines(_mapping(result["question"]))]
    total = int(str(result["findings_total"]))
    if total > SHOWN_FINDINGS:
        lines.append(f"… dan {total - SHOWN_FINDINGS} temuan lain (lihat dengan --json).")
    return lines


def _what_was_read(result: Mapping[str, object]) -> list[str]:
    """The instrument; or of a long table, what was taken for what, so that a person can see whether it is right."""
    if "table" not in result:
        return [f"Instrumen {result['instrument']} · {result['observations']} angka terbaca"]
    periods = [str(one) for one in _sequence(result["periods"])]
    span = f", periode {periods[0]} sampai {periods[-1]}" if periods else ""
    headings = [_sequence(one) for one in _sequence(result["headings"])]
    shown = ", ".join(
        f"{cell} “{_clean(text)}” = {_KEYS_OF_LINES.get(str(part), part)}" for cell, text, part in headings
    )
    amounts = f"{result['rows']} baris, {result['observations']} angka terbaca"
    read = [f"Kolom yang dibaca: {shown}"] if shown else []
    return [f"Tabel {result['table']} versi {result['version']} · {amounts}{span}", *read]


def _question_lines(question: Mapping[str, object]) -> list[str]:
    """What the dots and commas mean is for the sender to say, by running the check once more."""
    where = f"“{_clean(question['value'])}” di {question['sheet']}!{question['cell']}"
    choices = _mapping(question["choices"]).items()
    lines = [f"  {shown_number(str(number))}: ulangi dengan --locale {name}" for name, number in choices]
    return [f"Pertanyaan: {where} berarti angka yang mana? (ditulis menurut kebiasaan Indonesia)", *lines]


def aligned(rows: Sequence[Sequence[str]], *, left: int) -> list[str]:
    """Lay rows in columns; the first `left` columns stand to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(
            text.ljust(w) if i < left else text.rjust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _clean(text: object) -> str:
    return "".join(c if c.isprintable() else "�" for c in str(text))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(type(value).__name__)
    return value


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, Sequence):
        raise TypeError(type(value).__name__)
    return value
