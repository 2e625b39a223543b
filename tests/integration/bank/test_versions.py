"""The bank under any sequence of answers: nothing is lost, changed or doubled, at whatever instant it is read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count, Max
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from sektoral.bank.actions import append, withdraw
from sektoral.bank.queries import exact_sum, observations, previous_values, total_of_round
from sektoral.records.models import Observation, RequestedTable, Submission, SubmissionItem
from tests.rounds import FIRST, Scene, shared

pytestmark = pytest.mark.django_db
Cell = tuple[str, str]
Held = Mapping[Cell, str]  # what a cell says: canonical decimal text, or a mark

CELLS: list[Cell] = [(row, column) for row in "AB" for column in "lp"]
PLACES = {("A", "l"): "C8", ("A", "p"): "D8", ("B", "l"): "C9", ("B", "p"): "D9"}
MARKS = ["–", "…", "~0"]
figures = st.decimals(min_value=-(10**12), max_value=10**20, places=3).map(lambda value: f"{value:f}")
answers = st.dictionaries(st.sampled_from(CELLS), st.sampled_from(["0", "7", *MARKS]) | figures)
stories = st.lists(answers | st.none(), min_size=1, max_size=6)  # None is a nil: everything is withdrawn


@pytest.fixture(scope="module")
def sent(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Scene, SubmissionItem]]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes")
        first = scene.items(scene.hand_over("dinkes", FIRST))[0]
        RequestedTable.objects.filter(pk=first.requested_table_id).update(state="stored")
        yield scene, first


def answer(scene: Scene, first: SubmissionItem, version: int, held: Held) -> SubmissionItem:
    """A further submission of the table, as the sandbox would have read it."""
    submission = Submission.objects.get(pk=first.submission_id)
    submission.pk, submission.version = None, version
    submission.save()
    cells = [
        {
            "sheet": "T01",
            "row": row,
            "column": column,
            "cell": PLACES[row, column],
            "text": "" if said in MARKS else said,
            "mark": said if said in MARKS else "",
            "explanation": "",
        }
        for (row, column), said in held.items()
    ]
    return SubmissionItem.objects.create(
        office=scene.office,
        submission=submission,
        requested_table=first.requested_table,
        answer="filled",
        cells=cells,
        values_sha256="0" * 64,
    )


def in_bank(scene: Scene, **when: object) -> Held:
    rows = observations(scene.office, **when)  # type: ignore[arg-type]
    return {(row.row, row.column): row.text or row.mark for row in rows}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=stories)
def test_every_state_that_ever_held_can_be_read_again(
    sent: tuple[Scene, SubmissionItem], story: Sequence[Held | None]
) -> None:
    scene, first = sent
    person = scene.by("sukor").person
    with transaction.atomic():
        states: list[Held] = []
        for number, told in enumerate(story):
            at = scene.now + timedelta(hours=number)
            if told is None:
                withdraw(first.requested_table, at=at)
            else:
                append(answer(scene, first, number + 2, told), letter=None, by=person, at=at)
            states.append(told or {})
            _check_now(scene, first, states[-1])
        for number, held in enumerate(states):
            at = scene.now + timedelta(hours=number)
            assert in_bank(scene, as_of=at) == held
            assert in_bank(scene, as_of=at + timedelta(minutes=59)) == held
        assert in_bank(scene, as_of=scene.now - timedelta(microseconds=1)) == {}
        _check_versions()
        transaction.set_rollback(True)


def _check_now(scene: Scene, first: SubmissionItem, held: Held) -> None:
    figures = [said for said in held.values() if said not in MARKS]
    assert in_bank(scene) == held
    total = total_of_round(scene.request("dinkes").round)
    assert (total.values, Decimal(total.sum)) == (len(figures), sum(map(Decimal, figures), Decimal(0)))
    known = previous_values(first.requested_table.table, "2025")
    assert known == {cell: said for cell, said in held.items() if said not in MARKS}


def _check_versions() -> None:
    """Versions count 1, 2, 3 … in each series, and each begins no earlier than the one before it ended."""
    counted = Observation.objects.values("series").annotate(last=Max("version"), rows=Count("pk"))
    assert all(one["last"] == one["rows"] for one in counted)
    before: dict[str, Observation] = {}
    for row in Observation.objects.order_by("series", "version"):
        earlier = before.get(row.series)
        assert earlier is None or (earlier.superseded_at is not None and earlier.superseded_at <= row.recorded_at)
        before[row.series] = row


@given(st.lists(st.decimals(min_value=-(10**40), max_value=10**40, places=3).map(lambda one: f"{one:f}"), max_size=50))
def test_sums_are_exact_whatever_the_digits(texts: list[str]) -> None:
    thousandths = sum(int(text.replace(".", "")) for text in texts)
    whole, _, fraction = exact_sum(texts).partition(".")
    assert int(whole + fraction.ljust(3, "0")) == thousandths


def test_the_same_answer_again_makes_no_version(sent: tuple[Scene, SubmissionItem]) -> None:
    scene, first = sent
    person = scene.by("sukor").person
    held = {cell: str(number) for number, cell in enumerate(CELLS)}
    assert append(answer(scene, first, 2, held), letter=None, by=person, at=scene.now) == 4
    assert append(answer(scene, first, 3, held), letter=None, by=person, at=scene.later(hours=1)) == 0
    assert Observation.objects.count() == 4
    assert withdraw(first.requested_table, at=scene.later(hours=1)) == 4
    assert withdraw(first.requested_table, at=scene.later(hours=1)) == 0
