"""The office's pages of releases: what can be planned, what is planned, what the public has, and what changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sektoral.bank.queries.candidates import Known, Place, known_of, place_of
from sektoral.bank.queries.cubes import cube_of
from sektoral.domain.cubes import TIME_PERIOD, Cube, Figure
from sektoral.domain.errors import SektoralError
from sektoral.domain.releases import Candidate, check_can_plan, check_can_release
from sektoral.domain.states import ReleaseState
from sektoral.records.actors import local_date
from sektoral.records.models import Office, Release, Table
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.formats import date_text
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.messages import explained

MOST_CHANGES = 200
PLANNED, RELEASED, CHANGED, READY, NOT_OPEN = "direncanakan", "dirilis", "berubah", "siap", "tidak-terbuka"
STANDS = {
    READY: "Belum direncanakan",
    PLANNED: "Direncanakan",
    CHANGED: "Berubah sejak dirilis",
    RELEASED: "Dirilis",
    NOT_OPEN: "Tidak terbuka",
}


@dataclass(frozen=True, slots=True)
class Releasable:
    """A table for a period. `release` is its plan, `edition` what the public has; `refusal` says why it cannot go
    on its day, and `is_due` whether that day has come."""

    table: UUID
    title: str
    agency: str
    period: str
    figures: int
    stand: str
    planned_on: date | None
    release: UUID | None
    edition: int
    refusal: str
    is_due: bool = False

    @property
    def may_go(self) -> bool:
        """Whether it can be released now."""
        return self.is_due and not self.refusal

    @property
    def status(self) -> Status:
        """Where it stands."""
        match self.stand:
            case "direncanakan":
                return Status(Tone.RUN, f"Direncanakan {date_text(self.planned_on)}" if self.planned_on else "")
            case "dirilis":
                return Status(Tone.DONE, f"Dirilis, edisi {self.edition}")
            case "berubah":
                return Status(Tone.WAIT, f"Berubah sejak edisi {self.edition}")
            case "siap":
                return Status(Tone.IDLE, "Belum direncanakan")
            case _:
                return Status(Tone.IDLE, "Tidak terbuka", Shape.NIL)


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """All of them, the planned ones first, and for which periods open tables wait to be planned."""

    rows: Sequence[Releasable]
    planned: Sequence[Releasable]
    waiting: Mapping[str, int]
    released: int

    @property
    def may_go(self) -> bool:
        """Whether any of the planned ones can be released now."""
        return any(row.may_go for row in self.planned)


@dataclass(frozen=True, slots=True)
class Altered:
    """A figure that differs between what the public has and what the bank holds; empty where there is none."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One table and period. Refusals are empty where the act is possible."""

    table: Table
    period: str
    candidate: Candidate
    planned: Release | None
    editions: Sequence[Release]
    changes: Sequence[Altered]
    more_changes: int
    plan_refusal: str
    release_refusal: str


def releases_page(office: Office, *, at: datetime) -> ReleasesPage:
    """This will read everything that could be or is released."""
    known, today = known_of(office), local_date(office, at)
    plans = {place_of(one): one for one in Release.objects.filter(office=office, state=ReleaseState.PLANNED)}
    places = [place for place in {**known.held, **plans, **known.before} if place[:2] in known.tables]
    rows = [_row(place, known, plans.get(place), today) for place in places]
    rows.sort(key=lambda row: (row.period, row.agency, row.title), reverse=True)
    waiting: dict[str, int] = {}
    for row in rows:
        if row.stand in (READY, CHANGED) and row.figures:
            waiting[row.period] = waiting.get(row.period, 0) + 1
    planned = sorted(
        (row for row in rows if row.stand == PLANNED), key=lambda row: (row.planned_on or today, row.title)
    )
    return ReleasesPage(rows, planned, waiting, sum(1 for row in rows if row.edition))


def list_waiting(office: Office, period: str) -> list[Table]:
    """This will list the open tables that hold something new for a period, where nobody has planned its release."""
    known = known_of(office)
    plans = {place_of(one) for one in Release.objects.filter(office=office, state=ReleaseState.PLANNED)}
    return [
        known.tables[place[:2]]
        for place in known.held
        if place[2] == period and place[:2] in known.tables and _waits(known.candidate(place)) and place not in plans
    ]


def release_page(table: Table, period: str, *, at: datetime) -> ReleasePage:
    """This will read one table and period with all its editions."""
    place = (table.agency_id, table.code, period)
    known = known_of(table.office, [place])
    rows = list(
        Release.objects.filter(agency=table.agency, code=table.code, period=period).select_related(
            "released_by", "planned_by"
        )
    )
    planned = next((one for one in rows if one.state == ReleaseState.PLANNED), None)
    candidate, today = known.candidate(place), local_date(table.office, at)
    altered = _altered(table, period, known.before.get(place), at=at)
    return ReleasePage(
        table=table,
        period=period,
        candidate=candidate,
        planned=planned,
        editions=sorted((one for one in rows if one is not planned), key=lambda one: -one.edition),
        changes=altered[:MOST_CHANGES],
        more_changes=max(0, len(altered) - MOST_CHANGES),
        plan_refusal=_reason(lambda: check_can_plan(candidate.classification)),
        release_refusal=_release_refusal(candidate, planned.planned_on if planned else today, today),
    )


def _waits(one: Candidate) -> bool:
    return _stand(one, None) in (READY, CHANGED) and bool(one.figures)


def _row(place: Place, known: Known, plan: Release | None, today: date) -> Releasable:
    table, candidate = known.tables[place[:2]], known.candidate(place)
    return Releasable(
        table=table.pk,
        title=table.title,
        agency=table.agency.name,
        period=place[2],
        figures=candidate.figures,
        stand=_stand(candidate, plan),
        planned_on=plan.planned_on if plan else None,
        release=plan.pk if plan else None,
        edition=candidate.before,
        refusal=_release_refusal(candidate, plan.planned_on, max(plan.planned_on, today)) if plan else "",
        is_due=plan is not None and plan.planned_on <= today,
    )


def _stand(one: Candidate, plan: Release | None) -> str:
    if _reason(lambda: check_can_plan(one.classification)):
        return NOT_OPEN
    if plan:
        return PLANNED
    if not one.before:
        return READY
    return CHANGED if one.changed else RELEASED


def _release_refusal(one: Candidate, planned_on: date, today: date) -> str:
    """Why it cannot be released; a note that is still to be written is no obstacle yet."""
    return _reason(lambda: check_can_release(one, planned_on=planned_on, today=today, note="…"))


def _reason(check: Callable[[], None]) -> str:
    try:
        check()
    except SektoralError as error:
        return explained(error)
    return ""


def _altered(table: Table, period: str, before: Release | None, *, at: datetime) -> list[Altered]:
    if before is None or before.as_of is None:
        return []
    old, new = cube_of(table, at=at, as_of=before.as_of, periods=[period]), cube_of(table, at=at, periods=[period])
    was = {one.codes: one for one in old.figures if len(old.dimensions) == len(new.dimensions)}
    now = {one.codes: one for one in new.figures}
    keys = [key for key in now | was if _shown(was.get(key)) != _shown(now.get(key))]
    return [
        Altered(_where(new if key in now else old, key), _shown(was.get(key)), _shown(now.get(key))) for key in keys
    ]


def _shown(one: Figure | None) -> str:
    return " ".join(filter(None, (one.text.replace(".", ","), one.mark))) if one else ""


def _where(cube: Cube, key: tuple[str, ...]) -> str:
    pairs = zip(cube.dimensions, key, strict=True)
    return ", ".join(dimension.label_of(code) for dimension, code in pairs if dimension.code != TIME_PERIOD)


def list_spec(rows: Sequence[Releasable]) -> ListSpec[Releasable]:
    """This will describe the list of releases."""
    agencies, periods = sorted({row.agency for row in rows}), sorted({row.period for row in rows}, reverse=True)
    return ListSpec(
        name="rilis",
        columns=(
            Column("tabel", "Tabel", lambda row: row.title),
            Column("opd", "Produsen data", lambda row: row.agency),
            Column("periode", "Periode", lambda row: row.period),
            Column("angka", "Angka", lambda row: row.figures, numeric=True),
            Column("hari", "Hari rilis", lambda row: row.planned_on),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
        ),
        filters=(
            Filter("opd", "Produsen data", [(one, one) for one in agencies], lambda row, name: row.agency == name),
            Filter("periode", "Periode", [(one, one) for one in periods], lambda row, one: row.period == one),
            Filter("stand", "Keadaan", list(STANDS.items()), lambda row, one: row.stand == one),
        ),
        text=lambda row: f"{row.title} {row.agency}",
        search_label="Cari judul atau OPD",
        per_page=30,
    )
