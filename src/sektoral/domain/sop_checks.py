"""What must hold of an SOP before it goes to be signed: faults as values, each at its field on the page of a revision.

A draft may have any of them; what it says is kept as it was typed. The sentences stand in `sop_sentences.py`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sektoral.domain.errors import Invalid
from sektoral.domain.periods import read_date
from sektoral.domain.sop import SymbolKind, TimeUnit
from sektoral.domain.sop_text import FlowText, SopText, SymbolText, listed_symbols

STEPS = 5  # the program's own: a sixth row would be a step that nothing runs
LONGEST_TIME = 99
MOST_LANES = 8  # as many columns as a landscape sheet has room for
MOST_TRACKS = 3  # lines of symbols within a row
LONGEST_WORDS = 24  # characters inside a symbol
START, END = "mulai", "selesai"  # the words of the two terminators
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class SopFault:
    """What is wrong, by its code, and the field of the page (`place`) where it is mended; `facts` fill the sentence."""

    place: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


Faults = Iterator[SopFault]


def check_sop(raw: SopText) -> tuple[SopFault, ...]:
    """This will give all faults of an SOP, in the order of its page."""
    return tuple(fault for check in CHECKS for fault in check(raw))


# ── Words ──────────────────────────────────────────────────────────────────


def check_words(raw: SopText) -> Faults:
    """Every part of the header block and every list says something."""
    header = raw["kepala"]
    words: Mapping[str, object] = {
        "instansi": raw["instansi"],
        "judul": raw["judul"],
        "nomor": header["Nomor SOP"],
        "nama": header["Nama SOP"],
        "jabatan": header["Disahkan oleh"]["jabatan"],
        "dasar_hukum": raw["dasar_hukum"],
        "pelaksana": raw["pelaksana"],
        "keterkaitan": raw["keterkaitan"],
        "peralatan": raw["peralatan"],
        "peringatan": raw["peringatan"],
        "pencatatan": raw["pencatatan_dan_pendataan"],
        "bagan": raw["bagan_alur"]["judul"],
        "lajur": raw["bagan_alur"]["pelaksana"],
    }
    yield from (SopFault(name, "sop_empty") for name, said in words.items() if not said)


def check_dates(raw: SopText) -> Faults:
    """The day on which the SOP was first made can be read; the other two are the day of its signature."""
    made_on = raw["kepala"]["Tanggal Pembuatan"]
    try:
        read_date(made_on)
    except Invalid:
        yield SopFault("pembuatan", "sop_date", {"date": made_on})


def check_steps(raw: SopText) -> Faults:
    """There are the program's five steps in their order; each says what is done and in what time."""
    steps = raw["bagan_alur"]["langkah"]
    if [step["no"] for step in steps] != list(range(1, STEPS + 1)):
        yield SopFault("langkah", "sop_steps")
    for step in steps:
        place, (value, _, unit) = f"langkah-{step['no']}", step["waktu"].partition(" ")
        words = {"kegiatan": step["kegiatan"], "kelengkapan": step["kelengkapan"]}
        yield from (SopFault(f"{place}-{name}", "sop_empty") for name, said in words.items() if not said)
        if not step["keluaran"]:
            yield SopFault(f"{place}-keluaran", "sop_output_empty")
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= LONGEST_TIME):
            yield SopFault(f"{place}-nilai", "sop_time", {"time": value, "most": str(LONGEST_TIME)})
        if unit not in list(TimeUnit):
            yield SopFault(f"{place}-satuan", "sop_unit", {"unit": unit})
        elif step["no"] == 3 and unit != TimeUnit.WORKING_DAYS:
            yield SopFault(f"{place}-satuan", "sop_unit_of_letters")  # the request letter writes days in words


# ── Lanes and symbols ──────────────────────────────────────────────────────


def check_lanes(raw: SopText) -> Faults:
    """The columns are few enough for the sheet and none stands there twice."""
    lanes = raw["bagan_alur"]["pelaksana"]
    if len(lanes) > MOST_LANES:
        yield SopFault("lajur", "sop_lanes_many", {"most": str(MOST_LANES)})
    yield from (SopFault("lajur", "sop_lane_twice", {"lane": name}) for name, n in Counter(lanes).items() if n > 1)


def check_keys(raw: SopText) -> Faults:
    """Every symbol has a key of its own, by which arrows and the board know it."""
    symbols = listed_symbols(raw)
    keys = Counter(symbol["id"] for _, symbol in symbols)
    for at, (_, symbol) in enumerate(symbols):
        key = symbol["id"]
        if not KEY.fullmatch(key):
            yield SopFault(f"simbol-{at}-id", "sop_key", {"key": key})
        elif keys[key] > 1:
            yield SopFault(f"simbol-{at}-id", "sop_key_twice", {"key": key})


def check_symbols(raw: SopText) -> Faults:
    """Every symbol is one of the three that are placed (Permenpan RB 35/2012), in a known lane, and says something."""
    lanes = raw["bagan_alur"]["pelaksana"]
    for at, (_, symbol) in enumerate(listed_symbols(raw)):
        if symbol["pelaksana"] not in lanes:
            yield SopFault(f"simbol-{at}-pelaksana", "sop_lane_unknown", {"lane": symbol["pelaksana"]})
        if symbol["bentuk"] not in list(SymbolKind):
            yield SopFault(f"simbol-{at}-bentuk", "sop_shape", {"shape": symbol["bentuk"]})
        if not 0 < len(symbol["teks"]) <= LONGEST_WORDS:
            yield SopFault(f"simbol-{at}-teks", "sop_symbol_words", {"most": str(LONGEST_WORDS)})


def check_places(raw: SopText) -> Faults:
    """Every symbol stands in one of the five rows on a place of its own, and no row is without one."""
    symbols = listed_symbols(raw)
    places = Counter(_place(number, symbol) for number, symbol in symbols)
    for at, (number, symbol) in enumerate(symbols):
        if not 1 <= number <= STEPS:
            yield SopFault(f"simbol-{at}-langkah", "sop_symbol_step")
        if not 0 <= symbol["baris"] < MOST_TRACKS:
            yield SopFault(f"simbol-{at}-baris", "sop_track", {"most": str(MOST_TRACKS)})
        elif places[_place(number, symbol)] > 1:
            facts = {"step": str(number), "lane": symbol["pelaksana"]}
            yield SopFault(f"simbol-{at}-baris", "sop_place_taken", facts)
    present = {number for number, _ in symbols}
    yield from (SopFault(f"langkah-{n}", "sop_step_bare") for n in range(1, STEPS + 1) if n not in present)


def _place(number: int, symbol: SymbolText) -> tuple[int, str, int]:
    return number, symbol["pelaksana"], symbol["baris"]


def check_terminators(raw: SopText) -> Faults:
    """The flow begins once and ends once: one terminator says Mulai, one Selesai, and there is no third."""
    said = [(at, s["teks"].casefold()) for at, (_, s) in enumerate(listed_symbols(raw)) if _is(s, "terminator")]
    for word in (START, END):
        count = sum(text == word for _, text in said)
        if count != 1:
            yield SopFault("simbol", "sop_terminator", {"word": word.capitalize(), "count": str(count)})
    yield from (SopFault(f"simbol-{at}-teks", "sop_terminator_words") for at, text in said if text not in (START, END))


# ── Arrows ─────────────────────────────────────────────────────────────────


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
        if not _is(symbol, "decision"):
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
        if _says(symbol, END):
            yield from (SopFault(f"panah-{n}-dari", "sop_after_end") for n, _ in exits)
        elif not _is(symbol, "decision") and len(exits) != 1:
            yield SopFault(f"simbol-{at}-id", "sop_one_exit", {"key": symbol["id"], "count": str(len(exits))})
    starts = {symbol["id"] for _, symbol in listed_symbols(raw) if _says(symbol, START)}
    yield from (SopFault(f"panah-{n}-ke", "sop_before_start") for n, a in enumerate(_arrows(raw)) if a["ke"] in starts)


def check_reach(raw: SopText) -> Faults:
    """Every symbol is reached from Mulai, and from every symbol the flow comes to Selesai."""
    symbols = listed_symbols(raw)
    onward = _ways((arrow["dari"], arrow["ke"]) for arrow in _arrows(raw))
    back = _ways((arrow["ke"], arrow["dari"]) for arrow in _arrows(raw))
    starts = [s["id"] for _, s in symbols if _says(s, START)]
    ends = [s["id"] for _, s in symbols if _says(s, END)]
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


def _is(symbol: SymbolText, kind: str) -> bool:
    return symbol["bentuk"] == kind


def _says(symbol: SymbolText, word: str) -> bool:
    return _is(symbol, "terminator") and symbol["teks"].casefold() == word


CHECKS: tuple[Callable[[SopText], Faults], ...] = (
    check_words,
    check_dates,
    check_steps,
    check_lanes,
    check_keys,
    check_symbols,
    check_places,
    check_terminators,
    check_arrows,
    check_decisions,
    check_exits,
    check_reach,
)
