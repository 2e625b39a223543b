"""Bringing in old years: a file is kept, read in the sandbox, and stored or declined by another person.

Nothing is changed silently: a figure that the bank holds otherwise is a fault, unless the import was declared a
correction, and one from a signed submission always is (docs/adr/0040).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sektoral.bank.holdings import Place, recount
from sektoral.bank.queries.import_plan import Change, Plan, plan_of, preview_of
from sektoral.domain import canonical
from sektoral.domain.checks.long.faults import FINDINGS_AT_MOST
from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.results import Verdict
from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.instruments import TableDef
from sektoral.domain.policies import check_not_maker, check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import ImportState, check_move
from sektoral.intake import files
from sektoral.intake.histories import Fault, ReadHistory, read_history
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import BulkImport, Observation, Table
from sektoral.records.pouring import NewFigure, pour

AT_ONCE = 5_000  # rows that one statement names
IN_HAND = (ImportState.RECEIVED, ImportState.AWAITING_DECISION, ImportState.STORED)


@dataclass(frozen=True, slots=True)
class OldYears:
    """A file of old figures of one table. `source` says where they were kept; with `correction`, why they differ."""

    table: Table
    name: str
    chunks: Iterable[bytes]
    source: str
    correction: str = ""


def receive_import(upload: OldYears, *, by: Actor, at: datetime) -> BulkImport:
    """This will keep a file of old years; it is read by a reaction right after.

    Raises `Refused`, `NotFound`, `Invalid` (`import_source_missing`, `file_empty`, `file_too_large`) and `WrongState`
    (`import_already_received`) for the same bytes of the same table.
    """
    by.check(Permission.IMPORT_HISTORY)
    by.check_here(upload.table)
    if not upload.source.strip():
        raise Invalid("import_source_missing")
    kept = files.keep_upload(upload.chunks, office=by.office, name=upload.name, by=by.person, at=at)
    with transaction.atomic():
        _lock_table(upload.table)
        twins = BulkImport.objects.filter(table=upload.table, file__sha256=kept.sha256, state__in=IN_HAND)
        if twins.exists():
            raise WrongState("import_already_received")
        imported = BulkImport.objects.create(
            office=by.office,
            table=upload.table,
            file=kept,
            source=upload.source.strip(),
            correction=upload.correction.strip(),
            received_at=at,
            received_by=by.person,
        )
        journal.append("import.received", office=by.office, about=imported, by=by.person, at=at, sha256=kept.sha256)
    return imported


def read_import(imported: BulkImport, *, at: datetime) -> None:
    """This will have the file read in the sandbox, and refuse it or lay it before who decides; it is read only once.

    Raises `Unavailable` where the file was not looked at.
    """
    if imported.state != ImportState.RECEIVED:
        return
    read = read_history(imported.file, imported.table)
    with transaction.atomic():
        imported = _locked(imported)
        if imported.state != ImportState.RECEIVED:
            return
        plan = plan_of(read, imported.table)
        faults = _bank_faults(imported, plan, read)
        imported.read_at, imported.periods = at, list(read.periods)
        imported.findings = [*read.findings, *faults][:FINDINGS_AT_MOST]
        imported.totals = dict(Counter(read.totals) + Counter(one["code"] for one in faults))
        imported.refusal_code, imported.refusal_facts = _refusal(read, faults)
        if imported.refusal_code:
            _move(imported, ImportState.REFUSED)
            journal.append("import.refused", office=imported.office, about=imported, by=None, at=at)
            return
        imported.preview, imported.values = list(preview_of(read, plan)), read.count
        imported.values_sha256 = read.sha256
        _move(imported, ImportState.AWAITING_DECISION)
        journal.append(
            "import.read", office=imported.office, about=imported, by=None, at=at, values=read.count, sha256=read.sha256
        )


def store_import(imported: BulkImport, *, by: Actor, at: datetime) -> int:
    """This will put the figures into the bank, all or none, and return how many versions were made.

    The file is read once more, and must say what was laid before the decider. Raises `Refused` for who brought it in,
    `WrongState` where it was decided before, where the bank has changed meanwhile (`import_outdated`) or the file reads
    differently (`import_reads_differently`), `Unavailable` where it was not looked at.
    """
    _check_may_decide(imported, by)
    read = read_history(imported.file, imported.table)
    try:
        with transaction.atomic():
            return _store(_decidable(imported, by), read, by=by, at=at)
    except IntegrityError as error:
        raise WrongState("import_outdated") from error


def decline_import(imported: BulkImport, *, reason: str, by: Actor, at: datetime) -> None:
    """This will decline a file of old years, with the reason. Raises as `store_import` does, and `Invalid`."""
    _check_may_decide(imported, by)
    check_reason(reason)
    with transaction.atomic():
        imported = _decidable(imported, by)
        imported.decided_at, imported.decided_by, imported.reason = at, by.person, reason.strip()
        _move(imported, ImportState.DECLINED)
        journal.append("import.declined", office=by.office, about=imported, by=by.person, at=at)


def _store(imported: BulkImport, read: ReadHistory, *, by: Actor, at: datetime) -> int:
    if read.sha256 != imported.values_sha256:
        raise WrongState("import_reads_differently")
    _lock_table(imported.table)
    plan = plan_of(read, imported.table)
    if _conflicts(imported, plan):
        raise WrongState("import_outdated")
    imported.decided_at, imported.decided_by = at, by.person
    _move(imported, ImportState.STORED)
    made = len(plan.new) + len(plan.changed)
    event = journal.append(
        "import.stored",
        office=imported.office,
        about=imported,
        by=by.person,
        at=at,
        values=read.count,
        versions=made,
        sha256=read.sha256,
    )
    shared = Observation(
        office_id=imported.office_id,
        table=imported.table,
        imported=imported,
        file_id=imported.file_id,
        sheet=read.sheet[:40],
        recorded_at=at,
        event=event.sequence,
    )
    _supersede(plan.changed, at=at)
    pour(shared, plan.new)
    shared.reason = imported.correction
    pour(shared, _corrections(plan))
    place = imported.table
    recount(imported.office, [Place(place.agency_id, place.code, period) for period in imported.periods], at=at)
    return made


def _corrections(plan: Plan) -> Iterable[NewFigure]:
    return (change.new for change in plan.changed)


def _supersede(changed: Sequence[Change], *, at: datetime) -> None:
    keys = [change.held.key for change in changed]
    for start in range(0, len(keys), AT_ONCE):
        Observation.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(superseded_at=at)


def _conflicts(imported: BulkImport, plan: Plan) -> Iterable[Change]:
    """The figures that this import may not change."""
    return [change for change in plan.changed if change.held.is_signed or not imported.correction]


def _bank_faults(imported: BulkImport, plan: Plan, read: ReadHistory) -> list[Fault]:
    table = canonical.read(TableDef, imported.table.definition)
    rows = {row.code: row.label for row in table.rows}
    columns = {column.code: label_of(column) for column in table.columns}
    return [
        Fault(
            code=(code := "bank_signed" if one.held.is_signed else "bank_differs"),
            severity=SENTENCES[code].severity.value,
            sheet=read.sheet,
            cell=one.old.cell,
            value=f"{one.old.text}{one.old.mark}",
            table=table.code,
            facts={
                "row": f"{one.old.period}, {rows[one.old.row]}",
                "column": columns[one.old.column],
                "held": one.held.shown,
            },
        )
        for one in _conflicts(imported, plan)
    ]


def _refusal(read: ReadHistory, faults: Sequence[Fault]) -> tuple[str, dict[str, object]]:
    """Why the file cannot be imported, empty where it can."""
    if read.refusal_code:
        return read.refusal_code, dict(read.refusal_facts)
    if read.verdict is Verdict.REJECTED or faults:
        return "import_faulty", {}
    return ("", {}) if read.count else ("import_empty", {})


def _check_may_decide(imported: BulkImport, by: Actor) -> None:
    by.check(Permission.DECIDE_IMPORTS)
    by.check_here(imported)
    check_not_maker(str(by.person.pk), frozenset({str(imported.received_by_id)}))


def _decidable(imported: BulkImport, by: Actor) -> BulkImport:
    imported = _locked(imported)
    if imported.state != ImportState.AWAITING_DECISION:
        raise WrongState("import_not_awaiting", now=imported.state)
    return imported


def _locked(imported: BulkImport) -> BulkImport:
    rows = BulkImport.objects.select_related("office", "file", "table__agency", "table__office")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=imported.pk)


def _lock_table(table: Table) -> None:
    """Of two imports of a table, the later sees what the earlier stored."""
    list(
        Table.objects.filter(agency_id=table.agency_id, code=table.code)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )


def _move(imported: BulkImport, to: ImportState) -> None:
    check_move(ImportState(imported.state), to)
    imported.state = to
    imported.save()
