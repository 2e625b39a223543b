"""Stored findings as pages list them: numbered, with cell, what is wrong, what to do, and the agency's own words."""

from collections.abc import Iterable, Sequence

from sektoral.domain.checks.sentences import SENTENCES, finding_parts
from sektoral.domain.findings import Finding, Severity
from sektoral.records.models import FindingRecord
from sektoral.ui.components import Found, Shape, Status, Tone

STATUSES: dict[Severity, Status] = {
    Severity.ERROR: Status(Tone.BAD, "Salah"),
    Severity.WARNING: Status(Tone.WAIT, "Perlu penjelasan"),
    Severity.INFO: Status(Tone.RUN, "Catatan", Shape.INFO),
}
EXPLAINED = Status(Tone.DONE, "Sudah dijelaskan")


def list_found(records: Iterable[FindingRecord], *, first: int = 1) -> Sequence[Found]:
    """This will put findings into words, numbered from `first` in their order. `explained_by` must be selected."""
    return tuple(found_of(record, number) for number, record in enumerate(records, first))


def found_of(record: FindingRecord, number: int) -> Found:
    """This will put one finding into words."""
    about, what, remedy = _parts(record)
    is_explained = record.severity == Severity.WARNING and bool(record.explanation)
    return Found(
        number=number,
        status=EXPLAINED if is_explained else STATUSES[Severity(record.severity)],
        where=f"{record.sheet}!{record.cell}" if record.cell else record.sheet,
        about=about,
        what=what,
        remedy="" if is_explained else remedy,
        code=record.code,
        said=record.explanation,
        said_by=record.explained_by.name if record.explained_by else "",
    )


def value_of(record: FindingRecord) -> Finding:
    """This will give the finding as the value that the check made."""
    return Finding(
        code=record.code,
        severity=Severity(record.severity),
        sheet=record.sheet,
        cell=record.cell,
        value=record.value,
        table=record.table,
        facts={name: str(fact) for name, fact in record.facts.items()},
    )


def _parts(record: FindingRecord) -> tuple[str, str, str]:
    """An older code that has no sentence any more still reads as something."""
    if record.code not in SENTENCES:
        return "", f"Temuan {record.code}: {record.value}", "Tanyakan kepada pemeriksa."
    return finding_parts(value_of(record))
