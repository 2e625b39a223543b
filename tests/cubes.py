"""Cubes to write: one by hand with every mark, and whatever Hypothesis thinks of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, TOTAL, VARIABLE, Cube, Dimension, DimensionRole, Figure, Member
from sektoral.domain.instruments import ValueKind, VariableDef
from sektoral.domain.numbers import FLAGS, MARKS, OBS_STATUS, plain_text
from sektoral.domain.periods import PeriodType, read_period

AT = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
FORMULAS = ("=1+1", "+62812", "-2+3", "@SUM(A1)", '=HYPERLINK("http://contoh.test")', " =1", "|calc", "\t=1")
PRINTED = tuple(dict.fromkeys(mark for _, mark in MARKS.values()))
PERIODS = {
    PeriodType.YEAR: ("2023", "2024", "2025"),
    PeriodType.SEMESTER: ("2024-S2", "2025-S1"),
    PeriodType.QUARTER: ("2025-Q1", "2025-Q4"),
    PeriodType.MONTH: ("2025-01", "2025-12"),
}


def figure(codes: Sequence[str], text: str, mark: str = "") -> Figure:
    return Figure(tuple(codes), text, mark, OBS_STATUS[mark], 1, AT)


def variable(code: str, name: str = "Penduduk", unit: str = "jiwa") -> VariableDef:
    return VariableDef(code, name, unit, "jumlah", ValueKind.INDEX, 2, "Konsep", "Definisi")


def cube(dimensions: Sequence[Dimension], variables: Sequence[VariableDef], figures: Sequence[Figure]) -> Cube:
    return Cube(
        office="labura",
        office_name="Dinas Kominfo Kabupaten Contoh",
        region_code="12.23",
        agency="dukcapil",
        agency_name="Dinas Dukcapil",
        table="penduduk-kec",
        edition=2,
        title="Jumlah penduduk menurut kecamatan",
        note="Keadaan akhir tahun.",
        classification="terbuka",
        period_type="tahunan",
        dimensions=tuple(dimensions),
        variables=tuple(variables),
        figures=tuple(figures),
        as_of=AT,
    )


def areas(*pairs: tuple[str, str]) -> Dimension:
    members = tuple(Member(code, label, code.replace(".", "") + "0") for code, label in pairs)
    return Dimension(REF_AREA, "Wilayah", DimensionRole.AREA, members)


def time(*codes: str) -> Dimension:
    members = tuple(Member(code, read_period(code).label) for code in codes)
    return Dimension(TIME_PERIOD, "Periode", DimensionRole.TIME, members)


def measures(variables: Sequence[VariableDef]) -> Dimension:
    return Dimension(VARIABLE, "Variabel", DimensionRole.MEASURE, tuple(Member(v.code, v.name) for v in variables))


def every_mark() -> Cube:
    """Each mark, each flag, zero, a gap, and numbers that a double does not hold."""
    variables = [variable("jumlah"), variable("rasio", "Rasio", "%")]
    sexes = Dimension(
        "JENIS_KELAMIN",
        "Jenis kelamin",
        DimensionRole.CATEGORY,
        (Member("L", "Laki-laki"), Member("P", "Perempuan"), Member(TOTAL, "Jumlah")),
    )
    places = areas(("12.23.01", "Kualuh Hulu"), ("12.23.02", "=1+1"))
    texts = ["0", "1234567890123456789012345678.0123456789", "-0.5", "0.1", "12", "9007199254740993"]
    cells = [(text, "") for text in texts] + [("", mark) for mark in PRINTED] + [("7", flag) for flag in FLAGS]
    keys = product(("12.23.01", "12.23.02"), ("jumlah", "rasio"), ("L", "P", TOTAL), ("2024", "2025"))
    figures = [figure(key, *cell) for key, cell in zip(keys, cells, strict=False)]
    return cube([places, measures(variables), sexes, time("2024", "2025")], variables, figures)


_LABELS = st.sampled_from(FORMULAS) | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20
).filter(str.strip)
_CODES = st.sampled_from(("12.23.01", "0-4", "_T1", "laki laki", "km²", "≥60", "A")) | st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="'"), min_size=1, max_size=6
)
_NUMBERS = st.builds(
    lambda whole, places: plain_text(Decimal(whole).scaleb(-places)),
    st.integers(-(10**28) + 1, 10**28 - 1),
    st.integers(0, 10),
)
_CELLS = (
    st.tuples(_NUMBERS | st.just("0"), st.sampled_from(("", *FLAGS)))
    | st.tuples(st.just(""), st.sampled_from(PRINTED))
    | st.just(("", ""))
)


@st.composite
def cubes(draw: st.DrawFn) -> Cube:
    """Whatever a table may become, and somewhat more: odd codes, labels like formulas, sparse figures, no figures."""
    kind = draw(st.sampled_from(PeriodType))
    variables = [
        variable(code, draw(_LABELS), draw(_LABELS))
        for code in draw(st.lists(_CODES, min_size=1, max_size=3, unique=True))
    ]
    names = draw(st.lists(st.sampled_from(("JENIS_KELAMIN", "KELOMPOK-UMUR", "FREQ", "1X")), max_size=2, unique=True))
    members = st.lists(st.tuples(_CODES, _LABELS), min_size=1, max_size=3, unique_by=lambda pair: pair[0])
    categories = [
        Dimension(
            name,
            draw(_LABELS),
            DimensionRole.CATEGORY,
            (*(Member(*pair) for pair in draw(members)), Member(TOTAL, "Jumlah")),
        )
        for name in names
    ]
    dimensions = [areas(*draw(members)), measures(variables), *categories, time(*PERIODS[kind])]
    keys = list(product(*([member.code for member in one.members] for one in dimensions)))
    chosen = draw(st.lists(st.sampled_from(keys), max_size=12, unique=True))
    made = cube(dimensions, variables, [figure(key, *draw(_CELLS)) for key in chosen])
    return replace(made, period_type=kind.value, title=draw(_LABELS), note=draw(st.just("") | _LABELS))


Held = dict[tuple[str, ...], tuple[str, str, str]]  # codes -> exact text, mark, status


def held(one: Cube) -> Held:
    """What every reader must find again."""
    return {each.codes: (each.text, each.mark, each.status) for each in one.figures}
