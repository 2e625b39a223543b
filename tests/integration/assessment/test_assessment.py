"""The self-assessment of a year: its evidence, its levels, its bundle."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from sektoral.assessment.actions import assess, take_evidence
from sektoral.assessment.queries.bundle import INDEX_COLUMNS
from sektoral.assessment.queries.gathering import SOURCES, all_proofs, proofs_of
from sektoral.assessment.queries.instrument import scheme
from sektoral.assessment.queries.pages import carried_by, index_page
from sektoral.assessment.queries.proof import Year
from sektoral.domain.errors import Invalid, Refused
from sektoral.domain.events import LABELS
from sektoral.project.invariants import verify
from sektoral.records import journal
from sektoral.records.models import Event, Letter, SelfAssessment
from tests.rounds import BOTH, Scene, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db
WHY = "Dilaksanakan menurut SOP; lihat laporan kolektif."


@pytest.fixture(scope="module")
def reported(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """A round that was reported."""
    with shared(django_db_blocker) as scene:
        round_ = scene.collecting("dinkes")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        scene.reported(round_)
        yield scene


@pytest.fixture
def scene(reported: Scene) -> Scene:
    """The same round; what a test does is undone."""
    return replace(reported)


def year_of(scene: Scene) -> Year:
    return Year(scene.office, 2026, scene.now)


def test_every_source_belongs_to_an_indicator_of_the_instrument() -> None:
    assert set(SOURCES) <= {one.code for one in scheme().indicators}


def test_evidence_is_what_was_signed_with_number_day_and_signer(scene: Scene) -> None:
    proofs = proofs_of(year_of(scene), "30201")
    signed = [one for one in proofs if one.name.endswith(".pdf")]
    letters = {one.number: one for one in Letter.objects.filter(office=scene.office, signed_at__isnull=False)}
    assert signed
    for one in signed:
        assert letters[one.number].signed_as["name"] == one.signer
        assert one.read().startswith(b"%PDF")


def test_levels_4_and_5_are_carried_only_after_a_review_and_a_renewal(scene: Scene) -> None:
    year = year_of(scene)
    kinds = {one.kind.value for one in proofs_of(year, "20201")}
    assert not kinds & {"reviu", "pemutakhiran"}
    with pytest.raises(Invalid, match="assessment_level_unproven"):
        assess(year, "20201", level=4, explanation=WHY, by=scene.by("sukor"), at=scene.now)
    journal.append("rule.activated", office=scene.office, about=scene.office, by=None, at=scene.later(minutes=1))
    assert "pemutakhiran" not in {one.kind.value for one in proofs_of(year_of(scene), "20201")}  # nothing was reviewed
    journal.append("rerun.finished", office=scene.office, about=scene.office, by=None, at=scene.later(minutes=1))
    journal.append("rule.activated", office=scene.office, about=scene.office, by=None, at=scene.later(minutes=1))
    assert {"reviu", "pemutakhiran"} <= {one.kind.value for one in proofs_of(year_of(scene), "20201")}
    assess(year_of(scene), "20201", level=5, explanation=WHY, by=scene.by("sukor"), at=scene.now)


def test_each_assessment_is_a_version_and_the_same_again_is_none(scene: Scene) -> None:
    year = year_of(scene)
    for level in (2, 3):
        assess(year, "30201", level=level, explanation=WHY, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Invalid, match="assessment_unchanged"):
        assess(year, "30201", level=3, explanation=WHY, by=scene.by("sukor"), at=scene.now)
    told = SelfAssessment.objects.filter(indicator="30201").order_by("version")
    assert list(told.values_list("version", "level", "is_current")) == [(1, 2, False), (2, 3, True)]
    assert [event.facts["level"] for event in Event.objects.filter(kind="assessment.written")] == [2, 3]
    with pytest.raises(Refused):
        assess(year, "30201", level=2, explanation=WHY, by=scene.by("auditor"), at=scene.now)


def test_the_bundle_has_an_index_of_all_38_in_the_columns_of_the_worksheet(scene: Scene) -> None:
    year = year_of(scene)
    assess(year, "40201", level=4, explanation=WHY, by=scene.by("sukor"), at=scene.now)
    data = b"".join(take_evidence(year, by=scene.by("sukor"), at=scene.now))
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        names = set(bundle.namelist())
        rows = list(load_workbook(io.BytesIO(bundle.read("Indeks.xlsx"))).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == INDEX_COLUMNS
    told = [dict(zip(INDEX_COLUMNS, row, strict=True)) for row in rows[1:]]
    assert {row["Kode indikator"] for row in told} == {one.code for one in scheme().indicators}
    listed = {row["Berkas"] for row in told if row["Berkas"]}
    assert listed == names - {"BACA-SAYA.txt", "Indeks.xlsx"}
    proofs = all_proofs(year)
    for row in told:
        found = proofs.get(str(row["Kode indikator"]), ())
        assert bool(found) == (row["Bukti dukung"] != "Tidak ada bukti dalam sistem")
        assert (row["Tingkat yang didukung bukti sistem"] or " ")[0] == (str(carried_by(found)) if found else " ")
    alone = [row for row in told if row["Kode indikator"] == "40201"]
    assert [(row["Tingkat kematangan"], row["Penjelasan"]) for row in alone] == [("4 Terpadu", WHY)]
    assert LABELS["epss.taken"]
    assert [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds] == []


def test_the_pages_show_and_take_a_level(scene: Scene) -> None:
    with visiting(scene, "sukor") as client:
        assert client.get("/epss/").headers["Location"] == "/epss/2026/"
        listed = client.get("/epss/2026/")
        assert listed.status_code == 200
        assert listed.content.decode().count("/epss/2026/") >= 38
        page = client.get("/epss/2026/30201/").content.decode()
        assert "Laporan Pengumpulan Data Statistik Sektoral" in page
        taken = client.post("/epss/2026/30201/", {"level": "2", "explanation": WHY})
        assert taken.headers["Location"] == "/epss/2026/30201/"
        refused = client.post("/epss/2026/20201/", {"level": "5", "explanation": WHY})
        assert refused.status_code == 422
        assert "belum ada" in refused.content.decode()
        assert client.get("/epss/2026/99999/").status_code == 404
        assert client.get("/epss/1999/").status_code == 404
    assert index_page(year_of(scene)).score.assessed == 1


@pytest.mark.parametrize("key", ["", "operator.dinkes", "kepala.dinkes"])
def test_a_stranger_sees_nothing(scene: Scene, key: str) -> None:
    with visiting(scene, key) as client:
        assert client.get("/epss/2026/").status_code in (302, 403, 404)
        assert client.post("/epss/2026/bukti.zip").status_code in (302, 403, 404)


def test_nothing_of_a_year_without_work_is_claimed(scene: Scene) -> None:
    empty = Year(scene.office, 2020, scene.now)
    documents = {one.kind.value for code in ("30201", "30301", "40304") for one in proofs_of(empty, code)}
    assert documents == set()
