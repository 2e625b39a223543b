"""The signature value itself: a CMS SignedData in DER as PAdES B-B asks for (RFC 5652, RFC 5035, ETSI EN 319 142-1).

Written by hand because a general ASN.1 library takes many times longer for it than all the rest of signing.
"""

import hashlib
from collections.abc import Callable

from asn1crypto import core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sektoral.adapters.signatures.certificates import Credential

_INTEGER_ONE = b"\x02\x01\x01"
_OCTETS, _SEQUENCE, _SET, _CONTEXT = 0x04, 0x30, 0x31, 0xA0


class CmsSigner:
    """Makes detached signatures with one certificate and P-256; the root travels along for readers that look for it."""

    def __init__(self, credential: Credential, root: Credential) -> None:
        certificate = _der_of(credential)
        issuer = credential.certificate.issuer.public_bytes()
        serial = core.Integer(credential.certificate.serial_number).dump()
        self._key = credential.key
        self._certificates = _der(_CONTEXT, *sorted((certificate, _der_of(root))))
        self._signer_id = _der(_SEQUENCE, issuer, serial)
        self._fixed_attributes = (
            _attribute(_CONTENT_TYPE, _DATA),
            _attribute(_SIGNING_CERTIFICATE, _signing_certificate(certificate, issuer, serial)),
            _attribute(_ALGORITHM_PROTECTION, _der(_SEQUENCE, _SHA256, _der(_CONTEXT + 1, _ECDSA_OID))),
        )

    def sign(self, digest: bytes, stamp: Callable[[bytes], bytes | None] | None = None) -> bytes:
        """Sign the SHA-256 of what the PDF's byte range covers. `stamp` is asked for a token on the signature's own."""
        content_digest = _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest))
        attributes = sorted((content_digest, *self._fixed_attributes))  # DER keeps a set in order
        signature = self._key.sign(_der(_SET, *attributes), ec.ECDSA(hashes.SHA256()))
        token = stamp(hashlib.sha256(signature).digest()) if stamp else None
        signer = _der(
            _SEQUENCE,
            _INTEGER_ONE,
            self._signer_id,
            _SHA256,
            _der(_CONTEXT, *attributes),
            _der(_SEQUENCE, _ECDSA_OID),
            _der(_OCTETS, signature),
            _der(_CONTEXT + 1, _attribute(_TIME_STAMP, token)) if token else b"",
        )
        signed = _der(
            _SEQUENCE,
            _INTEGER_ONE,
            _der(_SET, _SHA256),
            _der(_SEQUENCE, _DATA),
            self._certificates,
            _der(_SET, signer),
        )
        return _der(_SEQUENCE, _SIGNED_DATA, _der(_CONTEXT, signed))


def _der(tag: int, *parts: bytes) -> bytes:
    """Write one value in DER: tag, length, content."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_SET, value))


def _signing_certificate(certificate: bytes, issuer: bytes, serial: bytes) -> bytes:
    """Name the certificate by its hash, so that no other one can be put in its place (RFC 5035 §3)."""
    issuer_names = _der(_SEQUENCE, _der(_CONTEXT + 4, issuer))
    named = _der(_OCTETS, hashlib.sha256(certificate).digest()) + _der(_SEQUENCE, issuer_names, serial)
    return _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, named)))


def _der_of(credential: Credential) -> bytes:
    return credential.certificate.public_bytes(serialization.Encoding.DER)


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


_DATA = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = _oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE = _oid("1.2.840.113549.1.9.16.2.47")  # version 2, whose default digest is SHA-256
_TIME_STAMP = _oid("1.2.840.113549.1.9.16.2.14")  # RFC 3161, appendix A
_ALGORITHM_PROTECTION = _oid("1.2.840.113549.1.9.52")  # RFC 6211
_ECDSA_OID = _oid("1.2.840.10045.4.3.2")  # with SHA-256
_SHA256 = _der(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1"))
