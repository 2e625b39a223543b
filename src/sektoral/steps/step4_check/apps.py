"""Registers step 4 of the SOP with Django."""

from django.apps import AppConfig


class Step4CheckConfig(AppConfig):
    name = "sektoral.steps.step4_check"
    label = "step4_check"
