"""Many cubes as one data set of Parquet files, `office=…/year=…/part.parquet`, for engines that read whole banks.

One row a figure, whatever its table: what tables differ in stands in one column, `dims`. A cube is written and
forgotten, so memory holds one table and the rows that still wait for their row group. Needs the extra `parquet`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, TOTAL, VARIABLE, Cube, DimensionRole, Figure
from sektoral.domain.numbers import FRACTION_DIGITS, WHOLE_DIGITS

if TYPE_CHECKING:
    import pyarrow

AT_ONCE = 50_000  # figures in a row group
PART = "part.parquet"
TEXTS = (  # columns of text, before those of the figure
    *("series", "agency", "agency_name", "table", "title", "classification", "variable", "variable_name", "unit"),
    *("area", "area_name", "dims", "period", "text", "mark", "status"),
)
Row = Mapping[str, object]


def write_partitions(cubes: Iterable[Cube], folder: Path) -> int:
    """This will write the files below `folder`, which must exist, and give the number of figures."""
    schema, count = _schema(), 0
    waiting: dict[Path, list[Row]] = {}
    with ExitStack() as stack:
        writers: dict[Path, pyarrow.parquet.ParquetWriter] = {}
        for cube in cubes:
            for figure in cube.figures:
                year = cube.code_in(figure, TIME_PERIOD)[:4]
                rows = waiting.setdefault(folder / f"office={cube.office}" / f"year={year}", [])
                rows.append(_row(cube, figure))
                count += 1
            for place in [place for place, rows in waiting.items() if len(rows) >= AT_ONCE]:
                _flush(place, waiting.pop(place), writers, stack, schema)
        for place, rows in waiting.items():
            _flush(place, rows, writers, stack, schema)
    return count


def _flush(
    place: Path,
    rows: list[Row],
    writers: "dict[Path, pyarrow.parquet.ParquetWriter]",
    stack: ExitStack,
    schema: "pyarrow.Schema",
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    if place not in writers:
        place.mkdir(parents=True)
        writers[place] = stack.enter_context(parquet.ParquetWriter(place / PART, schema, compression="zstd"))
    for start in range(0, len(rows), AT_ONCE):
        writers[place].write_table(pa.Table.from_pylist(rows[start : start + AT_ONCE], schema=schema))


def _row(cube: Cube, figure: Figure) -> Row:
    variable = cube.variable(cube.code_in(figure, VARIABLE))
    area, period = cube.code_in(figure, REF_AREA), cube.code_in(figure, TIME_PERIOD)
    dims = ";".join(_dims(cube, figure))
    return {
        "series": f"{cube.agency}|{cube.table}|{variable.code}|{area}|{dims}|{period}",
        "agency": cube.agency,
        "agency_name": cube.agency_name,
        "table": cube.table,
        "title": cube.title,
        "classification": cube.classification,
        "variable": variable.code,
        "variable_name": variable.name,
        "unit": variable.unit,
        "area": area,
        "area_name": cube.dimension(REF_AREA).label_of(area),
        "dims": dims,
        "period": period,
        "text": figure.text,
        "mark": figure.mark,
        "status": figure.status,
        "value": Decimal(figure.text) if figure.text else None,
        "edition": cube.edition,
        "release": cube.release,
        "version": figure.version,
        "recorded_at": figure.recorded_at,
    }


def _dims(cube: Cube, figure: Figure) -> Iterator[str]:
    """`JENIS_KELAMIN=L`, in the order of the cube; by what a figure is not broken down is left out."""
    for dimension, code in zip(cube.dimensions, figure.codes, strict=True):
        if dimension.role is DimensionRole.CATEGORY and code != TOTAL:
            yield f"{dimension.code}={code}"


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    return pa.schema(
        [
            *((name, pa.string()) for name in TEXTS),
            ("value", pa.decimal128(WHOLE_DIGITS + FRACTION_DIGITS, FRACTION_DIGITS)),
            ("edition", pa.int32()),
            ("release", pa.int32()),
            ("version", pa.int32()),
            ("recorded_at", pa.timestamp("us", tz="UTC")),
        ]
    )
