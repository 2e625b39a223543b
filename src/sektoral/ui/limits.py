"""How often somebody may try: counted in windows of time, for doors that could be guessed at.

The counting is the database's (`records.tallies`): of a thousand tries at once no more than `most` get through.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sektoral.domain.errors import Refused
from sektoral.records import tallies

NETWORK = 64  # bits of an IPv6 address: who has one has all of its network


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries at a door in each window of `seconds`."""

    door: str
    most: int
    seconds: int

    def take(self, who: str, at: datetime) -> None:
        """This will count one try and raise `Refused` (`too_many_tries`) where it is one too many."""
        if not self.took(who, at):
            raise Refused("too_many_tries")

    def took(self, who: str, at: datetime) -> bool:
        """This will count one try unless all are used, and tell whether it did; of two at once one gets the last."""
        return tallies.take(self._key(who, at), most=self.most, at=at, ends_at=self.ends_at(at))

    def check(self, who: str, at: datetime) -> None:
        """This will raise `Refused` (`too_many_tries`) once all tries of the window are used; it counts nothing."""
        if self.is_reached(who, at):
            raise Refused("too_many_tries")

    def is_reached(self, who: str, at: datetime) -> bool:
        """This will tell whether all tries of the window are used."""
        return tallies.count_of(self._key(who, at)) >= self.most

    def count(self, who: str, at: datetime) -> None:
        """This will count one try."""
        tallies.add(self._key(who, at), at=at, ends_at=self.ends_at(at))

    def give_back(self, who: str, at: datetime) -> None:
        """This will count one try less: what was taken before it was looked at was right."""
        tallies.give_back(self._key(who, at))

    def forget(self, who: str, at: datetime) -> None:
        """This will let the window's counting begin anew."""
        tallies.forget(self._key(who, at))

    def ends_at(self, at: datetime) -> datetime:
        """This will give the end of the window, from which on there are tries again."""
        return datetime.fromtimestamp((self._window(at) + 1) * self.seconds, UTC)

    def _window(self, at: datetime) -> int:
        return int(at.timestamp()) // self.seconds

    def _key(self, who: str, at: datetime) -> str:
        return hashlib.sha256(f"{self.door}\0{who}\0{self._window(at)}".encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """This will give what a visitor is counted by: the network address behind the proxies that the installation trusts.

    Of IPv6 it is the /64 network, for a single subscriber has as many addresses as there are in one.
    """
    address = full_address_of(request)
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, NETWORK), strict=False))


def full_address_of(request: HttpRequest) -> str:
    """This will give the visitor's network address as it is, for the records; empty where none is known."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:  # over a socket of this machine, past the proxy
        return ""
    return address
