"""Registers step 2 of the SOP with Django."""

from django.apps import AppConfig


class Step2DistributeConfig(AppConfig):
    name = "sektoral.steps.step2_distribute"
    label = "step2_distribute"
