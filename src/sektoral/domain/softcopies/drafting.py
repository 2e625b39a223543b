"""A table of the catalogue drafted from a table that an agency keeps: a person names it and puts its units right.

Where the sheet names areas they become the rows, else its own rows do; where each of them is another variable, each row
of the table has one of its own. Periods are never part of a table.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sektoral.domain.instruments import MEASURE, ColumnDef, Dimensions, RowDef, TableDef, ValueKind, VariableDef
from sektoral.domain.softcopies.facts import AreaFound, Facts
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.narrowing import CATEGORY, PLACE
from sektoral.domain.softcopies.regions import ColumnRole, Figure, Layout, Region, RowFound, RowRole
from sektoral.domain.softcopies.words import PERIODS, UNHEADED, fold

MEASURES: Mapping[str, str] = {  # how the name of a variable begins, and its ukuran
    "jumlah": "jumlah", "banyaknya": "jumlah", "total": "jumlah", "produksi": "berat", "luas": "luas",
    "panjang": "panjang", "nilai": "nilai", "kapasitas": "kapasitas", "volume": "volume", "persentase": "persentase",
    "presentase": "persentase", "persen": "persentase", "tingkat": "persentase", "angka": "persentase",
    "laju": "persentase", "indeks": "indeks", "ipm": "indeks", "rata": "rata-rata", "rerata": "rata-rata",
    "rasio": "rata-rata", "harga": "harga", "garis": "nilai", "pdrb": "nilai", "inflasi": "persentase",
}  # fmt: skip
PERCENT, RUPIAH = "persen", "rupiah"
CODE_LENGTH, LABEL_LENGTH = 40, 200
STUB = "Wilayah"
NAMING = (ColumnRole.LABEL, ColumnRole.KEY)
LEVELS = {"desa": "desa/kelurahan"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a person names: the table, and its variables by their codes in the draft as (name, unit)."""

    code: str
    title: str
    variables: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Home:
    """The area that the office is about, and what the request is about: the only row where the sheet names no areas."""

    code: str
    name: str
    period_type: str


def draft_table(region: Region, home: Home) -> TableDef:
    """This will draft a table from a region; its code is empty until it is named.

    Totals of figures that may be added are left out, for they are reckoned; those of rates and indices are figures of
    their own. The labels of the sheet stay as they are written, so that the same file is found to answer the table.
    """
    axes = _axes_of(region, home)
    rows, columns, variables = axes.rows(), *axes.columns()
    may_add = not any(row.variable for row in rows) and all(one.may_be_added for one in variables)
    has_totals = any(row.role is RowRole.TOTAL for row in region.rows)
    return TableDef(
        code="",
        version=1,
        title=region.title or axes.title,
        unit=_usual(variable.unit for variable in variables),
        level=axes.level,
        period_type=home.period_type,
        stub=axes.stub,
        rows=rows,
        columns=columns,
        variables=variables,
        total_label="Jumlah" if may_add and has_totals and len(rows) > 1 else "",
    )


def named(draft: TableDef, names: Named) -> TableDef:
    """This will give the draft its names; variables take their codes from the table's."""
    codes = {one.code: f"{names.code}.{number}" for number, one in enumerate(draft.variables, 1)}
    variables = tuple(_named(one, codes[one.code], *names.variables.get(one.code, ("", ""))) for one in draft.variables)
    may_add = all(one.may_be_added for one in variables)
    return replace(
        draft,
        code=names.code,
        title=names.title,
        unit=_usual(one.unit for one in variables),
        rows=tuple(replace(row, dims=_with_codes(row.dims, codes)) for row in draft.rows),
        columns=tuple(_headed(column, codes, names) for column in draft.columns),
        variables=variables,
        total_label=draft.total_label if may_add else "",
    )


def _headed(column: ColumnDef, codes: Mapping[str, str], names: Named) -> ColumnDef:
    """A column with its variable; one that the sheet gives no heading is called as its variable."""
    given = names.variables.get(column.variable, ("", ""))[0].strip()
    label = given if given and column.label.startswith(f"{UNHEADED} ") else column.label
    return replace(column, label=label, variable=codes.get(column.variable, ""))


def _with_codes(dims: Dimensions, codes: Mapping[str, str]) -> Dimensions:
    return tuple((name, codes[code] if name == MEASURE else code) for name, code in dims)


def _named(variable: VariableDef, code: str, name: str, unit: str) -> VariableDef:
    name, unit = name.strip() or variable.name, unit.strip() or variable.unit
    return replace(variable, code=code, name=name, unit=unit, concept=name, definition=variable.definition or name)


class _Axes:
    """What becomes rows and what becomes columns, where the columns of the table hold the variables."""

    def __init__(self, region: Region, figures: Sequence[Figure], home: Home) -> None:
        self.region, self.figures, self.home = region, figures, home
        self.found = {row.row: row for row in region.rows}
        self.heads = {column.column: column for column in region.columns}
        self.areas = {area.code or fold(area.written): area for area in map(self._own_area, figures) if area}
        self.is_by_row = not self.areas and region.layout is Layout.WIDE

    def _own_area(self, one: Figure) -> AreaFound | None:
        """The area that its row or column names; that of the title alone tells no rows apart."""
        return self.heads[one.reading.column].facts.area or self.found[one.reading.row].facts.area

    @property
    def title(self) -> str:
        return next((one.facts.variable for one in self.figures if one.facts.variable), "")[:LABEL_LENGTH]

    @property
    def stub(self) -> str:
        heads = [" ".join(one.heads) for one in self.region.columns if one.role in NAMING and one.heads]
        return heads[0] if heads and (self.areas or self.is_by_row) else STUB

    @property
    def level(self) -> str:
        found = Counter(area.level for area in self.areas.values() if area.level).most_common(1)
        return LEVELS.get(found[0][0], found[0][0]) if found else "kabupaten"

    def rows(self) -> tuple[RowDef, ...]:
        if self.areas:
            return tuple(
                RowDef(area.code or _word(key, n), _line(area.written), area.code, () if area.code else _dim(key))
                for n, (key, area) in enumerate(self.areas.items(), 1)
            )
        if not self.is_by_row:
            return (RowDef(self.home.code, self.home.name, self.home.code),)
        rows = [self.found[number] for number in dict.fromkeys(one.reading.row for one in self.figures)]
        return tuple(RowDef(code, label, "", row.facts.dims or _dim(code)) for row, code, label in _told_apart(rows))

    def columns(self) -> tuple[tuple[ColumnDef, ...], tuple[VariableDef, ...]]:
        """The columns that differ in more than their period, and the variables that they hold."""
        cells: dict[tuple[tuple[str, ...], Dimensions, str], list[Figure]] = {}
        for one in self.figures:
            facts = self._says(one)
            cells.setdefault((facts.words, facts.dims, _unit(one)), []).append(one)
        variables: dict[tuple[tuple[str, ...], str], VariableDef] = {}
        columns: list[ColumnDef] = []
        for (words, dims, unit), figures in cells.items():
            name = ", ".join(words) or self.region.facts.variable or self.region.title
            variable = variables.setdefault((words, unit), _variable(len(variables) + 1, name, figures))
            label, group = self._labels(words, figures[0])
            columns.append(ColumnDef(_word(label, len(columns) + 1), label, variable.code, group, dims))
        codes = _once(column.code for column in columns)
        return (
            tuple(replace(column, code=code) for column, code in zip(columns, codes, strict=True)),
            tuple(variables.values()),
        )

    def _says(self, one: Figure) -> Facts:
        """What a figure says beside its row of the table."""
        return self.heads[one.reading.column].facts if self.is_by_row else one.facts

    def _labels(self, words: tuple[str, ...], figure: Figure) -> tuple[str, str]:
        """The innermost heading that says more than a period, and the one above it; else the words of the rows."""
        heads = [head for head in self.heads[figure.reading.column].heads if _says_more(head)]
        said = heads or [one for one in words if one not in self.region.facts.words] or [*words]
        label = _line(said[-1]) if said else "Nilai"
        return label, _line(said[-2]) if len(said) > 1 else ""


class _LongAxes(_Axes):
    """The same where each row of the sheet is an observation: what its keys say besides sex and period is a row of the
    table. So there are only those combinations that the sheet has."""

    @property
    def stub(self) -> str:
        said = [one for one in self.region.columns if one.role in NAMING and one.heads]
        heads = [" ".join(one.heads) for one in said if fold(" ".join(one.heads)) not in PERIODS]
        return ", ".join(heads) or STUB

    def rows(self) -> tuple[RowDef, ...]:
        found = dict.fromkeys((self._own_area(one), self._own_words(one)) for one in self.figures)
        if not self.areas and set(found) == {(None, ())}:
            return (RowDef(self.home.code, self.home.name, self.home.code),)
        labels = [
            _line(", ".join([*([area.written] if area else []), *words]) or self.home.name) for area, words in found
        ]
        codes = [
            area.code if area and area.code and not words else _word(label, number)
            for number, ((area, words), label) in enumerate(zip(found, labels, strict=True), 1)
        ]
        return tuple(
            RowDef(code, label, area.code if area else "", _key_dims(area, words))
            for (area, words), code, label in zip(found, _once(codes), labels, strict=True)
        )

    def _own_words(self, one: Figure) -> tuple[str, ...]:
        steady = self.region.facts.words
        return tuple(word for word in self.found[one.reading.row].facts.words if word not in steady)

    def _says(self, one: Figure) -> Facts:
        own = self._own_words(one)
        return replace(one.facts, words=tuple(word for word in one.facts.words if word not in own))


class _ListedAxes(_Axes):
    """The same where each row of the sheet is another variable: one column, whose rows have variables of their own."""

    @property
    def stub(self) -> str:
        heads = [" ".join(one.heads) for one in self.region.columns if one.role is ColumnRole.LABEL and one.heads]
        return heads[0] if heads else "Uraian"

    def rows(self) -> tuple[RowDef, ...]:
        return self._made()[0]

    def columns(self) -> tuple[tuple[ColumnDef, ...], tuple[VariableDef, ...]]:
        return (ColumnDef("nilai", "Nilai", ""),), self._made()[1]

    def _made(self) -> tuple[tuple[RowDef, ...], tuple[VariableDef, ...]]:
        by_row: dict[int, list[Figure]] = {}
        for one in self.figures:
            by_row.setdefault(one.reading.row, []).append(one)
        variables: dict[tuple[tuple[str, ...], str], VariableDef] = {}
        rows: list[RowDef] = []
        for row, code, label in _told_apart([self.found[number] for number in by_row]):
            figures, facts = by_row[row.row], row.facts
            name, key = ", ".join(facts.words) or label, (facts.words, _unit(figures[0]))
            variable = variables.setdefault(key, _variable(len(variables) + 1, name, figures))
            area = facts.area.code if facts.area and facts.area.code else self.home.code
            rows.append(RowDef(code, label, area, tuple(sorted([(MEASURE, variable.code), *facts.dims]))))
        return tuple(rows), tuple(variables.values())


_KINDS: Mapping[Layout, type[_Axes]] = {Layout.WIDE: _Axes, Layout.LISTED: _ListedAxes, Layout.LONG: _LongAxes}


def _axes_of(region: Region, home: Home) -> _Axes:
    kind = _KINDS[region.layout]
    told = [one for one in region.figures() if one.reading.text or one.reading.mark]
    parts = [one for one in told if not one.is_total]
    axes = kind(region, parts or told, home)
    if parts and not all(one.may_be_added for one in axes.columns()[1]):
        summed = {row.row for row in region.rows if row.role is RowRole.TOTAL}
        sums = {column.column for column in region.columns if column.role is ColumnRole.TOTAL}
        own = [one for one in told if one.reading.row not in summed and one.reading.column not in sums]
        return kind(region, own, home)
    return axes


def _told_apart(rows: Sequence[RowFound]) -> list[tuple[RowFound, str, str]]:
    """Each row with its code and its label; where labels are the same, with the sections above them."""
    plain = Counter(_line(row.label) for row in rows)
    labels = [
        _line(row.label) if plain[_line(row.label)] == 1 else _line(", ".join(row.facts.words) or row.label)
        for row in rows
    ]
    codes = _once(_word(label, number) for number, label in enumerate(labels, 1))
    return list(zip(rows, codes, labels, strict=True))


def _says_more(head: str) -> bool:
    facts, _ = read_label(head)
    return bool(facts.words or facts.dims)


def _unit(one: Figure) -> str:
    """The unit of a figure; a multiple such as *juta rupiah* stays what it is."""
    found = one.facts.unit
    return "" if found is None else found.unit if found.unit and found.factor == "1" else found.written


def _variable(number: int, name: str, figures: Sequence[Figure]) -> VariableDef:
    name, unit = name[:LABEL_LENGTH], _unit(figures[0])
    numbers = [Decimal(one.reading.text) for one in figures if one.reading.text]
    places = max((max(0, -int(one.as_tuple().exponent)) for one in numbers), default=0)
    kind = _kind(unit, numbers, places, name)
    measure = MEASURES.get(fold(name).partition(" ")[0], "jumlah" if kind is ValueKind.COUNT else "nilai")
    if unit == PERCENT:
        measure = "persentase"
    return VariableDef(f"v{number}", name, unit, measure, kind, min(places, 10), name, "")


def _kind(unit: str, numbers: Sequence[Decimal], places: int, name: str) -> ValueKind:
    if any(one < 0 for one in numbers) or "indeks" in fold(name).split(" "):
        return ValueKind.INDEX
    if unit == PERCENT:
        return ValueKind.PERCENT if all(one <= 100 for one in numbers) else ValueKind.DECIMAL
    if places:
        return ValueKind.DECIMAL
    return ValueKind.RUPIAH if unit == RUPIAH else ValueKind.COUNT


def _usual(units: Iterable[str]) -> str:
    found = Counter(unit for unit in units if unit)
    return found.most_common(1)[0][0] if len(found) == 1 else "beragam" if found else ""


def _dim(code: str) -> Dimensions:
    return ((CATEGORY, code),)


def _key_dims(area: AreaFound | None, words: tuple[str, ...]) -> Dimensions:
    """What tells a row of keys apart: its words, and its area where that has no code."""
    found = [(CATEGORY, fold(", ".join(words)))] if words else []
    if area and not area.code:
        found.append((PLACE, fold(area.written)))
    return tuple(found)


def _line(text: str) -> str:
    return " ".join(text.split())[:LABEL_LENGTH]


def _word(text: str, number: int) -> str:
    """A code that rules can use: `laki_laki`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:CODE_LENGTH].strip("_")
    return word if word and not word[0].isdigit() else f"k{number}_{word}".rstrip("_")


def _once(codes: Iterable[str]) -> list[str]:
    """Tell apart what would have the same code."""
    seen: Counter[str] = Counter()
    found = []
    for code in codes:
        seen[code] += 1
        found.append(code if seen[code] == 1 else f"{code}_{seen[code]}")
    return found
