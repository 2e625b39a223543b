"""What the demo and the rehearsal fill in passes the real check, as an operator's workbook would."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.workbooks import write_instrument
from sektoral.domain.instruments import InstrumentDef
from sektoral.setup.facts import load_office_facts
from sektoral.setup.samples import sample_answers


def instrument_for(agency: str) -> InstrumentDef:
    tables = [entry.table for entry in load_office_facts().catalogue if entry.agency_code == agency]
    sheets = tuple((f"T{number:02}", table) for number, table in enumerate(tables, 1))
    return InstrumentDef(
        id=f"contoh-{agency}",
        office="labura",
        office_name="Dinas Komunikasi dan Informatika",
        agency=agency,
        agency_name=agency,
        round="contoh",
        title="Pengumpulan Data Statistik Sektoral",
        period="2025",
        previous_period="2024",
        letter_number="500.14/1/CONTOH/2026",
        letter_date="2026-11-23",
        due="2026-11-30T16:00:00+07:00",
        contact="Bidang Statistik",
        upload_link="http://127.0.0.1:8000/p/contoh/",
        sheets=sheets,
        previous=tuple(
            ((sheet, *cell), text)
            for sheet, table in sheets
            for cell, text in sample_answers(table, period="2024").items()
        ),
        sample=True,
    )


@pytest.mark.parametrize("agency", ["disdukcapil", "pupr", "disdik", "kec-marbau"])
def test_a_workbook_of_sample_answers_is_accepted_without_a_remark(agency: str, tmp_path: Path) -> None:
    definition = instrument_for(agency)
    empty = write_instrument(
        definition, signing_key=bytes(32), key_id="contoh", made_at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    values = {
        (sheet, *cell): Decimal(text)
        for sheet, table in definition.sheets
        for cell, text in sample_answers(table, period="2025").items()
    }
    filled = tmp_path / "isian.xlsx"
    filled.write_bytes(fill_instrument(empty, Filling(values=values)))

    answer = subprocess.run(
        [sys.executable, "-m", "sektoral", "check", str(filled), "--json"], capture_output=True, text=True, check=False
    )
    verdict = json.loads(answer.stdout)
    assert (verdict["verdict"], answer.returncode) == ("accepted", 0)
    assert verdict["observations"] == len(values)
    assert {finding["severity"] for finding in verdict["findings"]} <= {"info"}
