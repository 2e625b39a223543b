"""The versions of an office's SOP: which is in force, what is wrong with one, and what its paper says."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import cast

from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import LONGEST
from sektoral.domain.sop_checks import check_sop
from sektoral.domain.sop_faults import SopFault
from sektoral.domain.sop_text import SopText, as_printed
from sektoral.domain.states import LetterState
from sektoral.domain.wording import long_date
from sektoral.records.models import Letter, Office, Sop


def sop_in_force(office: Office) -> Sop:
    """This will give the version with which new rounds begin."""
    return Sop.objects.filter(office=office, in_force_at__isnull=False).order_by("-version")[0]


def text_of(stored: Sop) -> SopText:
    """This will give what a version says as it is written down."""
    return cast("SopText", stored.content)


def printed(stored: Sop, content: SopText, *, on: date, approved: bool) -> SopText:
    """This will give what a version's paper says where the version says `content`.

    One that is not in force yet bears the day `on`, on which it is or would be signed.
    """
    signed_on = "" if stored.in_force_at else long_date(on)
    return as_printed(content, signed_on=signed_on, approved=approved)


def digest_of(content: Mapping[str, object]) -> str:
    """This will fingerprint what an SOP says, as 64 hex digits; the journal keeps it."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults_of(stored: Sop, content: SopText, change: str) -> tuple[SopFault, ...]:
    """This will give all faults of a version if it said `content`; a revision also tells what it changes."""
    faults = list(check_sop(content))
    number = content["kepala"]["Nomor SOP"]
    if number and _is_taken(stored, number):
        faults.append(SopFault("nomor", "sop_number_taken", {"number": number}))
    if stored.written_at and not change.strip():
        faults.append(SopFault("perubahan", "sop_change_missing"))
    return tuple(faults)


def letter_of(stored: Sop) -> Letter | None:
    """This will give the document by which a version is or was proposed, unless it was voided."""
    letters = Letter.objects.filter(office=stored.office_id, kind=LetterKind.SOP, content__sop=str(stored.pk))
    return letters.exclude(state=LetterState.VOID).order_by("-drafted_at").first()


def is_on_its_way(stored: Sop) -> bool:
    """This will tell whether a version was proposed and is not approved yet; one that was sent back is not."""
    letter = letter_of(stored)
    return letter is not None and letter.state != LetterState.DRAFT and not stored.is_chart_approved


def revision_of(office: Office) -> Sop | None:
    """This will give the revision in work; there is one at most."""
    return Sop.objects.filter(office=office, in_force_at__isnull=True, dropped_at__isnull=True).first()


def _is_taken(stored: Sop, number: str) -> bool:
    """An SOP's number is its own: no other version has it, and no letter of the office; theirs are all shorter."""
    if len(number) > LONGEST:
        return False
    others = Sop.objects.filter(office=stored.office_id, number__iexact=number, dropped_at__isnull=True).exclude(
        pk=stored.pk
    )
    letters = Letter.objects.filter(office=stored.office_id, agency__isnull=True, number__iexact=number)
    letters = letters.exclude(kind=LetterKind.SOP, state=LetterState.VOID)
    return others.exists() or letters.exclude(kind=LetterKind.SOP, content__sop=str(stored.pk)).exists()
