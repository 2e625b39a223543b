"""Units as agencies spell them, and the exact factor between two of them. Nothing is ever multiplied by itself."""

import csv
import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

from sektoral.domain.numbers import plain_text
from sektoral.domain.softcopies.facts import UnitFound
from sektoral.domain.softcopies.words import clean

_TIMES: dict[str, Decimal] = {
    "ribu": Decimal(1000), "ribuan": Decimal(1000), "rb": Decimal(1000), "000": Decimal(1000), "1000": Decimal(1000),
    "juta": Decimal(10**6), "jutaan": Decimal(10**6), "jt": Decimal(10**6), "000000": Decimal(10**6),
    "miliar": Decimal(10**9), "milyar": Decimal(10**9), "miliaran": Decimal(10**9), "milyard": Decimal(10**9),
    "triliun": Decimal(10**12), "trilyun": Decimal(10**12), "ratus": Decimal(100), "puluh": Decimal(10),
    "thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9),
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans({"²": "2", "³": "3", "º": "°", "’": "'"})
_PER = re.compile(r"\s*/\s*|\s+per\s+")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*$")
_IN = re.compile(r"^(?:dalam|satuan|unit)\s*:?\s+", re.IGNORECASE)
_DENOMINATORS = frozenset({"ha", "hektar", "hektare", "km2", "m2", "kap", "kapita", "tahun", "thn", "th", "bulan",
    "bln", "hari", "jam", "kg", "ton", "liter", "kk", "detik", "menit", "ruang", "1000", "100000", "penduduk",
    "kelas", "ekor",
    "org", "orang", "malam", "semester", "minggu", "kelahiran", "100", "10000", "m3", "rumah tangga"})  # fmt: skip


@cache
def _table() -> dict[str, tuple[str, Decimal]]:
    """The spellings of `units.csv`: spelling to unit and what one of it is in that unit."""
    text = resources.files("sektoral.domain.softcopies").joinpath("units.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, Decimal]] = {}
    for unit, factor, *spellings in csv.reader(text.splitlines(), delimiter=";"):
        for spelling in (unit, *spellings):
            if spelling:
                found.setdefault(
                    _spelling(spelling) if spelling != unit or factor == "1" else "", (unit, Decimal(factor))
                )
    found.pop("", None)
    return found


@lru_cache(maxsize=4_096)
def read_unit(written: str) -> UnitFound | None:
    """Read a unit; `None` for no text. A spelling nobody knows comes back with an empty unit."""
    text = clean(written)
    if not text:
        return None
    unit, factor = _known(_spelling(text)) or ("", Decimal(1))
    return UnitFound(text, unit, plain_text(factor))


def is_unit(written: str) -> bool:
    """Whether a text is a unit that we know, times a thousand or more perhaps."""
    found = read_unit(written)
    return found is not None and (found.unit != "" or found.factor != "1")


def take_unit(text: str) -> tuple[UnitFound | None, str]:
    """Take the unit in brackets off the end of a heading: `Luas Panen (ha)`. Other brackets stay where they are."""
    found = _BRACKETED.search(text)
    if found is None:
        return None, text
    written = _IN.sub("", found[1].strip())
    if not is_unit(written):
        return None, text
    return read_unit(written), text[: found.start()].strip()


def factor_between(found: UnitFound | None, asked: str) -> str:
    """The exact factor that makes a figure one of the unit asked for; empty where the two do not measure the same or
    one of them is unknown."""
    wanted = read_unit(asked)
    if found is None or wanted is None:
        return ""
    if _spelling(found.written) == _spelling(wanted.written):
        return "1"
    if not found.unit or found.unit != wanted.unit:
        return ""
    factor = Decimal(found.factor) / Decimal(wanted.factor)
    return plain_text(factor) if factor * Decimal(wanted.factor) == Decimal(found.factor) else ""


@lru_cache(maxsize=4_096)
def _spelling(text: str) -> str:
    text = clean(text).translate(_SUPERSCRIPTS).casefold().strip(" .:()")
    text = re.sub(r"(?<=[a-z])\.(?=\s|/|$)|[,'\u00c2]", "", text)
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", text))


def _known(text: str) -> tuple[str, Decimal] | None:
    """A unit by its spelling, by the multiple before or behind it, or by its two sides of a stroke."""
    return _table().get(text) or _multiple(text) or _rate(text)


def _multiple(text: str) -> tuple[str, Decimal] | None:
    words = text.replace(".", "").split(" ")
    for times, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if times in _TIMES:
            inner = _known(" ".join(rest)) if rest else ("", Decimal(1))
            return (inner[0], inner[1] * _TIMES[times]) if inner else None
    return None


def _rate(text: str) -> tuple[str, Decimal] | None:
    parts = _PER.split(text)
    if len(parts) < 2 or any(part not in _DENOMINATORS for part in parts[1:]):
        return None
    top = _known(parts[0])
    if top is None or not top[0]:
        return None
    unit, factor = top
    for part in parts[1:]:
        below, size = _table().get(part, (part, Decimal(1)))
        unit, factor = f"{unit}/{below}", factor / size
    return unit, factor
