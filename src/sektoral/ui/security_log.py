"""What the security log is told: one line an occurrence, as JSON, on the logger `sektoral.security`.

It names persons by id, accounts that were typed in by a fingerprint, and never a secret, a NIK or a password.
"""

import hashlib
import logging
from enum import StrEnum
from urllib.parse import quote

from django.http import HttpRequest

from sektoral.records.models import Person
from sektoral.ui.limits import full_address_of

log = logging.getLogger("sektoral.security")
LONGEST = 200  # characters of what a visitor sends along


class Occurrence(StrEnum):
    """What happened. `WARNINGS` are those that somebody should look at."""

    SIGNED_IN = "session.begun"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_PAUSED = "sign_in.paused"
    CODE_SENT = "sign_in.code_sent"
    CODE_WRONG = "sign_in.code_wrong"
    SIGNED_OUT = "session.ended"
    SESSION_EXPIRED = "session.expired"
    SESSIONS_ENDED = "session.ended_elsewhere"
    SESSION_ELSEWHERE = "session.begun_beside_others"
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    FACTOR_RESET = "factor.reset"
    FACTOR_WRONG = "factor.wrong"
    PASSWORD_CHANGED = "password.changed"
    PASSWORD_RESET_ASKED = "password.reset_asked"
    STEPPED_UP = "step_up.done"
    STEP_UP_FAILED = "step_up.failed"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_REOPENED = "account.reopened"
    RIGHT_REFUSED = "right.refused"
    LIMIT_REACHED = "limit.reached"
    SIGNED = "letter.signed"
    SIGNING_FAILED = "letter.signing_failed"
    SIGNING_KEY_USED = "signing_key.used"
    KEY_USED = "api_key.used"
    KEY_REFUSED = "api_key.refused"


_O = Occurrence
WARNINGS = frozenset(
    {_O.SIGN_IN_FAILED, _O.CODE_WRONG, _O.FACTOR_WRONG, _O.STEP_UP_FAILED, _O.RIGHT_REFUSED, _O.LIMIT_REACHED}
    | {_O.SIGNING_FAILED, _O.KEY_REFUSED, _O.SESSION_ELSEWHERE, _O.FACTOR_RESET, _O.ACCOUNT_CLOSED}
)
ERRORS = frozenset({_O.SIGN_IN_PAUSED})


def tell(occurrence: Occurrence, request: HttpRequest | None = None, **facts: str | int | None) -> None:
    """This will write one line: what, when, who asked from where for which address, and `facts`."""
    level = logging.ERROR if occurrence in ERRORS else logging.WARNING if occurrence in WARNINGS else logging.INFO
    around = _around(request) if request is not None else {}
    log.log(level, occurrence.value, extra={"facts": {**around, **facts}})


def account_mark(typed: str) -> str:
    """This will give a fingerprint of what was typed as an account; people type passwords there too."""
    return hashlib.sha256(typed.strip().lower().encode()).hexdigest()[:16]


def _around(request: HttpRequest) -> dict[str, str]:
    user = getattr(request, "user", None)
    session = getattr(request, "session", None)
    key = session.session_key if session is not None else None
    return {
        "person": str(user.pk) if isinstance(user, Person) else "",
        "address": full_address_of(request),
        "method": str(request.method)[:LONGEST],
        "path": quote(request.path[:LONGEST]),
        "agent": request.headers.get("User-Agent", "")[:LONGEST],
        "session": hashlib.sha256(key.encode()).hexdigest()[:12] if key else "",
    }
