"""Step 2: JP sends each signed letter with its instrument; the clock of step 3 starts request by request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import SektoralError
from sektoral.domain.letters import REQUEST_KINDS
from sektoral.domain.policies import check_can_distribute, check_not_sent
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import ItemState, RequestState, RoundState
from sektoral.domain.wording import clock, long_date
from sektoral.intake import files
from sektoral.letters.composing import request_letter_of
from sektoral.records import journal
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import Instrument, Letter, Message, Person, Request, Round, StoredFile
from sektoral.records.sops import due_of_step

OWED = ("waiting", ItemState.RETURNED)


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
        _queue(request, _request_mail(request, letter, instrument), at=at)
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
    said = (
        "Tabel berikut kini menjadi tanggung jawab instansi Anda karena penggabungan Produsen Data:",
        *_owed(request),
        "Terlampir instrumen yang baru. Isian yang sudah Anda kirim tetap berlaku.",
    )
    mail = _Mail(
        key=f"request.moved:{request.pk}:{instrument.version}",
        subject="Tabel yang dialihkan kepada instansi Anda",
        body=_body(request, *said),
        attached=[instrument.file],
    )
    _queue(request, mail, at=at)


def send_replacement(letter: Letter, request: Request, *, at: datetime) -> None:
    """This will bring an agency the letter that takes the place of one it has: of a void one, or of one corrected."""
    if letter.signed_file is None or not (letter.kind in REQUEST_KINDS or letter.supersedes):
        return
    if request.sent_at is None or letter.signed_at is None or letter.signed_at <= request.sent_at:
        return  # it leaves, or left, with the request itself
    former = f"surat nomor {letter.supersedes.number}" if letter.supersedes else "surat sebelumnya"
    said = (
        f"Terlampir surat nomor {letter.number} hal {letter.subject}, yang menggantikan {former}.",
        f"Batas waktu tetap: {_spoken(request, request.due_at)}. Instrumennya tidak berubah.",
    )
    key = f"letter.signed:{letter.pk}:{request.pk.hex[:12]}"  # one person may speak for two agencies on the list
    mail = _Mail(key, letter.subject, _body(request, *said), [letter.signed_file])
    _queue(request, mail, at=at)


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


@dataclass(frozen=True, slots=True)
class _Mail:
    """What goes to each person of an agency; `key` makes sure that nobody gets it twice."""

    key: str
    subject: str
    body: str
    attached: Sequence[StoredFile]


def _request_mail(request: Request, letter: Letter, instrument: Instrument | None) -> _Mail:
    said = (
        f"Terlampir surat permintaan data nomor {letter.number} dan instrumen yang perlu diisi.",
        f"Batas waktu: {_spoken(request, request.due_at)}.",
    )
    attached = [file for file in (letter.signed_file, instrument and instrument.file) if file]
    return _Mail(f"request.sent:{request.pk}", letter.subject, _body(request, *said), attached)


def _queue(request: Request, mail: _Mail, *, at: datetime) -> None:
    seats = assignments_on(request.office, local_date(request.office, at)).filter(
        agency=request.agency, role__in=[Role.OPERATOR, Role.HEAD]
    )
    people = {seat.person_id: seat.person for seat in seats.select_related("person")}
    for person in sorted(people.values(), key=lambda one: one.email):
        Message.objects.get_or_create(
            office=request.office,
            key=f"{mail.key}:{person.pk}",
            defaults={
                "request": request,
                "to": person.email,
                "subject": f"{mail.subject} – {request.agency.short_name}",
                "body": mail.body,
                "attachments": [str(file.pk) for file in mail.attached],
                "queued_at": at,
            },
        )


def _body(request: Request, *said: str) -> str:
    """A mail's text: whom it is for, what is said, and where the workbook is uploaded."""
    link = f"{request.office.link_base}/langkah-3/{request.pk}/"
    paragraphs = (
        f"Yth. Pengelola data {request.agency.name}",
        "\n".join(said),
        f"Unggah isian dan lihat hasil pemeriksaannya di {link}\n(tautan ini meminta Anda masuk lebih dahulu).",
        request.office.name,
    )
    return "\n\n".join(paragraphs) + "\n"


def _owed(request: Request) -> list[str]:
    """The tables that were taken over and are still owed, each with its deadline."""
    rows = request.tables.filter(state__in=OWED).exclude(table__agency=request.agency).select_related("table__agency")
    return [
        f"- {row.table.title} (semula {row.table.agency.name}), paling lambat "
        f"{_spoken(request, row.revision_due_at or row.due_at or request.due_at)}"
        for row in rows
    ]


def _spoken(request: Request, due_at: datetime | None) -> str:
    if due_at is None:
        raise AssertionError("a request that is sent has a deadline")
    due = due_at.astimezone(ZoneInfo(request.office.time_zone))
    return f"{long_date(due.date())} pukul {clock(due)}"
