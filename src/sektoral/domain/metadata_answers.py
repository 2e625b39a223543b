"""What is answered in a metadata form: which entries apply, how complete they are, what is wrong, what changed.

An answer is rows of cells: a text is one row of one cell, a choice of several a row each. A condition whose input is
missing is undecided: its entries count as not answered, never as not applicable.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from sektoral.domain.metadata_cells import cell_fault, shape_fault
from sektoral.domain.metadata_forms import YES, AnswerKind, CellKind, Entry, FormDef, MetadataKind
from sektoral.domain.wording import long_date

Rows = tuple[tuple[str, ...], ...]
Answers = Mapping[str, Rows]
PROBABILITY, NONPROBABILITY = "Sampel Probabilitas", "Sampel Nonprobabilitas"
METHODS_OF_EACH = 5  # the first five of 5.3 belong to the one, the last five to the other


class Bearing(StrEnum):
    """Whether an entry has to be answered, as far as the other answers tell."""

    APPLIES = "applies"
    UNDECIDED = "undecided"
    DROPS = "drops"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the entries that must be answered are; `missing` are the keys of the others."""

    answered: int
    applicable: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def percent(self) -> int:
        """In whole percent, rounded down: only what is complete has a hundred."""
        return 100 * self.answered // self.applicable if self.applicable else 100


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with an answer, in a sentence that says what to do."""

    key: str
    says: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that two versions answer differently, in words."""

    entry: Entry
    before: str
    after: str


def bearing_of(form: FormDef, entry: Entry, answers: Answers) -> Bearing:
    """Tell whether an entry applies."""
    if entry.when is None:
        return Bearing.APPLIES
    upon = form.entry(entry.when.entry)
    before = bearing_of(form, upon, answers)
    if before is not Bearing.APPLIES:
        return before
    if any(cell in entry.when.options for row in answers.get(upon.key, ()) for cell in row):
        return Bearing.APPLIES
    return Bearing.DROPS if is_answered(upon, answers) else Bearing.UNDECIDED


def is_answered(entry: Entry, answers: Answers) -> bool:
    """Tell whether an entry is answered in full."""
    rows = answers.get(entry.key, ())
    match entry.kind:
        case AnswerKind.GRID:
            return all(_is_filled(row, len(entry.columns)) for row in _asked_rows(entry, rows, answers))
        case AnswerKind.TABLE:
            return bool(rows) and all(_is_filled(row, entry.needed) for row in rows)
        case _:
            return any(cell.strip() for row in rows for cell in row)


def completeness_of(form: FormDef, answers: Answers) -> Completeness:
    """Count what must be answered, the conditional entries among it, and what is."""
    asked = [(one, bearing_of(form, one, answers)) for one in form.entries if one.required]
    asked = [(one, bearing) for one, bearing in asked if bearing is not Bearing.DROPS]
    missing = [one.key for one, bearing in asked if bearing is Bearing.UNDECIDED or not is_answered(one, answers)]
    return Completeness(len(asked) - len(missing), len(asked), tuple(missing))


def faults_of(form: FormDef, answers: Answers) -> tuple[AnswerFault, ...]:
    """Find all that is wrong with what was answered, in the order of the form. What is missing is no fault."""
    found = [fault for entry in form.entries for fault in _faults_of(entry, answers.get(entry.key, ()))]
    unknown = [AnswerFault(key, "Isian ini tidak dikenal.") for key in answers if key not in _keys(form)]
    return (*found, *unknown, *(() if found else _cross_faults(form, answers)))


def applicable(form: FormDef, answers: Answers) -> Answers:
    """Leave out the answers to what does not apply, and what is empty: this is what goes out."""
    return {
        entry.key: answers[entry.key]
        for entry in form.entries
        if answers.get(entry.key) and bearing_of(form, entry, answers) is not Bearing.DROPS
    }


def differences(form: FormDef, before: Answers, after: Answers) -> tuple[Difference, ...]:
    """List what `after` answers differently."""
    pairs = ((one, before.get(one.key, ()), after.get(one.key, ())) for one in form.entries)
    return tuple(Difference(one, text_of(one, old), text_of(one, new)) for one, old, new in pairs if old != new)


def text_of(entry: Entry, rows: Rows) -> str:
    """Write an answer in words, a line for each row, days as `23 November 2026`."""
    if entry.columns and entry.cell is CellKind.DAY:
        rows = tuple(tuple(long_date(date.fromisoformat(cell)) if cell else "" for cell in row) for row in rows)
    if entry.kind is AnswerKind.GRID:
        named = zip_longest(entry.rows, rows, fillvalue=())
        return "\n".join(
            f"{name}: {_joined(row, ' s.d. ')}" for name, row in named if any(row) and isinstance(name, str)
        )
    return "\n".join(_joined(row, ", ") for row in rows)


def read_answers(stored: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, Rows]:
    """Read answers as they are stored."""
    return {key: tuple(tuple(map(str, row)) for row in rows) for key, rows in stored.items()}


def one_line(text: str) -> Rows:
    """Give a text as an answer; nothing for an empty one."""
    return ((text,),) if text else ()


def _keys(form: FormDef) -> frozenset[str]:
    return frozenset(entry.key for entry in form.entries)


def _asked_rows(entry: Entry, rows: Rows, answers: Answers) -> list[tuple[str, ...]]:
    """The rows of a grid that have to be filled, empty ones for those that are not there."""
    padded = [rows[at] if at < len(rows) else () for at in range(len(entry.rows))]
    if not entry.rows_when:
        return padded
    allowed = answers.get(entry.rows_when, ())
    return [row for at, row in enumerate(padded) if at < len(allowed) and allowed[at][:1] == (YES,)]


def _is_filled(row: Sequence[str], cells: int) -> bool:
    return len(row) >= cells and all(cell.strip() for cell in row[:cells])


def _joined(row: Sequence[str], between: str) -> str:
    return between.join(cell for cell in row if cell)


def _faults_of(entry: Entry, rows: Rows) -> Iterator[AnswerFault]:
    if says := shape_fault(entry, rows):
        yield AnswerFault(entry.key, says)
        return
    for number, row in enumerate(rows, 1):
        for cell in row:
            if cell and (says := cell_fault(entry, cell)):
                where = f"Baris {number}: " if len(rows) > 1 else ""
                yield AnswerFault(entry.key, f"{where}{says}")


# ── What holds between answers ─────────────────────────────────────────────


def _cross_faults(form: FormDef, answers: Answers) -> tuple[AnswerFault, ...]:
    checks = CROSS_CHECKS.get(form.kind, ())
    shown = applicable(form, answers)
    return tuple(fault for check in checks for fault in check(form, shown))


def _more_enumerators(_: FormDef, answers: Answers) -> Iterator[AnswerFault]:
    counts = [answers[key][0][0] for key in ("jumlah_supervisor", "jumlah_enumerator") if answers.get(key)]
    if len(counts) == 2 and int(counts[1]) < int(counts[0]):
        yield AnswerFault(
            "jumlah_enumerator", f"Jumlah enumerator {counts[1]} kurang dari jumlah supervisor {counts[0]}. Periksa."
        )


def _fitting_method(form: FormDef, answers: Answers) -> Iterator[AnswerFault]:
    kind, method = (answers.get(key, (("",),))[0][0] for key in ("metode_pemilihan", "metode_sampel"))
    options = form.entry("metode_sampel").options
    allowed = {PROBABILITY: options[:METHODS_OF_EACH], NONPROBABILITY: options[METHODS_OF_EACH:]}
    if method and kind in allowed and method not in allowed[kind]:
        yield AnswerFault("metode_sampel", f"{method} bukan metode {kind}. Pilih: {', '.join(allowed[kind])}.")


def _days_in_order(form: FormDef, answers: Answers) -> Iterator[AnswerFault]:
    names = form.entry("jadwal").rows
    for name, row in zip(names, answers.get("jadwal", ()), strict=False):
        if all(row) and date.fromisoformat(row[0]) > date.fromisoformat(row[1]):
            yield AnswerFault("jadwal", f"{name}: tanggal akhir mendahului tanggal awal. Tukar atau perbaiki.")


Check = Callable[[FormDef, Answers], Iterator[AnswerFault]]
CROSS_CHECKS: dict[MetadataKind, tuple[Check, ...]] = {
    MetadataKind.ACTIVITY: (_days_in_order, _fitting_method, _more_enumerators),
}
