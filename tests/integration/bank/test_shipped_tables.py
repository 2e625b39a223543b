"""The tables that the demo office asks for, filled, leave in every format and are read back by another program."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import cast
from uuid import UUID

import pytest

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.bank.queries import cubes
from sektoral.bank.queries.figures import Recorded
from sektoral.domain import canonical
from sektoral.domain.cubes import Cube
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import plain_text
from sektoral.domain.periods import Period, PeriodType
from sektoral.records.models import Table
from sektoral.setup.actions import create_office
from sektoral.setup.facts import load_office_facts
from sektoral.setup.samples import sample_answers
from tests.cubes import AT, Held, held
from tests.unit.adapters.exchange import test_jsonstat, test_parquet, test_sdmx_csv, test_sdmx_messages, test_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOBODY = UUID(int=0)
YEARS = (2024, 2025)


def exact(found: Held) -> Held:
    return found


def as_numbers(found: Held) -> Mapping[tuple[str, ...], object]:
    """pysdmx reads a CSV with pandas, which makes 28 a 28.0 where the column has a fraction: the number is the same."""
    return {key: (Decimal(text) if text else None, mark, status) for key, (text, mark, status) in found.items()}


READERS: Mapping[str, tuple[Callable[[Cube], Held], Callable[[Held], object]]] = {
    "sdmx-csv, by csv": (
        lambda one: test_sdmx_csv.figures_in(FORMATS["sdmx-csv"].to_bytes(one), one),
        exact,
    ),
    "sdmx-csv, by pysdmx": (lambda one: test_sdmx_messages.by_pysdmx(one, "sdmx-csv"), as_numbers),
    "sdmx-ml, by pysdmx": (lambda one: test_sdmx_messages.by_pysdmx(one, "sdmx-ml"), exact),
    "sdmx-generic, by sdmx1": (lambda one: test_sdmx_messages.by_sdmx1(one, "sdmx-generic"), exact),
    "json-stat": (test_jsonstat.figures_in, exact),
    "parquet, by pyarrow": (test_parquet.figures_in, exact),
    "xlsx, by openpyxl": (test_workbook.figures_in, exact),
}


def of_every_shape() -> Sequence[Table]:
    """One table of each: dimensions, kinds of period, how many variables, whether rows have their own."""
    shapes: dict[object, Table] = {}
    for table in Table.objects.select_related("agency", "office").order_by("code"):
        definition = canonical.read(TableDef, table.definition)
        names = {
            name
            for dims in [one.dims for one in definition.rows] + [one.dims for one in definition.columns]
            for name, _ in dims
        }
        own = any(row.variable for row in definition.rows)
        shapes.setdefault((definition.period_type, frozenset(names), len(definition.variables), own), table)
    return list(shapes.values())


def filled(table: Table) -> Sequence[Recorded]:
    definition = canonical.read(TableDef, table.definition)
    kind = next((one for one in PeriodType if one == definition.period_type), PeriodType.YEAR)
    found: list[Recorded] = []
    for year in YEARS:
        period = Period(year, 1, kind).code
        for (row, column), text in sample_answers(definition, period=period).items():
            place = (len(found) + 1, f"{row}/{column}", period, row, column, plain_text(Decimal(text)), "", 1, AT, None)
            found.append(Recorded(*place, NOBODY, 1, None, "T01", "C8", definition.version))
    return found


def test_every_shape_of_a_shipped_table_comes_back_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    create_office(facts=load_office_facts(), at=AT)
    tables = of_every_shape()
    assert len(tables) > 20
    for table in tables:
        monkeypatch.setattr(cubes, "list_recorded", lambda one, *, as_of: filled(cast(Table, one)))
        cube = cubes.cube_of(table, at=AT)
        assert cube.figures, table.code
        for name, (read, plain) in READERS.items():
            assert plain(read(cube)) == plain(held(cube)), f"{table.code}: {name}"
