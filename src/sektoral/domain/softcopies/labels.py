"""What a heading or a label says, taken apart: period, unit, area, sex and the like, and the words that remain."""

import re
from collections.abc import Mapping

from sektoral.domain.instruments import Dimensions
from sektoral.domain.softcopies.areas import NO_AREAS, Areas, take_area
from sektoral.domain.softcopies.facts import NOTHING, WHOLE, Facts
from sektoral.domain.softcopies.spans import Span, take_span
from sektoral.domain.softcopies.units import take_unit
from sektoral.domain.softcopies.words import PERIODS, bare, clean, fold

SEX, ZONE, OWNER = "jenis_kelamin", "daerah", "kepemilikan"
CATEGORIES: Mapping[str, tuple[str, str]] = {  # folded words -> dimension and code
    **dict.fromkeys(("laki laki", "laki", "pria", "lelaki", "l", "male"), (SEX, "L")),
    **dict.fromkeys(("perempuan", "wanita", "p", "female", "permpuan", "perempan", "perempun"), (SEX, "P")),
    **dict.fromkeys(
        ("l p", "laki laki perempuan", "laki laki dan perempuan", "pria dan wanita", "laki laki dan wanita"),
        (SEX, WHOLE),
    ),
    **dict.fromkeys(("perkotaan", "urban"), (ZONE, "PERKOTAAN")),
    **dict.fromkeys(("perdesaan", "pedesaan", "rural"), (ZONE, "PERDESAAN")),
    **dict.fromkeys(("perkotaan perdesaan", "perkotaan dan perdesaan", "kota desa"), (ZONE, WHOLE)),
}
_ENDS = re.compile(  # a category behind the words that name the variable
    r"[\s,(\-–]+(?:berjenis kelamin\s+|jenis kelamin\s+)?"
    r"(laki\s*-\s*laki\s*(?:dan|\+|/|&)\s*perempuan|laki\s*-?\s*laki|perempuan|permpuan|perempun|wanita|pria"
    r"|perkotaan\s*\+\s*perdesaan|perkotaan|perdesaan|\(L\)|\(P\)|\(L\s*\+\s*P\))\)?$",
    re.IGNORECASE,
)
_SUMMED = re.compile(r"^(?:sum|average|count|max|min|jumlah|rata-rata) (?:of|dari) ", re.IGNORECASE)  # of a pivot table
_SEXES = re.compile(r"^(?:menurut\s+)?jenis kelamin$", re.IGNORECASE)


def read_label(text: str, areas: Areas = NO_AREAS) -> tuple[Facts, Span]:
    """Take a heading or label apart. The part of a period comes apart, since headings above may complete it."""
    rest = _SUMMED.sub("", bare(text))
    rest = rest if " " in rest else rest.replace("_", " ")
    if not rest:
        return NOTHING, Span()
    unit, rest = take_unit(rest)
    span, rest = take_span(rest)
    if unit is None:
        unit, rest = take_unit(rest)
    dims, rest = take_category(rest)
    area, rest = take_area(rest, areas) if rest else (None, "")
    if not dims:
        dims, rest = take_category(rest)
    words = bare(rest).strip(" ,;:-–")
    silent = not words or fold(words) in PERIODS or _SEXES.match(words)
    return Facts(() if silent else (words,), unit, area, "", dims), span


def take_category(text: str) -> tuple[Dimensions, str]:
    """Take sex or urban and rural out of a label; give what is left of it, too."""
    whole = CATEGORIES.get(fold(text))
    if whole:
        return (whole,), ""
    found = _ENDS.search(text)
    if found is None:
        return (), text
    category = CATEGORIES.get(fold(found[1]))
    return ((category,), clean(text[: found.start()])) if category else ((), text)
