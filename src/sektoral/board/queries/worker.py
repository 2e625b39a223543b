"""What the worker has before it: events that wait, that failed and will be tried again, and those it gave up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.board.queries.journal_subject import Subject
from sektoral.board.queries.journal_subjects import subjects_of
from sektoral.domain.errors import NotFound
from sektoral.domain.events import LABELS
from sektoral.domain.states import MessageState
from sektoral.records.actors import Actor
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Message
from sektoral.ui.components import Figure, Status, Tone
from sektoral.ui.formats import number_text

MOST_SHOWN = 100
STUCK, RETRYING = Status(Tone.BAD, "Menunggu orang"), Status(Tone.RUN, "Akan dicoba lagi")


@dataclass(frozen=True, slots=True)
class TroubledEvent:
    """An event whose reactions failed: the code of the last failure, how often, and when it is tried again."""

    key: int
    sequence: int
    label: str
    at: datetime
    subject: Subject
    status: Status
    attempts: int
    error: str
    next_try_at: datetime | None

    @property
    def is_stuck(self) -> bool:
        """Whether it waits for a person."""
        return self.status is STUCK


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """The worker at a glance."""

    figures: Sequence[Figure]
    troubled: Sequence[TroubledEvent]
    unsent: int
    stuck_messages: int


def worker_page(actor: Actor) -> WorkerPage:
    """This will read what is not settled yet."""
    open_events = Event.objects.filter(office_id=actor.office.pk, settled_at__isnull=True)
    troubled = list(open_events.filter(attempts__gt=0).order_by("sequence")[:MOST_SHOWN])
    stuck = open_events.filter(attempts__gte=MAX_ATTEMPTS).count()
    waiting = open_events.filter(attempts=0).count()
    messages = Message.objects.filter(office=actor.office)
    unsent = messages.filter(sent_at__isnull=True).count()
    stuck_messages = messages.filter(state__in=[MessageState.UNKNOWN, MessageState.GIVEN_UP]).count()
    subjects = subjects_of(actor, [(event.about_type, event.about_id) for event in troubled])
    return WorkerPage(
        figures=(
            Figure("Menunggu dikerjakan", number_text(waiting), "kejadian"),
            Figure("Akan dicoba lagi", number_text(open_events.filter(attempts__gt=0).count() - stuck), "kejadian"),
            Figure("Menunggu orang", number_text(stuck), "kejadian"),
            Figure("Pesan belum terkirim", number_text(unsent), "pesan"),
        ),
        unsent=unsent,
        stuck_messages=stuck_messages,
        troubled=[
            TroubledEvent(
                key=event.pk,
                sequence=event.sequence,
                label=LABELS.get(event.kind, event.kind),
                at=event.at,
                subject=subjects.get((event.about_type, event.about_id), Subject(event.about_type, "", "")),
                status=STUCK if event.attempts >= MAX_ATTEMPTS else RETRYING,
                attempts=event.attempts,
                error=event.last_error_code,
                next_try_at=event.next_try_at,
            )
            for event in troubled
        ],
    )


def get_stuck(actor: Actor, key: int) -> Event:
    """This will give an event of the actor's office that failed."""
    found = Event.objects.filter(office_id=actor.office.pk, pk=key, settled_at__isnull=True, attempts__gt=0).first()
    if found is None:
        raise NotFound("not_found")
    return found
