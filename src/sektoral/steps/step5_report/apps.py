"""Registers step 5 of the SOP with Django."""

from django.apps import AppConfig


class Step5ReportConfig(AppConfig):
    name = "sektoral.steps.step5_report"
    label = "step5_report"
