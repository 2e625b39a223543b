"""Step 5: the report tells what came, how and when; its signature closes the round; what came later is an addendum."""

from datetime import UTC, datetime, timedelta

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound, Refused, WrongState
from sektoral.domain.reports import AddendumSnapshot, AgencyOutcome, ReportSnapshot, TableState, Timeliness, recap
from sektoral.letters.actions.drafting import send_back, void
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.project.invariants.reports import check_reports
from sektoral.records.models import Checkpoint, Event, JournalHead, Letter, Round
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step4_check.actions.deciding import accept, return_items
from sektoral.steps.step5_report.actions import (
    close_intake,
    draft_addendum,
    draft_or_redraft_report,
    draft_report,
    note_report_signed,
)
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, REASON, Scene, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def close(scene: Scene, key: str = "kabid") -> Round:
    round_ = scene.request("dinkes").round
    close_intake(round_, by=scene.by(key), at=scene.later(minutes=1))
    return Round.objects.get(pk=round_.pk)


def body(letter: Letter) -> ReportSnapshot:
    return canonical.read(ReportSnapshot, letter.content)


def outcome(letter: Letter, name: str) -> AgencyOutcome:
    return next(one for one in body(letter).agencies if name in one.name)


def test_undecided_tables_keep_the_intake_open(scene: Scene) -> None:
    scene.collecting("dinkes")
    submission = scene.hand_over("dinkes", BOTH)
    with pytest.raises(WrongState, match="items_undecided") as refusal:
        close(scene)
    assert refusal.value.facts == {"count": 2}
    accept(scene.items(submission)[:1], by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="items_undecided"):
        close(scene)
    return_items(scene.items(submission)[1:], reason="Periksa.", by=scene.by("sukor"), at=scene.now)
    assert close(scene).state == "reporting"


def test_a_letter_signed_a_moment_ago_keeps_it_open_too(scene: Scene) -> None:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    head = scene.by("kepala.dinkes")
    sha256 = finalise(letter, by=head, at=scene.now).sha256
    sign(letter, sha256=sha256, by=head, at=scene.now, gateway=local_authority())  # nothing has followed yet
    with pytest.raises(WrongState, match="items_undecided"):
        close(scene)


def test_data_without_their_letter_do_not(scene: Scene) -> None:
    scene.collecting("dinkes")
    scene.upload("dinkes", BOTH)
    round_ = close(scene)
    assert (round_.state, round_.intake_closed_by) == ("reporting", scene.by("kabid").person)
    assert round_.report_due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_only_the_kabid_closes_and_only_once(scene: Scene) -> None:
    scene.collecting("dinkes")
    for key in ("kadis", "sukor", "jp1", "admin"):
        with pytest.raises(Refused, match="not_permitted"):
            close(scene, key)
    close(scene)
    with pytest.raises(WrongState, match="round_state"):
        close(scene)


def test_the_report_tells_every_fate_apart() -> None:
    """In time, late, letter later and silent; stored, nil, returned, resubmitted and missing."""
    scene = Scene()
    round_ = scene.collecting("dinkes", "disdik", "diskominfo")
    due = scene.request("disdik").due_at
    assert due is not None
    mixed = scene.hand_over("dinkes", Filling(answers(("T01",)), nil=frozenset({"T02"})))
    return_items(scene.items(mixed)[:1], reason="Periksa.", by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.accept_all(mixed)
    scene.now = due
    waits = scene.upload("disdik", FIRST)  # in the last second, its letter a day after
    scene.now = due + timedelta(days=1)
    scene.accept_all(scene.hand_over_by_letter(waits))
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(("T01",)), ("T01", "A", "l"): 11})))
    report = scene.reporting(round_)
    health, education, own = (outcome(report, name) for name in ("Kesehatan", "Pendidikan", "Informatika"))
    assert [one.timeliness for one in (health, education, own)] == [
        Timeliness.ON_TIME,
        Timeliness.LETTER_LATER,
        Timeliness.NOT_SENT,
    ]
    assert [(one.state, one.values, one.resubmitted) for one in health.tables] == [
        (TableState.STORED, 4, 1),
        (TableState.NIL, 0, 0),
    ]
    assert [(one.state, one.values) for one in education.tables] == [(TableState.STORED, 4)]
    assert [one.state for one in own.tables] == [TableState.MISSING]
    counts = recap(body(report).agencies)
    assert (counts.on_time, counts.letter_later, counts.late, counts.silent) == (1, 1, 0, 1)
    assert body(report).left_out == ()


def test_a_second_too_late_is_late_and_returned_is_not_stored(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    due = scene.request("dinkes").due_at
    assert due is not None
    scene.now = due + timedelta(seconds=1)
    submission = scene.hand_over("dinkes", BOTH)
    return_items(scene.items(submission)[:1], reason="Periksa.", by=scene.by("sukor"), at=scene.now)
    scene.accept_all(submission)
    report = scene.reporting(round_)
    health = outcome(report, "Kesehatan")
    assert (health.timeliness, health.letter is not None) == (Timeliness.LATE, True)
    assert [(one.state, one.resubmitted) for one in health.tables] == [
        (TableState.RETURNED, 0),
        (TableState.STORED, 0),
    ]
    assert [(one.name, one.reason) for one in body(report).left_out] == [
        ("Dinas Pendidikan", REASON),
        ("Dinas Komunikasi dan Informatika", REASON),
    ]


def test_the_report_carries_how_far_the_journal_had_come(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    report = scene.reporting(round_)
    stored = Checkpoint.objects.order_by("-pk")[0]  # the day had its own before
    printed = body(report).checkpoint
    assert printed is not None
    assert (printed.sequence, printed.sha256) == (stored.sequence, stored.hash)
    assert stored.sequence < JournalHead.objects.get(office_id=scene.office.pk).sequence
    assert Event.objects.get(sequence=stored.sequence, office_id=scene.office.pk).hash == stored.hash


def test_there_is_one_living_report(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    with pytest.raises(WrongState, match="round_state"):
        draft_report(round_, by=scene.by("jp1"), at=scene.now)
    report = scene.reporting(round_)
    signed = Checkpoint.objects.count()
    with pytest.raises(WrongState, match="report_exists"):
        draft_report(round_, by=scene.by("jp1"), at=scene.now)
    assert Checkpoint.objects.count() == signed
    void(report, reason="Salah.", by=scene.by("kadis"), at=scene.now)
    assert draft_report(round_, by=scene.by("jp1"), at=scene.now).pk != report.pk


def test_a_report_that_was_sent_back_is_drafted_anew_and_still_verifies(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    report = scene.reporting(round_)
    send_back(report, reason="Kurang saran.", by=scene.by("sukor"), at=scene.now)
    again = draft_or_redraft_report(round_, by=scene.by("jp1"), at=scene.later(hours=1), advice=("Lebih awal.",))
    assert again.pk == report.pk
    assert "Lebih awal." in body(Letter.objects.get(pk=again.pk)).conclusions
    scene.initial(again)
    scene.sign(again, "kadis")
    assert list(check_reports(scene.office, scene.now)) == []


def test_the_kadis_s_signature_closes_the_round_once(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    report = scene.reported(round_)
    done = Round.objects.get(pk=round_.pk)
    assert (done.state, done.closed_at) == ("closed", report.signed_at)
    Event.objects.filter(kind="letter.signed").update(settled_at=None)
    scene.settle()
    assert Event.objects.filter(kind="round.closed").count() == 1
    assert Event.objects.filter(kind="report.signed").count() == 1


def test_an_unsigned_report_closes_nothing(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    note_report_signed(scene.reporting(round_), at=scene.now)
    assert Round.objects.get().state == "reporting"


class TestAddendum:
    """What comes after the intake was closed."""

    @pytest.fixture
    def scene(self) -> Scene:
        scene = Scene()
        round_ = scene.collecting("dinkes", "disdik", "diskominfo")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        scene.reported(round_)
        scene.later(days=1)
        return scene

    def draft(self, scene: Scene) -> Letter:
        round_ = Round.objects.filter(office=scene.office)[0]
        return draft_addendum(round_, by=scene.by("jp1"), at=scene.later(minutes=1))

    def read(self, letter: Letter) -> AddendumSnapshot:
        return canonical.read(AddendumSnapshot, letter.content)

    def test_there_is_none_without_a_late_arrival(self, scene: Scene) -> None:
        with pytest.raises(WrongState, match="nothing_arrived_late"):
            self.draft(scene)
        scene.upload("disdik", FIRST)
        with pytest.raises(WrongState, match="nothing_arrived_late"):
            self.draft(scene)

    def test_it_tells_what_came_and_the_counts_before_and_after(self, scene: Scene) -> None:
        scene.accept_all(scene.hand_over("disdik", FIRST))
        addendum = self.draft(scene)
        told = self.read(addendum)
        assert [one.name for one in told.arrivals] == ["Dinas Pendidikan"]
        assert (told.before.sent, told.after.sent) == (1, 2)
        assert (told.before.tables.stored, told.after.tables.stored) == (2, 3)
        report = Letter.objects.get(kind="report")
        assert told.report.number == report.number
        with pytest.raises(WrongState, match="nothing_arrived_late"):
            self.draft(scene)

    def test_a_second_one_goes_on_from_the_first(self, scene: Scene) -> None:
        scene.accept_all(scene.hand_over("disdik", FIRST))
        first = self.draft(scene)
        scene.initial(first)
        scene.sign(first, "kadis")
        scene.later(days=1)
        scene.accept_all(scene.hand_over("diskominfo", FIRST))
        second = self.draft(scene)
        assert [one.name for one in self.read(second).arrivals] == ["Dinas Komunikasi dan Informatika"]
        assert self.read(second).before == self.read(first).after
        assert list(check_reports(scene.office, scene.now)) == []

    def test_its_signature_is_noted_once_and_the_round_stays_closed(self, scene: Scene) -> None:
        scene.accept_all(scene.hand_over("disdik", FIRST))
        addendum = self.draft(scene)
        scene.initial(addendum)
        scene.sign(addendum, "kadis")
        Event.objects.filter(kind="letter.signed").update(settled_at=None)
        scene.settle()
        assert Event.objects.filter(kind="addendum.signed").count() == 1
        assert Round.objects.get().state == "closed"

    def test_it_follows_a_signed_report_only(self) -> None:
        scene = Scene()
        round_ = scene.collecting("dinkes")
        scene.reporting(round_)
        with pytest.raises(WrongState, match="round_state"):
            self.draft(scene)


def test_what_came_between_closing_and_drafting_is_told_in_the_addendum_only(scene: Scene) -> None:
    round_ = scene.collecting("dinkes", "disdik")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    close(scene)
    scene.later(seconds=1)
    scene.accept_all(scene.hand_over("disdik", FIRST))
    report = draft_report(Round.objects.get(pk=round_.pk), by=scene.by("jp1"), at=scene.later(minutes=1))
    assert outcome(report, "Pendidikan").timeliness is Timeliness.NOT_SENT
    scene.initial(report)
    scene.sign(report, "kadis")
    addendum = draft_addendum(Round.objects.get(pk=round_.pk), by=scene.by("jp1"), at=scene.later(minutes=1))
    told = canonical.read(AddendumSnapshot, addendum.content)
    assert [one.name for one in told.arrivals] == ["Dinas Pendidikan"]
    assert list(check_reports(scene.office, scene.now)) == []


def test_strangers_close_and_report_nothing(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    other = Scene(make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound, match="not_found"):
        close_intake(round_, by=other.by("kabid"), at=scene.now)
    with pytest.raises(NotFound, match="not_found"):
        draft_report(round_, by=other.by("jp1"), at=scene.now)
    with pytest.raises(NotFound, match="not_found"):
        draft_addendum(round_, by=other.by("jp1"), at=scene.now)
