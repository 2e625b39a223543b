"""How often somebody may try: counted in the cache, in windows of time, for doors that could be guessed at."""

import hashlib
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from sektoral.domain.errors import Refused


def check_tries(door: str, who: str, *, most: int, seconds: int, at: datetime) -> None:
    """This will count one try and raise `Refused` (`too_many_tries`) beyond `most` in a window of `seconds`."""
    window = int(at.timestamp()) // seconds
    key = hashlib.sha256(f"{door}\0{who}\0{window}".encode()).hexdigest()
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, seconds)
    if count > most:
        raise Refused("too_many_tries")


def address_of(request: HttpRequest) -> str:
    """This will give the visitor's network address, behind as many proxies as the installation trusts."""
    address: str = get_adapter().get_client_ip(request)
    return address
