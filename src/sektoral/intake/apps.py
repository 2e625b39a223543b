"""Registers `intake` with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "sektoral.intake"
    label = "intake"
