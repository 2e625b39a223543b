"""The definition inside the workbook: canonical JSON cut into cells, with its hash and an Ed25519 signature.

It lets a filled instrument be recognised and checked away from the server. Knows rows of text, not spreadsheets.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import SCHEMA, InstrumentDef, from_json, to_json

CHUNK = 32_000  # Excel keeps 32,767 characters in a cell
FIRST_CHUNK_ROW = 10
MAX_CHARACTERS = 8_000_000

Row = tuple[str, str]


class SignatureState(StrEnum):
    """What the signature proves: `GOOD` is the only state that proves anything."""

    GOOD = "good"
    BAD = "bad"  # text, hash or signature do not belong together
    UNKNOWN_KEY = "unknown-key"
    MISSING = "missing"  # no manifest, or one without a signature


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a workbook says of itself. `definition` is `None` when it cannot be read, `problem` then says why.

    A definition whose `state` is not `GOOD` may have been written by anybody: compare it with the registered one.
    """

    definition: InstrumentDef | None
    state: SignatureState
    key_id: str = ""
    sha256: str = ""
    problem: str = ""


def encode(
    definition: InstrumentDef, *, signing_key: Ed25519PrivateKey | bytes, key_id: str, chunk: int = CHUNK
) -> tuple[Row, ...]:
    """Write the rows of the manifest sheet from row 1 on, columns A and B. The key is an object or 32 raw bytes."""
    text = to_json(definition)
    key = Ed25519PrivateKey.from_private_bytes(signing_key) if isinstance(signing_key, bytes) else signing_key
    pieces = _cut(text, chunk)
    facts: list[Row] = [
        ("sektoral", SCHEMA),
        ("characters", str(len(text))),
        ("chunks", str(len(pieces))),
        ("sha256", hashlib.sha256(text.encode("ascii")).hexdigest()),
        ("key", key_id),
        ("ed25519", key.sign(text.encode("ascii")).hex()),
    ]
    blank: list[Row] = [("", "")] * (FIRST_CHUNK_ROW - 1 - len(facts))
    return (*facts, *blank, *((str(number), piece) for number, piece in enumerate(pieces, 1)))


def decode(rows: Sequence[Row], keys: Mapping[str, Ed25519PublicKey | bytes]) -> Manifest:
    """Read the rows of a manifest sheet, from row 1 on, and verify them with public keys by their id."""
    facts = dict(rows[: FIRST_CHUNK_ROW - 1])
    key_id = facts.get("key", "")
    if "sektoral" not in facts:
        return Manifest(None, SignatureState.MISSING, problem="no manifest")
    try:
        text = _join(rows, facts)
        definition = from_json(text)
    except Invalid as error:
        return Manifest(None, SignatureState.BAD, key_id, problem=str(error.facts.get("why", error.code)))
    sha256 = hashlib.sha256(text.encode("ascii")).hexdigest()
    if sha256 != facts.get("sha256"):
        return Manifest(definition, SignatureState.BAD, key_id, sha256, "hash differs")
    return Manifest(definition, _state(text, facts, keys.get(key_id)), key_id, sha256)


def _state(text: str, facts: Mapping[str, str], key: Ed25519PublicKey | bytes | None) -> SignatureState:
    """Verify the signature over the text."""
    if not facts.get("ed25519"):
        return SignatureState.MISSING
    if key is None:
        return SignatureState.UNKNOWN_KEY
    public = Ed25519PublicKey.from_public_bytes(key) if isinstance(key, bytes) else key
    try:
        public.verify(bytes.fromhex(facts["ed25519"]), text.encode("ascii"))
    except (InvalidSignature, ValueError):
        return SignatureState.BAD
    return SignatureState.GOOD


def _join(rows: Sequence[Row], facts: Mapping[str, str]) -> str:
    """Put the chunks together in the order of their numbers. Raise `Invalid` where one is missing or too much."""
    numbered = [(number, piece) for number, piece in rows[FIRST_CHUNK_ROW - 1 :] if number or piece]
    wanted = [str(number) for number in range(1, len(numbered) + 1)]
    if [number for number, _ in numbered] != wanted or facts.get("chunks") != str(len(numbered)):
        raise Invalid("manifest_damaged", why="chunks missing or out of order")
    if sum(len(piece) for _, piece in numbered) > MAX_CHARACTERS:
        raise Invalid("manifest_damaged", why="too long")
    text = "".join(piece for _, piece in numbered)
    if facts.get("characters") != str(len(text)) or not text.isascii():
        raise Invalid("manifest_damaged", why="characters missing or changed")
    return text


def _cut(text: str, size: int) -> list[str]:
    """Cut so that no piece begins or ends with a space, which some programs would trim."""
    pieces = []
    while text:
        end = min(size, len(text))
        while end < len(text) and " " in text[end - 1 : end + 1]:
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return pieces
