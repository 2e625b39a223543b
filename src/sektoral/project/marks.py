"""Which view may answer at all: one that carries a mark of `ui/guards.py`, or one of others' that is listed here.

A view that somebody adds and forgets to mark, or that a new version of allauth brings along, is closed until it is.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sektoral.domain.errors import NotFound
from sektoral.ui.guards import ask_to_sign_in
from sektoral.ui.refusals import answer_refusal

View = Callable[..., HttpResponseBase]
Handler = Callable[[HttpRequest], HttpResponse]

PUBLIC, SIGNED_IN = "public", "signed_in"
OF_OTHERS = {  # they cannot carry our mark; signing up and changing one's own address are not offered
    "allauth.account.views.LoginView": PUBLIC,
    "allauth.account.views.LogoutView": PUBLIC,
    "allauth.account.views.RequestLoginCodeView": PUBLIC,
    "allauth.account.views.ConfirmLoginCodeView": PUBLIC,
    "allauth.account.views.AccountInactiveView": PUBLIC,
    "allauth.account.views.PasswordResetView": PUBLIC,
    "allauth.account.views.PasswordResetDoneView": PUBLIC,
    "allauth.account.views.PasswordResetFromKeyView": PUBLIC,
    "allauth.account.views.PasswordResetFromKeyDoneView": PUBLIC,
    "allauth.account.views.ReauthenticateView": SIGNED_IN,
    "allauth.account.views.PasswordChangeView": SIGNED_IN,
    "allauth.account.views.PasswordSetView": SIGNED_IN,
    "allauth.mfa.base.views.AuthenticateView": PUBLIC,  # between password and session
    "allauth.mfa.base.views.IndexView": SIGNED_IN,
    "allauth.mfa.base.views.ReauthenticateView": SIGNED_IN,
    "allauth.mfa.totp.views.ActivateTOTPView": SIGNED_IN,
    "allauth.mfa.totp.views.DeactivateTOTPView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.ViewRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.GenerateRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.DownloadRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.webauthn.views.ListWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.AddWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.RemoveWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.EditWebAuthnView": SIGNED_IN,
}

_log = logging.getLogger(__name__)


def mark_of(view: Callable[..., object]) -> str:
    """This will give who may open a view: its own mark, or the one listed for it; empty for nobody."""
    own: str = getattr(view, "guard", "")
    return own or OF_OTHERS.get(name_of(view), "")


def name_of(view: Callable[..., object]) -> str:
    """This will name a view by its module and its class, or its function."""
    kind = getattr(view, "view_class", view)
    return f"{kind.__module__}.{kind.__qualname__}"


def closed_unless_marked(get_response: Handler) -> Handler:
    """This will answer as if a view that nobody marked were not there, and ask to sign in before one that needs it."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = _closed  # type: ignore[attr-defined]  # Django asks for it once a view was found
    return answer


def _closed(request: HttpRequest, view: View, *_: object) -> HttpResponse | None:
    mark = mark_of(view)
    if not mark:
        _log.error("no mark on %s: it stays closed", name_of(view))
        return answer_refusal(request, NotFound("not_found"))
    if mark == SIGNED_IN and not hasattr(view, "guard") and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    return None
