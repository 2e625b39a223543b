"""Registers `letters` with Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "sektoral.letters"
    label = "letters"
