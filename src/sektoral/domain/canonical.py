"""Frozen dataclasses as canonical JSON (ASCII, sorted keys, no spaces) and exactly back.

Two equal values give the same bytes, so that a hash or a signature over them means something.
"""

import json
import types
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[object], object]
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def dumps(value: object) -> str:
    """Write a frozen dataclass of strings, whole numbers, booleans, enums, tuples and such dataclasses."""
    return write(plain(value))


def write(value: Json) -> str:
    """Write what `plain` gives in its one spelling."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=True, allow_nan=False)


def loads(kind: type[T], text: str) -> T:
    """Read a `kind` back. Raise `ValueError` for whatever `dumps` would not have written, to the letter."""
    try:
        found = json.loads(text)
        value = read(kind, found)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if write(found) != text:  # every reader takes one spelling only, so what was found stands for the value
        raise ValueError("not in canonical form")
    return value


def plain(value: object) -> Json:
    """Turn a value into what JSON knows. Raise `TypeError` for kinds that would not come back exactly."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    names = _field_names(cast("Hashable", type(value)))
    return {name: plain(getattr(value, name)) for name in names}


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(kind.__name__)
    return tuple(field.name for field in fields(kind))


def read(kind: type[T], value: object) -> T:
    """Turn what `plain` gave into a `kind`. Raise `ValueError` where the shape differs."""
    return cast("T", _reader(cast("Hashable", kind))(value))


@cache
def _reader(kind: object) -> Reader:
    """Make the function that reads one kind; a definition holds thousands of values of few kinds."""
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if get_origin(kind) is types.UnionType:
        return _optional_reader(get_args(kind))
    if not isinstance(kind, type):
        raise _unlike("a readable kind", kind)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind in (date, datetime):
        return _date_reader(kind)
    return kind if issubclass(kind, Enum) else _exact_reader(kind)


def _exact_reader(kind: type) -> Reader:
    def read_exact(value: object) -> object:
        if type(value) is not kind:
            raise _unlike(kind.__name__, value)
        return value

    return read_exact


def _date_reader(kind: type[date]) -> Reader:
    """The ISO spelling that `plain` writes; Python would read others too, such as `20261123`."""

    def read_date(value: object) -> object:
        found = kind.fromisoformat(_text(value))
        if found.isoformat() != value:
            raise _unlike("an ISO date", value)
        return found

    return read_date


def _optional_reader(kinds: tuple[object, ...]) -> Reader:
    read_item = _reader(next(one for one in kinds if one is not type(None)))
    return lambda value: None if value is None else read_item(value)


def _tuple_reader(kinds: tuple[object, ...]) -> Reader:
    if kinds[-1] is Ellipsis:
        return _sequence_reader(_reader(kinds[0]))
    readers = tuple(_reader(kind) for kind in kinds)

    def read_tuple(value: object) -> object:
        if not isinstance(value, list) or len(value) != len(readers):
            raise _unlike(f"list of {len(readers)}", value)
        return tuple(read_item(item) for read_item, item in zip(readers, value, strict=True))

    return read_tuple


def _sequence_reader(read_item: Reader) -> Reader:
    def read_sequence(value: object) -> object:
        if not isinstance(value, list):
            raise _unlike("list", value)
        return tuple(map(read_item, value))

    return read_sequence


def _dataclass_reader(kind: type) -> Reader:
    """Every field must be there: canonical text never leaves out a default."""
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read_dataclass(value: object) -> object:
        if not isinstance(value, dict) or value.keys() != readers.keys():
            raise _unlike(f"fields of {kind.__name__}", value)
        return kind(**{name: readers[name](item) for name, item in value.items()})

    return read_dataclass


def _unlike(expected: str, found: object) -> ValueError:
    return ValueError(f"{expected} expected, {type(found).__name__} found")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _unlike("str", value)
    return value
