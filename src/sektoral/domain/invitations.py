"""Inviting an agency's people: who may invite whom, how long it holds, and the token of its link.

A token is made anew from the installation's secret whenever it is needed, so that it is kept nowhere: the row holds
its fingerprint, and the message that brings it is written when it leaves.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission, Role
from sektoral.domain.tokens import is_token, verification_token

LIFETIME = timedelta(days=7)
EARLIEST, LATEST = timedelta(days=31), timedelta(days=92)  # how far from today a seat may begin
TOKEN_BYTES = 20  # 160 bits

# A head signs for the agency: whoever checks or enters its data does not seat one
INVITERS: Mapping[Role, Permission] = {
    Role.OPERATOR: Permission.INVITE_CONTACTS,
    Role.REVIEWER: Permission.INVITE_CONTACTS,
    Role.HEAD: Permission.INVITE_HEADS,
}


@dataclass(frozen=True, slots=True)
class TaskLetter:
    """Surat tugas: the agency's own letter that names its new person, and the day of it."""

    number: str
    on: date


def inviter_of(role: Role) -> Permission:
    """This will tell what somebody must be permitted to invite into `role`. Raises `Invalid` (`seat_of_agency`)."""
    permission = INVITERS.get(role)
    if permission is None:
        raise Invalid("seat_of_agency", role=role.value)
    return permission


def check_days(*, letter: TaskLetter, valid_from: date, today: date) -> None:
    """This will raise `Invalid` (`task_letter_number_missing`, `task_letter_in_future`, `seat_begins_far_off`)."""
    if not letter.number.strip():
        raise Invalid("task_letter_number_missing")
    if letter.on > today:
        raise Invalid("task_letter_in_future")
    if not today - EARLIEST <= valid_from <= today + LATEST:
        raise Invalid("seat_begins_far_off", earlier=EARLIEST.days, later=LATEST.days)


def token_of(secret: bytes, invitation: str, serial: int) -> str:
    """This will make the token of an invitation's `serial`-th link: 160 bits that only the secret's holder can tell."""
    digest = hmac.new(secret, f"invitation\0{invitation}\0{serial}".encode(), hashlib.sha256).digest()
    return verification_token(digest[:TOKEN_BYTES])


def fingerprint_of(token: str) -> str:
    """This will give the SHA-256 under which a token is known; of what is no token, one that no row has."""
    return hashlib.sha256(token.encode()).hexdigest() if is_token(token) else ""


def is_open(*, ended: bool, expires_at: datetime, at: datetime) -> bool:
    """This will tell whether an invitation can still be taken up."""
    return not ended and at < expires_at


def masked(email: str) -> str:
    """This will show an address only to who knows it already: `r•••@dinkes.example`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
