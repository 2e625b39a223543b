"""Of the data bank: nothing accepted is lost or doubled, nothing was changed, and it adds up to what was uploaded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import pairwise
from uuid import UUID

from django.db.models import QuerySet

from sektoral.bank.queries import exact_sum
from sektoral.domain.states import ImportState, ItemState
from sektoral.intake.reading import CheckedTable, check_workbook
from sektoral.records import triggers
from sektoral.records.models import Answer, BulkImport, Event, Observation, Office, Submission, SubmissionItem
from sektoral.steps.step3_submit.actions.reading import values_digest

Key = tuple[str, str, str]  # row, column, period
Read = tuple[str, str, str, str, UUID | None]  # text, mark, sheet, cell, file
Figure = tuple[str, str, str, str]  # row, column, text, mark


def check_accepted(office: Office, at: datetime) -> Iterator[str]:
    """I1: no accepted figure is lost: what each acceptance signed for still comes out of the bank."""
    events = Event.objects.filter(office_id=office.pk, kind="item.stored").order_by("sequence")
    items = {str(item.pk): item for item in _items(office).filter(pk__in=[event.about_id for event in events])}
    for event in events:
        item = items.get(event.about_id)
        if item is None:
            yield f"Peristiwa {event.sequence} menyimpan butir yang tidak ada lagi."
            continue
        figures = _bank_after(item, event)
        if event.facts.get("values") != len(figures) or event.facts.get("sha256") != _digest_of(item, figures):
            yield f"{_name(item)}: isi Bank Data tidak sama dengan yang diterima pada peristiwa {event.sequence}."


def check_current_once(office: Office, at: datetime) -> Iterator[str]:
    """I2: nothing is doubled: each series has one current figure, and each cell of a file stands in it once."""
    current = Observation.objects.filter(office=office, superseded_at__isnull=True).values_list("series", flat=True)
    yield from (f"{series} berlaku {n} kali." for series, n in Counter(current).items() if n > 1)
    cells = Observation.objects.filter(office=office, item__isnull=False).values_list("item", "file", "sheet", "cell")
    yield from (
        f"Sel {sheet}!{cell} dari butir {item} tersimpan {n} kali."
        for (item, _, sheet, cell), n in Counter(cells).items()
        if n > 1
    )


def check_versions(office: Office, at: datetime) -> Iterator[str]:
    """I3: append-only: versions run 1 to n without a gap, each from an acceptance, and the triggers stand guard."""
    yield from (f"Pemicu {name} tidak terpasang di basis data." for name in triggers.missing())
    entries = Event.objects.filter(office_id=office.pk, kind__in=["item.stored", "import.stored"])
    stored = {event.sequence: event for event in entries}
    gone = _withdrawals(office)
    rows = (
        Observation.objects.filter(office=office)
        .select_related("table", "submission", "imported")
        .order_by("series", "version")
    )
    by_series: dict[str, list[Observation]] = defaultdict(list)
    for row in rows.iterator():
        by_series[row.series].append(row)
        name, event = f"{row.series} versi {row.version}", stored.get(row.event)
        if event is None or (event.about_id, event.at) != (str(row.item_id or row.imported_id), row.recorded_at):
            yield f"{name} tidak berasal dari peristiwa penerimaan."
        if not _is_number_of(row) or row.file_id not in _files_of(row):
            yield f"{name}: angka atau berkas asalnya tidak sesuai dengan yang diterima."
        if row.superseded_at and (row.table.agency_id, row.table.code, row.period, row.superseded_at) not in gone:
            yield f"{name} berhenti berlaku tanpa jawaban baru."
    for series, versions in by_series.items():
        yield from _gaps(series, versions)


def check_sums(office: Office, at: datetime) -> Iterator[str]:
    """I14: figure by figure and in sum, the bank holds exactly the cells of the uploaded files, read again."""
    stored = _items(office).filter(observations__isnull=False).distinct()
    files = Submission.objects.filter(items__in=stored, file__purged_at__isnull=True).distinct()
    for submission in files.select_related(
        "file", "transcript", "instrument", "request__agency", "request__office", "request__round"
    ):
        read = check_workbook(submission, at=at)
        if read.refusal_code:
            yield f"Kiriman {_submission_name(submission)} tidak terbaca lagi: {read.refusal_code}."
            continue
        for item in stored.filter(submission=submission):
            yield from _differences(item, read.tables.get(item.requested_table.sheet))


def _files_of(row: Observation) -> frozenset[UUID | None]:
    """The files in which the figure may stand."""
    if row.imported is not None:
        return frozenset({row.imported.file_id})
    sending = row.submission
    return frozenset({sending.file_id, sending.transcript_id}) if sending else frozenset()


def _is_number_of(row: Observation) -> bool:
    """The number beside the text; SQLite keeps some fifteen digits of it, the column ten decimals."""
    if row.number is None or not row.text:
        return row.number is None and not row.text
    exact = Decimal(row.text)
    return abs(row.number - exact) <= max(Decimal("1e-10"), abs(exact) * Decimal("1e-14"))


def _withdrawals(office: Office) -> frozenset[tuple[UUID, str, str, datetime]]:
    """Agency, table, period and instant of every accepted answer and every import: only these end a figure."""
    at = dict(
        Event.objects.filter(
            office_id=office.pk, kind__in=["item.stored", "item.nil_accepted", "item.unavailable_accepted"]
        ).values_list("about_id", "at")
    )
    tables = ((item, item.requested_table.table) for item in _items(office).filter(pk__in=list(at)))
    answers = (
        (table.agency_id, table.code, item.submission.request.round.period, at[str(item.pk)]) for item, table in tables
    )
    return frozenset(answers) | _corrections(office)


def _corrections(office: Office) -> frozenset[tuple[UUID, str, str, datetime]]:
    """The same of the old years that were stored."""
    rows = BulkImport.objects.filter(office=office, state=ImportState.STORED).select_related("table")
    return frozenset(
        (one.table.agency_id, one.table.code, period, one.decided_at)
        for one in rows
        for period in one.periods
        if one.decided_at
    )


def _items(office: Office) -> QuerySet[SubmissionItem]:
    related = ("submission__request__round", "requested_table__table__agency", "submission__request__agency")
    return SubmissionItem.objects.filter(office=office).select_related(*related)


def _bank_after(item: SubmissionItem, event: Event) -> Sequence[Figure]:
    """What the bank held of the item's table right after the event."""
    table = item.requested_table.table
    rows = Observation.objects.filter(
        table__agency=table.agency, table__code=table.code, period=item.submission.request.round.period
    ).filter(event__lte=event.sequence)
    newest: dict[str, Observation] = {}
    for row in rows.order_by("version"):
        newest[row.series] = row
    holds = partial(_held, event=event)
    return [(row.row, row.column, row.text, row.mark) for row in newest.values() if holds(row)]


def _held(row: Observation, event: Event) -> bool:
    return row.superseded_at is None or row.superseded_at > event.at or row.event == event.sequence


def _digest_of(item: SubmissionItem, figures: Iterable[Figure]) -> str:
    cells = tuple(
        {
            "sheet": "",
            "row": row,
            "column": column,
            "cell": "",
            "text": text,
            "mark": mark,
            "status": "",
            "source_text": "",
            "explanation": "",
        }
        for row, column, text, mark in figures
    )
    table = CheckedTable("", Answer(item.answer), item.reason, cells, tuple(item.earlier))  # type: ignore[arg-type]
    return values_digest(table)


def _gaps(series: str, versions: Sequence[Observation]) -> Iterator[str]:
    numbers = [row.version for row in versions]
    if numbers != list(range(1, len(versions) + 1)):
        yield f"{series}: versinya {numbers}, tidak berurutan dari 1."
    for earlier, later in pairwise(versions):
        if earlier.superseded_at is None or earlier.superseded_at > later.recorded_at:
            yield f"{series}: versi {earlier.version} masih berlaku ketika versi {later.version} dicatat."


def _differences(item: SubmissionItem, table: CheckedTable | None) -> Iterator[str]:
    rows, source = list(item.observations.all()), dict(_read_again(item, table))
    for row in rows:
        stored = (row.text, row.mark, row.sheet, row.cell, row.file_id)
        if source.get((row.row, row.column, row.period)) != stored:
            yield f"{_name(item)} sel {row.cell}: Bank Data {row.text or row.mark}, berkas tidak demikian."
    if item.state == ItemState.STORED and len(rows) == len(source):
        bank, file = _sum(row.text for row in rows), _sum(text for text, *_ in source.values())
        if bank != file:
            yield f"{_name(item)}: jumlah di Bank Data {bank}, di berkas {file}."


def _read_again(item: SubmissionItem, table: CheckedTable | None) -> Iterator[tuple[Key, Read]]:
    """What the files say now, by row, column and period."""
    submission = item.submission
    asked = submission.request.round.period
    for cell in (*table.cells, *table.earlier) if table else ():
        if cell["text"] or cell["mark"]:
            file = submission.transcript_id if cell.get("typed") else submission.file_id
            key = (cell["row"], cell["column"], str(cell.get("period", asked)))
            yield key, (cell["text"], cell["mark"], cell["sheet"], cell["cell"], file)


def _sum(texts: Iterable[str]) -> str:
    return exact_sum([text for text in texts if text])


def _name(item: SubmissionItem) -> str:
    return f"{_submission_name(item.submission)} {item.requested_table.table.code}"


def _submission_name(submission: Submission) -> str:
    return f"{submission.request.agency.code} kiriman {submission.version}"
