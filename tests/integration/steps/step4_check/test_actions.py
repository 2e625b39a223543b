"""Step 4: another person decides, table by table; what is accepted stands in the bank, version by version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sektoral.adapters.filling import Filling
from sektoral.bank.queries import observations, total_of_round
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.roles import Role
from sektoral.letters.actions.drafting import recall, resubmit
from sektoral.letters.actions.finalising import finalise
from sektoral.records.actors import local_date
from sektoral.records.models import Assignment, Event, Observation, RequestedTable, SubmissionItem, Table
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal
from sektoral.steps.step4_check.actions.deciding import accept, pass_priority, return_items, return_priority
from tests.offices import make_tiny_office, person_of
from tests.rounds import BOTH, CORRECTED, FIRST, SECOND, Scene, answers
from tests.signed_papers import plain_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def row(scene: Scene, sheet: str = "T01") -> RequestedTable:
    return scene.request("dinkes").tables.get(sheet=sheet)


def send_back(scene: Scene, items: Sequence[SubmissionItem], key: str = "sukor") -> None:
    return_items(items, reason=" Tidak cocok. ", code="source_differs", by=scene.by(key), at=scene.later(minutes=1))


def in_bank(as_of: datetime | None = None) -> list[str]:
    """The figures of T01 that hold, in the order of their cells."""
    table = Table.objects.filter(code="T1")[0]
    return list(
        observations(table.office, as_of=as_of).filter(sheet="T01").order_by("cell").values_list("text", flat=True)
    )


def test_accepted_figures_stand_in_the_bank_with_where_they_came_from(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    scene.accept_all(submission)
    assert Observation.objects.count() == 8
    one = Observation.objects.get(sheet="T01", cell="C8")
    event = Event.objects.get(kind="item.stored", about_id=str(one.item_id))
    assert (one.text, one.number, one.mark, one.status, one.version) == ("10", Decimal(10), "", "A", 1)
    assert one.series == "dinkes|T1|CONTOH.1||jenis_kelamin=L;kelompok=A|2025"
    assert (one.submission, one.file, one.event) == (submission, submission.file, event.sequence)
    assert one.letter == submission.letters.get(kind="transmittal")
    assert (row(scene).state, row(scene).values, row(scene).recorded_at) == ("stored", 4, scene.now)
    checked = scene.submission(submission)
    assert (checked.state, checked.checked_at) == ("checked", scene.now)


def test_the_round_s_total_is_counted_and_added_exactly(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.accept_all(scene.hand_over("disdik", Filling({**answers(("T01",)), ("T01", "A", "l"): "-"})))
    total = total_of_round(scene.request("dinkes").round)
    assert (total.values, total.sum) == (8 + 3, str(sum(range(10, 18)) + 11 + 12 + 13))
    assert total_of_round(scene.request("dinkes").round, scene.agency("disdik")).values == 3


def test_a_figure_that_a_later_round_confirms_counts_for_that_round_too(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    first = scene.request("dinkes").round
    scene.reported(first)
    scene.later(days=1)
    second = scene.collecting("dinkes")
    assert total_of_round(second).values == 0
    changed = Filling({**answers(), ("T01", "A", "l"): 99})
    scene.accept_all(scene.hand_over("dinkes", changed))
    assert Observation.objects.filter(submission__request__round=second).count() == 1
    total = total_of_round(second)
    assert (total.values, total.sum) == (8, str(sum(range(11, 18)) + 99))


def test_nothing_is_accepted_without_the_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    with pytest.raises(WrongState, match="transmittal_missing"):
        accept(scene.items(submission), by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="transmittal_missing"):
        send_back(scene, scene.items(submission))
    assert not Observation.objects.exists()


def test_a_table_is_decided_once(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    first, second = scene.items(submission)
    accept([first], by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="item_decided"):
        send_back(scene, [first])
    with pytest.raises(WrongState, match="item_decided"):
        accept([second, first], by=scene.by("sukor"), at=scene.now)
    assert row(scene, "T02").state == "pending"  # all or none
    send_back(scene, [second])
    with pytest.raises(WrongState, match="submission_state"):
        accept([second], by=scene.by("sukor"), at=scene.now)


@pytest.mark.parametrize("key", ["kadis", "operator.dinkes", "kepala.dinkes", "auditor", "bps", "admin"])
def test_only_the_office_s_checkers_decide(scene: Scene, key: str) -> None:
    items = scene.items(scene.hand_over("dinkes", BOTH))
    with pytest.raises(Refused, match="not_permitted"):
        accept(items, by=scene.by(key), at=scene.now)
    with pytest.raises(Refused, match="not_permitted"):
        send_back(scene, items, key)


def test_who_entered_the_data_does_not_check_them(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH, key="jp1")
    with pytest.raises(Refused, match="maker_is_checker"):
        accept(scene.items(submission), by=scene.by("jp1"), at=scene.now)
    scene.accept_all(submission, key="jp2")


@pytest.mark.parametrize("role", [Role.HEAD, Role.OPERATOR])
def test_who_signed_or_wrote_the_letter_does_not_check(scene: Scene, role: Role) -> None:
    """A checker of the office who also sits in the agency: the office is a producer too."""
    agency = scene.agency("dinkes")
    Assignment.objects.create(
        office=scene.office,
        person=person_of(scene.office, "sukor"),
        role=role,
        agency=agency,
        title="Kepala",
        valid_from=local_date(scene.office, scene.now),
    )
    submission = scene.upload("dinkes", BOTH)
    drafter, signer = ("operator.dinkes", "sukor") if role is Role.HEAD else ("sukor", "kepala.dinkes")
    letter = draft_transmittal(submission, by=scene.by(drafter), at=scene.now)
    scene.sign(letter, signer)
    with pytest.raises(Refused, match="maker_is_checker"):
        accept(scene.items(submission), by=scene.by("sukor"), at=scene.now)
    scene.accept_all(submission, key="jp1")


def test_who_mended_the_agency_s_letter_before_it_was_signed_does_not_check(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    recall(letter, by=scene.by("jp1"), at=scene.now)
    resubmit(letter, subject="Penyampaian data, diperbaiki", by=scene.by("jp1"), at=scene.now)
    scene.sign(letter, "kepala.dinkes")
    with pytest.raises(Refused, match="maker_is_checker"):
        accept(scene.items(submission), by=scene.by("jp1"), at=scene.now)
    scene.accept_all(submission, key="jp2")


def test_who_brought_the_signed_letter_in_does_not_check(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    attach_letter(submission, Scan("1", "a.pdf", plain_letter()), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused, match="maker_is_checker"):
        accept(scene.items(submission), by=scene.by("jp1"), at=scene.now)


def test_a_return_carries_its_reason_and_its_own_clock(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    first, second = scene.items(submission)
    with pytest.raises(Invalid, match="reason_missing"):
        return_items([first], reason=" ", by=scene.by("sukor"), at=scene.now)
    send_back(scene, [first])
    item = SubmissionItem.objects.get(pk=first.pk)
    assert (item.state, item.return_code, item.return_reason) == ("returned", "source_differs", "Tidak cocok.")
    assert (row(scene).state, row(scene).returns) == ("returned", 1)
    assert row(scene).revision_due_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # three working days
    assert (scene.request("dinkes").state, scene.submission(submission).state) == ("sent", "complete")
    accept([second], by=scene.by("sukor"), at=scene.later(minutes=1))
    assert scene.submission(submission).state == "checked"


def test_a_resubmission_is_checked_with_four_new_days(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    first, second = scene.items(submission)
    send_back(scene, [first])
    accept([second], by=scene.by("sukor"), at=scene.now)
    scene.later(days=2)
    again = scene.hand_over("dinkes", Filling({**answers(), ("T01", "A", "l"): 11}))
    assert [item.requested_table.sheet for item in scene.items(again)] == ["T01"]
    assert again.check_due_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    scene.accept_all(again)
    assert in_bank() == ["11", "12", "11", "13"]  # down column C, then column D
    assert (row(scene).state, row(scene).returns, scene.request("dinkes").state) == ("stored", 1, "complete")
    assert SubmissionItem.objects.get(pk=first.pk).state == "superseded"


def test_a_correction_makes_a_second_version_and_keeps_the_first(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", FIRST))
    before = scene.now
    scene.later(days=1)
    submission = scene.hand_over("dinkes", CORRECTED)
    assert row(scene).state == "stored"  # what stands in the bank stands until the correction is accepted
    scene.accept_all(submission)
    versions = Observation.objects.filter(sheet="T01", cell="C8").order_by("version")
    assert [(one.version, one.text, one.superseded_at) for one in versions] == [
        (1, "10", scene.now),
        (2, "11", None),
    ]
    assert Observation.objects.count() == 5  # unchanged figures make no version
    assert (in_bank(), in_bank(before)) == (["11", "12", "11", "13"], ["10", "12", "11", "13"])
    assert in_bank(before - timedelta(seconds=1)) == []
    assert in_bank(scene.now - timedelta(seconds=1)) == ["10", "12", "11", "13"]
    assert in_bank(scene.now) == ["11", "12", "11", "13"]
    assert row(scene).values == 4


def test_a_figure_that_is_left_out_is_withdrawn_and_counts_on_when_it_comes_back(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", FIRST))
    scene.later(days=1)
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(("T01",)), ("T01", "A", "l"): "..."})))
    marked = Observation.objects.get(cell="C8", superseded_at=None)
    assert (marked.text, marked.mark, marked.number, marked.version) == ("", "…", None, 2)
    assert row(scene).values == 3
    scene.later(days=1)
    scene.accept_all(scene.hand_over("dinkes", CORRECTED))
    assert Observation.objects.get(cell="C8", superseded_at=None).version == 3


def test_nil_withdraws_the_figures_and_is_an_answer(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", FIRST))
    scene.later(days=1)
    scene.accept_all(scene.hand_over("dinkes", Filling(nil=frozenset({"T01"}), values=answers(("T02",)))))
    assert in_bank() == []
    assert (row(scene).state, row(scene).values) == ("nil", 0)
    assert Observation.objects.filter(sheet="T01", superseded_at=scene.now).count() == 4
    scene.later(days=1)
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    assert (in_bank(), row(scene).state) == (["10", "12", "11", "13"], "stored")
    assert set(Observation.objects.filter(sheet="T01", superseded_at=None).values_list("version", flat=True)) == {2}


def test_not_available_is_an_answer(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", Filling(answers(("T01",)), unavailable={"T02": "4"})))
    assert (row(scene, "T02").state, scene.request("dinkes").state) == ("unavailable", "complete")
    assert Event.objects.filter(kind="item.unavailable_accepted").count() == 1


def test_a_submission_that_was_overtaken_in_part_ends_when_the_rest_is_decided(scene: Scene) -> None:
    first = scene.hand_over("dinkes", BOTH)
    scene.upload("dinkes", Filling(answers(("T02",), start=70)))
    waiting = [item for item in scene.items(first) if item.state == "pending"]
    accept(waiting, by=scene.by("sukor"), at=scene.now)
    assert scene.submission(first).state == "checked"


def test_one_that_is_overtaken_after_the_rest_was_decided_ends_too(scene: Scene) -> None:
    first = scene.hand_over("dinkes", BOTH)
    accept(scene.items(first)[:1], by=scene.by("sukor"), at=scene.now)
    scene.upload("dinkes", Filling(answers(("T02",), start=70)))
    assert scene.submission(first).state == "checked"


def test_nothing_of_another_office_is_decided(scene: Scene) -> None:
    items = scene.items(scene.hand_over("dinkes", BOTH))
    other = Scene(make_tiny_office(slug="seberang"))
    for deed in (
        lambda: accept(items, by=other.by("sukor"), at=scene.now),
        lambda: return_items(items, reason="x", by=other.by("sukor"), at=scene.now),
        lambda: pass_priority(items[0], by=other.by("bps"), at=scene.now),
        lambda: return_priority(items[0], reason="x", by=other.by("bps"), at=scene.now),
    ):
        with pytest.raises(NotFound, match="not_found"):
            deed()


def test_second_halves_are_decided_on_their_own(scene: Scene) -> None:
    first, second = scene.hand_over("dinkes", FIRST), scene.hand_over("dinkes", SECOND)
    scene.accept_all(second)
    assert (scene.submission(first).state, scene.submission(second).state) == ("complete", "checked")
    assert (row(scene, "T01").state, row(scene, "T02").state) == ("pending", "stored")


def test_a_letter_shown_for_signing_does_not_make_a_checker(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    finalise(letter, by=scene.by("kepala.dinkes"), at=scene.now)
    with pytest.raises(WrongState, match="transmittal_missing"):
        accept(scene.items(submission), by=scene.by("sukor"), at=scene.now)
