"""Registers `outbox` with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "sektoral.outbox"
    label = "outbox"
