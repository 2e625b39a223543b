"""Deadlines: only an extension moves one, from where it stands; and whom a follow-up letter is for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.records.models import DayOff, Extension, Letter, Request, RequestedTable
from sektoral.steps.step3_submit.actions.deadlines import Grant, draft_follow_ups, extend, extend_all
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # five working days after Monday, 16.00 WIB


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def table(scene: Scene, sheet: str, code: str = "dinkes") -> RequestedTable:
    return scene.request(code).tables.get(sheet=sheet)


def grant(scene: Scene, *tables: RequestedTable, days: int = 2, reason: str = "Banjir.", key: str = "kabid") -> None:
    extend(Grant(scene.request("dinkes"), days, reason, tables), by=scene.by(key), at=scene.now)


def follow_ups(scene: Scene, *codes: str) -> list[Letter]:
    requests = [scene.request(code) for code in codes or ("dinkes", "disdik")]
    return draft_follow_ups(requests, by=scene.by("jp1"), at=scene.now)


def test_an_extension_moves_the_deadline_by_working_days(scene: Scene) -> None:
    grant(scene)
    request = scene.request("dinkes")
    assert (request.due_at, request.first_due_at) == (DUE + timedelta(days=2), DUE)
    extension = Extension.objects.get()
    assert (extension.days, extension.old_due_at, extension.new_due_at) == (2, DUE, DUE + timedelta(days=2))
    grant(scene, days=3)
    assert scene.request("dinkes").due_at == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)  # over a weekend


def test_an_extension_needs_days_a_reason_and_the_right(scene: Scene) -> None:
    with pytest.raises(Invalid, match="days_not_positive"):
        grant(scene, days=0)
    with pytest.raises(Invalid, match="reason_missing"):
        grant(scene, reason=" ")
    for key in ("jp1", "operator.dinkes", "auditor"):
        with pytest.raises(Refused, match="not_permitted"):
            grant(scene, key=key)
    assert not Extension.objects.exists()


def test_one_table_may_have_more_time_than_the_others(scene: Scene) -> None:
    grant(scene, table(scene, "T02"))
    assert (table(scene, "T01").due_at, table(scene, "T02").due_at) == (None, DUE + timedelta(days=2))
    assert scene.request("dinkes").due_at == DUE
    grant(scene, table(scene, "T02"), days=1)
    assert table(scene, "T02").due_at == DUE + timedelta(days=3)


def test_of_a_returned_table_it_is_the_revision_that_gets_more_time(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    return_items(scene.items(submission)[:1], reason="Periksa.", by=scene.by("sukor"), at=scene.now)
    before = table(scene, "T01").revision_due_at
    assert before == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    grant(scene, table(scene, "T01"), days=1)
    row = table(scene, "T01")
    assert (row.revision_due_at, row.due_at) == (datetime(2026, 11, 27, 9, 30, tzinfo=UTC), None)  # a Friday


def test_a_table_of_another_request_is_not_moved(scene: Scene) -> None:
    with pytest.raises(NotFound, match="not_found"):
        grant(scene, table(scene, "T01", "disdik"))
    assert table(scene, "T01", "disdik").due_at is None


def test_what_was_not_sent_has_no_deadline_to_move(scene: Scene) -> None:
    scene.later(days=1)
    scene.open("dinkes", period="2024")
    with pytest.raises(WrongState, match="request_not_sent"):
        grant(scene)


def test_strangers_move_nothing(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound, match="not_found"):
        extend(Grant(scene.request("dinkes"), 1, "x"), by=other.by("kabid"), at=scene.now)
    with pytest.raises(NotFound, match="not_found"):
        extend_all(scene.office, reason="x", by=other.by("kabid"), at=scene.now)
    with pytest.raises(NotFound, match="not_found"):
        draft_follow_ups([scene.request("dinkes")], by=other.by("jp1"), at=DUE + timedelta(days=1))


def test_a_changed_calendar_moves_nothing_until_it_is_offered_to_all(scene: Scene) -> None:
    DayOff.objects.create(office=scene.office, date=date(2026, 11, 25), name="Pilkada", kind="libur_nasional")
    DayOff.objects.create(office=scene.office, date=date(2026, 11, 30), name="Banjir", kind="libur_daerah")
    assert scene.request("dinkes").due_at == DUE
    scene.hand_over("disdik", FIRST)
    assert extend_all(scene.office, reason="Hari libur baru.", by=scene.by("kabid"), at=scene.now) == 1
    assert scene.request("dinkes").due_at == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert scene.request("disdik").due_at == DUE
    assert extend_all(scene.office, reason="Sekali lagi.", by=scene.by("kabid"), at=scene.now) == 0


def test_who_owes_something_after_the_deadline_is_written_to_once(scene: Scene) -> None:
    scene.now = DUE
    assert follow_ups(scene) == []
    scene.later(seconds=1)
    letters = follow_ups(scene)
    assert sorted(one.request.agency.code for one in letters if one.request) == ["dinkes", "disdik"]
    assert follow_ups(scene) == []
    assert {one.state for one in letters} == {"initialling"}


def test_who_handed_everything_over_is_left_alone(scene: Scene) -> None:
    scene.hand_over("dinkes", BOTH)
    scene.now = DUE + timedelta(days=1)
    assert [one.request.agency.code for one in follow_ups(scene) if one.request] == ["disdik"]


def test_a_table_with_time_left_is_not_asked_for(scene: Scene) -> None:
    grant(scene, table(scene, "T02"))
    scene.now = DUE + timedelta(days=1)
    (letter,) = follow_ups(scene, "dinkes")
    assert letter.content["sheets"] == ["T01"]


def test_a_returned_table_is_asked_for_after_its_own_deadline(scene: Scene) -> None:
    scene.now = DUE - timedelta(minutes=10)
    submission = scene.hand_over("dinkes", BOTH)
    return_items(scene.items(submission)[:1], reason="Periksa.", by=scene.by("sukor"), at=scene.now)
    scene.accept_all(submission)
    scene.now = DUE + timedelta(days=1)
    assert follow_ups(scene, "dinkes") == []
    scene.now = DUE + timedelta(days=3, seconds=1)
    (letter,) = follow_ups(scene, "dinkes")
    assert letter.content["sheets"] == ["T01"]


def test_data_without_their_letter_are_followed_up_too(scene: Scene) -> None:
    scene.upload("dinkes", BOTH)
    scene.now = DUE + timedelta(days=1)
    (letter,) = follow_ups(scene, "dinkes")
    assert (letter.content["sheets"], letter.content["letter_missing"]) == ([], True)


def test_only_the_jp_writes_them(scene: Scene) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        draft_follow_ups(list(Request.objects.all()), by=scene.by("sukor"), at=DUE + timedelta(days=1))
