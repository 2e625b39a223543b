"""One agency of a round: which tables it owes by title, where each stands, and when the agency did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.board.queries.reading import RoundFacts, read_round
from sektoral.domain.errors import NotFound
from sektoral.domain.reports import Timeliness
from sektoral.records.actors import Actor
from sektoral.records.models import Request, Round
from sektoral.records.outcomes import outcome_of
from sektoral.ui.addresses import open_url
from sektoral.ui.clocks import clock_of_data
from sektoral.ui.components import Action, Clock, Fact, Status
from sektoral.ui.formats import moment_text

KEPT_WORDS: dict[Timeliness, str] = {
    Timeliness.ON_TIME: "Tepat waktu",
    Timeliness.LETTER_LATER: "Data tepat waktu, surat menyusul",
    Timeliness.LATE: "Setelah batas waktu",
    Timeliness.NOT_SENT: "Belum mengirim",
}


@dataclass(frozen=True, slots=True)
class AgencyTable:
    """A requested table with its mark."""

    sheet: str
    code: str
    title: str
    status: Status
    due_at: datetime | None
    recorded_at: datetime | None
    values: int
    returns: int


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """What a round asks of one agency and how far it is."""

    name: str
    round_title: str
    clock: Clock
    tables: Sequence[AgencyTable]
    facts: Sequence[Fact]
    actions: Sequence[Action]


def agency_page(round_: Round, asked: UUID, actor: Actor, *, at: datetime) -> AgencyPage:
    """This will show what a round asks of one agency. Raises `NotFound` where it asks nothing by that id."""
    read = read_round(round_, at=at)
    request = next((one for one in read.requests if one.pk == asked), None)
    if request is None:
        raise NotFound("not_found")
    clock = clock_of_data(
        read.calendar,
        begun_at=request.sent_at,
        due_at=request.due_at,
        data_at=request.data_received_at,
        complete_at=request.completed_at,
        at=at,
    )
    return AgencyPage(
        name=request.agency.name,
        round_title=round_.title,
        clock=clock,
        tables=_tables(read, request),
        facts=_facts(read, request),
        actions=_actions(actor, request),
    )


def _tables(read: RoundFacts, request: Request) -> Sequence[AgencyTable]:
    return [
        AgencyTable(
            sheet=row.sheet,
            code=row.table.code,
            title=row.table.title,
            status=read.marks[row.pk],
            due_at=row.revision_due_at if row.state == "returned" else row.due_at or request.due_at,
            recorded_at=row.recorded_at,
            values=row.values,
            returns=row.returns,
        )
        for row in read.rows(request)
    ]


def _facts(read: RoundFacts, request: Request) -> Sequence[Fact]:
    outcome = outcome_of(request, read.zone)
    instants = (
        ("Permintaan dikirim", request.sent_at),
        ("Permintaan dibuka OPD", request.opened_at),
        ("Instrumen diunduh", request.downloaded_at),
        ("Data diterima", request.data_received_at),
        ("Data dan surat lengkap", request.completed_at),
    )
    facts = [Fact(label, moment_text(at, read.zone) if at else "Belum") for label, at in instants]
    facts.append(Fact("Ketepatan waktu", KEPT_WORDS[outcome.timeliness]))
    if outcome.letter:
        facts.append(Fact("Surat pengiriman", outcome.letter.number or "Tanpa nomor"))
    if outcome.extended_to:
        facts.append(Fact("Diperpanjang sampai", moment_text(outcome.extended_to, read.zone)))
    if outcome.follow_up:
        facts.append(Fact("Tindak lanjut", outcome.follow_up))
    return facts


def _actions(actor: Actor, request: Request) -> Sequence[Action]:
    doors = (
        ("Buka permintaan dan kirimannya", open_url(actor, "step3:request", request.pk), "arrow-right"),
        ("Cetak lembar kendali", open_url(actor, "board:control_agency", request.round_id, request.pk), "printer"),
    )
    return [Action(label, url, icon=icon) for label, url, icon in doors if url]
