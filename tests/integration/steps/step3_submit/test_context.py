"""What the bank knows reaches the check: earlier periods, another agency's figures, mutes; only what may be told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.findings import Finding, Severity
from sektoral.intake.context import asked_by, context_of
from sektoral.records.models import FindingRecord, Mute, Observation, Submission, Table
from sektoral.records.precision import CodePrecision, precision_by_code
from tests.offices import make_tiny_office
from tests.rounds import Scene, Values, shared

pytestmark = pytest.mark.django_db
AREAS = {"A": "99.01.01", "B": "99.01.02"}
OLD = tuple(str(year) for year in range(2019, 2024))


def name_the_areas(scene: Scene) -> None:
    """Make the made-up tables ones of two kecamatan, so that agencies mean the same by them."""
    for table in Table.objects.filter(office=scene.office):
        rows = [{**row, "area": AREAS[row["code"]], "dims": []} for row in table.definition["rows"]]
        table.definition = {**table.definition, "rows": rows}
        table.save(update_fields=["definition"])


def figures(sheet: str = "T01", *, first: int = 100) -> Values:
    cells = [(sheet, row, column) for row in "AB" for column in "lp"]
    return {cell: Decimal(first + number) for number, cell in enumerate(cells)}


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The year 2024: two agencies are asked, one has its first table in the bank."""
    with shared(django_db_blocker) as scene:
        scene.period = "2024"
        name_the_areas(scene)
        scene.collecting("dinkes", "disdik")
        scene.accept_all(scene.hand_over("dinkes", Filling(figures())))
        yield scene


@pytest.fixture
def scene(stored: Scene) -> Scene:
    return replace(stored)


@pytest.fixture
def next_year(scene: Scene) -> Scene:
    """The year 2025, with five years before 2024 in the bank too."""
    earlier = list(Observation.objects.filter(office=scene.office))
    Observation.objects.bulk_create(replaced(row, year, number) for number, year in enumerate(OLD) for row in earlier)
    scene.period = "2025"
    scene.later(days=1)
    scene.collecting("dinkes")
    return scene


def replaced(row: Observation, period: str, number: int) -> Observation:
    """The same figure of another year, moved by as much as the year's number."""
    values = {field.attname: getattr(row, field.attname) for field in Observation._meta.concrete_fields}
    text = str(int(row.text) + number)
    changes = {"id": None, "period": period, "text": text, "number": Decimal(text)}
    return Observation(**{**values, **changes, "series": row.series.removesuffix(row.period) + period})


def found(submission: Submission, code: str) -> QuerySet[FindingRecord]:
    return submission.findings.filter(code=code)


def sentence(record: FindingRecord) -> str:
    severity = Severity(record.severity)
    return finding_sentence(
        Finding(record.code, severity, record.sheet, record.cell, record.value, record.table, record.facts)
    )


def test_what_another_agency_has_stored_for_the_same_thing_is_told(scene: Scene) -> None:
    submission = scene.upload("disdik", Filling({**figures(), ("T01", "B", "l"): Decimal(90)}))
    one = found(submission, "agencies_disagree").get()
    assert (one.sheet, one.cell, one.severity) == ("T01", "C9", "info")
    assert "90, sedangkan Dinas Kesehatan (tabel T1, T01 sel C9) menyatakan 102" in sentence(one)
    assert submission.verdict == "accepted"


def test_the_same_figures_are_no_finding(scene: Scene) -> None:
    submission = scene.upload("disdik", Filling(figures()))
    assert not found(submission, "agencies_disagree").exists()


@pytest.mark.parametrize("classification", ["terbatas", "tertutup"])
def test_a_table_that_is_not_open_is_told_to_no_other_agency(scene: Scene, classification: str) -> None:
    Table.objects.filter(agency__code="dinkes", office=scene.office).update(classification=classification)
    submission = scene.upload("disdik", Filling(figures(first=500)))
    assert not found(submission, "agencies_disagree").exists()
    assert context_of(asked_by(scene.request("disdik")), at=scene.now).stated == ()


def test_the_figures_of_earlier_rounds_are_the_history_of_the_next(next_year: Scene) -> None:
    submission = next_year.upload("dinkes", Filling({**figures(), ("T01", "A", "l"): Decimal(140)}))
    one = found(submission, "far_from_series").get()
    assert (one.cell, one.facts["first"], one.facts["last"], one.facts["count"]) == ("C8", "2019", "2024", "6")
    assert "140 jauh dari nilai tengah 6 periode sebelumnya (2019–2024), yaitu 101,5" in sentence(one)


def test_what_is_muted_is_told_once_until_its_last_day(next_year: Scene) -> None:
    mute(next_year, "changed_much")
    changed = {("T01", "A", "l"): Decimal(190), ("T01", "A", "p"): Decimal(195)}
    submission = next_year.upload("dinkes", Filling({**figures(), **changed}))
    assert not found(submission, "changed_much").exists()
    one = found(submission, "muted").get()
    assert (one.severity, one.facts["count"], one.facts["reason"]) == ("info", "2", "Cara hitung berubah.")
    assert submission.verdict == "accepted"
    next_year.later(days=8)
    again = next_year.upload("dinkes", Filling({**figures(), **changed, ("T01", "B", "p"): Decimal(104)}))
    assert found(again, "changed_much").count() == 2
    assert not found(again, "muted").exists()


def mute(scene: Scene, code: str) -> Mute:
    return Mute.objects.create(
        office=scene.office,
        agency=scene.agency("dinkes"),
        table_code="T1",
        code=code,
        reason="Cara hitung berubah.",
        last_day=scene.now.date() + timedelta(days=7),
        muted_at=scene.now,
        muted_by=scene.by("kabid").person,
    )


@pytest.mark.parametrize("code", ["dinkes", "disdik"])
def test_the_context_takes_four_queries_however_many_tables(
    scene: Scene, code: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = asked_by(scene.request(code))
    with django_assert_max_num_queries(4):
        context_of(asked, at=scene.now)


def test_nothing_of_another_office_is_known(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"), now=scene.now, period="2024")
    name_the_areas(other)
    other.collecting("disdik")
    context = context_of(asked_by(other.request("disdik")), at=other.now)
    assert (context.history, context.stated, context.elsewhere) == ({}, (), {})


def test_what_a_rule_looks_into_is_brought_along(scene: Scene) -> None:
    request = scene.request("disdik")
    definition = request.instruments.get().definition
    rule = {"code": "R1", "text": 'l <= figure_in("T1", "l", row_code="A", agency="dinkes")', "says": "",
            "severity": "periksa", "tolerance": "", "source": "", "on_trial": False}  # fmt: skip
    (sheet, table) = definition["sheets"][0]
    request.instruments.update(definition={**definition, "sheets": [[sheet, {**table, "rules": [rule]}]]})
    context = context_of(asked_by(request), at=scene.now)
    assert context.elsewhere == {
        ("dinkes", "T1"): {("A", "l"): "100", ("A", "p"): "101", ("B", "l"): "102", ("B", "p"): "103"}
    }
    asked_later = Table.objects.get(agency__code="dinkes", code="T1", office=scene.office)
    rows = asked_later.definition["rows"]
    asked_later.definition = {**asked_later.definition, "rows": [*rows, {**rows[0], "code": "C"}]}
    asked_later.save(update_fields=["definition"])
    known = context_of(asked_by(request), at=scene.now).elsewhere["dinkes", "T1"]
    assert {place: text for place, text in known.items() if not text} == {
        ("C", "l"): "",
        ("C", "p"): "",
    }  # no sum is sure


def test_a_code_is_as_precise_as_its_findings_led_to_other_figures(next_year: Scene) -> None:
    assert of_code(next_year, "changed_much") == CodePrecision("changed_much", False, 0, 0, 0)
    wrong = {("T01", "A", "l"): Decimal(190), ("T01", "A", "p"): Decimal(195)}
    next_year.upload("dinkes", Filling({**figures(), **wrong}))
    assert of_code(next_year, "changed_much").undecided == 2
    assert of_code(next_year, "changed_much").precision is None
    kept = {("T01", "A", "l"): Decimal(190)}
    mended = next_year.upload(
        "dinkes", Filling({**figures(), **kept}, explanations={("T01", "A"): "Wilayah bertambah."})
    )
    next_year.accept_all(next_year.hand_over_by_letter(mended))
    found = of_code(next_year, "changed_much")
    assert (found.corrected, found.kept, found.undecided) == (1, 1, 0)
    assert found.precision == Decimal("0.5")
    assert of_code(next_year, "far_from_series").on_trial


def of_code(scene: Scene, code: str) -> CodePrecision:
    return next(one for one in precision_by_code(scene.office) if one.code == code)
