"""Registers `verify` with Django."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    name = "sektoral.verify"
    label = "verify"
