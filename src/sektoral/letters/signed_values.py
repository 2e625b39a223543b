"""Before a transmittal is signed: it prints the fingerprint of exactly what its submission says now."""

from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.records.models import Letter
from sektoral.records.signed_values import is_as_printed


def check_values(letter: Letter) -> None:
    """This will raise `WrongState` (`values_changed`) where a transmittal prints other values than it hands over."""
    submission = letter.submission
    if letter.kind != LetterKind.TRANSMITTAL or submission is None:
        return
    if not is_as_printed(letter, submission):
        raise WrongState("values_changed")
