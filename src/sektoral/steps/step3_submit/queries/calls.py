"""Daftar telepon: the agencies of a round with something missing, whom to ask, and what was said before.

Telephone numbers are personal data: only who may call sees this, and taking the list away is noted in the journal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sektoral.domain.contacts import (
    ContactResult,
    ContactWay,
    telephone_link,
    whatsapp_number,
)
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import ItemState, RequestState, SubmissionState
from sektoral.domain.workdays import Calendar
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Assignment, ContactNote, Person, Request, RequestedTable, Round, Submission
from sektoral.records.models.round import OWED
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock, Status, Tone
from sektoral.ui.fetch import agencies_with
from sektoral.ui.lists import Column, Filter, ListSpec

R = TypeVar("R", RequestedTable, ContactNote)
LETTER = "surat pengiriman"
ROLE_WORDS: Mapping[str, str] = {
    Role.HEAD: "Kepala OPD",
    Role.OPERATOR: "Operator",
    Role.REVIEWER: "Walidata Pendukung",
}
WAY_WORDS: Mapping[str, str] = {
    ContactWay.TELEPHONE: "Telepon",
    ContactWay.WHATSAPP: "WhatsApp",
    ContactWay.VISIT: "Didatangi",
}
RESULT_LOOKS: Mapping[str, tuple[Tone, str]] = {
    ContactResult.PROMISED: (Tone.RUN, "Dijanjikan"),
    ContactResult.TALKED: (Tone.DONE, "Terhubung"),
    ContactResult.NO_ANSWER: (Tone.WAIT, "Tidak diangkat"),
    ContactResult.WRONG_CONTACT: (Tone.BAD, "Salah kontak"),
    ContactResult.SENT: (Tone.DONE, "Dikirim manual"),
}


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Somebody to ask. `telephone` is a `tel:` link, `has_whatsapp` tells whether the number is a mobile one."""

    key: UUID
    name: str
    role: str
    phone: str
    telephone: str
    has_whatsapp: bool
    email: str

    @property
    def line(self) -> str:
        """Name, role and ways to reach them in one line, as lists print it."""
        return ", ".join(part for part in (f"{self.name} ({self.role})", self.phone, self.email) if part)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What came of one contact, and who noted it."""

    at: datetime
    by: str
    way: str
    person: str
    status: Status
    promised_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """An agency with something missing. `due_at` is the earliest of its open deadlines."""

    key: UUID
    agency: str
    short: str
    missing: Sequence[str]
    due_at: datetime
    clock: Clock
    people: Sequence[CallPerson]
    last: NoteLine | None

    @property
    def is_late(self) -> bool:
        """Whether a deadline has passed."""
        return self.clock.tone is Tone.BAD

    @property
    def last_words(self) -> str:
        """The newest contact in words."""
        return said_of(self.last) if self.last else ""


@dataclass(frozen=True, slots=True)
class CallList:
    """The list of a round, the latest first."""

    round: Round
    rows: Sequence[CallRow]

    @property
    def people(self) -> int:
        """How many persons' numbers stand in it."""
        return sum(bool(person.phone) for row in self.rows for person in row.people)

    @property
    def late(self) -> int:
        """How many are past a deadline."""
        return sum(row.is_late for row in self.rows)


@dataclass(frozen=True, slots=True)
class CallPage:
    """One agency: what is missing, its people, and everything that was noted of contacts."""

    row: CallRow | None
    agency: str
    people: Sequence[CallPerson]
    notes: Sequence[NoteLine]


def said_of(line: NoteLine) -> str:
    """This will say in one line what came of a contact."""
    promised = f" {line.promised_on:%d-%m-%Y}" if line.promised_on else ""
    parts = (f"{line.status.word}{promised}", line.way, line.note)
    return "; ".join(part for part in parts if part)


def call_list(round_: Round, *, at: datetime) -> CallList:
    """This will list the agencies of a round that owe something, those longest past their deadline first."""
    requests = list(
        Request.objects.filter(round=round_, state__in=[RequestState.SENT, RequestState.COMPLETE], due_at__isnull=False)
        .select_related("agency", "round", "office")
        .order_by("agency__position")
    )
    return CallList(round_, _rows(requests, at))


def owed_by_own(actor: Actor, *, at: datetime) -> Sequence[CallRow]:
    """This will list what the agencies that this person heads have not sent yet, for the head to see at a glance."""
    headed = agencies_with(actor, Permission.SIGN_TRANSMITTAL)
    if not headed:
        return ()
    requests = Request.objects.filter(
        office=actor.office, agency__in=headed, state=RequestState.SENT, due_at__isnull=False
    )
    return _rows(list(requests.select_related("agency", "round", "office")), at)


def call_page(request: Request, *, at: datetime) -> CallPage:
    """This will show whom to ask at one agency and what was said so far, the newest first."""
    rows = _rows([request], at) if request.due_at else []  # before it is sent nothing is owed
    notes = [_line(note) for note in _notes([request]).get(request.pk, [])]
    people = _people([request], at).get(request.agency_id, ())
    return CallPage(rows[0] if rows else None, request.agency.name, people, notes)


def contact_log(request: Request) -> Sequence[NoteLine]:
    """This will list what was noted of contacts about a request, the newest first."""
    return [_line(note) for note in _notes([request]).get(request.pk, [])]


def _rows(requests: Sequence[Request], at: datetime) -> list[CallRow]:
    if not requests:
        return []
    calendar, people = calendar_of(requests[0].office), _people(requests, at)
    tables, letters, notes = _open_tables(requests), _letterless(requests), _notes(requests)
    rows = [
        _row(
            request,
            tables.get(request.pk, []),
            has_letter_missing=request.pk in letters,
            calendar=calendar,
            people=people.get(request.agency_id, ()),
            notes=notes.get(request.pk, []),
            at=at,
        )
        for request in requests
        if request.pk in tables or request.pk in letters
    ]
    return sorted(rows, key=lambda row: row.due_at)


def _row(
    request: Request,
    tables: Sequence[RequestedTable],
    *,
    has_letter_missing: bool,
    calendar: Calendar,
    people: Sequence[CallPerson],
    notes: Sequence[ContactNote],
    at: datetime,
) -> CallRow:
    if request.due_at is None:
        raise AssertionError("a request that is sent has a deadline")
    dues = [_due(table, request.due_at) for table in tables] + ([request.due_at] if has_letter_missing else [])
    due_at = min(dues)
    return CallRow(
        key=request.pk,
        agency=request.agency.name,
        short=request.agency.short_name,
        missing=[_missing(table) for table in tables] + ([LETTER] if has_letter_missing else []),
        due_at=due_at,
        clock=clock_of(calendar, begun_at=request.sent_at, due_at=due_at, at=at),
        people=people,
        last=_line(notes[0]) if notes else None,
    )


def _due(table: RequestedTable, request_due_at: datetime) -> datetime:
    revision = table.revision_due_at if table.state == ItemState.RETURNED else None
    return revision or table.due_at or request_due_at


def _missing(table: RequestedTable) -> str:
    returned = " (dikembalikan)" if table.state == ItemState.RETURNED else ""
    return f"{table.table.title}{returned}"


def _open_tables(requests: Sequence[Request]) -> Mapping[UUID, list[RequestedTable]]:
    found = RequestedTable.objects.filter(request__in=requests, state__in=OWED)
    return _by_request(found.select_related("table").defer("table__definition").order_by("sheet"))


def _letterless(requests: Sequence[Request]) -> set[UUID]:
    """Those whose data are in and whose transmittal letter is not."""
    waiting = Submission.objects.filter(request__in=requests, state=SubmissionState.AWAITING_LETTER)
    return set(waiting.values_list("request_id", flat=True))


def _notes(requests: Sequence[Request]) -> Mapping[UUID, list[ContactNote]]:
    notes = ContactNote.objects.filter(request__in=requests).select_related("person", "noted_by")
    return _by_request(notes.order_by("-noted_at"))


def _people(requests: Sequence[Request], at: datetime) -> Mapping[UUID, list[CallPerson]]:
    office = requests[0].office
    seats = assignments_on(office, local_date(office, at)).filter(
        agency__in=[request.agency_id for request in requests], role__in=list(ROLE_WORDS)
    )
    order = {role: place for place, role in enumerate((Role.OPERATOR, Role.REVIEWER, Role.HEAD))}
    held: dict[UUID, list[CallPerson]] = {}
    for seat in sorted(seats.select_related("person"), key=lambda one: (order[Role(one.role)], one.valid_from)):
        if seat.agency_id:
            held.setdefault(seat.agency_id, []).append(_person(seat, seat.person))
    return held


def _person(seat: Assignment, person: Person) -> CallPerson:
    return CallPerson(
        key=person.pk,
        name=person.name,
        role=ROLE_WORDS[seat.role],
        phone=person.phone,
        telephone=telephone_link(person.phone),
        has_whatsapp=bool(whatsapp_number(person.phone)),
        email=person.email if person.has_account else "",
    )


def _line(note: ContactNote) -> NoteLine:
    tone, word = RESULT_LOOKS[note.result]
    return NoteLine(
        at=note.noted_at,
        by=note.noted_by.name,
        way=WAY_WORDS[note.way],
        person=note.person.name if note.person else "",
        status=Status(tone, word),
        promised_on=note.promised_on,
        note=note.note,
    )


def _by_request(rows: Iterable[R]) -> Mapping[UUID, list[R]]:
    groups: dict[UUID, list[R]] = {}
    for row in rows:
        groups.setdefault(row.request_id, []).append(row)
    return groups


CALLS: ListSpec[CallRow] = ListSpec(
    name="daftar-telepon",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("kurang", "Yang belum ada", lambda row: "; ".join(row.missing)),
        Column("batas", "Batas waktu", lambda row: row.due_at),
        Column("lewat", "Keterlambatan", lambda row: row.clock.words, sortable=False),
        Column("kontak", "Kontak", lambda row: "; ".join(person.line for person in row.people), sortable=False),
        Column("terakhir", "Terakhir dihubungi", lambda row: row.last.at if row.last else None),
        Column("hasil", "Hasil", lambda row: row.last_words),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (
                ("", "Semua yang belum lengkap"),
                ("lewat", "Lewat batas"),
                ("belum", "Belum pernah dihubungi"),
                ("janji", "Sudah berjanji"),
            ),
            lambda row, chosen: {
                "lewat": row.is_late,
                "belum": row.last is None,
                "janji": row.last is not None and row.last.promised_on is not None,
            }[chosen],
        ),
    ),
    text=lambda row: f"{row.agency} {row.short} {' '.join(person.name for person in row.people)}",
    search_label="Cari OPD atau orang",
    per_page=60,
    kept=("putaran",),
)
