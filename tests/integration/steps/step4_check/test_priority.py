"""Data prioritas go on to the Pembina Data: in the bank only when passed, and never the older over the newer."""

from datetime import datetime

import pytest

from sektoral.adapters.filling import Filling
from sektoral.bank.queries import observations
from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.roles import Role
from sektoral.records.actors import local_date
from sektoral.records.models import Assignment, RequestedTable, SubmissionItem, Table
from sektoral.steps.step4_check.actions.deciding import pass_priority, return_priority
from tests.offices import person_of
from tests.rounds import CORRECTED, FIRST, Scene

pytestmark = pytest.mark.django_db


def row(scene: Scene, sheet: str = "T01") -> RequestedTable:
    return scene.request("dinkes").tables.get(sheet=sheet)


def in_bank(as_of: datetime | None = None) -> list[str]:
    """The figures of T01 that hold, in the order of their cells."""
    table = Table.objects.filter(code="T1")[0]
    return list(
        observations(table.office, as_of=as_of).filter(sheet="T01").order_by("cell").values_list("text", flat=True)
    )


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    Table.objects.filter(agency__code="dinkes", code="T1").update(is_priority=True)
    scene.collecting("dinkes")
    return scene


def accepted(scene: Scene, filling: Filling = FIRST) -> SubmissionItem:
    submission = scene.hand_over("dinkes", filling)
    scene.accept_all(submission)
    return scene.items(submission)[0]


def test_they_are_in_the_bank_only_when_they_were_passed(scene: Scene) -> None:
    item = accepted(scene)
    assert (item.state, row(scene).state, in_bank()) == ("awaiting_steward", "awaiting_steward", [])
    with pytest.raises(Refused, match="not_permitted"):
        pass_priority(item, by=scene.by("sukor"), at=scene.now)
    pass_priority(item, by=scene.by("bps"), at=scene.now)
    assert (row(scene).state, row(scene).values, len(in_bank())) == ("stored", 4, 4)
    with pytest.raises(WrongState, match="item_decided"):
        pass_priority(item, by=scene.by("bps"), at=scene.now)


def test_the_pembina_may_return_them(scene: Scene) -> None:
    item = accepted(scene)
    with pytest.raises(Invalid, match="reason_missing"):
        return_priority(item, reason="", by=scene.by("bps"), at=scene.now)
    return_priority(item, reason="Tidak masuk akal.", by=scene.by("bps"), at=scene.now)
    assert (row(scene).state, row(scene).returns, scene.request("dinkes").state) == ("returned", 1, "sent")
    with pytest.raises(WrongState, match="item_decided"):
        pass_priority(item, by=scene.by("bps"), at=scene.now)


def test_who_accepted_them_does_not_pass_them(scene: Scene) -> None:
    item = accepted(scene)
    Assignment.objects.create(
        office=scene.office,
        person=person_of(scene.office, "sukor"),
        role=Role.STEWARD,
        title="Statistisi",
        valid_from=local_date(scene.office, scene.now),
    )
    with pytest.raises(Refused, match="maker_is_checker"):
        pass_priority(item, by=scene.by("sukor"), at=scene.now)


def test_an_older_answer_is_not_passed_over_a_newer_one(scene: Scene) -> None:
    older = accepted(scene)
    scene.later(hours=1)
    newer = accepted(scene, CORRECTED)
    with pytest.raises(WrongState, match="item_decided"):
        pass_priority(older, by=scene.by("bps"), at=scene.now)
    pass_priority(newer, by=scene.by("bps"), at=scene.now)
    assert in_bank() == ["11", "12", "11", "13"]


def test_while_a_correction_waits_the_bank_keeps_what_it_has(scene: Scene) -> None:
    pass_priority(accepted(scene), by=scene.by("bps"), at=scene.now)
    scene.later(hours=1)
    accepted(scene, CORRECTED)
    assert (row(scene).state, row(scene).values, in_bank()[0]) == ("awaiting_steward", 4, "10")


def test_a_declaration_needs_no_pembina(scene: Scene) -> None:
    item = accepted(scene, Filling(nil=frozenset({"T01"})))
    assert (item.state, row(scene).state) == ("nil", "nil")
