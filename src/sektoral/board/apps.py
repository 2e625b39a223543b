"""Registers `board` with Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "sektoral.board"
    label = "board"
