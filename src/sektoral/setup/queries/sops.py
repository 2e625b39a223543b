"""The SOP's versions as the set-up shows them, and what may be done with each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sektoral.domain.errors import NotFound, SektoralError, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.sop_changes import SopChange, compare_sops
from sektoral.domain.sop_faults import say
from sektoral.domain.states import LetterState
from sektoral.letters.sops import check_can_propose
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Letter, Office, Sop
from sektoral.records.sop_versions import faults_of, is_on_its_way, letter_of, revision_of, sop_in_force, text_of
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Action, Fact, Status, Tone
from sektoral.ui.formats import date_text
from sektoral.ui.messages import explained

IN_FORCE, REPLACED = Status(Tone.DONE, "Berlaku"), Status(Tone.IDLE, "Diganti")
IN_WORK, SENT_BACK = Status(Tone.RUN, "Sedang direvisi"), Status(Tone.WAIT, "Perlu diajukan lagi")
ON_ITS_WAY, DROPPED = Status(Tone.WAIT, "Menunggu disahkan"), Status(Tone.IDLE, "Dibatalkan")


@dataclass(frozen=True, slots=True)
class SopRow:
    """One version in the list."""

    key: UUID
    version: int
    number: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class SopsPage:
    """All versions, the newest first, and what may be begun."""

    rows: Sequence[SopRow]
    begin: Action
    goes_on: SopRow | None


@dataclass(frozen=True, slots=True)
class SopVersionPage:
    """One version: how it stands, what it changes, what is still wrong, and what may be done with it."""

    key: UUID
    version: int
    status: Status
    facts: Sequence[Fact]
    change: str
    compared_with: int
    changes: Sequence[SopChange]
    faults: Sequence[str]
    note: str  # why it was sent back
    actions: Sequence[Action]
    may_drop: bool


def sops_page(actor: Actor) -> SopsPage:
    """This will list the office's versions."""
    revision = revision_of(actor.office)
    rows = [
        sop_row(one) for one in Sop.objects.filter(office=actor.office).select_related("office").order_by("-version")
    ]
    refusal = _refusal(actor, Permission.WRITE_SOP, lambda: check_can_begin(actor.office))
    begin = Action(
        "Mulai revisi SOP", reverse("setup:sop_begin"), primary=True, post=True, refusal=refusal, key="mulai"
    )
    return SopsPage(rows, begin, next((row for row in rows if revision and row.key == revision.pk), None))


def sop_version_page(actor: Actor, stored: Sop) -> SopVersionPage:
    """This will read one version beside the one that it follows."""
    former = _former(stored)
    letter = letter_of(stored)
    is_open = not stored.in_force_at and not stored.dropped_at
    faults = [say(one) for one in faults_of(stored, text_of(stored), stored.change)] if is_open else []
    return SopVersionPage(
        key=stored.pk,
        version=stored.version,
        status=status_of_sop(stored, letter),
        facts=_facts(actor, stored, letter),
        change=stored.change,
        compared_with=former.version if former else 0,
        changes=compare_sops(text_of(former), text_of(stored)) if former else (),
        faults=faults,
        note=_sent_back_because(letter),
        actions=_actions(actor, stored),
        may_drop=is_open and actor.may(Permission.WRITE_SOP) and not is_on_its_way(stored),
    )


def fetch_sop(actor: Actor, pk: UUID) -> Sop:
    """This will give a version of the office. Raises `NotFound`."""
    found = Sop.objects.filter(office=actor.office, pk=pk).select_related("office", "written_by").first()
    if found is None:
        raise NotFound("not_found")
    return found


def check_can_begin(office: Office) -> None:
    """This will raise while another revision is in work, or the version in force waits for its approval."""
    revision = revision_of(office)
    if revision is not None:
        raise WrongState("sop_in_work", version=revision.version)
    current = sop_in_force(office)
    if is_on_its_way(current):
        raise WrongState("sop_on_its_way", version=current.version)


def check_can_write(stored: Sop) -> None:
    """This will raise unless the version is a revision in work that nobody reads for signature."""
    if stored.in_force_at or stored.dropped_at:
        raise WrongState("sop_not_in_work", version=stored.version)
    if is_on_its_way(stored):
        raise WrongState("sop_on_its_way", version=stored.version)


def sop_row(stored: Sop) -> SopRow:
    """This will sum a version up for the list."""
    note = stored.change
    if stored.in_force_at:
        approved = "" if stored.is_chart_approved else "; susunan simbol belum disahkan"
        note = f"berlaku sejak {date_text(stored.effective_on)}{approved}. {stored.change}".strip()
    return SopRow(stored.pk, stored.version, stored.number, status_of_sop(stored, letter_of(stored)), note)


def status_of_sop(stored: Sop, letter: Letter | None) -> Status:
    """This will tell how a version stands."""
    if stored.dropped_at:
        return DROPPED
    if is_on_its_way(stored):
        return ON_ITS_WAY
    if stored.in_force_at:
        return IN_FORCE if stored.pk == sop_in_force(stored.office).pk else REPLACED
    return SENT_BACK if letter is not None else IN_WORK


def _former(stored: Sop) -> Sop | None:
    """A version in force is held against the one before it, a revision against the one that is in force."""
    versions = Sop.objects.filter(office=stored.office_id, in_force_at__isnull=False, version__lt=stored.version)
    return versions.order_by("-version").first()


def _facts(actor: Actor, stored: Sop, letter: Letter | None) -> Sequence[Fact]:
    facts = [Fact("Nomor SOP", stored.number)]
    if stored.in_force_at:
        facts.append(Fact("Berlaku sejak", date_text(stored.effective_on)))
    if stored.written_by and stored.written_at:
        facts.append(Fact("Ditulis oleh", stored.written_by.name, note=_day(stored.office, stored.written_at)))
    if letter is not None:
        facts.append(Fact("Naskah untuk disahkan", letter.number, open_url(actor, "letters:letter", letter.pk)))
    return facts


def _day(office: Office, at: datetime) -> str:
    return f"terakhir {date_text(local_date(office, at))}"


def _sent_back_because(letter: Letter | None) -> str:
    if letter is None or letter.state != LetterState.DRAFT:
        return ""
    note = letter.notes.order_by("-written_at").first()
    return note.text if note else ""


def _actions(actor: Actor, stored: Sop) -> Sequence[Action]:
    """What may be done with the version, or why not."""
    is_first = bool(stored.in_force_at)
    actions = []
    if not stored.in_force_at and not stored.dropped_at:
        refusal = _refusal(actor, Permission.WRITE_SOP, lambda: check_can_write(stored))
        url = reverse("setup:sop_edit", args=[stored.pk])
        actions.append(Action("Ubah revisi", url, icon="pencil-square", refusal=refusal, key="ubah"))
    if not stored.is_chart_approved and not stored.dropped_at:
        refusal = _refusal(actor, Permission.PREPARE_LETTERS, lambda: check_can_propose(stored))
        label = "Sahkan susunan simbol" if is_first else "Ajukan SOP untuk disahkan"
        url = reverse("setup:sop_propose", args=[stored.pk])
        actions.append(Action(label, url, primary=True, post=True, refusal=refusal, key="ajukan"))
    return actions


def _refusal(actor: Actor, permission: Permission, check: Callable[[], None]) -> str:
    """Why this person may not, or why nobody may now; empty where nothing stands in the way."""
    try:
        actor.check(permission)
        check()
    except SektoralError as error:
        return explained(error)
    return ""
