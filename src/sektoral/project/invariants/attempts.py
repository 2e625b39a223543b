"""I21: what a gateway outside was asked stands in the journal, and each of its signatures has its one attempt."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sektoral.domain.papers import Gateway
from sektoral.domain.states import LetterState
from sektoral.letters.actions.attempts import patience
from sektoral.letters.results import SIGNED
from sektoral.records.models import Event, Letter, Office, SigningAttempt


def check_attempts(office: Office, at: datetime) -> Iterator[str]:
    """This will hold the attempts against the journal, and the letters that BSrE signed against their attempts."""
    yield from _against_the_journal(office)
    rows = Letter.objects.filter(office=office, gateway=Gateway.BSRE, signed_at__isnull=False)
    for letter in rows.select_related("final_file").prefetch_related("attempts"):
        yield from _of_signed(letter)
    open_ones = SigningAttempt.objects.filter(office=office, answered_at__isnull=True).select_related("letter")
    for attempt in open_ones:
        if attempt.asked_at < at - 2 * patience():
            yield f"Surat {_name(attempt.letter)}: layanan tanda tangan ditanya, dan jawabannya tidak pernah ditutup."
    for letter in Letter.objects.filter(office=office, state=LetterState.SIGNING_UNKNOWN):
        if letter.attempts.filter(outcome=SIGNED).exists():
            yield f"Surat {_name(letter)}: hasilnya belum diketahui, padahal layanannya menjawab sudah."


def _against_the_journal(office: Office) -> Iterator[str]:
    """Each attempt has its event, and each event its attempt."""
    events = Event.objects.filter(office_id=office.pk, kind="letter.signing_asked")
    told = Counter((e.about_id, e.at, e.by, e.facts.get("service"), e.facts.get("sha256")) for e in events)
    rows = SigningAttempt.objects.filter(office=office)
    found = Counter((str(a.letter_id), a.asked_at, str(a.asked_by_id), a.service, a.sha256) for a in rows)
    if lost := told - found:
        yield f"{lost.total()} permintaan tanda tangan dalam jurnal tidak ada lagi."
    if added := found - told:
        yield f"{added.total()} permintaan tanda tangan ada tanpa peristiwa."


def _of_signed(letter: Letter) -> Iterator[str]:
    done = [attempt for attempt in letter.attempts.all() if attempt.outcome == SIGNED]
    final = letter.final_file.sha256 if letter.final_file else ""
    if [attempt.sha256 for attempt in done] != [final]:
        yield f"Surat {_name(letter)}: tanda tangan BSrE-nya tanpa satu permintaan atas naskah yang sama."


def _name(letter: Letter) -> str:
    return letter.number or str(letter.pk)
