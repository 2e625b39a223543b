"""Every address that the installation answers to, with its view."""

from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

Addresses = Iterator[tuple[str, Callable[..., object]]]


def every_address() -> Addresses:
    """Each with its fields as they stand in `urls.py`, such as `/surat/<uuid:pk>/`."""
    return _under(get_resolver(settings.ROOT_URLCONF), "/")


def keyed_addresses(named: Mapping[str, str]) -> Iterator[str]:
    """Those of the API that want a key, with their fields filled in from `named`, such as `{"<table>": "1.02.001"}`."""
    for address, view in every_address():
        if getattr(view, "guard", "") == "api_key":
            for field, value in named.items():
                address = address.replace(field, value)
            yield address


def _under(resolver: URLResolver, prefix: str) -> Addresses:
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from _under(entry, address)
