"""What must hold of the arrows of an SOP: each joins two symbols, and the flow comes from Mulai to Selesai."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sektoral.domain.sop_faults import Faults, SopFault
from sektoral.domain.sop_text import FlowText, SopText, SymbolText, listed_symbols

START, END = "mulai", "selesai"  # the words of the two terminators


def check_arrows(raw: SopText) -> Faults:
    """Every arrow leads from one symbol to another that is there, and none is drawn twice."""
    keys = {symbol["id"] for _, symbol in listed_symbols(raw)}
    arrows = _arrows(raw)
    drawn = Counter((arrow["dari"], arrow["ke"]) for arrow in arrows)
    for at, arrow in enumerate(arrows):
        if arrow["dari"] not in keys:
            yield SopFault(f"panah-{at}-dari", "sop_arrow_end", {"key": arrow["dari"]})
        if arrow["ke"] not in keys:
            yield SopFault(f"panah-{at}-ke", "sop_arrow_end", {"key": arrow["ke"]})
        elif arrow["dari"] == arrow["ke"]:
            yield SopFault(f"panah-{at}-ke", "sop_arrow_to_itself")
        elif drawn[arrow["dari"], arrow["ke"]] > 1:
            yield SopFault(f"panah-{at}-ke", "sop_arrow_twice")


def check_decisions(raw: SopText) -> Faults:
    """A decision has two exits or more, each with words of its own."""
    for at, (_, symbol) in enumerate(listed_symbols(raw)):
        if not is_shape(symbol, "decision"):
            continue
        exits = _exits(raw, symbol)
        facts = {"words": symbol["teks"], "count": str(len(exits))}
        if len(exits) < 2:
            yield SopFault(f"simbol-{at}-bentuk", "sop_decision_exits", facts)
        labels = Counter(arrow["label"].casefold() for _, arrow in exits)
        for n, arrow in exits:
            if not arrow["label"] or labels[arrow["label"].casefold()] > 1:
                yield SopFault(f"panah-{n}-label", "sop_decision_label", facts)


def check_exits(raw: SopText) -> Faults:
    """What decides nothing has one exit; nothing follows Selesai, and nothing leads back to Mulai."""
    for at, (_, symbol) in enumerate(listed_symbols(raw)):
        exits = _exits(raw, symbol)
        if says(symbol, END):
            yield from (SopFault(f"panah-{n}-dari", "sop_after_end") for n, _ in exits)
        elif not is_shape(symbol, "decision") and len(exits) != 1:
            yield SopFault(f"simbol-{at}-id", "sop_one_exit", {"key": symbol["id"], "count": str(len(exits))})
    starts = {symbol["id"] for _, symbol in listed_symbols(raw) if says(symbol, START)}
    yield from (SopFault(f"panah-{n}-ke", "sop_before_start") for n, a in enumerate(_arrows(raw)) if a["ke"] in starts)


def check_reach(raw: SopText) -> Faults:
    """Every symbol is reached from Mulai, and from every symbol the flow comes to Selesai."""
    symbols = listed_symbols(raw)
    onward = _ways((arrow["dari"], arrow["ke"]) for arrow in _arrows(raw))
    back = _ways((arrow["ke"], arrow["dari"]) for arrow in _arrows(raw))
    starts = [s["id"] for _, s in symbols if says(s, START)]
    ends = [s["id"] for _, s in symbols if says(s, END)]
    if len(starts) != 1 or len(ends) != 1:
        return  # said already, and nothing is reached from nowhere
    reached, ending = _reached(onward, starts[0]), _reached(back, ends[0])
    for at, (_, symbol) in enumerate(symbols):
        if symbol["id"] not in reached:
            yield SopFault(f"simbol-{at}-id", "sop_unreached", {"key": symbol["id"]})
        elif symbol["id"] not in ending:
            yield SopFault(f"simbol-{at}-id", "sop_dead_end", {"key": symbol["id"]})


def _arrows(raw: SopText) -> list[FlowText]:
    return raw["bagan_alur"]["usulan_simbol"]["panah"]


def _exits(raw: SopText, symbol: SymbolText) -> list[tuple[int, FlowText]]:
    return [(n, arrow) for n, arrow in enumerate(_arrows(raw)) if arrow["dari"] == symbol["id"]]


def _ways(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    ways: dict[str, list[str]] = {}
    for start, end in pairs:
        ways.setdefault(start, []).append(end)
    return ways


def _reached(ways: Mapping[str, list[str]], start: str) -> frozenset[str]:
    seen, ahead = {start}, [start]
    while ahead:
        for key in ways.get(ahead.pop(), ()):
            if key not in seen:
                seen.add(key)
                ahead.append(key)
    return frozenset(seen)


def is_shape(symbol: SymbolText, kind: str) -> bool:
    """This will tell whether a symbol is drawn as `kind`."""
    return symbol["bentuk"] == kind


def says(symbol: SymbolText, word: str) -> bool:
    """This will tell whether a symbol is the terminator with this word."""
    return is_shape(symbol, "terminator") and symbol["teks"].casefold() == word
