"""Step-up before signing: the password again, and the authenticator app's code from whoever has one (ADR 0021).

Neither is ever stored. A code is good once, so what the session keeps for the portions of one batch is only that its
code was right, for a few minutes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from sektoral.domain.errors import Invalid, Refused
from sektoral.letters.passwords import TRIES, check_password_of
from sektoral.letters.results import Result
from sektoral.records.models import Person
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import Work

STEPPED_UP = "stepped_up"  # in the session: the batch whose code was right, and until when that counts
COUNTS = timedelta(minutes=10)


def has_authenticator(person: Person) -> bool:
    """This will tell whether the person has enrolled an authenticator app."""
    return _authenticator_of(person) is not None


def check_step_up(request: Work, *, password: str, otp: str, batch: str = "") -> None:
    """This will raise unless the signer proves to be at the screen now; `batch` names what is posted in portions.

    Raises `Invalid` (`password_…`, `otp_missing`, `otp_wrong`), and `Refused` after too many wrong ones of either.
    """
    try:
        _check(request, password=password, otp=otp, batch=batch)
    except (Invalid, Refused) as error:
        tell(Occurrence.STEP_UP_FAILED, request, code=error.code)
        raise
    tell(Occurrence.STEPPED_UP, request, type="signing")


def _check(request: Work, *, password: str, otp: str, batch: str) -> None:
    person = request.actor.person
    check_password_of(person, password, at=request.at)
    authenticator = _authenticator_of(person)
    if authenticator is None or _counts(request, batch):
        return
    if not otp.strip():
        raise Invalid("otp_missing")
    TRIES.take(str(person.pk), request.at)
    if not TOTP(authenticator).validate_code(otp.strip()):
        raise Invalid("otp_wrong")
    TRIES.give_back(str(person.pk), request.at)
    if batch:
        request.session[STEPPED_UP] = {"batch": batch, "until": (request.at + COUNTS).isoformat()}


def tell_of(request: Work, results: Sequence[Result]) -> None:
    """This will write into the security log what was signed, and what was not and why."""
    for one in results:
        if one.error is None:
            tell(Occurrence.SIGNED, request, letter=str(one.letter.pk))
        else:
            tell(Occurrence.SIGNING_FAILED, request, letter=str(one.letter.pk), code=getattr(one.error, "code", ""))


def _authenticator_of(person: Person) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return found


def _counts(request: Work, batch: str) -> bool:
    kept = request.session.get(STEPPED_UP)
    return bool(batch) and kept is not None and kept["batch"] == batch and _is_before(request.at, kept["until"])


def _is_before(at: datetime, until: str) -> bool:
    return at < datetime.fromisoformat(until)
