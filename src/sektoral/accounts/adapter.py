"""What allauth asks us: no sign-up, how often somebody may try, how mails leave, when the password was changed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from sektoral.accounts import tries
from sektoral.accounts.mails import send_soon
from sektoral.records.models import Person
from sektoral.ui.entry import has_app, has_factor
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.step_up import is_fresh


class OfficeAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up by every door, and keeps guessing slow without letting anybody lock another out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Terlalu banyak percobaan masuk. Tunggu seperempat jam, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This will say no."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """This will refuse before any password is looked at, with the same words for accounts that do not exist."""
        if not tries.may_try(request, str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """This will look at a password; a right one is noted for the address that it came from."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            tries.note_success(request, str(credentials.get("email", "")))
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """This will count and tell."""
        tries.note_failure(request, str(credentials.get("email", "")))

    def set_password(self, user: Person, password: str) -> None:
        """This will keep a new password and when it was set."""
        user.password_changed_at = timezone.now()  # noqa: TID251 - a door: allauth's forms know no clock of ours
        super().set_password(user, password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """This will ask anew, before the pages of the factors, just where our own step-up would."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """This will leave out the password for who has a factor: by setting it up they said it is not enough."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        is_enough = not (isinstance(user, Person) and has_factor(user))
        if isinstance(user, Person) and not has_app(user):  # a key goes before what is for getting back in
            methods.sort(key=lambda method: bool(method["id"] == "mfa_reauthenticate"))
        return [
            method | {"description": _WAYS[method["id"]]}
            for method in methods
            if is_enough or method["id"] != "reauthenticate"
        ]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This will hand a mail over without waiting: how long it takes would tell who has an account."""
        request = self.request
        send_soon(self.render_mail(template_prefix, email, {"request": request, "email": email, **context}))
        if template_prefix in _TOLD:
            tell(_TOLD[template_prefix], request)


_WAYS = {
    "reauthenticate": "Pakai kata sandi",
    "mfa_reauthenticate": "Pakai kode autentikator atau kode pemulihan",
    "mfa_reauthenticate:webauthn": "Pakai kunci keamanan",
}
_TOLD = {
    "account/email/login_code": Occurrence.CODE_SENT,
    "account/email/password_reset_key": Occurrence.PASSWORD_RESET_ASKED,
}
