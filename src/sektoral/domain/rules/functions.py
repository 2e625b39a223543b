"""The functions of the language. docs/rules.md shows each with an example, and a test holds the two together."""

from collections.abc import Mapping

from sektoral.domain.rules import lookups, reckonings
from sektoral.domain.rules.calls import Function, Slot
from sektoral.domain.rules.values import absolute, added, greatest, least

N = Slot.NUMBER
FUNCTIONS: Mapping[str, Function] = {
    # numbers of the row
    "abs": Function("abs(x)", (N,), reckonings.of_row(lambda given: absolute(given[0]))),
    "min": Function("min(x, y, …)", (N,), reckonings.of_row(least), repeats=True),
    "max": Function("max(x, y, …)", (N,), reckonings.of_row(greatest), repeats=True),
    "sum": Function("sum(x, y, …)", (N,), reckonings.of_row(added), repeats=True),
    # statements about the row
    "if_then": Function("if_then(syarat, pernyataan)", (Slot.CONDITION, Slot.CLAIM), reckonings.if_then, required=2),
    "is_missing": Function("is_missing(x)", (Slot.VALUE,), reckonings.is_missing, tells=True),
    "is_unique": Function("is_unique(kunci, …)", (Slot.COLUMN,), lookups.is_unique, repeats=True, tells=True),
    "determines": Function(
        "determines(kunci, …, nilai)", (Slot.COLUMN,), lookups.determines, required=2, repeats=True, tells=True
    ),
    # over all rows of the table
    "total": Function("total(x)", (N,), reckonings.over_rows(added)),
    "mean": Function("mean(x)", (N,), reckonings.over_rows(reckonings.mean)),
    "lowest": Function("lowest(x)", (N,), reckonings.over_rows(least)),
    "highest": Function("highest(x)", (N,), reckonings.over_rows(greatest)),
    "count": Function("count(syarat)", (Slot.CONDITION,), reckonings.count, required=0),
    "every": Function("every(pernyataan)", (Slot.CLAIM,), reckonings.every),
    # beyond the row
    "lookup": Function(
        "lookup(kolom, kunci=nilai, …)", (Slot.COLUMN,), lookups.lookup, takes_keys=True, needs_keys=True
    ),
    "previous": Function("previous(kolom, periode)", (Slot.FIGURE, Slot.PERIODS), lookups.previous),
    "figure_in": Function(
        'figure_in("tabel", "kolom", kunci=nilai, …, agency="kode")', (Slot.NAME, Slot.NAME), lookups.figure_in,
        required=2, takes_keys=True, takes_agency=True,
    ),
    "total_in": Function(
        'total_in("tabel", "kolom", kunci=nilai, …, agency="kode")', (Slot.NAME, Slot.NAME), lookups.total_in,
        required=2, takes_keys=True, takes_agency=True,
    ),
    "count_in": Function(
        'count_in("tabel", kunci=nilai, …, agency="kode")', (Slot.NAME,), lookups.count_in,
        takes_keys=True, takes_agency=True,
    ),
}  # fmt: skip
