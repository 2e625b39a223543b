"""Who could take part in a new round, with the tables each one owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from sektoral.records.actors import local_date
from sektoral.records.models import Agency, Office, Round, Table


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active agency. `fault` says what its line still lacks."""

    agency: Agency
    tables: Sequence[Table]
    ticked: bool
    reason: str
    fault: str


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The agencies in their fixed order; `earlier` are the rounds of the same period, if any."""

    candidates: Sequence[Candidate]
    tables: int
    earlier: Sequence[Round]
    last: Round | None


@dataclass(frozen=True, slots=True)
class Given:
    """What was posted: `ticked` is none on the first look, when everybody takes part."""

    ticked: frozenset[UUID] | None = None
    reasons: Mapping[UUID, str] = field(default_factory=dict)


def list_active(office: Office, at: datetime) -> Sequence[Agency]:
    """This will list the agencies that exist on that day, in their fixed order."""
    today: date = local_date(office, at)
    agencies = Agency.objects.filter(office=office, valid_from__lte=today, successor__isnull=True)
    current = Prefetch("tables", Table.objects.filter(is_current=True).order_by("code"), to_attr="current_tables")
    return list(agencies.exclude(valid_to__lt=today).prefetch_related(current))


def opening_page(office: Office, given: Given, *, period: str, at: datetime) -> OpeningPage:
    """This will lay out who takes part."""
    agencies = list_active(office, at)
    candidates = [_candidate(agency, given) for agency in agencies]
    rounds = list(Round.objects.filter(office=office).order_by("-opened_at"))
    return OpeningPage(
        candidates=candidates,
        tables=sum(len(one.tables) for one in candidates if one.ticked),
        earlier=[one for one in rounds if one.period == period],
        last=rounds[0] if rounds else None,
    )


def _candidate(agency: Agency, given: Given) -> Candidate:
    tables: Sequence[Table] = agency.current_tables  # type: ignore[attr-defined]  # prefetched
    reason = given.reasons.get(agency.pk, "")
    if given.ticked is None:
        return Candidate(agency, tables, bool(tables), "" if tables else "Belum memiliki tabel.", "")
    ticked = agency.pk in given.ticked
    fault = "Tulis alasan OPD ini tidak diikutkan." if not ticked and not reason else ""
    if ticked and not tables:
        fault = "OPD ini belum memiliki tabel: hapus centangnya, atau tambahkan tabelnya di Penataan."
    return Candidate(agency, tables, ticked, reason, fault)
