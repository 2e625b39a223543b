"""Each tool at the same task: open the long table, check everything, and name row and cell of each fault.

The others are used as a careful person would: every check that they have, all findings, no sampling.
"""

import json
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.material import HEADINGS, MARK, VILLAGES, table

Found = list[tuple[int, str]]  # row, column letter or "" where the tool names none
LETTERS = dict(zip(HEADINGS, "ABCDEFGH", strict=True))
CODES = [f"D{number:04}" for number in range(VILLAGES)]
COUNTS = ("L", "P", "jumlah", "pagu", "realisasi")


def calamine(path: Path) -> Found:
    """Only read: what nobody can do without."""
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return []


def sektoral_bare(path: Path) -> Found:
    """Read, check, and write the answer with its sentences; without pre-flight and child."""
    from sektoral.adapters.sandbox import caps, spreadsheets
    from sektoral.adapters.sandbox.checking import flat_finding
    from sektoral.adapters.sandbox.preflight import Preflight
    from sektoral.adapters.sandbox.sheet_scan import SheetFacts
    from sektoral.domain.checks.long.check import check_long

    _, grids = spreadsheets.read_grids(path, Preflight("xlsx", {"Data": SheetFacts("Data")}), caps.BULK)
    answer = json.dumps([flat_finding(one) for one in check_long(table(), list(grids)).findings])
    return [_place(str(one["cell"])) for one in json.loads(answer)]


def sektoral(path: Path) -> Found:
    """The whole verdict: warm server, child with its limits, pre-flight, check, answer."""
    from sektoral.adapters.sandbox import client

    options = {"definition": str(path.with_name("definisi.json"))}
    answer = client.run("check_long", path, options=options, caps=client.bulk_caps())
    findings = answer.content["findings"]
    if not isinstance(findings, list):
        raise TypeError(answer.code)
    EXTRA.update(cpu_s=answer.cpu_ms / 1000, peak_kb=answer.peak_kb)
    return [_place(one["cell"]) for one in findings]


def frictionless(path: Path) -> Found:
    """A table schema with types, bounds, code list and primary key, and one check per rule."""
    from frictionless import Checklist, Resource, Schema, checks

    whole = {"required": True, "minimum": 0}
    fields: list[dict[str, object]] = [
        {"name": "periode", "type": "string", "constraints": {"required": True, "pattern": "[12][0-9]{3}"}},
        {"name": "kode", "type": "string", "constraints": {"required": True, "enum": CODES}},
        *[dict[str, object](name=name, type="integer", constraints=whole) for name in COUNTS],
        {"name": "persen", "type": "number", "constraints": {"required": True, "minimum": 0, "maximum": 100}},
    ]
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": ["periode", "kode"]})
    rules = [checks.row_constraint(formula="L + P == jumlah"), checks.row_constraint(formula="realisasi <= pagu")]
    resource = Resource(path=path.name, basepath=str(path.parent), schema=schema)
    report = resource.validate(Checklist(checks=list(rules)), limit_errors=1_000_000)
    rows = report.flatten(["rowNumber", "fieldName"])
    return [(int(row), LETTERS.get(name, "")) for row, name in rows if row]


def pandera(path: Path) -> Found:
    """calamine's rows as a polars frame, checked lazily. Marks are taken out by hand: pandera has no such thing."""
    import pandera.polars as pa
    import polars as pl

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    columns = dict(zip(HEADINGS, zip(*rows, strict=True), strict=True))
    numbers = {name: [_number(value) for value in columns[name]] for name in HEADINGS[2:]}
    keys = {name: [str(value) for value in columns[name]] for name in HEADINGS[:2]}
    frame = pl.DataFrame(
        {**keys, **numbers}, schema={name: pl.String if name in keys else pl.Float64 for name in HEADINGS}
    )
    whole = pa.Check(lambda data: data.lazyframe.select(pl.col(data.key) % 1 == 0))
    schema = pa.DataFrameSchema(
        {
            "periode": pa.Column(str, pa.Check.str_matches("^[12][0-9]{3}$")),
            "kode": pa.Column(str, pa.Check.isin(CODES)),
            **{name: pa.Column(float, [pa.Check.ge(0), whole], nullable=False) for name in COUNTS},
            "persen": pa.Column(float, pa.Check.in_range(0, 100), nullable=False),
        },
        checks=[
            pa.Check(lambda data: data.lazyframe.select(pl.col("L") + pl.col("P") == pl.col("jumlah"))),
            pa.Check(lambda data: data.lazyframe.select(pl.col("realisasi") <= pl.col("pagu"))),
        ],
        unique=["periode", "kode"],
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column").rows()
        return [(-1 if index is None else int(index) + 2, LETTERS.get(name, "")) for index, name in cases]
    return []


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else 0.0 if value == MARK else None


def _place(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters


EXTRA: dict[str, float] = {}  # what a tool measured itself because the work was done in another process
TOOLS: dict[str, Callable[[Path], Found]] = {
    "calamine": calamine,
    "sektoral-bare": sektoral_bare,
    "sektoral": sektoral,
    "pandera": pandera,
    "frictionless": frictionless,
}
