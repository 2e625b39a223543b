"""How much of everything a file may hold before it is refused, in two profiles."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits for one job. Sizes are bytes, times seconds; `memory_bytes` is the child's address space.

    `writable_bytes` is the largest file the child may write: none, but for jobs that need a scratch file.
    """

    file_bytes: int = 10 * MEGABYTE
    parts: int = 400
    inflated_bytes: int = 96 * MEGABYTE
    part_bytes: int = 64 * MEGABYTE
    ratio: int = 200  # inflated to packed, judged above one megabyte
    sheets: int = 128
    rows: int = 20_000
    columns: int = 1_024
    cells: int = 500_000
    merges: int = 10_000
    text_characters: int = 32_767
    memory_bytes: int = 640 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: int = 30
    open_files: int = 32
    writable_bytes: int = 0
    answer_bytes: int = 64 * MEGABYTE


AGENCY = Caps()
BULK = Caps(
    file_bytes=64 * MEGABYTE,
    parts=2_000,
    inflated_bytes=512 * MEGABYTE,
    part_bytes=256 * MEGABYTE,
    rows=200_000,
    cells=2_000_000,
    merges=50_000,
    memory_bytes=1_280 * MEGABYTE,
    cpu_seconds=60,
    wall_seconds=90,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process gives its sandbox: children at once, seconds that a file waits for its turn, both profiles."""

    at_once: int = 2
    patience: float = 30.0
    agency: Caps = AGENCY
    bulk: Caps = BULK


def changed(caps: Caps, words: Iterable[str]) -> Caps:
    """Change some limits by words such as `rows=50000`. Raise `ValueError` for another name or no whole number."""
    pairs = [word.partition("=") for word in words]
    if any(not number.isdecimal() for _, _, number in pairs):
        raise ValueError(f"not name=number: {[''.join(one) for one in pairs]}")
    return from_plain({**to_plain(caps), **{name: int(number) for name, _, number in pairs}})


def to_plain(caps: Caps) -> dict[str, int]:
    """Turn the limits into what JSON carries."""
    return asdict(caps)


def from_plain(values: dict[str, int]) -> Caps:
    """Read the limits back. Raise `ValueError` for unknown names."""
    unknown = values.keys() - {field.name for field in fields(Caps)}
    if unknown:
        raise ValueError(f"unknown limits: {sorted(unknown)}")
    return Caps(**values)
