"""The office's SOP as typed text: header block, lists, lanes and five steps (format of Permenpan RB 35/2012).

It holds words, not deadlines in force: those are settings of a round that began with this version.
"""

from dataclasses import dataclass
from enum import StrEnum


class TimeUnit(StrEnum):
    """In what a step's time is measured."""

    HOURS = "jam"
    WORKING_DAYS = "hari kerja"


class SymbolKind(StrEnum):
    """The flow chart's symbols of Permenpan RB 35/2012 that are placed; arrows and connectors follow from them."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long a step may take."""

    value: int
    unit: TimeUnit

    @property
    def text(self) -> str:
        """The words of the SOP: `5 hari kerja`."""
        return f"{self.value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol of the flow chart in its lane; `track` is its line of symbols within the row, from 0."""

    id: str
    lane: str
    kind: SymbolKind
    text: str
    track: int


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow between two symbols by their ids; `label` stands beside it (`Ya`, `Tidak`)."""

    start: str
    end: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class SopStep:
    """A row of the flow chart: Kegiatan, Kelengkapan, Waktu, Keluaran, Ket, and its symbols."""

    number: int
    activity: str
    completeness: str
    time_limit: TimeLimit
    output: str
    note: str
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Approver:
    """Who made the SOP valid (Disahkan oleh): the title is the SOP's, the person comes from a dated assignment."""

    title: str
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The flow chart. Executors are people, lanes are columns, the last of them a store: two different lists.

    While `approved` is false the place of each symbol is a proposal; only `surviving` ones stand in the SOP's text.
    """

    title: str
    columns: tuple[str, ...]
    lanes: tuple[str, ...]
    quality_columns: tuple[str, ...]
    steps: tuple[SopStep, ...]
    flows: tuple[Flow, ...]
    surviving: tuple[tuple[int, str, str], ...]  # (step, lane, text)
    approved: bool


@dataclass(frozen=True, slots=True)
class Sop:
    """One version of the procedure, word for word. Dates are text, because `-` stands for never."""

    institution: tuple[str, ...]
    title: str
    number: str
    made_on: str
    revised_on: str
    effective_on: str
    approver: Approver
    name: str
    legal_basis: tuple[str, ...]
    executors: tuple[str, ...]
    linkage: tuple[str, ...]
    equipment: tuple[str, ...]
    warning: str
    recording: str
    footnotes: tuple[str, ...]
    short_link_pattern: str
    chart: Chart

    def step(self, number: int) -> SopStep:
        """This will give a step by its number, from 1."""
        return self.chart.steps[number - 1]
