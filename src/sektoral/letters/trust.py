"""The root certificates by which signatures are known here: the installation's own, and those it was told to trust.

Asking for them does not import what signs.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

from sektoral.adapters.signatures.certificates import CertificateFolder
from sektoral.adapters.signatures.roots import Root, read_roots

AUTHORITY = "authority"  # the folder of our own certificates, among the keys
MOVED_IN = "moved-in"  # the roots of installations whose offices moved in here: they prove old papers


def trusted_roots() -> list[bytes]:
    """This will give all roots in DER. A certificate that is added counts after the processes were started again."""
    return [*own_roots(), *told_roots()]


def own_roots() -> list[bytes]:
    """This will give our own root, then those under which offices signed before they moved in here, in DER."""
    return [own_root(), *_told(settings.KEYS_ROOT / MOVED_IN)]


def own_root() -> bytes:
    """This will give the root of the installation's own authority in DER, made now if there is none."""
    return _own(settings.KEYS_ROOT / AUTHORITY)


def told_roots() -> Sequence[bytes]:
    """This will give the roots of others that this installation was told to trust, in DER."""
    return _told(settings.TRUSTED_ROOTS)


def stamp_roots() -> list[bytes]:
    """This will give the root certificates that are trusted for time stamps, in PEM or DER."""
    return [settings.TSA_CA.read_bytes()] if settings.TSA_CA else []


@cache
def _own(folder: Path) -> bytes:
    return CertificateFolder(folder).root().der


@cache
def _told(folder: Path | None) -> tuple[bytes, ...]:
    return tuple(one.der for one in read_roots(folder) if isinstance(one, Root)) if folder else ()
