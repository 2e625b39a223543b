"""What follows when allauth or Django tells that somebody signed in or out, or changed how they do."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import login_code_rejected, password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal
from django.http import HttpRequest

from sektoral.accounts import tries
from sektoral.records.models import Person
from sektoral.ui.entry import FACTORS
from sektoral.ui.limits import Limit
from sektoral.ui.security_log import Occurrence as Told
from sektoral.ui.security_log import tell
from sektoral.ui.sessions import end_all_sessions, end_other_sessions, forget_session, list_sessions
from sektoral.ui.visit import at_of

WRONG_CODES = Limit("factor.wrong", most=3, seconds=60 * 60)  # then the person is warned: the password is known
ELSEWHERE = "Akun Anda juga terbuka di {count} peramban lain. Bila itu bukan Anda, akhiri di halaman Sesi Anda."


def connect() -> None:
    """This will have each signal of `RECEIVERS` call its function, once."""
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"sektoral.{receiver.__name__}")


def on_signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """This will tell, and say where else the account is open: a shared or stolen one shows."""
    tell(Told.SIGNED_IN, request, person=str(user.pk))
    others = sum(not one.is_this for one in list_sessions(request, user))
    if others and settings.SESSION_BOUNDS:
        tell(Told.SESSION_ELSEWHERE, request, others=others)
        messages.info(request, ELSEWHERE.format(count=others))


def on_signed_out(request: HttpRequest | None, user: Person | None, **_: Any) -> None:
    """This will drop the session's row and let the answer tell the browser to forget."""
    if request is None or user is None or not hasattr(request, "at"):
        return
    tell(Told.SIGNED_OUT, request, person=str(user.pk))
    forget_session(request)
    request.has_signed_out = True  # type: ignore[attr-defined]


def on_password(request: HttpRequest, user: Person, **_: Any) -> None:
    """This will end the sessions elsewhere."""
    tell(Told.PASSWORD_CHANGED, request, of=str(user.pk))
    end_other_sessions(request, user)


def on_password_reset(request: HttpRequest, user: Person, **_: Any) -> None:
    """This will end every session: who resets a password has lost it, or somebody else has it."""
    tell(Told.PASSWORD_CHANGED, request, of=str(user.pk))
    end_all_sessions(request, user)


def on_factor_added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """This will end the sessions elsewhere, which knew of no such factor."""
    tell(Told.FACTOR_ADDED, request, type=str(authenticator.type))
    if authenticator.type in FACTORS:  # it was used in setting it up
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
    end_other_sessions(request, user)


def on_factor_removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """This will end the sessions elsewhere."""
    tell(Told.FACTOR_REMOVED, request, type=str(authenticator.type))
    end_other_sessions(request, user)


def on_factor_used(request: HttpRequest, authenticator: Authenticator, reauthenticated: bool, **_: Any) -> None:
    """This will tell of a step-up; at sign-in the session's own line tells."""
    if reauthenticated:
        tell(Told.STEPPED_UP, request, type=str(authenticator.type))


def on_factor_wrong(request: HttpRequest, user: Person, **_: Any) -> None:
    """This will tell, and warn the person after some: whoever asks for the code has given the password."""
    tell(Told.FACTOR_WRONG, request, of=str(user.pk))
    WRONG_CODES.count(str(user.pk), at_of(request))
    if WRONG_CODES.is_reached(str(user.pk), at_of(request)):
        tries.warn(user.email, at=at_of(request))


def on_code_wrong(request: HttpRequest, user: Person, **_: Any) -> None:
    """This will tell of a wrong code that was mailed."""
    tell(Told.CODE_WRONG, request, of=str(user.pk))


RECEIVERS: tuple[tuple[Signal, Any], ...] = (
    (user_logged_in, on_signed_in),
    (user_logged_out, on_signed_out),
    (password_changed, on_password),
    (password_set, on_password),
    (password_reset, on_password_reset),
    (authenticator_added, on_factor_added),
    (authenticator_removed, on_factor_removed),
    (authenticator_reset, on_factor_removed),
    (authenticator_used, on_factor_used),
    (authentication_failed, on_factor_wrong),
    (login_code_rejected, on_code_wrong),
)
