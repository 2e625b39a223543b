"""The bank beside a plain model of it, under any sequence of what agency and office may do, at any past instant.

Everything goes through the actions that the pages use: files are read in the sandbox, letters signed, tables decided.
`SEKTORAL_MACHINE_EXAMPLES` plays more than the few stories that each run plays.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Answer, Filling
from sektoral.bank.queries import observations
from sektoral.domain.findings import Severity
from sektoral.records.models import Holding, Observation, Submission
from sektoral.steps.step3_submit.actions.correcting import Correction, correct
from sektoral.steps.step3_submit.actions.handing_over import Words, explain_all
from sektoral.steps.step3_submit.actions.withdrawing import withdraw
from sektoral.steps.step3_submit.queries.drafts import desk_of
from sektoral.steps.step4_check.actions.deciding import accept, return_items
from tests.rounds import Scene, answers, shared

pytestmark = pytest.mark.django_db
Cell = tuple[str, str, str]  # sheet, row, column
Said = str | None  # what a cell says: a figure or a mark; nothing where the bank holds nothing

CELLS: list[Cell] = [("T01", row, column) for row in "AB" for column in "lp"]
ADDRESSES = dict(zip(CELLS, ("C8", "D8", "C9", "D9"), strict=True))
MARKS = {"…", "–", "~0"}
EXAMPLES = int(os.environ.get("SEKTORAL_MACHINE_EXAMPLES", "6"))
STEPS = 12
MICROSECOND = timedelta(microseconds=1)
words = st.sampled_from(["0", "7", "8", "12.5", "100000000000000000001", "…", "–"])
filled = st.fixed_dictionaries(dict.fromkeys(CELLS, words))


@dataclass(slots=True)
class Model:
    """What the bank ought to hold: each cell's story, as instants and what it said from then on."""

    stories: dict[Cell, list[tuple[datetime, Said]]] = field(default_factory=dict)

    def set(self, now: Mapping[Cell, Said], at: datetime) -> None:
        for cell, said in now.items():
            story = self.stories.setdefault(cell, [])
            if (story[-1][1] if story else None) != said:
                story.append((at, said))

    def held(self, at: datetime) -> Mapping[Cell, str]:
        found: dict[Cell, str] = {}
        for cell, story in self.stories.items():
            said = next((said for since, said in reversed(story) if since <= at), None)
            if said is not None:
                found[cell] = said
        return found

    @property
    def instants(self) -> Sequence[datetime]:
        return sorted({at for story in self.stories.values() for at, _ in story})


class BankBesideModel(RuleBasedStateMachine):
    """One agency, one table that is answered anew and anew, and another that nobody touches again."""

    room: ClassVar[Scene]
    told: ClassVar[Model]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.scene = replace(self.room)
        self.model = Model({cell: list(story) for cell, story in self.told.stories.items()})
        self.begun = self.scene.now
        self.waiting: tuple[Submission, Mapping[Cell, Said]] | None = None
        self.is_stored = False
        self.sent = 0

    @rule(said=filled)
    def send(self, said: Mapping[Cell, str]) -> None:
        """A workbook: new, sent again, or after a return; it replaces what still waits."""
        values: dict[Cell, Answer] = dict(said.items())
        self._hand_over(self._upload(Filling(values)), dict(said))

    @rule()
    def declare_nil(self) -> None:
        nil: Mapping[Cell, Said] = dict.fromkeys(CELLS)
        self._hand_over(self._upload(Filling(nil=frozenset({"T01"}))), nil)

    def _upload(self, filling: Filling) -> Submission:
        """A file like no other: the very same one is not received twice."""
        self.sent += 1
        return self.scene.upload("dinkes", replace(filling, remarks={"T01": f"Kiriman {self.sent}."}))

    @precondition(lambda self: self.is_stored and self.waiting is None)
    @rule(cell=st.sampled_from(CELLS), word=words)
    def correct(self, cell: Cell, word: str) -> None:
        """One cell of what the bank holds."""
        held = {one: said for one, said in self.model.held(self.scene.now).items() if one in CELLS}
        if held[cell] == word:
            return
        asked = Correction(
            desk_of(self.scene.request("dinkes")), "T01", {ADDRESSES[cell]: word.replace(".", ",")}, "Salah salin."
        )
        sent = correct(asked, by=self.scene.by("operator.dinkes"), at=self.scene.later(minutes=1))
        self.scene.settle()
        assert self._hand_over(self.scene.submission(sent), {**held, cell: word})

    @precondition(lambda self: self.waiting is not None)
    @rule()
    def accept(self) -> None:
        submission, said = self._decided()
        accept(list(submission.items.filter(state="pending")), by=self.scene.by("sukor"), at=self.scene.later(hours=1))
        self.scene.settle()
        self.model.set(said, self.scene.now)
        self.is_stored = any(said.values())

    @precondition(lambda self: self.waiting is not None)
    @rule()
    def send_back(self) -> None:
        submission, _ = self._decided()
        items, by = list(submission.items.filter(state="pending")), self.scene.by("sukor")
        return_items(items, reason="Periksa lagi.", by=by, at=self.scene.later(hours=1))
        self.scene.settle()
        self.is_stored = False  # as far as a correction goes: it is owed again

    @precondition(lambda self: self.waiting is not None)
    @rule()
    def recall(self) -> None:
        submission, _ = self._decided()
        by = self.scene.by("operator.dinkes")
        withdraw(submission, reason="Salah berkas.", by=by, at=self.scene.later(minutes=1))
        self.scene.settle()
        before = submission.items.get().requested_table.items.filter(state="pending").first()
        if before is not None:
            self.waiting = (before.submission, _said_by(before.cells))

    @rule(share=st.floats(0, 1))
    def ask(self, share: float) -> None:
        """Any instant of the past."""
        self._compare(self.begun + (self.scene.now - self.begun) * share)

    @invariant()
    def now_is_as_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        expected = self.model.held(self.scene.now)
        assert _read(self.scene, None) == expected
        rows = Holding.objects.values_list("code", "figures", "marks")
        assert sum(figures + marks for _, figures, marks in rows) == len(expected)
        assert sum(marks for *_, marks in rows) == sum(said in MARKS for said in expected.values())

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        for at in self.model.instants:
            for instant in (at - MICROSECOND, at, at + MICROSECOND):
                self._compare(instant)
        _check_chains()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def _hand_over(self, submission: Submission, said: Mapping[Cell, Said]) -> bool:
        """Explain what wants it and have the letter signed; an answer that changes nothing gets no further."""
        if submission.state != "awaiting_letter":
            assert submission.state in ("rejected", "refused")
            return False
        found = submission.findings.filter(severity=Severity.WARNING, explanation="")
        explained = Words({one.pk: "Benar demikian." for one in found})
        explain_all(submission, explained, by=self.scene.by("operator.dinkes"), at=self.scene.later(minutes=1))
        self.waiting = (self.scene.hand_over_by_letter(submission), said)
        return True

    def _decided(self) -> tuple[Submission, Mapping[Cell, Said]]:
        assert self.waiting is not None
        waiting, self.waiting = self.waiting, None
        return waiting

    def _compare(self, at: datetime) -> None:
        assert _read(self.scene, at) == self.model.held(at), at


def _read(scene: Scene, at: datetime | None) -> Mapping[Cell, str]:
    rows = observations(scene.office, as_of=at)
    return {(row.sheet, row.row, row.column): row.text or row.mark for row in rows}


def _said_by(cells: Sequence[Mapping[str, str]]) -> Mapping[Cell, Said]:
    said = {("T01", cell["row"], cell["column"]): cell["text"] or cell["mark"] for cell in cells}
    return {cell: said.get(cell) for cell in CELLS}


def _check_chains() -> None:
    """Versions count 1, 2, 3 …, none begins before the one before it ended, and only the last may still hold."""
    last: dict[str, Observation] = {}
    for row in Observation.objects.order_by("series", "version"):
        before = last.get(row.series)
        assert row.version == (before.version + 1 if before else 1)
        assert bool(row.reason) == (before is not None)
        if before is not None:
            assert before.superseded_at is not None
            assert before.superseded_at <= row.recorded_at
        last[row.series] = row


@pytest.fixture(scope="module")
def room(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes")
        scene.accept_all(scene.hand_over("dinkes", Filling(answers(("T02",)))))
        yield scene


def test_the_bank_holds_and_held_what_a_plain_model_says(room: Scene) -> None:
    BankBesideModel.room, BankBesideModel.told = room, Model()
    BankBesideModel.told.set(dict(_read(room, None)), room.now)
    room.later(hours=1)
    run_state_machine_as_test(
        BankBesideModel,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize="SEKTORAL_MACHINE_EXAMPLES" not in os.environ,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
