"""The installation's own Ed25519 keys, one for each purpose, in a folder that only its owner reads.

They prove who made a manifest, a receipt or a checkpoint; letters are signed with certificates instead (`signatures`).
"""

import base64
import binascii
import hashlib
import os
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sektoral.adapters.files import sync_folder
from sektoral.domain.errors import Refused, Unavailable

OTHERS = 0o077  # permission bits of everybody but the owner


class KeyPurpose(StrEnum):
    """What a key may sign. Separate keys keep a signature made for one purpose worthless for another."""

    MANIFEST = "manifest"  # the definition inside an instrument
    RECEIPT = "receipt"  # tanda terima
    CHECKPOINT = "checkpoint"  # head of the journal
    EVIDENCE = "evidence"  # index of an evidence bundle


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached signature: `key_id` names the key, `value` is its 64 bytes in base64."""

    key_id: str
    value: str


class KeyRing:
    """The keys of one folder. A key is made at its first use; two processes that start at once get the same one.

    Beside each private key lies its public key under its id. Public keys of retired private keys may stay, so that
    what they signed still verifies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._private: dict[KeyPurpose, Ed25519PrivateKey] = {}

    def sign(self, purpose: KeyPurpose, data: bytes) -> Signature:
        """Sign `data` with the key of `purpose`."""
        private = self.private(purpose)
        return Signature(key_id(private.public_key()), base64.b64encode(private.sign(data)).decode())

    def verify(self, purpose: KeyPurpose, data: bytes, signature: Signature) -> bool:
        """Tell whether a key of `purpose`, current or retired, made `signature` over `data`; never raises."""
        return any(
            key_id(public) == signature.key_id and is_signed_by(public, data, signature)
            for public in self.publics(purpose)
        )

    def private(self, purpose: KeyPurpose) -> Ed25519PrivateKey:
        """Get the current private key, made when there is none. Raises `Refused` when others may read its file."""
        if purpose not in self._private:
            self._private[purpose] = self._load_or_make(purpose)
        return self._private[purpose]

    def public(self, purpose: KeyPurpose) -> Ed25519PublicKey:
        """Get the public half of the current key."""
        return self.private(purpose).public_key()

    def publics(self, purpose: KeyPurpose) -> tuple[Ed25519PublicKey, ...]:
        """List every public key of `purpose`, the current one first."""
        current = self.public(purpose)
        kept = (load_public(path.read_bytes()) for path in sorted(self._folder.glob(f"{purpose}.*.pub")))
        return (current, *(key for key in kept if key_id(key) != key_id(current)))

    def rotate(self, purpose: KeyPurpose) -> Ed25519PublicKey:
        """Put a new private key in the place of the current one, which is gone then; its public half stays.

        Gives the new public key.
        """
        self.private(purpose)  # so that the public half of the old one lies there
        place = self._folder / f"{purpose}.key"
        place.rename(place.with_suffix(".retired"))
        del self._private[purpose]
        public = self.public(purpose)
        place.with_suffix(".retired").unlink()
        return public

    def _load_or_make(self, purpose: KeyPurpose) -> Ed25519PrivateKey:
        text = keep_secret_once(self._folder / f"{purpose}.key", _new_private_text())
        private = serialization.load_pem_private_key(text, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise Unavailable("key.wrong_kind", purpose=purpose.value)
        public = private.public_key()
        keep_secret_once(self._folder / f"{purpose}.{key_id(public)}.pub", public_text(public))
        return private


def key_id(public: Ed25519PublicKey) -> str:
    """Name a public key by the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def public_fingerprint(public: Ed25519PublicKey) -> str:
    """Write the whole SHA-256 of a public key, to be made known and compared."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()


def public_text(public: Ed25519PublicKey) -> bytes:
    """Write a public key as PEM, for publication and for verifying elsewhere."""
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def load_public(text: bytes) -> Ed25519PublicKey:
    """Read a public key from its PEM. Raises `Unavailable` when it is another kind of key."""
    public = serialization.load_pem_public_key(text)
    if not isinstance(public, Ed25519PublicKey):
        raise Unavailable("key.wrong_kind", purpose="public")
    return public


def is_signed_by(public: Ed25519PublicKey, data: bytes, signature: Signature) -> bool:
    """Tell whether the owner of `public` signed `data`: needs no folder, so it works away from the server."""
    try:
        public.verify(base64.b64decode(signature.value, validate=True), data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def keep_secret_once(path: Path, content: bytes) -> bytes:
    """Keep `content` in a new file of mode 0600, unless the file is there, and return what the file holds.

    Whole or not at all, whoever comes first wins: the bytes are complete and durable before the name exists.
    Raises `Refused` when others may read the file.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link_new(path, content)
    if path.stat().st_mode & OTHERS:
        raise Refused("key.exposed", file=path.name)
    return path.read_bytes()


def _link_new(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mkstemp makes it 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)  # unlike a rename, this fails when another process was first
        except FileExistsError:
            return
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _new_private_text() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
