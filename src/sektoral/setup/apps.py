"""Registers `setup` with Django."""

from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "sektoral.setup"
    label = "setup"
