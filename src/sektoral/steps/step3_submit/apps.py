"""Registers step 3 of the SOP with Django."""

from django.apps import AppConfig


class Step3SubmitConfig(AppConfig):
    name = "sektoral.steps.step3_submit"
    label = "step3_submit"
