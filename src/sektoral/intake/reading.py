"""Having a submitted workbook checked in the sandbox, and telling whether it is the instrument that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict, cast

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id
from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Fact
from sektoral.domain.findings import Severity
from sektoral.intake import files
from sektoral.records.models import Answer, Instrument, Submission


class Cell(TypedDict):
    """One input cell as the child read it; `text` is canonical decimal text or empty."""

    sheet: str
    row: str
    column: str
    cell: str
    text: str
    mark: str
    status: str
    source_text: str
    explanation: str


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A finding on its way to the database."""

    code: str
    severity: Severity
    table: str
    sheet: str
    cell: str
    value: str
    facts: Mapping[str, str]
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """What the workbook says of one table."""

    sheet: str
    answer: Answer
    reason: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CheckedWorkbook:
    """The verdict on one file; with `refusal_code` nothing else counts."""

    verdict: str
    refusal_code: str = ""
    refusal_facts: Mapping[str, Fact] = field(default_factory=dict)
    tables: Mapping[str, CheckedTable] = field(default_factory=dict)
    findings: tuple[FoundFault, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)


def check_workbook(submission: Submission) -> CheckedWorkbook:
    """This will check a submission's file in the sandbox against the instrument of its request."""
    answer = run("check", files.path_of(submission.file), options={"keys": manifest_keys()})
    if not answer.ok:
        return _refused(answer.code, {name: str(value) for name, value in answer.facts.items()})
    content = cast("CheckContent", answer.content)
    if content["refusal"]:
        return _refused(content["refusal"]["code"], {})
    mismatch = _mismatch(submission, content)
    if mismatch:
        return _refused(mismatch, {"instrument": content["instrument"]["id"][:80]})
    return CheckedWorkbook(
        verdict=content["verdict"],
        tables={table["sheet"]: _table(table) for table in content["tables"]},
        findings=tuple(_fault(found) for found in content["findings"]),
        totals=content["totals"],
    )
