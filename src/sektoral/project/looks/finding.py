"""What a look of the doctor found, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Health(StrEnum):
    """How a look ended."""

    GOOD = "baik"
    MIND = "perhatikan"
    BAD = "perbaiki"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found; `remedy` says what to do where it is not good."""

    health: Health
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: its name, and what makes findings; without any it is good."""

    name: str
    look: Callable[[datetime], Iterator[Finding]]


def good(text: str) -> Finding:
    """This will say that all is well."""
    return Finding(Health.GOOD, text)
