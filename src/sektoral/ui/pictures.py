"""What the board shows at a glance: the completeness grid and the rows beside the lane diagram, as frozen values."""

from dataclasses import dataclass

from sektoral.ui.components import Clock, Status


@dataclass(frozen=True, slots=True)
class Mark:
    """One table of one agency in the completeness grid."""

    status: Status
    title: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """An agency and the tables it owes; `short` is its known short name on narrow screens."""

    name: str
    short: str
    url: str
    marks: tuple[Mark, ...]
    done: int

    @property
    def total(self) -> int:
        """How many tables it owes."""
        return len(self.marks)

    @property
    def said(self) -> str:
        """The marks in words, as `5 tersimpan, 1 dikembalikan`."""
        counts: dict[str, int] = {}
        for mark in self.marks:
            counts[mark.status.word] = counts.get(mark.status.word, 0) + 1
        return ", ".join(f"{count} {word[:1].lower()}{word[1:]}" for word, count in counts.items())


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark's meaning with its count."""

    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the SOP chart beside the drawing."""

    number: int
    activity: str
    clock: Clock
    status: Status
    output: str
    is_now: bool = False
    url: str = ""
