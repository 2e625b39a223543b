"""The Django app that carries the shared templates, template tags and static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files that every page uses."""

    name = "sektoral.ui"
    label = "ui"
