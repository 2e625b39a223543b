"""Sample answers for the demo and the rehearsal: official figures where they are known, the rest generated.

Every caller marks them DATA CONTOH. The same table, period and seed always give the same answers.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from sektoral.domain.instruments import TableDef, ValueKind, VariableDef
from sektoral.domain.periods import PER_YEAR, Period, read_period
from sektoral.setup.sample_ranges import range_of

Cell = tuple[str, str]  # row code, column code
Values = dict[Cell, Decimal]

BASE_YEAR = 2025  # the year of the official population
OFFICIAL_POPULATION = {"l": 202_100, "p": 197_206}  # DKB, Kementerian Dalam Negeri 2025
POPULATION_GROWTH = Decimal("0.011")  # a year; invented
LARGE = 25  # from here on a count grows by a few percent; below, one more or less would be a leap
STEADY_KINDS = frozenset({ValueKind.PERCENT, ValueKind.INDEX})
WHOLE_KINDS = frozenset({ValueKind.COUNT, ValueKind.RUPIAH})


def sample_answers(table: TableDef, *, period: str, seed: int = 0) -> Mapping[Cell, str]:
    """This will fill every input cell of `table` for `period` with canonical decimal text, by (row code, column code).

    Neighbouring years differ by less than 10 % wherever the figure is large enough; totals and rules hold.
    """
    when = read_period(period)
    values = _generated(table, when, seed)
    KNOWN.get(table.code, _keep)(table, when, values)
    rows, columns = {row.code: row for row in table.rows}, {column.code: column for column in table.columns}
    return {
        (row, column): _text(value, table.variable_at(rows[row], columns[column]))
        for (row, column), value in values.items()
    }


def population(when: Period) -> Mapping[str, int]:
    """This will give the registered population by sex: official for 2025, scaled from it for any other time."""
    growth = 1 + POPULATION_GROWTH * _years(when)
    return {sex: int((total * growth).to_integral_value()) for sex, total in OFFICIAL_POPULATION.items()}


def _generated(table: TableDef, when: Period, seed: int) -> Values:
    base: Values = {}
    for row in table.rows:
        for column in table.columns:
            variable = table.variable_at(row, column)
            low, high = (Decimal(bound) for bound in range_of(variable.code, column.code, row.code))
            share = _share(seed, table.code, row.code, column.code)
            base[row.code, column.code] = _rounded(low + (high - low) * share, variable)
    grown = {cell: _grown(table, cell, value, when, seed) for cell, value in base.items()}
    if grown == base:  # not one figure moves: from year to year the largest wavers, for a mere copy would be a finding
        largest = max(base, key=lambda cell: base[cell])
        grown[largest] += _steps(when) % 2 if base[largest] else 0
    return grown


def _grown(table: TableDef, cell: Cell, value: Decimal, when: Period, seed: int) -> Decimal:
    row = next(row for row in table.rows if row.code == cell[0])
    column = next(column for column in table.columns if column.code == cell[1])
    variable = table.variable_at(row, column)
    if variable.kind is ValueKind.COUNT and value < LARGE:
        return value
    pace = _share(seed, "pace", table.code, *cell)
    yearly = (
        Decimal("0.01") + pace * Decimal("0.015") if _is_rate(variable) else Decimal("0.02") + pace * Decimal("0.04")
    )
    if _share(seed, "falls", table.code, *cell) < Decimal("0.3"):
        yearly = -yearly
    grown = _rounded(value * (1 + yearly * max(Decimal(-5), min(Decimal(5), _years(when)))), variable)
    return min(grown, Decimal(variable.maximum)) if variable.maximum else grown


def _is_rate(variable: VariableDef) -> bool:
    return variable.kind in STEADY_KINDS or variable.measure == "persentase"


def _share(*parts: object) -> Decimal:
    """A number in [0, 1) that depends on nothing but the parts."""
    digest = sha256("|".join(map(str, parts)).encode()).digest()
    return Decimal(int.from_bytes(digest[:6])) / Decimal(2**48)


def _years(when: Period) -> Decimal:
    return Decimal(_steps(when)) / PER_YEAR[when.type]


def _steps(when: Period) -> int:
    return (when.year - BASE_YEAR) * PER_YEAR[when.type] + when.number - PER_YEAR[when.type]


def _rounded(value: Decimal, variable: VariableDef) -> Decimal:
    unit = Decimal(1000) if variable.kind is ValueKind.RUPIAH and value >= 1_000_000 else Decimal(1)
    places = 0 if variable.kind in WHOLE_KINDS else variable.decimals
    return (value / unit).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) * unit


def _text(value: Decimal, variable: VariableDef) -> str:
    places = 0 if variable.kind in WHOLE_KINDS else variable.decimals
    return f"{value:.{places}f}"


def _spread(total: int, weights: Sequence[Decimal]) -> list[int]:
    """Split a total by weights, in whole numbers that add up to it; the largest remainders are rounded up."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
    for n in by_remainder[: total - sum(parts)]:
        parts[n] += 1
    return parts


def _weights(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(weight) for weight in text.split())


# What official figures, or other tables, fix.

KECAMATAN_WEIGHTS = {  # invented shares of the population
    "12.23.01": Decimal("20.4"),
    "12.23.02": Decimal("8.6"),
    "12.23.03": Decimal("9.1"),
    "12.23.04": Decimal("8.9"),
    "12.23.05": Decimal("10.7"),
    "12.23.06": Decimal("14.6"),
    "12.23.07": Decimal("10.2"),
    "12.23.08": Decimal("17.5"),
}
AGE_WEIGHTS = _weights("9.2 9.6 9.4 9.0 8.6 8.1 7.7 7.3 6.7 6.0 5.2 4.4 3.4 2.4 1.5 1.5")
FAITH_WEIGHTS = _weights("74 19 4.6 0.05 2.2 0.05 0.1")
DESA = {  # Kepmendagri 300.2.2-2430/2025: 82 desa
    "12.23.01": 11,
    "12.23.02": 6,
    "12.23.03": 6,
    "12.23.04": 8,
    "12.23.05": 17,
    "12.23.06": 12,
    "12.23.07": 11,
    "12.23.08": 11,
}
STATUS_WEIGHTS = _weights("2 4 4 1 0")


def _keep(table: TableDef, when: Period, values: Values) -> None:
    """Leave the generated figures as they are."""


def _population_by_kecamatan(table: TableDef, when: Period, values: Values) -> None:
    for sex, total in population(when).items():
        weights = [KECAMATAN_WEIGHTS[row.code] for row in table.rows]
        for row, part in zip(table.rows, _spread(total, weights), strict=True):
            values[row.code, sex] = Decimal(part)


def _population_by_age(table: TableDef, when: Period, values: Values) -> None:
    for sex, total in population(when).items():
        for row, part in zip(table.rows, _spread(total, AGE_WEIGHTS), strict=True):
            values[row.code, sex] = Decimal(part)


def _population_by_faith(table: TableDef, when: Period, values: Values) -> None:
    both = [_spread(total, tuple(KECAMATAN_WEIGHTS.values())) for total in population(when).values()]
    for row, *parts in zip(KECAMATAN_WEIGHTS, *both, strict=True):
        for column, part in zip(table.columns, _spread(sum(parts), FAITH_WEIGHTS), strict=True):
            values[row, column.code] = Decimal(part)


def _desa_by_status(table: TableDef, when: Period, values: Values) -> None:
    columns = [column.code for column in table.columns]
    for code, count in DESA.items():
        for column, part in zip(columns, _spread(count, STATUS_WEIGHTS), strict=True):
            values[code, column] = Decimal(part)
    risen = max(DESA, key=lambda code: DESA[code])
    moved = _steps(when) % 2  # every other year one desa of the largest kecamatan stood elsewhere
    values[risen, columns[1]] -= moved
    values[risen, columns[2]] += moved


def _roads(table: TableDef, when: Period, values: Values) -> None:
    """The same roads by condition and by surface: both must have the same length."""
    by_condition = [column.code for column in table.columns if column.code.startswith("kondisi")]
    by_surface = [column.code for column in table.columns if column.code.startswith("permukaan")]
    for row in table.rows:
        metres = int(sum(values[row.code, code] for code in by_condition) * 100)
        weights = [Decimal(46), Decimal(9), Decimal(28), Decimal(17)]
        for code, part in zip(by_surface, _spread(metres, weights), strict=True):
            values[row.code, code] = Decimal(part) / 100


def _enrolment(table: TableDef, when: Period, values: Values) -> None:
    """Net enrolment stays below gross enrolment."""
    for row in table.rows:
        for sex in ("l", "p"):
            values[row.code, f"apm_{sex}"] = min(values[row.code, f"apm_{sex}"], values[row.code, f"apk_{sex}"] - 2)


KNOWN: dict[str, Callable[[TableDef, Period, Values], None]] = {
    "1.01.007": _enrolment,
    "1.03.001": _roads,
    "2.12.001": _population_by_kecamatan,
    "2.12.001-U": _population_by_age,
    "2.12.003": _population_by_faith,
    "2.13.001": _desa_by_status,
}
