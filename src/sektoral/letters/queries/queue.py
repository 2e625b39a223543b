"""The queue page before a paraf or a signature: letters by kind, what was opened, and the preview of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.domain.errors import SektoralError
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.letters.addressing import agency_named_by
from sektoral.letters.previews import MOST_PAGES, Stage, count_pages, stage_of
from sektoral.letters.queries.values import ValuesSummary, values_summary
from sektoral.letters.queries.waiting import Act, Waiting
from sektoral.letters.rights import written_by
from sektoral.letters.words import ACT_WORDS, KIND_WORDS, fingerprint
from sektoral.records.actors import Actor
from sektoral.records.models import Letter
from sektoral.ui.components import LetterRow, Status, Tone
from sektoral.ui.formats import duration_text, local, short_date_text
from sektoral.ui.messages import explained
from sektoral.ui.shell import SEATS

PREVIEW = "pratinjau"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """Letters of one kind. `initials` are the chips of the parafs that were given, the latest of each seat."""

    key: str
    title: str
    rows: Sequence[LetterRow]
    initials: Sequence[Status]


@dataclass(frozen=True, slots=True)
class Preview:
    """One letter beside the list; `sha256` names the bytes that were shown, empty for a draft."""

    id: UUID
    title: str
    number: str
    stage: Stage
    sha256: str
    pages: Sequence[int]
    place: int
    count: int
    following: UUID | None
    values: ValuesSummary | None  # what an agency's letter hands over; none for the office's letters
    fault: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """`shown` pairs each letter that can be acted on with the SHA-256 of its bytes; `unopened` names unread ones."""

    groups: Sequence[Group]
    count: int
    oldest: str
    shown: Sequence[tuple[UUID, str]]
    unopened: Sequence[tuple[UUID, str]]
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked for: which act, the letter to preview, the bytes opened before, letters that fail."""

    act: Act
    chosen: str
    opened: Mapping[str, str]
    ticked: frozenset[UUID] | None  # none: everything
    faults: Mapping[UUID, SektoralError]


def queue_page(actor: Actor, waiting: Sequence[Waiting], asked: Asked, *, at: datetime) -> QueuePage:
    """This will lay out the letters that wait."""
    letters = [one.letter for one in waiting]
    current = next((letter for letter in letters if str(letter.pk) == asked.chosen), letters[0] if letters else None)
    preview = _preview(letters, current, at) if current else None
    own = written_by(actor, letters) if asked.act == "initial" else ()  # maker ≠ checker
    able = [one for one in letters if one.pk not in asked.faults and one.pk not in own]
    opened = {**asked.opened, **({str(preview.id): preview.sha256} if preview else {})}
    return QueuePage(
        groups=_groups(waiting, asked, current, frozenset(one.pk for one in able)),
        count=len(letters),
        oldest=_span(at - min(one.since for one in waiting)) if waiting else "",
        shown=[(one.pk, sha_of(one)) for one in able],
        unopened=[(one.pk, title_of(one)) for one in able if opened.get(str(one.pk)) != sha_of(one)],
        preview=preview,
    )


def sha_of(letter: Letter) -> str:
    """This will name the bytes that would be signed; empty before they are made."""
    return letter.final_file.sha256 if letter.final_file else ""


def title_of(letter: Letter) -> str:
    """This will name a letter by whom it is about: the agency it goes to, else its subject."""
    return agency_named_by(letter) or letter.subject


def _groups(waiting: Sequence[Waiting], asked: Asked, current: Letter | None, able: frozenset[UUID]) -> Sequence[Group]:
    groups = []
    for kind in LetterKind:
        those = [one for one in waiting if one.letter.kind == kind]
        if those:
            rows = [_row(one, asked, is_current=one.letter == current, is_able=one.letter.pk in able) for one in those]
            groups.append(Group(kind.value, KIND_WORDS[kind], rows, _initials([one.letter for one in those])))
    return groups


def _row(one: Waiting, asked: Asked, *, is_current: bool, is_able: bool) -> LetterRow:
    letter = one.letter
    fault = asked.faults.get(letter.pk)
    parts = [f"{one.tables} tabel" if one.tables else "", letter.number or "belum bernomor", _mark(letter)]
    status = Status(Tone.WAIT, "Belum siap") if fault else None
    if not is_able and status is None:
        status = Status(Tone.WAIT, "Anda penyusunnya")
    return LetterRow(
        title=title_of(letter),
        note=" · ".join(part for part in parts if part),
        url=f"?surat={letter.pk}#{PREVIEW}",
        value=str(letter.pk) if is_able else "",
        ticked=asked.ticked is None or letter.pk in asked.ticked,
        current=is_current,
        status=status,
        reason=explained(fault) if fault else "",
    )


def _mark(letter: Letter) -> str:
    return f"sidik {fingerprint(sha_of(letter))}" if letter.final_file else ""


def _initials(letters: Sequence[Letter]) -> Sequence[Status]:
    """The chip of each seat that has initialled them all, with the time of the last one."""
    zone = ZoneInfo(letters[0].office.time_zone)
    given: dict[str, list[datetime]] = {}
    for letter in letters:
        for step in letter.steps.all():
            if step.act == "initial" and step.done_at:
                given.setdefault(step.role, []).append(step.done_at)
    return [
        Status(Tone.DONE, f"{ACT_WORDS['initial']} {SEATS[Role(role)]} {_moment(max(times), zone)}")
        for role, times in given.items()
        if len(times) == len(letters)
    ]


def _moment(at: datetime, zone: ZoneInfo) -> str:
    here = local(at, zone)
    return f"{short_date_text(here.date())} {here:%H.%M}"


def _preview(letters: Sequence[Letter], current: Letter, at: datetime) -> Preview:
    place = letters.index(current)
    fault, pages = "", 0
    try:
        pages = count_pages(current, at=at)
    except SektoralError as error:
        fault = explained(error)
    return Preview(
        id=current.pk,
        title=title_of(current),
        number=current.number,
        stage=stage_of(current),
        sha256=sha_of(current),
        pages=range(1, min(pages, MOST_PAGES) + 1),
        place=place + 1,
        count=len(letters),
        following=letters[place + 1].pk if place + 1 < len(letters) else None,
        values=values_summary(current),
        fault=fault,
    )


def _span(waited: timedelta) -> str:
    return f"{waited.days} hari" if waited >= DAY else duration_text(int(waited.total_seconds()) // 60)
