"""Evidence of reviews, and of what was renewed because of them: events of the journal, never a claim alone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sektoral.assessment.queries.proof import Heads, Proof, Year, made_list
from sektoral.domain.epss import ProofKind
from sektoral.domain.events import LABELS
from sektoral.records.models import Event

HEADS = Heads(("Nomor peristiwa", "Waktu", "Peristiwa", "Tentang", "Sidik jari"), frozenset({0}))


def reviewed(*kinds: str) -> Callable[[Year], Iterable[Proof]]:
    """This will make the source of what the year's events of these kinds reviewed."""

    def source(year: Year) -> Iterable[Proof]:
        return _listed(year, "Peristiwa reviu", _events(year, kinds, since=year.begins_at), ProofKind.REVIEW)

    return source


def renewed(after: Sequence[str], *kinds: str) -> Callable[[Year], Iterable[Proof]]:
    """This will make the source of what was renewed once one of the reviews `after` had been made; before, it is no
    renewal because of a review."""

    def source(year: Year) -> Iterable[Proof]:
        first = next(iter(_events(year, after, since=year.begins_at)), None)
        if first is None:
            return []
        later = _events(year, kinds, since=first.at)
        return _listed(year, "Peristiwa pemutakhiran", later, ProofKind.REVISION)

    return source


def _events(year: Year, kinds: Sequence[str], *, since: datetime) -> list[Event]:
    told = Event.objects.filter(office_id=year.office.pk, kind__in=kinds, at__gte=since, at__lt=year.ends_at)
    return list(told.order_by("sequence"))


def _listed(year: Year, title: str, events: Iterable[Event], kind: ProofKind) -> list[Proof]:
    rows = ((one.sequence, one.at, LABELS[one.kind], f"{one.about_type} {one.about_id}", one.hash) for one in events)
    return made_list(year, title, HEADS, rows, kind=kind)
