"""Registers `letters` with Django, and its count with the menu."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "sektoral.letters"
    label = "letters"

    def ready(self) -> None:
        """This will let the menu say how many letters wait for the person."""
        from sektoral.letters.outside import count_outside
        from sektoral.letters.queries.waiting import count_waiting
        from sektoral.ui.menu import count_with

        count_with("sign", count_waiting)
        count_with("bring_in", count_outside)
