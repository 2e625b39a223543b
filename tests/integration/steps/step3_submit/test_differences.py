"""What changed between two submissions: for the agency, its head and the checker; a file of it; nothing for others."""

import csv
import io
from dataclasses import replace

import pytest

from sektoral.adapters.filling import Filling
from sektoral.records.models import FindingRecord, Submission
from sektoral.steps.step3_submit.queries.differences import Row, differences_page
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.rounds import BOTH, FIRST, SECOND, Scene, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MENDED = Filling({**answers(), ("T01", "A", "l"): 1234567}, own_totals={("T02", "p"): 999})


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def url(submission: Submission, query: str = "") -> str:
    return f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/yang-berubah/{query}"


def sent_twice(scene: Scene) -> Submission:
    scene.upload("dinkes", BOTH)
    return scene.upload("dinkes", MENDED)


def rows_of(submission: Submission, against: int = 0) -> list[Row]:
    return list(differences_page(submission.request, submission, against=against).rows)


def test_a_changed_figure_is_told_with_its_cell_and_its_difference(scene: Scene) -> None:
    (row,) = rows_of(sent_twice(scene))
    assert (row.sheet, row.cell, row.status.word) == ("T01", "C8", "Diubah")
    assert (row.before, row.now, str(row.amount)) == ("10", "1.234.567", "1234557")


def test_an_explanation_alone_is_a_change(scene: Scene) -> None:
    again = sent_twice(scene)
    FindingRecord.objects.create(
        office=scene.office, submission=again, position=900, code="x", severity="periksa", table="T02",
        sheet="T02", cell="C8", explanation="Register baru.",
    )  # fmt: skip
    assert [(row.sheet, row.status.word, row.words) for row in rows_of(again)][1:] == [
        ("T02", "Penjelasannya diubah", "Register baru.")
    ]


def test_a_declaration_is_told_beside_the_cells_that_went_away(scene: Scene) -> None:
    scene.upload("dinkes", BOTH)
    found = rows_of(scene.upload("dinkes", Filling(answers(("T01",)), unavailable={"T02": "1"})))
    ((before, now),) = [(row.before, row.now) for row in found if not row.cell]
    assert before == "diisi lengkap"
    assert now.startswith("tidak tersedia: 1")
    assert {row.status.word for row in found if row.cell} <= {"Dikosongkan", "Diubah"}


def test_only_the_same_tables_are_compared_and_the_earlier_one_can_be_chosen(scene: Scene) -> None:
    scene.upload("dinkes", BOTH)
    scene.upload("dinkes", SECOND)
    third = scene.upload("dinkes", MENDED)
    page = differences_page(third.request, third, against=0)
    assert (page.against, [one.version for one in page.others]) == (2, [2, 1])
    assert [one[:3] for one in page.same] == ["T02"]
    assert [one[:3] for one in page.only_now] == ["T01"]
    assert [one.sheet for one in rows_of(third, against=1)] == ["T01"]


@pytest.mark.parametrize("key", ["operator.dinkes", "kepala.dinkes", "sukor"])
def test_agency_and_checker_see_it_and_find_the_way(scene: Scene, key: str) -> None:
    again = sent_twice(scene)
    with visiting(scene, key) as client:
        body = client.get(url(again)).content.decode()
        assert "1 perubahan" in body
        assert "1.234.567" in body
        assert url(again) in client.get(f"/langkah-3/{again.request_id}/").content.decode()
        assert url(again) in client.get(f"/langkah-3/{again.request_id}/kiriman/{again.pk}/").content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_can_be_taken_away_as_a_file(scene: Scene, kind: str) -> None:
    again = sent_twice(scene)
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(url(again, f"?dari=1&ekspor={kind}"))
    assert f"yang-berubah.{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        (found,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        assert (found["Sel"], found["Semula"], found["Sekarang"]) == ("C8", "10", "1234567")


def test_strangers_and_those_with_nothing_to_compare_find_nothing(scene: Scene) -> None:
    again = sent_twice(scene)
    first = Submission.objects.get(request=again.request_id, version=1)
    with visiting(scene, "operator.disdik") as client:
        assert client.get(url(again)).status_code == 404
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(url(first)).status_code == 404
        assert client.get(url(again, "?dari=77")).status_code == 404
    with visiting(scene) as client:
        assert client.get(url(again)).status_code == 302


def test_a_returned_table_names_its_cells_and_what_was_sent_since(scene: Scene) -> None:
    handed = scene.hand_over("dinkes", FIRST)
    FindingRecord.objects.create(
        office=scene.office, submission=handed, position=900, code="x", severity="periksa", table="T01",
        sheet="T01", cell="C8", explanation="Register.",
    )  # fmt: skip
    return_items(scene.items(handed), reason="Cocokkan.", by=scene.by("sukor"), at=scene.later(minutes=5))
    page = f"/langkah-3/{handed.request_id}/"
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(page).content.decode()
        assert f'href="{page}isi/T01/#C8"' in body
        assert "Isi tabel ini di peramban" in body
    with visiting(scene, "kepala.dinkes") as client:
        body = client.get(page).content.decode()
        assert "<code>C8</code>" in body
        assert f"{page}isi/T01/" not in body


def test_what_was_mended_is_shown_to_the_checker_beside_the_return(scene: Scene) -> None:
    handed = scene.hand_over("dinkes", FIRST)
    return_items(scene.items(handed), reason="Cocokkan.", by=scene.by("sukor"), at=scene.later(minutes=5))
    mended = replace(FIRST, values={**answers(("T01",)), ("T01", "B", "p"): 77})
    again = scene.hand_over("dinkes", mended)
    assert [row.now for row in rows_of(again)] == ["77"]
    with visiting(scene, "sukor") as client:
        assert url(again) in client.get(f"/langkah-4/{again.pk}/T01/").content.decode()
