"""The catalogue of the bank: every table, and what the bank holds of it, now or at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from django.db.models import Count, Max, Q

from sektoral.bank.queries import observations
from sektoral.domain.freshness import Fresh, Freshness, freshness, last_period, period_type_of
from sektoral.domain.states import ItemState
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Holding, Office, SubmissionItem, Table
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

Key = tuple[UUID, str]  # agency and code: one table through all its versions
_Count = tuple[Key, str, int, int, datetime]  # of a period: figures, marks, when the last of them was recorded
HELD, LACKING = "ada", "belum"
ON_SCREEN = ("tabel", "opd", "tingkat", "periode", "angka", "dicatat", "keadaan")  # the export has every column
CLASSES = ("terbuka", "terbatas", "tertutup")
FRESH_WORDS = {
    Freshness.FRESH: ("Mutakhir", "mutakhir"),
    Freshness.DUE: ("Jatuh tempo", "jatuh-tempo"),
    Freshness.STALE: ("Usang", "usang"),
    Freshness.EMPTY: ("Belum ada angka", "kosong"),
}
ANSWERS = {ItemState.NIL: ("Nihil", Shape.NIL), ItemState.UNAVAILABLE: ("Tidak tersedia", Shape.LACK)}


@dataclass(slots=True)
class _Holding:
    periods: set[str] = field(default_factory=set)
    figures: int = 0
    marks: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the catalogue. `figures` counts exact figures, `marks` cells that hold a mark alone.

    `answer` is the last period that was answered without figures, with the answer.
    """

    id: UUID
    code: str
    title: str
    agency: str
    level: str
    classification: str
    is_priority: bool
    period_type: str
    unit: str
    periods: tuple[str, ...]
    figures: int
    marks: int
    recorded_at: datetime | None
    answer: tuple[str, ItemState] | None
    fresh: Fresh

    @property
    def span(self) -> str:
        """The periods it has, from first to last."""
        ends = dict.fromkeys((self.periods[0], self.periods[-1])) if self.periods else ()
        return "–".join(ends) if len(self.periods) < 3 or self.periods[-1].isdecimal() else " … ".join(ends)

    @property
    def status(self) -> Status:
        """How fresh it is, or that its agency had no figures to give for the last period."""
        last = self.periods[-1] if self.periods else ""
        if self.fresh.state is Freshness.FRESH and self.answer and self.answer[0] > last:
            word, shape = ANSWERS[self.answer[1]]
            return Status(Tone.DONE, f"{word} {self.answer[0]}", shape)
        return fresh_status(self.fresh)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tables, and how much the bank holds altogether."""

    rows: Sequence[Listed]
    held: int
    figures: int
    recorded_at: datetime | None


def catalogue(actor: Actor, *, as_of: datetime | None, at: datetime) -> Catalogue:
    """This will list the office's tables; those that are asked no more stay while the bank holds something of them."""
    rows = list_tables(actor.office, as_of=as_of, at=at)
    return Catalogue(
        rows=rows,
        held=sum(1 for row in rows if row.periods),
        figures=sum(row.figures for row in rows),
        recorded_at=max((row.recorded_at for row in rows if row.recorded_at), default=None),
    )


def list_tables(office: Office, *, as_of: datetime | None, at: datetime) -> list[Listed]:
    """This will list an office's tables as the bank has them now or had them at an instant, in three queries."""
    tables = _tables(office)
    holdings = _holdings(office, {row.pk: _key(row) for row in tables}, as_of)
    answers, today = _answers(office, as_of), local_date(office, as_of or at)
    latest = {_key(row): row for row in tables}
    return [
        _listed(row, holdings[key], answers.get(key), today)
        for key, row in latest.items()
        if row.is_current or holdings[key].recorded_at
    ]


def _tables(office: Office) -> list[Table]:
    """Every version, in the order of agencies; of the definition only what the list shows."""
    rows = Table.objects.filter(office=office).select_related("agency")
    return list(rows.order_by("agency__position", "agency__name", "code", "version"))


def _key(row: Table) -> Key:
    return row.agency_id, row.code


def _holdings(office: Office, keys: dict[UUID, Key], as_of: datetime | None) -> dict[Key, _Holding]:
    found: dict[Key, _Holding] = defaultdict(_Holding)
    for key, period, figures, marks, last in _held_now(office) if as_of is None else _held_then(office, keys, as_of):
        held = found[key]
        held.periods.add(period)
        held.figures += figures
        held.marks += marks
        held.recorded_at = max(filter(None, (held.recorded_at, last)))
    return found


def _held_now(office: Office) -> Iterator[_Count]:
    """Read, not counted: each change of the bank keeps its summary row."""
    rows = Holding.objects.filter(office=office).values_list(
        "agency_id", "code", "period", "figures", "marks", "recorded_at"
    )
    return (((agency, code), period, figures, marks, last) for agency, code, period, figures, marks, last in rows)


def _held_then(office: Office, keys: dict[UUID, Key], as_of: datetime) -> Iterator[_Count]:
    """Counted over the whole bank, for an instant of which nothing was kept."""
    counted = observations(office, as_of=as_of).values("table_id", "period")
    for one in counted.annotate(
        figures=Count("pk", filter=~Q(text="")), marks=Count("pk", filter=Q(text="")), last=Max("recorded_at")
    ):
        yield keys[one["table_id"]], one["period"], one["figures"], one["marks"], one["last"]


def _answers(office: Office, as_of: datetime | None) -> dict[Key, tuple[str, ItemState]]:
    """The last period for which an agency had no figures to give, and the office took that as the answer."""
    items = SubmissionItem.objects.filter(
        Q(decided_at__lte=as_of) if as_of else Q(), office=office, state__in=[state.value for state in ANSWERS]
    )
    rows = items.values_list(
        "requested_table__table__agency_id",
        "requested_table__table__code",
        "requested_table__request__round__period",
        "state",
    )
    found: dict[Key, tuple[str, ItemState]] = {}
    for agency, code, period, state in sorted(rows, key=lambda row: str(row[2])):
        found[agency, code] = (period, ItemState(state))
    return found


def _listed(row: Table, held: _Holding, answer: tuple[str, ItemState] | None, today: date) -> Listed:
    period_type = str(row.definition.get("period_type", ""))
    last = last_period([*held.periods, *([answer[0]] if answer else [])])
    return Listed(
        id=row.pk,
        code=row.code,
        title=row.title,
        agency=row.agency.name,
        level=row.level,
        classification=row.classification,
        is_priority=row.is_priority,
        period_type=period_type,
        unit=str(row.definition.get("unit", "")),
        periods=tuple(sorted(held.periods)),
        figures=held.figures,
        marks=held.marks,
        recorded_at=held.recorded_at,
        answer=answer,
        fresh=freshness(period_type_of(period_type), last, today=today, due_after_days=row.due_after_days),
    )


def fresh_status(fresh: Fresh) -> Status:
    """This will show how fresh a table is as word, shape and colour."""
    word = FRESH_WORDS[fresh.state][0]
    match fresh.state:
        case Freshness.FRESH:
            return Status(Tone.DONE, word)
        case Freshness.DUE:
            return Status(Tone.WAIT, f"{word} {fresh.awaited.code}")
        case Freshness.STALE:
            return Status(Tone.BAD, f"{word}: {fresh.awaited.code} belum ada")
        case Freshness.EMPTY:
            return Status(Tone.IDLE, word)
        case _:
            assert_never(fresh.state)


def list_spec(rows: Sequence[Listed]) -> ListSpec[Listed]:
    """This will describe the list; what can be chosen is what the rows have."""
    return ListSpec(
        name="katalog-bank-data",
        columns=(
            Column("tabel", "Tabel", lambda row: row.title),
            Column("kode", "Kode", lambda row: row.code),
            Column("opd", "Produsen data", lambda row: row.agency),
            Column("tingkat", "Tingkat", lambda row: row.level),
            Column("klasifikasi", "Klasifikasi", lambda row: row.classification),
            Column("prioritas", "Data prioritas", lambda row: "ya" if row.is_priority else ""),
            Column("periode", "Periode", lambda row: ", ".join(row.periods)),
            Column("angka", "Angka", lambda row: row.figures, numeric=True),
            Column("tanda", "Tanda tanpa angka", lambda row: row.marks, numeric=True),
            Column("satuan", "Satuan", lambda row: row.unit),
            Column("dicatat", "Terakhir dicatat", lambda row: row.recorded_at),
            Column("tempo", "Paling lambat", lambda row: row.fresh.due_on),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
        ),
        filters=_filters(rows),
        text=lambda row: f"{row.title} {row.code} {row.agency} {row.unit}",
        search_label="Cari judul, kode, atau OPD",
        kept=("pada",),
    )


def _filters(rows: Sequence[Listed]) -> Sequence[Filter[Listed]]:
    periods = sorted({period for row in rows for period in row.periods}, reverse=True)
    return (
        Filter("opd", "Produsen data", _choices(row.agency for row in rows), lambda row, name: row.agency == name),
        Filter("tingkat", "Tingkat", _choices(sorted({row.level for row in rows})), lambda row, at: row.level == at),
        Filter(
            "klasifikasi",
            "Klasifikasi",
            [(name, name.capitalize()) for name in CLASSES],
            lambda row, name: row.classification == name,
        ),
        Filter("periode", "Periode", [(one, one) for one in periods], lambda row, one: one in row.periods),
        Filter("prioritas", "Data prioritas", [("ya", "Ya")], lambda row, _: row.is_priority),
        Filter(
            "kemutakhiran",
            "Kemutakhiran",
            [(key, word) for word, key in FRESH_WORDS.values()],
            lambda row, key: FRESH_WORDS[row.fresh.state][1] == key,
        ),
        Filter(
            "isi",
            "Isi",
            [(HELD, "Ada angka"), (LACKING, "Belum ada angka")],
            lambda row, asked: bool(row.periods) == (asked == HELD),
        ),
    )


def _choices(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, word.capitalize() if word.islower() else word) for word in dict.fromkeys(words)]
