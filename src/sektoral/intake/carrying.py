"""Having what was typed into a wrong workbook carried over into the right one; the sandbox reads and writes."""

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TypedDict, cast

from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.client import run
from sektoral.domain.carrying import WHY_WORDS, Why
from sektoral.domain.errors import Unavailable, WrongState
from sektoral.intake import files
from sektoral.records.models import Instrument, StoredFile
from sektoral.records.models.round import GONE

CAPS = replace(AGENCY, writable_bytes=32 * 1024 * 1024)
NOT_DONE = frozenset(
    {"sandbox_unavailable", "sandbox_busy", "job_unknown", "file_missing", "memory_exceeded", "time_exceeded"}
)


@dataclass(frozen=True, slots=True)
class StayedBehind:
    """Something typed that could not be carried over: the table, sheet and cell, what stood there, and why in words."""

    table: str
    sheet: str
    cell: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class CarriedCopy:
    """The right workbook, filled; `period` is the reference period of the wrong one. `left_total` may exceed `left`."""

    data: bytes
    name: str
    period: str
    values: int
    words: int
    left: tuple[StayedBehind, ...]
    left_total: int


class _Left(TypedDict):
    table: str
    sheet: str
    cell: str
    value: str
    why: str


class _Answer(TypedDict):
    period: str
    values: int
    words: int
    left_total: int
    left: list[_Left]


def carried_copy(file: StoredFile, instrument: Instrument) -> CarriedCopy:
    """This will fill `instrument`'s workbook with what was typed into `file`; both files stay as they are.

    Raises `WrongState` (`not_to_be_carried`) for the workbook of an agency from which nothing was taken over, or one
    that cannot be read, and `Unavailable` (`carrying_failed`) where the sandbox failed.
    """
    with tempfile.TemporaryDirectory(prefix="sektoral-pindah-") as folder:
        output = Path(folder) / "hasil.xlsx"
        options = {
            "target": str(files.path_of(instrument.file)),
            "output": str(output),
            "filename": file.name,
            "origins": json.dumps(_origins(instrument)),
        }
        answer = run("carry", files.path_of(file), options=options, caps=CAPS)
        if answer.code in NOT_DONE:
            raise Unavailable("carrying_failed")
        if not answer.ok:
            raise WrongState("not_to_be_carried", reason=answer.message)
        return _copy(cast("_Answer", answer.content), output.read_bytes(), instrument)


def _origins(instrument: Instrument) -> dict[str, str]:
    """From which agency each sheet's table comes: after a merger it is not the one that is asked."""
    rows = instrument.request.tables.exclude(state__in=GONE).select_related("table__agency")
    return {row.sheet: row.table.agency.code for row in rows}


def _copy(found: _Answer, data: bytes, instrument: Instrument) -> CarriedCopy:
    left = tuple(
        StayedBehind(one["table"], one["sheet"], one["cell"], one["value"], WHY_WORDS[Why(one["why"])])
        for one in found["left"]
    )
    name = f"{PurePath(instrument.file.name).stem}-terisi.xlsx"
    return CarriedCopy(data, name, found["period"], found["values"], found["words"], left, found["left_total"])
