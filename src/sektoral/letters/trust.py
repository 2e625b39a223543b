"""The root certificates by which signatures are known here: the installation's own, and those it was told to trust."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

from sektoral.adapters.signatures.roots import Root, read_roots
from sektoral.letters.actions.sealing import local_authority


def trusted_roots() -> list[bytes]:
    """This will give all roots in DER. A certificate that is added counts after the processes were started again."""
    return [local_authority().root(), *told_roots()]


def told_roots() -> Sequence[bytes]:
    """This will give the roots of others that this installation was told to trust, in DER."""
    return _told(settings.TRUSTED_ROOTS)


@cache
def _told(folder: Path | None) -> tuple[bytes, ...]:
    return tuple(one.der for one in read_roots(folder) if isinstance(one, Root)) if folder else ()
