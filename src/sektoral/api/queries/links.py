"""Addresses of things in this API that are good outside it."""

from django.conf import settings
from django.urls import reverse


def link(name: str, *keys: str | int) -> str:
    """This will give the full address of something in this API, good outside it too."""
    return f"{settings.BASE_URL}{reverse(f'api:{name}', args=keys)}"
