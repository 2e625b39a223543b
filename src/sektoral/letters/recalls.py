"""Which letters their writer may take back: those on their way that nobody has initialled or signed."""

from sektoral.domain.errors import WrongState
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.records.models import Letter

ON_THEIR_WAY = (LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE)


def check_may_recall(letter: Letter) -> None:
    """This will raise unless the letter waits for the first seat of its chain: `letter_state`, `letter_initialled`."""
    check_letter_is(letter.state, *ON_THEIR_WAY)
    if letter.steps.filter(done_at__isnull=False).exists():
        raise WrongState("letter_initialled")
