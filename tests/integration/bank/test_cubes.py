"""A table as a cube, for the office and for the public."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sektoral.adapters.filling import Filling
from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.released import public_releases, released_cube
from sektoral.domain import canonical
from sektoral.domain.breaks import BreakKind
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Observation, Release, Table
from sektoral.setup.actions.tables import revise_table
from sektoral.steps.step4_check.actions.deciding import pass_priority
from tests.rounds import BOTH, Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    figures = {**answers(("T01", "T02")), ("T01", "A", "l"): 3}
    scene.accept_all(scene.hand_over("dinkes", Filling(figures)))
    return scene


def a_table() -> Table:
    return (
        Table.objects.select_related("agency", "office").filter(agency__code="dinkes").order_by("code", "-version")[0]
    )


def by_codes(cube: Cube) -> dict[tuple[str, ...], str]:
    return {figure.codes: figure.text or figure.mark for figure in cube.figures}


def test_a_cube_holds_each_figure_once_under_its_codes(scene: Scene) -> None:
    cube = cube_of(a_table(), at=scene.now)
    assert [one.code for one in cube.dimensions] == ["REF_AREA", "VARIABLE", "JENIS_KELAMIN", "KELOMPOK", "TIME_PERIOD"]
    held = Observation.objects.filter(table__code=cube.table)
    assert len(by_codes(cube)) == len(cube.figures) == held.count()
    for figure in cube.figures:
        assert all(cube.dimensions[at].label_of(code) for at, code in enumerate(figure.codes))


def release(scene: Scene, **parts: object) -> Release:
    table = a_table()
    return Release.objects.create(
        office=scene.office,
        agency=table.agency,
        code=table.code,
        period=scene.period,
        edition=1,
        state="released",
        planned_on=scene.now.date(),
        planned_by=scene.by("jp1").person,
        released_at=scene.now,
        released_by=scene.by("kabid").person,
        as_of=scene.now,
        **parts,
    )


def test_small_counts_are_hidden_where_the_table_says_so(scene: Scene) -> None:
    out = release(scene)
    assert "3" in by_codes(released_cube(out, at=scene.now)).values()
    Table.objects.filter(code=out.code).update(hides_small=True)
    shown = by_codes(released_cube(out, at=scene.now))
    assert "3" not in shown.values()
    assert "NA" in shown.values()


def test_nothing_is_public_before_its_embargo_ends_or_of_a_table_that_is_not_open(scene: Scene) -> None:
    out = release(scene, embargo_until=scene.now + timedelta(hours=1))
    with pytest.raises(NotFound):
        released_cube(out, at=scene.now)
    assert list(public_releases(scene.office, at=scene.now + timedelta(hours=1))) == [out]
    Table.objects.filter(code=out.code).update(classification="terbatas")
    with pytest.raises(NotFound):
        released_cube(out, at=scene.now + timedelta(hours=2))


def test_a_new_definition_breaks_the_series_in_the_cube_and_on_the_page(scene: Scene) -> None:
    table = a_table()
    definition = canonical.read(TableDef, table.definition)
    changed = tuple(replace(one, definition="Rumusan lain.", unit="keluarga") for one in definition.variables)
    revise_table(
        table, replace(definition, variables=changed, unit="keluarga"), by=scene.by("admin"), at=scene.later(minutes=1)
    )
    assert cube_of(a_table(), at=scene.now).breaks == ()
    scene.period = "2026"
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(start=11), ("T01", "A", "l"): 3})))
    cube = cube_of(a_table(), at=scene.now)
    assert {(one.codes[-1], one.status) for one in cube.figures} == {("2025", "A"), ("2026", "B")}
    (only,) = cube.breaks
    assert (only.before, only.after) == ("2025", "2026")
    assert {change.kind for change in only.changes} == {BreakKind.DEFINITION, BreakKind.UNIT}
    with visiting(scene, "bps") as client:
        page = client.get(f"/bank-data/tabel/{table.pk}/").content.decode()
    assert "Deret terputus antara 2025 dan 2026" in page
    assert "Rumusan lain." in page


def test_nothing_of_data_prioritas_is_public_before_the_pembina_passed_it() -> None:
    scene = Scene()
    Table.objects.filter(agency__code="dinkes").update(is_priority=True)
    scene.collecting("dinkes")
    submission = scene.hand_over("dinkes", BOTH)
    scene.accept_all(submission)
    assert set(submission.items.values_list("state", flat=True)) == {"awaiting_steward"}
    scene.later(minutes=1)
    early = release(scene)
    assert Observation.objects.count() == 0
    assert released_cube(early, at=scene.now).figures == ()
    for item in scene.items(submission):
        pass_priority(item, by=scene.by("bps"), at=scene.later(minutes=1))
    assert released_cube(early, at=scene.now).figures == ()
    Release.objects.filter(pk=early.pk).update(as_of=scene.now)
    assert len(released_cube(Release.objects.get(pk=early.pk), at=scene.now).figures) == 4
