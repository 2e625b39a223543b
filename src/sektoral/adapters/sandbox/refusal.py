"""Why a file is refused as a whole: a code and facts, raised inside the child and answered as data."""

from collections.abc import Mapping

Fact = str | int


class FileRefused(Exception):
    """This file is not opened any further. `code` is a key of `domain.checks.refusals.REFUSALS`."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = facts
