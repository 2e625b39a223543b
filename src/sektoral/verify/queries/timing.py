"""What is proved of the time of a signature: by whom it is attested, or that only the signer states it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.domain.inspections import SignatureFacts, Trust
from sektoral.domain.papers import SignatureLevel
from sektoral.records.models import Letter
from sektoral.ui.components import Fact
from sektoral.ui.formats import moment_text
from sektoral.verify.queries.registry import Proof

UNSTAMPED = "Waktu tanda tangan dicatat oleh sistem ini, tanpa stempel waktu dari pihak lain."
DOUBTS: dict[Trust, str] = {
    Trust.REVOKED: "Sertifikat penerbit stempel waktunya sudah dicabut.",
    Trust.OUTSIDE_VALIDITY: "Sertifikat penerbit stempel waktunya tidak berlaku pada waktu itu.",
    Trust.UNCONFIRMED: "Tidak dapat dipastikan bahwa sertifikat penerbit stempel waktunya belum dicabut saat itu.",
    Trust.BROKEN: "Stempel waktunya tidak cocok dengan tanda tangannya.",
}
STRANGER = "Stempel waktunya ada, tetapi penerbitnya tidak dikenal di sini."


@dataclass(frozen=True, slots=True)
class Timing:
    """Lines for both lists of a document's page."""

    proved: Sequence[Fact] = ()
    unproved: Sequence[Fact] = ()


def timing_of(letter: Letter, proof: Proof | None) -> Timing:
    """This will say what the time of a signature is worth; nothing of what carries no signature of ours."""
    if letter.signature_level == SignatureLevel.BASIC:
        return Timing(unproved=(Fact("Waktu", UNSTAMPED),))
    if not letter.signature_level or proof is None or not proof.inspection.signatures:
        return Timing()
    last = proof.inspection.signatures[-1]
    if last.stamp is Trust.TRUSTED or (
        last.stamp is Trust.UNCONFIRMED and letter.signature_level == SignatureLevel.TIMED
    ):
        return _attested(letter, last)
    return Timing(unproved=(Fact("Waktu", DOUBTS.get(last.stamp, STRANGER)),))


def _attested(letter: Letter, last: SignatureFacts) -> Timing:
    when = moment_text(datetime.fromisoformat(last.stamped_at), ZoneInfo(letter.office.time_zone))
    told = Fact("Waktu", f"{last.stamped_by} menyatakan tanda tangannya sudah ada pada {when}.")
    if last.stamp is Trust.TRUSTED:
        return Timing(proved=(told,))
    return Timing(proved=(told,), unproved=(Fact("Stempel waktu", DOUBTS[Trust.UNCONFIRMED]),))
