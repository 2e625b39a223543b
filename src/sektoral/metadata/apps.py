"""Registers `metadata` with Django."""

from django.apps import AppConfig


class MetadataConfig(AppConfig):
    name = "sektoral.metadata"
    label = "metadata"
