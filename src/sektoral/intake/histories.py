"""Having a file of old years read in the sandbox, against the definition of the table that it is about."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, cast

from sektoral.adapters.sandbox.client import bulk_caps, run
from sektoral.domain import canonical
from sektoral.domain.checks.long.history import OldFigure
from sektoral.domain.checks.results import Verdict
from sektoral.domain.definition_files import to_text
from sektoral.domain.errors import Fact, Unavailable
from sektoral.domain.instruments import TableDef
from sektoral.intake import files
from sektoral.intake.reading import NOT_LOOKED_AT
from sektoral.records.models import StoredFile, Table


class Fault(TypedDict):
    """A finding as it is kept: plain, with the severity's code."""

    code: str
    severity: str
    sheet: str
    cell: str
    value: str
    table: str
    facts: dict[str, str]


class _Content(TypedDict):
    """What the job `read_history` answers; `figures` is a list for each field of `OldFigure`."""

    verdict: str
    sheet: str
    findings: list[Fault]
    totals: dict[str, int]
    periods: list[str]
    figures: list[list[str]]


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """What a file of old years says. With `refusal_code` nothing could be read; rejected, it has no figures."""

    verdict: Verdict
    refusal_code: str = ""
    refusal_facts: Mapping[str, Fact] = field(default_factory=dict)
    sheet: str = ""
    findings: Sequence[Fault] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    periods: Sequence[str] = ()
    columns: Sequence[Sequence[str]] = ()

    @property
    def figures(self) -> Iterator[OldFigure]:
        """Every number and mark, in the order of the file."""
        return map(OldFigure, *self.columns) if self.columns else iter(())

    @property
    def count(self) -> int:
        """How many numbers and marks there are."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def sha256(self) -> str:
        """The fingerprint of what was read: every figure at its place and cell."""
        return hashlib.sha256(json.dumps(self.columns, separators=(",", ":")).encode()).hexdigest()


def read_history(file: StoredFile, table: Table) -> ReadHistory:
    """This will read a file in the sandbox. Raises `Unavailable` where it was not looked at."""
    threat = files.threat_in(file)
    if threat:
        return ReadHistory(Verdict.REFUSED, "file_infected", {"threat": threat})
    with tempfile.TemporaryDirectory(prefix="sektoral-impor-") as folder:
        definition = Path(folder) / "definisi.json"
        definition.write_text(to_text(canonical.read(TableDef, table.definition)), encoding="utf-8")
        options = {"definition": str(definition), "filename": file.name}
        answer = run("read_history", files.path_of(file), options=options, caps=bulk_caps())
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    if not answer.ok:
        return ReadHistory(Verdict.REFUSED, answer.code, dict(answer.facts))
    content = cast("_Content", answer.content)
    return ReadHistory(
        verdict=Verdict(content["verdict"]),
        sheet=content["sheet"],
        findings=content["findings"],
        totals=content["totals"],
        periods=content["periods"],
        columns=content["figures"],
    )
