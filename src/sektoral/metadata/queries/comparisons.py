"""The agencies' figures beside those of BPS: a table's own page, and which tables lie apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from sektoral.bank.queries.figures import NONE, list_recorded
from sektoral.bank.queries.grid import whole
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import plain_text
from sektoral.domain.references import Comparison, Place, Values, amount_at, compare, places_of
from sektoral.records.actors import Actor
from sektoral.records.models import Observation, ReferenceFigure, Table
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, Filter, ListSpec

Key = tuple[str, str, str]  # row, column, period
APART, CLOSE, ALONE = "jauh", "dekat", "sendiri"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A place of the table in one period: the agency's figure, the publisher's, and what lies between."""

    place: str
    period: str
    publisher: str
    publication: str
    explanation: str
    compared: Comparison
    elsewhen: str = ""  # the agency's latest figure of that place, where it has none of the period

    @property
    def own(self) -> str:
        """The agency's figure in writing; `…` where the bank has none for that place and period."""
        return _written(self.compared.own) or "…"

    @property
    def reference(self) -> str:
        """The publisher's figure in writing."""
        return _written(self.compared.reference)

    @property
    def difference(self) -> str:
        """Own minus reference, with its sign."""
        return _signed(self.compared.difference)

    @property
    def percent(self) -> str:
        """The difference in per cent of the reference, with its sign."""
        return _signed(self.compared.percent)

    @property
    def kind(self) -> str:
        """Beyond the threshold, within it, or nothing to compare."""
        if self.compared.own is None:
            return ALONE
        return APART if self.compared.is_apart else CLOSE


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The page of one table; `concepts` are the agency's, `publications` the others'."""

    id: UUID
    title: str
    agency: str
    unit: str
    rows: Sequence[ComparedRow]
    apart: int
    threshold: int
    concepts: Sequence[tuple[str, str]]
    note: str
    publications: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table that has reference figures, in the list of all."""

    id: UUID
    title: str
    agency: str
    compared: int
    apart: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A line of the template that a publisher's figures are filled into."""

    place: Place
    period: str


def comparison_page(table: Table) -> ComparisonPage:
    """This will compare a table with what publishers state of it."""
    definition = _definition(table)
    rows = compared_rows(table, definition)
    return ComparisonPage(
        id=table.pk,
        title=definition.title,
        agency=table.agency.name,
        unit=definition.unit,
        rows=rows,
        apart=sum(1 for row in rows if row.kind == APART),
        threshold=settings.COMPARISON_PERCENT,
        concepts=[(one.name, f"{one.concept}. {one.definition}") for one in definition.variables],
        note=definition.note,
        publications=list(dict.fromkeys((row.publisher, row.publication) for row in rows)),
    )


def compared_rows(table: Table, definition: TableDef) -> Sequence[ComparedRow]:
    """This will list what can be compared: periods from new to old, places in the order of the table."""
    places = {(place.row, place.column): (at, place) for at, place in enumerate(places_of(definition))}
    values, explained = _values(table), _explanations(table)
    found = [
        (at, one, compare(amount_at(place, values.get(one.period, {})), Decimal(one.text), threshold=_threshold()))
        for one in _current(table)
        if (one.row, one.column) in places
        for at, place in [places[one.row, one.column]]
    ]
    found.sort(key=lambda row: row[0])
    found.sort(key=lambda row: row[1].period, reverse=True)
    return [
        ComparedRow(
            place=_place_words(places[one.row, one.column][1]),
            period=one.period,
            publisher=one.publisher,
            publication=one.publication,
            explanation=explained.get((one.row, one.column, one.period), ""),
            compared=compared,
            elsewhen=_latest(places[one.row, one.column][1], values) if compared.own is None else "",
        )
        for _, one, compared in found
    ]


def list_compared(actor: Actor) -> Sequence[ComparedTable]:
    """This will list the tables that have reference figures; those that lie apart come first."""
    figures = ReferenceFigure.objects.filter(office=actor.office, replaced_at__isnull=True).order_by()
    keys = {(agency, code): at for agency, code, at in figures.values_list("agency_id", "code", "added_at")}
    tables = Table.objects.filter(office=actor.office, is_current=True, agency_id__in={agency for agency, _ in keys})
    found = []
    for table in tables.select_related("agency", "office"):
        if (table.agency_id, table.code) in keys:
            rows = compared_rows(table, _definition(table))
            apart = sum(1 for row in rows if row.kind == APART)
            at = keys[table.agency_id, table.code]
            found.append(ComparedTable(table.pk, table.title, table.agency.name, len(rows), apart, at))
    return sorted(found, key=lambda one: (-one.apart, one.title))


def template_lines(table: Table) -> Sequence[TemplateLine]:
    """This will list the places of a table for the last period that the bank holds, else for the year before."""
    periods = sorted(_values(table))
    period = periods[-1] if periods else ""
    return [TemplateLine(place, period) for place in places_of(_definition(table))]


def template_spec(table: Table) -> ListSpec[TemplateLine]:
    """This will describe the template; its heads are those that the reading looks for."""
    return ListSpec(
        name=f"pembanding-{table.code}",
        columns=(
            Column("kode_baris", "kode_baris", lambda line: line.place.row),
            Column("baris", "baris", lambda line: line.place.row_label),
            Column("kode_kolom", "kode_kolom", lambda line: line.place.column),
            Column("kolom", "kolom", lambda line: line.place.column_label),
            Column("periode", "periode", lambda line: line.period),
            Column("angka", "angka", lambda line: None, numeric=True),
        ),
    )


def comparison_spec(table: Table) -> ListSpec[ComparedRow]:
    """This will describe the comparison as a list and as a file."""
    return ListSpec(
        name=f"perbandingan-{table.code}",
        columns=(
            Column("rincian", "Rincian", lambda row: row.place),
            Column("periode", "Periode", lambda row: row.period),
            Column("opd", "Angka OPD", lambda row: row.compared.own, numeric=True),
            Column("pembanding", "Angka pembanding", lambda row: row.compared.reference, numeric=True),
            Column("selisih", "Selisih", lambda row: row.compared.difference, numeric=True),
            Column("persen", "Selisih, persen", lambda row: row.compared.percent, numeric=True),
            Column("penjelasan", "Penjelasan OPD", lambda row: row.explanation, on_page=False),
            Column("penerbit", "Penerbit", lambda row: row.publisher, on_page=False),
            Column("publikasi", "Publikasi", lambda row: row.publication, on_page=False),
        ),
        filters=(
            Filter(
                "selisih",
                "Selisih",
                [(APART, "Lewat ambang"), (CLOSE, "Dalam ambang"), (ALONE, "Belum ada angka OPD")],
                lambda row, kind: row.kind == kind,
            ),
        ),
    )


def _definition(table: Table) -> TableDef:
    return whole(definitions_of(table), list_recorded(table, as_of=None))


def _threshold() -> int:
    return int(settings.COMPARISON_PERCENT)


def _current(table: Table) -> Sequence[ReferenceFigure]:
    rows = ReferenceFigure.objects.filter(agency_id=table.agency_id, code=table.code, replaced_at__isnull=True)
    return list(rows.order_by("period", "publisher"))


def _values(table: Table) -> Mapping[str, dict[tuple[str, str], Decimal | None]]:
    """What the bank holds now, by period; `–` says that there is none of it."""
    found: dict[str, dict[tuple[str, str], Decimal | None]] = {}
    for one in list_recorded(table, as_of=None):
        if one.holds(None):
            amount = Decimal(one.text) if one.text else Decimal(0) if one.mark == NONE else None
            found.setdefault(one.period, {})[one.row, one.column] = amount
    return found


def _latest(place: Place, values: Mapping[str, Values]) -> str:
    """`399.306 pada 2025`: shown, and not compared, for it is of another period."""
    for period in sorted(values, reverse=True):
        amount = amount_at(place, values[period])
        if amount is not None:
            return f"{_written(amount)} pada {period}"
    return ""


def _explanations(table: Table) -> Mapping[Key, str]:
    rows = Observation.objects.filter(
        office_id=table.office_id,
        table__in=Table.objects.filter(agency_id=table.agency_id, code=table.code),
        superseded_at__isnull=True,
    )
    said = rows.exclude(explanation="").values_list("row", "column", "period", "explanation")
    return {(row, column, period): text for row, column, period, text in said}


def _place_words(place: Place) -> str:
    return f"{place.row_label}, {place.column_label}" if place.row_label != place.column_label else place.row_label


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else number_text(plain_text(amount))


def _signed(amount: Decimal | None) -> str:
    if amount is None:
        return "–"
    return f"+{_written(amount)}" if amount > 0 else _written(amount)
