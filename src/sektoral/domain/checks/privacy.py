"""Personal data: columns of NIK, family-card, telephone or e-mail refuse the file; counts of 1 to 4 are pointed out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sektoral.domain.checks.readings import TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Grid, Raw, column_letters
from sektoral.domain.instruments import ValueKind, VariableDef
from sektoral.domain.layout import COVER, MANIFEST

PEOPLE = frozenset(
    {"orang", "jiwa", "penduduk", "anak", "bayi", "balita", "kasus", "pasien", "siswa", "pegawai", "peserta"}
)
SMALL = range(1, 5)
_NIK = re.compile(r"(?:1[1-9]|[2-9][0-9])[0-9]{4}(?:0[1-9]|[1-6][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{6}")
_PHONE = re.compile(r"(?:\+?62|0)8[0-9]{8,11}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[\w-]+(?:\.[\w-]+)+")
_HEADS: dict[str, re.Pattern[str]] = {
    "NIK/KK": re.compile(r"\b(?:nik|ktp|kk|nomor induk kependudukan|kartu keluarga)\b", re.IGNORECASE),
    "telepon": re.compile(r"\b(?:hp|telp\w*|telepon|handphone|wa|whatsapp)\b", re.IGNORECASE),
    "e-mail": re.compile(r"e-?mail|surel", re.IGNORECASE),
}
_AT_LEAST = {"NIK/KK": 2, "telepon": 3, "e-mail": 3}  # values in one column without a telling head
_OWN_SHEETS = frozenset({COVER, MANIFEST})
_SHORTEST = 10
_BETWEEN = " .-'\t\n\r\xa0"  # what people write between the digits of a number
_WITHOUT_BETWEEN = str.maketrans("", "", _BETWEEN)


def personal_columns(grids: Sequence[Grid]) -> list[str]:
    """Name the columns with personal data: `T01 kolom M (NIK/KK)`."""
    return [f"{grid.name} kolom {column_letters(column)} ({kind})" for grid in grids
            if grid.name not in _OWN_SHEETS for column, kind in _personal(grid)]  # fmt: skip


def is_about_people(variable: VariableDef) -> bool:
    """Whether a variable counts people."""
    return variable.kind is ValueKind.COUNT and variable.unit.casefold() in PEOPLE


def check_small_counts(reading: TableReading) -> Iterator[Finding]:
    """Counts of people from 1 to 4 might point at somebody."""
    for one in reading.values():
        if is_about_people(one.variable) and one.value.number is not None and one.value.number in SMALL:
            yield reading.fault_at("small_count", one)


def _personal(grid: Grid) -> Iterator[tuple[int, str]]:
    values: Counter[tuple[int, str]] = Counter()
    for _, column, value in grid.places():
        kind = _kind(value)
        if kind:
            values[column, kind] += 1
    heads = _heads(grid) if values else frozenset()  # most files hold nothing of the kind
    for (column, kind), count in sorted(values.items()):
        if count >= _AT_LEAST[kind] or (column, kind) in heads:
            yield column, kind


def _heads(grid: Grid) -> frozenset[tuple[int, str]]:
    """The columns with a word that tells of personal data, and of which kind."""
    return frozenset(
        (column, kind)
        for _, column, value in grid.places()
        if isinstance(value, str) and len(value) <= 40
        for kind, words in _HEADS.items()
        if words.search(value)
    )


def _kind(value: Raw) -> str:
    """Which kind of personal data one value looks like."""
    if isinstance(value, int | float):
        return "NIK/KK" if 1e15 <= value < 1e16 and _NIK.fullmatch(str(int(value))) else ""
    if not isinstance(value, str) or len(value) > 100:
        return ""
    if "@" in value:
        return "e-mail" if _EMAIL.fullmatch(value.strip()) else ""
    bare = value.rstrip(_BETWEEN)
    if len(bare) < _SHORTEST or not bare[-1].isdigit():
        return ""
    bare = bare.translate(_WITHOUT_BETWEEN)
    if _NIK.fullmatch(bare):
        return "NIK/KK"
    return "telepon" if _PHONE.fullmatch(bare) else ""
