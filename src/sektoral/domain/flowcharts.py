"""The SOP as a printed paper: identity block, two-column tables, and a flow table with lanes (Permenpan RB 35/2012)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sektoral.domain.papers import Frame


class SymbolKind(StrEnum):
    """The drawn symbols of an SOP AP; arrows and page connectors are found by the drawing, never given."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in a lane; `track` is its line within the row, from 0."""

    id: str
    lane: str
    kind: SymbolKind
    text: str
    track: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow between two symbols, by id; `label` is "Ya" or "Tidak" after a decision."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One row: Kegiatan, Kelengkapan, Waktu, Keluaran, Ket."""

    no: int
    activity: str
    inputs: str
    time: str
    outputs: str
    note: str = ""
    symbols: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The flow table; while `approved` is false the page says that the symbols' places are not yet approved.

    `columns` names No, Kegiatan, Pelaksana, Mutu Baku, Ket; `quality` the three columns below Mutu Baku.
    """

    title: str
    approved: bool
    columns: tuple[str, str, str, str, str]
    lanes: tuple[str, ...]
    quality: tuple[str, str, str]
    steps: tuple[FlowStep, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class InfoBlock:
    """One cell of the two-column tables: a numbered list, or one paragraph when `numbered` is false."""

    title: str
    text: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity block, each value as the office writes it; the approver is the frame's signature block."""

    number: str
    created: str
    revised: str
    effective: str
    name: str


@dataclass(frozen=True, slots=True)
class SopDocument:
    """The SOP: `agency` holds the lines beside the emblem, `blocks` the pairs of left and right cell."""

    frame: Frame
    title: str
    agency: tuple[str, ...]
    identity: Identity
    effective_on: date
    blocks: tuple[tuple[InfoBlock, InfoBlock], ...]
    chart: FlowChart
