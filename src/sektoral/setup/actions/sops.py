"""The SOP is revised: a version is begun, written, dropped or proposed; once its document is signed, it is in force.

Nothing of a version in force ever changes but that its chart becomes approved; rounds keep the version they began with.
"""

from copy import deepcopy
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import LONGEST
from sektoral.domain.roles import Permission
from sektoral.domain.sop_text import SopText, as_printed
from sektoral.domain.states import LetterState
from sektoral.letters.actions.drafting import NewLetter, draft, submit, withdraw
from sektoral.letters.locking import take
from sektoral.letters.previews import draft_sop
from sektoral.letters.sops import check_can_propose
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Letter, Office, Sop
from sektoral.records.sop_versions import digest_of, is_on_its_way, letter_of, printed, sop_in_force, text_of
from sektoral.setup.queries.sops import check_can_begin, check_can_write

WITHDRAWN = "Revisi SOP dibatalkan."
NEVER = "-"  # as an SOP writes a day that has not come


def begin_revision(*, by: Actor, at: datetime) -> Sop:
    """This will begin a revision as a copy of the version in force, without its approval and its days.

    Raises `Refused` and `WrongState` (`sop_in_work`, `sop_on_its_way`).
    """
    by.check(Permission.WRITE_SOP)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        check_can_begin(by.office)
        former = sop_in_force(by.office)
        stored = Sop.objects.create(
            office=by.office,
            version=Sop.objects.filter(office=by.office).order_by("-version")[0].version + 1,
            number=former.number,
            content=as_printed(deepcopy(text_of(former)), signed_on=NEVER, approved=False),
            effective_on=former.effective_on,
            written_at=at,
            written_by=by.person,
        )
        _append("sop.begun", stored, by=by, at=at)
    return stored


def write_revision(stored: Sop, content: SopText, *, change: str, seen: str, by: Actor, at: datetime) -> None:
    """This will keep what a revision says by now, whatever is still wrong with it; `change` says what it changes.

    `seen` is the fingerprint of what the writer began from. Raises `Refused`, `WrongState` (`sop_not_in_work`,
    `sop_on_its_way`, `sop_changed_meanwhile`) and `Invalid` (`sop_unchanged`).
    """
    by.check(Permission.WRITE_SOP)
    with transaction.atomic():
        _take(stored, by)
        check_can_write(stored)
        if digest_of(stored.content) != seen:
            raise WrongState("sop_changed_meanwhile")
        if content == stored.content and change.strip() == stored.change:
            raise Invalid("sop_unchanged")
        stored.content, stored.change = dict(content), change.strip()
        stored.number = content["kepala"]["Nomor SOP"][:LONGEST]  # one that is longer is a fault, and kept as typed
        stored.written_at, stored.written_by = at, by.person
        stored.save(update_fields=["content", "change", "number", "written_at", "written_by"])
        _append("sop.written", stored, by=by, at=at)


def drop_revision(stored: Sop, *, by: Actor, at: datetime) -> None:
    """This will give a revision up; what was written stays to be read, and a document that was sent back is voided.

    Raises `Refused` and `WrongState` (`sop_not_in_work`, `sop_on_its_way`).
    """
    by.check(Permission.WRITE_SOP)
    with transaction.atomic():
        letter = letter_of(stored)
        if letter is not None:
            take(letter, by)
        _take(stored, by)
        check_can_write(stored)
        if letter is not None:
            withdraw(letter, reason=WITHDRAWN, by=by, at=at)
        stored.dropped_at, stored.dropped_by = at, by.person
        stored.save(update_fields=["dropped_at", "dropped_by"])
        _append("sop.dropped", stored, by=by, at=at)


def propose_sop(stored: Sop, *, by: Actor, at: datetime) -> Letter:
    """This will send a version on its way to be signed: as a new document, or as the one that was sent back.

    Whoever drafts the office's letters drafts this one too, so that each who initials checks another's work. Raises
    `Refused`, `NotFound` (`seat_vacant`), `WrongState` and `Invalid` as `check_can_propose`, and `paper_not_set` where
    the sheet has no room for what it says.
    """
    by.check(Permission.PREPARE_LETTERS)
    by.check_here(stored)
    check_can_propose(stored)
    draft_sop(stored, text_of(stored), at=at)
    with transaction.atomic():
        letter = letter_of(stored) or _drafted(stored, by=by, at=at)
        submit(letter, by=by, at=at)
    return letter


def put_in_force(letter: Letter, *, at: datetime) -> None:
    """This will approve the version whose document was signed; a revision is in force from `at` on.

    Can run twice. Raises `WrongState` (`signing.changed`) where the version no longer says what was proposed.
    """
    with transaction.atomic():
        stored = (
            Sop.objects.select_for_update(no_key=True, of=("self",))
            .select_related("office")
            .get(office=letter.office_id, pk=str(letter.content["sop"]))
        )
        if stored.is_chart_approved:
            return
        if digest_of(stored.content) != letter.content["sha256"]:
            raise WrongState("signing.changed")
        day = letter.final_on or local_date(letter.office, at)
        stored.content = dict(printed(stored, text_of(stored), on=day, approved=True))
        stored.is_chart_approved = True
        if stored.in_force_at is None:
            stored.in_force_at, stored.effective_on = at, day
        stored.save(update_fields=["content", "is_chart_approved", "in_force_at", "effective_on"])
        _append("sop.approved", stored, by=None, at=at, letter=str(letter.pk))


def _drafted(stored: Sop, *, by: Actor, at: datetime) -> Letter:
    """Two who propose at once find one letter: the version's row is held while it is drafted."""
    _take(stored, by)
    if is_on_its_way(stored):
        raise WrongState("sop_on_its_way", version=stored.version)
    former = sop_in_force(stored.office)
    new = NewLetter(
        kind=LetterKind.SOP,
        office=stored.office,
        subject=text_of(stored)["kepala"]["Nama SOP"],
        supersedes=_signed(former) if former.pk != stored.pk else None,
        content={"sop": str(stored.pk)},
    )
    return draft(new, by=by, at=at)


def _signed(stored: Sop) -> Letter | None:
    letter = letter_of(stored)
    return letter if letter and letter.state == LetterState.SIGNED else None


def _take(stored: Sop, by: Actor) -> None:
    by.check_here(stored)
    stored.refresh_from_db(
        from_queryset=Sop.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    )


def _append(kind: str, stored: Sop, *, by: Actor | None, at: datetime, **facts: str) -> None:
    journal.append(
        kind,
        office=stored.office,
        about=stored,
        by=by.person if by else None,
        at=at,
        version=stored.version,
        sha256=digest_of(stored.content),
        **facts,
    )
