"""Keys by which programs ask for more than the public may see: their form, their scopes, how long they may live.

A key is `skt_` with eight hexadecimal digits, which name it, and a secret behind an underscore. Only the SHA-256 of the
whole is kept: the secret has 192 random bits, so that no slow hash is needed.
"""

import hashlib
import hmac
import re
from datetime import timedelta
from enum import StrEnum

MARK = "skt_"
FORM = re.compile(r"(skt_[0-9a-f]{8})_[A-Za-z0-9_-]{32}")
SECRET_BYTES = 24
LONGEST = timedelta(days=366)
MOST_PER_MINUTE = 600


class Scope(StrEnum):
    """One thing that a key opens, of the office that made it."""

    BANK = "bank:read"  # every figure of the bank, released or not
    PROVENANCE = "provenance:read"  # from which file, sheet, cell and letter a figure came
    METADATA = "metadata:read"  # Standar Data and the forms MS-Keg, MS-Var, MS-Ind
    ROUNDS = "rounds:read"  # completeness and timeliness of the rounds


def name_in(key: str) -> str:
    """This will give the part of a key that names it; empty where the text has not the form of a key."""
    found = FORM.fullmatch(key)
    return found.group(1) if found else ""


def digest_of(key: str) -> str:
    """This will give what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_same(digest: str, key: str) -> bool:
    """This will compare a key with a kept digest, in the same time whatever differs."""
    return hmac.compare_digest(digest, digest_of(key))
