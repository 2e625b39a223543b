"""The report and its addenda: where each stands in its chain, and where it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterStep, Round
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Status, Tone
from sektoral.ui.formats import moment_text
from sektoral.ui.rights import ROLE_WORDS
from sektoral.ui.states import status_of

PAPERS = (LetterKind.REPORT, LetterKind.ADDENDUM)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a paper's chain, with what it did or waits for."""

    status: Status
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The report or an addendum: where it stands, who holds it, and where to read it."""

    key: UUID
    title: str
    number: str
    status: Status
    chain: Sequence[Seat]
    drafted: str
    url: str
    pdf_url: str
    picture_url: str
    is_draft: bool


def papers_of(round_: Round, actor: Actor) -> list[tuple[Letter, Paper]]:
    """This will read the round's reports and addenda that are not void, oldest first, each with its row."""
    zone = ZoneInfo(round_.office.time_zone)
    letters = round_.letters.filter(kind__in=PAPERS).exclude(state=LetterState.VOID).defer("content")
    found = letters.prefetch_related("steps__done_by").order_by("drafted_at")
    return [(letter, _paper(letter, actor, zone)) for letter in found]


def _paper(letter: Letter, actor: Actor, zone: ZoneInfo) -> Paper:
    return Paper(
        key=letter.pk,
        title=letter.subject,
        number=letter.number,
        status=status_of(LetterState(letter.state)),
        chain=[_seat(step, zone) for step in letter.steps.all()],
        drafted=moment_text(letter.drafted_at, zone),
        url=open_url(actor, "letters:letter", letter.pk),
        pdf_url=open_url(actor, "letters:pdf", letter.pk),
        picture_url=open_url(actor, "letters:page_image", letter.pk, 1),
        is_draft=letter.state == LetterState.DRAFT,
    )


def _seat(step: LetterStep, zone: ZoneInfo) -> Seat:
    act = "Paraf" if step.act == "initial" else "Tanda tangan"
    role = ROLE_WORDS[Role(step.role)]
    if step.done_at and step.done_by:
        return Seat(Status(Tone.DONE, "Selesai"), f"{act} {role}: {step.done_by.name}", moment_text(step.done_at, zone))
    if step.ready_at:
        return Seat(Status(Tone.WAIT, "Menunggu"), f"{act} {role}", f"sejak {moment_text(step.ready_at, zone)}")
    return Seat(Status(Tone.IDLE, "Belum sampai"), f"{act} {role}", "")
