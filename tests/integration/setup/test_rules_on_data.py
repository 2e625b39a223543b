"""What a rule says of the bank and of old submissions: counts against figures made by hand, and the bank at rest."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, NotFound, Refused
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import RuleDef
from sektoral.project.worker import work_off
from sektoral.records.models import Event, Observation, Progress, Rerun, RerunCase, Round, RuleVersion, Table
from sektoral.setup.actions.reruns import order_rerun, run_again
from sektoral.setup.actions.rules import RuleDraft, activate_rule, write_rule
from sektoral.setup.queries.rule_past import precision_of
from sektoral.setup.queries.rule_preview import Preview, preview_rule
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.offices import make_tiny_office
from tests.rounds import Scene, Values, shared
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROWS, COLUMNS = "AB", "lp"


def table_1(*figures: object) -> Values:
    """Figures of the first table in reading order, `None` for a cell without one; the second is always the same."""
    cells = [("T01", row, column) for row in ROWS for column in COLUMNS]
    first = {
        cell: "..." if figure is None else Decimal(str(figure)) for cell, figure in zip(cells, figures, strict=True)
    }
    second = {("T02", row, column): Decimal(20) for row in ROWS for column in COLUMNS}
    return {**first, **second}


def sent(scene: Scene, period: str, *figures: object) -> None:
    """Open a round for the period and take one answer into the bank."""
    scene.period = period
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(table_1(*figures), explanations=EXPLAINED)))


EXPLAINED = {(sheet, row): "Sesuai register." for sheet in ("T01", "T02") for row in ROWS}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """2024: 5, 9 | 30, 8. 2025: 10, 11 | not available, 13."""
    with shared(django_db_blocker) as scene:
        sent(scene, "2024", 5, 9, 30, 8)
        sent(scene, "2025", 10, 11, None, 13)
        yield scene


@pytest.fixture
def scene(told: Scene) -> Scene:
    return replace(told)


def home(scene: Scene, code: str = "T1") -> Table:
    return Table.objects.select_related("agency").get(office=scene.office, agency__code="dinkes", code=code)


def tried(scene: Scene, text: str, tolerance: str = "") -> Preview:
    return preview_rule(home(scene), RuleDef("R1", text, tolerance=tolerance))


def counts(preview: Preview) -> list[tuple[str, int, int, int]]:
    return [(one.period, one.flagged, one.judged, one.undecided) for one in preview.periods]


def draft(text: str) -> RuleDraft:
    return RuleDraft(text, "Harus begitu.", Severity.WARNING)


@pytest.mark.parametrize(
    ("text", "tolerance", "expected"),
    [
        ("l <= p", "", [("2025", 0, 1, 1), ("2024", 1, 2, 0)]),
        ("l >= 10", "", [("2025", 0, 1, 1), ("2024", 1, 2, 0)]),
        ("p >= 12", "", [("2025", 1, 2, 0), ("2024", 2, 2, 0)]),
        ("p >= 12", "1", [("2025", 0, 2, 0), ("2024", 2, 2, 0)]),
        ("p <= 2 * previous(p)", "", [("2025", 0, 2, 0), ("2024", 0, 0, 2)]),
        ("p <= previous(p) + 3", "", [("2025", 1, 2, 0), ("2024", 0, 0, 2)]),
        ("total(l) <= 30", "", [("2025", 0, 0, 1), ("2024", 1, 1, 0)]),
        ('figure_in("T2", "l", row_code=row_code) >= p', "", [("2025", 0, 2, 0), ("2024", 0, 2, 0)]),
    ],
)
def test_the_preview_counts_exactly(scene: Scene, text: str, tolerance: str, expected: list[object]) -> None:
    assert counts(tried(scene, text, tolerance)) == expected


def test_a_flagged_case_leads_to_its_figure_and_says_what_was_compared(scene: Scene) -> None:
    first, second = tried(scene, "l <= p").periods
    (case,) = second.cases
    stored = Observation.objects.get(period="2024", table__code="T1", row="B", column="l")
    assert (case.id, case.where) == (stored.pk, "Kelompok B, Laki-laki")
    assert case.seen == "Laki-laki 30, Perempuan 8"
    assert first.words == (
        "akan menandai 0 dari 1 nilai tahun 2025; 1 lagi tidak dapat diputuskan karena ada yang kosong"
    )
    assert second.words == "akan menandai 1 dari 2 nilai tahun 2024"


def test_the_preview_reads_the_bank_as_it_is_now(scene: Scene) -> None:
    before = counts(tried(scene, "p >= 12"))
    newer = Filling({**table_1(10, 12, None, 13)}, explanations=EXPLAINED)
    scene.accept_all(scene.hand_over("dinkes", newer))
    assert (before[0], counts(tried(scene, "p >= 12"))[0]) == (("2025", 1, 2, 0), ("2025", 0, 2, 0))


def test_precision_counts_alarms_whose_figures_were_mended_and_those_that_were_accepted() -> None:
    """2024: one wrong figure is returned and mended. 2025: one that the rule dislikes is accepted as it is."""
    scene = Scene(make_tiny_office(slug="ketiga"))
    scene.period = "2024"
    scene.collecting("dinkes")
    wrong = scene.hand_over("dinkes", Filling(table_1(90, 9, 7, 8)))
    return_items(list(wrong.items.all()), reason="Periksa.", by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.settle()
    assert precision(scene, "l <= p") == (0, 0)
    scene.accept_all(scene.hand_over("dinkes", Filling({**table_1(9, 9, 7, 8), ("T02", "A", "l"): Decimal(21)})))
    assert precision(scene, "l <= p") == (1, 1)
    sent(scene, "2025", 10, 9, 8, 8)
    assert precision(scene, "l <= p") == (2, 1)
    assert precision(scene, "l >= 0") == (0, 0)


def precision(scene: Scene, text: str) -> tuple[int, int]:
    found = precision_of(home(scene), RuleDef("R1", text))
    return found.flagged, found.confirmed


def test_activating_keeps_the_precision_as_it_was_shown(scene: Scene) -> None:
    rule = write_rule(home(scene), draft("l <= p"), by=scene.by("jp1"), at=scene.now).rule
    active = activate_rule(rule, reason="Satu tanda, diterima.", seen=1, by=scene.by("kabid"), at=scene.now)
    assert (active.confirmed, active.judged) == (0, 1)
    event = Event.objects.get(kind="rule.activated")
    assert (event.facts["confirmed"], event.facts["judged"]) == (0, 1)


def ordered(scene: Scene, *texts: str, rounds: list[Round] | None = None) -> Rerun:
    versions = [write_rule(home(scene), draft(text), by=scene.by("jp1"), at=scene.now) for text in texts]
    chosen = list(Round.objects.filter(office=scene.office)) if rounds is None else rounds
    return order_rerun(versions, chosen, by=scene.by("jp1"), at=scene.now)


def bank_now() -> list[tuple[object, ...]]:
    fields = [field.attname for field in Observation._meta.concrete_fields]
    return list(Observation.objects.order_by("pk").values_list(*fields))


def test_the_worker_runs_rules_again_keeps_what_it_found_and_leaves_the_bank_alone(scene: Scene) -> None:
    before = bank_now()
    rerun = ordered(scene, "l <= p", "p >= 12")
    assert Progress.objects.get(key=f"rerun:{rerun.pk}").total == 4
    assert work_off(lambda: scene.now) > 0
    rerun.refresh_from_db()
    assert (rerun.finished_at, rerun.judged, rerun.undecided) == (scene.now, 7, 1)
    found = RerunCase.objects.filter(rerun=rerun).order_by(
        "version__rule__code", "item__submission__received_at", "row"
    )
    told = [(one.version.rule.code, one.row, one.column, one.cell, one.text, one.is_corrected) for one in found]
    assert told == [
        ("R1", "B", "l", "C9", "30", False),
        ("R2", "A", "p", "D8", "9", False),
        ("R2", "B", "p", "D9", "8", False),
        ("R2", "A", "p", "D8", "11", False),
    ]
    for case in found:
        stored = case.observation
        assert stored is not None
        assert (stored.item_id, stored.row, stored.column, stored.text) == (
            case.item_id,
            case.row,
            case.column,
            case.text,
        )
    assert bank_now() == before
    done = Progress.objects.get(key=f"rerun:{rerun.pk}")
    assert (done.done, done.finished_at) == (4, scene.now)
    assert Event.objects.get(kind="rerun.finished").facts == {"judged": 7, "flagged": 4, "undecided": 1}


def test_a_reaction_that_runs_twice_stores_its_result_once(scene: Scene) -> None:
    rerun = ordered(scene, "p >= 12", rounds=list(Round.objects.filter(period="2024")))
    work_off(lambda: scene.now)
    run_again(rerun, at=scene.later(minutes=1))
    run_again(Rerun.objects.get(pk=rerun.pk), at=scene.now)
    assert RerunCase.objects.filter(rerun=rerun).count() == 2
    assert Event.objects.filter(kind="rerun.finished").count() == 1


def test_a_rerun_needs_rules_rounds_and_the_right(scene: Scene) -> None:
    rounds = list(Round.objects.filter(office=scene.office))
    version = write_rule(home(scene), draft("l <= p"), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused):
        order_rerun([version], rounds, by=scene.by("kadis"), at=scene.now)
    with pytest.raises(Invalid, match="rounds_not_chosen"):
        order_rerun([version], [], by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Invalid, match="rules_not_chosen"):
        order_rerun([], rounds, by=scene.by("jp1"), at=scene.now)
    other = Scene(make_tiny_office(slug="seberang"), scene.now)
    with pytest.raises(NotFound):
        order_rerun([version], rounds, by=other.by("jp1"), at=scene.now)


def test_what_a_run_found_goes_out_as_csv_with_where_it_came_from(scene: Scene) -> None:
    rerun = ordered(scene, "p >= 12")
    with visiting(scene, "jp1") as client:
        waiting = client.get(f"/pengaturan/aturan/ulang/{rerun.pk}/").content.decode()
        assert "Menjalankan aturan atas kiriman lama" in waiting
        assert client.get(f"/pengaturan/aturan/ulang/{rerun.pk}/kemajuan/").status_code == 200
        work_off(lambda: scene.now)
        assert client.get(f"/pengaturan/aturan/ulang/{rerun.pk}/kemajuan/")["HX-Refresh"] == "true"
        answer = client.get(f"/pengaturan/aturan/ulang/{rerun.pk}/", {"ekspor": "csv"})
        page = client.get(f"/pengaturan/aturan/ulang/{rerun.pk}/").content.decode()
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Periode"], row["Sel"], row["Nilai"], row["Akhirnya"]) for row in rows] == [
        ("2024", "T01!D8", "9", "Tetap seperti itu"),
        ("2024", "T01!D9", "8", "Tetap seperti itu"),
        ("2025", "T01!D8", "11", "Tetap seperti itu"),
    ]
    for one in Observation.objects.filter(text__in=["9", "8", "11"], column="p", table__code="T1"):
        assert f"/bank-data/angka/{one.pk}/" in page


def test_a_rule_of_an_old_edition_that_cannot_be_read_any_more_judges_nothing(scene: Scene) -> None:
    version = write_rule(home(scene), draft("l <= p"), by=scene.by("jp1"), at=scene.now)
    unreadable = RuleVersion.objects.create(
        office=scene.office, rule=version.rule, number=2, text="hilang <= p", says="x", severity="periksa",
        state="trial", made_at=scene.now,
    )  # fmt: skip
    rerun = order_rerun([unreadable], list(Round.objects.all()), by=scene.by("jp1"), at=scene.now)
    work_off(lambda: scene.now)
    rerun.refresh_from_db()
    assert (rerun.judged, rerun.undecided, rerun.cases.count()) == (0, 0, 0)
    with visiting(scene, "jp1") as client:
        page = client.get(f"/pengaturan/aturan/{version.rule_id}/").content.decode()
    assert "“hilang” pada huruf ke-1 bukan kolom tabel ini" in page


def test_two_offices_are_tried_apart(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang", zone="Asia/Makassar"))
    sent(other, "2024", 99, 1, 99, 1)
    assert counts(tried(scene, "l <= p"))[1] == ("2024", 1, 2, 0)
    assert counts(tried(other, "l <= p")) == [("2024", 2, 2, 0)]
    assert precision(other, "l <= p") == (2, 0)
    rerun = ordered(scene, "l <= p")
    work_off(lambda: scene.now)
    assert set(rerun.cases.values_list("item__office", flat=True)) == {scene.office.pk}


def test_a_preview_reads_the_bank_of_a_table_once(scene: Scene) -> None:
    table = home(scene)
    with CaptureQueriesContext(connection) as queries:
        preview_rule(table, RuleDef("R1", "l <= previous(p)"))
    assert len(queries) == 1
