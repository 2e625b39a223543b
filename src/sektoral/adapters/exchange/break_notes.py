"""Where a cube's series is broken, in words, for the formats that have a place for notes."""

from sektoral.domain.breaks import WORDS, Break, BreakChange
from sektoral.domain.cubes import Cube


def break_notes(cube: Cube) -> list[str]:
    """One sentence a break, from old to new."""
    return [f"{_where(one)}: {'; '.join(_said(change) for change in one.changes)}." for one in cube.breaks]


def _where(one: Break) -> str:
    if one.is_within:
        return f"Angka {one.after} tidak diberikan menurut satu rumusan"
    return f"Deret terputus antara {one.before} dan {one.after}"


def _said(change: BreakChange) -> str:
    name = f"{WORDS[change.kind]} {change.variable}".strip()
    return f"{name} {change.before or '–'}, menjadi {change.after or '–'}"
