"""Registers `bank` with Django."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "sektoral.bank"
    label = "bank"
