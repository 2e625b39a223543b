"""A table of the bank as a cube: what every export is written from, for the office and for the public."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sektoral.bank.queries.breaks import breaks_in
from sektoral.bank.queries.figures import Recorded, list_recorded
from sektoral.bank.queries.grid import whole
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.cubes import (
    REF_AREA,
    TIME_PERIOD,
    TOTAL,
    VARIABLE,
    Cube,
    Dimension,
    DimensionRole,
    Figure,
    Member,
    broken_marked,
)
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, categories
from sektoral.domain.numbers import OBS_STATUS
from sektoral.domain.periods import read_period
from sektoral.records.models import Code, Codelist, Office, Table

Labels = Mapping[tuple[str, str], str]  # (code list, code) -> label
TOTAL_LABEL = "Jumlah"


def cube_of(table: Table, *, at: datetime, as_of: datetime | None = None, periods: Collection[str] = ()) -> Cube:
    """This will read a table's figures that hold at `as_of`, or now at `at`; of `periods` alone where some are named.

    `table` may be any of its editions; the cube is laid out by the newest one.
    """
    known = [one for one in list_recorded(table, as_of=as_of) if one.holds(as_of)]
    kept = [one for one in known if not periods or one.period in periods]
    editions = definitions_of(table)
    definition = whole(editions, known)
    office = table.office
    dimensions = _dimensions(definition, kept, office)
    names = [one.code for one in dimensions]
    rows = {row.code: row for row in definition.rows}
    columns = {column.code: column for column in definition.columns}
    figures = [_figure(one, definition, rows[one.row], columns[one.column], names, office) for one in kept]
    cube = Cube(
        office=office.slug,
        office_name=f"{office.name} {office.regency}",
        region_code=office.region_code,
        agency=table.agency.code,
        agency_name=table.agency.name,
        table=table.code,
        edition=definition.version,
        title=definition.title,
        note=definition.note,
        classification=table.classification,
        period_type=definition.period_type,
        dimensions=tuple(dimensions),
        variables=definition.variables,
        figures=tuple(figures),
        as_of=as_of or at,
        breaks=breaks_in(editions, kept, as_of=as_of),
    )
    return replace(cube, figures=broken_marked(cube))


def _dimensions(table: TableDef, held: Sequence[Recorded], office: Office) -> list[Dimension]:
    lists = {name for row in table.rows for name, _ in categories(row.dims)}
    lists |= {name for column in table.columns for name, _ in column.dims}
    labels, names = _labels(table, office), _list_names(office, lists)
    periods = sorted({one.period for one in held}, key=lambda code: read_period(code).first_day)
    return [
        Dimension(REF_AREA, "Wilayah", DimensionRole.AREA, _areas(table, office)),
        Dimension(
            VARIABLE,
            "Variabel",
            DimensionRole.MEASURE,
            tuple(Member(one.code, one.name) for one in table.variables),
        ),
        *(
            Dimension(name.upper(), names.get(name, name), DimensionRole.CATEGORY, _members(table, name, labels))
            for name in sorted(lists)
        ),
        Dimension(
            TIME_PERIOD,
            "Periode",
            DimensionRole.TIME,
            tuple(Member(code, read_period(code).label) for code in periods),
        ),
    ]


def _areas(table: TableDef, office: Office) -> tuple[Member, ...]:
    """Rows without an area are about the whole regency."""
    found = {row.area: Member(row.area, row.label, row.area_bps) for row in table.rows if row.area}
    if any(not row.area for row in table.rows):
        found.setdefault(office.region_code, Member(office.region_code, office.regency))
    return tuple(found.values())


def _members(table: TableDef, name: str, labels: Labels) -> tuple[Member, ...]:
    """The codes of one code list, in the order of the table; the total last where some cells are not broken down."""
    cells = [dict((*categories(row.dims), *column.dims)) for row in table.rows for column in table.columns]
    codes = dict.fromkeys(cell[name] for cell in cells if name in cell)
    members = [Member(code, labels.get((name, code), code)) for code in codes]
    if any(name not in cell for cell in cells):
        members.append(Member(TOTAL, TOTAL_LABEL))
    return tuple(members)


def _labels(table: TableDef, office: Office) -> Labels:
    """What codes are called: by the office's code lists, else by the table's own heads."""
    found: dict[tuple[str, str], str] = {}
    for heads, pairs in _headed(table):
        for pair, head in zip(pairs, heads, strict=False):
            found.setdefault(pair, head)
    lists = {name for name, _ in found}
    rows = Code.objects.filter(codelist__office=office, codelist__code__in=lists)
    found.update({(name, code): label for name, code, label in rows.values_list("codelist__code", "code", "label")})
    return found


def _headed(table: TableDef) -> Iterable[tuple[Sequence[str], Sequence[tuple[str, str]]]]:
    for row in table.rows:
        yield [row.label], categories(row.dims)
    for column in table.columns:
        yield [head for head in (column.group, column.label) if head][-len(column.dims) :], column.dims


def _list_names(office: Office, lists: Collection[str]) -> Mapping[str, str]:
    return dict(Codelist.objects.filter(office=office, code__in=lists).values_list("code", "name"))


def codes_at(
    table: TableDef, row: RowDef, column: ColumnDef, period: str, *, names: Sequence[str], office: Office
) -> tuple[str, ...]:
    """This will give the codes of a cell in a cube with the dimensions `names`, in their order."""
    codes = {name.upper(): code for name, code in (*categories(row.dims), *column.dims)}
    codes[REF_AREA] = row.area or office.region_code
    codes[VARIABLE] = table.variable_at(row, column).code
    codes[TIME_PERIOD] = period
    return tuple(codes.get(name, TOTAL) for name in names)


def _figure(
    one: Recorded, table: TableDef, row: RowDef, column: ColumnDef, names: Sequence[str], office: Office
) -> Figure:
    return Figure(
        codes=codes_at(table, row, column, one.period, names=names, office=office),
        text=one.text,
        mark=one.mark,
        status=OBS_STATUS.get(one.mark, "A"),
        version=one.version,
        recorded_at=one.recorded_at,
        id=one.id,
    )
