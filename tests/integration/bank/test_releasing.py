"""From a plan to the public: who may, when, and what is refused."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from sektoral.adapters.filling import Filling
from sektoral.bank.actions.releasing import Day, Handling, classify, plan_release, publish, withdraw_release
from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.released import public_releases, released_cube, withdrawn_releases
from sektoral.bank.queries.releases import list_waiting, release_page, releases_page
from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Contradiction, ContradictionSide, Observation, Release, SubmissionItem, Table
from sektoral.setup.actions.tables import revise_table
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db
OPEN = Handling("terbuka", hides_small=True, due_after_days=60)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(("T01", "T02")), ("T01", "A", "l"): 3})))
    return scene


def a_table() -> Table:
    return Table.objects.select_related("agency", "office").filter(agency__code="dinkes", is_current=True)[0]


def today(scene: Scene) -> Day:
    return Day(scene.now.date())


def planned(scene: Scene, day: Day | None = None) -> Release:
    return plan_release(a_table(), scene.period, day or today(scene), by=scene.by("jp1"), at=scene.now)


def released(scene: Scene, note: str = "") -> Release:
    return publish(planned(scene), note=note, by=scene.by("kabid"), at=scene.later(minutes=1))


def corrected(scene: Scene) -> None:
    """A new figure in the bank, as a correction leaves it."""
    scene.later(minutes=5)
    one = next(iter(_observations(scene).filter(text="3")))
    type(one).objects.filter(pk=one.pk).update(superseded_at=scene.now)
    one.pk, one.text, one.number, one.version, one.recorded_at = None, "30", 30, 2, scene.now
    one.superseded_at = None
    one.save(force_insert=True)


def _observations(scene: Scene) -> QuerySet[Observation]:
    return Observation.objects.filter(table__code=a_table().code, period=scene.period)


def test_what_was_planned_and_released_is_public(scene: Scene) -> None:
    out = released(scene)
    assert list(public_releases(scene.office, at=scene.now)) == [out]
    assert {one.text for one in released_cube(out, at=scene.now).figures} >= {"3"}


def test_a_plan_shows_nothing_and_its_day_can_be_moved(scene: Scene) -> None:
    first = planned(scene, Day(scene.now.date() + timedelta(days=3)))
    again = planned(scene, Day(scene.now.date() + timedelta(days=5)))
    assert (first.pk, again.edition, Release.objects.count()) == (again.pk, 1, 1)
    assert not public_releases(scene.office, at=scene.now + timedelta(days=9)).exists()


def test_who_plans_does_not_release_and_who_releases_does_not_plan(scene: Scene) -> None:
    plan = planned(scene)
    with pytest.raises(Refused):
        publish(plan, note="", by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused):
        plan_release(a_table(), scene.period, today(scene), by=scene.by("kabid"), at=scene.now)


def test_nothing_is_released_before_the_day_that_the_calendar_announces(scene: Scene) -> None:
    plan = planned(scene, Day(scene.now.date() + timedelta(days=1)))
    with pytest.raises(WrongState, match="release_before_its_day"):
        publish(plan, note="", by=scene.by("kabid"), at=scene.now)


@pytest.mark.parametrize(
    ("days", "hours", "code"),
    [(-1, None, "release_day_past"), (2, 1, "release_embargo_past"), (0, -1, "release_embargo_past")],
)
def test_a_day_or_an_embargo_in_the_past_is_refused(scene: Scene, days: int, hours: int | None, code: str) -> None:
    until = None if hours is None else scene.now + timedelta(hours=hours)
    with pytest.raises(Invalid, match=code):
        planned(scene, Day(scene.now.date() + timedelta(days=days), until))


def test_under_embargo_the_public_sees_nothing_until_its_end(scene: Scene) -> None:
    until = scene.now + timedelta(hours=4)
    out = publish(planned(scene, Day(scene.now.date(), until)), note="", by=scene.by("kabid"), at=scene.now)
    with pytest.raises(NotFound):
        released_cube(out, at=until - timedelta(seconds=1))
    assert released_cube(out, at=until).figures


def test_a_table_without_figures_is_not_released(scene: Scene) -> None:
    plan = plan_release(a_table(), "2024", today(scene), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="release_without_figures"):
        publish(plan, note="", by=scene.by("kabid"), at=scene.now)


def test_priority_data_are_not_public_before_the_steward_passed_them() -> None:
    scene = Scene()
    Table.objects.filter(agency__code="dinkes").update(is_priority=True)
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(answers())))
    assert SubmissionItem.objects.filter(state="awaiting_steward").exists()
    with pytest.raises(WrongState, match="release_awaits_steward"):
        released(scene)


def test_figures_that_another_agency_contradicts_are_not_released(scene: Scene) -> None:
    item = SubmissionItem.objects.filter(requested_table__table__code=a_table().code)[0]
    found = Contradiction.objects.create(
        office=scene.office,
        round=item.requested_table.request.round,
        pair="a:b",
        variable="x",
        raised_at=scene.now,
        due_at=scene.now,
    )
    ContradictionSide.objects.create(office=scene.office, contradiction=found, position=1, item=item)
    with pytest.raises(WrongState, match="release_contradicted"):
        released(scene)


def test_the_same_figures_are_released_once(scene: Scene) -> None:
    released(scene)
    with pytest.raises(WrongState, match="release_unchanged"):
        released(scene, "Sama saja.")


def test_a_new_edition_says_what_changed_and_the_old_one_keeps_its_figures(scene: Scene) -> None:
    first = released(scene)
    corrected(scene)
    page = release_page(a_table(), scene.period, at=scene.now)
    assert [(one.old, one.new) for one in page.changes] == [("3", "30")]
    with pytest.raises(Invalid, match="release_note_missing"):
        released(scene)
    second = publish(Release.objects.get(state="planned"), note="Dibetulkan.", by=scene.by("kabid"), at=scene.now)
    assert second.edition == 2
    texts = [{one.text for one in released_cube(each, at=scene.now).figures} for each in (first, second)]
    assert ("3" in texts[0], "30" in texts[1]) == (True, True)


def test_what_is_withdrawn_is_public_no_more_and_says_why(scene: Scene) -> None:
    out = released(scene)
    with pytest.raises(Invalid, match="reason_missing"):
        withdraw_release(out, reason=" ", by=scene.by("kabid"), at=scene.now)
    withdraw_release(out, reason="Salah satuan.", by=scene.by("kabid"), at=scene.now)
    assert not public_releases(scene.office, at=scene.now).exists()
    assert [one.withdrawn_reason for one in withdrawn_releases(scene.office, at=scene.now)] == ["Salah satuan."]


def test_a_cancelled_plan_leaves_no_trace_for_the_public(scene: Scene) -> None:
    withdraw_release(planned(scene), reason="Keliru.", by=scene.by("jp1"), at=scene.now)
    assert not withdrawn_releases(scene.office, at=scene.now).exists()


def test_a_table_that_is_closed_takes_its_releases_and_plans_back(scene: Scene) -> None:
    out = released(scene)
    closed = Handling("tertutup", hides_small=False, due_after_days=90)
    classify(a_table(), closed, reason="Memuat rahasia.", by=scene.by("kabid"), at=scene.now)
    out.refresh_from_db()
    assert (out.state, out.withdrawn_reason) == ("withdrawn", "Memuat rahasia.")
    with pytest.raises(WrongState, match="release_not_open"):
        planned(scene)


def test_table_and_definition_never_differ_in_their_class_not_even_in_the_next_edition(scene: Scene) -> None:
    table = classify(a_table(), Handling("terbatas", True, 30), reason="Uji.", by=scene.by("kadis"), at=scene.now)
    definition = canonical.read(TableDef, table.definition)
    assert (table.classification, definition.classification) == ("terbatas", "terbatas")
    admin = scene.by("admin")
    wider = canonical.read(TableDef, {**table.definition, "title": "Judul baru", "classification": "terbuka"})
    edition = revise_table(table, wider, by=admin, at=scene.now)
    assert (edition.classification, edition.definition["classification"]) == ("terbatas", "terbatas")
    assert (edition.hides_small, edition.due_after_days) == (True, 30)


def test_only_a_class_of_satu_data_is_taken(scene: Scene) -> None:
    with pytest.raises(Invalid, match="classification_unknown"):
        classify(a_table(), Handling("rahasia", False, 90), reason="Uji.", by=scene.by("kabid"), at=scene.now)


def test_an_earlier_edition_gives_no_hidden_count_of_a_later_one_away(scene: Scene) -> None:
    classify(a_table(), OPEN, reason="Cacah kecil.", by=scene.by("kabid"), at=scene.now)
    first = released(scene)
    hidden = {one.codes for one in released_cube(first, at=scene.now).figures if one.mark == "NA"}
    assert len(hidden) > 1
    corrected(scene)
    plan = planned(scene)
    second = publish(plan, note="Dibetulkan.", by=scene.by("kabid"), at=scene.now)
    still = {one.codes for one in released_cube(second, at=scene.now).figures if one.mark == "NA"}
    assert still >= hidden - {small_one(first, scene)}


def small_one(first: Release, scene: Scene) -> tuple[str, ...]:
    """The count that was 3 and is 30 now."""
    table = a_table()
    whole = cube_of(table, at=scene.now, as_of=first.as_of, periods=[scene.period])
    return next(one.codes for one in whole.figures if one.text == "3")


def test_the_office_sees_what_waits_what_is_planned_and_what_is_out(scene: Scene) -> None:
    assert len(list_waiting(scene.office, scene.period)) == 2
    planned(scene)
    page = releases_page(scene.office, at=scene.now)
    assert (len(page.rows), len(page.planned), dict(page.waiting)) == (2, 1, {scene.period: 1})
    publish(Release.objects.get(), note="", by=scene.by("kabid"), at=scene.later(minutes=1))
    assert releases_page(scene.office, at=scene.now).released == 1
