"""The five ways an action can be refused, each with a stable code and facts.

A fault in somebody's data is a `Finding`, never one of these.
"""

from collections.abc import Mapping
from typing import ClassVar

Fact = str | int | bool | None
Facts = Mapping[str, Fact]


class SektoralError(Exception):
    """An action was refused: `code` is stable, `facts` fill the sentence shown to people."""

    status: ClassVar[int]

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts


class Refused(SektoralError):
    """This person may not do this."""

    status = 403


class NotFound(SektoralError):
    """There is no such thing, or it is nothing this person may know of."""

    status = 404


class WrongState(SektoralError):
    """The thing is not in a state that allows this."""

    status = 409


class Invalid(SektoralError):
    """What was given does not make sense."""

    status = 422


class Unavailable(SektoralError):
    """Something outside did not answer; it may be tried again."""

    status = 503
