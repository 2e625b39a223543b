"""A submission's findings as a list for programs and spreadsheets."""

from collections.abc import Sequence

from sektoral.adapters.exports import Cell
from sektoral.domain.checks.sentences import SENTENCES, finding_sentence
from sektoral.records.models import FindingRecord, Submission
from sektoral.ui.findings import found_of, value_of


def findings_document(submission: Submission) -> dict[str, object]:
    """This will give the verdict, every stored finding in its order, and the totals of all, beyond what is stored."""
    records = list(submission.findings.select_related("explained_by"))
    return {
        "submission": str(submission.pk),
        "version": submission.version,
        "file": submission.file.name,
        "sha256": submission.file.sha256,
        "verdict": submission.verdict,
        "totals": submission.totals,
        "findings_total": max(sum(int(count) for count in submission.totals.values()), len(records)),
        "findings": [_finding(one) for one in records],
    }


def findings_rows(submission: Submission) -> Sequence[Sequence[Cell]]:
    """This will give the findings as rows: number, severity, table, cell, place, value, sentence, code, explanation."""
    return [_row(one) for one in submission.findings.select_related("explained_by")]


def _finding(record: FindingRecord) -> dict[str, object]:
    return {
        "number": record.position,
        "code": record.code,
        "severity": record.severity,
        "table": record.table,
        "sheet": record.sheet,
        "cell": record.cell,
        "value": record.value,
        "message": _sentence(record),
        "explanation": record.explanation,
    }


def _row(record: FindingRecord) -> Sequence[Cell]:
    found = found_of(record, record.position)
    said = f"{found.what} {found.remedy}".strip()
    place = (record.table or record.sheet, record.cell, found.about)
    return (record.position, found.status.word, *place, record.value, said, record.code, record.explanation)


def _sentence(record: FindingRecord) -> str:
    return finding_sentence(value_of(record)) if record.code in SENTENCES else record.code
