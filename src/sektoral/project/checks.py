"""System checks: an installation that would be unsafe does not start."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from sektoral.adapters.addresses import is_safe_address
from sektoral.adapters.breached import looks_right

SHORTEST_KEY = 50


@register(Tags.security)
def check_production(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse to serve others without a key of its own, without HTTPS, or with debug pages on."""
    if settings.DEMO:
        return []
    faults = [
        (settings.SECRET_KEY_IS_KEPT or len(settings.SECRET_KEY) < SHORTEST_KEY, "E001", "SEKTORAL_SECRET_KEY"),
        (not settings.IS_HTTPS and not settings.DEBUG, "E002", "SEKTORAL_BASE_URL"),
        ("*" in settings.ALLOWED_HOSTS, "E003", "SEKTORAL_HOSTS"),
    ]
    return [Error(_TEXTS[code], hint=name, id=f"sektoral.{code}") for wrong, code, name in faults if wrong]


@register(Tags.security)
def check_gateway(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse, in a demo too, a signing gateway that passphrases would travel to in the clear."""
    if not settings.BSRE_URL or is_safe_address(settings.BSRE_URL):
        return []
    return [Error(_TEXTS["E004"], hint="SEKTORAL_BSRE_URL", id="sektoral.E004")]


@register(Tags.security)
def check_portal(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse a portal beyond this machine that our token would travel to in the clear."""
    if not settings.CKAN_URL or is_safe_address(settings.CKAN_URL):
        return []
    return [Error(_TEXTS["E005"], hint="SEKTORAL_CKAN_URL", id="sektoral.E005")]


@register(Tags.security)
def check_breached(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse a list of breached passwords that is named and not there, or in another format."""
    if settings.BREACHED_PASSWORDS is None or looks_right(settings.BREACHED_PASSWORDS):
        return []
    return [Error(_TEXTS["E006"], hint="SEKTORAL_BREACHED_PASSWORDS", id="sektoral.E006")]


_TEXTS = {
    "E001": "A server needs a secret key of its own, of 50 characters or more.",
    "E002": "A server is reached by HTTPS only: its base URL must begin with https://.",
    "E003": "A server names the hosts that it answers to.",
    "E006": "The list of breached passwords must be a file of SHA-1 hashes, sorted.",
    "E005": "A portal beyond this machine is reached by HTTPS only: its URL must begin with https://.",
    "E004": "A signing gateway beyond this machine is reached by HTTPS only: its URL must begin with https://.",
}
