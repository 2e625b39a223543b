"""The script of an evidence bundle writes events and answers anew by itself: it must write them as we hashed them."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.adapters.evidence import periksa
from sektoral.domain.errors import Fact
from sektoral.domain.journal import GENESIS, EventRecord, canonical, event_hash
from sektoral.intake.reading import Cell, CheckedTable
from sektoral.records.models.submissions import Answer
from sektoral.steps.step3_submit.actions.reading import values_digest
from sektoral.steps.step5_report.queries.evidence_values import COLUMNS

AT = datetime(2026, 12, 18, 9, 10, 7, 42, tzinfo=UTC)
OFFICE, ROUND, ITEM = "12.23", "7", "41"
ITS_ROWS = {"butir": ITEM, "peristiwa": "1", "berkas": "softcopy/1.xlsx", "periode": "2025"}

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
marks = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)  # and figures: no cell holds a line break
facts = st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), words | st.integers(0, 2**53 - 1))
places = st.tuples(st.sampled_from(("r1", "r10", "r2")), st.sampled_from(("k1", "K1", "é")))


class Bundle(periksa.Bundle):
    """A bundle that was never written: `kept` holds its files by name."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._kept = kept

    def read(self, name: str) -> bytes:
        return self._kept[name]


def _journal(*told: tuple[str, str, Mapping[str, Fact]]) -> tuple[bytes, str]:
    lines, head = b"", GENESIS
    for sequence, (kind, about, said) in enumerate(told, start=1):
        record = EventRecord(OFFICE, sequence, kind, "x", about, "3", AT, said)
        head = event_hash(head, record)
        lines += b'{"hash":"%s","record":%s}\n' % (head.encode(), canonical(record))
    return lines, head


@settings(suppress_health_check=[HealthCheck.too_slow])  # text of any kind takes its time on a busy machine
@given(st.lists(facts, min_size=1, max_size=4))
def test_it_reckons_the_hash_of_any_event(said: list[Mapping[str, Fact]]) -> None:
    journal, head = _journal(*[("round.opened", ROUND, one) for one in said])
    start = {"sequence": 0, "hash": GENESIS}
    index = {"office": OFFICE, "round": ROUND, "start": start, "head": {"sequence": len(said), "hash": head}}
    bundle = Bundle({periksa.INDEX: json.dumps(index).encode(), periksa.JOURNAL: journal})
    assert list(periksa.check_journal(bundle)) == []


@given(words, st.dictionaries(places, st.tuples(marks, marks), max_size=5))
def test_it_reckons_the_fingerprint_of_any_answer(
    reason: str, figures: Mapping[tuple[str, str], tuple[str, str]]
) -> None:
    cells = tuple(
        Cell(
            row=row,
            column=column,
            text=text,
            mark=mark,
            sheet="T01",
            cell="A1",
            status="",
            source_text="",
            explanation="",
        )
        for (row, column), (text, mark) in figures.items()
    )
    digest = values_digest(CheckedTable("T01", Answer.FILLED, reason, cells))
    table = {"item": ITEM, "event": 1, "submission": "5", "agency": "a", "table": "t", "period": ITS_ROWS["periode"]}
    rows = [
        {**ITS_ROWS, "baris": cell["row"], "kolom": cell["column"], "nilai": cell["text"], "tanda": cell["mark"]}
        for cell in cells
        if cell["text"] or cell["mark"]
    ]
    index = {"files": [{"kind": "upload", "about": "5", "path": ITS_ROWS["berkas"]}], "purged": []}
    kept = {
        periksa.INDEX: json.dumps(index).encode(),
        periksa.JOURNAL: _journal(("item.stored", ITEM, {"sha256": digest}))[0],
        periksa.TABLES: json.dumps({**table, "answer": Answer.FILLED.value, "reason": reason}).encode(),
        periksa.VALUES: _csv(rows),
    }
    assert list(periksa.check_values(Bundle(kept))) == []


def _csv(rows: list[dict[str, str]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()
