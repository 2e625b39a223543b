"""Having a submitted workbook checked in the sandbox, and telling whether it is the instrument that was asked for."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from django.conf import settings

from sektoral.adapters.sandbox.client import SandboxAnswer, run
from sektoral.domain import canonical, transcripts
from sektoral.domain.checks.context import CheckContext, write_context
from sektoral.domain.errors import Fact, Unavailable
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import InstrumentDef, to_json
from sektoral.domain.transcripts import Transcript
from sektoral.intake import files
from sektoral.intake.context import Asked, asked_by, context_of
from sektoral.records.models import Answer, Event, Instrument, Request, StoredFile, Submission

# Refusals that say nothing about the file
NOT_LOOKED_AT = frozenset({"sandbox_unavailable", "sandbox_busy", "job_unknown", "file_missing", "context_unreadable"})


class Cell(TypedDict):
    """One answered cell; `text` is canonical decimal text, empty for a bare mark. As `checks.results.CellResult`.

    `typed` tells that its address is one of the transcript, and not of the file beside it; `period` names another one
    than was asked for.
    """

    sheet: str
    row: str
    column: str
    cell: str
    text: str
    mark: str
    status: str
    source_text: str
    explanation: str
    typed: NotRequired[bool]
    period: NotRequired[str]


class _Declaration(TypedDict):
    reason_text: str
    remark: str


class _Table(TypedDict):
    sheet: str
    state: str
    declaration: _Declaration
    cells: list[Cell]
    earlier: NotRequired[list[Cell]]
    expected_on: NotRequired[str]
    held_by: NotRequired[str]


class _Found(TypedDict):
    code: str
    severity: str
    sheet: str
    cell: str
    value: str
    table: str
    facts: dict[str, str]


class _Content(TypedDict):
    """What the job `check` answers."""

    instrument: str
    office: str
    agency: str
    round: str
    signature: str
    verdict: str
    tables: list[_Table]
    findings: list[_Found]
    totals: dict[str, int]


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
    earlier: tuple[Cell, ...] = ()
    expected_on: str = ""
    held_by: str = ""  # the code of an agency


@dataclass(frozen=True, slots=True)
class CheckedWorkbook:
    """The verdict on one file; with `refusal_code` nothing else counts."""

    verdict: str
    refusal_code: str = ""
    refusal_facts: Mapping[str, Fact] = field(default_factory=dict)
    tables: Mapping[str, CheckedTable] = field(default_factory=dict)
    findings: tuple[FoundFault, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A transcript before anybody sent it, with the file that it takes cells from; `None` where all is typed."""

    request: Request
    instrument: Instrument
    transcript: Transcript
    file: StoredFile | None = None


def check_workbook(submission: Submission, *, at: datetime) -> CheckedWorkbook:
    """This will check what was submitted in the sandbox against the instrument of its request and what the bank holds.

    Raises `Unavailable` where the file was not looked at: that is our fault, and it is tried again.
    """
    threat = files.threat_in(submission.file)
    if threat:
        return CheckedWorkbook("refused", "file_infected", {"threat": threat})
    asked = asked_by(submission.request)
    known = context_of(asked, at=at)
    style = settled_style(submission)
    if submission.transcript is None or submission.instrument is None:
        return _judged(asked, _check(submission.file, known, style))
    transcript = files.read(submission.transcript)
    return _judged(asked, _check_transcript(transcript, submission.instrument, submission.file, known, style))


def check_draft(draft: Draft, *, at: datetime) -> CheckedWorkbook:
    """This will check a transcript as if it had been sent; nothing is stored. Raises as `check_workbook` does."""
    asked = asked_by(draft.request)
    text = transcripts.to_json(draft.transcript).encode()
    return _judged(asked, _check_transcript(text, draft.instrument, draft.file, context_of(asked, at=at), ""))


def _judged(asked: Asked, answer: SandboxAnswer) -> CheckedWorkbook:
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    if not answer.ok:
        return CheckedWorkbook("refused", answer.code, dict(answer.facts))
    content = cast("_Content", answer.content)
    instrument = _instrument_of(asked, content)
    if isinstance(instrument, str):
        stated = {name: content[name][:80] for name in ("instrument", "agency", "round")}
        return CheckedWorkbook("refused", instrument, stated)
    outdated = _outdated(asked, instrument, content)
    if outdated:
        return CheckedWorkbook("refused", "instrument_outdated", {"tables": ", ".join(outdated)})
    explained = _explanations(content)
    return CheckedWorkbook(
        verdict=content["verdict"],
        tables=_by_requested_sheet(asked, instrument, content),
        findings=tuple(_fault(one, explained) for one in content["findings"]),
        totals=content["totals"],
    )


def _check(file: StoredFile, context: CheckContext, style: str) -> SandboxAnswer:
    """Check a workbook; the context goes to the child as a file, for it may be larger than a request."""
    with _folder(context) as (_, options):
        said = {"keys": str(settings.KEYS_ROOT), "filename": file.name, "locale": style}
        return run("check", files.path_of(file), options={**options, **said})


def _check_transcript(
    transcript: bytes, instrument: Instrument, file: StoredFile | None, context: CheckContext, style: str
) -> SandboxAnswer:
    definition = to_json(canonical.read(InstrumentDef, instrument.definition))
    with _folder(context) as (folder, options):
        said = {"filename": file.name if file else "", "locale": style}
        for name, text in (("transcript", transcript), ("definition", definition.encode())):
            (folder / name).write_bytes(text)
            said[name] = str(folder / name)
        source = files.path_of(file) if file else folder / "transcript"
        return run("check_transcript", source, options={**options, **said})


@contextmanager
def _folder(context: CheckContext) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder for one check, with what is known beside the file written in it."""
    with tempfile.TemporaryDirectory(prefix="sektoral-periksa-") as name:
        known = Path(name) / "konteks.json"
        known.write_text(write_context(context), encoding="ascii")
        yield Path(name), {"context": str(known)}


def settled_style(submission: Submission) -> str:
    """This will give what the sender answered about the style of numbers, `id-ID` or `en-US`; empty where unasked."""
    answers = Event.objects.filter(kind="submission.style_settled", about_id=str(submission.pk))
    answer = answers.order_by("-sequence").values_list("facts", flat=True).first()
    return str(answer["locale"]) if answer else ""


def _instrument_of(asked: Asked, content: _Content) -> Instrument | str:
    """The registered instrument, or why the workbook is not one that answers this request."""
    request = asked.request
    if content["signature"] != "good":
        return "instrument_forged"
    if content["office"] != request.office.slug:
        return "instrument_of_other_office"
    if content["agency"] != request.agency.code:
        return "instrument_of_other_agency"
    if content["round"] != str(request.round_id):
        return "instrument_of_other_round"
    for instrument in asked.instruments:
        if instrument.definition["id"] == content["instrument"]:
            return instrument
    return "instrument_unknown"


def _by_requested_sheet(asked: Asked, instrument: Instrument, content: _Content) -> Mapping[str, CheckedTable]:
    """Answers by the sheet of the requested table; a table that is no longer asked for under its sheet is left out."""
    versions, wanted = _versions(instrument), _editions(asked)
    return {
        table["sheet"]: _table(table)
        for table in content["tables"]
        if wanted.get(table["sheet"]) == versions.get(table["sheet"])
    }


def _outdated(asked: Asked, instrument: Instrument, content: _Content) -> list[str]:
    """The sheets that were answered by another edition of a table than is asked now: none is passed over in silence."""
    versions, wanted = _versions(instrument), _editions(asked)
    codes = {code for code, _ in wanted.values()}
    return [
        table["sheet"]
        for table in content["tables"]
        if table["state"] != Answer.EMPTY
        and versions[table["sheet"]][0] in codes
        and wanted.get(table["sheet"]) != versions[table["sheet"]]
    ]


def _versions(instrument: Instrument) -> Mapping[str, tuple[str, int]]:
    """Code and edition of each table of a workbook, by its sheet."""
    return {sheet: (table["code"], table["version"]) for sheet, table in instrument.definition["sheets"]}


def _editions(asked: Asked) -> Mapping[str, tuple[str, int]]:
    """Code and edition of each table that is asked for, by its sheet."""
    return {row.sheet: (row.table.code, row.table.version) for row in asked.tables}


def _table(found: _Table) -> CheckedTable:
    declaration = found["declaration"]
    reason = " – ".join(filter(None, (declaration["reason_text"], declaration["remark"])))
    return CheckedTable(
        sheet=found["sheet"],
        answer=Answer(found["state"]),
        reason=reason,
        cells=tuple(found["cells"]),
        earlier=tuple(found.get("earlier", ())),
        expected_on=found.get("expected_on", ""),
        held_by=found.get("held_by", ""),
    )


def _explanations(content: _Content) -> Mapping[tuple[str, str], str]:
    """What the agency wrote in the explanation column, by sheet and cell."""
    cells = (cell for table in content["tables"] for cell in table["cells"])
    return {(cell["sheet"], cell["cell"]): cell["explanation"] for cell in cells if cell["explanation"]}


def _fault(found: _Found, explained: Mapping[tuple[str, str], str]) -> FoundFault:
    return FoundFault(
        code=found["code"],
        severity=Severity(found["severity"]),
        table=found["table"],
        sheet=found["sheet"],
        cell=found["cell"],
        value=found["value"],
        facts=found["facts"],
        explanation=explained.get((found["table"] or found["sheet"], found["cell"]), ""),
    )
