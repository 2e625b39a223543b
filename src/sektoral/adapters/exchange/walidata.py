"""What SIPD e-Walidata takes of a regency's figures: as a file to hand over, never as a live push.

Only yearly figures of the whole regency that are not broken down, of variables with a DSSD code. What is left out is
listed with the reason. The layout is that of live systems; Kemendagri confirmed neither the form of a code nor whether
`data` is text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.adapters.exchange.tidy_csv import in_pieces
from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, TOTAL, VARIABLE, Cube, DimensionRole, Figure
from sektoral.domain.periods import PeriodType

HEADS = ("kodeindikator", "uraian", "satuan", "kodepemda", "tahun", "data")
REASONS = {
    "no_code": "variabel tanpa kode DSSD",
    "not_yearly": "bukan data tahunan",
    "not_regency": "bukan angka seluruh kabupaten",
    "broken_down": "angka menurut rincian, bukan jumlahnya",
    "no_number": "tanda tanpa angka",
    "twice": "kode DSSD ini sudah dipakai variabel lain",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file. `kodepemda` has no dots (`1223`); `data` is exact text with a decimal point."""

    kodeindikator: str
    uraian: str
    satuan: str
    kodepemda: str
    tahun: str
    data: str


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


def collect(cubes: Iterable[Cube], dssd_codes: Mapping[str, str]) -> Walidata:
    """This will pick what e-Walidata takes. `dssd_codes` gives the DSSD code of a variable's code, where it has one.

    Where two figures claim the same code and year, the first one stays.
    """
    entries: dict[tuple[str, str], Entry] = {}
    left: dict[tuple[str, str, str, str], int] = {}
    for cube in cubes:
        for figure in cube.figures:
            variable = cube.code_in(figure, VARIABLE)
            reason = _reason(cube, figure, dssd_codes.get(variable, ""))
            if not reason:
                entry = _entry(cube, figure, dssd_codes[variable])
                reason = "" if entries.setdefault((entry.kodeindikator, entry.tahun), entry) is entry else "twice"
            if reason:
                key = (cube.agency, cube.table, variable, reason)
                left[key] = left.get(key, 0) + 1
    found = [entries[key] for key in sorted(entries)]
    return Walidata(found, [LeftOut(*key, count=count) for key, count in sorted(left.items())])


def _reason(cube: Cube, figure: Figure, dssd_code: str) -> str:
    """Why a figure is not for e-Walidata; empty where it is."""
    inner = [one.code for one in cube.dimensions if one.role is DimensionRole.CATEGORY]
    checks = (
        ("no_code", not dssd_code),
        ("not_yearly", cube.period_type != PeriodType.YEAR),
        ("not_regency", cube.code_in(figure, REF_AREA) != cube.region_code),
        ("broken_down", any(cube.code_in(figure, name) != TOTAL for name in inner)),
        ("no_number", not figure.text),
    )
    return next((reason for reason, holds in checks if holds), "")


def _entry(cube: Cube, figure: Figure, dssd_code: str) -> Entry:
    variable = cube.variable(cube.code_in(figure, VARIABLE))
    return Entry(
        kodeindikator=dssd_code,
        uraian=variable.name,
        satuan=variable.unit,
        kodepemda=cube.region_code.replace(".", ""),
        tahun=cube.code_in(figure, TIME_PERIOD),
        data=figure.text,
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
