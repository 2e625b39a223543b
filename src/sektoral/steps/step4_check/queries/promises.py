"""What agencies said they would send later, what was handed on to whom, and what only the Kabid can settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from sektoral.domain.periods import read_period
from sektoral.domain.states import ItemState
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import HandOn, Office, SubmissionItem
from sektoral.steps.step4_check.queries.holders import had_before
from sektoral.ui.components import Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

PASSED, TODAY, AHEAD = Status(Tone.BAD, "Lewat janji"), Status(Tone.WAIT, "Hari ini"), Status(Tone.IDLE, "Dijanjikan")


@dataclass(frozen=True, slots=True)
class Promise:
    """One table that was not available and will be there on a day."""

    url: str
    agency: str
    table: str
    period: str
    expected_on: date
    reason: str
    status: Status


@dataclass(frozen=True, slots=True)
class Handed:
    """One table that was handed on."""

    table: str
    was: str
    now: str
    by: str
    at: datetime
    due_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A table that an agency declares to be with one that had it before."""

    table: str
    url: str
    says: str
    named: str


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """All three lists; `passed` counts the promises that were not kept."""

    promises: Sequence[Promise]
    handed: Sequence[Handed]
    disputed: Sequence[Disputed]

    @property
    def passed(self) -> int:
        """How many promised days have gone by."""
        return sum(one.status is PASSED for one in self.promises)


PROMISES: ListSpec[Promise] = ListSpec(
    name="dijanjikan",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("tabel", "Tabel", lambda row: row.table),
        Column("periode", "Periode", lambda row: row.period),
        Column("tanggal", "Dijanjikan", lambda row: row.expected_on),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("alasan", "Alasan", lambda row: row.reason),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            [(one.word, one.word) for one in (PASSED, TODAY, AHEAD)],
            lambda row, word: row.status.word == word,
        ),
    ),
    text=lambda row: f"{row.agency} {row.table}",
    search_label="Cari OPD atau tabel",
)


def promises_page(actor: Actor, *, at: datetime) -> PromisesPage:
    """This will read what was promised and not yet sent, what was handed on, and what goes to and fro."""
    today = local_date(actor.office, at)
    handed = HandOn.objects.filter(office=actor.office).order_by("-handed_at")
    return PromisesPage(
        promises=tuple(_promise(item, today) for item in promised(actor.office)),
        handed=tuple(
            _handed(one)
            for one in handed.select_related(
                "to", "handed_by", "row", "item__requested_table__request__agency"
            ).prefetch_related("item__requested_table__table")
        ),
        disputed=tuple(_disputed(actor.office)),
    )


def promised(office: Office) -> QuerySet[SubmissionItem]:
    """This will list the answers "not available until …" that hold now, the earliest day first."""
    items = SubmissionItem.objects.filter(
        office=office, expected_on__isnull=False, state__in=[ItemState.PENDING, ItemState.UNAVAILABLE]
    ).exclude(requested_table__state__in=[ItemState.STORED, ItemState.NIL, ItemState.AWAITING_STEWARD])
    related = ("requested_table__table", "requested_table__request__agency", "requested_table__request__round")
    return items.select_related(*related).order_by("expected_on")


def _promise(item: SubmissionItem, today: date) -> Promise:
    row = item.requested_table
    expected = item.expected_on
    if expected is None:
        raise AssertionError("only answers with a day are promises")
    return Promise(
        url=reverse("step3:request", args=[row.request_id]),
        agency=row.request.agency.name,
        table=f"{row.sheet} {row.table.title}",
        period=read_period(row.request.round.period).label.lower(),
        expected_on=expected,
        reason=item.reason,
        status=PASSED if expected < today else TODAY if expected == today else AHEAD,
    )


def _handed(one: HandOn) -> Handed:
    row = one.item.requested_table
    return Handed(
        table=row.table.title,
        was=row.request.agency.name,
        now=one.to.name,
        by=one.handed_by.name,
        at=one.handed_at,
        due_at=one.due_at,
        url=reverse("step3:request", args=[one.row.request_id]) if one.row else "",
    )


def _disputed(office: Office) -> Sequence[Disputed]:
    items = SubmissionItem.objects.filter(office=office, state=ItemState.PENDING, held_by__isnull=False)
    related = ("held_by", "requested_table__table", "requested_table__request__agency")
    found = []
    for item in items.select_related(*related):
        row = item.requested_table
        if item.held_by is not None and had_before(row, item.held_by):
            url = reverse("step4:table", args=[item.submission_id, row.sheet])
            found.append(Disputed(row.table.title, url, row.request.agency.name, item.held_by.name))
    return found
