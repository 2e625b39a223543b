"""The two names a document carries for verification: the token in its QR code and the short code printed beside it.

Both are written with 32 signs that cannot be taken for each other (Crockford's alphabet: no I, L, O, U). Randomness
comes in as bytes.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_BYTES = 16  # 128 bits, the least that cannot be guessed (ASVS 5.0 11.5.1)
CODE_BYTES = 5  # 40 bits: opens a page only together with the letter's number, and rate-limited

_MISREAD = str.maketrans("OIL", "011")
_TOKEN = re.compile(rf"[{ALPHABET}]{{26,64}}")
_CODE = re.compile(rf"[{ALPHABET}]{{8}}")


def verification_token(random: bytes) -> str:
    """Write `random`, at least 16 bytes, as a token for an address: 26 signs for 16 bytes, 32 for 20.

    Raises ValueError for fewer or more than 40 bytes.
    """
    if not TOKEN_BYTES <= len(random) <= 40:
        raise ValueError("a token is made of 16 to 40 random bytes")
    return _encode(random)


def short_code(random: bytes) -> str:
    """Write exactly 5 random bytes, never part of a token's, as the printed code `XXXX-XXXX`."""
    if len(random) != CODE_BYTES:
        raise ValueError("a short code is made of 5 random bytes")
    text = _encode(random)
    return f"{text[:4]}-{text[4:]}"


def is_token(text: str) -> bool:
    """Tell whether `text` has the form of a token. Letters are capital: an address typed otherwise is not one."""
    return _TOKEN.fullmatch(text) is not None


def read_short_code(text: str) -> str | None:
    """Turn what a person typed into `XXXX-XXXX`: any case, with or without hyphen or spaces, O for 0, I and L for 1.

    Returns None when it cannot be a code.
    """
    if len(text) > 32:
        return None
    signs = re.sub(r"[\s\-]", "", text).upper().translate(_MISREAD)
    return f"{signs[:4]}-{signs[4:]}" if _CODE.fullmatch(signs) else None


def _encode(random: bytes) -> str:
    bits = len(random) * 8
    signs = -(-bits // 5)
    number = int.from_bytes(random, "big") << (signs * 5 - bits)
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(signs)))
