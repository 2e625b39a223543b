"""How often somebody may try: counted in the cache, in windows of time, for doors that could be guessed at."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from sektoral.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries at a door in each window of `seconds`."""

    door: str
    most: int
    seconds: int

    def take(self, who: str, at: datetime) -> None:
        """This will count one try and raise `Refused` (`too_many_tries`) where it is one too many."""
        self.check(who, at)
        self.count(who, at)

    def check(self, who: str, at: datetime) -> None:
        """This will raise `Refused` (`too_many_tries`) once all tries of the window are used; it counts nothing."""
        if int(cache.get(self._key(who, at), 0)) >= self.most:
            raise Refused("too_many_tries")

    def count(self, who: str, at: datetime) -> None:
        """This will count one try."""
        key = self._key(who, at)
        cache.set(key, int(cache.get(key, 0)) + 1, self.seconds)

    def _key(self, who: str, at: datetime) -> str:
        window = int(at.timestamp()) // self.seconds
        return hashlib.sha256(f"{self.door}\0{who}\0{window}".encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """This will give the visitor's network address, behind as many proxies as the installation trusts."""
    address: str = get_adapter().get_client_ip(request)
    return address
