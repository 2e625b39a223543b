"""The marked return: an agency's own workbook with each finding on its cell, made in the sandbox when asked for."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import cast

from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.client import run
from sektoral.domain.checks.sentences import SENTENCES, finding_sentence
from sektoral.domain.errors import Unavailable
from sektoral.domain.findings import Finding
from sektoral.intake import files
from sektoral.records.models import StoredFile

WITH_CELLS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})  # what a link to a cell can open
CAPS = replace(AGENCY, writable_bytes=32 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """What the agency gets back. Where its file cannot be marked, it is a workbook of findings with links."""

    data: bytes
    name: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding as it is marked, with what the agency has explained already."""

    finding: Finding
    said: str = ""


def marked_copy(file: StoredFile, findings: Sequence[Marked], *, totals: Mapping[str, int], heading: str) -> MarkedCopy:
    """This will mark the findings on a copy of `file`; `heading` says whose data these are.

    A file without cells, such as a scan whose figures were typed beside it, gets a workbook of findings alone.

    `totals` count all findings by code, also those that were not stored.

    Raises `Unavailable` (`marking_failed`) where the sandbox could not do it; the file itself is untouched.
    """
    with tempfile.TemporaryDirectory(prefix="sektoral-bertanda-") as folder:
        listed, output = Path(folder) / "temuan.json", Path(folder) / "hasil.xlsx"
        listed.write_text(json.dumps([_remark(one) for one in findings]), encoding="utf-8")
        options = {
            "findings": str(listed),
            "output": str(output),
            "heading": heading,
            "original_name": file.name if PurePath(file.name).suffix.lower() in WITH_CELLS else "",
            "totals": json.dumps(dict(totals)),
        }
        answer = run("annotate", files.path_of(file), options=options, caps=CAPS)
        if not answer.ok:
            raise Unavailable("marking_failed")
        is_marked = cast("dict[str, object]", answer.content)["kind"] == "annotated"
        stem = PurePath(file.name).stem
        name = f"{stem}-bertanda.xlsx" if is_marked else f"temuan-{stem}.xlsx"
        return MarkedCopy(output.read_bytes(), name, is_marked)


def _remark(marked: Marked) -> dict[str, str]:
    one = marked.finding
    where = ", ".join(one.facts[name] for name in ("row", "column") if one.facts.get(name))
    message = finding_sentence(one) if one.code in SENTENCES else one.code
    return {
        "code": one.code,
        "severity": one.severity.value,
        "sheet": one.sheet,
        "cell": one.cell,
        "value": one.value,
        "where": where,
        "message": message,
        "said": marked.said,
    }
