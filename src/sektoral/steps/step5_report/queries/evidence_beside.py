"""What stands beside a round's figures in its evidence bundle: releases of its tables, and remarks of the Pembina Data.

Neither names a person: who did what stands in the journal, by id.
"""

import json
from collections.abc import Mapping, Sequence

from sektoral.adapters.evidence.packing import Part
from sektoral.domain.evidence import EvidenceKind
from sektoral.records.models import Release, Remark, RequestedTable, Round

Told = Mapping[str, str | int | None]


def parts_beside(round_: Round) -> Sequence[Part]:
    """This will give a file for each kind of which there is something."""
    told = {"data/rilis.jsonl": _releases(round_), "data/catatan-pembina.jsonl": _remarks(round_)}
    return [_part(path, list(rows)) for path, rows in told.items() if rows]


def _part(path: str, rows: Sequence[Told]) -> Part:
    return Part(
        path, EvidenceKind.DATA, lambda: "".join(f"{json.dumps(row, sort_keys=True)}\n" for row in rows).encode()
    )


def _asked(round_: Round) -> set[tuple[object, str]]:
    return set(RequestedTable.objects.filter(request__round=round_).values_list("table__agency", "table__code"))


def _releases(round_: Round) -> Sequence[Told]:
    asked = _asked(round_)
    rows = Release.objects.filter(office=round_.office_id, period=round_.period).select_related("agency")
    return [
        {
            "agency": one.agency.code,
            "table": one.code,
            "period": one.period,
            "edition": one.edition,
            "state": one.state,
            "planned_on": one.planned_on.isoformat(),
            "as_of": one.as_of.isoformat() if one.as_of else None,
            "released_at": one.released_at.isoformat() if one.released_at else None,
            "note": one.note,
            "withdrawn_reason": one.withdrawn_reason,
        }
        for one in rows.order_by("agency__code", "code", "edition")
        if (one.agency_id, one.code) in asked
    ]


def _remarks(round_: Round) -> Sequence[Told]:
    asked = _asked(round_)
    rows = Remark.objects.filter(office=round_.office_id, period__in=["", round_.period]).select_related("agency")
    return [
        {
            "agency": one.agency.code,
            "table": one.code,
            "period": one.period,
            "row": one.row,
            "column": one.column,
            "text": one.text,
            "written_at": one.written_at.isoformat(),
            "answer": one.answer,
            "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        }
        for one in rows.order_by("written_at", "pk")
        if (one.agency_id, one.code) in asked
    ]
