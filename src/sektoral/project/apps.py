"""Registers the wiring with Django, so that its commands and checks are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "sektoral.project"
    label = "project"

    def ready(self) -> None:
        from django.conf import settings

        from sektoral.adapters.sandbox import client
        from sektoral.project import checks  # noqa: F401  registers them

        client.configure(settings.SANDBOX_LIMITS)
