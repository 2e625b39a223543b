"""A cube as SDMX-CSV, of SDMX 3.0 (version 2.0) and of SDMX 2.1 (version 1.0): ids alone, no labels.

Every cell is an id, a number or a period, so none can be a formula.
"""

from collections.abc import Iterator

from sektoral.adapters.exchange.sdmx_terms import ATTRIBUTES, OBS_VALUE, dimension_ids, flow_of, rows_of
from sektoral.adapters.exchange.tidy_csv import in_pieces
from sektoral.domain.cubes import Cube


def write_2_0(cube: Cube) -> Iterator[bytes]:
    """This will write SDMX-CSV 2.0: the structure is a dataflow, the action is to add or replace."""
    flow = flow_of(cube)
    start = ["dataflow", f"{flow.agency}:{flow.id}({flow.semantic_version})", "I"]
    yield from _write(cube, ["STRUCTURE", "STRUCTURE_ID", "ACTION"], start)


def write_1_0(cube: Cube) -> Iterator[bytes]:
    """This will write SDMX-CSV 1.0."""
    flow = flow_of(cube)
    yield from _write(cube, ["DATAFLOW"], [f"{flow.agency}:{flow.id}({flow.version})"])


def _write(cube: Cube, heads: list[str], start: list[str]) -> Iterator[bytes]:
    names = [*heads, *dimension_ids(cube), OBS_VALUE, *ATTRIBUTES]
    yield from in_pieces([names], ([*start, *row.key, row.value, *row.attributes] for row in rows_of(cube)))
