"""Step 2: JP sends each signed letter with its instrument; the clock of step 3 starts request by request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import SektoralError
from sektoral.domain.policies import check_can_distribute, check_not_sent
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import RequestState, RoundState
from sektoral.domain.wording import clock, long_date
from sektoral.intake import files
from sektoral.letters.composing import request_letter_of
from sektoral.records import journal
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import Letter, Message, Person, Request, Round, StoredFile
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
        Round.objects.select_for_update().get(pk=request.round_id)  # before the journal, as closing the intake does
        request = (
            Request.objects.select_for_update(of=("self",))
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
        attached = [file for file in (letter.signed_file, instrument and instrument.file) if file]
        _queue(request, letter, attached, at=at)
        journal.append(
            "request.sent",
            office=request.office,
            about=request,
            by=by.person,
            at=at,
            due_at=request.due_at.isoformat(),
        )
        note_distributed(request.round, by=by.person, at=at)


def note_distributed(round_: Round, *, by: Person | None, at: datetime) -> None:
    """This will end step 2 with its last request, whoever sends it, as soon as all letters are known to be signed."""
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=round_.pk)
        unsent = round_.requests.filter(state=RequestState.DRAFT)
        if round_.state != RoundState.DISTRIBUTING or unsent.exists():
            return
        round_.distributed_at = round_.requests.aggregate(last=Max("sent_at"))["last"]
        round_.state = RoundState.COLLECTING
        round_.save(update_fields=["state", "distributed_at"])
        journal.append("round.distributed", office=round_.office, about=round_, by=by, at=at)


def deliver(request: Request, *, at: datetime) -> int:
    """This will send the request's queued messages by e-mail and return how many left.

    A message that cannot be sent stops no other; the last such failure is raised at the end.
    """
    count, failure = 0, None
    for message in Message.objects.filter(request=request, sent_at__isnull=True).select_related("office"):
        try:
            _deliver(message, at=at)
            count += 1
        except (OSError, SektoralError) as error:  # SMTP's errors are OSErrors
            message.last_error_code = type(error).__name__
            message.save(update_fields=["last_error_code"])
            failure = error
    if failure is not None:
        raise failure
    return count


def _deliver(message: Message, *, at: datetime) -> None:
    # a worker killed between the sending and its note sends again: the same id tells that it is the same mail
    headers = {"Message-ID": f"<{message.pk}@{message.office.slug}.sektoral>"}
    mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)
    for file in StoredFile.objects.filter(pk__in=message.attachments):
        mail.attach(file.name, files.read(file), file.media_type)
    try:
        mail.send()
    except OSError as error:  # whatever SMTP refuses is one; the page says so until it has left
        message.last_error_code = type(error).__name__
        message.save(update_fields=["last_error_code"])
        raise
    with transaction.atomic():
        message.sent_at, message.last_error_code = at, ""
        message.save(update_fields=["sent_at", "last_error_code"])
        journal.append("message.sent", office=message.office, about=message, by=None, at=at)


def _queue(request: Request, letter: Letter, attached: list[StoredFile], *, at: datetime) -> None:
    seats = assignments_on(request.office, local_date(request.office, at)).filter(
        agency=request.agency, role__in=[Role.OPERATOR, Role.HEAD]
    )
    people = {seat.person_id: seat.person for seat in seats.select_related("person")}
    for person in sorted(people.values(), key=lambda one: one.email):
        Message.objects.create(
            office=request.office,
            key=f"request.sent:{request.pk}:{person.pk}",
            request=request,
            to=person.email,
            subject=f"{letter.subject} – {request.agency.short_name}",
            body=_body(request, letter),
            attachments=[str(file.pk) for file in attached],
            queued_at=at,
        )


def _body(request: Request, letter: Letter) -> str:
    facts: Mapping[str, str] = {
        "name": request.agency.name,
        "number": letter.number,
        "due": _spoken(request),
        "link": f"{request.office.link_base}/langkah-3/{request.pk}/",
        "office": request.office.name,
    }
    return (
        "Yth. Pengelola data {name}\n\n"
        "Terlampir surat permintaan data nomor {number} dan instrumen yang perlu diisi.\n"
        "Batas waktu: {due}.\n\n"
        "Unggah isian dan lihat hasil pemeriksaannya di {link}\n"
        "(tautan ini meminta Anda masuk lebih dahulu).\n\n"
        "{office}\n"
    ).format(**facts)


def _spoken(request: Request) -> str:
    if request.due_at is None:
        raise AssertionError("a request that is sent has a deadline")
    due = request.due_at.astimezone(ZoneInfo(request.office.time_zone))
    return f"{long_date(due.date())} pukul {clock(due)}"
