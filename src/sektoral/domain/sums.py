"""Which figures of a cube are the sum of which others, so that one can be computed from the rest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.cubes import REF_AREA, TOTAL, VARIABLE, Cube, Dimension, DimensionRole

Key = tuple[str, ...]  # a code for each dimension of the cube, in its order


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, two of them at the least or one that equals it."""

    total: Key
    parts: tuple[Key, ...]


def sums_of(cube: Cube, counts: Mapping[Key, int]) -> Mapping[Sum, int]:
    """This will list the sums that hold among the counts, with what they come to: over areas and over each category.

    A total in the cube that differs from its parts gives none of them away. Where the cube has none, papers and pages
    may print it all the same, if the variable may be added: it stands as a key of its own with the code `_T`.
    """
    found: dict[Sum, int] = {}
    for at, dimension in enumerate(cube.dimensions):
        if dimension.role in (DimensionRole.AREA, DimensionRole.CATEGORY):
            for keys in _lines(counts, at).values():
                found |= {one: sum(counts[key] for key in one.parts) for one in _along(cube, dimension, keys, counts)}
    return found


def _lines(counts: Mapping[Key, int], at: int) -> Mapping[Key, Mapping[str, Key]]:
    """The counts that differ in one dimension alone, by their code in it."""
    lines: dict[Key, dict[str, Key]] = defaultdict(dict)
    for key in counts:
        lines[key[:at] + key[at + 1 :]][key[at]] = key
    return lines


def _along(cube: Cube, dimension: Dimension, line: Mapping[str, Key], counts: Mapping[Key, int]) -> Iterator[Sum]:
    at = cube.dimensions.index(dimension)
    for code, parts in _families(dimension, line):
        inner = tuple(line[part] for part in parts)
        total = line.get(code) if inner else None
        if total is not None and counts[total] == sum(counts[key] for key in inner):
            yield Sum(total, inner)
        elif total is None and len(inner) > 1 and cube.variable(cube.code_of(inner[0], VARIABLE)).may_be_added:
            yield Sum((*inner[0][:at], code, *inner[0][at + 1 :]), inner)


def _families(dimension: Dimension, line: Mapping[str, Key]) -> Iterator[tuple[str, Sequence[str]]]:
    """Which codes of a line add up to which: all others to the total, areas to the area above them."""
    codes = [member.code for member in dimension.members if member.code in line]
    if dimension.code != REF_AREA:
        yield TOTAL, [code for code in codes if code != TOTAL]
        return
    below: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        above = [other for other in codes if code.startswith(f"{other}.")]
        below[max(above, key=len, default=TOTAL)].append(code)
    yield from below.items()
