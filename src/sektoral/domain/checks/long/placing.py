"""Which cell of a table a line of a narrow list is about, told by row, area, column, variable and categories."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.checks.long.heads import CODE, KEY_NAMES, LABEL, fold
from sektoral.domain.checks.long.keys import rows_by_code
from sektoral.domain.checks.readings import label_of
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, categories

TOTAL = "_t"  # the folded code of a dimension that is not broken down
ROW_KEYS = (CODE[1], LABEL[1], "area")
AREA_NAMES = ("ref_area", "kode wilayah")
COLUMN_NAMES = ("kolom", "kode kolom")
VARIABLE_NAMES = ("variabel", "kode variabel", "variable")
Spot = tuple[str, str]  # row code, column code
Category = tuple[str, str]


def place_names(table: TableDef) -> Mapping[str, str]:
    """What a heading of the list means: `code`, `label`, `area`, `column`, `variable`, or the name of a category."""
    tiers = (
        (CODE[1], ("kode", "kode baris")),
        (LABEL[1], ("baris", *KEY_NAMES[LABEL], table.stub, f"nama {table.stub}")),
        ("area", AREA_NAMES),
        ("column", COLUMN_NAMES),
        ("variable", VARIABLE_NAMES),
        *((name, (name,)) for name in sorted(_category_names(table))),
    )
    found: dict[str, str] = {}
    for part, names in tiers:
        for name in names:
            found.setdefault(fold(name), part)
    return found


def _category_names(table: TableDef) -> set[str]:
    pairs = [*(pair for row in table.rows for pair in categories(row.dims))]
    pairs += [pair for column in table.columns for pair in column.dims]
    return {name for name, _ in pairs}


@dataclass(frozen=True, slots=True)
class Placing:
    """A table's rows and columns by every name that a list may give them, folded."""

    table: TableDef
    rows: Mapping[str, Mapping[str, Sequence[RowDef]]]  # key -> name -> rows
    columns: Mapping[str, Sequence[ColumnDef]]

    @classmethod
    def of(cls, table: TableDef) -> "Placing":
        """Lay out the names of a table."""
        codes = {name: [row] for name, row in rows_by_code(table).items()}
        labels: dict[str, list[RowDef]] = defaultdict(list)
        areas: dict[str, list[RowDef]] = defaultdict(list)
        for row in table.rows:
            labels[fold(row.label)].append(row)
            for name in dict.fromkeys(fold(one) for one in (row.area, row.area_bps) if one):
                areas[name].append(row)
        columns: dict[str, list[ColumnDef]] = defaultdict(list)
        for column in table.columns:
            for name in dict.fromkeys(_names_of(column)):
                columns[name].append(column)
        rows = {CODE[1]: codes, LABEL[1]: {**codes, **labels}, "area": {**codes, **areas}}
        return cls(table, rows, columns)

    def find(self, said: Mapping[str, str]) -> Spot | str:
        """The cell that a line means, or the name of the key to blame; `said` holds folded texts by key."""
        rows: Sequence[RowDef] = self.table.rows
        for key in ROW_KEYS:
            text = said.get(key, "")
            if text and (key != "area" or self.rows[key]):
                named = self.rows[key].get(text, ())
                rows = named if rows is self.table.rows else [row for row in rows if row in named]
                if not rows and key == "area" and not any(row.area for row in self.table.rows):
                    rows = self.table.rows  # such a table is about the whole regency, which has no row of its own
                if not rows:
                    return key
        columns: Sequence[ColumnDef] = self.table.columns
        if text := said.get("column", ""):
            columns = self.columns.get(text, ())
        if not columns:
            return "column"
        found = list(self._cells(rows, columns, said))
        return found[0] if len(found) == 1 else self._blamed(said, many=len(found) > 1)

    def _cells(self, rows: Sequence[RowDef], columns: Sequence[ColumnDef], said: Mapping[str, str]) -> Iterator[Spot]:
        variable = said.get("variable", "")
        named = {key: text for key, text in said.items() if key not in (*ROW_KEYS, "column", "variable") and text}
        for row in rows:
            for column in columns:
                of = self.table.variable_at(row, column)
                if variable and variable not in (fold(of.code), fold(of.name)):
                    continue
                held = {name: fold(code) for name, code in (*categories(row.dims), *column.dims)}
                labels = (fold(column.label), fold(row.label))
                if all(_fits(held.get(name), text, labels) for name, text in named.items()):
                    yield row.code, column.code

    def _blamed(self, said: Mapping[str, str], *, many: bool) -> str:
        """The key that tells too little where several cells fit, else the last that was said."""
        keys = [key for key, text in said.items() if bool(text) is not many]
        return keys[-1] if keys else "column"


def _fits(code: str | None, text: str, labels: tuple[str, str]) -> bool:
    return text == TOTAL if code is None else text == code or text in labels


def _names_of(column: ColumnDef) -> Iterator[str]:
    yield fold(column.code)
    yield fold(column.label)
    if column.group:
        yield fold(label_of(column))
        yield fold(f"{column.group}, {column.label}")
