"""How often a password may be tried: by account and network address together, and by address (ADR 0050).

No count is of an account alone: then anybody could lock anybody out. Who has signed in from an address before is not
held up by others who fail there, for a whole office may stand behind one address.
"""

from datetime import datetime

from django.http import HttpRequest

from sektoral.accounts.mails import send_soon
from sektoral.accounts.warnings import warning_for
from sektoral.domain.errors import Refused
from sektoral.ui.limits import Limit, address_of
from sektoral.ui.security_log import Occurrence, account_mark, tell
from sektoral.ui.visit import at_of

QUARTER = 15 * 60
BY_PAIR = Limit("sign_in.pair", most=5, seconds=QUARTER)  # tries of one account from one address
BY_ADDRESS = Limit("sign_in.address", most=60, seconds=QUARTER)  # failures from one address, whatever account
KNOWN = Limit("sign_in.known", most=1, seconds=30 * 24 * 60 * 60)  # who has signed in from an address
CODES = Limit("sign_in.codes", most=5, seconds=QUARTER)  # codes and links for one account, asked from one address
WARNED = Limit("sign_in.warned", most=1, seconds=60 * 60)  # mails of warning to one account


def may_try(request: HttpRequest, account: str) -> bool:
    """This will count one try of an account's password, and tell whether it may be looked at."""
    at, pair = at_of(request), _pair(request, account)
    if not KNOWN.is_reached(pair, at) and BY_ADDRESS.is_reached(address_of(request), at):
        return _paused(request, account, "address")
    return _taken(BY_PAIR, pair, at) or _paused(request, account, "pair")


def note_success(request: HttpRequest, account: str) -> None:
    """This will let the counting of the pair begin anew and remember it."""
    at, pair = at_of(request), _pair(request, account)
    BY_PAIR.forget(pair, at)
    if not KNOWN.is_reached(pair, at):
        KNOWN.count(pair, at)


def note_failure(request: HttpRequest, account: str) -> None:
    """This will count a wrong password for its address; the account's person is warned when the pair is used up."""
    at, pair = at_of(request), _pair(request, account)
    BY_ADDRESS.count(address_of(request), at)
    tell(Occurrence.SIGN_IN_FAILED, request, account=account_mark(account))
    if BY_PAIR.is_reached(pair, at):
        warn(account, at=at)


def may_ask_for_mail(request: HttpRequest, account: str) -> bool:
    """This will count one request for a code or a link to be mailed, and tell whether it may be sent."""
    return _taken(CODES, _pair(request, account), at_of(request)) or _paused(request, account, "codes")


def warn(account: str, *, at: datetime) -> None:
    """This will mail the account's person, once an hour, that somebody keeps trying."""
    message = warning_for(account)
    if message and _taken(WARNED, account.lower(), at):
        send_soon(message)


def _taken(limit: Limit, who: str, at: datetime) -> bool:
    try:
        limit.take(who, at)
    except Refused:
        return False
    return True


def _paused(request: HttpRequest, account: str, limit: str) -> bool:
    tell(Occurrence.SIGN_IN_PAUSED, request, account=account_mark(account), limit=limit)
    return False


def _pair(request: HttpRequest, account: str) -> str:
    return f"{address_of(request)}\0{account.strip().lower()}"
