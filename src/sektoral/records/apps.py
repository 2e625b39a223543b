"""Registers the tables with Django and re-installs the triggers of the bank after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """The app that owns every table."""

    name = "sektoral.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sektoral.records.triggers import install

        post_migrate.connect(install, sender=self)
