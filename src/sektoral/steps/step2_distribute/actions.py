"""Step 2: JP sends each signed letter with its instrument; the clock of step 3 starts request by request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import SektoralError
from sektoral.domain.letters import REQUEST_KINDS
from sektoral.domain.outbox import MessageKind
from sektoral.domain.policies import check_can_distribute, check_not_sent
from sektoral.domain.roles import Permission
from sektoral.domain.states import RequestState, RoundState
from sektoral.letters.composing import request_letter_of
from sektoral.outbox.actions.telling import News, spoken, tell_agency
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Instrument, Letter, Person, Request, Round
from sektoral.records.models.round import OWED
from sektoral.records.sops import due_of_step


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one request of a batch; `error` is empty where it was sent."""

    request: Request
    error: SektoralError | None


def send_requests(requests: Iterable[Request], *, by: Actor, at: datetime) -> list[Sent]:
    """This will send requests one by one; a refusal stops only its own request."""
    by.check(Permission.SEND_REQUESTS)
    results = []
    for request in requests:
        try:
            send(request, by=by, at=at)
            results.append(Sent(request, None))
        except SektoralError as error:
            results.append(Sent(request, error))
    return results


def send(request: Request, *, by: Actor, at: datetime) -> None:
    """This will issue the deadline, queue the messages with letter and workbook attached, and note the sending.

    Raises `WrongState` unless the letter is signed and the workbook is there.
    """
    by.check(Permission.SEND_REQUESTS)
    by.check_here(request)
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(
            pk=request.round_id
        )  # before the journal, as closing the intake does
        request = (
            Request.objects.select_for_update(no_key=True, of=("self",))
            .select_related("round", "agency", "office")
            .get(pk=request.pk)
        )
        check_not_sent(request.state)
        letter, instrument = request_letter_of(request), request.instruments.order_by("-version").first()
        check_can_distribute(letter.state, instrument_ready=instrument is not None)
        request.state = RequestState.SENT
        request.sent_at, request.sent_by = at, by.person
        request.due_at = request.first_due_at = due_of_step(request.round, 3, at)
        request.save(update_fields=["state", "sent_at", "sent_by", "due_at", "first_due_at"])
        tell_agency(_request_news(request, letter, instrument), at=at)
        journal.append(
            "request.sent",
            office=request.office,
            about=request,
            by=by.person,
            at=at,
            due_at=request.due_at.isoformat(),
        )
        note_distributed(request.round, by=by.person, at=at)


def tell_of_move(request: Request, *, at: datetime) -> None:
    """This will bring a successor the workbook with the tables it took over, once for each version of it.

    A request that was not sent yet needs no such mail: its letter brings them.
    """
    instrument = request.instruments.order_by("-version").first()
    if request.sent_at is None or instrument is None:
        return
    key = f"request.moved:{request.pk}:{instrument.version}"
    facts = {"things": _owed(request)}
    tell_agency(News(MessageKind.TABLES_MOVED, key, request, facts, [instrument.file]), at=at)


def send_replacement(letter: Letter, request: Request, *, at: datetime) -> None:
    """This will bring an agency the letter that takes the place of one it has: of a void one, or of one corrected."""
    if letter.signed_file is None or not (letter.kind in REQUEST_KINDS or letter.supersedes):
        return
    if request.sent_at is None or request.due_at is None:
        return
    if letter.signed_at is None or letter.signed_at <= request.sent_at:
        return  # it leaves, or left, with the request itself
    former = f"surat nomor {letter.supersedes.number}" if letter.supersedes else "surat sebelumnya"
    key = f"letter.signed:{letter.pk}:{request.pk.hex[:12]}"  # one person may speak for two agencies on the list
    due = spoken(request.office, request.due_at)
    facts = {"subject": letter.subject, "number": letter.number, "former": former, "due": due}
    news = News(MessageKind.LETTER_REPLACED, key, request, facts, [letter.signed_file], letter)
    tell_agency(news, at=at)


def note_distributed(round_: Round, *, by: Person | None, at: datetime) -> None:
    """This will end step 2 with its last request, whoever sends it, as soon as all letters are known to be signed."""
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
        unsent = round_.requests.filter(state=RequestState.DRAFT)
        if round_.state != RoundState.DISTRIBUTING or unsent.exists():
            return
        round_.distributed_at = round_.requests.aggregate(last=Max("sent_at"))["last"]
        round_.state = RoundState.COLLECTING
        round_.save(update_fields=["state", "distributed_at"])
        journal.append("round.distributed", office=round_.office, about=round_, by=by, at=at)


def _request_news(request: Request, letter: Letter, instrument: Instrument | None) -> News:
    if request.due_at is None:
        raise AssertionError("a request that is sent has a deadline")
    facts = {"subject": letter.subject, "number": letter.number, "due": spoken(request.office, request.due_at)}
    attached = [file for file in (letter.signed_file, instrument and instrument.file) if file]
    return News(MessageKind.REQUEST, f"request.sent:{request.pk}", request, facts, attached, letter)


def _owed(request: Request) -> list[str]:
    """The tables that were taken over and are still owed, each with its deadline."""
    rows = request.tables.filter(state__in=OWED).exclude(table__agency=request.agency).select_related("table__agency")
    return [
        f"{row.table.title} (semula {row.table.agency.name}), paling lambat {spoken(request.office, due)}"
        for row in rows
        if (due := row.revision_due_at or row.due_at or request.due_at)
    ]
