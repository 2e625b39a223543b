"""Step 1: who may order what, what is laid out for whom, and when its clock starts and ends."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.states import RoundState
from sektoral.letters.actions.drafting import void
from sektoral.records.models import Agency, Event, Instrument, Letter, Omission, Round
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
from sektoral.steps.step5_report.actions import close_intake
from tests.offices import make_tiny_office
from tests.rounds import REASON, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def order(scene: Scene, *codes: str) -> Order:
    """An order for these agencies, with a reason for each of the others."""
    others = Agency.objects.filter(office=scene.office).exclude(code__in=codes)
    return Order("2025", "", [scene.agency(code) for code in codes], {one.pk: REASON for one in others})


def open_it(scene: Scene, what: Order, key: str = "kadis") -> Round:
    return open_round(what, by=scene.by(key), at=scene.now)


def test_only_the_kadis_opens_a_round(scene: Scene) -> None:
    for key in ("sukor", "auditor", "admin", "operator.dinkes"):
        with pytest.raises(Refused, match="not_permitted"):
            open_it(scene, order(scene, "dinkes"), key)
    assert open_it(scene, order(scene, "dinkes")).opened_by == scene.by("kadis").person


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_agency_that_is_left_out_needs_a_reason(scene: Scene, reason: str) -> None:
    what = order(scene, "dinkes", "diskominfo")
    wrong = replace(what, omissions={scene.agency("disdik").pk: reason})
    with pytest.raises(Invalid, match="omission_reason_missing"):
        open_it(scene, wrong)
    assert not Round.objects.exists()
    open_it(scene, what)
    assert Omission.objects.get().reason == REASON


def test_who_is_no_producer_any_more_needs_no_reason_and_is_not_asked(scene: Scene) -> None:
    disdik = scene.agency("disdik")
    disdik.valid_to = date(2026, 11, 22)
    disdik.save()
    what = replace(order(scene, "dinkes", "diskominfo"), omissions={})
    open_it(scene, what)
    with pytest.raises(Invalid, match="agency_not_active"):
        open_it(scene, replace(what, agencies=[*what.agencies, disdik]))


def test_on_its_last_day_an_agency_is_still_asked(scene: Scene) -> None:
    Agency.objects.filter(code="disdik").update(valid_to=date(2026, 11, 23))
    assert open_it(scene, order(scene, "disdik")).requests.count() == 1


def test_nobody_is_asked_twice_or_nothing(scene: Scene) -> None:
    what = order(scene, "dinkes")
    with pytest.raises(Invalid, match="agencies_missing"):
        open_it(scene, replace(what, agencies=[]))
    round_ = open_it(scene, replace(what, agencies=[*what.agencies, *what.agencies]))
    assert round_.requests.count() == 1


def test_an_agency_is_asked_for_its_own_tables_only(scene: Scene) -> None:
    what, dinkes = order(scene, "dinkes"), scene.agency("dinkes")
    other = scene.agency("disdik").tables.get()
    with pytest.raises(Invalid, match="table_not_requested"):
        open_it(scene, replace(what, tables={dinkes.pk: [other]}))
    with pytest.raises(Invalid, match="agency_without_tables"):
        open_it(scene, replace(what, tables={dinkes.pk: []}))
    second = dinkes.tables.get(code="T2")
    round_ = open_it(scene, replace(what, tables={dinkes.pk: [second]}))
    row = round_.requests.get().tables.get()
    assert (row.table, row.sheet, row.state) == (second, "T01", "waiting")


def test_an_agency_of_another_office_is_not_there(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"))
    what = order(scene, "dinkes", "disdik", "diskominfo")
    with pytest.raises(NotFound, match="not_found"):
        open_it(other, what)
    assert not Round.objects.exists()


def test_a_period_that_is_none_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid, match="period_unreadable"):
        open_it(scene, replace(order(scene, "dinkes"), period="tahun lalu"))


def test_the_first_clock_runs_to_the_close_of_the_next_working_day(scene: Scene) -> None:
    round_ = open_it(scene, order(scene, "dinkes"))
    assert round_.step1_due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 16.00 WIB on Tuesday
    assert (round_.state, round_.title) == ("preparing", "Pengumpulan data tahun 2025")


def test_the_round_keeps_the_sop_it_began_with(scene: Scene) -> None:
    round_ = open_it(scene, order(scene, "dinkes"))
    newer = round_.sop
    newer.pk, newer.version = None, 2
    newer._state.adding = True
    newer.save()
    again = Round.objects.get(pk=round_.pk)
    assert again.sop.version == 1
    assert open_it(scene, order(scene, "disdik")).sop.version == 2


def test_every_request_gets_one_letter_and_the_office_a_nota_dinas(scene: Scene) -> None:
    round_ = scene.open("dinkes", "disdik", "diskominfo")
    with pytest.raises(Refused, match="not_permitted"):
        prepare_letters(round_, by=scene.by("sukor"), at=scene.now)
    letters = prepare_letters(round_, by=scene.by("jp1"), at=scene.now)
    assert sorted((one.request.agency.code, one.kind) for one in letters if one.request) == [
        ("dinkes", "request"),
        ("disdik", "request"),
        ("diskominfo", "memo"),
    ]
    assert prepare_letters(round_, by=scene.by("jp1"), at=scene.now) == []
    assert {one.state for one in Letter.objects.all()} == {"initialling"}


def test_a_void_letter_is_drafted_again_and_the_round_waits_for_it(scene: Scene) -> None:
    first, second = scene.initialled("dinkes", "disdik")
    void(first, reason="Salah.", by=scene.by("kadis"), at=scene.now)
    scene.settle()
    scene.sign(second, "kadis")
    round_ = Round.objects.get()
    assert round_.state == "preparing"
    (again,) = prepare_letters(round_, by=scene.by("jp1"), at=scene.now)
    scene.initial(again)
    scene.sign(again, "kadis")
    assert Round.objects.get().state == "distributing"


def test_the_second_clock_starts_with_the_last_signature(scene: Scene) -> None:
    first, second = scene.initialled("dinkes", "disdik")
    scene.sign(first, "kadis")
    assert Round.objects.get().letters_signed_at is None
    last = scene.later(hours=2)  # 10.21 WIB
    scene.sign(second, "kadis")
    round_ = Round.objects.get()
    assert (round_.state, round_.letters_signed_at) == ("distributing", last)
    assert round_.step2_due_at == last.replace(hour=last.hour + 1)
    assert Event.objects.filter(kind="round.letters_signed").count() == 1


def test_the_workbook_comes_with_the_number_once(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    scene.settle()
    assert not Instrument.objects.exists()
    scene.initial(letter)
    scene.settle()
    Event.objects.filter(kind="letter.numbered").update(settled_at=None)
    scene.settle()
    instrument = Instrument.objects.get()
    assert instrument.definition["letter_number"] == Letter.objects.get().number
    assert [sheet for sheet, _ in instrument.definition["sheets"]] == ["T01", "T02"]


def test_letters_are_prepared_until_the_intake_is_closed(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    assert prepare_letters(round_, by=scene.by("jp1"), at=scene.now) == []
    close_intake(round_, by=scene.by("kabid"), at=scene.now)
    with pytest.raises(WrongState, match="round_state"):
        prepare_letters(round_, by=scene.by("jp1"), at=scene.now)


def test_a_table_is_asked_for_by_one_open_round_of_a_period(scene: Scene) -> None:
    first = open_it(scene, order(scene, "dinkes"))
    with pytest.raises(Invalid, match="table_already_asked"):
        open_it(scene, order(scene, "dinkes", "disdik"))
    open_it(scene, order(scene, "disdik"))
    open_it(scene, replace(order(scene, "dinkes"), period="2024"))
    first.state, first.closed_at = RoundState.CLOSED, scene.now
    first.save()
    assert open_it(scene, order(scene, "dinkes")).requests.count() == 1


def test_what_was_not_asked_for_at_first_may_be_asked_for_beside(scene: Scene) -> None:
    dinkes = scene.agency("dinkes")
    one, two = dinkes.tables.filter(is_current=True).order_by("code")
    what = order(scene, "dinkes")
    open_it(scene, replace(what, tables={dinkes.pk: [one]}))
    second = open_it(scene, replace(what, tables={dinkes.pk: [two]}))
    assert [row.table for row in second.requests.get().tables.all()] == [two]


def test_the_successor_is_asked_for_the_tables_of_who_went_into_it(scene: Scene) -> None:
    disdik, dinkes = scene.agency("disdik"), scene.agency("dinkes")
    merge_agencies(Merger(disdik, into=dinkes), by=scene.by("admin"), at=scene.now)
    scene.later(days=1)
    round_ = open_it(scene, replace(order(scene, "dinkes", "diskominfo"), omissions={}))
    asked = round_.requests.get(agency=dinkes).tables.all()
    assert [row.table.agency.code for row in asked] == ["dinkes", "dinkes", "disdik"]
