"""Which rows or columns of a table asked for a line of a sheet may stand for, by area, by dimensions, by its words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sektoral.domain.instruments import Dimensions, TableDef
from sektoral.domain.softcopies.facts import Certainty, Facts, UnitFound
from sektoral.domain.softcopies.labels import CATEGORIES, take_category
from sektoral.domain.softcopies.links import LinkReason
from sektoral.domain.softcopies.units import factor_between
from sektoral.domain.softcopies.words import GENERIC, fold, likeness

ALIKE = 0.87
CONTAINED = 0.8  # what a name weighs that is part of the other
CATEGORY, PLACE = "baris", "wilayah"  # the dimensions of rows that are no areas, and of areas without a code


@dataclass(frozen=True, slots=True)
class Item:
    """A row or column of a table asked for: what it is called, in every way, and what it is broken down by."""

    code: str
    texts: tuple[str, ...]  # folded
    dims: Dimensions = ()
    area: str = ""
    variable: str = ""  # folded name of the variable
    unit: str = ""

    def part(self, dimension: str) -> tuple[str, ...]:
        """What a row of several keys says by one of them."""
        return tuple(code for name, code in self.dims if name == dimension)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The codes that a line may stand for, and why. Empty: it says nothing about them."""

    codes: tuple[str, ...] = ()
    certainty: Certainty = Certainty.SURE
    reason: LinkReason = LinkReason.LABEL
    detail: str = ""
    by_dims: bool = False


NOTHING_SAID = Narrowed()


def row_items(table: TableDef) -> list[Item]:
    """The rows of a table, as they may be called."""
    return [
        Item(row.code, _folded(row.label, row.code), row.dims or _own_dims(row.label), row.area) for row in table.rows
    ]


def column_items(table: TableDef) -> list[Item]:
    """The columns of a table, as they may be called: by label, by group and label, by variable, by both."""
    alone = len({column.variable for column in table.columns}) == len(table.columns)
    found = []
    for column in table.columns:
        name = column.label if table.has_variables_in_rows else table.variable_of(column).name
        texts = [column.label, column.code, f"{column.group} {column.label}", f"{name} {column.label}"]
        texts += [name] if alone else []
        dims = column.dims or _own_dims(column.label)
        unit = "" if table.has_variables_in_rows else table.variable_of(column).unit
        found.append(Item(column.code, _with_bare(_folded(*texts)), dims, variable=fold(name), unit=unit))
    return found


def narrow(facts: Facts, items: Sequence[Item]) -> Narrowed:
    """Tell which items a line may stand for: by its area, else by its dimensions and its words together."""
    by_area = _by_area(facts, items)
    if len(by_area.codes) > 1:
        within = narrow(replace(facts, area=None), [item for item in items if item.code in by_area.codes])
        return within if within.codes else by_area
    if by_area.codes or (facts.area is not None and any(item.area for item in items)):
        return by_area
    fitting = [item for item in items if not _conflict(facts.dims, item.dims)]
    shared = [item for item in fitting if set(facts.dims) & set(item.dims)]
    if shared:
        fitting = shared
    words = [fold(word) for word in facts.words if fold(word) not in GENERIC]
    if not words:
        codes = tuple(item.code for item in shared)
        return Narrowed(codes, reason=LinkReason.DIMENSIONS, by_dims=True) if codes else NOTHING_SAID
    found = _by_words(words, fitting, by_dims=bool(shared))
    return _of_its_unit(found, facts.unit, fitting) if len(found.codes) > 1 else found


def _of_its_unit(found: Narrowed, unit: UnitFound | None, items: Sequence[Item]) -> Narrowed:
    """Of what is called the same (*Padi* in rupiah and in per cent), that which has the unit of the line."""
    same = tuple(one.code for one in items if one.code in found.codes and unit and factor_between(unit, one.unit))
    return replace(found, codes=same) if same else found


def _by_area(facts: Facts, items: Sequence[Item]) -> Narrowed:
    area = facts.area
    if area is None:
        return NOTHING_SAID
    if area.code:
        codes = tuple(item.code for item in items if item.area == area.code)
        if codes:
            return Narrowed(codes, area.certainty, LinkReason.AREA, area.name)
    name = fold(area.name or area.written)
    shorter = name.split(" ", 1)[1] if " " in name and name.split(" ", 1)[0] in _LEVEL_WORDS else name
    called = [(item, (*item.texts, *item.part(PLACE))) for item in items]
    scored = [(max(likeness(name, text) for text in texts), item) for item, texts in called]
    best = max((score for score, _ in scored), default=0.0)
    if best < 1.0:  # Kabupaten Jayapura may be called Jayapura, unless that is another one
        scored = [
            (max(likeness(one, text) for one in (name, shorter) for text in texts), item) for item, texts in called
        ]
        best = max((score for score, _ in scored), default=0.0)
    codes = tuple(item.code for score, item in scored if score == best and best >= ALIKE)
    exact = best == 1.0
    return Narrowed(
        codes, Certainty.SURE if exact else Certainty.LIKELY, LinkReason.AREA if exact else LinkReason.SPELLING
    )


_LEVEL_WORDS = frozenset({"kabupaten", "kota", "kecamatan", "desa", "kelurahan", "provinsi", "distrik"})


def _by_words(words: Sequence[str], items: Sequence[Item], *, by_dims: bool) -> Narrowed:
    """The items whose names are most like the words of the line, its last one or its whole path."""
    said = {words[-1], " ".join(words), *(" ".join(words[start:]) for start in range(1, len(words)))}
    scored = [
        (max(_alike(one, text) for one in said for text in _names(item, by_dims=by_dims)), item) for item in items
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best < CONTAINED:
        return NOTHING_SAID
    codes = tuple(item.code for score, item in scored if score == best)
    if best == 1.0:
        return Narrowed(codes, Certainty.SURE, LinkReason.LABEL, by_dims=by_dims)
    certainty = Certainty.LIKELY if best >= ALIKE else Certainty.GUESS
    return Narrowed(codes, certainty, LinkReason.SPELLING if best >= ALIKE else LinkReason.VARIABLE, by_dims=by_dims)


def _names(item: Item, *, by_dims: bool) -> tuple[str, ...]:
    """What an item is called; where the dimensions are told apart already, the name of its variable is enough."""
    texts = (*item.texts, *item.part(CATEGORY))
    return (*texts, item.variable) if by_dims and item.variable else texts


def _alike(said: str, asked: str) -> float:
    score = likeness(said, asked)
    if score >= ALIKE or len(asked) < 4:
        return score if score >= ALIKE else 0.0
    one, other = set(said.split()), set(asked.split())
    smaller = min(len(one), len(other))
    return CONTAINED if smaller > 1 and (one <= other or other <= one) else 0.0


def _conflict(one: Dimensions, other: Dimensions) -> bool:
    """Whether two say different things of one dimension; what one of them sums up, the other may not split."""
    known = dict(other)
    return any(name in known and known[name] != code for name, code in one)


def _own_dims(label: str) -> Dimensions:
    """What a label says by itself: `Laki-laki`."""
    whole = CATEGORIES.get(fold(label))
    return (whole,) if whole else take_category(label)[0]


def _with_bare(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts, and each without the words that name no matter (*Padi Sawah, Nilai*), as lines are read."""
    bare = (" ".join(word for word in text.split() if word not in GENERIC) for text in texts)
    return tuple(dict.fromkeys((*texts, *(text for text in bare if text))))


def _folded(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts if (found := fold(text))))
