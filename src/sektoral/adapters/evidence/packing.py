"""Packs an evidence bundle as a ZIP that goes out while it is made: one file in memory at a time, the index last."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from sektoral.adapters.keys import Signature
from sektoral.domain.evidence import EvidenceFile, EvidenceKind

CHECKER = "periksa.py"
PARTS = ("proofs.py", "chains.py", CHECKER)

_OURS = re.compile(r"^from sektoral\..*\n", re.MULTILINE)
_FUTURE = "from __future__ import annotations\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A file that goes into the bundle; `read` is called when its turn comes."""

    path: str
    kind: EvidenceKind
    read: Callable[[], bytes]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The index as text and its signature."""

    index: str
    signature: Signature


class _Outgoing:
    """Takes what the ZIP writes until somebody fetches it; it cannot go back, so the ZIP never asks it to."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def fetch(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def pack(parts: Iterable[Part], *, seal: Callable[[tuple[EvidenceFile, ...]], Sealed], at: datetime) -> Iterator[bytes]:
    """Write the bundle piece by piece: the parts, the script that checks them, then the index that `seal` makes."""
    outgoing, listed = _Outgoing(), list[EvidenceFile]()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in (*parts, Part(CHECKER, EvidenceKind.HELP, checker)):
            data = part.read()
            listed.append(_listed(part, data))
            _add(bundle, part.path, data, at)
            yield outgoing.fetch()
        sealed = seal(tuple(listed))
        _add(bundle, "indeks.json", sealed.index.encode("ascii"), at)
        signature = {"key_id": sealed.signature.key_id, "value": sealed.signature.value}
        _add(bundle, "indeks.tanda.json", json.dumps(signature).encode("ascii"), at)
    yield outgoing.fetch()


def pack_plain(parts: Iterable[Part], *, at: datetime) -> Iterator[bytes]:
    """Write parts piece by piece, without index or seal."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in parts:
            _add(bundle, part.path, part.read(), at)
            yield outgoing.fetch()
    yield outgoing.fetch()


def checker() -> bytes:
    """Get the script that checks our proofs on any machine with Python: three modules of ours, put into one file."""
    texts = {name: resources.files("sektoral.adapters.evidence").joinpath(name).read_text("utf-8") for name in PARTS}
    main = texts[CHECKER]
    first = _OURS.search(main)
    if first is None:
        raise AssertionError("the script imports its parts")
    parts = "\n\n".join(_body(texts[name]) for name in PARTS if name != CHECKER)
    return f"{main[: first.start()]}{parts}\n\n{_OURS.sub('', main[first.start() :])}".encode()


def _body(text: str) -> str:
    """Leave out what may stand only at the top of a file, and what is in the same file now."""
    after = text.split(_FUTURE, 1)[1]
    return _OURS.sub("", after).strip()


def _listed(part: Part, data: bytes) -> EvidenceFile:
    return EvidenceFile(part.path, part.kind, part.about, hashlib.sha256(data).hexdigest(), len(data))


def _add(bundle: zipfile.ZipFile, path: str, data: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(path, at.timetuple()[:6])
    entry.compress_type = (
        zipfile.ZIP_STORED if path.endswith((".pdf", ".xlsx", ".ods", ".xlsb")) else bundle.compression
    )
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, data)
