"""Takes foreign JSON apart: each step says what shape it expects, and anything else is a refusal, never a fault."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Json = str | bool | None | list["Json"] | dict[str, "Json"]  # numbers are kept as their texts
T = TypeVar("T", str, list, dict)  # type: ignore[type-arg]
DEFAULT: Mapping[str, Json] = {}


class NotThis(Exception):
    """The file is not what its reader reads; `why` is a stable word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def shaped(value: Json, shape: type[T]) -> T:
    """The value, if it has the shape; `NotThis("wrong_shape")` otherwise."""
    if not isinstance(value, shape):
        raise NotThis("wrong_shape")
    return value


def member(value: Json, *path: str) -> Json:
    """What stands at a path of names; nothing where a name is missing."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def texts(value: Json) -> Sequence[str]:
    """A list of texts."""
    return [shaped(one, str) for one in shaped(value, list)]


def at(values: Sequence[str], place: Json) -> str:
    """The value that a place (a whole number's text) points to; `NotThis("wrong_place")` beyond the end."""
    text = shaped(place, str)
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) >= len(values):
        raise NotThis("wrong_place")
    return values[int(text)]
