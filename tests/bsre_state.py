"""The state of the made-up BSrE gateway: who it knows, how it behaves, and what it was asked; see `bsre`."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from tests import bsre_authority

USER, PASSWORD = "sektoral", "sandi-gerbang"
NIK, EMAIL, PASSPHRASE = "9900000000000001", "kadis@mungil.example", "Frasa-Kenari-5512"


class Behaviour(StrEnum):
    """What a gateway may do instead of signing well. Refusing a connection is not to listen at all."""

    WELL = "well"
    ERROR_500 = "error_500"
    PROXY_504 = "proxy_504"
    HTML_WITH_200 = "html_with_200"
    HANG = "hang"
    HALF_BODY = "half_body"
    HALF_PDF = "half_pdf"
    WRONG_PDF = "wrong_pdf"
    OTHER_LETTER = "other_letter"
    UNSIGNED = "unsigned"
    EXPIRED = "expired"
    BUSY = "busy"
    UNKNOWN_CODE = "unknown_code"
    ODD_SIGNS = "odd_signs"
    SLOW_DRIP = "slow_drip"
    LATE_SUCCESS = "late_success"
    PACKED = "packed"
    HALF_PACKED = "half_packed"
    PACKED_BOMB = "packed_bomb"
    PACKED_STRANGELY = "packed_strangely"
    HUGE = "huge"
    NO_JSON = "no_json"
    OTHER_JSON = "other_json"


B = Behaviour


class Refusal(Exception):
    """An answer in the shape of an error: status of HTTP, the gateway's code, its words."""

    def __init__(self, status: int, code: int, words: str) -> None:
        super().__init__(words)
        self.status, self.code, self.words = status, code, words


@dataclass
class Call:
    """One request as it came, without the file's bytes."""

    path: str
    files: int = 0
    secret: str = ""


@dataclass
class Gateway:
    """The state of the gateway. `behaviours` are used up one by one; the last one stays."""

    url: str = ""
    behaviours: list[Behaviour] = field(default_factory=lambda: [B.WELL])
    status: str = "ISSUE"
    calls: list[Call] = field(default_factory=list)
    signed: list[bytes] = field(default_factory=list)  # what it made, whether anybody has got it or not
    codes: dict[str, int] = field(default_factory=dict)  # one-time code: how many files it is good for
    next_code: str = "700700"  # the one-time code that is sent next
    released: threading.Event = field(default_factory=threading.Event)
    json_answers: bool = False  # a version 1 that answers with the document's id
    document_name: str | None = None  # the id it gives instead of one of its own
    loses_downloads: bool = False  # and keeps what it does not manage to give out
    signs_as: str = "Contoh Kadis"  # whom its certificate names
    kept: dict[str, bytes] = field(default_factory=dict)

    def will(self, *behaviours: Behaviour) -> None:
        """Behave so from now on."""
        self.behaviours = list(behaviours)

    def next(self) -> Behaviour:
        """How to behave to this request."""
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    def asked(self, path: str) -> int:
        """How many requests came for a path."""
        return sum(1 for call in self.calls if call.path == path)

    def sign(self, pdf: bytes) -> bytes:
        """Sign, and remember it."""
        made = bsre_authority.sign(pdf, name=self.signs_as)
        self.signed.append(made)
        return made
