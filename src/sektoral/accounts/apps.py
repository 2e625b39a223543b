"""Registers `accounts` with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sektoral.accounts"
    label = "accounts"

    def ready(self) -> None:
        """This will listen to what allauth and Django tell of sign-ins and factors."""
        from sektoral.accounts.signals import connect

        connect()
