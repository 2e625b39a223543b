"""The papers of the procedure as data: one frozen type for each kind.

What a paper looks like is the typesetting adapter's business.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sektoral.domain import letter_parts
from sektoral.domain.corrections import CorrectionNote
from sektoral.domain.letter_parts import Text, default_text
from sektoral.domain.papers import Deadline, Frame, Heading, Reference, SentFile
from sektoral.domain.reports import Addendum, Report, Timeliness
from sektoral.domain.sop import Sop


class LetterKind(StrEnum):
    """The kinds of paper."""

    REQUEST = "request"  # surat permintaan
    MEMO = "memo"  # nota dinas
    TRANSMITTAL = "transmittal"  # surat pengiriman
    RECEIPT = "receipt"  # tanda terima
    FOLLOW_UP = "follow_up"  # surat susulan
    REPORT = "report"  # laporan kolektif
    ADDENDUM = "addendum"  # laporan tambahan
    SOP = "sop"


REQUEST_KINDS = (LetterKind.REQUEST, LetterKind.MEMO)  # what asks an agency, or the office itself, for its data
HANDED_OVER = (*REQUEST_KINDS, LetterKind.FOLLOW_UP)  # what may go by hand, with the buku ekspedisi


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an agency may ask."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class RequestedTable:
    """A requested table as Standar Data describes it (Perpres 39/2019 Ps 4); `codes` names its reference codes."""

    code: str
    title: str
    unit: str
    concept: str = ""
    definition: str = ""
    breakdown: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class AskedAgency:
    """One agency on the attached list of a request letter: by name, whom it is addressed to, where, and its tables."""

    name: str
    to: str
    place: str
    tables: tuple[RequestedTable, ...]


@dataclass(frozen=True, slots=True)
class RequestLetter:
    """Surat permintaan: the data office asks an agency for its tables, listed in the attachment.

    With `addressees` it asks many: they are attachment I, their tables attachment II, and `tables` holds all of them.
    """

    frame: Frame
    heading: Heading
    to: tuple[str, ...]
    to_place: str
    agency: str
    period: str  # "tahun 2025"
    basis: tuple[str, ...]
    portal: str
    deadline: Deadline
    contact: Contact
    tables: tuple[RequestedTable, ...]
    copies: tuple[str, ...] = ()
    addressees: tuple[AskedAgency, ...] = ()
    replaces: Reference | None = None
    text: Text = field(default_factory=lambda: default_text(letter_parts.REQUEST))


@dataclass(frozen=True, slots=True)
class InternalMemo:
    """Nota dinas: the data office asks its own unit, for it is a producer too."""

    frame: Frame
    heading: Heading
    to: tuple[str, ...]
    sender: str
    period: str
    basis: tuple[str, ...]
    deadline: Deadline
    tables: tuple[RequestedTable, ...]
    copies: tuple[str, ...] = ()
    replaces: Reference | None = None
    text: Text = field(default_factory=lambda: default_text(letter_parts.MEMO))


class Answer(StrEnum):
    """What an agency says about a requested table."""

    SENT = "sent"
    NIL = "nil"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class TransmittedTable:
    """One line of a transmittal; `values` counts the filled cells, `note` holds the reason of an unavailable table."""

    title: str
    answer: Answer
    values: int = 0
    note: str = ""


class TransmittalStyle(StrEnum):
    """How an agency hands over: by an ordinary letter, or by a surat pengantar with a box for who receives it."""

    LETTER = "letter"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Transmittal:
    """Surat pengiriman: an agency hands over its data, under the agency's own letterhead."""

    frame: Frame
    heading: Heading
    to: tuple[str, ...]
    to_place: str
    answers: Reference
    agency: str
    period: str
    tables: tuple[TransmittedTable, ...]
    files: tuple[SentFile, ...]
    style: TransmittalStyle = TransmittalStyle.LETTER
    values_sha256: str = ""  # the fingerprint of all that the tables say; empty prints none
    correction: CorrectionNote | None = None  # where it corrects what the bank holds
    copies: tuple[str, ...] = ()
    text: Text = field(default_factory=lambda: default_text(letter_parts.TRANSMITTAL))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Tanda terima: server time and fingerprints of what arrived; it says nothing about the content.

    `stated_at` is the time of receipt as the office's officer states it, with `evidence`, when the data came outside
    the page. `check_due` is empty while the transmittal letter is missing, because the check has not begun.
    """

    frame: Frame
    number: str
    channel: str
    agency: str
    sender: str
    received_at: datetime
    due_at: datetime
    timeliness: Timeliness
    answers: Reference
    letter: str
    stated: str
    files: tuple[SentFile, ...]
    key: str
    check_due: date | None = None
    stated_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MissingTable:
    """A table that a follow-up asks for; `note` says why: not sent, or returned and not mended."""

    code: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Surat susulan: what an agency still owes after its deadline (`was_due_at`), and the new one (`due_at`)."""

    frame: Frame
    heading: Heading
    to: tuple[str, ...]
    to_place: str
    agency: str
    request: Reference
    was_due_at: datetime
    due_at: datetime
    portal: str
    tables: tuple[MissingTable, ...]
    letter_missing: bool = False
    copies: tuple[str, ...] = ()
    replaces: Reference | None = None
    text: Text = field(default_factory=lambda: default_text(letter_parts.FOLLOW_UP))


@dataclass(frozen=True, slots=True)
class SopDocument:
    """The SOP on paper, word for word. "Disahkan oleh" prints `sop.approver`; the frame's signature adds its seal."""

    frame: Frame
    sop: Sop
    dated: date


Document = RequestLetter | InternalMemo | Transmittal | Receipt | FollowUp | Report | Addendum | SopDocument

KIND_OF: dict[type[Document], LetterKind] = {
    RequestLetter: LetterKind.REQUEST,
    InternalMemo: LetterKind.MEMO,
    Transmittal: LetterKind.TRANSMITTAL,
    Receipt: LetterKind.RECEIPT,
    FollowUp: LetterKind.FOLLOW_UP,
    Report: LetterKind.REPORT,
    Addendum: LetterKind.ADDENDUM,
    SopDocument: LetterKind.SOP,
}


def kind_of(document: Document) -> LetterKind:
    """This will name the kind of a paper."""
    return KIND_OF[type(document)]


def date_of(document: Document) -> date:
    """This will give the day a paper bears, in the office's time zone."""
    match document:
        case Receipt():
            return document.received_at.date()
        case SopDocument():
            return document.dated
        case _:
            return document.heading.date
