"""What a person chose on the mapping page, read from the names of its fields; everything else is as proposed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sektoral.domain.softcopies.confirming import Said, Unit
from sektoral.domain.softcopies.filling import Filling, Gap
from sektoral.domain.softcopies.hints import NO_HINT, ROLES, Hint, Hints, Span, is_sound
from sektoral.intake.softcopies import Manner, read_manner

LEFT_OUT = "-"  # chosen in the place of a table: this region answers nothing
_FIELD = re.compile(r"w(\d{1,4})-(tabel|semua|dari|faktor|b(\d{1,7})|k(\d{1,5}))")
_GAP = re.compile(r"(T\d{2,4})-kosong(?:-(\d{1,5})\.(\d{1,5}))?")
_HINT = re.compile(r"w(\d{1,4})-(judul1|judul2|data1|data2|peran(\d{1,5})|periode(\d{1,5}))")
_CODE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """What was chosen for one region. `table` is `None` where nothing was; `first` is the first row of its picture."""

    table: str | None = None
    rows: Mapping[int, str] = field(default_factory=dict)
    columns: Mapping[int, str] = field(default_factory=dict)
    agreed: frozenset[Unit] = frozenset()
    shows_all: bool = False
    first: int = 0

    def said(self, table: str) -> Said:
        """What this says of a region that answers `table`."""
        return Said(table, self.rows, self.columns, self.agreed)


NOTHING_CHOSEN = RegionChoice()


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen on the whole page."""

    manner: Manner = field(default_factory=Manner)
    regions: Mapping[int, RegionChoice] = field(default_factory=dict)
    empty: Mapping[str, Filling] = field(default_factory=dict)  # by table: T01
    hints: Hints = field(default_factory=dict)  # by region; what is no sound one is left out

    def of(self, region: int) -> RegionChoice:
        """What was chosen for a region."""
        return self.regions.get(region, NOTHING_CHOSEN)


def read_choices(posted: Mapping[str, Sequence[str]]) -> Choices:
    """This will read the fields of the page; what is no field of it, or too long, is left out."""
    found: dict[int, _Region] = {}
    for name, values in posted.items():
        field_ = _FIELD.fullmatch(name)
        if field_ and values:
            found.setdefault(int(field_[1]), _Region()).take(field_, values)
    last = {name: values[-1] for name, values in posted.items() if values}
    return Choices(
        read_manner(last), {number: one.choice() for number, one in found.items()}, _read_empty(last), _read_hints(last)
    )


def _read_hints(posted: Mapping[str, str]) -> Hints:
    """How regions are to be read otherwise."""
    said: dict[int, dict[str, str]] = {}
    for name, value in posted.items():
        found = _HINT.fullmatch(name)
        if found and value.strip():
            said.setdefault(int(found[1]), {})[found[2]] = value.strip()[:_CODE_LENGTH]
    hints = {number: _hint(fields) for number, fields in said.items()}
    return {number: hint for number, hint in hints.items() if hint != NO_HINT and is_sound(hint)}


def _hint(said: Mapping[str, str]) -> Hint:
    roles = {role.value: role for role in ROLES}
    return Hint(
        heads=_span(said.get("judul1", ""), said.get("judul2", "")),
        body=_span(said.get("data1", ""), said.get("data2", "")),
        roles=tuple(
            (int(name[5:]), roles[value]) for name, value in said.items() if name[:5] == "peran" and value in roles
        ),
        periods=tuple((int(name[7:]), value) for name, value in said.items() if name[:7] == "periode"),
    )


def _span(first: str, last: str) -> Span | None:
    """Two rows, or one of them."""
    rows = _row(first), _row(last)
    return None if rows == (None, None) else rows


def _row(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def _read_empty(posted: Mapping[str, str]) -> Mapping[str, Filling]:
    """What is said of the cells that the file leaves empty, by table."""
    marks: dict[str, str] = {}
    cells: dict[str, dict[Gap, str]] = {}
    for name, value in posted.items():
        found = _GAP.fullmatch(name)
        if found and found[2]:
            cells.setdefault(found[1], {})[int(found[2]), int(found[3])] = value[:_CODE_LENGTH]
        elif found:
            marks[found[1]] = value[:_CODE_LENGTH]
    return {table: Filling(marks.get(table, ""), cells.get(table, {})) for table in {*marks, *cells}}


class _Region:
    """The fields of one region, as they come."""

    def __init__(self) -> None:
        self.table: str | None = None
        self.rows: dict[int, str] = {}
        self.columns: dict[int, str] = {}
        self.agreed: set[Unit] = set()
        self.shows_all = False
        self.first = 0

    def take(self, field_: re.Match[str], values: Sequence[str]) -> None:
        value = values[-1][:_CODE_LENGTH]
        match field_[2]:
            case "tabel":
                self.table = value
            case "semua":
                self.shows_all = bool(value)
            case "dari":
                self.first = int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else 0
            case "faktor":
                self.agreed = {(a, b) for a, bar, b in (one.partition("|") for one in values) if bar}
            case _ if value and field_[3]:
                self.rows[int(field_[3])] = value
            case _ if value and field_[4]:
                self.columns[int(field_[4])] = value

    def choice(self) -> RegionChoice:
        return RegionChoice(self.table, self.rows, self.columns, frozenset(self.agreed), self.shows_all, self.first)
