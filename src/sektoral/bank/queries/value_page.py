"""One figure: its versions, and the way it came, from the cell of a file to the event in the journal."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sektoral.bank.queries.changes import whole_second
from sektoral.bank.queries.confirmed import confirmed_facts
from sektoral.bank.queries.ends import End, Key, ends_of
from sektoral.bank.queries.figures import MARK_WORDS, figure_text
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import BulkImport, Event, Letter, Observation, Submission
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Action, Fact, Status, Tone
from sektoral.ui.formats import moment_text, number_text, size_text

P = Permission
CHANNELS = {
    "workbook": "isian Excel",
    "browser": "formulir di peramban",
    "google_form": "Google Form",
    "softcopy": "softcopy lain",
    "flashdisk": "flash disk",
    "paper": "kertas, dimasukkan petugas",
    "whatsapp": "WhatsApp",
    "telephone": "telepon",
}
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
        origin=_origin(actor, one),
        softcopy=_softcopy(actor, one),
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


def _origin(actor: Actor, one: Observation) -> Sequence[Fact]:
    """The chain, in the order in which the figure travelled."""
    zone = ZoneInfo(one.office.time_zone)
    file = [
        Fact("Berkas", one.file.name, note=size_text(one.file.size)),
        Fact("Lembar dan sel", f"{one.sheet}!{one.cell}", is_code=True),
    ]
    travelled = (
        _sent(actor, one, one.submission, zone, file) if one.submission else _imported(one, one.imported, zone, file)
    )
    return [*travelled, _event(actor, one, zone), Fact("SHA-256 berkas", one.file.sha256, is_code=True)]


def _imported(one: Observation, imported: BulkImport | None, zone: ZoneInfo, file: Sequence[Fact]) -> Sequence[Fact]:
    """The way of a figure of old years: who brought the file, from where, and who let it in."""
    if imported is None:
        raise AssertionError("a figure comes from a submission or from an import")
    brought = moment_text(imported.received_at, zone)
    facts = [
        Fact("Produsen data", one.table.agency.name),
        *file,
        Fact("Sumber angka lama", imported.source),
        Fact("Diimpor oleh", imported.received_by.name, note=brought),
    ]
    if imported.decided_by and imported.decided_at:
        facts.append(Fact("Diterima oleh", imported.decided_by.name, note=moment_text(imported.decided_at, zone)))
    return facts


def _sent(actor: Actor, one: Observation, sending: Submission, zone: ZoneInfo, file: Sequence[Fact]) -> Sequence[Fact]:
    way = CHANNELS.get(sending.channel, sending.channel)
    sent = f"{moment_text(sending.received_at, zone)}, {way}, oleh {sending.received_by.name}"
    facts = [
        Fact("Produsen data", one.table.agency.name, note=sending.request.round.title),
        *file,
        *confirmed_facts(one),
        *_typing(actor, one, sending, zone),
        Fact("Pengiriman", f"Kiriman ke-{sending.version}", _sending_url(actor, sending), note=sent),
        *_stated(sending, zone),
        *_papers(actor, one, zone),
    ]
    item = one.item
    if item and item.decided_by and item.decided_at:
        when = moment_text(item.decided_at, zone)
        facts.append(Fact("Diperiksa dan diterima", item.decided_by.name, note=when))
    return facts


def _typing(actor: Actor, one: Observation, sending: Submission, zone: ZoneInfo) -> Sequence[Fact]:
    """Who typed the figure and when, and from which page of what; nothing for a figure that stands in a file."""
    typed = one.file
    if sending.transcript_id != typed.pk:
        return []
    by = typed.stored_by.name if typed.stored_by else "–"
    facts = [Fact("Diketik oleh", by, note=f"dikirim {moment_text(typed.stored_at, zone)}")]
    if sending.file_id == typed.pk:
        return facts
    draft = sending.drafts.first()
    saved = draft.content.get("tables", {}).get(one.sheet, {}) if draft else {}
    page = f"halaman {saved['page']}" if saved.get("page") else ""
    seen = page_url("step3:file", sending.request_id, sending.file_id) if actor.may(P.SEE_ALL_SUBMISSIONS) else ""
    return [*facts, Fact("Diketik dari", sending.file.name, seen, note=page)]


def _stated(sending: Submission, zone: ZoneInfo) -> Sequence[Fact]:
    """When it came, as the office says, and what proves that; nothing where only the server's time is known."""
    if sending.stated_received_at is None:
        return []
    when = moment_text(sending.stated_received_at, zone)
    return [Fact("Diterima menurut petugas", when, note=sending.stated_evidence)]


def _sending_url(actor: Actor, sending: Submission) -> str:
    return page_url("step3:request", sending.request_id) if actor.may(P.SEE_ALL_SUBMISSIONS) else ""


def _papers(actor: Actor, one: Observation, zone: ZoneInfo) -> Sequence[Fact]:
    receipt = Letter.objects.filter(
        office=actor.office, submission=one.submission, kind=LetterKind.RECEIPT, agency__isnull=True
    ).first()
    papers = (("Tanda terima", receipt), ("Surat pengiriman", one.letter))
    return [
        Fact(
            label,
            letter.number or "tanpa nomor",
            page_url("letters:letter", letter.pk) if actor.may(P.SEE_LETTERS) else "",
            note=f"ditandatangani {moment_text(letter.signed_at, zone)}" if letter.signed_at else "",
        )
        for label, letter in papers
        if letter is not None
    ]


def _event(actor: Actor, one: Observation, zone: ZoneInfo) -> Fact:
    found = Event.objects.filter(office_id=actor.office.pk, sequence=one.event).first()
    note = f"{moment_text(found.at, zone)}; sidik jari {found.hash[:16]}…" if found else "tidak ditemukan"
    journal = page_url("board:journal") if found and actor.may(P.SEE_JOURNAL) else ""
    url = f"{journal}?tentang={found.about_id}" if found and journal else ""
    return Fact("Jurnal", f"Peristiwa nomor {number_text(one.event)}", url, note=note)


def _softcopy(actor: Actor, one: Observation) -> Action:
    may = actor.may(P.SEE_ALL_SUBMISSIONS)
    refusal = "Berkas sudah dimusnahkan menurut berita acara." if one.file.purged_at else "" if may else ONLY_OFFICE
    url = page_url("bank:softcopy", one.pk)
    return Action("Unduh berkas asalnya", url, icon="arrow-down-tray", refusal=refusal, key="berkas")
