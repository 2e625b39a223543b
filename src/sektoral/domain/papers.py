"""The parts that every official paper of the office shares: letterhead, heading, signature block, sheet."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Paper(StrEnum):
    """The sheet's size: A4, F4 (210 x 330 mm), which offices still use, or A3 for lists of many columns."""

    A4 = "a4"
    F4 = "f4"
    A3 = "a3"


class Gateway(StrEnum):
    """Who seals the paper; the footer and the signature block say this and nothing more."""

    DRAFT = "draft"  # nobody has signed yet
    TEST = "test"  # the office's own test certificate
    BSRE = "bsre"
    UPLOAD = "upload"  # signed outside, by hand or in another system, and uploaded
    SYSTEM = "system"  # sealed by the system, no official signs


class SignatureLevel(StrEnum):
    """How long a signature proves its time by itself (ETSI EN 319 142-1)."""

    BASIC = "B-B"  # the time is what the signer stated
    TIMED = "B-T"  # a time-stamp authority attests it
    LONG_TERM = "B-LT"  # and what proves that authority later lies beside it


class SigningService(StrEnum):
    """The service through which the office's letters are signed: a setting of the office."""

    TEST = "test"  # the embedded authority: SERTIFIKAT UJI, no legal force
    BSRE_V1 = "bsre_v1"
    BSRE_V2 = "bsre_v2"
    UPLOAD = "upload"  # signed elsewhere, the PDF brought in


SEALED_BY: dict[SigningService, Gateway] = {
    SigningService.TEST: Gateway.TEST,
    SigningService.BSRE_V1: Gateway.BSRE,
    SigningService.BSRE_V2: Gateway.BSRE,
    SigningService.UPLOAD: Gateway.UPLOAD,
}


# Services that other machines give: what they are asked is recorded first, and their answers are looked into.
REMOTE = frozenset({SigningService.BSRE_V1, SigningService.BSRE_V2})


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop naskah dinas: the government, the office's name, address lines; `emblem` is an SVG or PNG file or empty."""

    government: str
    name: str
    address: tuple[str, ...]
    emblem: bytes = b""


ONE_LINE = 95  # letters that a line of the letterhead holds


def contact_lines(phone: str, email: str, website: str) -> tuple[str, ...]:
    """This will write the ways to reach an office as the letterhead's last line; the telephone on its own where it is
    too long, and no line where there are none."""
    telephone = f"Telepon {phone}" if phone else ""
    online = ", ".join(f"{way} {told}" for way, told in (("Pos-el", email), ("Laman", website)) if told)
    parts = tuple(part for part in (telephone, online) if part)
    whole = ", ".join(parts)
    return parts if len(whole) > ONE_LINE else parts and (whole,)


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who signs: `post` holds the lines of the title, so that *a.n.*, *u.b.* and *Plt.* fit.

    `code` is the short code and `link` the address of the verification page; both empty print no QR.
    """

    gateway: Gateway
    post: tuple[str, ...]
    name: str
    rank: str = ""
    nip: str = ""
    code: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text of any paper; `sample` prints the mark DATA CONTOH on every page."""

    letterhead: Letterhead
    signature: SignatureBlock
    paper: Paper = Paper.A4
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Kepala surat: number, nature (sifat), attachment (lampiran), subject (hal), place and date."""

    number: str
    nature: str
    attachment: str
    subject: str
    place: str
    date: date


@dataclass(frozen=True, slots=True)
class Reference:
    """Another letter that this one answers or follows."""

    number: str
    date: date
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many working days from sending, and the instant this gives if the letter leaves on `planned_sent`.

    `due_at` is in the office's time zone.
    """

    working_days: int
    planned_sent: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file by name, kind ("Softcopy data"), size in bytes and SHA-256 in lower-case hexadecimal."""

    name: str
    kind: str
    size: int
    sha256: str
