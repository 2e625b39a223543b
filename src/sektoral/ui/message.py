"""A sentence for an error's code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that says what happened and why, and one that says what to do; braces name facts."""

    text: str
    remedy: str = ""
