"""What a subject of the journal is: the thing that an event is about, as a page names it and leads to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sektoral.records.actors import Actor


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about. `url` is empty where this person may open no page of it."""

    words: str
    url: str
    key: str


Reader = Callable[[Actor, Sequence[str]], Iterable[Subject]]  # reads all things of one type that are asked for
