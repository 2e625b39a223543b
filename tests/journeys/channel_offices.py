"""Makes one office whose agencies owe the same table: `python -m tests.journeys.channel_offices`, as `offices` does.

Each agency sends it by another way; what they send is the same, figure by figure and mark by mark.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, ValueKind, VariableDef
from sektoral.setup.facts import OfficeFacts
from sektoral.setup.made_up import MadeUpAgency

SLUG = "mungil"
COLLECTS = "2026-11-20T08:00:00+07:00"
NOW = "2026-11-24T08:00:00+07:00"
PERIOD = "2025"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: as a person types it, and as it must stand in the bank."""

    typed: str
    text: str = ""
    mark: str = ""
    status: str = "A"

    @property
    def written(self) -> Decimal | str:
        """How a spreadsheet holds it: a number where it is nothing but one."""
        return Decimal(self.text) if self.text and not self.mark else self.typed


NONE = Cell("-", mark="–", status="M")
NOT_AVAILABLE = Cell("...", mark="…", status="L")
NOT_SHOWN = Cell("NA", mark="NA", status="Q")
NEGLIGIBLE = Cell("~0", mark="~0", status="N")
ANSWERS: Mapping[str, tuple[Cell, Cell, Cell]] = {  # by row: people, days, rupiah
    "K1": (Cell("1.250", "1250"), Cell("12,75", "12.75"), Cell("1.234.567.890.123", "1234567890123")),
    "K2": (Cell("0", "0"), Cell("0,5", "0.5"), Cell("0", "0")),
    "K3": (NONE, NONE, NONE),
    "K4": (NOT_AVAILABLE, Cell("8,05", "8.05"), NOT_AVAILABLE),
    "K5": (NOT_SHOWN, NOT_SHOWN, Cell("987.654.321", "987654321")),
    "K6": (Cell("43*", "43", "*", "P"), NEGLIGIBLE, Cell("1.000.000", "1000000")),
}
LABELS = {
    "K1": "Posyandu",
    "K2": "Perpustakaan",
    "K3": "Pasar",
    "K4": "Terminal",
    "K5": "Balai Benih",
    "K6": "Rumah Potong",
}
COLUMNS = {"orang": "Peserta", "hari": "Lama Layanan", "rupiah": "Anggaran"}
WAYS = {  # agency: its name, after the way by which it sends
    "buku": "Dinas Buku Kerja",
    "tempel": "Dinas Formulir Tempel",
    "polos": "Dinas Formulir Polos",
    "google": "Dinas Jawaban Google",
    "sendiri": "Dinas Berkas Sendiri",
    "kertas": "Dinas Kertas Pindaian",
    "pesan": "Dinas Pesan WhatsApp",
    "telepon": "Dinas Lewat Telepon",
}


def main() -> None:
    """This will take the office to where its agencies may send, and set the time to `NOW`."""
    import django

    django.setup()
    from django.core.management import call_command

    from sektoral.accounts.demo import open_demo_accounts
    from sektoral.setup.actions import create_office
    from tests.offices import CREATED_AT
    from tests.rounds import Scene

    call_command("createcachetable", verbosity=0)
    scene = Scene(create_office(facts=office_facts(), at=CREATED_AT), datetime.fromisoformat(COLLECTS), PERIOD)
    open_demo_accounts(scene.office)
    scene.collecting(*WAYS)
    Path(os.environ["SEKTORAL_CLOCK"]).write_text(NOW)


def office_facts() -> OfficeFacts:
    """This will give the tiny office, and beside its own agencies those that all owe the one table."""
    from tests.offices import tiny_facts

    facts = tiny_facts(slug=SLUG, more=[MadeUpAgency(code, name, 1) for code, name in WAYS.items()])
    table = owed_table()
    catalogue = tuple(replace(one, table=table) if one.agency_code in WAYS else one for one in facts.catalogue)
    return replace(facts, catalogue=catalogue)


def owed_table() -> TableDef:
    """This will define the table: people, an average and rupiah, so that its figures differ in kind and unit."""
    return TableDef(
        code="LAYANAN",
        version=1,
        title="Peserta, Lama Layanan, dan Anggaran menurut Tempat Layanan",
        unit="lihat judul kolom",
        level="kabupaten",
        period_type="tahunan",
        stub="Tempat Layanan",
        rows=tuple(RowDef(code, label, "99.01", (("tempat", code),)) for code, label in LABELS.items()),
        columns=tuple(ColumnDef(code, label, f"CONTOH.{code}") for code, label in COLUMNS.items()),
        variables=(
            _variable("orang", "orang", "jumlah", ValueKind.COUNT),
            _variable("hari", "hari", "rata-rata", ValueKind.DECIMAL, decimals=2),
            _variable("rupiah", "rupiah", "nilai", ValueKind.RUPIAH),
        ),
        sample=True,
    )


def _variable(code: str, unit: str, measure: str, kind: ValueKind, *, decimals: int = 0) -> VariableDef:
    name = COLUMNS[code]
    definition = f"{name} pada tempat layanan contoh selama setahun; rekaan belaka."
    return VariableDef(f"CONTOH.{code}", name, unit, measure, kind, decimals, name, definition)


if __name__ == "__main__":
    main()
