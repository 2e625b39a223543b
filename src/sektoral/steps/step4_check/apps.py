"""Registers step 4 of the SOP with Django, and tells the menu how much waits to be checked."""

from django.apps import AppConfig


class Step4CheckConfig(AppConfig):
    name = "sektoral.steps.step4_check"
    label = "step4_check"

    def ready(self) -> None:
        """This will offer the count beside *Pemeriksaan*."""
        from sektoral.steps.step4_check.queries.queue import count_waiting
        from sektoral.ui.menu import count_with

        count_with("check", count_waiting)
