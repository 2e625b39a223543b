"""Puts a round into the SOP's lane diagram: symbols and arrows from the SOP's version, their state from the round."""

from collections.abc import Mapping
from dataclasses import dataclass

from sektoral.domain import sop
from sektoral.ui.flow import Arrow, Chart, Kind, Lane, Reach, Symbol

NOT_APPROVED = "Susunan simbol belum disahkan; hanya Mulai dan Selesai yang tertulis dalam naskah SOP."
KINDS = {
    sop.SymbolKind.TERMINATOR: Kind.CAPSULE,
    sop.SymbolKind.PROCESS: Kind.BOX,
    sop.SymbolKind.DECISION: Kind.DIAMOND,
}
RETURN = (3, 2)  # from step 4 back to step 3 go the tables that the check returned
LONGEST_LINE = 8  # characters that fit into a box


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the round is at one symbol; `count` stands inside a box (`36/39`), `below` under it (`33 antre`)."""

    reach: Reach
    count: str = ""
    below: str = ""


def sop_chart(chart: sop.Chart, standings: Mapping[str, Standing], *, returned: str = "", title: str = "") -> Chart:
    """This will draw up the chart of a round: `standings` by symbol id, a symbol without one lies ahead.

    `returned` labels the arrow that runs back ("16 kembali"); `title` tells the whole state in words.
    """
    symbols = tuple(
        _symbol(symbol, row, chart, standings) for row, step in enumerate(chart.steps) for symbol in step.symbols
    )
    places = {symbol.key: symbol for symbol in symbols}
    return Chart(
        lanes=tuple(_lane(name) for name in chart.lanes),
        rows=len(chart.steps),
        symbols=symbols,
        arrows=tuple(_arrow(flow, places, returned) for flow in chart.flows),
        title=title or chart.title,
        note="" if chart.approved else NOT_APPROVED,
    )


def _symbol(symbol: sop.Symbol, row: int, chart: sop.Chart, standings: Mapping[str, Standing]) -> Symbol:
    standing = standings.get(symbol.id, Standing(Reach.AHEAD))
    tracks = sorted({other.track for other in chart.steps[row].symbols})
    lines = _lines(symbol.text) + ((standing.count,) if standing.count else ())
    return Symbol(
        key=symbol.id,
        row=row,
        lane=chart.lanes.index(symbol.lane),
        lines=lines,
        kind=KINDS[symbol.kind],
        track=tracks.index(symbol.track),
        tracks=len(tracks),
        reach=standing.reach,
        below=standing.below,
    )


def _arrow(flow: sop.Flow, places: Mapping[str, Symbol], returned: str) -> Arrow:
    """What leads back says why; what leads on is told by its place."""
    start, end = places[flow.start], places[flow.end]
    is_return = (start.row, end.row) == RETURN
    if is_return and returned:
        return Arrow(flow.start, flow.end, Reach.BACK, returned)
    if end.row < start.row or (end.row == start.row and end.track == start.track and end.lane < start.lane):
        return Arrow(flow.start, flow.end, label=flow.label)
    reach = Reach.AHEAD if end.reach is Reach.AHEAD else Reach.DONE
    return Arrow(flow.start, flow.end, reach)


def _lane(name: str) -> Lane:
    words = name.partition("/")[0].split()
    return Lane(lines=(words[0], " ".join(words[1:])) if len(words) > 1 else (words[0],), short=words[0])


def _lines(text: str) -> tuple[str, ...]:
    """Break a symbol's words into lines that fit."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONGEST_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
