"""Signatures by hand: Ed25519, and the PAdES signature of ECDSA on P-256 that the office's own authority makes.

Nothing but Python's own library, 3.9 or newer, because it becomes part of `periksa.py` (`packing.checker`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

# ── A signature in a PDF: PAdES with ECDSA on P-256, as the office's own authority makes it ────────────────


class Der(NamedTuple):
    """One value of DER: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[Der]:
        """The values inside."""
        found, rest = [], self.content
        while rest:
            found.append(der(rest))
            rest = rest[len(found[-1].whole) :]
        return found


def der(data: bytes) -> Der:
    """Read the value at the start of `data`."""
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    return Der(data[0], data[start : start + size], data[: start + size])


class Certificate:
    """A certificate in PEM or DER: its names, its serial number, its P-256 key, and who signed it."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"-----"):
            data = base64.b64decode(b"".join(data.split(b"-----")[2].split()))
        self.body, _, self.signature = der(data).parts()
        fields = [part for part in self.body.parts() if part.tag != 0xA0]
        self.serial, self.issuer, self.subject = fields[0].content, fields[2].whole, fields[4].whole
        point = fields[5].parts()[1].content
        if P256_OID not in fields[5].whole or point[:2] != b"\0\x04":
            raise ValueError("kuncinya bukan P-256")
        self.key = int.from_bytes(point[2:34], "big"), int.from_bytes(point[34:66], "big")


def pdf_fault(pdf: bytes, roots: list[Certificate]) -> str:
    """Say what is wrong with the signature of a PDF; nothing where it holds."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if len(ranges) != 1:
        return f"ada {len(ranges)} tanda tangan, seharusnya satu"
    first, size, rest, length = map(int, ranges[0])
    gap = pdf[size:rest]
    if first or rest + length != len(pdf) or not re.fullmatch(rb"<[0-9A-Fa-f]+>", gap):
        return "tanda tangannya tidak mencakup seluruh berkas"
    signed_data = der(bytes.fromhex(gap[1:-1].decode("ascii"))).parts()[1].parts()[0].parts()
    certificates = [Certificate(part.whole) for part in signed_data[3].parts()]
    signer = signed_data[-1].parts()[0].parts()
    serial, attributes, value = signer[1].parts()[1].content, signer[3], signer[5].content
    digest = hashlib.sha256(pdf[:size] + pdf[rest:]).digest()
    stated = [part.parts()[1].parts()[0].content for part in attributes.parts() if MESSAGE_DIGEST in part.whole]
    if stated != [digest]:
        return "isinya berubah sesudah ditandatangani"
    own = next((one for one in certificates if one.serial == serial), None)
    if own is None or not ecdsa_holds(own.key, b"\x31" + attributes.whole[1:], value):
        return "tanda tangannya tidak cocok dengan sertifikatnya"
    above = [root for root in roots if root.subject == own.issuer]
    issued = any(ecdsa_holds(root.key, own.body.whole, own.signature.content[1:]) for root in above)
    return "" if issued else "sertifikatnya bukan terbitan kantor ini"


P256_OID = bytes.fromhex("06082a8648ce3d030107")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 2**256 - 2**224 + 2**192 - 0x4319055258E8617B0C46353D039CDAAF
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GX = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
GY = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
Point = tuple[int, int]


@lru_cache(maxsize=256)
def ecdsa_holds(key: Point, data: bytes, signature: bytes) -> bool:
    """Tell whether `key` made the ECDSA signature over `data` with SHA-256 (FIPS 186-5, 6.4.2)."""
    r, s = (int.from_bytes(part.content, "big") for part in der(signature).parts())
    x, y = key
    if not (0 < r < N and 0 < s < N) or (y * y - x * x * x + 3 * x - B) % P:
        return False
    inverse = pow(s, -1, N)
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    point = p256_add(times(digest * inverse % N, (GX, GY), p256_add), times(r * inverse % N, key, p256_add))
    return point is not None and point[0] % N == r


def p256_add(one: Point | None, two: Point | None) -> Point | None:
    """Add two points of P-256; `None` is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0] and (one[1] + two[1]) % P == 0:
        return None
    above, below = (3 * one[0] ** 2 - 3, 2 * one[1]) if one == two else (two[1] - one[1], two[0] - one[0])
    slope = above * pow(below, -1, P)
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number: int, point: Point, add: Callable[[Point | None, Point | None], Point | None]) -> Point | None:
    """Multiply a point by doubling and adding."""
    total: Point | None = None
    for bit in f"{number:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


# ── Ed25519 (RFC 8032, 5.1) ────────────────────────────────────────────────

Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
ROOT_OF_MINUS_ONE = pow(2, (Q - 1) // 4, Q)
BASE = (4 * pow(5, -1, Q) % Q).to_bytes(32, "little")


def ed25519_holds(key: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether `key` made `signature` over `data`."""
    r, a, base = ed_point(signature[:32]), ed_point(key), ed_point(BASE)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or r is None or a is None or base is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + data).digest(), "little") % L
    return times(s, base, ed_add) == ed_add(r, times(h, a, ed_add))


def ed_point(data: bytes) -> Point | None:
    """Read a point; `None` where the bytes are none."""
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[-1] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    x = x if x * x % Q == square else x * ROOT_OF_MINUS_ONE % Q
    if y >= Q or (x * x - square) % Q or (x == 0 and sign):
        return None
    return (Q - x if x & 1 != sign else x), y


def ed_add(one: Point | None, two: Point | None) -> Point | None:
    """Add two points; `None` is nothing added."""
    if one is None or two is None:
        return one or two
    across = D * one[0] * two[0] * one[1] * two[1]
    x = (one[0] * two[1] + two[0] * one[1]) * pow(1 + across, -1, Q)
    return x % Q, (one[1] * two[1] + one[0] * two[0]) * pow(1 - across, -1, Q) % Q
