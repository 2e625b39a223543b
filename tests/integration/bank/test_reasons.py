"""Why each version came, through the real actions, and where people read it."""

from collections.abc import Sequence
from typing import cast

import pytest
from django.http import HttpResponse

from sektoral.adapters.filling import Filling
from sektoral.records.models import Observation
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
CORNER = ("T01", "A", "l")
OWN = "Dikirim ulang oleh produsen data atas kemauannya sendiri."


def filled(corner: object) -> Filling:
    return Filling({**answers(("T01",)), CORNER: corner})  # type: ignore[dict-item]


def versions() -> Sequence[tuple[int, str, str]]:
    rows = Observation.objects.filter(row="A", column="l", sheet="T01").order_by("version")
    return list(rows.values_list("version", "text", "reason"))


def test_every_version_says_why_and_the_first_nothing() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", filled(1)))
    scene.accept_all(scene.hand_over("dinkes", filled(2)))
    wrong = scene.items(scene.hand_over("dinkes", filled(2000)))
    return_items(wrong, reason="Seribu kali lipat.", by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.accept_all(scene.hand_over("dinkes", filled(3)))
    assert versions() == [(1, "1", ""), (2, "2", OWN), (3, "3", "Diperbaiki setelah dikembalikan: Seribu kali lipat.")]
    assert {one.reason for one in Observation.objects.exclude(row="A", column="l")} == {""}


def test_a_nil_says_itself_why_the_figures_went_and_what_comes_again_says_that_too() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", filled(1)))
    scene.accept_all(scene.hand_over("dinkes", Filling(nil=frozenset({"T01"}))))
    scene.accept_all(scene.hand_over("dinkes", filled(4)))
    assert versions() == [(1, "1", ""), (2, "4", "Diisi lagi setelah sebelumnya tidak ada angkanya.")]
    first = Observation.objects.get(row="A", column="l", sheet="T01", version=1)
    with visiting(scene, "jp1") as client:
        shown = client.get(f"/bank-data/angka/{first.pk}/").content.decode()
        table = client.get(f"/bank-data/tabel/{first.table_id}/").content.decode()
        kept = cast(HttpResponse, client.get(f"/bank-data/tabel/{first.table_id}/?ekspor=csv&isi=riwayat"))
    checker = scene.by("sukor").person.name
    assert "Ditarik: dinyatakan nihil" in shown
    assert "Diisi lagi setelah sebelumnya tidak ada angkanya." in shown
    assert f"diterima oleh {checker}" in shown
    assert "Ditarik: dinyatakan nihil." in table
    lines = kept.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 9
    assert "Alasan perubahan" in lines[0]
    assert "dinyatakan nihil" in lines[1]
    assert checker in lines[2]
