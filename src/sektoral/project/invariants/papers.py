"""Of files and papers: every file is there unchanged, every signed letter proves itself, every number is given once."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.adapters.files import FileState
from sektoral.domain.errors import NotFound
from sektoral.domain.inspections import Inspection
from sektoral.domain.papers import Gateway
from sektoral.domain.proofs import Judgement, Reason, Verdict
from sektoral.intake import files
from sektoral.project.invariants.numbers import check_corrections, check_lists, check_numbers
from sektoral.records.models import Letter, Office, StoredFile
from sektoral.records.signed_values import printed_values
from sektoral.verify.queries.registry import prove_file

STATES = {
    FileState.MISSING: "tidak ada",
    FileState.CORRUPT: "berubah",
}


def check_files(office: Office, at: datetime) -> Iterator[str]:
    """I7: the bytes of every stored file are there, with the right size and SHA-256; purged ones are gone."""
    store = files.file_store()
    for file in StoredFile.objects.filter(office=office, purged_at__isnull=True).order_by("stored_at").iterator():
        state = store.state(file.sha256)
        if state is not FileState.INTACT:
            yield f"Berkas {file.pk} ({file.sha256[:12]}) {STATES[state]}."
        elif store.size(file.sha256) != file.size:
            yield f"Berkas {file.pk} tidak lagi berukuran {file.size} bita."


def check_letters(office: Office, at: datetime) -> Iterator[str]:
    """I8: every signed letter is genuine by its registered bytes; numbers are unique and none is missing."""
    signed = Letter.objects.filter(office=office, signed_at__isnull=False).select_related("signed_file", "final_file")
    for letter in signed.order_by("signed_at"):
        yield from _letter_faults(letter, at)
    yield from check_numbers(office)
    yield from check_lists(office)
    yield from check_corrections(office)


def _letter_faults(letter: Letter, at: datetime) -> Iterator[str]:
    name = letter.number or str(letter.pk)
    if letter.signed_file is None or letter.signed_file.sha256 != letter.signed_sha256:
        yield f"Surat {name}: berkasnya bukan yang terdaftar."
        return
    try:
        path = files.unproved_path(letter.signed_file)
    except NotFound:
        yield f"Surat {name}: berkasnya tidak ada."
        return
    proof = prove_file(path, at=max(at, letter.signed_at or at))
    if letter.signature_print or letter.gateway != Gateway.UPLOAD:
        yield from (f"Surat {name}: {fault}." for fault in _strange(letter, proof.inspection))
    if not _is_as_expected(letter, proof.judgement):
        reasons = ", ".join(proof.judgement.reasons)
        yield f"Surat {name} {proof.judgement.verdict.value}: {reasons}."


def _strange(letter: Letter, found: Inspection) -> Iterator[str]:
    """What a letter that is no scan says of itself, against what its row says of it; a broken line hides its link."""
    shown = [(found.tokens, letter.token), (found.codes, letter.short_code)]
    if not any(told for told, _ in shown) or any(told and ours not in told for told, ours in shown):
        yield "kode periksa pada halamannya lain daripada yang terdaftar"
    if found.prints[-1:] != (letter.signature_print,):
        yield "tanda tangan di dalamnya lain daripada yang terdaftar"
    if (values := printed_values(letter)) and values not in found.fingerprints:
        yield "sidik nilai pada halamannya lain daripada yang terdaftar"
    if letter.final_file is None or letter.final_file.sha256 not in found.beginnings:
        yield "berkas yang ditandatangani bukan naskah finalnya"


def _is_as_expected(letter: Letter, judgement: Judgement) -> bool:
    """Genuine; a scan needs a person's eye; and of BSrE's issuer nothing is known where its roots are not on file."""
    if judgement.verdict is not Verdict.TO_BE_EXAMINED:
        return judgement.verdict is Verdict.GENUINE
    beside = set(judgement.reasons) - {Reason.ISSUER_UNKNOWN, Reason.REPLACED, Reason.REVOKED, Reason.WITHDRAWN}
    return letter.gateway == Gateway.UPLOAD or (letter.gateway == Gateway.BSRE and not beside)
