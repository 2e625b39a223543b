"""Saving what is being typed. It is no act yet: before it is sent, nothing is in the journal and nobody counts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.policies import check_can_submit
from sektoral.domain.roles import Permission
from sektoral.domain.typed import check_posted, check_typed, differing, read_posted, transcript_of
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Person, Request, TranscriptDraft
from sektoral.steps.step3_submit.queries.drafts import (
    Desk,
    HeldTable,
    SavedTable,
    content_of,
    draft_of,
    held_tables,
    open_rows,
)
from sektoral.ui.formats import moment_text

NAMED_AT_MOST = 12  # cells that a refusal names
PAGES_AT_MOST = 999


@dataclass(frozen=True, slots=True)
class Typing:
    """The fields of one table as a form posts them. `instrument` and `revision` are what its page was drawn from."""

    desk: Desk
    sheet: str
    instrument: str
    revision: int
    posted: Mapping[str, str]


def save(typing: Typing, *, by: Actor, at: datetime) -> HeldTable:
    """This will keep what is typed of one table.

    Raises `WrongState` where the page is an older one: `form_outdated` for another edition, `typed_by_another` where
    somebody saved since, naming what differs; `table_not_open` for a table that is no longer owed.
    """
    desk = typing.desk
    check_may_type(desk, by)
    if typing.sheet not in desk.sheets:
        raise NotFound("not_found")
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=desk.request.pk)
        draft = _locked(desk, by=by, at=at)
        if typing.instrument != desk.definition.id:
            raise WrongState("form_outdated")
        if typing.sheet not in open_rows(desk):
            raise WrongState("table_not_open", table=typing.sheet)
        tables = dict(held_tables(desk, draft))
        before = tables[typing.sheet]
        layout = desk.layout.table(typing.sheet)
        check_posted(layout, typing.posted)
        typed = read_posted(layout, typing.posted, before.typed)
        check_typed(typed)
        _check_holder(desk, typed.statement.held_by)
        fields = differing(typed, before.typed, layout)
        if typing.revision != before.revision and fields:
            raise _typed_by_another(desk, before, fields)
        if typing.revision == before.revision:
            page = _page(typing.posted.get("halaman", before.page))
            after = HeldTable(typed, before.revision + 1, at, by.person.pk, page)
            tables[typing.sheet] = after
            _write(draft, desk, tables, by=by, at=at)
            return after
    return before


def check_may_type(desk: Desk, by: Actor) -> None:
    """This will raise unless the person may type this answer, and the request was sent."""
    by.check_here(desk.request)
    if not by.may(Permission.SUBMIT, desk.request.agency):
        by.check(Permission.ENTER_FOR_AGENCY)
    check_can_submit(desk.request.state)


def _locked(desk: Desk, *, by: Actor, at: datetime) -> TranscriptDraft:
    """The draft's row; the request is locked, so nobody else begins it at the same time."""
    draft = draft_of(desk)
    if draft is None:
        draft = TranscriptDraft(request=desk.request, submission=desk.submission, office=desk.request.office)
        draft.saved_at, draft.saved_by = at, by.person
    return draft


def _typed_by_another(desk: Desk, before: HeldTable, fields: list[str]) -> WrongState:
    person = Person.objects.filter(pk=before.saved_by or desk.request.pk).values_list("name", flat=True).first()
    more = f" dan {len(fields) - NAMED_AT_MOST} lagi" if len(fields) > NAMED_AT_MOST else ""
    cells = ", ".join(fields[:NAMED_AT_MOST]) + more
    zone = ZoneInfo(desk.request.office.time_zone)
    return WrongState(
        "typed_by_another",
        person=person or "Orang lain",
        at=moment_text(before.saved_at, zone) if before.saved_at else "",
        cells=cells,
        revision=before.revision,
    )


def _check_holder(desk: Desk, code: str) -> None:
    """Whoever is said to hold the data is another agency of this office."""
    others = Agency.objects.filter(office=desk.request.office_id).exclude(pk=desk.request.agency_id)
    if code and not others.filter(code=code).exists():
        raise Invalid("choice_unknown", value=code)


def _page(text: str) -> str:
    """The page of the scan; what is no number of a page is left out."""
    return text if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= PAGES_AT_MOST else ""


def _write(draft: TranscriptDraft, desk: Desk, tables: Mapping[str, HeldTable], *, by: Actor, at: datetime) -> None:
    content = content_of(draft)
    saved: dict[str, SavedTable] = {
        sheet: {"revision": one.revision, "at": one.saved_at.isoformat(), "by": str(one.saved_by), "page": one.page}
        for sheet, one in tables.items()
        if one.saved_at
    }
    transcript = transcript_of(desk.definition.id, (one.typed for sheet, one in tables.items() if sheet in saved))
    draft.content = {
        "transcript": canonical.plain(transcript),
        "tables": saved,
        "typists": sorted({*content["typists"], str(by.person.pk)}),
    }
    draft.saved_at, draft.saved_by = at, by.person
    draft.save()
