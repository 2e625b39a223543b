"""The Kadis's board: one screen, also on one sheet of paper, that says where the office stands in five seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from sektoral.bank.queries.freshness import bank_state
from sektoral.board.queries.awaited import Awaited, list_awaited
from sektoral.board.queries.board import answer_of, figures_of, rounds_of
from sektoral.board.queries.reading import RoundFacts, read_round
from sektoral.board.queries.steps import step_rows
from sektoral.board.queries.years import Years, quality_over_years
from sektoral.domain.freshness import Freshness
from sektoral.domain.report_parts import AgedTable, BankState
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState, RoundState
from sektoral.letters.words import ACT_WORDS, SEAT_WORDS
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import LetterStep, Office, Round
from sektoral.ui.components import Figure, Status, Tone
from sektoral.ui.formats import date_text, number_text
from sektoral.ui.pictures import StepRow

MOST_SHOWN = 4  # lines of a list; the rest is counted
OVER = (RoundState.CLOSED, RoundState.CANCELLED)


@dataclass(frozen=True, slots=True)
class InRound:
    """A round that runs, or the last one: what it says, its steps, and whom it waits for."""

    key: UUID
    title: str
    lead: str
    rest: str
    figures: Sequence[Figure]
    steps: Sequence[StepRow]
    awaited: Sequence[Awaited]
    more_awaited: int
    others: Sequence[tuple[str, str]]  # other running rounds: title and state


@dataclass(frozen=True, slots=True)
class Seat:
    """Letters that wait at one seat: which act of whom, how many, and since when the oldest."""

    words: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """All that stands on the page; `round` is empty before the first one."""

    day: str
    round: InRound | None
    seats: Sequence[Seat]
    bank: BankState
    freshness: Sequence[Status]
    aged: Sequence[tuple[AgedTable, Status]]
    more_aged: int
    years: Years


def overview(actor: Actor, *, at: datetime) -> Overview:
    """This will read where the office stands: its newest running round, else the one opened last."""
    rounds = list(rounds_of(actor).exclude(state=RoundState.CANCELLED)[:10])
    running = [one for one in rounds if one.state not in OVER]
    chosen = (running or rounds)[:1]
    bank = bank_state(actor.office, at=at)
    return Overview(
        day=date_text(local_date(actor.office, at)),
        round=_in_round(read_round(chosen[0], at=at), actor, running[1:]) if chosen else None,
        seats=_seats(actor.office),
        bank=bank,
        freshness=_freshness(bank),
        aged=[(one, AGED[one.state]) for one in bank.aged[:MOST_SHOWN]],
        more_aged=max(len(bank.aged) - MOST_SHOWN, 0),
        years=quality_over_years(actor.office),
    )


AGED = {Freshness.STALE: Status(Tone.BAD, "Usang"), Freshness.DUE: Status(Tone.WAIT, "Jatuh tempo")}


def _in_round(facts: RoundFacts, actor: Actor, others: Sequence[Round]) -> InRound:
    lead, rest = answer_of(facts)
    awaited = list_awaited(facts, actor)
    return InRound(
        key=facts.round.pk,
        title=facts.round.title,
        lead=lead,
        rest=rest,
        figures=figures_of(facts),
        steps=step_rows(facts, actor),
        awaited=awaited[:MOST_SHOWN],
        more_awaited=max(len(awaited) - MOST_SHOWN, 0),
        others=[(str(one.pk), one.title) for one in others],
    )


def _seats(office: Office) -> Sequence[Seat]:
    """Letters of the office that wait for a paraf or signature, by seat, in the order in which letters travel."""
    ready = LetterStep.objects.filter(
        office=office,
        ready_at__isnull=False,
        done_at__isnull=True,
        letter__agency__isnull=True,
        letter__state__in=[LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE],
    )
    rows = ready.values_list("act", "role").annotate(count=Count("pk"), since=Min("ready_at")).order_by("since")
    return [Seat(f"{ACT_WORDS[act]} {SEAT_WORDS[Role(role)]}", count, since) for act, role, count, since in rows]


def _freshness(bank: BankState) -> Sequence[Status]:
    stale = sum(one.state is Freshness.STALE for one in bank.aged)
    due = len(bank.aged) - stale
    return (
        Status(Tone.DONE, f"{number_text(bank.fresh)} mutakhir"),
        Status(Tone.WAIT, f"{number_text(due)} jatuh tempo"),
        Status(Tone.BAD, f"{number_text(stale)} usang"),
        Status(Tone.IDLE, f"{number_text(bank.empty)} belum ada angka"),
    )
