"""What became of one letter of a batch."""

from dataclasses import dataclass

from sektoral.domain.errors import SektoralError
from sektoral.records.models import Letter


@dataclass(frozen=True, slots=True)
class Result:
    """`error` is empty where it was done."""

    letter: Letter
    error: SektoralError | None
