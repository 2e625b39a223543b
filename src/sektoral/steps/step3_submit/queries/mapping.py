"""The mapping page: each region of the file as a picture, the table it answers, what is in doubt, and the preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from sektoral.domain.periods import read_period
from sektoral.domain.roles import Permission
from sektoral.domain.softcopies.doubts import doubt_sentence
from sektoral.domain.softcopies.footing import Footing, footings
from sektoral.domain.softcopies.hints import NO_HINT, to_json
from sektoral.domain.softcopies.links import UnitQuestion
from sektoral.domain.softcopies.refusals import refusal_sentence
from sektoral.domain.softcopies.regions import Region, SheetState
from sektoral.intake.softcopies import DELIMITERS, ENCODINGS, Window, window_of, written_manner
from sektoral.records.actors import Actor
from sektoral.steps.step3_submit.queries.being_made import being_made
from sektoral.steps.step3_submit.queries.choices import LEFT_OUT
from sektoral.steps.step3_submit.queries.lines import LOOKS, LineChoice, Options, column_lines, options_of, row_lines
from sektoral.steps.step3_submit.queries.mapping_preview import Preview, preview_of
from sektoral.steps.step3_submit.queries.picture import LEGEND, Picture, picture_of
from sektoral.steps.step3_submit.queries.structure import Structure, structure_of
from sektoral.steps.step3_submit.queries.understanding import Matched, Understood
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Status
from sektoral.ui.formats import date_text, number_text

WINDOW_ROWS = 40
TOTALS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that differs from the one asked for. `value` is what the tick box sends."""

    value: str
    label: str
    question: str
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class RegionView:
    """One region. `prefix` begins the names of its fields; `table` is the chosen one, empty for none."""

    number: int
    prefix: str
    place: str
    title: str
    table: str
    status: Status | None
    kept: str
    doubts: tuple[str, ...]
    picture: Picture
    rows: Sequence[LineChoice]
    columns: Sequence[LineChoice]
    options: Options
    units: tuple[Unit, ...]
    totals: tuple[Footing, ...]
    totals_agree: int
    unused: tuple[str, ...]
    shows_all: bool
    new_table_url: str
    structure: Structure

    @property
    def open_rows(self) -> Sequence[LineChoice]:
        """The rows that are to be looked at."""
        return [one for one in self.rows if one.is_open]

    @property
    def open_columns(self) -> Sequence[LineChoice]:
        """The columns that are to be looked at."""
        return [one for one in self.columns if one.is_open]


@dataclass(frozen=True, slots=True)
class Style:
    """How the numbers of the file, or its text, are read. `asked` is a text that only a person can read."""

    locale: str
    asked: str
    is_text: bool
    delimiter: str
    encoding: str


@dataclass(frozen=True, slots=True)
class MappingPage:
    """Everything on the page. `refusal` says why the file holds nothing that could answer a table; `hurdle` why what
    is shown cannot be approved yet. `being_made` are new tables that the instrument does not have yet."""

    key: UUID
    request: UUID
    file: str
    file_url: str
    version: int
    period: str
    tables: tuple[tuple[str, str], ...]
    regions: tuple[RegionView, ...]
    empty_sheets: tuple[str, ...]
    style: Style
    preview: Preview
    seal: str
    refusal: str
    hurdle: str
    is_kept: bool
    unused_periods: tuple[tuple[str, int], ...]
    being_made: tuple[str, ...]
    legend: Sequence[Status] = LEGEND
    left_out: str = LEFT_OUT
    delimiters: tuple[tuple[str, str], ...] = tuple(DELIMITERS.items())
    encodings: tuple[str, ...] = ENCODINGS


def mapping_page(understood: Understood, actor: Actor, *, at: datetime) -> MappingPage:
    """This will lay out what was understood of a file, with the preview of what would be stored."""
    submission, choices = understood.submission, understood.choices
    windows = [_window(understood, one) for one in understood.regions]
    preview = preview_of(understood, at=at)
    proposal = understood.proposal
    style = Style(
        locale=understood.transcript.locale,
        asked=proposal.question.detail if proposal.question else "",
        is_text=any(window.format == "csv" for window in windows),
        delimiter=choices.manner.delimiter or next((window.delimiter for window in windows), ""),
        encoding=choices.manner.encoding or next((window.encoding for window in windows), ""),
    )
    may_write = actor.may(Permission.WRITE_TABLES)
    return MappingPage(
        key=submission.pk,
        request=submission.request_id,
        file=submission.file.name,
        file_url=page_url("step3:file", submission.request_id, submission.file_id),
        version=submission.version,
        period=read_period(understood.definition.period).label.lower(),
        tables=tuple((sheet, f"{sheet} · {table.title}") for sheet, table in understood.definition.sheets),
        regions=tuple(
            _region(one, understood, window, may_write=may_write)
            for one, window in zip(understood.regions, windows, strict=True)
        ),
        empty_sheets=tuple(_sheets_left(understood)),
        style=style,
        preview=preview,
        seal=understood.seal,
        refusal=refusal_sentence(proposal.refusal, proposal.detail) if proposal.refusal else "",
        hurdle=hurdle_of(understood) or (preview.refusal.text if preview.refusal else ""),
        is_kept=any(one.kept for one in understood.regions),
        unused_periods=tuple(sorted(understood.answered.other_periods.items())),
        being_made=being_made(understood),
    )


def _window(understood: Understood, one: Matched) -> Window:
    """The rows around the region that are asked for, at first those in which it begins."""
    top = one.region.block[0]
    first = one.choice.first or (1 if top < WINDOW_ROWS // 2 else top - 3)
    manner, file = understood.choices.manner, understood.submission.file
    return window_of(file, manner, sheet=one.region.sheet, row=first, rows=WINDOW_ROWS)


def _region(one: Matched, understood: Understood, window: Window, *, may_write: bool) -> RegionView:
    region, match, choice = one.region, one.match, one.choice
    prefix = f"w{region.number}-"
    table = dict(understood.definition.sheets).get(one.table)
    every = choice.shows_all
    totals = list(footings(region))
    return RegionView(
        number=region.number,
        prefix=prefix,
        place=f"{region.sheet}!{region.address}",
        title=region.title,
        table=one.table,
        status=LOOKS[match.certainty] if match else None,
        kept=_kept(one),
        doubts=tuple(_doubts(one)),
        picture=picture_of(window, region, WINDOW_ROWS),
        rows=row_lines(region, match, choice.rows, prefix, every=every) if match else (),
        columns=column_lines(region, match, choice.columns, prefix, every=every) if match else (),
        options=options_of(table) if table else Options((), ()),
        units=tuple(_unit(question, one) for question in match.units) if match else (),
        totals=tuple(sorted(totals, key=lambda total: total.agrees)[:TOTALS_AT_MOST]),
        totals_agree=sum(total.agrees for total in totals),
        unused=tuple(_unused(one)),
        shows_all=every,
        new_table_url=_new_table_url(understood, region) if may_write else "",
        structure=structure_of(region, understood.choices.hints.get(region.number, NO_HINT), prefix),
    )


def _new_table_url(understood: Understood, region: Region) -> str:
    url = page_url("setup:table_new", understood.submission.pk, region.number)
    hints = understood.corrections.hints
    corrected = {"pembetulan": to_json(hints)} if hints else {}
    said = urlencode({**written_manner(understood.choices.manner), **corrected})
    return f"{url}?{said}" if url and said else url


def _kept(one: Matched) -> str:
    if one.kept is None:
        return ""
    kept = one.kept
    return (
        f"Pemetaan tersimpan dipakai: bentuknya sama dengan {kept.submission.file.name}, "
        f"disetujui {kept.confirmed_by.name}, {date_text(kept.confirmed_at.date())}."
    )


def _doubts(one: Matched) -> Iterable[str]:
    doubts = (*one.region.doubts, *(one.match.doubts if one.match else ()))
    for doubt in doubts:
        said = doubt_sentence(doubt)
        yield f"{said} ({one.region.sheet}!{doubt.cell})" if doubt.cell else said


def _unit(question: UnitQuestion, one: Matched) -> Unit:
    written = question.found.written
    if question.factor:
        words = f"{written} → {question.asked}, kalikan {number_text(question.factor)}"
    else:
        words = f"Berkas menulis “{written}”, tabel meminta “{question.asked}”; angkanya memang dalam {question.asked}"
    return Unit(
        value=f"{question.column}|{written}",
        label=f"{words} ({number_text(question.cells)} angka)",
        question=question.column,
        is_agreed=question not in one.questions,
    )


def _unused(one: Matched) -> Iterable[str]:
    """What of the region answers nothing: rows and columns with figures that are not asked for."""
    if one.match is None:
        return
    rows = {row.row: row.label for row in one.region.rows}
    columns = {column.column: column for column in one.region.columns}
    taken_rows = {link.line for link in one.match.rows}
    for row in one.match.left_rows:
        if row not in taken_rows:
            yield f"Baris {row}: {rows.get(row, '')}".rstrip(": ")
    for number in one.match.left_columns:
        column = columns.get(number)
        if column and number not in {link.line for link in one.match.columns}:
            yield f"Kolom {column.letters}: {' · '.join(column.heads)}".rstrip(": ")


def _sheets_left(understood: Understood) -> Iterable[str]:
    """Sheets that hold nothing for us, each with the reason."""
    for sheet in understood.proposal.sheets:
        if sheet.state is SheetState.REFUSED:
            yield f"{sheet.name}: {refusal_sentence(sheet.refusal, sheet.detail)}"
        elif sheet.state is SheetState.EMPTY:
            yield f"{sheet.name}: kosong"


def hurdle_of(understood: Understood) -> str:
    """This will tell what is to be done before what is shown can be approved; empty where nothing is."""
    if understood.proposal.question and not understood.choices.manner.locale:
        return "Tentukan dahulu arti tanda titik atau koma pada angka di berkas ini."
    if not understood.transcript.is_taken:
        return "Belum ada isi berkas yang dipasangkan dengan tabel yang diminta."
    if all(one.period for one in understood.transcript.answers):
        asked = read_period(understood.definition.period).label.lower()
        return f"Berkas ini tidak memuat angka {asked} yang diminta, hanya periode lain."
    if any(one.questions for one in understood.regions):
        return (
            "Setujui dahulu satuan yang berbeda pada pilihan di atas; angka tidak pernah dikalikan tanpa persetujuan."
        )
    return ""
