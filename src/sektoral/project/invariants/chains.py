"""I17: each letter went through the chain that its office had written when it was drafted, seat by seat."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sektoral.domain.chains import OFFICE_KINDS, chain_of
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState
from sektoral.records.models import Event, Letter, LetterStep, Office

BEGUN = ("about_id", "sequence", "facts")
Told = Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]  # by kind: from which event on, which seats


def check_chains(office: Office, at: datetime) -> Iterator[str]:
    """This will hold the office's chains and every letter's steps against the journal."""
    told = _told(office)
    for kind in OFFICE_KINDS:
        if [seat.role for seat in chain_of(kind, office.chains)] != list(_at(told, kind, None)):
            yield f"Rantai {kind.value} bukan menurut peristiwa terakhir tentangnya."
    begun = Event.objects.filter(office_id=office.pk, kind__in=("letter.drafted", "letter.correction_drafted"))
    drafted = {about_id: (sequence, facts) for about_id, sequence, facts in begun.values_list(*BEGUN)}
    for letter in Letter.objects.filter(office=office).prefetch_related("steps"):
        sequence, facts = drafted.get(str(letter.pk), (None, {}))
        own = tuple(str(facts.get("seats", "")).split())  # a chain of its own, as a reviewed transmittal has
        yield from _letter_faults(letter, own or _at(told, LetterKind(letter.kind), sequence))


def _told(office: Office) -> Told:
    """What the journal tells of chains, oldest first."""
    told: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for event in Event.objects.filter(office_id=office.pk, kind="chain.changed").order_by("sequence"):
        told.setdefault(str(event.facts["letter"]), []).append(
            (event.sequence, tuple(str(event.facts["seats"]).split()))
        )
    return told


def _at(told: Told, kind: LetterKind, sequence: int | None) -> tuple[str, ...]:
    """The seats of a kind at one place of the journal; now, for none."""
    seats = [seats for since, seats in told.get(kind.value, ()) if sequence is None or since < sequence]
    return seats[-1] if seats else tuple(seat.role for seat in chain_of(kind, {}))


def _letter_faults(letter: Letter, seats: Sequence[str]) -> Iterator[str]:
    name = letter.number or str(letter.pk)
    steps: list[LetterStep] = sorted(letter.steps.all(), key=lambda step: step.position)
    if [step.role for step in steps] != list(seats) or [step.act for step in steps] != _acts(seats):
        yield f"Surat {name}: rantainya bukan yang berlaku saat disusun."
    done = [step.done_at for step in steps if step.done_at is not None]
    if done != sorted(done) or any(step.done_at is None for step in steps[: len(done)]):
        yield f"Surat {name}: paraf atau tanda tangannya tidak berurutan."
    if letter.state == LetterState.SIGNED and not letter.agency_id and len(done) < len(steps):
        yield f"Surat {name}: ditandatangani, padahal rantainya belum lengkap."
    if any(step.act == "initial" and step.done_by_id == letter.drafted_by_id for step in steps if step.done_by_id):
        yield f"Surat {name}: diparaf penyusunnya sendiri."


def _acts(seats: Sequence[str]) -> list[str]:
    return ["initial"] * (len(seats) - 1) + ["sign"] * bool(seats)
