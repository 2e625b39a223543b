"""The job `carry`: fill the right workbook with what was typed into a wrong one. Runs in the sandbox, no Django."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from openpyxl import load_workbook

from sektoral.adapters.filling import Filling, fill_instrument, read_definition
from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.checking import read_manifest
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.carrying import Carried, carry_over
from sektoral.domain.checks.privacy import personal_columns
from sektoral.domain.grids import Grid
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import MANIFEST

LISTED_AT_MOST = 2_000  # of what stays behind


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Carry what stands in the file at `path` over into the blank workbook at `target`, and write it to `output`.

    Other options: `filename`, the name of the file, and `origins`, a JSON object that gives for each sheet of the blank
    the agency from which its table comes: only their workbooks, and the asked agency's, may be carried. Raise
    `FileRefused` for a file that cannot be read, of another agency, or with personal data.
    """
    blank = Path(options["target"]).read_bytes()
    new = read_definition(load_workbook(io.BytesIO(blank), read_only=True))
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    _, opened = spreadsheets.read_grids(path, found, caps)
    grids = list(opened)
    old = _definition(grids, new)
    origins: dict[str, str] = json.loads(options["origins"])
    if old.agency not in {new.agency, *origins.values()} or old.office != new.office:
        raise FileRefused("carry_of_other_agency")
    sheets = [grid for grid in grids if grid.name != MANIFEST]
    if personal := personal_columns(sheets):
        raise FileRefused("personal_data", columns="; ".join(personal)[:500])
    carried = carry_over(old, sheets, new, origins=origins)
    Path(options["output"]).write_bytes(fill_instrument(blank, _filling(carried)))
    return {
        "period": old.period,
        "values": len(carried.values) + len(carried.own_totals),
        "words": carried.words,
        "left_total": len(carried.left),
        "left": [asdict(one) for one in carried.left[:LISTED_AT_MOST]],
    }


def _definition(grids: list[Grid], new: InstrumentDef) -> InstrumentDef:
    """What the file says it asks. Nothing is trusted because of it: the result is looked at and checked like any other.

    A file whose identity is lost is held against the right workbook itself, sheet by sheet and code by code.
    """
    try:
        return read_manifest(grids, {}).definition or new
    except FileRefused:
        return new


def _filling(carried: Carried) -> Filling:
    return Filling(
        values=carried.values,
        nil=frozenset(carried.nil),
        unavailable=carried.unavailable,
        own_totals=carried.own_totals,
        explanations=carried.explanations,
        natures=carried.natures,
        remarks=carried.remarks,
        corrections=carried.corrections,
    )
