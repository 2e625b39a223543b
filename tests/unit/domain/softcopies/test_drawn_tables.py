"""Tables of any make: whatever the depth of headings, the totals and what stands around, the figures are found."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.domain.grids import Grid, Raw
from sektoral.domain.softcopies.reading import propose
from sektoral.domain.softcopies.regions import ColumnRole, RowRole
from tests.workbooks.drawn_softcopies import Drawn, draw, shifted

AREAS = ("Kualuh Hulu", "Kualuh Leidong", "Kualuh Hilir", "Aek Kuo", "Marbau", "Na IX-X", "Aek Natas", "Kualuh Selatan")
GROUPS = ("Luas Panen", "Jumlah Ternak", "Rumah Ibadah", "Sekolah Dasar")
LEAVES = ("Negeri", "Swasta", "Laki-laki", "Perempuan", "Baik", "Rusak")
HEADS = ("PEMERINTAH KABUPATEN LABUHANBATU UTARA", "DINAS PERTANIAN", "Tabel 3.1 Keadaan menurut Kecamatan")
NOTES = ("Sumber: Dinas Pertanian", "Catatan: angka sementara")


@st.composite
def tables(draw_from: st.DrawFn) -> Drawn:
    """Draw a table with one to three levels of headings."""
    groups = draw_from(st.lists(st.sampled_from(GROUPS), max_size=3, unique=True))
    leaves = draw_from(st.lists(st.sampled_from(LEAVES), min_size=0 if groups else 2, max_size=3, unique=True))
    first = draw_from(st.integers(2005, 2024))
    years = [first + step for step in range(draw_from(st.integers(0, 3)))]
    return draw(
        labels=draw_from(st.lists(st.sampled_from(AREAS), min_size=3, max_size=8, unique=True)),
        groups=groups,
        leaves=leaves,
        years=years,
        values=draw_from(st.lists(st.integers(2_200, 90_000), min_size=5, max_size=12, unique=True)),
        letterhead=HEADS[: draw_from(st.integers(0, 3))],
        notes=NOTES[: draw_from(st.integers(0, 2))],
        total=draw_from(st.sampled_from(("", "first", "last"))),
        numbered=draw_from(st.booleans()),
        numbering=draw_from(st.booleans()),
        gap=draw_from(st.integers(0, 2)),
    )


SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(tables())
def test_every_figure_is_found_with_its_label_its_headings_and_its_year(drawn):
    proposal = propose([drawn.grid])

    assert len(proposal.regions) == 1, proposal.sheets
    region = proposal.regions[0]
    columns = [column for column in region.columns if column.role in (ColumnRole.FIGURES, ColumnRole.TOTAL)]
    assert [column.heads for column in columns] == list(drawn.paths)
    labels = {row.row: row.label for row in region.rows}
    places = {column.column: number for number, column in enumerate(columns)}
    rows_of_totals = {row.row for row in region.rows if row.role is RowRole.TOTAL}
    assert rows_of_totals == set(drawn.totals)
    found = {
        (labels[one.reading.row], places[one.reading.column]): Decimal(one.reading.text)
        for one in region.figures()
        if one.reading.row not in rows_of_totals
    }
    assert found == drawn.figures
    for column, path in zip(columns, drawn.paths, strict=True):
        year = path[-1] if path[-1].isdecimal() else ""
        assert column.facts.period == year


@SLOW
@given(tables(), st.integers(0, 7), st.integers(0, 5))
def test_a_table_that_was_moved_is_the_same_table(drawn, down, right):
    here, there = propose([drawn.grid]).regions[0], propose([shifted(drawn.grid, down, right)]).regions[0]

    assert there.shape == here.shape
    assert [row.key for row in there.rows] == [row.key for row in here.rows]
    top, left, bottom, last = here.block
    assert there.block == (top + down, left + right, bottom + down, last + right)


@SLOW
@given(tables(), st.integers(1, 9))
def test_next_years_file_has_the_same_fingerprint(drawn, more):
    later = draw_later(drawn, more)

    assert propose([later]).regions[0].shape == propose([drawn.grid]).regions[0].shape


def draw_later(drawn: Drawn, more: int):
    """The same sheet with later years in its headings and other figures."""
    years = {path[-1]: str(int(path[-1]) + more) for path in drawn.paths if path[-1].isdecimal()}
    rows = [[_later(value, years, more) for value in line] for line in drawn.grid.rows]
    return Grid(drawn.grid.name, rows, merges=drawn.grid.merges)


def _later(value: Raw, years: dict[str, str], more: int) -> Raw:
    if isinstance(value, float):
        return value + more if value > 2_100 else value
    return years.get(value, value) if isinstance(value, str) else value
