"""Mutes: who may, for how long, and that the check of a workbook hears of them until the end of their last day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.findings import Severity
from sektoral.records.models import FindingRecord, Mute, Submission, Table
from sektoral.records.rules import mutes_on
from sektoral.setup.actions.mutes import mute, unmute
from sektoral.setup.actions.rules import RuleDraft, activate_rule, write_rule
from sektoral.setup.queries.mutes import FINDING_NAMES, list_mutes, mutable_codes
from tests.offices import make_tiny_office
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 27)  # a Friday of the scene's first week
BROKEN = Filling({**answers(), ("T01", "A", "l"): 99})


@pytest.fixture
def scene() -> Scene:
    """An office whose first table has an active rule."""
    scene = Scene()
    draft = RuleDraft("l <= p", "Laki-laki tidak melebihi perempuan.", Severity.WARNING)
    rule = write_rule(home(scene), draft, by=scene.by("jp1"), at=scene.now).rule
    activate_rule(rule, reason="Uji.", seen=1, by=scene.by("kabid"), at=scene.now)
    return scene


def home(scene: Scene) -> Table:
    return Table.objects.select_related("agency").get(office=scene.office, agency__code="dinkes", code="T1")


def muted(scene: Scene, code: str = "R1", *, key: str = "sukor", last_day: date = LAST, reason: str = "Uji.") -> Mute:
    return mute(home(scene), code, reason=reason, last_day=last_day, by=scene.by(key), at=scene.now)


def found(submission: Submission) -> dict[str, str]:
    rows = FindingRecord.objects.filter(submission=submission, code__in=["rule_broken", "muted"])
    return {row.code: row.severity for row in rows}


def test_only_who_decides_on_rules_mutes_and_ends_it(scene: Scene) -> None:
    for key in ("jp1", "kadis", "admin", "auditor", "operator.dinkes"):
        with pytest.raises(Refused):
            muted(scene, key=key)
    one = muted(scene, key="kabid")
    with pytest.raises(Refused):
        unmute(one, by=scene.by("jp1"), at=scene.now)
    other = Scene(make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound):
        unmute(one, by=other.by("kabid"), at=scene.now)
    with pytest.raises(NotFound):
        mute(home(scene), "R1", reason="x", last_day=LAST, by=other.by("kabid"), at=scene.now)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"last_day": date(2026, 11, 22)}, "mute_day_out_of_range"),
        ({"last_day": date(2028, 1, 1)}, "mute_day_out_of_range"),
        ({"code": "R9"}, "mute_code_unknown"),
        ({"code": "cell_empty"}, "mute_code_unknown"),
    ],
)
def test_a_mute_needs_a_reason_a_day_and_something_to_mute(scene: Scene, given: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        muted(scene, **given)  # type: ignore[arg-type]


def test_what_blocks_can_never_be_muted_but_every_finding_that_asks_can(scene: Scene) -> None:
    assert set(mutable_codes(home(scene))) == {"R1", *FINDING_NAMES}


def test_a_mute_holds_until_the_end_of_its_last_day_in_the_office_s_zone(scene: Scene) -> None:
    one, tables = muted(scene), [home(scene)]
    assert [len(mutes_on(LAST + timedelta(days=days), tables)) for days in (-1, 0, 1)] == [1, 1, 0]
    assert [list_mutes(home(scene), on=LAST + timedelta(days=days))[0].holds for days in (0, 1)] == [True, False]
    scene.now = scene.now.replace(day=27, hour=16, minute=59)  # 23.59 WIB
    unmute(one, by=scene.by("kabid"), at=scene.now)
    again = muted(scene)
    with pytest.raises(WrongState, match="mute_is_over"):
        unmute(again, by=scene.by("kabid"), at=scene.later(minutes=1))


def test_muting_again_takes_the_place_of_the_mute_before(scene: Scene) -> None:
    first, second = muted(scene), muted(scene, last_day=LAST + timedelta(days=7))
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (scene.now, scene.by("sukor").person)
    assert [one.pk for one in mutes_on(LAST, [home(scene)])] == [second.pk]


def test_the_check_tells_a_muted_rule_once_and_weighs_it_again_afterwards(scene: Scene) -> None:
    scene.collecting("dinkes")
    assert found(scene.upload("dinkes", BROKEN)) == {"rule_broken": "periksa"}
    one = muted(scene)
    changed = replace(BROKEN, values={**BROKEN.values, ("T01", "B", "l"): 98})
    assert found(scene.upload("dinkes", changed)) == {"muted": "info"}
    unmute(one, by=scene.by("kabid"), at=scene.now)
    again = replace(BROKEN, values={**BROKEN.values, ("T01", "B", "l"): 97})
    assert found(scene.upload("dinkes", again)) == {"rule_broken": "periksa"}


def test_a_rule_on_trial_only_informs(scene: Scene) -> None:
    draft = RuleDraft("l <= 5", "Paling banyak lima.", Severity.ERROR)
    write_rule(home(scene), draft, by=scene.by("jp1"), at=scene.now)
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", Filling(answers()))
    assert found(submission) == {"rule_broken": "info"}
    assert submission.verdict == "accepted"
