"""I27: what came in by a file of old years is what the file says, read again, and what somebody else decided."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sektoral.domain.states import ImportState
from sektoral.intake.histories import read_history
from sektoral.records.models import BulkImport, Event, Observation, Office

Key = tuple[str, str, str]  # period, row, column
DECISIONS = {ImportState.STORED: "import.stored", ImportState.DECLINED: "import.declined"}


def check_imports(office: Office, at: datetime) -> Iterator[str]:
    """This will hold every import against its events, and every figure of a stored one against its file."""
    events = list(Event.objects.filter(office_id=office.pk, kind__startswith="import.").order_by("sequence"))
    told: dict[str, dict[str, Event]] = {}
    for event in events:
        told.setdefault(event.about_id, {})[event.kind] = event
    rows = BulkImport.objects.filter(office=office).select_related("file", "table__agency", "office")
    for imported in rows.order_by("received_at"):
        its = told.pop(str(imported.pk), {})
        yield from (f"Impor {_name(imported)}: {fault}." for fault in _faults(imported, its))
    yield from (f"Peristiwa tentang impor {about} yang tidak ada lagi." for about in told)


def _faults(imported: BulkImport, its: Mapping[str, Event]) -> Iterator[str]:
    received, decided = its.get("import.received"), its.get(DECISIONS.get(ImportState(imported.state), ""))
    if received is None or received.by != str(imported.received_by_id) or received.at != imported.received_at:
        yield "penerimaannya tidak seperti dicatat jurnal"
    if received is not None and received.facts.get("sha256") != imported.file.sha256:
        yield "berkasnya bukan yang diterima"
    expected = {DECISIONS[state]} if (state := ImportState(imported.state)) in DECISIONS else set()
    if its.keys() & set(DECISIONS.values()) != expected:
        yield "keadaannya tidak dijelaskan peristiwanya"
    if decided is not None and (decided.by, decided.at) != (str(imported.decided_by_id), imported.decided_at):
        yield "yang memutuskan bukan yang dicatat jurnal"
    if imported.state == ImportState.STORED and decided is not None:
        yield from _figures(imported, decided)


def _figures(imported: BulkImport, decided: Event) -> Iterator[str]:
    """Figure by figure; a file that was destroyed by a recorded act leaves the fingerprint to hold against."""
    stored = Observation.objects.filter(imported=imported)
    if decided.facts.get("versions") != stored.count():
        yield "banyaknya angka tidak seperti dicatat jurnal"
    if decided.facts.get("sha256") != imported.values_sha256:
        yield "sidik angkanya bukan yang diputuskan"
    if imported.file.purged_at:
        return
    read = read_history(imported.file, imported.table)
    if read.refusal_code or read.sha256 != decided.facts.get("sha256"):
        yield "berkasnya sekarang terbaca lain"
        return
    source = {(one.period, one.row, one.column): (one.text, one.mark, one.cell) for one in read.figures}
    for row in stored.iterator():
        key: Key = (row.period, row.row, row.column)
        if source.get(key) != (row.text, row.mark, row.cell) or row.sheet != read.sheet[:40]:
            yield f"sel {row.cell}: Bank Data {row.text or row.mark}, berkas tidak demikian"
        if row.event != decided.sequence or row.file_id != imported.file_id or row.recorded_at != decided.at:
            yield f"sel {row.cell}: asalnya bukan peristiwa penyimpanannya"


def _name(imported: BulkImport) -> str:
    return f"{imported.table.agency.code} {imported.table.code} ({imported.file.name})"
