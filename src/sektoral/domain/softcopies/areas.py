"""Names of areas as agencies spell them, found in the code lists that are given from outside."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sektoral.domain.softcopies.facts import AreaFound, Certainty
from sektoral.domain.softcopies.words import LEVELS, bare, clean, fold, likeness

_LEVEL_WORDS = r"provinsi|propinsi|prov|kabupaten|kab|kota|kotamadya|kecamatan|kec|distrik|desa|kelurahan|kel|nagari"
_PREFIX = re.compile(rf"^(?:{_LEVEL_WORDS})\b\.?\s*(?:(?:kota|kab)\b\.?\s*)?(?=\w)", re.IGNORECASE)
_INSIDE = re.compile(
    rf"[\s,(\-–]+(?:di\s+|pada\s+|se-?\s*)?(?P<level>{_LEVEL_WORDS})\b\.?\s+(?P<name>[\w' .\-]{{3,60}})\)?$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:yang|dengan|menurut|berdasarkan|dan|atau|per|oleh|untuk|dalam|tidak|swasembada)\b", re.IGNORECASE
)
_ALIKE = 0.88
_LEVEL_OF_CODE = {0: "negara", 1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "desa"}


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area of a code list; `parent` is implied by the code, `12.23.01` lies in `12.23`."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """Its level, as the parts of its code tell."""
        return _LEVEL_OF_CODE.get(len(self.code.split(".")), "")


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas that may be meant, to be looked up by code and by name. A name may belong to several areas."""

    by_code: Mapping[str, AreaName] = field(default_factory=dict)
    by_name: Mapping[str, tuple[AreaName, ...]] = field(default_factory=dict)

    def find(self, label: str, level: str = "") -> AreaFound | None:
        """Find the area that a whole label names, in whatever spelling; `level` is what its heading says."""
        text = bare(label)
        digits = re.sub(r"\.0$", "", text)
        if digits in self.by_code:
            return _found(text, self.by_code[digits], Certainty.SURE)
        prefix = _PREFIX.match(text)
        level = _level_of(prefix[0]) if prefix else level
        name = _key(text)
        if not name:
            return None
        exact = _of_level(self.by_name.get(name, ()), level)
        if exact:
            return _found(text, exact[0], Certainty.SURE if len(exact) == 1 else Certainty.GUESS)
        return self._nearly(text, name, level)

    def _nearly(self, text: str, name: str, level: str) -> AreaFound | None:
        if len(name) < 5:
            return None
        scored = ((likeness(name, other), other) for other in self.by_name)
        best, other = max(scored, default=(0.0, ""))
        candidates = _of_level(self.by_name.get(other, ()), level)
        if best < _ALIKE or not candidates:
            return None
        return _found(text, candidates[0], Certainty.LIKELY if len(candidates) == 1 else Certainty.GUESS)


NO_AREAS = Areas()


def index_areas(areas: Iterable[AreaName]) -> Areas:
    """Make code lists ready for looking up."""
    by_code: dict[str, AreaName] = {}
    by_name: dict[str, list[AreaName]] = {}
    for area in areas:
        by_code.setdefault(area.code, area)
        by_code.setdefault(area.code.replace(".", ""), area)
        by_name.setdefault(_key(area.name), []).append(area)
    return Areas(by_code, {name: tuple(found) for name, found in by_name.items()})


def named_area(label: str, level: str) -> AreaFound:
    """Take a label for the name of an area that no list has."""
    text = bare(label)
    prefix = _PREFIX.match(text)
    level = (_level_of(prefix[0]) if prefix else "") or level
    return AreaFound(text, clean(text), "", level, Certainty.LIKELY)


def take_area(text: str, areas: Areas) -> tuple[AreaFound | None, str]:
    """Take an area off the end of a label: `Jumlah Produksi Buah Kecamatan X`. Give what is left of the label, too."""
    found = _INSIDE.search(text)
    if found is not None and not _GENERAL.search(found["name"]):
        named = f"{found['level']} {found['name'].strip()}"
        area = areas.find(named) or named_area(named, "")
        is_name = area.code or found["name"].strip()[0].isupper()
        return (area, text[: found.start()].strip()) if is_name else (None, text)
    words = text.split(" ")
    for length in (3, 2, 1):  # without a word of level, only a listed name of two words or more, or a long one
        name = " ".join(words[-length:])
        listed = areas.by_name.get(_key(name), ()) if len(words) > length and len(name) > 5 else ()
        if len(listed) == 1:
            return _found(name, listed[0], Certainty.LIKELY), " ".join(words[:-length])
    return None, text


def level_of(text: str) -> str:
    """The level that a label names in front, empty for none."""
    prefix = _PREFIX.match(bare(text))
    return _level_of(prefix[0]) if prefix else ""


def _level_of(prefix: str) -> str:
    return LEVELS.get(fold(prefix).split(" ")[0], "")


def _of_level(areas: tuple[AreaName, ...], level: str) -> tuple[AreaName, ...]:
    return tuple(area for area in areas if area.level == level) or areas if level else areas


def _key(name: str) -> str:
    """A name without its level and its spaces: `KAB. LABUHAN BATU UTARA` is `labuhanbatuutara`."""
    return fold(_PREFIX.sub("", clean(name))).replace(" ", "")


def _found(written: str, area: AreaName, certainty: Certainty) -> AreaFound:
    return AreaFound(written, area.name, area.code, area.level, certainty)
