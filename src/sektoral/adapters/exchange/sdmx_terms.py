"""A cube in the words of SDMX: who maintains it, what it is called, what its components are.

Every SDMX writer says the same of a cube because it asks here. A table is a dataflow, each definition of it a version.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sektoral.adapters.exchange.identifiers import component_id, name_of, sdmx_id
from sektoral.domain.cubes import VARIABLE, Cube, Figure
from sektoral.domain.periods import PeriodType, read_period

FREQ, OBS_VALUE = "FREQ", "OBS_VALUE"
OBS_STATUS, MARK, UNIT_MEASURE, DECIMALS, EDITION = "OBS_STATUS", "MARK", "UNIT_MEASURE", "DECIMALS", "EDITION"
ATTRIBUTES = (OBS_STATUS, MARK, UNIT_MEASURE, DECIMALS, EDITION)
RESERVED = frozenset({FREQ, OBS_VALUE, *ATTRIBUTES})
FREQUENCIES = {PeriodType.YEAR: "A", PeriodType.SEMESTER: "S", PeriodType.QUARTER: "Q", PeriodType.MONTH: "M"}
FREQUENCY_LABELS = {"A": "Tahunan", "S": "Semesteran", "Q": "Triwulanan", "M": "Bulanan"}
STATUS_LABELS = {  # CL_OBS_STATUS 2.2 of SDMX's cross-domain code lists, those that BPS's marks come nearest to
    "A": "Normal",
    "B": "Deret terputus",
    "E": "Angka estimasi",
    "L": "Tidak tersedia",
    "M": "Tidak ada",
    "N": "Dapat diabaikan",
    "P": "Angka sementara",
    "Q": "Tidak dapat ditampilkan",
}
CONCEPTS = {
    FREQ: "Frekuensi",
    OBS_VALUE: "Nilai",
    OBS_STATUS: "Status angka",
    MARK: "Tanda",
    UNIT_MEASURE: "Satuan",
    DECIMALS: "Angka di belakang koma",
    EDITION: "Definisi tabel dan edisi terbitan",
}
MARKS = {  # a mark as BPS prints it -> its code, since no mark but NA is an id
    "–": ("NONE", "– tidak ada"),
    "…": ("NOT_AVAILABLE", "… data tidak tersedia"),
    "NA": ("NA", "NA data tidak dapat ditampilkan"),
    "~0": ("NEGLIGIBLE", "~0 data dapat diabaikan"),
    "*": ("P1", "* angka sementara"),
    "**": ("P2", "** angka sangat sementara"),
    "***": ("P3", "*** angka sangat sangat sementara"),
    "r": ("R", "r angka diperbaiki"),
    "e": ("E", "e angka estimasi"),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """What a cube is called: `labura:dinkes_T01(2.0)` in SDMX 2.1 and `labura:dinkes_T01(2.0.0)` in SDMX 3.0."""

    agency: str
    id: str
    edition: int

    @property
    def version(self) -> str:
        """The version as SDMX 2.1 writes it."""
        return f"{self.edition}.0"

    @property
    def semantic_version(self) -> str:
        """The version as SDMX 3.0 writes it."""
        return f"{self.edition}.0.0"


def flow_of(cube: Cube) -> Flow:
    """The dataflow of a cube: maintained by the office, named by agency and table, since a code is one agency's."""
    return Flow(component_id(cube.office), flow_id(cube.agency, cube.table), cube.edition)


def flow_id(agency: str, table: str) -> str:
    """`dukcapil_penduduk-kec`; low lines of the agency are doubled, so that the one between can be told from them."""
    return f"{component_id(agency).replace('_', '__')}_{component_id(table)}"


def table_of(flow_id: str) -> tuple[str, str]:
    """The agency and the table that a dataflow is of. Raise `ValueError` for what is no such id."""
    found = re.fullmatch(r"((?:[^_]|__)+)_([A-Za-z].*)", flow_id)
    if found is None:
        raise ValueError(flow_id)
    return name_of(found[1].replace("__", "_")), name_of(found[2])


def dimension_ids(cube: Cube) -> list[str]:
    """The dimensions in the order of their keys: frequency first, time last, the cube's own between."""
    inner = [component_id(one.code, reserved=RESERVED) for one in cube.dimensions]
    return [FREQ, *inner]


def frequency_of(cube: Cube) -> str:
    """The code of SDMX for the cube's periodicity; a table that says `harian` goes by the periods it is kept by."""
    if cube.period_type in set(PeriodType):
        return FREQUENCIES[PeriodType(cube.period_type)]
    kept = cube.dimensions[-1].members
    return FREQUENCIES[read_period(kept[0].code).type if kept else PeriodType.YEAR]


def edition_of(cube: Cube) -> str:
    """The definition of the table and the edition that the public got of it: `2_0` of what was not released."""
    return f"{cube.edition}_{cube.release}"


def updated(cube: Cube) -> datetime:
    """When the newest of the figures came into the bank: the same for whoever asks, as long as nothing changes."""
    return max((figure.recorded_at for figure in cube.figures), default=cube.as_of)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in SDMX: ids in the order of `dimension_ids`, exact text, attributes in the order of `ATTRIBUTES`."""

    key: tuple[str, ...]
    value: str
    attributes: tuple[str, ...]


def rows_of(cube: Cube) -> Iterator[Row]:
    """Each figure with ids for codes; an attribute without a value is empty."""
    ids = [{member.code: sdmx_id(member.code) for member in one.members} for one in cube.dimensions]
    ids[-1] = {code: code for code in ids[-1]}  # periods are SDMX's own
    frequency = frequency_of(cube)
    variable_at = [one.code for one in cube.dimensions].index(VARIABLE)
    units = {one.code: (sdmx_id(one.unit), str(one.decimals)) for one in cube.variables}
    edition = edition_of(cube)
    for figure in cube.figures:
        key = (frequency, *(ids[at][code] for at, code in enumerate(figure.codes)))
        yield Row(key, figure.text, (*_status(figure), *units[figure.codes[variable_at]], edition))


def _status(figure: Figure) -> tuple[str, str]:
    return figure.status, MARKS[figure.mark][0] if figure.mark else ""
