"""What the report tells of a round's middle: tables that went to another agency, and contradictions of agencies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.domain.contradictions import Ruling
from sektoral.domain.reports import Contradicted, MovedTable, Verdict, Way
from sektoral.domain.states import ContradictionState
from sektoral.records.models import Contradiction, ContradictionSide, Event, HandOn, Request, RequestedTable, Round

OPEN = "terbuka"
VERDICTS: dict[Ruling, Verdict] = {
    Ruling.FIRST: Verdict.FIRST,
    Ruling.SECOND: Verdict.SECOND,
    Ruling.BOTH: Verdict.BOTH,
}


def moved_tables(round_: Round, until: datetime) -> tuple[MovedTable, ...]:
    """This will list the tables that a merger or a declaration took to another agency by `until`, oldest first."""
    found = chain(_merged(round_, until), _handed_on(round_, until))
    return tuple(sorted(found, key=lambda one: (one.moved_at, one.moved_from, one.code)))


def contradictions_of(round_: Round, until: datetime) -> tuple[Contradicted, ...]:
    """This will list what agencies contradicted each other about, as it stood at `until`, oldest first."""
    zone = ZoneInfo(round_.office.time_zone)
    rows = Contradiction.objects.filter(round=round_, raised_at__lte=until).order_by("raised_at", "pair", "variable")
    related = "sides__item__requested_table__"
    found = list(rows.prefetch_related(f"{related}table", f"{related}request__agency"))
    resolved = _resolved(found, until)
    return tuple(_contradicted(one, until, zone, is_resolved=str(one.pk) in resolved) for one in found)


def _merged(round_: Round, until: datetime) -> Iterator[MovedTable]:
    requests = {one.pk: one for one in Request.objects.filter(round=round_).select_related("agency")}
    events = Event.objects.filter(office_id=round_.office_id, kind="request.moved", at__lte=until).order_by("sequence")
    told: dict[tuple[UUID, UUID], list[Event]] = {}
    for event in events.filter(about_id__in=[str(key) for key in requests]):
        told.setdefault((UUID(str(event.facts["moved_from"])), UUID(event.about_id)), []).append(event)
    for (old, new), moves in told.items():
        yield from _carried(requests[old], requests[new], moves, ZoneInfo(round_.office.time_zone))


def _carried(old: Request, new: Request, moves: Sequence[Event], zone: ZoneInfo) -> Iterator[MovedTable]:
    """Each move numbered its sheets on, so the successor's sheets follow the order of the moves."""
    left = old.tables.filter(state="moved").values("table")
    rows = new.tables.filter(table__in=left).select_related("table").order_by("sheet")
    instants = chain.from_iterable(repeat(event.at, int(str(event.facts["tables"]))) for event in moves)
    for row, at in zip(rows, instants, strict=False):
        yield _moved(row, Way.MERGER, (old.agency.name, new.agency.name), row.due_at or new.due_at, at, zone)


def _handed_on(round_: Round, until: datetime) -> Iterator[MovedTable]:
    rows = HandOn.objects.filter(item__requested_table__request__round=round_, handed_at__lte=until)
    for one in rows.select_related("to", "item__requested_table__table", "item__requested_table__request__agency"):
        row = one.item.requested_table
        names = (row.request.agency.name, one.to.name)
        yield _moved(row, Way.HANDED_ON, names, one.due_at, one.handed_at, ZoneInfo(round_.office.time_zone))


def _moved(
    row: RequestedTable, way: Way, names: tuple[str, str], due_at: datetime | None, at: datetime, zone: ZoneInfo
) -> MovedTable:
    due = due_at.astimezone(zone) if due_at else None
    return MovedTable(row.table.code, row.table.title, way, *names, due, at.astimezone(zone))


def _resolved(found: Sequence[Contradiction], until: datetime) -> frozenset[str]:
    """Which of them the agencies had lifted themselves; only the journal knows when."""
    keys = [str(one.pk) for one in found if one.state == ContradictionState.RESOLVED]
    events = Event.objects.filter(kind="contradiction.resolved", about_id__in=keys, at__lte=until)
    return frozenset(events.values_list("about_id", flat=True))


def _contradicted(one: Contradiction, until: datetime, zone: ZoneInfo, *, is_resolved: bool) -> Contradicted:
    sides = list(one.sides.all())
    tables = [side.item.requested_table.table for side in sides]
    verdict = Verdict.RESOLVED if is_resolved else _verdict(one, sides, until)
    is_told = verdict in VERDICTS.values() and all(table.classification == OPEN for table in tables)
    first, second = (side.item.requested_table.request.agency.name for side in sides)
    return Contradicted(
        thing=_variable_name(one.variable, tables[0].definition),
        first=first,
        second=second,
        verdict=verdict,
        raised_at=one.raised_at.astimezone(zone),
        due_at=one.due_at.astimezone(zone),
        reason=one.reason if is_told else "",
    )


def _verdict(one: Contradiction, sides: Sequence[ContradictionSide], until: datetime) -> Verdict:
    if one.settled_at is not None and one.settled_at <= until:
        return VERDICTS[Ruling(one.ruling)]
    is_answered = all(side.replied_at is not None and side.replied_at <= until for side in sides)
    return Verdict.ANSWERED if is_answered else Verdict.OPEN


def _variable_name(code: str, definition: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    return next((str(one["name"]) for one in definition["variables"] if one["code"] == code), code)
