"""One figure: its versions, and the way it came, from the cell of a file to the event in the journal."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from sektoral.bank.queries.changes import whole_second
from sektoral.bank.queries.ends import End, Key, ends_of
from sektoral.bank.queries.figures import MARK_WORDS, figure_text
from sektoral.bank.queries.origin import origin_of
from sektoral.bank.queries.source_page import is_drawn
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState
from sektoral.records.actors import Actor
from sektoral.records.models import Observation
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Action, Fact, Status, Tone

P = Permission
BY_LETTER = (
    "Angka ini hanya berubah oleh kiriman baru produsen data, atau oleh perbaikan yang ditandatangani kepalanya dan "
    "diperiksa petugas lain."
)
OF_OLD_YEARS = (
    "Angka ini berasal dari impor tahun lama; tidak ada permintaan yang dapat diperbaiki. Jalannya: impor baru untuk "
    "tabel dan periode yang sama, dengan sumber dan alasannya, yang diterima petugas lain."
)
ONLY_OFFICE = "Berkas asli hanya untuk Walidata, Pembina Data, dan auditor."


@dataclass(frozen=True, slots=True)
class Edition:
    """One version in the history. `until` is when it was superseded; `pada` reads the bank just after it came.

    `by` let it into the bank, `reason` says why it took the place of the one before; `ended` is the answer that left
    the figure out, where none took its place.
    """

    id: int
    number: int
    text: str
    sup: str
    words: str
    recorded_at: datetime
    until: datetime | None
    explanation: str
    letter: str
    letter_url: str
    by: str
    reason: str
    ended: End | None
    is_shown: bool
    status: Status
    pada: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Which way a figure can be corrected, in words; `url` where this person may begin it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ValuePage:
    """One figure as the page shows it. `later` is the version that holds now, where this one does not."""

    id: int
    table: UUID
    table_title: str
    title: str
    text: str
    sup: str
    words: str
    unit: str
    exact: str
    period: str
    status: Status
    is_sample: bool
    explanation: str
    origin: Sequence[Fact]
    softcopy: Action
    source_url: str
    correction: Correction
    editions: Sequence[Edition]
    later: int


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the cell is called, and in what it is measured."""

    title: str
    unit: str
    decimals: int


def fetch_observation(actor: Actor, pk: int) -> Observation:
    """This will give one version of a figure of the actor's office, with its origin. Raises `NotFound`."""
    found = _with_origin(Observation.objects.filter(office=actor.office, pk=pk)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def value_page(actor: Actor, asked: Observation, *, as_of: datetime | None) -> ValuePage:
    """This will read a figure's page; an instant before the version shows the one that held then.

    Raises `NotFound` (`figure_not_recorded_then`) where the bank knew nothing of it yet.
    """
    every = list(
        _with_origin(Observation.objects.filter(office=actor.office, series=asked.series)).order_by("-version")
    )
    known = [one for one in every if as_of is None or one.recorded_at <= as_of]
    if not known:
        raise NotFound("figure_not_recorded_then")
    one = next((each for each in known if each.pk == asked.pk), known[0])
    labels = _labels(one)
    current = next((each.pk for each in known if _holds(each, as_of)), 0)
    return ValuePage(
        id=one.pk,
        table=one.table_id,
        table_title=one.table.title,
        title=labels.title,
        text=_text(one, labels),
        sup=one.mark if one.text else "",
        words=MARK_WORDS.get(one.mark, ""),
        unit=labels.unit,
        exact=one.text,
        period=one.period,
        status=_status(one, as_of),
        is_sample=bool(one.table.definition.get("sample")),
        explanation=one.explanation,
        origin=origin_of(actor, one),
        softcopy=_softcopy(actor, one),
        source_url=reverse("bank:source", args=[one.pk]) if is_drawn(one) and actor.may(P.SEE_ALL_SUBMISSIONS) else "",
        correction=_correction(actor, one, is_current=current == one.pk and as_of is None),
        editions=_editions(actor, one, known, as_of),
        later=current if current != one.pk else 0,
    )


def _with_origin(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """The cells of the item may be many and are never shown here."""
    return rows.select_related(
        "office",
        "table__agency",
        "submission__office",
        "submission__request__round",
        "submission__transcript",
        "submission__file",
        "submission__received_by",
        "file__stored_by",
        "letter",
        "item__decided_by",
        "item__requested_table",
        "imported__received_by",
        "imported__decided_by",
    ).defer("item__cells", "submission__totals", "submission__refusal_facts", "letter__content", "letter__signed_as")


def _labels(one: Observation) -> _Labels:
    table = canonical.read(TableDef, one.table.definition)
    row = next(row for row in table.rows if row.code == one.row)
    column = next(column for column in table.columns if column.code == one.column)
    variable = table.variable_at(row, column)
    parts = [row.label, column.group, column.label]
    return _Labels(", ".join(dict.fromkeys(part for part in parts if part)), variable.unit, variable.decimals)


def _text(one: Observation, labels: _Labels) -> str:
    return figure_text(one.text, labels.decimals) if one.text else one.mark


def _holds(one: Observation, as_of: datetime | None) -> bool:
    return one.superseded_at is None or (as_of is not None and one.superseded_at > as_of)


def _status(one: Observation, as_of: datetime | None) -> Status:
    if not _holds(one, as_of):
        return Status(Tone.IDLE, "Tidak berlaku lagi")
    return Status(Tone.DONE, "Berlaku" if as_of is None else "Berlaku saat itu")


def _editions(
    actor: Actor, shown: Observation, known: Sequence[Observation], as_of: datetime | None
) -> Sequence[Edition]:
    labels, ends = _labels(shown), ends_of(shown.table)
    begun = {one.recorded_at for one in known}
    return [
        Edition(
            id=one.pk,
            number=one.version,
            text=_text(one, labels),
            sup=one.mark if one.text else "",
            words=MARK_WORDS.get(one.mark, ""),
            recorded_at=one.recorded_at,
            until=None if _holds(one, as_of) else one.superseded_at,
            explanation=one.explanation,
            letter=one.letter.number if one.letter else "",
            letter_url=page_url("letters:letter", one.letter.pk) if one.letter and actor.may(P.SEE_LETTERS) else "",
            by=_let_in_by(one),
            reason=one.reason,
            ended=_end_of(one, ends, begun, as_of),
            is_shown=one.pk == shown.pk,
            status=_status(one, as_of),
            pada=whole_second(one.recorded_at),
        )
        for one in known
    ]


def _let_in_by(one: Observation) -> str:
    source = one.item or one.imported
    return source.decided_by.name if source and source.decided_by else ""


def _end_of(one: Observation, ends: Mapping[Key, End], begun: Set[datetime], as_of: datetime | None) -> End | None:
    if _holds(one, as_of) or one.superseded_at is None or one.superseded_at in begun:
        return None
    return ends.get((one.period, one.superseded_at))


def _correction(actor: Actor, one: Observation, *, is_current: bool) -> Correction:
    """Nothing for a version that holds no longer: it stays as it was."""
    if not is_current:
        return Correction("")
    if one.item is None:
        return Correction(OF_OLD_YEARS)
    requested = one.item.requested_table
    may = actor.may(P.ENTER_FOR_AGENCY) and requested.state == ItemState.STORED
    url = page_url("step3:correct", requested.request_id, requested.sheet) if may else ""
    return Correction(BY_LETTER, f"{url}#{one.cell}" if url else "")


def _softcopy(actor: Actor, one: Observation) -> Action:
    may = actor.may(P.SEE_ALL_SUBMISSIONS)
    refusal = "Berkas sudah dimusnahkan menurut berita acara." if one.file.purged_at else "" if may else ONLY_OFFICE
    url = page_url("bank:softcopy", one.pk)
    return Action("Unduh berkas asalnya", url, icon="arrow-down-tray", refusal=refusal, key="berkas")
