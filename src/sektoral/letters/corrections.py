"""Which letters may be corrected by another one, and which one corrects a letter."""

from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.records.models import Letter

CORRECTABLE = frozenset({LetterKind.REQUEST, LetterKind.MEMO, LetterKind.FOLLOW_UP})


def check_may_correct(letter: Letter) -> None:
    """This will raise unless the letter is a signed one of the office that nothing corrects yet.

    Codes: `letter_not_correctable`, `letter_state`, `letter_already_corrected`.
    """
    if letter.kind not in CORRECTABLE or letter.agency_id is not None:
        raise WrongState("letter_not_correctable")
    check_letter_is(letter.state, LetterState.SIGNED)
    if correction_of(letter) is not None:
        raise WrongState("letter_already_corrected")


def correction_of(letter: Letter) -> Letter | None:
    """This will give the living letter that replaces this one, or is to replace it once it is signed."""
    return Letter.objects.filter(supersedes=letter).exclude(state=LetterState.VOID).first()
