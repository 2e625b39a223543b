"""Short personal numbers, encrypted so that neither the database nor its backup tells them: AES-256-GCM.

A sealed text names its key and opens only for the owner it was sealed for. To rotate, rename `<purpose>.key` to
`<purpose>.<its id>.key`: the old one still opens, the next sealing makes a new one.
"""

import base64
import binascii
import hashlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sektoral.adapters.keys import keep_secret_once
from sektoral.domain.errors import Unavailable

NONCE = 12  # bytes
VERSION = "1"


class Vault:
    """The keys of one purpose in a folder that only its owner reads."""

    def __init__(self, folder: Path, purpose: str) -> None:
        self._folder = folder
        self._purpose = purpose

    def seal(self, text: str, *, owner: str) -> str:
        """Encrypt `text` for `owner`, whose name is no secret but must be given again to open it."""
        key = self._current()
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), self._bound_to(owner))
        return ":".join((VERSION, key_id(key), base64.b64encode(nonce + sealed).decode()))

    def open(self, sealed: str, *, owner: str) -> str:
        """Decrypt what was sealed for `owner`. Raises `Unavailable` (`nik_unreadable`) where no key of ours fits."""
        version, _, rest = sealed.partition(":")
        wanted, _, text = rest.partition(":")
        try:
            data = base64.b64decode(text, validate=True)
            key = next(key for key in self._keys() if version == VERSION and key_id(key) == wanted)
            return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], self._bound_to(owner)).decode()
        except (StopIteration, InvalidTag, binascii.Error, ValueError):
            raise Unavailable("nik_unreadable") from None

    def _bound_to(self, owner: str) -> bytes:
        return f"{self._purpose}\0{owner}".encode()

    def _current(self) -> bytes:
        made = secrets.token_hex(32).encode()
        return bytes.fromhex(keep_secret_once(self._folder / f"{self._purpose}.key", made).decode())

    def _keys(self) -> list[bytes]:
        """The current key and the retired ones; none is made here."""
        files = sorted(self._folder.glob(f"{self._purpose}*.key"))
        return [bytes.fromhex(keep_secret_once(file, b"").decode()) for file in files]


def key_id(key: bytes) -> str:
    """Name a key, as what it sealed does."""
    return hashlib.sha256(b"key id\0" + key).hexdigest()[:16]
