"""Registers `assessment` with Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "sektoral.assessment"
    label = "assessment"
