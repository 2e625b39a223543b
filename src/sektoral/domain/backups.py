"""What a backup is: its manifest, the neutral form of tables, and what it must fit into.

Both databases give and take the same text: one line a row, as PostgreSQL's COPY writes it, instants in UTC, ids as 32
hex digits, JSON with sorted keys. So a backup of one restores into the other.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sektoral.domain.errors import Invalid

FORMAT = "sektoral/backup/1"
NULL = r"\N"
END = r"\."

_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNESCAPES = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_TABLE = str.maketrans(_ESCAPES)

Schema = Mapping[str, Sequence[str]]  # names of the migrations of each app that were applied


class ColumnKind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    UUID = "uuid"  # 32 hex digits
    INSTANT = "instant"  # 2026-11-30 02:20:00.000000, UTC
    DAY = "day"
    WHOLE = "whole"
    FLAG = "flag"  # 0 or 1
    EXACT = "exact"  # decimal text
    JSON = "json"  # sorted keys, no spaces


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `refers` names the table that its values are ids of, its own for a key that the database counts."""

    name: str
    kind: ColumnKind
    refers: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table in the backup: its rows, and the SHA-256 over their lines."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """Bytes as they were before they were encrypted."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class OfficePart:
    """An office, how far its journal had come, and that this was signed."""

    id: str
    slug: str
    name: str
    sequence: int
    hash: str
    note: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `office` is the slug where it holds one office only, else empty."""

    name: str
    program: str
    engine: str
    taken_at: datetime
    office: str
    schema: Schema
    offices: tuple[OfficePart, ...]
    tables: tuple[TablePart, ...]
    parts: Mapping[str, FilePart]
    damaged: tuple[str, ...]  # SHA-256 of files that the store itself could not give back whole

    @property
    def rows(self) -> int:
        """How many rows of all tables."""
        return sum(table.rows for table in self.tables)


def name_of(taken_at: datetime, office: str) -> str:
    """This will name a backup by its instant, so that names sort by age."""
    stamp = taken_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return f"{stamp}-{office}" if office else stamp


def office_of(name: str) -> str:
    """This will tell of which office a backup of that name is, by its slug; empty for one of all offices."""
    return name.partition("-")[2]


def manifest_text(manifest: Manifest) -> bytes:
    """This will write a manifest as JSON."""
    plain = {**asdict(manifest), "format": FORMAT, "taken_at": manifest.taken_at.astimezone(UTC).isoformat()}
    return json.dumps(plain, indent=1, sort_keys=True).encode()


def parse_manifest(text: bytes) -> Manifest:
    """This will read a manifest back. Raises `Invalid` for another format or a text that is none."""
    try:
        plain = json.loads(text)
        if plain.pop("format") != FORMAT:
            raise Invalid("backup_format")
        return Manifest(
            **{
                **plain,
                "taken_at": datetime.fromisoformat(plain["taken_at"]),
                "offices": tuple(OfficePart(**one) for one in plain["offices"]),
                "tables": tuple(_table(one) for one in plain["tables"]),
                "parts": {name: FilePart(**one) for name, one in plain["parts"].items()},
                "damaged": tuple(plain["damaged"]),
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid("backup_damaged", part="manifest") from None


def line_of(values: Iterable[str | None]) -> bytes:
    """This will write a row as one line of COPY's text format."""
    return ("\t".join([NULL if value is None else value.translate(_TABLE) for value in values]) + "\n").encode()


def values_of(line: bytes) -> list[str | None]:
    """This will read back `line_of`."""
    return [None if word == NULL else _unescaped(word) for word in line.decode().removesuffix("\n").split("\t")]


def canonical_json(text: str) -> str:
    """This will write JSON in the one form that both databases are compared in."""
    return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def head_of(table: str, columns: Iterable[Column]) -> bytes:
    """This will write the line before a table's rows: together they are what `psql` reads."""
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f'COPY "{table}" ({names}) FROM stdin;\n'.encode()


def check_fits(theirs: Schema, ours: Schema) -> None:
    """This will raise `Invalid` where a backup has migrations that this program does not know."""
    strange = [f"{app}.{name}" for app, names in theirs.items() for name in names if name not in ours.get(app, ())]
    if strange:
        raise Invalid("backup_newer", migration=strange[0])


def _table(plain: Mapping[str, object]) -> TablePart:
    columns = plain["columns"]
    if not isinstance(columns, list):
        raise TypeError(columns)
    parts = tuple(Column(one["name"], ColumnKind(one["kind"]), one["refers"]) for one in columns)
    return TablePart(str(plain["name"]), parts, int(str(plain["rows"])), str(plain["sha256"]))


def _unescaped(word: str) -> str:
    if "\\" not in word:
        return word
    head, *rest = word.split("\\")
    found, pieces = [head], iter(rest)
    for piece in pieces:
        if piece:
            found.append(_UNESCAPES[piece[0]] + piece[1:])
        else:  # a doubled backslash: what follows is plain text
            found.append("\\" + next(pieces, ""))
    return "".join(found)
