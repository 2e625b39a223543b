"""A cube as Parquet, for engines that read many tables: decimals of 38 digits, so no figure loses one.

Needs the extra `parquet` (pyarrow), which is imported only when a file is written.
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from sektoral.adapters.exchange.tidy_csv import columns, lines
from sektoral.domain.cubes import Cube
from sektoral.domain.numbers import FRACTION_DIGITS, WHOLE_DIGITS

if TYPE_CHECKING:
    import pyarrow

AT_ONCE = 50_000  # figures in a row group
VALUE, VERSION, DECIMALS, RECORDED_AT = "OBS_VALUE", "VERSION", "DECIMALS", "RECORDED_AT"


def write(cube: Cube) -> Iterator[bytes]:
    """This will write one file: codes, labels, value, mark, status, unit, version, as in the CSV. A mark without a
    number has null for a value.
    """
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(cube)
    target = io.BytesIO()
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        left = zip(lines(cube), cube.figures, strict=True)
        while piece := list(islice(left, AT_ONCE)):
            by_name = dict(zip(columns(cube), zip(*(row for row, _ in piece), strict=True), strict=True))
            made: dict[str, object] = dict(by_name)
            made[VALUE] = [Decimal(text) if text else None for text in by_name[VALUE]]
            made[VERSION] = [int(text) for text in by_name[VERSION]]
            made[DECIMALS] = [int(text) for text in by_name[DECIMALS]]
            made[RECORDED_AT] = [figure.recorded_at for _, figure in piece]
            writer.write_table(pa.table(made, schema=schema))
    yield target.getvalue()


def _schema(cube: Cube) -> "pyarrow.Schema":
    import pyarrow as pa

    types = {
        VALUE: pa.decimal128(WHOLE_DIGITS + FRACTION_DIGITS, FRACTION_DIGITS),
        VERSION: pa.int32(),
        DECIMALS: pa.int8(),
        RECORDED_AT: pa.timestamp("us", tz="UTC"),
    }
    about = {
        "title": cube.title,
        "note": cube.note,
        "office": cube.office,
        "agency": cube.agency,
        "table": cube.table,
        "edition": str(cube.edition),
        "release": str(cube.release),
        "periodicity": cube.period_type,
        "classification": cube.classification,
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in columns(cube)], metadata=about)
