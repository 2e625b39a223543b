"""What gateways outside were asked about one letter, the latest first, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sektoral.domain.errors import Invalid
from sektoral.domain.papers import SigningService
from sektoral.letters.results import SIGNED, UNSETTLED
from sektoral.letters.words import SERVICE_WORDS
from sektoral.records.models import Letter, SigningAttempt
from sektoral.ui.components import Status, Tone
from sektoral.ui.formats import moment_text
from sektoral.ui.messages import sentence


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt; `document` is the gateway's own name of what it signed."""

    status: Status
    service: str
    when: str
    who: str
    outcome: str
    document: str


OPEN = Status(Tone.RUN, "Sedang ditanyakan")
DONE, FAILED = Status(Tone.DONE, "Ditandatangani"), Status(Tone.BAD, "Tidak berhasil")
UNKNOWN = Status(Tone.WAIT, "Hasil tidak diketahui")


def list_attempts(letter: Letter) -> Sequence[Tried]:
    """This will list the attempts to have a letter signed."""
    zone = ZoneInfo(letter.office.time_zone)
    rows = letter.attempts.select_related("asked_by").order_by("-asked_at")
    return [_tried(row, zone) for row in rows]


def _tried(row: SigningAttempt, zone: ZoneInfo) -> Tried:
    return Tried(
        status=_status(row),
        service=SERVICE_WORDS[SigningService(row.service)],
        when=moment_text(row.asked_at, zone),
        who=row.asked_by.name,
        outcome=_outcome(row),
        document=row.document_id,
    )


def _status(row: SigningAttempt) -> Status:
    if row.answered_at is None:
        return OPEN
    if row.outcome in UNSETTLED:
        return UNKNOWN
    return DONE if row.outcome == SIGNED else FAILED


def _outcome(row: SigningAttempt) -> str:
    if row.answered_at is None:
        return "Menunggu jawaban."
    if row.outcome == SIGNED:
        return f"Atas nama {row.answer} pada sertifikatnya." if row.answer else "Hasilnya diunggah."
    return sentence(Invalid(row.outcome, said=row.answer))
