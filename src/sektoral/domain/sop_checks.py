"""What must hold of an SOP before it goes to be signed: faults as values, each at its field on the page of a revision.

A draft may have any of them; what it says is kept as it was typed. The sentences stand in `sop_faults.py`.
"""

import re
from collections import Counter
from collections.abc import Callable

from sektoral.domain.errors import Invalid
from sektoral.domain.numbering import read_number
from sektoral.domain.periods import read_date
from sektoral.domain.sop import SymbolKind, TimeUnit
from sektoral.domain.sop_faults import Faults, SopFault
from sektoral.domain.sop_flow_checks import (
    END,
    START,
    check_arrows,
    check_decisions,
    check_exits,
    check_reach,
    is_shape,
)
from sektoral.domain.sop_text import SopText, SymbolText, listed_symbols

STEPS = 5  # the program's own: a sixth row would be a step that nothing runs
LONGEST_TIME = 99
LONGEST_TEXT, LONGEST_CELL = 4_000, 1_000  # characters of a part of the header block, and of a cell of the chart
MOST_LANES = 8  # as many columns as a landscape sheet has room for
MOST_TRACKS = 3  # lines of symbols within a row
LONGEST_WORDS = 24  # characters inside a symbol
TIME = re.compile(r"[1-9][0-9]?")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
BEYOND_PAPER = frozenset({"sop_long", "sop_lanes_many"})


def check_sop(raw: SopText) -> tuple[SopFault, ...]:
    """This will give all faults of an SOP, in the order of its page."""
    return tuple(fault for check in CHECKS for fault in check(raw))


def fits_on_paper(raw: SopText) -> bool:
    """This will tell whether setting a draft on paper comes to an end: 20,000 lanes did not, and held up all papers."""
    return not any(fault.code in BEYOND_PAPER for fault in check_sop(raw))


# ── Words ──────────────────────────────────────────────────────────────────


def check_words(raw: SopText) -> Faults:
    """Every part of the header block and every list says something."""
    header = raw["kepala"]
    words: dict[str, object] = {
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
    for name, said in (words | {"catatan_kaki": raw["catatan_kaki"]}).items():
        if len(str(said)) > LONGEST_TEXT:
            yield SopFault(name, "sop_long", {"most": str(LONGEST_TEXT)})


def check_number(raw: SopText) -> Faults:
    """The number can stand on a document, as the number of any letter can."""
    number = raw["kepala"]["Nomor SOP"]
    try:
        is_good = not number or read_number(number) == number
    except Invalid:
        is_good = False
    if not is_good:
        yield SopFault("nomor", "sop_number", {"number": number[:60]})


def check_dates(raw: SopText) -> Faults:
    """The day on which the SOP was first made can be read; the other two are the day of its signature."""
    made_on = raw["kepala"]["Tanggal Pembuatan"]
    try:
        read_date(made_on)
    except Invalid:
        yield SopFault("pembuatan", "sop_date", {"date": made_on})


def check_steps(raw: SopText) -> Faults:
    """There are the program's five steps in their order; each says what is done, with what, to what end."""
    steps = raw["bagan_alur"]["langkah"]
    if [step["no"] for step in steps] != list(range(1, STEPS + 1)):
        yield SopFault("langkah", "sop_steps")
    for step in steps:
        place = f"langkah-{step['no']}"
        words = {"kegiatan": step["kegiatan"], "kelengkapan": step["kelengkapan"]}
        yield from (SopFault(f"{place}-{name}", "sop_empty") for name, said in words.items() if not said)
        for name, said in (words | {"keluaran": step["keluaran"], "ket": step["ket"]}).items():
            if len(said) > LONGEST_CELL:
                yield SopFault(f"{place}-{name}", "sop_long", {"most": str(LONGEST_CELL)})
        if not step["keluaran"]:
            yield SopFault(f"{place}-keluaran", "sop_output_empty")


def check_times(raw: SopText) -> Faults:
    """Every step has a time that the calendar can reckon with; the producers' is in working days."""
    for step in raw["bagan_alur"]["langkah"]:
        place, (value, _, unit) = f"langkah-{step['no']}", step["waktu"].partition(" ")
        if not TIME.fullmatch(value):
            yield SopFault(f"{place}-nilai", "sop_time", {"time": value[:20], "most": str(LONGEST_TIME)})
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
    said = [(at, s["teks"].casefold()) for at, (_, s) in enumerate(listed_symbols(raw)) if is_shape(s, "terminator")]
    for word in (START, END):
        count = sum(text == word for _, text in said)
        if count != 1:
            yield SopFault("simbol", "sop_terminator", {"word": word.capitalize(), "count": str(count)})
    yield from (SopFault(f"simbol-{at}-teks", "sop_terminator_words") for at, text in said if text not in (START, END))


CHECKS: tuple[Callable[[SopText], Faults], ...] = (
    check_words,
    check_number,
    check_dates,
    check_steps,
    check_times,
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
