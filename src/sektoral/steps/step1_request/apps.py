"""Registers step 1 of the SOP with Django."""

from django.apps import AppConfig


class Step1RequestConfig(AppConfig):
    name = "sektoral.steps.step1_request"
    label = "step1_request"
