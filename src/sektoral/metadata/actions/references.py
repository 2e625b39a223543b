"""Figures of BPS or another publisher are noted beside a table; they never enter the bank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.errors import Invalid, SektoralError
from sektoral.domain.periods import read_period
from sektoral.domain.references import ReferenceLine, places_of
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.intake.references import read_reference_file
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, ReferenceFigure, StoredFile, Table

Key = tuple[str, str, str]  # row, column, period


@dataclass(frozen=True, slots=True)
class ReferenceUpload:
    """A filled template, and where its figures were published."""

    publisher: str
    publication: str
    name: str
    chunks: Iterable[bytes] = field(repr=False)


def add_references(table: Table, upload: ReferenceUpload, *, by: Actor, at: datetime) -> int:
    """This will note the figures of a file and say how many; a figure of the same publisher that differs is replaced.

    Raises `Refused`, `NotFound`, `Unavailable`, and `Invalid` with the reason why the file is refused, or
    `reference_empty`, `reference_place`, `reference_figure`, `reference_twice` with the cell.
    """
    by.check_here(table)
    by.check(Permission.ADD_REFERENCES)
    kept = files.keep_upload(upload.chunks, office=table.office, name=upload.name, by=by.person, at=at)
    lines = _checked(table, read_reference_file(kept))
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=table.agency_id)  # two at once: one current figure a place
        new, replaced = _store(table, upload, kept, lines, by=by, at=at)
        journal.append(
            "reference.added", office=table.office, about=table, by=by.person, at=at,
            new=new, replaced=replaced, sha256=kept.sha256,
        )  # fmt: skip
    return new


def _checked(table: Table, lines: Sequence[ReferenceLine]) -> Sequence[ReferenceLine]:
    """All or none: a line that is wrong is told with its cell."""
    if not lines:
        raise Invalid("reference_empty")
    known = {(place.row, place.column) for one in definitions_of(table) for place in places_of(one)}
    seen: set[Key] = set()
    for line in lines:
        if (line.row, line.column) not in known or not _is_period(line.period):
            raise Invalid("reference_place", cell=line.cell, place=f"{line.row} {line.column} {line.period}"[:80])
        if not line.text:
            raise Invalid("reference_figure", cell=line.cell, said=line.said[:60])
        if (key := (line.row, line.column, line.period)) in seen:
            raise Invalid("reference_twice", cell=line.cell, place=" ".join(key)[:80])
        seen.add(key)
    return lines


def _is_period(code: str) -> bool:
    try:
        read_period(code)
    except SektoralError:
        return False
    return True


def _store(
    table: Table, upload: ReferenceUpload, kept: StoredFile, lines: Sequence[ReferenceLine], *, by: Actor, at: datetime
) -> tuple[int, int]:
    """Store what is new or differs, and end what it replaces: how many of each."""
    publisher, publication = upload.publisher.strip(), upload.publication.strip()
    held = ReferenceFigure.objects.filter(
        agency_id=table.agency_id, code=table.code, publisher=publisher, replaced_at__isnull=True
    )
    current = {(one.row, one.column, one.period): one for one in held}
    changed = [line for line in lines if not _says_the_same(current.get(_key(line)), line, publication)]
    ended = [current[_key(line)].pk for line in changed if _key(line) in current]
    ReferenceFigure.objects.filter(pk__in=ended).update(replaced_at=at)
    ReferenceFigure.objects.bulk_create(
        ReferenceFigure(
            office=table.office,
            agency_id=table.agency_id,
            code=table.code,
            row=line.row,
            column=line.column,
            period=line.period,
            text=line.text,
            publisher=publisher,
            publication=publication,
            file=kept,
            cell=line.cell,
            added_at=at,
            added_by=by.person,
        )
        for line in changed
    )
    return len(changed), len(ended)


def _key(line: ReferenceLine) -> Key:
    return line.row, line.column, line.period


def _says_the_same(held: ReferenceFigure | None, line: ReferenceLine, publication: str) -> bool:
    return held is not None and (held.text, held.publication) == (line.text, publication)
