"""The Pembina Data remarks on a table, a period or a cell; the office answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.periods import read_period
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Remark, Table


@dataclass(frozen=True, slots=True)
class RemarkPlace:
    """What of a table a remark is about; all empty: the table as a whole."""

    period: str = ""
    row: str = ""
    column: str = ""


def write_remark(table: Table, text: str, *, place: RemarkPlace, by: Actor, at: datetime) -> Remark:
    """This will note a remark. Raises `Refused`, `NotFound`, `Invalid` (`remark_empty`, `remark_place`)."""
    by.check_here(table)
    by.check(Permission.WRITE_REMARKS)
    if not text.strip():
        raise Invalid("remark_empty")
    _check_place(table, place)
    with transaction.atomic():
        remark = Remark.objects.create(
            office=table.office,
            agency_id=table.agency_id,
            code=table.code,
            period=place.period,
            row=place.row,
            column=place.column,
            text=text.strip(),
            written_at=at,
            written_by=by.person,
        )
        journal.append("remark.written", office=table.office, about=remark, by=by.person, at=at, table=table.code)
    return remark


def answer_remark(remark: Remark, answer: str, *, by: Actor, at: datetime) -> None:
    """This will answer a remark, once. Raises `Refused`, `NotFound`, `WrongState` (`remark_answered`), `Invalid`."""
    by.check_here(remark)
    by.check(Permission.ANSWER_REMARKS)
    if not answer.strip():
        raise Invalid("remark_empty")
    with transaction.atomic():
        remark = Remark.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=remark.pk)
        if remark.answered_at:
            raise WrongState("remark_answered")
        remark.answer, remark.answered_at, remark.answered_by = answer.strip(), at, by.person
        remark.save(update_fields=["answer", "answered_at", "answered_by"])
        journal.append("remark.answered", office=remark.office, about=remark, by=by.person, at=at)


def _check_place(table: Table, place: RemarkPlace) -> None:
    """Rows and columns of any edition; a cell has both."""
    definitions = definitions_of(table)
    rows = {row.code for one in definitions for row in one.rows} | {""}
    columns = {column.code for one in definitions for column in one.columns} | {""}
    if place.row not in rows or place.column not in columns:
        raise Invalid("remark_place", place=f"{place.row} {place.column}"[:80])
    try:
        if place.period:
            read_period(place.period)
    except SektoralError as error:
        raise Invalid("remark_place", place=place.period[:80]) from error
