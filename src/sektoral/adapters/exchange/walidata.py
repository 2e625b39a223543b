"""What SIPD e-Walidata takes of a regency's figures: as a file to hand over, never as a live push.

One yearly figure of the whole regency for each variable with a DSSD code, given or added from its parts where the
variable may be added; only as the public has it already and while it holds unchanged. What is left out is listed with
the reason. The layout is that of live systems; Kemendagri confirmed neither the form of a code nor whether `data` is
text.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sektoral.adapters.exchange.tidy_csv import in_pieces
from sektoral.domain.cubes import TIME_PERIOD, TOTAL, VARIABLE, Cube, Dimension, DimensionRole, Figure
from sektoral.domain.numbers import EXACT, plain_text
from sektoral.domain.periods import PeriodType
from sektoral.domain.pivots import SOURCE, SUM, Ask, merged, pivot

HEADS = ("kodeindikator", "uraian", "satuan", "kodepemda", "tahun", "data")
REASONS = {  # in the order in which they are looked for
    "not_yearly": "bukan data tahunan",
    "no_total": "tidak ada angka kabupaten, dan rinciannya tidak dapat dijumlahkan",
    "broken_down": "rincian; jumlahnya diberikan tersendiri",
    "no_number": "ada rincian yang belum berisi angka",
    "no_code": "variabel tanpa kode DSSD",
    "not_released": "belum dirilis untuk umum",
    "changed": "berubah sejak dirilis",
    "hidden": "memuat angka kecil yang disembunyikan",
    "twice": "kode DSSD ini sudah dipakai angka lain",
}
NOTHING = "–"
Key = tuple[str, ...]  # the codes of a figure


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file. `kodepemda` has no dots (`1223`); `data` is exact text with a decimal point.

    `parts` is of how many figures of the bank it is the sum; 1 where it was given as it is.
    """

    kodeindikator: str
    uraian: str
    satuan: str
    kodepemda: str
    tahun: str
    data: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Figures of one variable of one table that the file does not hold, and why (a key of `REASONS`)."""

    agency: str
    table: str
    variable: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Walidata:
    """The lines, by code and year, and what was left out."""

    entries: Sequence[Entry]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class Source:
    """A table as the bank holds it, and the newest edition of it that the public has, where there is one."""

    held: Cube
    shown: Cube | None


@dataclass(frozen=True, slots=True)
class _Line:
    """What could be one line of the file: the figures that make it, of one variable and period."""

    variable: str
    period: str
    figures: Sequence[Figure]
    is_whole: bool  # no part is missing, and each has a number


def collect(sources: Iterable[Source], dssd_codes: Mapping[str, str]) -> Walidata:
    """This will pick what e-Walidata takes. `dssd_codes` gives the DSSD code of a variable's code, where it has one.

    Where two figures claim the same code and year, the first one stays.
    """
    entries: dict[tuple[str, str], Entry] = {}
    left: dict[tuple[str, str, str, str], int] = {}
    for source in sources:
        cube = source.held
        shown = {one.codes: one.text for one in source.shown.figures} if source.shown else None
        lines = list(_lines(cube)) if cube.period_type == PeriodType.YEAR else []
        for variable, reason, count in _outside(cube, lines):
            left[cube.agency, cube.table, variable, reason] = count
        for line in lines:
            code = dssd_codes.get(line.variable, "")
            reason = ("" if line.is_whole else "no_number") or ("" if code else "no_code") or _unseen(line, shown)
            if not reason:
                entry = _entry(cube, line, code)
                reason = "" if entries.setdefault((entry.kodeindikator, entry.tahun), entry) is entry else "twice"
            if reason:
                key = (cube.agency, cube.table, line.variable, reason)
                left[key] = left.get(key, 0) + len(line.figures)
    found = [entries[key] for key in sorted(entries)]
    return Walidata(found, [LeftOut(*key, count=count) for key, count in sorted(left.items())])


def _lines(cube: Cube) -> Iterator[_Line]:
    """The figures of the whole regency that are not broken down, or that together are one."""
    for variable in cube.variables:
        one = merged([cube], variable.code)
        asked = {dimension.code: _whole(cube, dimension) for dimension in one.dimensions}
        turned = pivot(one, Ask(SOURCE, TIME_PERIOD, {**asked, VARIABLE: variable.code}))
        if any(held.code not in (SUM, TOTAL, variable.code, cube.region_code) for held in turned.held):
            continue
        for period, found in zip(turned.columns.members, turned.cells[0], strict=True):
            if found:
                figures = [replace(each, codes=(*each.codes[:-2], each.codes[-1])) for each in found]
                is_whole = len(figures) == turned.parts and _amount(figures) is not None
                yield _Line(variable.code, period.code, figures, is_whole)


def _whole(cube: Cube, dimension: Dimension) -> str:
    """Where a dimension stands for the whole of it: at its own total, else at the sum of all."""
    total = cube.region_code if dimension.role is DimensionRole.AREA else TOTAL
    return total if any(one.code == total for one in dimension.members) else SUM


def _amount(figures: Sequence[Figure]) -> str | None:
    """The exact number, where each part has one; `–` is nothing to add, but no number of its own."""
    if any(not one.text and one.mark != NOTHING for one in figures) or not any(one.text for one in figures):
        return None
    total = Decimal(0)
    for one in figures:
        total = EXACT.add(total, Decimal(one.text or 0))
    return plain_text(total)


def _outside(cube: Cube, lines: Sequence[_Line]) -> Iterator[tuple[str, str, int]]:
    """The figures that are part of no line, counted by variable, and why."""
    within = {figure.codes for line in lines for figure in line.figures}
    totalled = {(line.variable, line.period) for line in lines}
    counted: Counter[tuple[str, str]] = Counter()
    for figure in cube.figures:
        if figure.codes not in within:
            place = (cube.code_in(figure, VARIABLE), cube.code_in(figure, TIME_PERIOD))
            reason = "broken_down" if place in totalled else "no_total"
            counted[place[0], reason if cube.period_type == PeriodType.YEAR else "not_yearly"] += 1
    for (variable, reason), count in counted.items():
        yield variable, reason, count


def _unseen(line: _Line, shown: Mapping[Key, str] | None) -> str:
    """Why a line is not what the public has; empty where it is."""
    if shown is None:
        return "not_released"
    differing = [shown.get(one.codes) for one in line.figures if shown.get(one.codes) != one.text]
    if not differing:
        return ""
    return "hidden" if "" in differing else "changed"


def _entry(cube: Cube, line: _Line, dssd_code: str) -> Entry:
    variable = cube.variable(line.variable)
    return Entry(
        kodeindikator=dssd_code,
        uraian=variable.name,
        satuan=variable.unit,
        kodepemda=cube.region_code.replace(".", ""),
        tahun=line.period,
        data=_amount(line.figures) or "",
        parts=len(line.figures),
    )


def rows(found: Walidata) -> Iterator[list[str]]:
    """The lines in the order of `HEADS`."""
    for one in found.entries:
        yield [one.kodeindikator, one.uraian, one.satuan, one.kodepemda, one.tahun, one.data]


def write_csv(found: Walidata) -> bytes:
    """This will write the file as CSV: commas, UTF-8, decimal points."""
    return b"".join(in_pieces([HEADS], rows(found)))


def write_payload(found: Walidata) -> bytes:
    """This will write what `push_dssd` takes, as a file: `{"data": [{kodeindikator, kodepemda, tahun, data}]}`."""
    data = [
        {"kodeindikator": one.kodeindikator, "kodepemda": one.kodepemda, "tahun": int(one.tahun), "data": one.data}
        for one in found.entries
    ]
    return json.dumps({"data": data}, ensure_ascii=False, indent=1).encode()
