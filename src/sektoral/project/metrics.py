"""What Prometheus reads: how much work waits, what fails, what room is left. No names, no figures, cheap queries."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q, Sum

from sektoral.domain.states import MessageState, SubmissionState
from sektoral.project import heartbeat, milestones
from sektoral.project.latencies import BOUNDS, LATENCIES
from sektoral.project.milestones import Deed
from sektoral.project.reactions import REACTIONS
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Message, PartialUpload, Submission

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_UNSENT = [state.value for state in MessageState if state is not MessageState.SENT]

Sample = tuple[str, float]  # labels as they stand between braces, and the number


@dataclass(frozen=True, slots=True)
class Gauge:
    """One measure: its name, what it means, and what reads it."""

    name: str
    about: str
    read: Callable[[datetime], Iterator[Sample]]


def text(*, at: datetime) -> str:
    """This will write every measure in the text form of Prometheus; `at` is the machine's own time."""
    lines: list[str] = []
    for gauge in GAUGES:
        name = f"sektoral_{gauge.name}"
        lines += [f"# HELP {name} {gauge.about}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_braced(labels)} {_number(value)}" for labels, value in gauge.read(at)]
    return "\n".join([*lines, *_latencies(), ""])


def _events(at: datetime) -> Iterator[Sample]:
    waiting = Event.objects.filter(settled_at__isnull=True, kind__in=REACTIONS)
    found = waiting.aggregate(
        waiting=Count("id", filter=Q(attempts=0)),
        retried=Count("id", filter=Q(attempts__gt=0, attempts__lt=MAX_ATTEMPTS)),
        stuck=Count("id", filter=Q(attempts__gte=MAX_ATTEMPTS)),
    )
    yield from ((f'state="{state}"', count) for state, count in found.items())


def _attempts(at: datetime) -> Iterator[Sample]:
    unsettled = Event.objects.filter(settled_at__isnull=True)
    yield "", unsettled.aggregate(total=Sum("attempts"))["total"] or 0


def _oldest_event(at: datetime) -> Iterator[Sample]:
    waiting = Event.objects.filter(settled_at__isnull=True, kind__in=REACTIONS, attempts__lt=MAX_ATTEMPTS)
    yield "", _age(waiting.aggregate(first=Min("at"))["first"], at)


def _messages(at: datetime) -> Iterator[Sample]:
    """What nobody has got yet; those that went out are many, and no measure of anything."""
    found = Message.objects.filter(state__in=_UNSENT).values_list("state", "channel").annotate(Count("id"))
    yield from ((f'state="{state}",channel="{channel}"', count) for state, channel, count in found.order_by())


def _uploads(at: datetime) -> Iterator[Sample]:
    yield 'state="unread"', Submission.objects.filter(state=SubmissionState.RECEIVED).count()
    yield 'state="in_parts"', PartialUpload.objects.count()


def _refusals(at: datetime) -> Iterator[Sample]:
    found = Submission.objects.exclude(refusal_code="").values_list("refusal_code").annotate(Count("id"))
    yield from ((f'code="{code}"', count) for code, count in found.order_by("refusal_code"))


def _worker(at: datetime) -> Iterator[Sample]:
    seen = heartbeat.seen_at()
    if seen is not None:
        yield "", _age(seen, at)


def _disk(at: datetime) -> Iterator[Sample]:
    usage = shutil.disk_usage(settings.VAR)
    yield 'what="free"', usage.free
    yield 'what="total"', usage.total


def _deeds(at: datetime) -> Iterator[Sample]:
    found = ((deed, milestones.last(deed)) for deed in Deed)
    yield from ((f'deed="{deed.value}"', last.at.timestamp()) for deed, last in found if last)


def _failed_deeds(at: datetime) -> Iterator[Sample]:
    found = ((deed, milestones.last(deed)) for deed in Deed)
    yield from ((f'deed="{deed.value}"', not last.well) for deed, last in found if last)


GAUGES = (
    Gauge("events", "Events of the journal that work follows from and that are not settled.", _events),
    Gauge("event_attempts", "Failed attempts at the events that are not settled.", _attempts),
    Gauge("oldest_event_seconds", "Age of the oldest event that still waits for a worker.", _oldest_event),
    Gauge("messages", "Messages that have not gone out, or of which nobody knows.", _messages),
    Gauge("uploads", "Files that are received and not read, or not yet whole.", _uploads),
    Gauge("refused_files", "Files that were refused as a whole, by code, since the beginning.", _refusals),
    Gauge("worker_silent_seconds", "How long ago a worker last said that it lives.", _worker),
    Gauge("disk_bytes", "Room on the disk that holds the data.", _disk),
    Gauge("last_done_timestamp_seconds", "When a nightly deed was last done.", _deeds),
    Gauge("last_failed", "Whether that deed came out badly.", _failed_deeds),
)


def _latencies() -> Iterator[str]:
    """Of this web process only: its number is a label, so that each process is a series of its own."""
    name, process = "sektoral_http_request_seconds", f'process="{os.getpid()}"'
    counts, seconds = LATENCIES.snapshot()
    yield f"# HELP {name} How long this process took to answer."
    yield f"# TYPE {name} histogram"
    so_far = 0
    for bound, count in zip([*map(str, BOUNDS), "+Inf"], counts, strict=True):
        so_far += count
        yield f'{name}_bucket{{{process},le="{bound}"}} {so_far}'
    yield f"{name}_sum{{{process}}} {seconds:.6f}"
    yield f"{name}_count{{{process}}} {so_far}"


def _age(instant: datetime | None, at: datetime) -> float:
    return max(0.0, (at - instant).total_seconds()) if instant else 0.0


def _braced(labels: str) -> str:
    return f"{{{labels}}}" if labels else ""


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"
