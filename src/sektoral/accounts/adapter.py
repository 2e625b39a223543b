"""What allauth asks us about sign-up: there is none; the office makes the accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up, by every door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This will say no."""
        return False
